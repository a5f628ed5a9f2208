"""What the parts of one page cache share: the data they are asked for, what they keep and count, and two clocks."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from choosemypower.cache.answers import Affords, Reply
from choosemypower.cache.headers import Headers
from choosemypower.cache.memory import Memory
from choosemypower.cache.routes import RouteTable
from choosemypower.editions.edition import Editions
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


class Parts(msgspec.Struct, kw_only=True):
    """See the module."""

    routes: RouteTable
    editions: Editions
    memory: Memory
    shared: "RedisStore | None"
    turns: Turns
    traffic: Traffic
    counts: CacheCounts
    headers: Headers
    """On every answer of the site."""
    client_of: Callable[[dict[str, Any]], str]
    """Who asks?"""
    affords: Affords
    """Counts what each client has made anew."""
    unavailable: Callable[[str, int], Reply]
    """Nothing can be had now (503, or 429 where all ask too much), in the form of a path's readers."""
    clock: Callable[[], float]
    wall_clock: Callable[[], float]
