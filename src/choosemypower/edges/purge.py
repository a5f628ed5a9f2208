"""How do the edges learn that pages changed? By their tags, after the commit, softly, and twice.

Twice, because a pod may follow a new dataset up to two seconds late: what an edge fetches in between would be the
old page, kept for an hour.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from typing import Protocol

import httpx
import msgspec

from choosemypower.editions.tags import clean_tag
from choosemypower.settings import Settings

log = logging.getLogger(__name__)

FOLLOW_SECONDS = 3.0
"""By then every pod serves the new dataset (2 s, and one to spare)."""
ATTEMPTS = 5
FIRST_PAUSE_SECONDS = 0.3
CALL_SECONDS = 5.0

FASTLY_URL = "https://api.fastly.com"
FASTLY_TAGS_MAX = 256
CLOUDFLARE_URL = "https://api.cloudflare.com/client/v4"
CLOUDFLARE_TAGS_MAX = 30
VARNISH_TAGS_MAX = 100
"""Their header must fit Varnish's 8 kB line."""


class PurgeReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a purge came to."""

    cdn: str
    tags: tuple[str, ...]
    calls: int = 0
    failures: tuple[str, ...] = ()
    """What could not be purged, and why; its pages go by their own time, within the hour."""

    @property
    def is_done(self) -> bool:
        return not self.failures


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request to an edge."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes = b""
    accepts: Callable[[httpx.Response], bool]


class Edge(Protocol):
    """How one vendor wants to be told."""

    def calls(self, tags: Sequence[str]) -> list[Call]:
        """The requests that mark all answers with one of these tags as stale."""


class Fastly(msgspec.Struct, frozen=True, kw_only=True):
    """Batch purge by surrogate key, soft: stale pages may still be served while new ones are fetched."""

    url: str
    service: str
    key: str

    def calls(self, tags: Sequence[str]) -> list[Call]:
        return [
            Call(
                method="POST",
                url=f"{self.url}/service/{self.service}/purge",
                headers={
                    "Fastly-Key": self.key,
                    "Fastly-Soft-Purge": "1",
                    "Surrogate-Key": " ".join(some),
                    "Accept": "application/json",
                },
                accepts=lambda answer: answer.is_success,
            )
            for some in _in_batches(tags, FASTLY_TAGS_MAX)
        ]


class Cloudflare(msgspec.Struct, frozen=True, kw_only=True):
    """Purge by Cache-Tag. Cloudflare knows no soft purge; coalescing at its edge spares us."""

    url: str
    service: str
    key: str

    def calls(self, tags: Sequence[str]) -> list[Call]:
        return [
            Call(
                method="POST",
                url=f"{self.url}/zones/{self.service}/purge_cache",
                headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
                body=msgspec.json.encode({"tags": list(some)}),
                accepts=_cloudflare_accepts,
            )
            for some in _in_batches(tags, CLOUDFLARE_TAGS_MAX)
        ]


class Varnish(msgspec.Struct, frozen=True, kw_only=True):
    """Soft purge through our own VCL (edge/varnish): PURGE with the tags, to every Varnish."""

    urls: tuple[str, ...]
    key: str | None

    def calls(self, tags: Sequence[str]) -> list[Call]:
        secret = {"Purge-Key": self.key} if self.key else {}
        return [
            Call(
                method="PURGE",
                url=url + "/",
                headers={"Surrogate-Key": " ".join(some), **secret},
                accepts=lambda answer: answer.is_success,
            )
            for url in self.urls
            for some in _in_batches(tags, VARNISH_TAGS_MAX)
        ]


def _edge_of(settings: Settings) -> Edge | None:
    """The edge that these settings name."""
    url = (settings.cdn_url or "").rstrip("/")
    service, key = settings.cdn_service or "", settings.cdn_key or ""
    if settings.cdn == "fastly":
        return Fastly(url=url or FASTLY_URL, service=service, key=key)
    if settings.cdn == "cloudflare":
        return Cloudflare(url=url or CLOUDFLARE_URL, service=service, key=key)
    if settings.cdn == "varnish":
        urls = tuple(part.strip().rstrip("/") for part in url.split(",") if part.strip())
        return Varnish(urls=urls, key=settings.cdn_key)
    return None


async def purge(
    tags: Sequence[str],
    settings: Settings,
    *,
    again_after_seconds: float | None = FOLLOW_SECONDS,
    pause_seconds: float = FIRST_PAUSE_SECONDS,
) -> PurgeReport:
    """Mark the pages with these tags as stale at the edge, now and once more when every pod has followed.

    To be called after the commit. Never raises: what fails after all attempts stands in the report. The same purge
    may be made again at any time.
    """
    wanted = tuple(dict.fromkeys(clean_tag(tag) for tag in tags if clean_tag(tag)))
    edge = _edge_of(settings)
    if edge is None or not wanted:
        return PurgeReport(cdn=settings.cdn, tags=wanted)
    calls = edge.calls(wanted)
    failures: tuple[str, ...] = ()
    made = 0
    async with httpx.AsyncClient(timeout=CALL_SECONDS) as client:
        for is_last in (False, True):
            if is_last:
                if again_after_seconds is None:
                    break
                await asyncio.sleep(again_after_seconds)
            told = await asyncio.gather(*(_told(client, call, pause_seconds) for call in calls))
            made += len(calls)
            failures = tuple(failure for failure in told if failure is not None)
    for failure in failures:
        log.error("The edge was not purged: %s", failure)
    return PurgeReport(cdn=settings.cdn, tags=wanted, calls=made, failures=failures)


async def _told(client: httpx.AsyncClient, call: Call, pause_seconds: float) -> str | None:
    """Make one call until it is accepted; what was wrong at the last attempt, or nothing."""
    problem = ""
    for attempt in range(ATTEMPTS):
        if attempt:
            await asyncio.sleep(pause_seconds * 2 ** (attempt - 1) * random.uniform(0.8, 1.2))  # noqa: S311
        try:
            answer = await client.request(call.method, call.url, headers=call.headers, content=call.body)
        except httpx.HTTPError as error:
            problem = f"{call.url}: {type(error).__name__} {error}"
            continue
        if call.accepts(answer):
            return None
        problem = f"{call.url}: {answer.status_code} {answer.text[:200]}"
        if answer.status_code in (400, 401, 403, 404):
            break  # our own mistake: asking again changes nothing
    return problem


def _cloudflare_accepts(answer: httpx.Response) -> bool:
    try:
        return answer.is_success and answer.json().get("success") is True
    except ValueError:
        return False


def _in_batches(tags: Sequence[str], size: int) -> list[Sequence[str]]:
    return [tags[start : start + size] for start in range(0, len(tags), size)]
