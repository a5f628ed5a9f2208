"""Answers that are not kept: they pass through with the headers of their class, and unplanned ones are made here."""

import json
from typing import Any

import msgspec

from choosemypower.cache.entries import Headers, other_policy_headers, policy_headers
from choosemypower.cache.policies import API_ORIGIN, NO_STORE, NOT_FOUND, REDIRECT, Kind, Policy
from choosemypower.cache.routes import Route, RouteTable

RETRY_AFTER_SECONDS = 5
PREFLIGHT_SECONDS = 86_400

# Said by the policy or by the server, never by a handler.
_OWN_NAMES = frozenset(
    (
        b"cache-control",
        b"cdn-cache-control",
        b"surrogate-control",
        b"access-control-allow-origin",
        b"surrogate-key",
        b"content-length",
    )
)
# What a public answer never carries, kept or not.
_VISITOR_NAMES = frozenset((b"set-cookie", b"vary", b"age", b"etag"))


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A complete answer that is not kept."""

    status: int
    headers: Headers
    body: bytes

    def with_policy(
        self, route: Route | None, fixed_headers: Headers, *, may_be_kept: bool = True
    ) -> "Reply":
        """The answer with the headers of its class, nothing of one visitor, and what every answer carries."""
        # A handler may only be stricter: an incomplete page says no-store itself.
        is_refused = b"no-store" in dict(self.headers).get(b"cache-control", b"")
        policy = answer_policy(route, self.status) if may_be_kept and not is_refused else NO_STORE
        fixed_names = {name for name, _ in fixed_headers}
        kept = tuple(
            (name, value)
            for name, value in self.headers
            if name not in _OWN_NAMES and name not in _VISITOR_NAMES and name not in fixed_names
        )
        return Reply(
            status=self.status,
            headers=(*kept, *_class_headers(route, policy, kept, self.status), *fixed_headers),
            body=self.body,
        )

    async def send(self, send: Any, *, is_head: bool) -> None:
        """Give it out."""
        length = () if self.status in (204, 304) else ((b"content-length", str(len(self.body)).encode()),)
        await send(
            {"type": "http.response.start", "status": self.status, "headers": (*self.headers, *length)}
        )
        await send({"type": "http.response.body", "body": b"" if is_head else self.body})


def answer_policy(route: Route | None, status: int) -> Policy:
    """Whose lifetimes an answer gets: its route's when it is good, those of what is not there, or none."""
    if route is None or route.policy.kind is Kind.NEVER:
        return NO_STORE if route is None else route.policy
    if status in (404, 410):
        return NOT_FOUND if route.policy.not_found_may_be_kept else NO_STORE
    if status in (200, 301, 308) or (status in (302, 303, 307) and route.policy.name == "redirect"):
        if status == 200:
            return route.policy
        return REDIRECT
    return NO_STORE


async def pass_through(
    app: Any, scope: dict[str, Any], receive: Any, send: Any, route: Route | None, fixed_headers: Headers
) -> None:
    """Let the app answer; only the headers of the class and of the whole site are put on."""
    fixed_names = frozenset(name for name, _ in fixed_headers)
    # Whatever its route says, the answer to a method that changes something is nobody's to keep.
    is_never = route is not None and route.policy.kind is Kind.NEVER
    may_be_public = is_never or scope["method"] in ("GET", "HEAD")

    async def send_marked(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            policy = answer_policy(route, message["status"]) if may_be_public else NO_STORE
            given = tuple((name.lower(), value) for name, value in message["headers"])
            kept = tuple(
                (name, value)
                for name, value in given
                if name not in fixed_names and (name == b"content-length" or name not in _OWN_NAMES)
            )
            marks = _class_headers(route, policy, kept, message["status"])
            message = {**message, "headers": (*kept, *marks, *fixed_headers)}
        await send(message)

    await app(scope, receive, send_marked)


def preflight_answer(scope: dict[str, Any], routes: RouteTable, fixed_headers: Headers) -> Reply | None:
    """The answer to a browser that asks whether a script of our origin may call this path."""
    asked = {name: value for name, value in scope["headers"] if name.startswith(b"access-control-request")}
    if b"access-control-request-method" not in asked:
        return None
    methods = routes.methods(scope["path"])
    open_methods = [
        method
        for method in methods
        if (route := routes.find(scope["path"], method)) is not None and route.policy.has_cors
    ]
    if not open_methods:
        return None
    return Reply(
        status=204,
        headers=(
            (b"access-control-allow-origin", API_ORIGIN.encode()),
            (b"access-control-allow-methods", ", ".join(open_methods).encode()),
            (b"access-control-allow-headers", b"content-type, if-none-match"),
            (b"access-control-max-age", str(PREFLIGHT_SECONDS).encode()),
            (b"cache-control", b"no-store"),
            *fixed_headers,
        ),
        body=b"",
    )


def unavailable_reply(path: str) -> Reply:
    """503 in the form that this path's readers understand, when the app did not answer in time."""
    detail = "This page could not be made in time. Try again in a few seconds."
    if path.startswith("/api/"):
        problem = {
            "type": "/api/docs#error-unavailable",
            "title": "Service unavailable",
            "status": 503,
            "code": "unavailable",
            "detail": detail,
        }
        return Reply(
            status=503,
            headers=((b"content-type", b"application/problem+json"),),
            body=json.dumps(problem).encode(),
        )
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Something went wrong on our side</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"></head><body><main>'
        f'<h1>Something went wrong on our side</h1><p>{detail}</p><p><a href="">Try again</a></p></main></body></html>'
    )
    return Reply(status=503, headers=((b"content-type", b"text/html; charset=utf-8"),), body=body.encode())


def _class_headers(route: Route | None, policy: Policy, kept: Headers, status: int) -> Headers:
    headers = list(policy_headers(policy))
    if route is not None and policy is not route.policy:
        headers += [pair for pair in other_policy_headers(route.policy) if pair not in headers]
    if status in (429, 503) and not any(name == b"retry-after" for name, _ in kept):
        headers.append((b"retry-after", str(RETRY_AFTER_SECONDS).encode()))
    names = {name for name, _ in kept}
    return tuple((name, value) for name, value in headers if name != b"x-robots-tag" or name not in names)
