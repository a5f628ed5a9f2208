"""The health addresses as the documentation describes them; the `health` room answers them."""

import msgspec

from choosemypower.api.operations import Operation
from choosemypower.api.parameters import Parameter


class HealthAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Never kept by anybody. Further members are for operators and may change."""

    status: str


_UNAVAILABLE = "Not now; the body has the same shape."
STRICT = Parameter(
    name="strict",
    description="`true`: 503 when a part is missing, for the check after a deployment.",
    schema={"type": "string"},
    example="true",
)
OPERATIONS = (
    Operation(
        id="getSystemHealth",
        path="/api/health/system",
        summary="Is the process alive?",
        description="Asks nothing and nobody: 200 as long as it answers, `degraded` when a part is missing.",
        tag="Health",
        parameters=(STRICT,),
        answer=HealthAnswer,
        is_uncached=True,
        other_answers={503: _UNAVAILABLE},
    ),
    Operation(
        id="getDatabaseHealth",
        path="/api/health/database",
        summary="Can the process serve?",
        description="One bounded look at the database, kept for a second. In the mode `strict` a missing database is "
        "503; in `serve-stale` it is `degraded` and 200 while a listing is loaded.",
        tag="Health",
        answer=HealthAnswer,
        is_uncached=True,
        other_answers={503: _UNAVAILABLE},
    ),
    Operation(
        id="getCacheHealth",
        path="/api/health/cache",
        summary="Does the cache work?",
        description="`degraded` without Redis where one is configured; still 200.",
        tag="Health",
        answer=HealthAnswer,
        is_uncached=True,
    ),
)
