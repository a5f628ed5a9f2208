"""Wordings written without a look at the table of phrases, in batches, each with its charges and the prices they print.

Every batch was first read after the table had been mended for the ones before; what stayed unread then is told in the
commit that added it.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module

import msgspec
import pytest

from choosemypower.documents import read_fees
from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    Charges,
    Delivery,
    EnergyTier,
    PriceByTotal,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing.bills import printed_average
from choosemypower.pricing.line_fit import PRINTED_AT_KWH
from choosemypower.pricing.listing import straight_line_residual

BATCHES = [import_module(f"tests.documents.fee_batch_{number}") for number in range(1, 37)]
WORDINGS = [wording for batch in BATCHES for wording in batch.WORDINGS]
LEAST_READ_WITH_PRICES = 0.98
LEAST_READ_ALONE = 0.92
BENT_BY = (Decimal("0.09"), Decimal("-0.037"))
CHANGED_BY_USD = 12
SEEN_IN_PRICES_USD = 6
"""Rounding to 0.1 cents moves the line of the three bills by 3 at most, and it is rounded twice here."""

Prices = tuple[Decimal, Decimal, Decimal]


def bare(charges: tuple[Charge, ...] | list[Charge]) -> list[Charge]:
    """Without what leaves the bills the same: the words, a base charge of nought, the name of a fee of all bills."""
    kept = [charge for charge in charges if not (isinstance(charge, BaseCharge) and not charge.usd)]
    return [_named_alike(msgspec.structs.replace(charge, sentence=None)) for charge in kept]


def _named_alike(charge: Charge) -> Charge:
    """A fee for any use, waived for some homes, is a base charge that they do not pay."""
    is_of_all = isinstance(charge, UsageFee) and charge == UsageFee(
        usd=charge.usd, waived_by=charge.waived_by
    )
    return BaseCharge(usd=charge.usd, waived_by=charge.waived_by) if is_of_all else charge


def printed(charges: list[Charge]) -> Prices:
    items = tuple(charges)
    if not any(isinstance(charge, EnergyTier | PriceByTotal) for charge in items):
        items = (EnergyTier(usd_per_kwh=Decimal("0.087")), *items)
    delivery = Delivery(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.055833"))
    at_500, at_1000, at_2000 = (
        printed_average(Charges(items=items, delivery=delivery), kwh).quantize(
            Decimal("0.001"), ROUND_HALF_UP
        )
        for kwh in PRINTED_AT_KWH
    )
    return at_500, at_1000, at_2000


def is_same(one: tuple[Charge, ...] | list[Charge], other: list[Charge]) -> bool:
    ones, others = bare(one), bare(other)
    return len(ones) == len(others) and all(charge in ones for charge in others)


@pytest.mark.parametrize(("text", "charges"), WORDINGS)
def test_a_fresh_wording_is_never_read_wrong(text: str, charges: list[Charge]) -> None:
    for reading in (read_fees(text), read_fees(text, printed(charges))):
        assert not reading.is_believed or is_same(reading.items, charges), reading.items


def test_nearly_every_fresh_wording_is_read() -> None:
    alone = [text for text, _ in WORDINGS if not read_fees(text).is_believed]
    proved = [text for text, charges in WORDINGS if not read_fees(text, printed(charges)).is_believed]
    assert len(alone) <= (1 - LEAST_READ_ALONE) * len(WORDINGS), alone
    assert len(proved) <= (1 - LEAST_READ_WITH_PRICES) * len(WORDINGS), proved


@pytest.mark.parametrize(("text", "charges"), WORDINGS)
def test_bent_prices_prove_no_fresh_wording(text: str, charges: list[Charge]) -> None:
    for place in range(3):
        for by in BENT_BY:
            prices = list(printed(charges))
            prices[place] += by
            reading = read_fees(text, (prices[0], prices[1], prices[2]))
            assert not reading.is_believed, (place, by, reading.state)


@pytest.mark.parametrize("text", [text for batch in BATCHES for text in getattr(batch, "REFUSED", ())])
def test_what_holds_for_some_bills_or_in_shares_only_is_not_read(text: str) -> None:
    assert not read_fees(text).is_believed


def changed_texts() -> list[tuple[str, Prices]]:
    """Each wording with one credit or fee raised in the text, where the prices of the true charges show that."""
    found = []
    for text, charges in WORDINGS:
        true_prices = printed(charges)
        for charge in charges:
            if not isinstance(charge, UsageCredit | UsageFee):
                continue
            said = [match for match in re.finditer(r"\d+(?:\.\d+)?", text) if Decimal(match[0]) == charge.usd]
            raised = msgspec.structs.replace(charge, usd=charge.usd + CHANGED_BY_USD)
            prices = printed([raised if one is charge else one for one in charges])
            moved = abs(straight_line_residual(*prices) - straight_line_residual(*true_prices))
            if len(said) == 1 and moved > SEEN_IN_PRICES_USD:
                start, end = said[0].span()
                found.append((f"{text[:start]}{raised.usd}{text[end:]}", true_prices))
    return found


@pytest.mark.parametrize(("text", "prices"), changed_texts())
def test_a_changed_amount_is_not_proven_by_the_prices_of_the_true_one(text: str, prices: Prices) -> None:
    reading = read_fees(text, prices)
    assert not reading.is_believed, (reading.state, reading.items)
