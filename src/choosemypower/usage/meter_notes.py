"""What the result of a meter file must not lose on its way through addresses: notes, as one short word.

`20250101-20251231-350-e12-g2880`: first day, last day, days covered, and letters with counts. Nothing in it tells a
meter or a home from another.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from choosemypower.sentences import list_of
from choosemypower.units import MONTH_NAMES, MONTHS_IN_YEAR
from choosemypower.usage.readings import LeftOut

LONGEST_WORD = 400
_MOST_METERS = 12
_LETTERS = {
    "g": LeftOut.GENERATION,
    "v": LeftOut.REVISED,
    "c": LeftOut.ESTIMATE_REPLACED,
    "d": LeftOut.REPEATED,
    "s": LeftOut.SUM_OF_PARTS,
    "t": LeftOut.TOTAL_ROW,
    "x": LeftOut.UNREADABLE_DATE,
    "b": LeftOut.BEFORE_THE_YEAR,
    "m": LeftOut.OTHER_METER,
    "n": LeftOut.NOT_A_KWH_CHANNEL,
}
_LETTER_OF = {reason: letter for letter, reason in _LETTERS.items()}
_DAYS = re.compile(r"(20\d\d)(\d\d)(\d\d)-(20\d\d)(\d\d)(\d\d)-(\d{1,3})((?:-[a-z]\d{1,7})*)")
_COUNT = re.compile(r"-([a-z])(\d+)")
_TOLD = {
    LeftOut.GENERATION: "We left out {n} of surplus generation: they are not use.",
    LeftOut.REVISED: "{n} came twice. The latest revision counts.",
    LeftOut.REPEATED: "{n} came twice with the same reading. Each counts once.",
    LeftOut.ESTIMATE_REPLACED: "{n} were estimates. The actual reading of the same time counts.",
    LeftOut.SUM_OF_PARTS: "We left out {n} that add up others of the file.",
    LeftOut.TOTAL_ROW: "We left out {n} of totals.",
    LeftOut.OTHER_METER: "We left out {n} of another meter.",
    LeftOut.NOT_A_KWH_CHANNEL: "We left out {n} that are not kWh of electricity.",
}


class MeterNotes(msgspec.Struct, frozen=True, kw_only=True):
    """How one meter's year came about."""

    first_day: date
    last_day: date
    covered_days: int
    left_out: dict[LeftOut, int]
    """Rows that do not count, by reason."""
    estimated: int = 0
    """Readings that the utility estimated."""
    filled_days: int = 0
    """Days without a reading in months that have enough others."""
    filled_months: tuple[int, ...] = ()
    """Calendar months that were filled from the year's shape."""
    unreadable: int = 0
    """Rows that could not be read."""
    is_unit_assumed: bool = False
    is_end_assumed: bool = False

    def sentences(self) -> Iterator[str]:
        """What was left out, filled or estimated."""
        if self.is_unit_assumed:
            yield "The file does not name its unit. We took watt-hours."
        if self.is_end_assumed:
            yield "The only dates are those of bills. We took each for the end of its days; it may be some days late."
        if self.unreadable:
            yield f"We could not read {_rows(self.unreadable)}, which we left out."
        for reason in LeftOut:
            yield from self._left_out(reason)
        if self.estimated:
            is_one = self.estimated == 1
            yield (
                f"{_rows(self.estimated)} {'is' if is_one else 'are'} estimated by the utility. "
                f"We took {'it as it is' if is_one else 'them as they are'}."
            )
        if self.filled_days:
            missing = days_in_words(self.filled_days)
            yield f"Readings of {missing} are missing. We filled them with the mean of their month."
        if outside := self._days_outside():
            lie = "lies" if outside == 1 else "lie"
            yield f"{days_in_words(outside)} of them {lie} before the first or after the last day of the file."
        if self.filled_months:
            names = list_of([MONTH_NAMES[month - 1] for month in self.filled_months])
            filled = names if len(self.filled_months) <= MONTHS_IN_YEAR // 2 else "the rest of the year"
            yield (
                f"The file covers {days_in_words(self.covered_days)}. We filled {filled} by the months of a typical "
                "Texas home at your level, whatever the weather was."
            )

    def _days_outside(self) -> int:
        """Of the filled days those that no gap of the file explains; 0 where whole months were filled."""
        gaps = (self.last_day - self.first_day).days + 1 - self.covered_days
        return 0 if self.filled_months else max(0, self.filled_days - gaps)

    def _left_out(self, reason: LeftOut) -> Iterator[str]:
        rows = self.left_out.get(reason)
        if not rows:
            return
        if reason is LeftOut.BEFORE_THE_YEAR:
            begins = self.first_day
            yield (
                f"The file covers more than a year. We took the latest twelve months, from {begins:%B} {begins.day}, "
                f"{begins.year}."
            )
        elif reason in _TOLD:
            yield _TOLD[reason].format(n=_rows(rows))

    @property
    def word(self) -> str:
        """All of it but the filled months, which have a parameter of their own."""
        counts = [(_LETTER_OF[reason], rows) for reason, rows in self.left_out.items() if rows]
        counts += [("e", self.estimated), ("f", self.filled_days), ("u", self.unreadable)]
        counts += [("w", int(self.is_unit_assumed)), ("k", int(self.is_end_assumed))]
        parts = [f"{letter}{count}" for letter, count in sorted(counts) if count]
        return "-".join(
            (
                f"{self.first_day:%Y%m%d}",
                f"{self.last_day:%Y%m%d}",
                str(self.covered_days),
                *parts,
            )
        )


def word_of(notes: Sequence[MeterNotes]) -> str:
    """The notes of one meter or of several that were added up, as `parse_notes` reads them."""
    return "_".join(one.word for one in notes)


def parse_notes(word: str, filled_months: tuple[int, ...] = ()) -> tuple[MeterNotes, ...]:
    """The notes that an address carries; none where it was not made by us."""
    words = word.split("_")
    if len(word) > LONGEST_WORD or len(words) > _MOST_METERS:
        return ()
    notes = [_one(part, filled_months) for part in words]
    return tuple(one for one in notes if one is not None) if all(notes) else ()


def sentences_of(notes: Sequence[MeterNotes]) -> tuple[str, ...]:
    """What is told of one meter, or of each of several."""
    if len(notes) == 1:
        return tuple(notes[0].sentences())
    return tuple(f"Meter {at}: {told}" for at, one in enumerate(notes, 1) for told in one.sentences())


def _one(word: str, filled_months: tuple[int, ...]) -> MeterNotes | None:
    found = _DAYS.fullmatch(word)
    if found is None:
        return None
    numbers = [int(part) for part in found.groups()[:7]]
    counts = {letter: int(count) for letter, count in _COUNT.findall(found[8])}
    if counts.keys() - _LETTERS.keys() - set("efkuw"):
        return None
    try:
        first, last = date(*numbers[0:3]), date(*numbers[3:6])
    except ValueError:
        return None
    if not 0 <= (last - first).days <= 366 or numbers[6] > 366:
        return None
    return MeterNotes(
        first_day=first,
        last_day=last,
        covered_days=numbers[6],
        left_out={_LETTERS[letter]: count for letter, count in counts.items() if letter in _LETTERS},
        estimated=counts.get("e", 0),
        filled_days=counts.get("f", 0),
        unreadable=counts.get("u", 0),
        is_unit_assumed=counts.get("w", 0) > 0,
        is_end_assumed=counts.get("k", 0) > 0,
        filled_months=filled_months,
    )


def days_in_words(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
