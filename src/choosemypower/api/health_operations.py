"""The health addresses as the documentation describes them; the `health` room answers them."""

from functools import partial
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from choosemypower.api.operations import Operation
from choosemypower.api.queries import Query, about
from choosemypower.sharing.state import SharedState
from choosemypower.units import Moment

SHARED = Meta(
    description="The shared cache: `off` (none is configured), `ok`, its breaker `half-open` or `open`, or it "
    "answers and takes no writes: `READONLY` after a failover, `refusing` for another reason."
)


class SystemParts(msgspec.Struct, frozen=True, kw_only=True):
    """What the process remembers of its parts; nothing is asked."""

    dataset: Literal["loaded", "none"]
    database: Literal["reachable", "unreachable"]
    cache: Annotated[SharedState, SHARED]


class SystemHealth(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Is the process alive? Never kept by anybody."""

    status: Literal["ok", "degraded"]
    version: str
    uptime_seconds: float
    parts: SystemParts


class DatabaseState(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What one bounded look at the database found."""

    is_usable: bool
    milliseconds: float
    published_epoch: Annotated[int | None, Meta(description="Null: nothing is published, or no answer.")]
    error: Annotated[str | None, Meta(description="A sentence for operators; null when there is none.")]


class LoadedDataset(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The listing that this process answers from."""

    epoch: int
    as_of: Moment
    plans: int


class DatabaseHealth(msgspec.Struct, frozen=True, kw_only=True):
    """Can the process serve? Never kept by anybody."""

    status: Literal["ok", "degraded", "unavailable"]
    mode: Literal["strict", "serve-stale"]
    database: DatabaseState
    dataset: Annotated[LoadedDataset | None, Meta(description="Null while none is loaded.")]


class DatabaseGlance(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The last look at the database, at most some seconds old."""

    status: Literal["ok", "degraded"]
    response_milliseconds: Annotated[float | None, Meta(description="Null: not looked at yet.")]
    error: Annotated[str | None, Meta(description="A sentence for operators; null when there is none.")]
    size_bytes: Annotated[int | None, Meta(description="Measured every 30 s; null when it could not be.")]
    active_connections: Annotated[
        int | None, Meta(description="Of everybody, to this database; null when it could not be measured.")
    ]


class CacheClass(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One budget of the process's own cache."""

    entries: int
    bytes: int
    bytes_max: int
    evictions: int


class CacheHealth(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Does the cache work? Never kept by anybody."""

    status: Literal["ok", "degraded"]
    shared: Annotated[SharedState, SHARED]
    breaker_openings: int
    entries: int
    hits: int
    counts: Annotated[dict[str, int], Meta(description="Counters since the start, by name.")]
    redis: Annotated[dict[str, int] | None, Meta(description="Counters of Redis; null without one.")]
    classes: Annotated[dict[str, CacheClass], Meta(description="By the name of the budget.")]
    compressions: int


class CacheGlance(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The page cache of this process."""

    status: Literal["ok", "degraded"]
    shared: Annotated[SharedState, SHARED]
    entries: int
    hit_rate: Annotated[
        float | None,
        Meta(description="Of the answers that may be kept, the part that was there. Null before the first."),
    ]


class ApiGlance(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The API's answers that this process made; those from the cache are not among them."""

    answers_made: int
    mean_milliseconds: Annotated[float | None, Meta(description="Null before the first.")]


class Counts(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the site knows."""

    active_plans: int
    providers: Annotated[int, Meta(description="Those that sell one of them.")]
    cities: Annotated[int, Meta(description="Those where a home may choose.")]
    utilities: int


class Health(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The whole process at a glance. Never kept by anybody."""

    timestamp: Moment
    status: Literal["ok", "degraded"]
    version: str
    uptime_seconds: float
    database: DatabaseGlance
    cache: CacheGlance
    api: ApiGlance
    counts: Annotated[Counts | None, Meta(description="Null while no listing is loaded.")]


class SystemHealthQuery(Query, frozen=True, kw_only=True):
    strict: Annotated[
        str | None,
        about(
            "`true`: 503 when a part is missing, for the check after a deployment.",
            example="true",
            words=("true", "false"),
        ),
    ] = None


_UNAVAILABLE = {503: "Not now; the body has the same shape."}
_HealthOperation = partial(Operation, tag="Health", is_uncached=True, takes_no_turn=True, needs_data=False)
OPERATIONS = (
    _HealthOperation(
        id="getHealth",
        path="/api/health",
        summary="Is everything there?",
        description="One document on the process, its database, its cache, its API and its data, from memory: "
        "`degraded` when a part is missing.",
        query=SystemHealthQuery,
        answer=Health,
        other_answers=_UNAVAILABLE,
    ),
    _HealthOperation(
        id="getSystemHealth",
        path="/api/health/system",
        summary="Is the process alive?",
        description="Asks nothing and nobody: 200 as long as it answers, `degraded` when a part is missing.",
        query=SystemHealthQuery,
        answer=SystemHealth,
        other_answers=_UNAVAILABLE,
    ),
    _HealthOperation(
        id="getDatabaseHealth",
        path="/api/health/database",
        summary="Can the process serve?",
        description="One bounded look at the database, kept for a second. In the mode `strict` a missing database is "
        "503; in `serve-stale` it is `degraded` and 200 while a listing is loaded.",
        query=Query,
        answer=DatabaseHealth,
        other_answers=_UNAVAILABLE,
    ),
    _HealthOperation(
        id="getCacheHealth",
        path="/api/health/cache",
        summary="Does the cache work?",
        description="`degraded` without Redis where one is configured; still 200.",
        query=Query,
        answer=CacheHealth,
    ),
)
