"""What was read from a meter file, so that a person sees a wrong reading at once: every day, every kWh, every note."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec
from markupsafe import Markup

from choosemypower.units import MONTH_NAMES
from choosemypower.usage import MeterFile, MeterReading
from choosemypower.usage.meter_notes import MeterNotes, sentences_of
from choosemypower.usage.readings import Energy, LeftOut
from choosemypower.web.charts import Chart

HEIGHT_PX = 130
TOP_PX, BOTTOM_PX = 16, 100
_LABELS_PX = 118
_FILLS = {"r": "fill-you", "p": "fill-you", "e": "fill-delivery", "s": "fill-provider", "g": "band"}
_WORDS = {
    "r": "read",
    "p": "read in part",
    "e": "estimated by the utility",
    "s": "an even share of a longer reading",
    "g": "no reading",
}
_REASONS = {
    LeftOut.GENERATION: "Surplus generation",
    LeftOut.REVISED: "Replaced by a later revision",
    LeftOut.ESTIMATE_REPLACED: "Estimates that an actual reading replaced",
    LeftOut.REPEATED: "The same reading once more",
    LeftOut.SUM_OF_PARTS: "Sums of other readings",
    LeftOut.TOTAL_ROW: "Rows of totals",
    LeftOut.UNREADABLE_DATE: "Without a date that we can read",
    LeftOut.BEFORE_THE_YEAR: "Before the latest twelve months",
    LeftOut.OTHER_METER: "Of another meter",
    LeftOut.NOT_A_KWH_CHANNEL: "Not use in kWh",
}


class AccountLine(msgspec.Struct, frozen=True):
    words: str
    rows: str
    kwh: str


class MeterChoice(msgspec.Struct, frozen=True):
    """One meter of several, or all of them: a link to its year."""

    words: str
    kwh: str
    url: str


class MeterResult(msgspec.Struct, frozen=True, kw_only=True):
    """`calculator/_meter.html`."""

    span: str
    notes: tuple[str, ...]
    account: tuple[AccountLine, ...]
    in_file: str
    days: Chart


class MeterNotesView(msgspec.Struct, frozen=True, kw_only=True):
    """What is still known of a file once it is forgotten; in `calculator/_meter.html`."""

    span: str
    notes: tuple[str, ...]


class MeterChoices(msgspec.Struct, frozen=True, kw_only=True):
    """Several meters in one file: none is taken, none added up, before the visitor says so."""

    choices: tuple[MeterChoice, ...]
    refused: tuple[str, ...]


def meter_result(reading: MeterReading) -> MeterResult:
    """What one meter's file said."""
    return MeterResult(
        span=(
            f"{_day(reading.first_day)} to {_day(reading.last_day)}: readings of {reading.covered_days:,} of "
            f"{len(reading.day_states):,} days."
        ),
        notes=reading.notes,
        account=tuple(_account(reading.energy)),
        in_file=f"{reading.energy.in_file_kwh:,.1f}",
        days=_days(reading),
    )


def meter_notes(told: Sequence[MeterNotes]) -> MeterNotesView | None:
    """What an address says of the file that its months came from."""
    if not told:
        return None
    first, last = min(one.first_day for one in told), max(one.last_day for one in told)
    covered = min(one.covered_days for one in told)
    return MeterNotesView(
        span=(
            f"{_day(first)} to {_day(last)}: readings of {covered:,} of {(last - first).days + 1:,} days. These months "
            "and hours are in the address of this page; the file is not kept."
        ),
        notes=sentences_of(told),
    )


def meter_choices(file: MeterFile, addresses: Sequence[str], address_of_all: str | None) -> MeterChoices:
    """The meters of a file; `addresses` are those of the calculator with each year, empty where it has none."""
    choices = [
        MeterChoice(
            f"Meter {one.number}" + (f", ending {one.ending}" if one.ending else ""),
            f"{one.reading.usage.year.kwh_per_year:,}",
            address,
        )
        for one, address in zip(file.meters, addresses, strict=True)
        if one.reading is not None
    ]
    if file.together is not None and address_of_all is not None:
        choices.append(
            MeterChoice("All of them added up", f"{file.together.usage.year.kwh_per_year:,}", address_of_all)
        )
    refused = tuple(f"Meter {one.number}: {one.refusal}" for one in file.meters if one.refusal)
    return MeterChoices(choices=tuple(choices), refused=refused)


def _account(energy: Energy) -> Iterator[AccountLine]:
    yield AccountLine("Counted as your use", "", f"{energy.counted_kwh:,.1f}")
    for one in energy.left_out:
        yield AccountLine(_REASONS[one.reason], f"{one.rows:,}", f"{one.kwh:,.1f}")


def _days(reading: MeterReading) -> Chart:
    """A bar for each day; a gap is a pale bar of full height."""
    states, amounts = reading.day_states, reading.watt_hours_by_day
    highest = max((*amounts, 1))
    paths: dict[str, list[str]] = {}
    for at, (state, amount) in enumerate(zip(states, amounts, strict=True)):
        height = 100 if state == "g" else max(round(100 * amount / highest), 1)
        paths.setdefault(_FILLS[state], []).append(f"M{at} 100v-{height}h1v{height}")
    bars = "".join(f'<path class="{fill}" d="{"".join(parts)}z"/>' for fill, parts in paths.items())
    months = list(_months(reading.first_day, len(states)))
    labels = "".join(
        f'<text class="axis{" wide" if number % 2 else ""}" x="{100 * at / len(states):.1f}%" y="{_LABELS_PX}">'
        f"{MONTH_NAMES[month - 1][:3]}</text>"
        for number, (at, month) in enumerate(months)
    )
    return Chart(
        chart_id="meter-days",
        caption="What we read, day by day",
        sentence=f"{_most(reading)} {_gaps(states.count('g'))}",
        svg=Markup(  # noqa: S704 - made of numbers and month names
            f'<svg width="100%" height="{HEIGHT_PX}" role="img" aria-labelledby="meter-days-caption meter-days-desc">'
            f'<svg x="0" y="{TOP_PX}" width="100%" height="{BOTTOM_PX - TOP_PX}" viewBox="0 0 {len(states)} 100" '
            f'preserveAspectRatio="none">{bars}</svg>'
            f'<line class="base" x1="0" x2="100%" y1="{BOTTOM_PX}" y2="{BOTTOM_PX}"/>{labels}</svg>'
        ),
        keys=tuple(
            (_swatch(_FILLS[state]), _WORDS[state].capitalize())
            for state in "resg"
            if state in reading.day_states
        ),
        columns=("Days", "What", "kWh"),
        rows=tuple(_spells(reading)),
    )


def _most(reading: MeterReading) -> str:
    """The day of most use, among those that were read one by one; bills of a month know no day."""
    known = [
        (amount, at)
        for at, (amount, state) in enumerate(zip(reading.watt_hours_by_day, reading.day_states, strict=True))
        if state not in "gs"
    ]
    if not known:
        return "The file knows no single day: we spread each reading evenly over its days."
    amount, at = max(known, key=lambda one: (one[0], -one[1]))
    among = " of the days that were read one by one" if "s" in reading.day_states else ""
    return f"Most{among} on {_day(reading.first_day + timedelta(days=at))}, {amount / 1000:,.1f}\u00a0kWh."


def _gaps(gaps: int) -> str:
    return (
        f"{gaps:,} {'day' if gaps == 1 else 'days'} without a reading."
        if gaps
        else "No day without a reading."
    )


def _months(first: date, length: int) -> Iterator[tuple[int, int]]:
    """At which day of the picture each whole month begins."""
    for at in range(length):
        on = first + timedelta(days=at)
        if on.day == 1:
            yield at, on.month


def _spells(reading: MeterReading) -> Iterator[tuple[str, ...]]:
    """Days in a row of one month and one state."""
    begin = 0
    states, amounts = reading.day_states, reading.watt_hours_by_day
    for at in range(1, len(states) + 1):
        on = reading.first_day + timedelta(days=at)
        if at < len(states) and states[at] == states[begin] and on.day != 1:
            continue
        first, last = reading.first_day + timedelta(days=begin), on - timedelta(days=1)
        words = _day(first) if first == last else f"{_day(first)} to {_day(last)}"
        yield words, _WORDS[states[begin]], f"{sum(amounts[begin:at]) / 1000:,.1f}"
        begin = at


def _day(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"


def _swatch(fill: str) -> Markup:
    return Markup(  # noqa: S704 - one of our own classes
        f'<svg width="22" height="12" aria-hidden="true"><rect class="{fill}" width="22" height="12"/></svg>'
    )
