"""What was understood of a label that somebody sent, beside its own words, and what a year on it costs this home."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from choosemypower.documents.label_reading import LabelReading
from choosemypower.documents.label_terms import LabelTerms
from choosemypower.documents.label_uploads import UploadedLabel, label_years_of
from choosemypower.plans.charges import Charges, Condition, DeliveryKind, EnergyTier, HourlyPrice, ReadState
from choosemypower.plans.model import CancelFeeKind
from choosemypower.pricing.label_year import LabelYear
from choosemypower.units import MONTH_NAMES, PRINTED_AT_KWH
from choosemypower.usage import UsageChoice
from choosemypower.web.charge_lines import StatedLine, stated_lines
from choosemypower.web.filters import cents_exact, day, percent, term, usd, usd_cents
from choosemypower.web.plan_words import condition_words, month_names
from choosemypower.web.usage_box import usage_words
from choosemypower.world import World


class LabelResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result part of `pages/read_a_label.html`."""

    verdict: str
    reason: str
    """Why it is not proven; empty when it is."""
    facts: tuple[tuple[str, str], ...]
    charges: tuple[StatedLine, ...]
    alternatives: tuple[tuple[StatedLine, ...], ...]
    """Where the averages fit two readings: both."""
    averages: tuple[tuple[str, str, str], ...]
    """kWh, printed, worked out."""
    sentences: tuple[str, ...]
    """Of a label that is not proven: its lines with figures."""
    money: tuple[str, ...]
    columns: tuple[str, ...]
    months: tuple[tuple[str, ...], ...]
    assumptions: tuple[str, ...]


def label_result(label: UploadedLabel, usage: UsageChoice, world: World, home: Sequence[str]) -> LabelResult:
    """The view of a label. `home` are the slugs of the utilities at the visitor's place, as far as it is known."""
    reading = label.reading
    is_proven = reading.state is ReadState.PROVEN
    years = label_years_of(label, usage.year, world.atlas.delivery_charges, world.on)
    return LabelResult(
        verdict=_verdict(reading),
        reason="" if is_proven else reading.note,
        facts=tuple(_facts(label, world)),
        charges=_lines(reading, reading.charges) if is_proven and reading.charges is not None else (),
        alternatives=tuple(_lines(reading, charges) for charges in reading.alternatives),
        averages=tuple(_averages(reading)),
        sentences=() if is_proven else reading.sentences,
        money=tuple(_money(years, usage)),
        columns=("Month", "kWh", *(_home_words(year) for year in years)) if years else (),
        months=tuple(_months(years)),
        assumptions=tuple(_assumptions(reading, years, world, home)) if is_proven else (),
    )


def _verdict(reading: LabelReading) -> str:
    match reading.state:
        case ReadState.PROVEN:
            return "We can read this label: its charges give its own average prices."
        case ReadState.CONTRADICTED:
            return "This label contradicts itself, or we misread it. So we work out no bill."
        case _:
            return "We cannot read this label for certain. So we work out no bill."


def _facts(label: UploadedLabel, world: World) -> Iterator[tuple[str, str]]:
    reading, terms = label.reading, label.terms
    if reading.utility is not None:
        yield "Utility", world.atlas.utilities[reading.utility].short_name
    if reading.issued_on is not None:
        yield "Date of the label", day(reading.issued_on)
    if terms.term_months is not None:
        yield "Contract", term(terms.term_months) if terms.term_months else "Month to month"
    if terms.cancel_fee_usd is not None:
        yield "Fee to leave early, as printed", _cancel_fee(terms.cancel_fee_usd, terms)


def _cancel_fee(usd: Decimal, terms: LabelTerms) -> str:
    match terms.cancel_fee_kind:
        case CancelFeeKind.PER_REMAINING_MONTH:
            most = f", {usd_cents(usd * terms.term_months)} at most" if terms.term_months else ""
            return f"{usd_cents(usd)} for each month left{most}"
        case CancelFeeKind.FLAT:
            return usd_cents(usd)
        case _:
            return f"{usd_cents(usd)}; the words do not tell us whether once or for each month left"


def _lines(reading: LabelReading, charges: Charges) -> tuple[StatedLine, ...]:
    return (*stated_lines(charges), *_delivery(reading, charges))


def _delivery(reading: LabelReading, charges: Charges) -> Iterator[StatedLine]:
    words, delivery = " · ".join(reading.delivery_sentences), charges.delivery
    match delivery.kind:
        case DeliveryKind.BUNDLED:
            yield StatedLine("Delivery", "inside the other charges", words)
        case DeliveryKind.PASSED_THROUGH:
            yield StatedLine("Delivery", "the utility’s own charge, passed through", words)
        case DeliveryKind.PRINTED:
            fixed, by_use = delivery.usd_per_month or Decimal(0), delivery.usd_per_kwh or Decimal(0)
            yield StatedLine(
                "Delivery", f"{usd_cents(fixed)} a month and {cents_exact(by_use)} per kWh", words
            )


def _averages(reading: LabelReading) -> Iterator[tuple[str, str, str]]:
    computed = reading.computed_usd_per_kwh or (None,) * len(reading.printed_usd_per_kwh)
    for kwh, printed, exact in zip(PRINTED_AT_KWH, reading.printed_usd_per_kwh, computed, strict=False):
        worked_out = "" if exact is None else f"{round(exact * 100, 2)}¢"
        yield f"{kwh:,} kWh", cents_exact(printed), worked_out


def _money(years: Sequence[LabelYear], usage: UsageChoice) -> Iterator[str]:
    if not years:
        return
    first, home = years[0], usage_words(usage)
    if first.by_day:
        low, high = min(first.by_day, key=_usd_of), max(first.by_day, key=_usd_of)
        yield (
            f"The next twelve months cost {usd(low[1])} to {usd(high[1])} for {home}, by when it uses power: "
            f"least for a home that is “{low[0]}”, most for one that is “{high[0]}”."
        )
        yield f"With the label’s own assumption of the hours it would be {usd(first.usd)}."
    else:
        yield f"The next twelve months cost {usd(first.usd)} for {home}{_if_none(years)}."
    for year in years[1:]:
        yield f"{_home_words(year)}: {usd(year.usd)}."
    if first.one_time_usd:
        yield f"The first bill holds {usd_cents(first.one_time_usd)} that are charged once."


def _usd_of(pair: tuple[str, Decimal]) -> Decimal:
    return pair[1]


def _if_none(years: Sequence[LabelYear]) -> str:
    return " that meets none of the label’s conditions" if len(years) > 1 else ""


def _home_words(year: LabelYear) -> str:
    if not year.met:
        return "Bill"
    return f"With {condition_words([one for one in Condition if one in year.met])}"


def _months(years: Sequence[LabelYear]) -> Iterator[tuple[str, ...]]:
    for bills in zip(*(year.months for year in years), strict=True):
        first = bills[0]
        yield (
            f"{MONTH_NAMES[first.month - 1][:3]} {first.year}",
            f"{first.bill.usage_kwh:,}",
            *(usd_cents(one.bill.total_usd) for one in bills),
        )


def _assumptions(
    reading: LabelReading, years: Sequence[LabelYear], world: World, home: Sequence[str]
) -> Iterator[str]:
    """What the label supposes, and what we do; each as such."""
    charges = reading.charges
    if charges is None:
        return
    if reading.averages_meet:
        yield (
            f"Its average prices hold only with {condition_words(reading.averages_meet)}: "
            "the bills above are without and with it."
        )
    elif charges.conditions:
        yield f"Its average prices are without {condition_words(charges.conditions)}."
    yield from _seasons_words(charges)
    shares = [price for price in charges.of(HourlyPrice) if price.share is not None]
    if shares:
        said = ", ".join(f"{percent((one.share or 0) * 100)} {one.name}" for one in shares)
        yield f"An assumption of the label, not of your home: {said}."
        if years and years[0].is_by_label_hours:
            yield "The months above follow it. A meter file in the calculator brings your own hours."
    yield from _delivery_words(reading, years, world)
    if home and reading.utility is not None and reading.utility not in home:
        names = [world.atlas.utilities[slug].short_name for slug in home]
        yield f"At your place {' or '.join(names)} delivers: this label is for another area."
    yield "Local tax is not included."


def _seasons_words(charges: Charges) -> Iterator[str]:
    shares = [
        f"{percent(one.year_share * 100)} in {month_names(one.months or ())}"
        for one in charges.of(EnergyTier)
        if one.year_share is not None
    ]
    if shares:
        yield f"The average prices share out a year's use as the label assumes: {', '.join(shares)}."


def _delivery_words(reading: LabelReading, years: Sequence[LabelYear], world: World) -> Iterator[str]:
    if not years or (reading.charges is not None and reading.charges.delivery.is_bundled):
        return
    now = years[0].delivery
    if now is None or now.usd_per_kwh is None:
        yield "The bills take the delivery charge that the label prints."
        return
    name = world.atlas.utilities[now.utility].short_name
    yield (
        f"The bills take the delivery charge of {name} in force now: {usd_cents(now.usd_per_month)} a month and "
        f"{cents_exact(now.usd_per_kwh)} per kWh, documented from {day(now.valid_from)}."
    )
