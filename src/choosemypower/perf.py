"""Does a running site keep the promises of the specification? Measured from here, one request at a time.

Limits in milliseconds at the 95th percentile: plan search 500, ZIP 200, health 100, time to the first byte of a page
600 (specification, "Performance gate"). Web vitals need a browser and are measured by Lighthouse in the pipeline.
"""

import asyncio
import statistics
import time

import httpx
import msgspec

from choosemypower.errors import AppError

ROUNDS = 20
PROBES: tuple[tuple[str, str, float], ...] = (
    ("home", "/", 600.0),
    ("city page", "/electricity-plans/houston", 600.0),
    ("filtered city page", "/electricity-plans/houston/12-month/fixed-rate", 600.0),
    ("plan search", "/api/v1/plans?zip=77002&kwh=1000", 500.0),
    ("ZIP", "/api/zip/navigate?zip=77002", 200.0),
    ("health, system", "/api/health/system", 100.0),
    ("health, database", "/api/health/database", 100.0),
)


class SiteUnreachableError(AppError):
    code = "site_unreachable"
    status = 503
    title = "The site does not answer"


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    path: str
    median_ms: float
    p95_ms: float
    limit_ms: float
    failed: int
    """Answers that were no 200."""

    @property
    def is_kept(self) -> bool:
        return self.failed == 0 and self.p95_ms <= self.limit_ms

    def __str__(self) -> str:
        verdict = "ok" if self.is_kept else "MISSED"
        return (
            f"{verdict:<7} {self.name:<20} median {self.median_ms:7.1f} ms   p95 {self.p95_ms:7.1f} ms   "
            f"limit {self.limit_ms:5.0f} ms   failed {self.failed}"
        )


async def measure_site(base_url: str) -> tuple[Measure, ...]:
    """Ask the site for each probe and compare with its limit. Raises SiteUnreachableError."""
    async with httpx.AsyncClient(base_url=base_url, timeout=10) as client:
        return tuple([await _measure(client, *probe) for probe in PROBES])


async def _measure(client: httpx.AsyncClient, name: str, path: str, limit_ms: float) -> Measure:
    took: list[float] = []
    failed = 0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        try:
            answer = await client.get(path)
        except httpx.HTTPError as error:
            raise SiteUnreachableError(
                f"{client.base_url} does not answer: {error or type(error).__name__}"
            ) from error
        took.append((time.perf_counter() - began) * 1000)
        failed += answer.status_code != 200
        await asyncio.sleep(0.01)
    took.sort()
    return Measure(
        name=name,
        path=path,
        median_ms=round(statistics.median(took), 2),
        p95_ms=round(took[int(len(took) * 0.95) - 1], 2),
        limit_ms=limit_ms,
        failed=failed,
    )
