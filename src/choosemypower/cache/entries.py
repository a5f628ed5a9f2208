"""What is kept of an answer: its bytes in every encoding, and the headers that go out with each.

An entry is filled once. Its variants carry complete messages, so that giving one out means two sends and nothing
else; only `Age` and `Cache-Status` are renewed, at most once a second.
"""

from email.utils import formatdate, parsedate_to_datetime
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

from choosemypower.cache.edition import Edition
from choosemypower.cache.encodings import (
    OFF_LOOP_FROM_BYTES,
    USUAL_RATIO,
    Encoding,
    compress,
    is_compressible,
    restore,
)
from choosemypower.cache.policies import API_ORIGIN, POLICIES, Kind, Policy
from choosemypower.cache.routes import Route
from choosemypower.cache.tags import bounded_tags, edge_headers

Headers = tuple[tuple[bytes, bytes], ...]

CACHE_NAME = "choosemypower"  # how we sign Cache-Status (RFC 9211)

# What the app may say about a page that everybody gets. Everything else, Set-Cookie above all, is dropped.
KEPT_HEADERS = frozenset(
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

_NO_BODY: dict[str, Any] = {"type": "http.response.body", "body": b"", "more_body": False}
_NOT_YET: dict[str, Any] = {}
_ENCODING_MARKS = {Encoding.BROTLI: "-br", Encoding.GZIP: "-gz", Encoding.IDENTITY: ""}


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it is kept in Redis, too: nothing in it belongs to one visitor or one process."""

    url: str
    status: int
    headers: Headers
    bodies: dict[str, bytes]
    """By content coding. Of large ones only what was compressed stays; the others are made from it."""
    digest: str
    tags: tuple[str, ...]
    made_at: float
    """Seconds since 1970."""
    lifetime_seconds: float
    render_seconds: float

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values())) + 2 * len(self.url) + 1500


def make_page(
    *,
    url: str,
    route: Route,
    status: int,
    headers: Headers,
    body: bytes,
    made_at: float,
    lifetime_seconds: float,
    render_seconds: float,
    modified_at: float | None,
) -> Page:
    """Take from the app's answer what everybody may have. Compresses nothing yet."""
    kept = [
        _one_copy(name, value)
        for name, value in headers
        if name in KEPT_HEADERS and not (name == b"x-robots-tag" and route.policy.is_noindex)
    ]
    if modified_at is not None and not any(name == b"last-modified" for name, _ in kept):
        kept.append(_one_copy(b"last-modified", _http_date(int(modified_at))))
    given_tags = [
        tag for name, value in headers if name == b"surrogate-key" for tag in value.decode("latin-1").split()
    ]
    return Page(
        url=url,
        status=status,
        headers=tuple(kept),
        bodies={Encoding.IDENTITY.value: body},
        digest=_digest(f"{status} {header(headers, b'content-type')}\n".encode(), body),
        tags=bounded_tags((*route.tags, *given_tags)),
        made_at=made_at,
        lifetime_seconds=lifetime_seconds,
        render_seconds=render_seconds,
    )


@lru_cache(maxsize=256)
def _one_copy(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """The same header on thousands of pages takes memory once."""
    return name, value


@lru_cache(8)
def _http_date(moment: int) -> bytes:
    """Nearly all pages of a dataset have the same date, and to write it takes as long as to find a page."""
    return formatdate(moment, usegmt=True).encode()


def _digest(head: bytes, body: bytes) -> str:
    digest = blake2b(head, digest_size=10)
    digest.update(body)
    return digest.hexdigest()


def takes_long(page: Page) -> bool:
    """Is this page so large that to compress or restore it would hold up other visitors?"""
    plain = page.bodies.get(Encoding.IDENTITY.value)
    if plain is not None:
        return len(plain) >= OFF_LOOP_FROM_BYTES
    return max(map(len, page.bodies.values())) * USUAL_RATIO >= OFF_LOOP_FROM_BYTES


def encode_page(page: Page, encoding: Encoding, *, is_asset: bool = False) -> bytes:
    """The body in this coding, compressed or restored now if it never was. May take a while."""
    known = page.bodies.get(encoding.value)
    if known is not None:
        return known
    plain = page.bodies.get(Encoding.IDENTITY.value)
    if plain is None:
        plain = next(
            restore(page.bodies[source.value], source)
            for source in (Encoding.GZIP, Encoding.BROTLI)
            if source.value in page.bodies
        )
    if encoding is Encoding.IDENTITY:
        return plain
    return compress(plain, encoding, is_asset=is_asset)


def header(headers: Headers, name: bytes) -> str:
    """The first header of this name, or nothing."""
    return next((value.decode("latin-1") for key, value in headers if key == name), "")


class Variant:
    """One encoding of an entry, ready to be sent.

    Its headers are put together when it is first given out: most pages that are warmed wait long for a visitor.
    """

    __slots__ = (
        "body",
        "content",
        "edition",
        "encoding",
        "entry",
        "etag",
        "fixed_headers",
        "good_until",
        "head_body",
        "hits",
        "is_ok",
        "start",
        "start_not_modified",
        "steady_headers",
        "steady_not_modified",
    )

    def __init__(self, entry: "Entry", encoding: Encoding, content: bytes, fixed_headers: Headers) -> None:
        self.entry = entry
        self.encoding = encoding
        self.content = content
        self.fixed_headers = fixed_headers
        self.edition: Edition | None = None
        self.good_until = 0.0
        """Until then (monotonic) the two start messages may go out as they are."""
        self.hits = 0
        self.is_ok = entry.page.status == 200
        self.etag = b""
        self.head_body = _NO_BODY
        self.body = self.start = self.start_not_modified = _NOT_YET
        self.steady_headers: Headers = ()
        self.steady_not_modified: Headers = ()

    def stamp(self, age_seconds: int, status: bytes, timing: bytes) -> None:
        """Renew what changes with time; the first time, put together what does not."""
        if not self.steady_headers:
            self._prepare()
        changing = (
            (b"age", b"%d" % age_seconds),
            (b"cache-status", status),
            (b"server-timing", timing),
        )
        self.start = {
            "type": "http.response.start",
            "status": self.entry.page.status,
            "headers": self.steady_headers + changing,
        }
        self.start_not_modified = {
            "type": "http.response.start",
            "status": 304,
            "headers": self.steady_not_modified + changing,
        }

    def _prepare(self) -> None:
        entry, page = self.entry, self.entry.page
        self.body = {"type": "http.response.body", "body": self.content, "more_body": False}
        self.etag = f'"{page.digest}{_ENCODING_MARKS[self.encoding]}"'.encode()
        shared: list[tuple[bytes, bytes]] = [
            *_steady_headers(
                entry.policy.name,
                entry.route.query if entry.route.template and not entry.route.is_strict else None,
            ),
            (b"etag", self.etag),
            *edge_headers(page.tags),
            *self.fixed_headers,
        ]
        if entry.edition is not None and entry.policy.kind is not Kind.STATIC:
            shared.append((b"x-dataset", b"%d" % entry.edition.epoch))
        of_body = [(b"content-length", b"%d" % len(self.content))]
        if self.encoding is not Encoding.IDENTITY:
            of_body.append((b"content-encoding", self.encoding.value.encode()))
        self.steady_headers = (*page.headers, *of_body, *shared)
        self.steady_not_modified = (
            *((name, value) for name, value in page.headers if name not in (b"content-type", b"link")),
            *shared,
        )


class Entry:
    """A page in this process: when it was made, when it is renewed, and its variants."""

    __slots__ = (
        "edition",
        "expires_at",
        "is_compressible",
        "is_refreshing",
        "kept_until",
        "last_used",
        "made_at",
        "memo_keys",
        "page",
        "policy",
        "refresh_at",
        "route",
        "size",
        "validated_at",
        "variants",
    )

    def __init__(self, page: Page, route: Route, policy: Policy, edition: Edition | None, now: float) -> None:
        self.page = page
        self.route = route
        self.policy = policy
        """Whose headers go out: the route's, or that of redirects and of what is not there."""
        self.edition = edition
        self.variants: dict[Encoding, Variant] = {}
        self.memo_keys: list[tuple[bytes, bytes, bytes]] = []
        self.made_at = now
        self.validated_at = now
        self.last_used = now
        self.refresh_at = 0.0
        self.expires_at = 0.0
        self.kept_until = 0.0
        self.is_refreshing = False
        plain = page.bodies.get(Encoding.IDENTITY.value)
        self.is_compressible = plain is None or is_compressible(header(page.headers, b"content-type"), plain)
        self.size = page.size

    def add_variant(self, encoding: Encoding, body: bytes, fixed_headers: Headers) -> Variant:
        """Make a variant of these bytes."""
        made = Variant(self, encoding, body, fixed_headers)
        self.variants[encoding] = made
        return made


def policy_headers(policy: Policy) -> Headers:
    """What this policy says to browsers, to edges, and to scripts of other sites."""
    value = policy.cache_control.encode()
    headers: list[tuple[bytes, bytes]] = [(b"cache-control", value)]
    if policy.kind is not Kind.NEVER:
        headers += [(b"cdn-cache-control", value), (b"surrogate-control", value)]
    headers += other_policy_headers(policy)
    return tuple(headers)


def other_policy_headers(policy: Policy) -> Headers:
    """What a policy says besides lifetimes; it holds for errors too."""
    headers: list[tuple[bytes, bytes]] = []
    if policy.has_cors:
        headers.append((b"access-control-allow-origin", API_ORIGIN.encode()))
    if policy.is_noindex:
        headers.append((b"x-robots-tag", b"noindex"))
    return tuple(headers)


@cache
def _steady_headers(policy_name: str, query: tuple[str, ...] | None) -> Headers:
    """What all answers of a policy and a set of parameters have in common; worked out once.

    No-Vary-Search tells browsers which parameters matter: those that the handler reads, in any order.
    """
    policy = POLICIES[policy_name]
    headers = (*policy_headers(policy), (b"vary", b"Accept-Encoding"))
    if query is None or policy.kind is not Kind.STORED:
        return headers
    known = " ".join(f'"{name}"' for name in query)
    return (*headers, (b"no-vary-search", f"key-order, params, except=({known})".encode()))


def is_not_modified(
    variant: Variant, if_none_match: bytes | None, if_modified_since: bytes | None = None
) -> bool:
    """Does the client hold these very bytes? RFC 9110 §13.1: If-None-Match wins, compared weakly."""
    if if_none_match is not None:
        if if_none_match == variant.etag:
            return True
        stripped = if_none_match.strip()
        if stripped == b"*":
            return True
        return any(
            candidate.strip().removeprefix(b"W/") == variant.etag for candidate in stripped.split(b",")
        )
    if if_modified_since is None:
        return False
    modified = header(variant.entry.page.headers, b"last-modified")
    try:
        since = parsedate_to_datetime(if_modified_since.decode("latin-1"))
        return bool(modified) and parsedate_to_datetime(modified) <= since
    except (ValueError, TypeError):
        return False
