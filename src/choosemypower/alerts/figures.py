"""What a process has done in the last five minutes: read from the page cache's counters, which only ever grow."""

import time
from collections import deque
from collections.abc import Callable, Iterable

import msgspec

from choosemypower.cache.page_cache import PageCache
from choosemypower.cache.routes import API_PREFIX
from choosemypower.traffic import CacheOutcome, Unkept

WINDOW_SECONDS = 300.0
HEALTH_PREFIX = "/api/health/"


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Of one process or of several, over the last five minutes."""

    answers: int = 0
    errors: int = 0
    """5xx."""
    lookups: int = 0
    """Answers of pages that are kept."""
    hits: int = 0
    """Those of them that were made before, here or in another process."""
    api_made: int = 0
    """Answers of the API that had to be made; those from the cache take no time and would hide them."""
    api_seconds: float = 0.0
    processes: int = 1

    def minus(self, earlier: "Figures") -> "Figures":
        return Figures(
            answers=self.answers - earlier.answers,
            errors=self.errors - earlier.errors,
            lookups=self.lookups - earlier.lookups,
            hits=self.hits - earlier.hits,
            api_made=self.api_made - earlier.api_made,
            api_seconds=self.api_seconds - earlier.api_seconds,
        )


def total(figures: Iterable[Figures]) -> Figures:
    """All of them together."""
    given = tuple(figures)
    return Figures(
        answers=sum(one.answers for one in given),
        errors=sum(one.errors for one in given),
        lookups=sum(one.lookups for one in given),
        hits=sum(one.hits for one in given),
        api_made=sum(one.api_made for one in given),
        api_seconds=sum(one.api_seconds for one in given),
        processes=len(given),
    )


class Window:
    """`read()` now and then; gives what happened in the last five minutes."""

    def __init__(self, cache: PageCache, clock: Callable[[], float] = time.monotonic) -> None:
        self._cache, self._clock = cache, clock
        self._past: deque[tuple[float, Figures]] = deque([(clock(), _since_start(cache))])

    def read(self) -> Figures:
        """What happened since the oldest reading that is within the window."""
        now, current = self._clock(), _since_start(self._cache)
        self._past.append((now, current))
        while len(self._past) > 2 and now - self._past[1][0] >= WINDOW_SECONDS:
            self._past.popleft()
        return current.minus(self._past[0][1])


def _since_start(cache: PageCache) -> Figures:
    """All that this process has counted. Probes of health are nobody's visit."""
    unkept = {outcome.name.lower() for outcome in Unkept}
    answers = errors = lookups = made_now = 0
    for series, tally in list(cache.traffic.tallies.items()):
        if series.route.startswith(HEALTH_PREFIX):
            continue
        answers += tally.count
        errors += tally.count * (series.status == "5xx")
        lookups += tally.count * (series.outcome not in unkept)
        made_now += tally.count * (series.outcome == CacheOutcome.MADE.name.lower())
    made = [
        durations
        for route, durations in list(cache.traffic.renders.items())
        if route.startswith(API_PREFIX) and not route.startswith(HEALTH_PREFIX)
    ]
    return Figures(
        answers=answers,
        errors=errors,
        lookups=lookups,
        hits=lookups - made_now,
        api_made=sum(durations.count for durations in made),
        api_seconds=sum(durations.seconds for durations in made),
    )
