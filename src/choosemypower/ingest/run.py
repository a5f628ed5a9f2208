"""One run: fetch, read, stage, check, publish. The published data changes in the last step or not at all."""

import asyncio
import hashlib
import time
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import asyncpg
import msgspec

from choosemypower import database
from choosemypower.datasets import commands as datasets
from choosemypower.datasets.model import Dataset
from choosemypower.datasets.queries import find_current_dataset
from choosemypower.ingest.errors import ListingRefusedError, NotMigratedError
from choosemypower.ingest.fetch import Fetched, fetch_listing
from choosemypower.ingest.reading import Progress, Reading, read_content
from choosemypower.ingest.report import SHOWN_PRICE_CHANGES, Changes, IngestReport
from choosemypower.plans.commands import StagedPlans, stage_plans
from choosemypower.plans.queries import count_plans
from choosemypower.providers.commands import ensure_providers, stage_listings
from choosemypower.providers.queries import read_owners
from choosemypower.settings import Settings
from choosemypower.units import texas_day

BUNDLE_SOURCE = "Power to Choose export of 2026-01-09 (bundled facts)"
BUNDLE_AS_OF = datetime(2026, 1, 10, 2, tzinfo=UTC)
"""The evening of 9 January in Texas."""
LARGE_FALL = 0.25
VIOLENT_FALL = 0.95


def bundled_listing() -> Path:
    """The listing that comes with the program."""
    return Path(str(resources.files("choosemypower.reference").joinpath("listing.csv")))


async def run(
    source: str,
    *,
    settings: Settings,
    as_of: datetime | None = None,
    progress: Progress | None = None,
    fetch_seconds: float = 60,
) -> IngestReport:
    """Read a listing from a file or an http(s) address and publish it.

    The same content as the published dataset's is "unchanged" and changes nothing; only a date that was stated
    (an address fetched now, `as_of`, a file's name) moves the moment at which the listing was last confirmed.
    Raises an AppError with the reason when the listing is refused; the published data then stays as it was.
    """
    clock = _Clock()
    say = progress or (lambda step, done, total: None)
    say("Fetching", 0, 1)
    fetched = await fetch_listing(source, seconds=fetch_seconds)
    say("Fetching", 1, 1)
    clock.lap("fetch")
    try:
        owners = await read_owners()
    except asyncpg.UndefinedTableError:
        raise NotMigratedError("The database has no tables yet. Run `choosemypower migrate` first.") from None
    reading = await asyncio.to_thread(read_content, fetched.content, owners=owners, progress=say)
    fetched = _dated(fetched, reading, as_of)
    if not reading.offers:
        reasons = "; ".join(f"{group.rows} × {group.reason}" for group in reading.quarantine[:3])
        raise ListingRefusedError(f"No row of the listing can be used: {reasons}.")
    clock.lap("read")
    say("Waiting for other runs", 0, 1)
    async with datasets.only_writer(settings):
        say("Waiting for other runs", 1, 1)
        clock.lap("wait")
        content_hash = hashlib.sha256(fetched.content).hexdigest()
        current = await find_current_dataset()
        if current is not None and current.content_hash == content_hash:
            return await _unchanged(current, fetched, reading, clock)
        return await _publish(fetched, reading, content_hash, current, clock, say)


def _dated(fetched: Fetched, reading: Reading, as_of: datetime | None) -> Fetched:
    """The moment for which the listing stands: as stated, as the bundle is known to be, as its origin tells."""
    if as_of is not None:
        moment = as_of.astimezone(UTC)
        if moment > fetched.fetched_at:
            raise ListingRefusedError(f"The listing cannot be of {moment:%Y-%m-%d}: that day is yet to come.")
        return msgspec.structs.replace(fetched, as_of=moment, as_of_from="as given")
    if reading.shape == "bundle":
        return msgspec.structs.replace(
            fetched, source=BUNDLE_SOURCE, as_of=BUNDLE_AS_OF, as_of_from="the bundle's own date"
        )
    return fetched


async def _unchanged(current: Dataset, fetched: Fetched, reading: Reading, clock: "_Clock") -> IngestReport:
    if fetched.as_of_from != "time of the file":
        await datasets.confirm(current.id, fetched.as_of)
    report = _report("unchanged", current.id, fetched, reading, current.content_hash, seconds=clock.laps())
    return msgspec.structs.replace(report, as_of=current.as_of, source=current.source)


async def _publish(
    fetched: Fetched,
    reading: Reading,
    content_hash: str,
    current: Dataset | None,
    clock: "_Clock",
    say: Progress,
) -> IngestReport:
    dataset_id = await datasets.begin(
        source=fetched.source,
        shape=reading.shape,
        content_hash=content_hash,
        as_of=fetched.as_of,
        fetched_at=fetched.fetched_at,
        rows=reading.counts.rows,
        offers=reading.counts.offers,
    )
    try:
        async with database.transaction():
            providers = await ensure_providers(reading.providers)
            staged = await stage_plans(
                dataset_id,
                reading.offers,
                providers.ids,
                baseline_id=current.id if current is not None else None,
                progress=lambda done, total: say("Staging plans", done, total),
            )
            await stage_listings(dataset_id, reading.providers, providers.ids)
        clock.lap("stage")
        await _check(dataset_id, reading)
        report = _report(
            "published",
            dataset_id,
            fetched,
            reading,
            content_hash,
            new_providers=tuple(
                member.provider.name
                for member in reading.providers
                if member.provider.slug in providers.created
            ),
            changes=_changes(current, staged),
            warnings=_doubts(current, reading, fetched),
            seconds=clock.laps(),
        )
        await datasets.publish(dataset_id, report)
    except BaseException as error:
        if isinstance(error, Exception):
            await datasets.fail(dataset_id, str(error) or type(error).__name__)
        raise
    clock.lap("publish")
    say("Publishing", 1, 1)
    return msgspec.structs.replace(report, seconds=clock.laps())


async def _check(dataset_id: int, reading: Reading) -> None:
    """Before anybody sees it: the database holds every offer and every row that was read."""
    offers, rows = await count_plans(dataset_id)
    if (offers, rows) != (reading.counts.offers, reading.counts.rows_in_offers):
        raise AssertionError(
            f"{reading.counts.offers} offers of {reading.counts.rows_in_offers} rows were read,"
            f" {offers} offers of {rows} rows were written"
        )


def _report(
    status: str,
    dataset_id: int,
    fetched: Fetched,
    reading: Reading,
    content_hash: str,
    *,
    seconds: dict[str, float],
    new_providers: tuple[str, ...] = (),
    changes: Changes | None = None,
    warnings: tuple[str, ...] = (),
) -> IngestReport:
    return IngestReport(
        status=status,
        dataset=dataset_id,
        source=fetched.source,
        shape=reading.shape,
        price_unit=reading.price_unit,
        content_hash=content_hash,
        as_of=fetched.as_of,
        as_of_from=fetched.as_of_from,
        counts=reading.counts,
        new_providers=new_providers,
        quarantine=reading.quarantine,
        changes=changes,
        straight_line=reading.straight_line,
        unused_columns=reading.unused_columns,
        warnings=reading.warnings + warnings,
        seconds=seconds,
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


def _doubts(current: Dataset | None, reading: Reading, fetched: Fetched) -> tuple[str, ...]:
    """What is unusual. The market does fall by half in a week: never a refusal."""
    warnings = []
    if fetched.as_of_from == "time of the file":
        warnings.append("The day of the listing is that of the file; if it is older, say so with --as-of.")
    if current is None:
        return tuple(warnings)
    fall = 1 - reading.counts.rows / current.rows if current.rows else 0
    if fall > LARGE_FALL:
        warnings.append(
            f"The listing has {fall:.0%} fewer rows than dataset {current.id}"
            f" ({reading.counts.rows} instead of {current.rows})."
            + (
                " Hardly anything is left: `choosemypower rollback` returns to what was."
                if fall > VIOLENT_FALL
                else ""
            )
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
