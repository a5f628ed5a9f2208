"""Which headers does an answer of a policy carry, whatever it says? Kept or not, found or not, they stand here."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from choosemypower.asked import is_id
from choosemypower.cache.policies import API_ORIGIN, NO_STORE, NOT_FOUND, REDIRECT, CacheKind, Policy
from choosemypower.cache.routes import Route

Headers = tuple[tuple[bytes, bytes], ...]

PREFLIGHT_SECONDS = 86_400

EXPOSED = b"Age, Cache-Status, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Dataset, X-Request-ID"
"""What scripts of our origin may read of an answer besides its body."""

# What the app may say about a page that everybody gets. Everything else, Set-Cookie above all, is dropped.
KEPT_NAMES = frozenset(
    (
        b"content-type",
        b"content-language",
        b"content-disposition",
        b"content-location",
        b"link",
        b"location",
        b"x-robots-tag",
        b"last-modified",
        b"deprecation",
        b"sunset",
        b"hx-push-url",
        b"speculation-rules",
    )
)
# Said by the policy or by the server, never by a handler.
OWN_NAMES = frozenset(
    (
        b"cache-control",
        b"cdn-cache-control",
        b"surrogate-control",
        b"access-control-allow-origin",
        b"access-control-expose-headers",
        b"surrogate-key",
        b"content-length",
    )
)
# What a public answer never carries, kept or not.
VISITOR_NAMES = frozenset((b"set-cookie", b"vary", b"age", b"etag"))


def header(headers: Headers, name: bytes) -> bytes:
    """The first header of this name, or nothing."""
    for key, value in headers:
        if key == name:
            return value
    return b""


def lower_case(given: Iterable[tuple[bytes, bytes]]) -> Headers:
    """What an app says, with names as ASGI wants them; ours are read by those."""
    return tuple((name.lower(), value) for name, value in given)


def answer_policy(route: Route | None, status: int) -> Policy:
    """Whose lifetimes an answer gets: its route's when it is good, those of what is not there, or none."""
    if route is None or route.policy.kind is CacheKind.NEVER:
        return NO_STORE if route is None else route.policy
    if status == 200:
        return route.policy
    if status in (404, 410):
        return NOT_FOUND if route.policy.not_found_may_be_kept else NO_STORE
    if status in (301, 308) or (status in (302, 303, 307) and route.policy.name == "redirect"):
        return REDIRECT
    return NO_STORE


@cache
def policy_headers(policy: Policy, of_route: Policy | None = None) -> Headers:
    """What a policy says to browsers, to edges, and to scripts of other sites.

    Lifetimes are those of the answer's policy; who may read it and who may list it is also its route's to say, so
    that a script can read why something is not there.
    """
    value = policy.cache_control.encode()
    headers: list[tuple[bytes, bytes]] = [(b"cache-control", value)]
    if policy.kind is not CacheKind.NEVER:
        headers += [(b"cdn-cache-control", value), (b"surrogate-control", value)]
    policies = (policy, of_route or policy)
    if any(one.has_cors for one in policies):
        headers.append((b"access-control-allow-origin", API_ORIGIN.encode()))
        headers.append((b"access-control-expose-headers", EXPOSED))
    if any(one.is_noindex for one in policies):
        headers.append((b"x-robots-tag", b"noindex"))
    return tuple(headers)


@cache
def kept_headers(policy: Policy, route: Route) -> Headers:
    """What all kept answers of a route and a policy have in common.

    No-Vary-Search tells browsers which parameters matter: those that the handler reads, in any order. A strict route
    says none, so that no browser takes a kept answer where a name must be refused.
    """
    headers = (*policy_headers(policy, route.policy), (b"vary", b"Accept-Encoding"))
    if not route.template or route.is_strict or policy.kind is not CacheKind.STORED:
        return headers
    known = " ".join(f'"{name}"' for name in route.query)
    return (*headers, (b"no-vary-search", f"key-order, params, except=({known})".encode()))


def named(start: dict[str, Any], given_id: bytes) -> dict[str, Any]:
    """A hit's message with the id that the caller gave, where it is one that we repeat."""
    if not is_id(given_id):
        return start
    return {**start, "headers": (*start["headers"], (b"x-request-id", given_id))}


def preflight_headers(methods: list[str]) -> Headers:
    """What a browser is told that asks whether a script of our origin may use one of these methods."""
    return (
        (b"access-control-allow-origin", API_ORIGIN.encode()),
        (b"access-control-allow-methods", ", ".join(methods).encode()),
        (b"access-control-allow-headers", b"content-type, if-none-match"),
        (b"access-control-max-age", b"%d" % PREFLIGHT_SECONDS),
        (b"cache-control", b"no-store"),
    )
