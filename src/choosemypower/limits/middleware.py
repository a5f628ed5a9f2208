"""A rate in front of a handler: `@post(…, middleware=[limited(CONTACT)])`."""

from collections.abc import Callable

from litestar import Litestar
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import DefineMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from choosemypower.limits.clients import client_of
from choosemypower.limits.rates import Rate, RateLimiter, TooManyRequestsError
from choosemypower.settings import Settings


def limited(rate: Rate, *, counts: Callable[[Scope], bool] = lambda scope: True) -> DefineMiddleware:
    """Let each client through at this rate; all others get 429. Every answer says what is left.

    `counts` tells which requests are dear; the others pass, uncounted.

    Raises TooManyRequestsError, which the application renders. The limiter is `app.state.limiter`.
    """
    return DefineMiddleware(_Limited, rate=rate, counts=counts)


class _Limited:
    def __init__(self, app: ASGIApp, rate: Rate, counts: Callable[[Scope], bool]) -> None:
        self._app = app
        self._rate = rate
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not self._counts(scope):
            await self._app(scope, receive, send)
            return
        site: Litestar = scope["litestar_app"]
        settings: Settings = site.state.settings
        limiter: RateLimiter = site.state.limiter
        peer = scope.get("client")
        client = client_of(peer[0] if peer else None, scope["headers"], settings.trusted_networks)
        decision = await limiter.take(self._rate, client)
        if not decision.is_allowed:
            raise TooManyRequestsError(decision)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders(message)
                for name, value in decision.headers.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, send_with_headers)
