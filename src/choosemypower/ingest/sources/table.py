"""What a source's answers hold, as rows that are read like those of any listing."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from choosemypower.ingest.headers import read_header
from choosemypower.ingest.listing import Listing, RawRow
from choosemypower.ingest.rows import QuarantinedRow
from choosemypower.ingest.sources.answers import Source
from choosemypower.plans.charges import Charges


class SourceOffer(msgspec.Struct, frozen=True, kw_only=True):
    """One offer of an answer."""

    cells: Mapping[str, str]
    """By the names that listings give their columns."""
    reference: str
    charges: Charges | None = None
    kept_since: date | None = None
    problem: str | None = None
    """Why it is left out."""


class SourceTable(msgspec.Struct, frozen=True, kw_only=True):
    source: Source
    listing: Listing | None
    """None where no entry could be read at all."""
    entries: dict[int, SourceOffer]
    """By their numbers, which go on after the lines of the listing."""
    left_out: tuple[QuarantinedRow, ...]


def as_table(source: Source, entries: Sequence[SourceOffer], first_line: int) -> SourceTable:
    """The entries with numbers from this one on."""
    names = tuple(dict.fromkeys(name for entry in entries for name in entry.cells))
    numbered = dict(enumerate(entries, start=first_line))
    rows = tuple(
        RawRow(line, tuple(entry.cells.get(name, "") for name in names))
        for line, entry in numbered.items()
        if entry.problem is None
    )
    return SourceTable(
        source=source,
        listing=Listing(shape=source.value, columns=read_header(names), rows=rows) if rows else None,
        entries=numbered,
        left_out=tuple(
            QuarantinedRow(line=line, reason=f"{source.spoken}: {entry.problem}")
            for line, entry in numbered.items()
            if entry.problem is not None
        ),
    )
