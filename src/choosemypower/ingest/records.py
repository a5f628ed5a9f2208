"""From the text of a table to its records, also where a text holds quotes that nobody doubled.

The state's export puts every field in quotes and leaves the quotes inside a text as they are: `"It's "free", really"`.
By the rules of CSV such a field ends too early, and its row falls apart; with a line break in it, so does the file.
A record that those rules cannot read is read anew, and there a quote closes a field only where a field can end.
"""

import csv
import io
import re
from bisect import bisect_left
from collections.abc import Generator, Iterator, Sequence
from functools import cache
from itertools import accumulate

import msgspec

from choosemypower.ingest.errors import ListingRefusedError

END_MARK = "end of file"
LONGEST_FIELD = 1_000_000
LONGEST_REREAD = 50_000
"""Characters of a record that is read anew; the state's have 2,000. A lost quote must not swallow the file."""
MOST_DAMAGED_LINES = 200

csv.field_size_limit(LONGEST_FIELD)


class Record(msgspec.Struct, frozen=True):
    line: int
    """On which it begins."""
    cells: Sequence[str]
    is_damaged: bool = False
    """Its fields cannot be told apart; `cells` is all of it."""


def read_first_records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records at the start of a text, as far as they can be read; the text may end anywhere."""
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def read_records(text: str, delimiter: str, width: int) -> Iterator[Record]:
    """The records of a text. Raises ListingRefusedError when it ends inside a field.

    `width` is how many fields a record should have: it shows where one with stray quotes ends.
    """
    table = _Table(text, delimiter, width)
    place = 0
    while place < len(table.lines):
        place = yield from table.by_the_rules(place)
        if place < len(table.lines):
            record, place = table.reread(place) or table.single_line(place) or table.damaged(place)
            yield record


def is_end_mark(cells: Sequence[str]) -> bool:
    """Whether this record is the line that ends the state's export."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) == 1 and re.sub(r"[\s_\-*\[\]]+", " ", filled[0]).strip().casefold() == END_MARK


class _Table:
    """A text by its lines. A place is the number of a line, from 0; readings return the place behind them."""

    def __init__(self, text: str, delimiter: str, width: int) -> None:
        self.lines: Sequence[str] = list(io.StringIO(text, newline=""))
        self._text, self._delimiter, self._width = text, delimiter, width
        self._starts = list(accumulate(map(len, self.lines), initial=0))

    def by_the_rules(self, place: int) -> Generator[Record, None, int]:
        """Records up to the first that the rules of CSV cannot read or find too long."""
        begin = place
        try:
            for cells, end in self._strictly(place):
                if any(cell.strip() for cell in cells[self._width :]):
                    return begin
                yield Record(begin + 1, cells)
                begin = end
        except csv.Error:
            return begin
        return begin

    def reread(self, place: int) -> tuple[Record, int] | None:
        """The record at this place by the position of its quotes; None when it has not `width` fields."""
        start = self._starts[place]
        for is_all_quoted in (True, False):
            split = _split(self._text, start, self._delimiter, self._width, is_all_quoted)
            if split is not None:
                cells, end = split
                return Record(place + 1, cells), bisect_left(self._starts, end)
        return None

    def single_line(self, place: int) -> tuple[Record, int] | None:
        """A record of one line that is merely too long."""
        try:
            cells, end = next(self._strictly(place))
        except csv.Error:
            return None
        return (Record(place + 1, cells), end) if end == place + 1 else None

    def damaged(self, place: int) -> tuple[Record, int]:
        """All up to the next record of the right width, so that no other row is lost. Raises ListingRefusedError."""
        for end in range(place + 1, min(len(self.lines), place + MOST_DAMAGED_LINES)):
            if self._begins_record(end):
                return Record(place + 1, ("".join(self.lines[place:end]),), is_damaged=True), end
        raise ListingRefusedError(
            f"The row on line {place + 1} ends in the middle of a quoted field: the download was cut."
        )

    def _begins_record(self, place: int) -> bool:
        try:
            cells, _ = next(self._strictly(place))
        except csv.Error:
            return self.reread(place) is not None
        return len(cells) == self._width or is_end_mark(cells)

    def _strictly(self, place: int) -> Iterator[tuple[list[str], int]]:
        """Records by the rules of CSV, each with the place behind it. Raises csv.Error."""
        following = map(self.lines.__getitem__, range(place, len(self.lines)))
        reader = csv.reader(following, delimiter=self._delimiter, strict=True)
        for cells in reader:
            yield cells, place + reader.line_num


def _split(
    text: str, start: int, delimiter: str, width: int, is_all_quoted: bool
) -> tuple[list[str], int] | None:
    """The `width` fields that begin at `start` and where they end; None when there are more or fewer."""
    limit = min(len(text), start + LONGEST_REREAD)
    cells: list[str] = []
    while True:
        is_quoted = text.startswith('"', start, limit)
        if is_all_quoted and not is_quoted:
            return None
        between, last = _ends_of_field(delimiter, is_quoted, is_all_quoted)
        end = between.search(text, start + is_quoted, limit)
        if len(cells) == width - 1:
            closing = last.search(text, start + is_quoted, limit)
            if closing is None or (end is not None and end.start() < closing.start()):
                return None
            return [*cells, _unquoted(text[start : closing.end(1)])], closing.end()
        if end is None:
            return None
        cells.append(_unquoted(text[start : end.end(1)]))
        start = end.end()


@cache
def _ends_of_field(
    delimiter: str, is_quoted: bool, is_all_quoted: bool
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands behind a field that another one follows, and behind the last one of a record."""
    own = '(")' if is_quoted else "()"
    blanks, next_one = ("", '(?=")') if is_all_quoted else (" *", "")
    return (
        re.compile(own + blanks + re.escape(delimiter) + next_one),
        re.compile(own + blanks + r"(?:\r\n|\r|\n|\Z)"),
    )


def _unquoted(field: str) -> str:
    return field[1:-1].replace('""', '"') if len(field) > 1 and field[0] == field[-1] == '"' else field
