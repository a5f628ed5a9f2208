"""A rate in front of a handler: `@post(…, middleware=[limited(CONTACT)])`."""

from litestar import Litestar
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import DefineMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from choosemypower.limits.clients import client_of
from choosemypower.limits.rates import Decision, Rate, RateLimiter, TooManyRequestsError
from choosemypower.settings import Settings


def limited(rate: Rate) -> DefineMiddleware:
    """Let each client through at this rate; all others get 429. Every answer says what is left.

    Raises TooManyRequestsError, which the application renders. The limiter is `app.state.limiter`.
    """
    return DefineMiddleware(_Limited, rate=rate)


class _Limited:
    def __init__(self, app: ASGIApp, rate: Rate) -> None:
        self._app = app
        self._rate = rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        decision = await take_turn(scope, self._rate)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders(message)
                for name, value in decision.headers.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, send_with_headers)


async def take_turn(scope: Scope, rate: Rate) -> Decision:
    """Count this request of its client, for a handler of which only some requests are dear.

    Raises TooManyRequestsError.
    """
    site: Litestar = scope["litestar_app"]
    settings: Settings = site.state.settings
    limiter: RateLimiter = site.state.limiter
    peer = scope.get("client")
    client = client_of(peer[0] if peer else None, scope["headers"], settings.trusted_networks)
    decision = await limiter.take(rate, client)
    if not decision.is_allowed:
        raise TooManyRequestsError(decision)
    return decision
