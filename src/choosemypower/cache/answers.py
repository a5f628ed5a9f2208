"""What does the app answer, and how does an answer go out that is not kept?

The app is asked as by a visitor of whom nothing is known: no cookie, no language.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from choosemypower import spans
from choosemypower.cache.headers import (
    OWN_NAMES,
    VISITOR_NAMES,
    Headers,
    answer_policy,
    header,
    lower_case,
    policy_headers,
    preflight_headers,
)
from choosemypower.cache.keys import encoded_path
from choosemypower.cache.policies import NO_STORE, Policy
from choosemypower.cache.routes import Route, RouteTable
from choosemypower.errors import RETRY_AFTER_SECONDS

log = logging.getLogger(__name__)


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A complete answer."""

    status: int
    headers: Headers
    body: bytes

    @property
    def is_refused(self) -> bool:
        """Does the handler want nobody to keep this? It may only be stricter than its policy."""
        return b"no-store" in header(self.headers, b"cache-control")

    def with_policy(self, route: Route | None, fixed: Headers, *, may_be_kept: bool = True) -> "Reply":
        """The answer with the headers of its class, nothing of one visitor, and what every answer carries."""
        policy = answer_policy(route, self.status) if may_be_kept and not self.is_refused else NO_STORE
        of_route = route.policy if route is not None else policy
        dropped = OWN_NAMES | VISITOR_NAMES
        headers = marked(self.status, self.headers, policy, of_route, fixed, dropped)
        return Reply(status=self.status, headers=headers, body=self.body)

    async def send(self, send: Any, *, is_head: bool = False) -> None:
        """Give it out."""
        start, body = self.messages(is_head=is_head)
        await send(start)
        await send(body)

    def messages(self, *, is_head: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
        """The two of ASGI."""
        length = () if self.status in (204, 304) else ((b"content-length", b"%d" % len(self.body)),)
        start = {"type": "http.response.start", "status": self.status, "headers": (*self.headers, *length)}
        return start, {"type": "http.response.body", "body": b"" if is_head else self.body}


Affords = Callable[[str, str], Awaitable[Reply | None]]
"""May this client have an answer at this path made? None, or what he gets instead. Counts as one of his."""


async def affords_all(client: str, path: str) -> Reply | None:
    """Everybody may have everything made."""
    return None


class Origin:
    """The app behind the cache."""

    def __init__(self, app: Any, *, host: str, scheme: str) -> None:
        self._app = app
        self._host = host
        self._scheme = scheme

    async def ask(self, path: str, query: str) -> Reply | None:
        """The whole answer to a GET of this address; None when the app raised."""
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": self._scheme,
            "path": path,
            "raw_path": encoded_path(path).encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", self._host.encode())],
            "client": ("127.0.0.1", 0),
            "server": (self._host, 80),
            "extensions": {},
            "state": {},
        }
        coming = [{"type": "http.request", "body": b"", "more_body": False}]
        start: dict[str, Any] = {"status": 500, "headers": ()}
        chunks: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return coming.pop() if coming else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))

        try:
            with spans.part("render"):
                await self._app(scope, receive, send)
        except Exception:
            log.exception("The app raised an exception while making an answer.")
            return None
        return Reply(status=start["status"], headers=lower_case(start["headers"]), body=b"".join(chunks))


def preflight_answer(scope: dict[str, Any], routes: RouteTable, fixed: Headers) -> Reply | None:
    """The answer to a browser that asks whether a script of our origin may call this path."""
    if not any(name == b"access-control-request-method" for name, _ in scope["headers"]):
        return None
    path = scope["path"]
    found = ((method, routes.find(path, method)) for method in routes.methods(path))
    methods = [method for method, route in found if route is not None and route.policy.has_cors]
    if not methods:
        return None
    return Reply(status=204, headers=(*preflight_headers(methods), *fixed), body=b"")


def marked(
    status: int, given: Headers, policy: Policy, of_route: Policy, fixed: Headers, dropped: frozenset[bytes]
) -> Headers:
    """The headers of an answer with those of its policy and of the whole site in the place of its own."""
    fixed_names = {name for name, _ in fixed}
    kept = tuple(pair for pair in given if pair[0] not in dropped and pair[0] not in fixed_names)
    names = {name for name, _ in kept}
    marks = policy_headers(policy, of_route)
    if status in (429, 503):
        marks += ((b"retry-after", b"%d" % RETRY_AFTER_SECONDS),)
    own = tuple(
        pair for pair in marks if pair[0] not in names or pair[0] not in (b"x-robots-tag", b"retry-after")
    )
    return (*kept, *own, *fixed)
