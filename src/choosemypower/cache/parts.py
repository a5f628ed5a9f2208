"""What the parts of one page cache share: the data they are asked for, what they keep and count, and two clocks."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from choosemypower.cache.answers import Affords, Reply, affords_all
from choosemypower.cache.headers import Headers
from choosemypower.cache.hits import Hits
from choosemypower.cache.memory import Memory
from choosemypower.cache.routes import RouteTable
from choosemypower.editions.edition import Editions
from choosemypower.sharing.budgets import BUDGETS, Budget
from choosemypower.traffic import Traffic
from choosemypower.turns import Turns

if TYPE_CHECKING:
    from choosemypower.sharing.redis_store import RedisStore


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


@dataclass(kw_only=True)
class Parts:
    """See the module."""

    routes: RouteTable
    editions: Editions
    client_of: Callable[[dict[str, Any]], str]
    """Who asks?"""
    unavailable: Callable[[str, int], Reply]
    """Nothing can be had now (503, or 429 where all ask too much), in the form of a path's readers."""
    affords: Affords = affords_all
    """Counts what each client has made anew."""
    shared: "RedisStore | None" = None
    headers: Headers = ()
    """On every answer of the site."""
    budgets: Mapping[str, Budget] = field(default_factory=lambda: BUDGETS)
    clock: Callable[[], float] = time.monotonic
    wall_clock: Callable[[], float] = time.time
    counts: CacheCounts = field(default_factory=CacheCounts)
    traffic: Traffic = field(default_factory=Traffic)

    def __post_init__(self) -> None:
        self.turns = Turns(self.clock)
        self.hits = Hits(self.traffic, self.editions, self.clock)
        self.memory = Memory(self.budgets, self.hits.forget)
