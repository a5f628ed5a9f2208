"""What did the cache do since the start of this process? Plain counters; telemetry and health read them."""

from typing import TYPE_CHECKING, Self

import msgspec

from choosemypower.cache.encodings import CompressionCount
from choosemypower.cache.memory import Memory
from choosemypower.cache.turns import Turns

if TYPE_CHECKING:
    from choosemypower.cache.redis_store import RedisStore


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


class ClassHealth(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One budget of the first level."""

    entries: int
    bytes: int
    bytes_max: int
    evictions: int


class CacheState(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The cache as an operator wants to see it."""

    status: str
    """`ok`, or `degraded` when Redis is configured and does not answer."""
    shared: str
    """`off` (no REDIS_URL), `ok`, `half-open` or `open` (breaker)."""
    breaker_openings: int
    entries: int
    hits: int
    counts: dict[str, int | float]
    redis: dict[str, int] | None
    classes: dict[str, ClassHealth]
    compressions: int

    @classmethod
    def of(
        cls, hits: int, counts: CacheCounts, memory: Memory, turns: Turns, shared: "RedisStore | None"
    ) -> Self:
        """Read the counters of a cache's parts."""
        state = "off" if shared is None else ("ok" if shared.is_usable else shared.breaker.state.value)
        return cls(
            status="ok" if state in ("ok", "off") else "degraded",
            shared=state,
            breaker_openings=0 if shared is None else shared.breaker.openings,
            entries=len(memory),
            hits=hits,
            counts={**msgspec.to_builtins(counts), "refused": turns.refused},
            redis=None if shared is None else msgspec.to_builtins(shared.counts),
            classes={
                name: ClassHealth(
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
