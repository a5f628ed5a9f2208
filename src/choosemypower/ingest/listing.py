"""From the text of a listing to its rows, whatever shape it has; or the reason why it cannot be trusted.

A cut download must never be published: the state's export ends with `END OF FILE`, and everywhere a row that lacks
fields which the header announces means that the end is missing.
"""

from collections.abc import Sequence

import msgspec

from choosemypower.ingest.errors import ListingRefusedError
from choosemypower.ingest.headers import Field, ListingColumns, read_header
from choosemypower.ingest.records import is_end_mark, read_first_records, read_records

HEADER_SEARCHED_ROWS = 20
"""A header may stand below a title or two."""


class RawRow(msgspec.Struct, frozen=True):
    """One row of a listing as it stands there."""

    line: int
    """Line of the file on which it begins; the header's line counts."""
    cells: tuple[str, ...]
    problem: str | None = None
    """Why its fields cannot be told apart."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A listing that was read whole."""

    shape: str
    """`state_export`, `zip_export`, `archive`, `bundle` or `sheet`."""
    columns: ListingColumns
    rows: tuple[RawRow, ...]
    warnings: tuple[str, ...] = ()

    def cell(self, row: RawRow, field: Field) -> str | None:
        """What a row holds of a field; None when there is no such column."""
        place = self.columns.places.get(field)
        return row.cells[place] if place is not None else None


def read_listing(text: str) -> Listing:
    """The rows of a listing. Raises ListingRefusedError with the reason."""
    dialect, start, columns = _find_header(text)
    rows, end_mark_line, warnings = _read_rows(text, dialect, start, len(columns.names))
    if missing := columns.missing():
        raise ListingRefusedError(
            f"The listing has no column for {_and(missing)}. Its columns are: {', '.join(columns.names[:40])}."
        )
    shape = _shape(columns)
    if shape == "state_export" and end_mark_line is None and Field.ID_KEY in columns.places:
        raise ListingRefusedError(
            "The listing has no END OF FILE line at its end: the download was cut."
            f" The last row read begins on line {rows[-1].line}."
            if rows
            else "The listing has a header only and no END OF FILE line: the download was cut."
        )
    if not rows:
        raise ListingRefusedError("The listing has a header but no rows.")
    return Listing(
        shape=shape,
        columns=columns,
        rows=tuple(rows),
        warnings=tuple(warnings),
    )


def _find_header(text: str) -> tuple[str, int, ListingColumns]:
    """The delimiter, the number of the row that is the header, and what its columns hold."""
    head = text[:200_000]
    best: tuple[int, str, int, ListingColumns] | None = None
    for delimiter in (",", ";", "\t", "|"):
        for number, cells in enumerate(read_first_records(head, delimiter)):
            if number >= HEADER_SEARCHED_ROWS:
                break
            columns = read_header(cells)
            if best is None or len(columns.places) > best[0]:
                best = (len(columns.places), delimiter, number, columns)
    if best is None or best[0] < 4:
        start = " ".join(text[:80].split())
        raise ListingRefusedError(
            f"This is not a listing of plans: no header row was found. It begins: {start!r}"
        )
    return best[1], best[2], best[3]


def _read_rows(
    text: str, delimiter: str, header_row: int, width: int
) -> tuple[list[RawRow], int | None, list[str]]:
    """The rows below the header, the line of the end mark, and what is odd."""
    rows: list[RawRow] = []
    warnings: list[str] = []
    end_mark_line: int | None = None
    after_the_end = 0
    for number, record in enumerate(read_records(text, delimiter, width)):
        line, cells = record.line, record.cells
        if number <= header_row or not any(cell.strip() for cell in cells):
            continue
        if is_end_mark(cells):
            end_mark_line = line
            continue
        if end_mark_line is not None:
            after_the_end += 1
            rows.append(RawRow(line, tuple(cells), "it stands after the END OF FILE line"))
            continue
        if record.is_damaged:
            rows.append(RawRow(line, tuple(cells), "its quotes do not show where its fields end"))
            continue
        if len(cells) < width:
            raise ListingRefusedError(
                f"The row on line {line} has {len(cells)} fields, but the header announces {width} columns:"
                " the file was cut or damaged."
            )
        surplus = cells[width:]
        problem = (
            f"it has {len(cells)} fields, the header announces {width}"
            if any(cell.strip() for cell in surplus)
            else None
        )
        rows.append(RawRow(line, tuple(cells[:width]) if problem is None else tuple(cells), problem))
    if after_the_end:
        warnings.append(f"{after_the_end} rows stand after the END OF FILE line.")
    if end_mark_line is None and not text.endswith(("\n", "\r")):
        warnings.append("The file does not end with a line break: its last row may be cut.")
    return rows, end_mark_line, warnings


def _shape(columns: ListingColumns) -> str:
    if Field.FEE_READING in columns.places:
        return "bundle"
    if columns.has_brackets:
        return "state_export"
    if Field.ZIP in columns.places:
        return "zip_export"
    folded = {name.casefold() for name in columns.names}
    return "archive" if {"tdu_area", "rep_name"} <= folded else "sheet"


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
