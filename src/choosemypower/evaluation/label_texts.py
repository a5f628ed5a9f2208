"""How well labels are read as text: a folder with texts and a `labels.json` that says what a careful reader finds."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from choosemypower.documents import LabelReading, read_label
from choosemypower.documents.label_files import LabelFileError, text_of
from choosemypower.evaluation.cases import UNREADABLE, Case, read_list
from choosemypower.evaluation.outcomes import CaseOutcome, CaseTally
from choosemypower.plans.charges import (
    BaseCharge,
    DailyCharge,
    EnergyDiscount,
    EnergyTier,
    HourlyPrice,
    OneTimeCharge,
    PriceByTotal,
    ReadState,
    SolarCredit,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing.delivery import DeliverySeries
from choosemypower.units import PRINTED_AT_KWH

Comparable = dict[str, Any]
_HOURS_IN_DAY = 24


def evaluate_label_texts(folder: Path | str, delivery: DeliverySeries | None = None) -> dict[str, object]:
    """How many labels of a folder are read exactly as its `labels.json` says. Raises CasesUnreadableError.

    Right: proven, with every charge equal. Refused: not proven, whether or not it can be. Wrong: proven and different,
    or proven where it must be refused.
    """
    tally = CaseTally()
    refused_as_expected = 0
    for case in read_list(Path(folder) / "labels.json", "labels"):
        name = str(case.get("file"))
        try:
            text = text_of((Path(folder) / name).read_bytes())
            must_refuse = not str(case["expected"]).startswith("accept")
            wanted = None if must_refuse else _as_tiers(_wanted(case))
        except (*UNREADABLE, LabelFileError, OSError) as error:
            tally.add(CaseOutcome.WRONG, {"file": name, "note": f"cannot be read: {error!r}"})
            continue
        reading = read_label(text, delivery or {})
        read = _as_tiers(_read(reading)) if reading.state is ReadState.PROVEN else None
        outcome = (
            CaseOutcome.REFUSED
            if read is None
            else CaseOutcome.RIGHT
            if read == wanted
            else CaseOutcome.WRONG
        )
        refused_as_expected += must_refuse and outcome is CaseOutcome.REFUSED
        tally.add(outcome, {"file": name, "note": reading.note, "differs": _differences(wanted, read)})
    return {
        "kind": "labels --text",
        **tally.counts(),
        "refused_as_expected": refused_as_expected,
        "misses": tally.misses,
    }


def _differences(wanted: Comparable | None, read: Comparable | None) -> dict[str, object]:
    if wanted is None or read is None:
        return {}
    return {
        field: {"expected": str(wanted[field]), "read": str(read[field])}
        for field in wanted
        if wanted[field] != read[field]
    }


def _as_tiers(one: Comparable) -> Comparable:
    """The same bills, a price by the month's total as tiers and what comes off at the begin of each, as files write it.

    12.8¢ up to 999 kWh and 10.2¢ for every kWh from 1,000 are these two tiers and 25.974 USD off from 1,000 kWh.
    """
    bands = one["by_total"]
    steps = [
        (round((before[2] - band[2]) * (band[0] - 1) / 100, 6), int(band[0]), -1)
        for before, band in pairwise(bands)
    ]
    tiers = [(band[0] - 1 if band[0] else 0.0, band[1], band[2]) for band in bands]
    return one | {
        "by_total": [],
        "energy": sorted([*one["energy"], *tiers]),
        "credits": sorted([*one["credits"], *steps]),
    }


def _wanted(case: Case) -> Comparable:
    """What the file says of a label, in our comparable shape: USD and cents as numbers, absent as None or nothing."""
    charges = case["charges"]
    export = charges.get("export_credit_in_averages_usd")
    delivery = charges["delivery"]
    return {
        "averages": [_number(case["printed_cents_per_kwh"][str(kwh)]) for kwh in PRINTED_AT_KWH],
        "base": _number(charges.get("base_usd_per_month") or 0),
        "daily": _number(charges.get("usd_per_day") or 0),
        "energy": sorted(
            (_number(tier["from_kwh"]), _number(tier.get("to_kwh")), _number(tier["cents_per_kwh"]))
            for tier in charges.get("energy") or ()
        ),
        "seasons": sorted(map(_wanted_season, _times_of_use(charges, is_of_season=True))),
        "by_total": sorted(
            (_number(band.get("min_kwh", 0)), _number(band.get("max_kwh")), _number(band["cents_per_kwh"]))
            for band in charges.get("price_by_total_usage") or charges.get("price_by_total") or ()
        ),
        "hourly": sorted(map(_wanted_hours, _times_of_use(charges, is_of_season=False))),
        "credits": sorted(
            [
                *(_wanted_amount(one) for one in charges.get("credits") or ()),
                *(_wanted_amount(one) for one in charges.get("always_credits_usd_per_month") or ()),
            ]
        ),
        "fees": sorted(_wanted_amount(one) for one in charges.get("minimum_usage_fees") or ()),
        "discount": _number(charges.get("per_kwh_discount_cents") or 0),
        "one_time": _number(charges.get("one_time_usd_spread_over_12_in_averages") or 0),
        "export": (_number(export["kwh"]), _number(export["cents_per_kwh"])) if export else None,
        "delivery": (
            str(delivery["kind"]).split(",")[0],
            _number(delivery.get("usd_per_month")),
            _number(delivery.get("cents_per_kwh")),
        ),
    }


def _times_of_use(charges: Case, *, is_of_season: bool) -> list[Case]:
    return [one for one in charges.get("time_of_use") or () if ("months" in one) is is_of_season]


def _wanted_season(one: Case) -> tuple[object, ...]:
    """A price of some months with the share of a year's usage that the label assumes for them."""
    months = tuple(sorted(int(month) for month in one["months"]))
    return (_number(one["energy_cents_per_kwh"]), _number(one["assumed_share"]), months)


def _wanted_hours(part: Case) -> tuple[object, ...]:
    own = part.get("delivery_cents_per_kwh")
    return (
        _number(part["energy_cents_per_kwh"]),
        _number(part["assumed_share"]),
        -1 if own is None else _number(own),
        _hours_between(str(part["start"]), str(part["end"])) if part.get("start") else (),
    )


def _hours_between(start: str, end: str) -> tuple[int, ...]:
    first, last = int(start.split(":")[0]), int(end.split(":")[0])
    hours = sorted(hour % 24 for hour in range(first, last if last > first else last + 24))
    return () if len(hours) == _HOURS_IN_DAY else tuple(hours)  # A part of the week.


def _wanted_amount(one: Case) -> tuple[object, ...]:
    top = one.get("max_kwh")
    return (_number(one["usd"]), int(one.get("min_kwh") or 0), -1 if top is None else int(top))


def _read(reading: LabelReading) -> Comparable:
    """What was read, in the same shape."""
    charges = reading.charges
    assert charges is not None, "a proven label has charges"
    exports = [(_number(one.kwh), _cents(one.usd_per_kwh)) for one in charges.of(SolarCredit)]
    delivery = charges.delivery
    return {
        "averages": [_cents(usd) for usd in reading.printed_usd_per_kwh],
        "base": _number(sum((one.usd for one in charges.of(BaseCharge)), Decimal(0))),
        "daily": _number(sum((one.usd_per_day for one in charges.of(DailyCharge)), Decimal(0))),
        "energy": sorted(
            (_number(one.from_kwh), _number(one.to_kwh), _cents(one.usd_per_kwh))
            for one in charges.of(EnergyTier)
            if one.year_share is None
        ),
        "seasons": sorted(
            (_cents(one.usd_per_kwh), _number(one.year_share), tuple(one.months or ()))
            for one in charges.of(EnergyTier)
            if one.year_share is not None
        ),
        "by_total": sorted(
            (_number(one.min_kwh), _number(one.max_kwh), _cents(one.usd_per_kwh))
            for one in charges.of(PriceByTotal)
        ),
        "hourly": sorted(_read_hours(one) for one in charges.of(HourlyPrice)),
        "credits": sorted(_read_amounts(_in_averages(reading, charges.of(UsageCredit)))),
        "fees": sorted(_read_amounts(one for one in charges.of(UsageFee) if not one.waived_by)),
        "discount": _cents(sum((one.usd_per_kwh for one in charges.of(EnergyDiscount)), Decimal(0))),
        "one_time": _number(sum((one.usd for one in charges.of(OneTimeCharge)), Decimal(0))),
        "export": exports[0] if exports else None,
        "delivery": (
            delivery.kind.value.replace("_", " "),
            _number(delivery.usd_per_month),
            None if delivery.usd_per_kwh is None else _cents(delivery.usd_per_kwh),
        ),
    }


def _in_averages(reading: LabelReading, credits: Iterable[UsageCredit]) -> list[UsageCredit]:
    """Those that the main row of averages holds; a row for homes with a battery has more."""
    return [one for one in credits if set(one.conditions) <= set(reading.averages_meet)]


def _read_hours(one: HourlyPrice) -> tuple[object, ...]:
    hours = one.windows[0].hours if one.windows else ()
    if len(hours) == _HOURS_IN_DAY:
        hours = ()  # A part of the week, which such a file names by its days.
    own = one.delivery_usd_per_kwh
    return (_cents(one.usd_per_kwh), _number(one.share), -1 if own is None else _cents(own), hours)


def _read_amounts(amounts: Iterable[UsageCredit | UsageFee]) -> list[tuple[object, ...]]:
    return [(_number(one.usd), one.min_kwh, -1 if one.max_kwh is None else one.max_kwh) for one in amounts]


def _cents(usd: Decimal) -> float:
    return float(round(usd * 100, 6))


def _number(value: Any) -> Any:
    return None if value is None else float(value)
