"""The site over HTTP: each probe at addresses that nobody asked for before, then at the same ones again."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec

from choosemypower import paths
from choosemypower.errors import AppError
from choosemypower.perf.model import Measure
from choosemypower.units import PRINTED_AT_KWH

ROUNDS = 20
METER_ROUNDS = 8
"""Fewer: the look-up is another's service, and one client may ask it twenty times."""
PAUSE_SECONDS = 0.01
LONGEST_WAIT_SECONDS = 60
ERROR_PERCENT = 1.0
FRESH_HOURS = 1.0
METER_ADDRESS = ("1100 Louisiana St", "77002")

CITIES = ("houston", "dallas", "fort-worth", "corpus-christi", "arlington", "plano", "laredo", "lubbock")
USAGES_KWH = tuple(kwh for kwh in range(310, 5000, 10) if kwh not in PRINTED_AT_KWH)
"""As addresses have them: round to ten, and not those that stand in the path."""
# fmt: off
ZIPS = (
    "75210", "75212", "75214", "75216", "75217", "75218", "75219", "75220", "75224", "75225", "75226", "75228",
    "75232", "75233", "75236", "75238", "75241", "75249", "76106", "76110", "76114", "76126", "76135", "76155",
    "77009", "77012", "77013", "77014", "77015", "77016", "77018", "77019", "77020", "77021", "77032", "77033",
    "77035", "77038", "77046", "77055", "77069", "77070", "77075", "77076", "77082", "77089", "77091", "77093",
    "77095",
)
# fmt: on


class SiteUnreachableError(AppError):
    code = "site_unreachable"
    status = 503
    title = "The site does not answer"


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of address: `{kwh}`, `{city}` and `{zip}` make it a new one each time."""

    part: str
    name: str
    path: str
    limit_ms: float

    @property
    def is_kept_by_caches(self) -> bool:
        return "{" in self.path


PROBES = (
    Probe(part="pages", name="home", path="/", limit_ms=600),
    Probe(part="pages", name="city page", path=paths.city("{city}") + "?kwh={kwh}", limit_ms=600),
    Probe(
        part="pages",
        name="filtered city page",
        path=paths.city("{city}") + "/12-month/fixed-rate?kwh={kwh}",
        limit_ms=600,
    ),
    Probe(part="api", name="plan search", path="/api/v1/plans?zip={zip}&kwh={kwh}", limit_ms=500),
    Probe(part="api", name="ZIP", path="/api/zip/navigate?zip={zip}", limit_ms=200),
    Probe(part="api", name="health, system", path="/api/health/system", limit_ms=100),
    Probe(part="api", name="health, database", path="/api/health/database", limit_ms=100),
    Probe(part="api", name="health, cache", path="/api/health/cache", limit_ms=100),
)


class _Answers(msgspec.Struct):
    """How long answers took, and which were wrong."""

    first: list[float] = []
    again: list[float] = []
    statuses: list[int] = []


Clock = Callable[[], float]
"""Seconds."""


async def measure_site(
    base_url: str, rounds: int = ROUNDS, *, clock: Clock = time.perf_counter
) -> tuple[Measure, ...]:
    """Ask the site for each probe. Raises SiteUnreachableError."""
    try:
        async with httpx.AsyncClient(base_url=base_url, timeout=10) as client:
            measures: list[Measure] = []
            wrong: list[int] = []
            asked = 0
            for probe in PROBES:
                answers = await _ask(client, probe, rounds, clock)
                wrong += [status for status in answers.statuses if status >= 500]
                asked += len(answers.statuses)
                measures += _measures(probe, answers)
            measures += await _meters(client, clock)
            measures += [await _freshness(client), _errors(asked, wrong)]
            return tuple(measures)
    except httpx.HTTPError as error:
        raise SiteUnreachableError(f"{base_url} does not answer: {error or type(error).__name__}") from error


async def _ask(client: httpx.AsyncClient, probe: Probe, rounds: int, clock: Clock) -> _Answers:
    answers = _Answers(first=[], again=[], statuses=[])
    for path in new_addresses(probe.path, rounds):
        for is_again in (False, True) if probe.is_kept_by_caches else (True,):
            took, answer = await _timed(clock, client, "GET", path)
            answers.statuses.append(answer.status_code)
            # An address that somebody did ask for before says so: it counts among the hits.
            (answers.again if is_again or _was_kept(answer) else answers.first).append(took)
            await asyncio.sleep(PAUSE_SECONDS)
    return answers


def new_addresses(path: str, count: int) -> Iterator[str]:
    """So many addresses of this kind, drawn anew each time; no two the same where the kind allows it."""
    draw = secrets.SystemRandom()
    usages = draw.sample(USAGES_KWH, count)
    for kwh, zip_code in zip(usages, draw.sample(ZIPS, count), strict=True):
        yield path.format(kwh=kwh, zip=zip_code, city=draw.choice(CITIES))


def _was_kept(answer: httpx.Response) -> bool:
    """Whether any cache on the way had it (RFC 9211)."""
    return any("; hit" in part for part in answer.headers.get("cache-status", "").split(","))


async def _timed(
    clock: Clock, client: httpx.AsyncClient, method: str, path: str, **options: Any
) -> tuple[float, httpx.Response]:
    began = clock()
    answer = await client.request(method, path, **options)
    return (clock() - began) * 1000, answer


def _measures(probe: Probe, answers: _Answers) -> Iterator[Measure]:
    failed, why = _failures(answers.statuses)
    if not probe.is_kept_by_caches:
        yield Measure.of(probe.part, probe.name, probe.limit_ms, answers.again, failed=failed, why=why)
        return
    yield Measure.of(
        probe.part,
        f"{probe.name}, first request",
        probe.limit_ms,
        answers.first,
        failed=failed,
        why=why or (None if answers.first else "every address was in a cache already"),
    )
    yield Measure.of(probe.part, f"{probe.name}, again", probe.limit_ms, answers.again)


async def _meters(client: httpx.AsyncClient, clock: Clock) -> tuple[Measure, Measure]:
    """The address and the meter look-up, where the site has them."""
    street, zip_code = METER_ADDRESS
    found, numbers = await _posts(
        clock, client, "/api/v1/addresses/meters", [{"address": street, "zip": zip_code}] * METER_ROUNDS
    )
    addresses = _post_measure("address look-up", 300, *found)
    if not numbers:
        why = addresses.why or "the look-up knows no meter at the address that is asked for"
        return addresses, Measure(part="api", name="meter look-up", limit=400, unit="ms", why=why)
    checked, _ = await _posts(
        clock, client, "/api/v1/meters/validate", [{"esiid": numbers[0]}] * METER_ROUNDS
    )
    return addresses, _post_measure("meter look-up", 400, *checked)


async def _posts(
    clock: Clock, client: httpx.AsyncClient, path: str, bodies: list[dict[str, str]]
) -> tuple[tuple[list[float], list[int]], list[str]]:
    """Times, statuses, and the meters that were named."""
    took, statuses, numbers = [], [], []
    for body in bodies:
        milliseconds, answer = await _timed(clock, client, "POST", path, json=body)
        if answer.status_code == 429:
            # A gate that ran a moment ago has used up what one client may ask: the site says for how long.
            await asyncio.sleep(_seconds_to_wait(answer))
            milliseconds, answer = await _timed(clock, client, "POST", path, json=body)
        statuses.append(answer.status_code)
        if answer.status_code == 404:
            break
        took.append(milliseconds)
        if answer.status_code == 200:
            data = answer.json().get("data", [])
            numbers += [meter["esiid"] for meter in data if isinstance(data, list)]
        await asyncio.sleep(PAUSE_SECONDS)
    return (took, statuses), numbers


def _seconds_to_wait(answer: httpx.Response) -> int:
    said = answer.headers.get("retry-after", "")
    return min(int(said), LONGEST_WAIT_SECONDS) if said.isascii() and said.isdigit() else LONGEST_WAIT_SECONDS


def _post_measure(name: str, limit_ms: float, took: list[float], statuses: list[int]) -> Measure:
    if statuses == [404]:
        return Measure(
            part="api", name=name, limit=limit_ms, unit="ms", why="the site has none (ERCOT_API_KEY)"
        )
    failed, why = _failures(statuses)
    return Measure.of("api", name, limit_ms, took, failed=failed, why=why)


def _failures(statuses: list[int]) -> tuple[int, str | None]:
    """How many answers were not what they should be, and in words."""
    failed = [status for status in statuses if status != 200]
    return len(failed), f"HTTP {', '.join(map(str, sorted(set(failed))))}" if failed else None


async def _freshness(client: httpx.AsyncClient) -> Measure:
    answer = await client.get("/api/v1/datasets/current")
    name, limit = "age of the data", FRESH_HOURS
    try:
        read_at = datetime.fromisoformat(str(answer.json()["data"]["confirmedAt"]))
    except (ValueError, KeyError, TypeError):
        return Measure(
            part="freshness", name=name, limit=limit, unit="h", failed=1, why=f"HTTP {answer.status_code}"
        )
    return Measure.of(
        "freshness", name, limit, [(datetime.now(UTC) - read_at).total_seconds() / 3600], unit="h"
    )


def _errors(asked: int, wrong: list[int]) -> Measure:
    """Of all that was asked here: 5xx."""
    share = 100 * len(wrong) / asked if asked else 0.0
    return Measure.of("reliability", "errors (5xx)", ERROR_PERCENT, [share], unit="%")
