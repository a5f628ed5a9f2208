"""What a run says of itself, for people and for programs."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

import msgspec

from choosemypower.plans.commands import PriceChange
from choosemypower.units import texas_day

SHOWN_PRICE_CHANGES = 10
SHOWN_LINES = 12
ACCEPT_COMMAND = "choosemypower ingest --accept"
"""Publishes the staged listing all the same."""


class Quarantine(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that were left out for one reason."""

    reason: str
    rows: int
    lines: tuple[int, ...]
    """Where they begin in the file, the first hundred."""


class StraightLine(msgspec.Struct, frozen=True, kw_only=True):
    """The test |(B2000 − B1000) − 2 (B1000 − B500)| ≤ 3.00 USD over the rows that were read."""

    rows_without_fee_text: int
    failing_without_fee_text: int
    lines_failing_without_fee_text: tuple[int, ...]
    rows_with_fee_text: int
    failing_before_fees_are_put_back: int
    failing_after_fees_are_put_back: int
    fee_texts: int
    """Distinct texts."""
    fee_texts_read: int
    """Of them, those that are believed in at least one row."""
    rows_by_state: dict[str, int] = {}
    """Rows with fee text whose reading is `proven`, `read`, `contradicted`, `unread`; none in older reports."""


class ListingCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What a listing held. `rows` = `rows_in_offers` + `rows_quarantined`, always."""

    rows: int
    rows_in_offers: int
    rows_quarantined: int
    duplicate_rows: int
    """Rows that repeat another one word for word; they are in its offer."""
    offers: int
    pairs: int
    english_only: int
    spanish_only: int
    keys_in_both_languages: int
    """Combinations of utility, provider, prices, term and fee to leave that are listed in both languages."""
    providers: int
    suspect_offers: int
    offers_by_utility: dict[str, int]


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Against the dataset that was published before."""

    since_dataset: int
    new: int
    never_seen: int
    gone: int
    changed: int
    price_changes: int
    largest_price_changes: tuple[PriceChange, ...]


class DoubtKind(StrEnum):
    FALL = "fall"
    """More than half of the plans are gone."""
    UTILITY_GONE = "utility_gone"
    """A utility that had plans has none."""
    LEFT_OUT = "left_out"
    """More than one row in ten is in quarantine."""
    ROLLED_BACK = "rolled_back"
    """The same file was published before and taken back."""


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """One reason to look before publishing."""

    kind: DoubtKind
    detail: str


class ListingOutcome(StrEnum):
    """What became of a listing."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    """It says what the published dataset says."""
    STAGED = "staged"
    """It is doubtful, and kept until somebody accepts it; the published data is as it was."""


class SourceReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one question to a further source."""

    source: str
    utility: str
    state: str
    """`fresh`; `recorded`: not asked, its answer is young; `kept`: it failed, its last answer stands; `missing`."""
    failure: str | None = None
    kept_since: date | None = None

    @property
    def has_failed(self) -> bool:
        return self.failure is not None


class IngestReport(msgspec.Struct, frozen=True, kw_only=True):
    status: ListingOutcome
    dataset: int
    """What the listing became or, where it is unchanged, still is."""
    published_dataset: int | None
    """What visitors see after this run; None before the first."""
    read_anew_because: str | None = None
    """Why a file that was read before was read again."""
    doubts: tuple[Doubt, ...] = ()
    """Why it is staged, or what was accepted."""
    publish_command: str | None = None
    """What publishes a staged listing all the same."""
    source: str
    shape: str
    price_unit: str
    content_hash: str
    as_of: datetime
    as_of_from: str
    counts: ListingCounts
    new_providers: tuple[str, ...] = ()
    """Names of those that no listing had before."""
    quarantine: tuple[Quarantine, ...] = ()
    changes: Changes | None = None
    sources: tuple[SourceReport, ...] = ()
    """Of each further source and utility."""
    straight_line: StraightLine | None = None
    unused_columns: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    seconds: dict[str, float] = msgspec.field(default_factory=dict)
    """By step, and in all."""

    @property
    def is_complete(self) -> bool:
        """Whether every further source gave its answer."""
        return not any(source.has_failed for source in self.sources)

    def summary(self) -> str:
        """One line."""
        day = f"{texas_day(self.as_of):%B %-d, %Y}"
        if self.status is ListingOutcome.STAGED:
            return f"{' '.join(doubt.detail for doubt in self.doubts)} {self.what_is_shown()}"
        if self.status is ListingOutcome.UNCHANGED:
            return f"unchanged since dataset {self.dataset} ({self.counts.offers} plans as of {day})."
        return (
            f"dataset {self.dataset}, {self.counts.offers} plans of {self.counts.providers} providers"
            f" as of {day}, from {self.source}."
        )

    def what_is_shown(self) -> str:
        """Of a staged listing: where it is, and what visitors see."""
        shown = (
            f"dataset {self.published_dataset} stays published"
            if self.published_dataset is not None
            else "nothing is published yet"
        )
        return f"Staged as dataset {self.dataset}; {shown}."

    def as_text(self) -> str:
        """The report for a terminal."""
        return "\n".join(_report_lines(self))


def _report_lines(report: IngestReport) -> list[str]:
    """The report line by line, the result last."""
    counts = report.counts
    lines = [
        f"Source      {report.source}",
        f"Shape       {report.shape}, prices in {'cents' if report.price_unit == 'cents' else 'dollars'}",
        f"As of       {texas_day(report.as_of):%Y-%m-%d} ({report.as_of_from})",
        *_count_lines(counts),
        f"Providers   {counts.providers}"
        + (f", {len(report.new_providers)} new" if report.new_providers else ""),
    ]
    if report.new_providers:
        lines.append(f"            new: {', '.join(report.new_providers[:60])}")
    lines.append(
        "Utilities   " + ", ".join(f"{name} {offers}" for name, offers in counts.offers_by_utility.items())
    )
    lines += _source_lines(report.sources)
    lines += _quarantine_lines(report.quarantine)
    lines += _straight_line_lines(report.straight_line)
    lines += _change_lines(report.changes)
    if report.unused_columns:
        lines.append(f"Not used    columns {', '.join(report.unused_columns)}")
    if report.read_anew_because:
        lines.append(f"Read anew   because {report.read_anew_because}")
    lines += [f"Warning     {warning}" for warning in report.warnings]
    if "all" in report.seconds:
        lines.append(f"Time        {report.seconds['all']:.2f} s")
    return [*lines, *_result_lines(report)]


def _result_lines(report: IngestReport) -> list[str]:
    match report.status:
        case ListingOutcome.UNCHANGED:
            return [f"Unchanged   {report.summary()}"]
        case ListingOutcome.PUBLISHED:
            accepted = [f"Accepted    {doubt.detail}" for doubt in report.doubts]
            return [*accepted, f"Published   {report.summary()}"]
        case ListingOutcome.STAGED:
            return [
                *(f"Doubt       {doubt.detail}" for doubt in report.doubts),
                f"Kept back   {report.what_is_shown()}",
                f"            To publish it all the same: {report.publish_command}",
            ]
        case _:
            assert_never(report.status)


def _count_lines(counts: ListingCounts) -> list[str]:
    """Rows and offers, with the sum that proves that nothing vanished."""
    lines = [
        f"Rows        {counts.rows} = {counts.rows_in_offers} in offers + {counts.rows_quarantined} quarantined"
        + (f" ({counts.duplicate_rows} repeat another row)" if counts.duplicate_rows else ""),
        f"Offers      {counts.offers} = {counts.pairs} in both languages + {counts.english_only} English only"
        f" + {counts.spanish_only} Spanish only; {counts.suspect_offers} suspect",
    ]
    if counts.pairs > counts.keys_in_both_languages:
        shared = counts.pairs - counts.keys_in_both_languages
        lines.append(
            f"            {counts.keys_in_both_languages} combinations of utility, provider, prices, term and fee"
            f" to leave are in both languages; {shared} of them hold two different plans"
        )
    return lines


def _source_lines(sources: Sequence[SourceReport]) -> list[str]:
    """One line for each source, and one for each answer that did not come."""
    lines = []
    for name in dict.fromkeys(one.source for one in sources):
        states = [one.state for one in sources if one.source == name]
        counted = ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states))
        lines.append(f"Asked       {name}: {len(states)} utilities: {counted}")
    lines += [
        f"Failed      {one.failure} ({one.utility}: "
        + (
            f"its answer of {one.kept_since:%Y-%m-%d} stands)"
            if one.kept_since
            else "nothing to fall back on)"
        )
        for one in sources
        if one.has_failed
    ]
    return lines


def _quarantine_lines(quarantine: Sequence[Quarantine]) -> list[str]:
    return [
        f"Left out    {group.rows} × {group.reason} (lines {', '.join(map(str, group.lines[:SHOWN_LINES]))}"
        + (", …)" if group.rows > SHOWN_LINES else ")")
        for group in quarantine
    ]


def _straight_line_lines(test: StraightLine | None) -> list[str]:
    if test is None:
        return []
    lines = [
        f"Straight    {test.failing_without_fee_text} of {test.rows_without_fee_text} rows without fee text fail"
        " the straight-line test"
    ]
    if test.rows_with_fee_text:
        lines.append(
            f"            {test.rows_with_fee_text} rows with fee text:"
            f" {test.failing_before_fees_are_put_back} fail before and"
            f" {test.failing_after_fees_are_put_back} after the fees are put back"
            f" ({test.fee_texts_read} of {test.fee_texts} texts believed)"
        )
        if test.rows_by_state:
            states = ", ".join(f"{rows} {state}" for state, rows in test.rows_by_state.items() if rows)
            lines.append(f"            what they state is {states}")
    return lines


def _change_lines(changes: Changes | None) -> list[str]:
    if changes is None:
        return []
    lines = [
        f"Changes     since dataset {changes.since_dataset}: {changes.new} new ({changes.never_seen} never seen),"
        f" {changes.gone} gone, {changes.changed} changed, {changes.price_changes} of them in price"
    ]
    for change in changes.largest_price_changes[:SHOWN_PRICE_CHANGES]:
        before, after = change.usd_per_kwh_1000_before, change.usd_per_kwh_1000_after
        lines.append(
            f"            {_cents(before)} → {_cents(after)} at 1,000 kWh:"
            f" {change.name} ({change.provider_slug}, {change.utility})"
        )
    return lines


def _cents(usd: Decimal) -> str:
    return f"{usd * 100:.1f}¢"
