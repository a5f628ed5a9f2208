"""Which answers went out since the start of this process, and what had become of them? Plain counters, for health,
metrics and alerts."""

from collections.abc import Container
from enum import Enum, StrEnum
from typing import Protocol

import msgspec

from choosemypower import asked
from choosemypower.measures import RENDER_BOUNDS, Durations, Tally


class CacheOutcome(Enum):
    """How an answer came about."""

    HIT = "hit"
    REFRESHING = "past its time, and being made anew"
    MADE = "made for this visitor"
    SHARED = "made by another process, from Redis"
    STALE = "an older one, because no newer one could be had"


class Unkept(StrEnum):
    """What became of a request whose answer was not kept."""

    PASSED = "passed"
    """Made for this request alone."""
    REFUSED = "refused"
    """Nothing could be made in time: 503."""


UNMATCHED = "unmatched"
"""The name of all addresses that no route has: whoever guesses addresses adds no series."""


NEVER_KEPT = "never"
HITS = (CacheOutcome.HIT, CacheOutcome.REFRESHING, CacheOutcome.STALE)


class RouteNames(Protocol):
    """What is counted of a route."""

    @property
    def template(self) -> str:
        """Empty: no route has such an address."""
        ...

    @property
    def page_class(self) -> str: ...


class RequestSeries(msgspec.Struct, frozen=True):
    """By what requests are told apart: routes, not addresses, so that there are a few hundred of them at most."""

    route: str
    """`/electricity-plans/{city}`"""
    page_class: str
    status: str
    """`2xx`"""
    outcome: str


class Traffic:
    """Every answer since the start, by route, class, status and what the cache did."""

    def __init__(self) -> None:
        self.tallies: dict[RequestSeries, Tally] = {}
        self.renders: dict[str, Durations] = {}
        """How long answers took to make, by route."""
        # By `id`, which is quicker than to hash them; each is kept beside it, so that no other can take its place.
        self._noted: dict[tuple[int, int, int], tuple[Tally, RequestSeries, RouteNames | None]] = {}
        self._timed: dict[int, tuple[Durations, RouteNames | None]] = {}

    def tally(self, route: RouteNames | None, status: int, outcome: CacheOutcome | Unkept) -> Tally:
        """Where such answers are counted."""
        return self.tallies.setdefault(_series(route, status, outcome), Tally())

    def note(self, route: RouteNames | None, status: int, outcome: CacheOutcome | Unkept) -> None:
        """One answer more."""
        key = (id(route), status, id(outcome))
        noted = self._noted.get(key)
        if noted is None:
            tally = self.tally(route, status, outcome)
            noted = self._noted[key] = (tally, _series(route, status, outcome), route)
        tally, series, _ = noted
        tally.count += 1
        asked.note_answer(series.route, series.page_class, series.outcome)

    def note_render(self, route: RouteNames | None, seconds: float) -> None:
        """An answer of this route took so long to make."""
        timed = self._timed.get(id(route))
        if timed is None:
            template, _ = _names(route)
            durations = self.renders.setdefault(template, Durations(RENDER_BOUNDS))
            timed = self._timed[id(route)] = (durations, route)
        timed[0].note(seconds)
        asked.note_render(seconds)

    def by_outcome(self, without: Container[str] = ()) -> dict[str, int]:
        """Answers by what the cache did for them, but for those of some classes."""
        found: dict[str, int] = {}
        for series, tally in list(self.tallies.items()):
            if series.page_class not in without:
                found[series.outcome] = found.get(series.outcome, 0) + tally.count
        return found

    def pages_by_outcome(self) -> dict[str, int]:
        """Of routes whose answers are kept; assets are not among them."""
        return self.by_outcome(without=(NEVER_KEPT, "asset"))

    @property
    def hit_rate(self) -> float | None:
        """Of the answers that may be kept, how many were there already; None before the first."""
        found = self.by_outcome()
        hits = sum(found.get(outcome.name.lower(), 0) for outcome in HITS)
        return hits / self.kept if self.kept else None

    @property
    def kept(self) -> int:
        """Answers that came from what is kept, just made ones included."""
        found = self.by_outcome()
        return sum(found.get(outcome.name.lower(), 0) for outcome in CacheOutcome)


def _series(route: RouteNames | None, status: int, outcome: CacheOutcome | Unkept) -> RequestSeries:
    return RequestSeries(*_names(route), f"{status // 100}xx", outcome.name.lower())


def _names(route: RouteNames | None) -> tuple[str, str]:
    if route is None or not route.template:
        return UNMATCHED, "not_found"
    return route.template, route.page_class
