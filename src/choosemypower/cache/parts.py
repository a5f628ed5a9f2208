"""What the parts of one page cache share: the data they are asked for, what they keep and count, and two clocks."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from choosemypower.cache.answers import Affords, Reply
from choosemypower.cache.headers import Headers
from choosemypower.cache.memory import Memory
from choosemypower.cache.routes import RouteTable
from choosemypower.cache.stats import CacheCounts, Traffic
from choosemypower.editions.edition import Editions
from choosemypower.turns import Turns

if TYPE_CHECKING:
    from choosemypower.sharing.redis_store import RedisStore


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
