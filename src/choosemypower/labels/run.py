"""`labels fetch`: the labels of the current dataset, one server after its own pace, each kept as soon as it is read."""

import asyncio
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlsplit

import msgspec

from choosemypower.errors import AppError
from choosemypower.labels.delivery import HeardDelivery, hear_labels, present_labels, read_series
from choosemypower.labels.fetch import POLICY, FetchedLabel, Fetcher, NotFetchedError
from choosemypower.labels.label_says import says_of
from choosemypower.labels.text import NO_TEXT, text_of_file
from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.charges import ReadState
from choosemypower.plans.label import LabelSays
from choosemypower.plans.labels import (
    KnownAddress,
    LabelVersion,
    keep_label,
    label_addresses,
    publish_labels,
    read_known_addresses,
    read_latest_versions,
)
from choosemypower.plans.model import Plan
from choosemypower.plans.queries import read_catalogue
from choosemypower.pricing.delivery import DeliverySeries
from choosemypower.settings import Settings
from choosemypower.upstreams import UpstreamPolicy
from choosemypower.workers.pool import Pool

Progress = Callable[[str, int, int], None]
SERVERS_AT_ONCE = 8
SHOWN_FAILURES = 20


class NoPlansError(AppError):
    code: ClassVar[str] = "no_plans"
    status: ClassVar[int] = 409
    title: ClassVar[str] = "No plans yet"


class FetchReport(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What became of the labels of the current plans."""

    addresses: int
    """Different ones, over all plans and both languages."""
    recent: int
    """Not asked again: they were a short while ago."""
    fetched: int
    unchanged: int
    """Asked for, and still what we have."""
    new_versions: int
    """Of plans; one file may be the label of several."""
    proven: int
    """Plans whose present label gives them their charges."""
    failed: int
    failures: Mapping[str, int]
    """How many by their reason."""
    changed_plans: tuple[str, ...]
    delivery: tuple[HeardDelivery, ...] = ()
    """What the proven labels say of the utilities' charges."""

    @property
    def is_done(self) -> bool:
        """Something came, or nothing had to."""
        return self.fetched + self.unchanged > 0 or self.failed == 0

    def as_text(self) -> str:
        """For people."""
        lines = [
            f"Labels: {self.addresses} addresses; {self.fetched} fetched, {self.unchanged} unchanged, "
            f"{self.recent} asked for a short while ago, {self.failed} failed.",
            f"New versions: {self.new_versions}. Plans with proven charges: {self.proven}.",
        ]
        shown = sorted(self.failures.items(), key=lambda pair: (-pair[1], pair[0]))
        lines += [f"  {count:>5}  {reason}." for reason, count in shown[:SHOWN_FAILURES]]
        if len(shown) > SHOWN_FAILURES:
            lines.append(f"         and {len(shown) - SHOWN_FAILURES} further reasons: see --json.")
        lines += [one.as_text() for one in self.delivery]
        return "\n".join(lines)


class _Wanted(msgspec.Struct):
    """An address, and the plans whose label it is."""

    address: str
    members: list[tuple[Plan, str]]


async def fetch_labels(
    settings: Settings, *, progress: Progress, policy: UpstreamPolicy = POLICY
) -> FetchReport:
    """Ask for every label that was not asked for lately, keep what changed, then show it all at once.

    Interrupted, it goes on where it was: what was asked for within MAX_CACHE_AGE_HOURS is not asked for again.
    Raises NoPlansError.
    """
    catalogue = await read_catalogue()
    if catalogue is None:
        raise NoPlansError("There are no plans yet: choosemypower ingest.")
    run = _Run(
        settings,
        await read_known_addresses(),
        await read_latest_versions(),
        await read_series(),
        msgspec.structs.replace(policy, timeout_seconds=settings.api_timeout_ms / 1000),
    )
    return await run.all_of(catalogue, progress)


class _Run:
    def __init__(
        self,
        settings: Settings,
        known: Mapping[str, KnownAddress],
        latest: Mapping[tuple[str, str], LabelVersion],
        series: DeliverySeries,
        policy: UpstreamPolicy,
    ) -> None:
        self._settings = settings
        self._known = known
        self._latest = dict(latest)
        self._series = series
        self._fetcher = Fetcher(policy, settings.label_stand_in_hosts)
        self._readers = Pool()
        self._servers = asyncio.Semaphore(SERVERS_AT_ONCE)
        self._counts: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()

    async def all_of(self, catalogue: Catalogue, progress: Progress) -> FetchReport:
        wanted = _wanted(catalogue)
        due = [one for one in wanted if not self._is_recent(one)]
        hosts: defaultdict[str, list[_Wanted]] = defaultdict(list)
        for one in due:
            hosts[urlsplit(one.address).netloc.casefold()].append(one)
        done = 0

        async def server(queue: list[_Wanted]) -> None:
            nonlocal done
            async with self._servers:
                for one in queue:
                    await self._one(one)
                    done += 1
                    progress("Fetching facts labels", done, len(due))

        progress("Fetching facts labels", done, len(due))
        try:
            async with self._readers.running(), asyncio.TaskGroup() as group:
                for queue in hosts.values():
                    group.create_task(server(queue))
        finally:
            await self._fetcher.close()
        delivery = await hear_labels(present_labels(catalogue, self._latest), self._series)
        changed = await publish_labels(even_if_none=any(one.added for one in delivery))
        return FetchReport(
            addresses=len(wanted),
            recent=len(wanted) - len(due),
            fetched=self._counts["fetched"],
            unchanged=self._counts["unchanged"],
            new_versions=self._counts["versions"],
            proven=self._proven(catalogue),
            failed=self._failures.total(),
            failures=dict(self._failures),
            changed_plans=changed,
            delivery=delivery,
        )

    def _is_recent(self, one: _Wanted) -> bool:
        known = self._known.get(one.address)
        if known is None or not self._settings.use_cached_data:
            return False
        age = datetime.now(UTC) - known.tried_at
        is_young = age < timedelta(hours=self._settings.max_cache_age_hours)
        return is_young and (known.failure is not None or self._has_text(one, known))

    def _has_text(self, one: _Wanted, known: KnownAddress) -> bool:
        """Whether every plan holds what the address said last."""
        versions = [self._latest.get((plan.plan_id, language)) for plan, language in one.members]
        return all(
            version is not None
            and version.address == one.address
            and version.content_hash == known.content_hash
            for version in versions
        )

    async def _one(self, one: _Wanted) -> None:
        known = self._known.get(one.address)
        may_compare = known is not None and self._has_text(one, known) and self._was_text(one)
        tags = (known.etag, known.last_modified) if known is not None and may_compare else (None, None)
        now = datetime.now(UTC)
        try:
            fetched = await self._fetcher.fetch(one.address, etag=tags[0], last_modified=tags[1])
        except NotFetchedError as error:
            self._failures[str(error)] += 1
            if error.was_asked:
                before = known or KnownAddress(address=one.address, tried_at=now)
                await keep_label(msgspec.structs.replace(before, tried_at=now, failure=str(error)), ())
            return
        await self._keep(one, fetched, known, now)

    def _was_text(self, one: _Wanted) -> bool:
        """Whether a text was taken from the last file; else it is wanted again, for a release that can."""
        return all(self._latest[plan.plan_id, language].text for plan, language in one.members)

    async def _keep(
        self, one: _Wanted, fetched: FetchedLabel, known: KnownAddress | None, now: datetime
    ) -> None:
        text, note = (None, "") if fetched.is_unchanged else await self._text(fetched)
        content_hash = hashlib.sha256(fetched.content).hexdigest()
        if fetched.is_unchanged and known is not None and known.content_hash is not None:
            content_hash = known.content_hash
        versions = []
        for plan, language in one.members:
            before = self._latest.get((plan.plan_id, language))
            is_same = before is not None and (before.address, before.content_hash) == (
                one.address,
                content_hash,
            )
            said = text if text is not None else before.text if before is not None else ""
            version = LabelVersion(
                plan=plan.plan_id,
                language=language,
                address=one.address,
                content_hash=content_hash,
                media_type=before.media_type if before is not None and is_same else fetched.media_type,
                fetched_at=before.fetched_at if before is not None and is_same else now,
                text=said,
                reading=await self._says(said, note, plan),
            )
            if version != before:
                versions.append(version)
                self._latest[plan.plan_id, language] = version
        self._counts["fetched" if versions and not fetched.is_unchanged else "unchanged"] += 1
        self._counts["versions"] += len(versions)
        asked = KnownAddress(
            address=one.address,
            tried_at=now,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            content_hash=content_hash,
        )
        await keep_label(asked, versions)

    async def _text(self, fetched: FetchedLabel) -> tuple[str, str]:
        """The text of a file; empty with the reason where there is none."""
        try:
            return await text_of_file(fetched.content, fetched.media_type, self._readers), ""
        except NO_TEXT as error:
            return "", str(error)

    async def _says(self, text: str, note: str, plan: Plan) -> LabelSays:
        if not text:
            return LabelSays(state=ReadState.UNREAD, note=note)
        return await asyncio.to_thread(says_of, text, plan, self._series)

    def _proven(self, catalogue: Catalogue) -> int:
        count = 0
        for plan in catalogue.plans:
            for language, address in label_addresses(plan):
                version = self._latest.get((plan.plan_id, language))
                if version and version.address == address and version.reading.state is ReadState.PROVEN:
                    count += 1
                    break
        return count


def _wanted(catalogue: Catalogue) -> list[_Wanted]:
    """Every address once, in the order of the plans."""
    found: dict[str, _Wanted] = {}
    for plan in catalogue.plans:
        for language, address in label_addresses(plan):
            found.setdefault(address, _Wanted(address, [])).members.append((plan, language))
    return list(found.values())
