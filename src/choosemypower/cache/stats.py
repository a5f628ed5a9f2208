"""What did the cache do since the start of this process? Plain counters; telemetry and health read them."""

from collections.abc import Container
from enum import StrEnum

import msgspec

from choosemypower import asked
from choosemypower.cache.entries import Outcome
from choosemypower.cache.policies import Kind
from choosemypower.cache.routes import Route
from choosemypower.measures import RENDER_BOUNDS, Durations, Tally


class CacheCounts(msgspec.Struct):
    """One process's counters."""

    filled: int = 0
    """Pages that the app made."""
    filled_from_shared: int = 0
    """Pages that another process made and Redis gave."""
    failed_fills: int = 0
    coalesced: int = 0
    """Requests that waited for another one's fill."""
    refreshes: int = 0
    not_kept: int = 0
    """Answers that a kept route gave but that may not be kept."""


class Unkept(StrEnum):
    """What became of a request whose answer was not kept."""

    PASSED = "passed"
    """Made for this request alone."""
    REFUSED = "refused"
    """Nothing could be made in time: 503."""


UNMATCHED = "unmatched"
"""The name of all addresses that no route has: whoever guesses addresses adds no series."""


NEVER_KEPT = "never"
HITS = (Outcome.HIT, Outcome.REFRESHING, Outcome.STALE)


class Series(msgspec.Struct, frozen=True):
    """By what requests are told apart: routes, not addresses, so that there are a few hundred of them at most."""

    route: str
    """`/electricity-plans/{city}`"""
    page_class: str
    """The route's budget."""
    status: str
    """`2xx`"""
    outcome: str


class Traffic:
    """Every answer since the start, by route, class, status and what the cache did."""

    def __init__(self) -> None:
        self.tallies: dict[Series, Tally] = {}
        self.renders: dict[str, Durations] = {}
        """How long answers took to make, by route."""
        # By `id`, which is quicker than to hash them; each is kept beside it, so that no other can take its place.
        self._noted: dict[tuple[int, int, int], tuple[Tally, Series, Route | None]] = {}
        self._timed: dict[int, tuple[Durations, Route | None]] = {}

    def tally(self, route: Route | None, status: int, outcome: Outcome | Unkept) -> Tally:
        """Where such answers are counted."""
        return self.tallies.setdefault(_series(route, status, outcome), Tally())

    def note(self, route: Route | None, status: int, outcome: Outcome | Unkept) -> None:
        """One answer more."""
        key = (id(route), status, id(outcome))
        noted = self._noted.get(key)
        if noted is None:
            tally = self.tally(route, status, outcome)
            noted = self._noted[key] = (tally, _series(route, status, outcome), route)
        tally, series, _ = noted
        tally.count += 1
        asked.note_answer(series.route, series.page_class, series.outcome)

    def note_render(self, route: Route | None, seconds: float) -> None:
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
        return sum(found.get(outcome.name.lower(), 0) for outcome in Outcome)


def _series(route: Route | None, status: int, outcome: Outcome | Unkept) -> Series:
    return Series(*_names(route), f"{status // 100}xx", outcome.name.lower())


def _names(route: Route | None) -> tuple[str, str]:
    if route is None or not route.template:
        return UNMATCHED, "not_found"
    return route.template, route.budget.name if route.policy.kind is not Kind.NEVER else NEVER_KEPT
