"""How is the shared cache? In one word, for health and its documentation."""

from typing import TYPE_CHECKING, Literal

from choosemypower.sharing.breaker import BreakerState

if TYPE_CHECKING:
    from choosemypower.sharing.redis_store import RedisStore

SharedState = Literal["off", "ok", "half-open", "open", "READONLY", "refusing"]
"""`off`: none is configured; `half-open` and `open` speak of its breaker; the last two answer, but take no writes."""


def state_of(shared: "RedisStore | None") -> SharedState:
    """As this process has found it; nothing is asked."""
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
