"""How well labels and listings give the bills of their cases (shape of efl_examples.json; USD, rates in cents)."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from choosemypower.evaluation.cases import UNREADABLE, Case, read_cases, refuse_unreadable
from choosemypower.evaluation.label_cases import charges_of, decimal_of
from choosemypower.evaluation.outcomes import CaseOutcome, CaseTally
from choosemypower.plans.charges import (
    Charges,
    Delivery,
    FeeReading,
    OneTimeCharge,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing.bills import CENT, ChargesError, bill_from_charges, printed_average
from choosemypower.pricing.delivery import DeliverySeries
from choosemypower.pricing.listing import model_from_prices
from choosemypower.units import MONTHS_IN_YEAR, PRINTED_AT_KWH, usd_from_cents

AVERAGE_TOLERANCE_CENTS = Decimal("0.05")
LISTING_TOLERANCE_USD = Decimal("0.75")
"""Up to 1,500 kWh; above that the next one."""
LISTING_TOLERANCE_ABOVE_USD = Decimal("1.60")


def evaluate_labels(
    path: Path | str, from_listing: bool = False, delivery: DeliverySeries | None = None
) -> dict[str, object]:
    """How many labels give their printed averages and bills.

    From the label's charges: averages within 0.05 cents, bills to the cent. With `from_listing`, from the three printed
    averages and the stated credits and fees only: within 0.75 USD up to 1,500 kWh and 1.60 USD above; refused where
    they give no bill. `delivery` is used for labels that mask the utility's charge. Raises CasesUnreadableError.
    """
    tally = CaseTally()
    bills = 0
    unreadable: list[str] = []
    for case_id, case in read_cases(path):
        try:
            faults = _faults(case, from_listing, delivery or {})
            bills += len(case["expected_bill_usd"])
        except UNREADABLE as error:
            faults = [f"cannot be read: {error!r}"]
            unreadable.append(f"Case {case_id} {faults[0]}.")
        if faults is None:
            tally.add(CaseOutcome.REFUSED, {"id": case_id, "faults": ["not computable from the listing"]})
        else:
            tally.add(CaseOutcome.WRONG if faults else CaseOutcome.RIGHT, {"id": case_id, "faults": faults})
    refuse_unreadable(unreadable, tally.cases)
    return {
        "kind": "labels --from-listing" if from_listing else "labels",
        **tally.counts(),
        "bills": bills,
        "misses": tally.misses,
    }


def _faults(case: Case, from_listing: bool, delivery: DeliverySeries) -> list[str] | None:
    """What is off in a case; None when the listing alone cannot give its bills, and says so."""
    charges = charges_of(case)
    if from_listing:
        return _listing_faults(case, charges)
    candidates = [
        msgspec.structs.replace(charges, delivery=on_label)
        for on_label in _deliveries(case, charges.delivery, delivery)
    ]
    charges = min(candidates, key=lambda candidate: _distance_from_printed(case, candidate))
    faults = []
    tolerance_cents = decimal_of(case.get("tolerance_cents") or AVERAGE_TOLERANCE_CENTS)
    for kwh, cents in _printed(case).items():
        average = printed_average(charges, kwh) * 100
        if abs(average - cents) > tolerance_cents:
            faults.append(f"average at {kwh} kWh: {average:.3f} cents, printed {cents}")
    return faults + _bill_faults(case, charges, lambda kwh: CENT)


def _distance_from_printed(case: Case, charges: Charges) -> Decimal:
    """How far the averages of these charges are from the printed ones, in cents, added up."""
    off_by = (abs(printed_average(charges, kwh) * 100 - cents) for kwh, cents in _printed(case).items())
    return sum(off_by, Decimal(0))


def _printed(case: Case) -> dict[int, Decimal]:
    """The averages that the label prints, in cents by kWh."""
    printed = case["published_cents_per_kwh"]
    return {int(kwh): decimal_of(cents) for kwh, cents in printed.items() if cents is not None}


def _listing_faults(case: Case, charges: Charges) -> list[str] | None:
    printed = _printed(case)
    if not printed.keys() >= set(PRINTED_AT_KWH):
        return None
    stated = FeeReading(
        state=ReadState.READ,
        items=tuple(
            charge for charge in charges.items if isinstance(charge, UsageCredit | UsageFee | OneTimeCharge)
        ),
    )
    prices = [usd_from_cents(printed[kwh]) for kwh in PRINTED_AT_KWH]
    model = model_from_prices(prices, stated, None)
    if model.charges is None:
        return None
    return _bill_faults(
        case,
        model.charges,
        lambda kwh: LISTING_TOLERANCE_USD if kwh <= 1500 else LISTING_TOLERANCE_ABOVE_USD,
    )


def _bill_faults(case: Case, charges: Charges, bar_usd: Callable[[int], Decimal]) -> list[str]:
    """Bills that are off by more than the bar.

    A case that does not say its month may state the bills of any, or of the mean month: the one with the fewest
    faults counts.
    """
    is_seasonal = any(charge.months for charge in charges.items)
    months: Sequence[int | None] = (None, *range(1, MONTHS_IN_YEAR + 1)) if is_seasonal else (None,)
    if case.get("month") is not None:
        months = (int(case["month"]),)
    found = []
    for month in months:
        faults = []
        for kwh, usd in case["expected_bill_usd"].items():
            total_usd = bill_from_charges(charges, int(kwh), month=month).total_usd
            if abs(total_usd - decimal_of(usd)) > bar_usd(int(kwh)):
                faults.append(f"bill at {kwh} kWh: {total_usd} USD, expected {usd}")
        found.append(faults)
    return min(found, key=len)


def _deliveries(case: Case, on_label: Delivery, series: DeliverySeries) -> list[Delivery]:
    """What a label can mean by its delivery charge: what it prints, or what the utility took then where it masks it.

    The days on which the utility's charges began are not all known: of those documented, that which meets the printed
    averages is the one. Raises ChargesError when none is documented.
    """
    if on_label.is_bundled or None not in (on_label.usd_per_month, on_label.usd_per_kwh):
        return [on_label]
    charges = [
        charge for charge in series.get(str(case.get("utility")), ()) if charge.usd_per_kwh is not None
    ]
    if not charges:
        raise ChargesError("the label masks its delivery charge, and the utility's is not known")
    return [
        Delivery(
            usd_per_month=charge.usd_per_month if on_label.usd_per_month is None else on_label.usd_per_month,
            usd_per_kwh=charge.usd_per_kwh if on_label.usd_per_kwh is None else on_label.usd_per_kwh,
        )
        for charge in charges
    ]
