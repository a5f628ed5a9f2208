"""What did the cache do since the start of this process? Plain counters; telemetry and health read them."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal, Self

import msgspec
from msgspec import Meta

from choosemypower import asked
from choosemypower.cache.entries import Outcome
from choosemypower.cache.memory import Memory
from choosemypower.cache.policies import Kind
from choosemypower.cache.routes import Route
from choosemypower.encodings import CompressionCount
from choosemypower.measures import RENDER_BOUNDS, Durations, Tally
from choosemypower.sharing.breaker import BreakerState
from choosemypower.turns import Turns

if TYPE_CHECKING:
    from choosemypower.sharing.redis_store import RedisStore


class CacheCounts(msgspec.Struct):
    """One process's counters."""

    filled: int = 0
    """Pages that the app made."""
    filled_from_shared: int = 0
    """Pages that another process made and Redis gave."""
    fill_seconds: float = 0.0
    failed_fills: int = 0
    coalesced: int = 0
    """Requests that waited for another one's fill."""
    refreshes: int = 0
    stale: int = 0
    """Answers past their time, or of an older dataset because nothing newer could be had."""
    passed: int = 0
    """Requests whose answer is never kept."""
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


class Series(msgspec.Struct, frozen=True):
    """By what requests are told apart: routes, not addresses, so that there are a few hundred of them at most."""

    route: str
    """`/electricity-plans/{city}`"""
    page_class: str
    """The route's budget."""
    status: str
    """`2xx`"""
    outcome: str


class _Noted(msgspec.Struct, frozen=True):
    """Where answers of one kind are counted, and what they are called."""

    tally: Tally
    template: str
    page_class: str
    outcome: str
    route: Route | None


class Traffic:
    """Every answer since the start, by route, class, status and what the cache did."""

    def __init__(self) -> None:
        self.tallies: dict[Series, Tally] = {}
        self.renders: dict[str, Durations] = {}
        """How long answers took to make, by route."""
        # By `id`, which is quicker than to hash them; each names its route, so that no other can take its place.
        self._noted: dict[tuple[int, int, int], _Noted] = {}
        self._timed: dict[int, tuple[Durations, Route | None]] = {}

    def tally(self, route: Route | None, status: int, outcome: Outcome | Unkept) -> Tally:
        """Where such answers are counted."""
        template, page_class = _names(route)
        series = Series(template, page_class, f"{status // 100}xx", outcome.name.lower())
        found = self.tallies.get(series)
        if found is None:
            found = self.tallies[series] = Tally()
        return found

    def note(self, route: Route | None, status: int, outcome: Outcome | Unkept) -> None:
        """One answer more."""
        key = (id(route), status, id(outcome))
        noted = self._noted.get(key)
        if noted is None:
            noted = self._noted[key] = _Noted(
                self.tally(route, status, outcome), *_names(route), outcome.name.lower(), route
            )
        noted.tally.count += 1
        asked.note_answer(noted.template, noted.page_class, noted.outcome)

    def note_render(self, route: Route | None, seconds: float) -> None:
        """An answer of this route took so long to make."""
        timed = self._timed.get(id(route))
        if timed is None:
            template, _ = _names(route)
            durations = self.renders.setdefault(template, Durations(RENDER_BOUNDS))
            timed = self._timed[id(route)] = (durations, route)
        timed[0].note(seconds)
        asked.note_render(seconds)

    def pages_by_outcome(self) -> dict[str, int]:
        """Answers of routes whose answers are kept, by what the cache did for them; assets are not among them."""
        found: dict[str, int] = {}
        for series, tally in self.tallies.items():
            if series.page_class not in ("never", "asset"):
                found[series.outcome] = found.get(series.outcome, 0) + tally.count
        return found

    @property
    def hit_rate(self) -> float | None:
        """Of the answers that may be kept, how many were there already; None before the first."""
        hits = {outcome.name.lower() for outcome in (Outcome.HIT, Outcome.REFRESHING, Outcome.STALE)}
        found = sum(tally.count for series, tally in self.tallies.items() if series.outcome in hits)
        return found / self.kept if self.kept else None

    @property
    def kept(self) -> int:
        """Answers that came from what is kept, just made ones included."""
        unkept = {outcome.name.lower() for outcome in Unkept}
        return sum(tally.count for series, tally in self.tallies.items() if series.outcome not in unkept)


def _names(route: Route | None) -> tuple[str, str]:
    if route is None or not route.template:
        return UNMATCHED, "not_found"
    return route.template, route.budget.name if route.policy.kind is not Kind.NEVER else "never"


SharedCache = Literal["off", "ok", "half-open", "open", "READONLY", "refusing"]
SHARED = Meta(
    description="The shared cache: `off` (none is configured), `ok`, its breaker `half-open` or `open`, or it "
    "answers and takes no writes: `READONLY` after a failover, `refusing` for another reason."
)


class CacheClass(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One budget of the process's own cache."""

    entries: int
    bytes: int
    bytes_max: int
    evictions: int


class CacheHealth(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Does the cache work? Never kept by anybody."""

    status: Literal["ok", "degraded"]
    shared: Annotated[SharedCache, SHARED]
    breaker_openings: int
    entries: int
    hits: int
    counts: Annotated[dict[str, float], Meta(description="Counters since the start, by name.")]
    redis: Annotated[dict[str, int] | None, Meta(description="Counters of Redis; null without one.")]
    classes: Annotated[dict[str, CacheClass], Meta(description="By the name of the budget.")]
    compressions: int

    @classmethod
    def of(
        cls, hits: int, counts: CacheCounts, memory: Memory, turns: Turns, shared: "RedisStore | None"
    ) -> Self:
        """Read the counters of a cache's parts."""
        state = _state_of(shared)
        return cls(
            status="ok" if state in ("ok", "off") else "degraded",
            shared=state,
            breaker_openings=0 if shared is None else shared.breaker.openings,
            entries=len(memory),
            hits=hits,
            counts={**msgspec.to_builtins(counts), "refused": turns.refused},
            redis=None if shared is None else msgspec.to_builtins(shared.counts),
            classes={
                name: CacheClass(
                    entries=memory.count(name),
                    bytes=memory.bytes_by_budget[name],
                    bytes_max=budget.bytes_max,
                    evictions=memory.evictions[name],
                )
                for name, budget in memory.budgets.items()
                if name != "session"
            },
            compressions=CompressionCount.runs,
        )


def _state_of(shared: "RedisStore | None") -> SharedCache:
    if shared is None:
        return "off"
    match shared.breaker.state:
        case BreakerState.HALF_OPEN:
            return "half-open"
        case BreakerState.OPEN:
            return "open"
        case BreakerState.CLOSED if shared.refusals.code is None:
            return "ok"
    return "READONLY" if shared.refusals.code == "READONLY" else "refusing"
