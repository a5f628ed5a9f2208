"""From the answers of all sources to one table each."""

from collections.abc import Iterable, Sequence

from choosemypower.ingest.sources import comparepower, powertochoose
from choosemypower.ingest.sources.answers import Source, SourceAnswer
from choosemypower.ingest.sources.table import SourceOffer, SourceTable, as_table
from choosemypower.territories.model import Utility


def read_tables(
    answers: Sequence[SourceAnswer], utilities: Iterable[Utility], first_line: int
) -> tuple[SourceTable, ...]:
    """The tables, their entries numbered on from the lines of the listing."""
    duns = {one.slug: one.duns or "" for one in utilities}
    tables = []
    for source in Source:
        entries: list[SourceOffer] = []
        for answer in answers:
            if answer.source is not source:
                continue
            if source is Source.COMPAREPOWER:
                entries += comparepower.read_answer(answer, duns.get(answer.utility, ""))
            else:
                entries += powertochoose.read_answer(answer)
        if entries:
            tables.append(as_table(source, entries, first_line))
            first_line += len(entries)
    return tuple(tables)
