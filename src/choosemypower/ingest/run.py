"""One run: fetch, read, stage, check, publish. The published data changes in the last step or not at all."""

import asyncio
import hashlib
import time
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Self

import asyncpg
import msgspec

from choosemypower import database
from choosemypower.datasets import commands as datasets
from choosemypower.datasets.model import Dataset
from choosemypower.datasets.queries import (
    find_current_dataset,
    find_rolled_back,
    find_staged_dataset,
    read_staged_listing,
)
from choosemypower.ingest.decode import decode_listing
from choosemypower.ingest.doubts import find_doubts
from choosemypower.ingest.errors import ListingRefusedError, NothingStagedError, NotMigratedError
from choosemypower.ingest.fetch import Fetched, fetch_listing
from choosemypower.ingest.reading import ListingReading, Progress, read_content, understanding_hash
from choosemypower.ingest.report import (
    ACCEPT_COMMAND,
    SHOWN_PRICE_CHANGES,
    Changes,
    Doubt,
    IngestReport,
    ListingOutcome,
    SourceReport,
)
from choosemypower.ingest.sources.answers import to_content
from choosemypower.ingest.sources.gather import gather, questions
from choosemypower.plans.commands import StagedPlans, stage_plans
from choosemypower.plans.queries import count_plans, count_plans_by_utility
from choosemypower.providers.commands import ensure_providers, stage_listings
from choosemypower.providers.queries import read_owners
from choosemypower.settings import Settings
from choosemypower.units import texas_day

BUNDLE_SOURCE = "Power to Choose export of 2026-01-09 (bundled facts)"
BUNDLE_AS_OF = datetime(2026, 1, 10, 2, tzinfo=UTC)
"""The evening of 9 January in Texas."""
LARGE_FALL = 0.25
AS_GIVEN = "as given"


def bundled_listing() -> Path:
    """The listing that comes with the program."""
    return Path(str(resources.files("choosemypower.reference").joinpath("listing.csv")))


async def run(
    source: str,
    *,
    settings: Settings,
    as_of: datetime | None = None,
    again: bool = False,
    accept: bool = False,
    progress: Progress | None = None,
    fetch_seconds: float = 60,
) -> IngestReport:
    """Read a listing from a file or an http(s) address and publish it, unless there are doubts about it.

    A file that says what the published dataset says is "unchanged" and changes nothing, unless it is to be read
    `again`; only a date that was stated (an address fetched now, `as_of`, a file's name) moves the moment at which the
    listing was last confirmed. A doubtful one is "staged": kept, published when somebody accepts it. `accept` publishes
    it whatever the doubts. Raises an AppError when the listing is refused; the published data then stays as it was.
    """
    work = _Run(settings, progress, again=again, accept=accept)
    work.say("Fetching", 0, 1)
    fetched = await fetch_listing(source, seconds=fetch_seconds)
    work.say("Fetching", 1, 1)
    work.clock.lap("fetch")
    if questions(settings):
        fetched = await work.gather(fetched)
        work.clock.lap("ask further sources")
    return await work.read(fetched, as_of)


async def run_staged(*, settings: Settings, progress: Progress | None = None) -> IngestReport:
    """Publish the listing that is staged, whatever the doubts about it. Raises NothingStagedError."""
    staged = await find_staged_dataset()
    if staged is None:
        raise NothingStagedError("No listing waits to be accepted.")
    fetched = Fetched(
        content=await read_staged_listing(staged.id),
        source=staged.source,
        as_of=staged.as_of,
        as_of_from="as staged",
        fetched_at=staged.fetched_at,
    )
    return await _Run(settings, progress, again=False, accept=True).read(fetched, None)


class _Run:
    """One listing on its way, with what was asked for."""

    def __init__(self, settings: Settings, progress: Progress | None, *, again: bool, accept: bool) -> None:
        self.say = progress or (lambda step, done, total: None)
        self.clock = _Clock()
        self._settings, self._again, self._accept = settings, again, accept
        self._sources: tuple[SourceReport, ...] = ()

    async def gather(self, fetched: Fetched) -> Fetched:
        """The listing together with what further sources say; one that fails is told of in the report."""
        listing = decode_listing(fetched.content)
        answers, self._sources = await gather(self._settings, self.say)
        return msgspec.structs.replace(fetched, content=to_content(listing, answers))

    async def read(self, fetched: Fetched, as_of: datetime | None) -> IngestReport:
        """Read it, wait for the writer's place, decide, write."""
        try:
            owners = await read_owners()
        except asyncpg.UndefinedTableError as error:
            raise NotMigratedError(f"The database cannot be used: {database.cause(error)}.") from None
        reading = await asyncio.to_thread(read_content, fetched.content, owners=owners, progress=self.say)
        fetched = _dated(fetched, reading, as_of)
        if not reading.offers:
            reasons = "; ".join(f"{group.rows} × {group.reason}" for group in reading.quarantine[:3])
            raise ListingRefusedError(f"No row of the listing can be used: {reasons}.")
        self.clock.lap("read")
        self.say("Waiting for other runs", 0, 1)
        async with datasets.only_writer(self._settings):
            self.say("Waiting for other runs", 1, 1)
            self.clock.lap("wait")
            return await self._decide(_Incoming.of(fetched, reading, self._sources))

    async def _decide(self, listing: "_Incoming") -> IngestReport:
        current = await find_current_dataset()
        rolled_back = await find_rolled_back(listing.content_hash)
        is_same_file = current is not None and current.content_hash == listing.content_hash
        because = self._because(listing, current if is_same_file else None)
        if current is not None and is_same_file:
            if because is None or (rolled_back is not None and not self._accept):
                return await self._unchanged(listing, current, rolled_back)
            listing = listing.seen_again(current)
        before = await count_plans_by_utility(current.id) if current is not None else {}
        doubts = find_doubts(listing.reading.counts, current, before, rolled_back)
        if doubts and not self._accept:
            return await self._stage(listing, current, doubts)
        return await self._publish(listing, current, because, doubts)

    def _because(self, listing: "_Incoming", same_file: Dataset | None) -> str | None:
        """Why the listing of the published dataset is read anew; None where there is no reason. Other files: empty."""
        if same_file is None:
            return ""
        if same_file.understood_hash != listing.understood_hash:
            return f"this release reads the file of dataset {same_file.id} differently"
        if self._again:
            return f"asked for (--again); the file is that of dataset {same_file.id}"
        return None

    async def _unchanged(
        self, listing: "_Incoming", current: Dataset, rolled_back: Dataset | None
    ) -> IngestReport:
        fetched = listing.fetched
        if fetched.is_dated:
            await datasets.confirm(current.id, fetched.as_of)
        warnings = (
            (
                f"Dataset {rolled_back.id} read this file differently and was rolled back;"
                " `choosemypower ingest SOURCE --accept` publishes that reading again.",
            )
            if rolled_back is not None
            else ()
        )
        report = listing.report(
            ListingOutcome.UNCHANGED, current.id, warnings=warnings, seconds=self.clock.laps()
        )
        return msgspec.structs.replace(report, as_of=current.as_of, source=current.source)

    async def _stage(
        self, listing: "_Incoming", current: Dataset | None, doubts: tuple[Doubt, ...]
    ) -> IngestReport:
        """Keep the file and the report; nothing of it goes where readers of plans and providers look."""
        dataset_id = await datasets.stage(listing.note(), listing.fetched.content)
        report = listing.report(
            ListingOutcome.STAGED,
            dataset_id,
            doubts=doubts,
            published_dataset=current.id if current is not None else None,
            warnings=_oddities(current, listing.reading, listing.fetched),
            seconds=self.clock.laps(),
        )
        await datasets.note_report(dataset_id, report)
        return report

    async def _publish(
        self, listing: "_Incoming", current: Dataset | None, because: str | None, doubts: tuple[Doubt, ...]
    ) -> IngestReport:
        reading = listing.reading
        dataset_id = await datasets.begin(listing.note())
        try:
            async with database.transaction():
                providers = await ensure_providers(reading.providers)
                staged = await stage_plans(
                    dataset_id,
                    reading.offers,
                    providers.ids,
                    baseline_id=current.id if current is not None else None,
                    progress=lambda done, total: self.say("Staging plans", done, total),
                )
                await stage_listings(dataset_id, reading.providers, providers.ids)
            self.clock.lap("stage")
            await _check(dataset_id, reading)
            report = listing.report(
                ListingOutcome.PUBLISHED,
                dataset_id,
                published_dataset=dataset_id,
                read_anew_because=because or None,
                new_providers=tuple(
                    member.provider.name
                    for member in reading.providers
                    if member.provider.slug in providers.created
                ),
                changes=_changes(current, staged),
                doubts=doubts,
                warnings=_oddities(current, reading, listing.fetched),
                seconds=self.clock.laps(),
            )
            await datasets.publish(dataset_id, report)
        except BaseException as error:
            if isinstance(error, Exception):
                await datasets.fail(dataset_id, str(error) or type(error).__name__)
            raise
        self.clock.lap("publish")
        self.say("Publishing", 1, 1)
        return msgspec.structs.replace(report, seconds=self.clock.laps())


class _Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A file and what we understood of it."""

    fetched: Fetched
    reading: ListingReading
    content_hash: str
    understood_hash: str
    confirmed_at: datetime
    sources: tuple[SourceReport, ...] = ()

    @classmethod
    def of(cls, fetched: Fetched, reading: ListingReading, sources: tuple[SourceReport, ...] = ()) -> Self:
        return cls(
            fetched=fetched,
            reading=reading,
            content_hash=hashlib.sha256(fetched.content).hexdigest(),
            understood_hash=understanding_hash(reading),
            confirmed_at=fetched.as_of,
            sources=sources,
        )

    def seen_again(self, current: Dataset) -> Self:
        """The file of the published dataset: it said this when that dataset says it did, unless a day was given."""
        fetched = self.fetched
        if fetched.as_of_from == AS_GIVEN:
            return self
        return msgspec.structs.replace(
            self,
            fetched=msgspec.structs.replace(fetched, as_of=current.as_of, source=current.source),
            confirmed_at=max(current.confirmed_at, fetched.as_of if fetched.is_dated else current.as_of),
        )

    def note(self) -> datasets.RunNote:
        return datasets.RunNote(
            source=self.fetched.source,
            shape=self.reading.shape,
            content_hash=self.content_hash,
            understood_hash=self.understood_hash,
            as_of=self.fetched.as_of,
            confirmed_at=self.confirmed_at,
            fetched_at=self.fetched.fetched_at,
            rows=self.reading.counts.rows,
            offers=self.reading.counts.offers,
        )

    def report(
        self,
        status: ListingOutcome,
        dataset_id: int,
        *,
        warnings: tuple[str, ...],
        seconds: dict[str, float],
        published_dataset: int | None = None,
        read_anew_because: str | None = None,
        new_providers: tuple[str, ...] = (),
        changes: Changes | None = None,
        doubts: tuple[Doubt, ...] = (),
    ) -> IngestReport:
        fetched, reading = self.fetched, self.reading
        return IngestReport(
            status=status,
            dataset=dataset_id,
            published_dataset=published_dataset if status is not ListingOutcome.UNCHANGED else dataset_id,
            read_anew_because=read_anew_because,
            source=fetched.source,
            shape=reading.shape,
            price_unit=reading.price_unit,
            content_hash=self.content_hash,
            as_of=fetched.as_of,
            as_of_from=fetched.as_of_from,
            counts=reading.counts,
            new_providers=new_providers,
            quarantine=reading.quarantine,
            changes=changes,
            sources=self.sources,
            doubts=doubts,
            publish_command=ACCEPT_COMMAND if status is ListingOutcome.STAGED else None,
            straight_line=reading.straight_line,
            unused_columns=reading.unused_columns,
            warnings=reading.warnings + warnings,
            seconds=seconds,
        )


def _dated(fetched: Fetched, reading: ListingReading, as_of: datetime | None) -> Fetched:
    """The moment for which the listing stands: as stated, as the bundle is known to be, as its origin tells."""
    if as_of is not None:
        moment = as_of.astimezone(UTC)
        if moment > fetched.fetched_at:
            raise ListingRefusedError(f"The listing cannot be of {moment:%Y-%m-%d}: that day is yet to come.")
        return msgspec.structs.replace(fetched, as_of=moment, as_of_from=AS_GIVEN)
    if reading.shape == "bundle":
        return msgspec.structs.replace(
            fetched, source=BUNDLE_SOURCE, as_of=BUNDLE_AS_OF, as_of_from="the bundle's own date"
        )
    return fetched


async def _check(dataset_id: int, reading: ListingReading) -> None:
    """Before anybody sees it: the database holds every offer and every row that was read."""
    offers, rows = await count_plans(dataset_id)
    if (offers, rows) != (reading.counts.offers, reading.counts.rows_in_offers):
        raise AssertionError(
            f"{reading.counts.offers} offers of {reading.counts.rows_in_offers} rows were read,"
            f" {offers} offers of {rows} rows were written"
        )


def _changes(current: Dataset | None, staged: StagedPlans) -> Changes | None:
    if current is None:
        return None
    return Changes(
        since_dataset=current.id,
        new=staged.new,
        never_seen=staged.never_seen,
        gone=staged.gone,
        changed=staged.changed,
        price_changes=len(staged.price_changes),
        largest_price_changes=staged.price_changes[:SHOWN_PRICE_CHANGES],
    )


def _oddities(current: Dataset | None, reading: ListingReading, fetched: Fetched) -> tuple[str, ...]:
    """What is unusual, and no reason to wait."""
    warnings = []
    if not fetched.is_dated:
        warnings.append("The day of the listing is that of the file; if it is older, say so with --as-of.")
    if current is None:
        return tuple(warnings)
    fall = 1 - reading.counts.rows / current.rows if current.rows else 0
    if fall > LARGE_FALL:
        warnings.append(
            f"The listing has {fall:.0%} fewer rows than dataset {current.id}"
            f" ({reading.counts.rows} instead of {current.rows})."
        )
    if texas_day(fetched.as_of) < texas_day(current.as_of):
        warnings.append(
            f"The listing ({texas_day(fetched.as_of)}) is older than dataset {current.id}"
            f" ({texas_day(current.as_of)}), which it replaces."
        )
    return tuple(warnings)


class _Clock:
    """Seconds by step."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self._laps[step] = round(now - self._last, 3)
        self._last = now

    def laps(self) -> dict[str, float]:
        return {**self._laps, "all": round(time.perf_counter() - self._start, 3)}
