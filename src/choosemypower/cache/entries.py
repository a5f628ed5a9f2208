"""What is kept of an answer: its bytes in the codings that were asked for, and the headers that go out with them.

An entry is filled once. Its variants carry complete messages, so that giving one out means two sends and nothing
else; only `Age` and `Cache-Status` are renewed, at most once a second.
"""

import random
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256
from math import log
from typing import Any, assert_never

import msgspec

from choosemypower.cache.answers import Reply
from choosemypower.cache.headers import KEPT_NAMES, Headers, answer_policy, header, kept_headers
from choosemypower.cache.policies import STALE_WHEN_SICK_SECONDS, CacheKind
from choosemypower.cache.routes import Route
from choosemypower.editions.edition import Edition
from choosemypower.editions.tags import bounded_tags, edge_headers
from choosemypower.encodings import Encoding, is_compressible, restore
from choosemypower.measures import Tally
from choosemypower.sharing.budgets import BUDGETS, Budget
from choosemypower.traffic import CacheOutcome

CACHE_NAME = "choosemypower"  # how we sign Cache-Status (RFC 9211)
LIFETIME_JITTER = 0.10
CHANGE_SPREAD_SECONDS = 30
"""When pages change with the day they are made anew over so long, not all in the same second."""

NO_BODY: dict[str, Any] = {"type": "http.response.body", "body": b"", "more_body": False}
_UNCOUNTED = Tally()
"""Until it is remembered by the page cache, which counts what it gives out."""


class KeptPage(msgspec.Struct, frozen=True, kw_only=True):
    """An answer without its bytes: nothing in it belongs to one visitor or one process."""

    url: str
    status: int
    headers: Headers
    digest: str
    tags: str
    """Separated by blanks, widest first."""
    made_at: float
    """Seconds since 1970."""
    lifetime_seconds: float
    render_seconds: float


class WholePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page with its bytes, in the codings that were made of it; others are made from those. So it lies in Redis."""

    page: KeptPage
    bodies: dict[Encoding, bytes]
    is_dense: bool


def make_page(
    reply: Reply, url: str, route: Route, edition: Edition | None, *, made_at: float, render_seconds: float
) -> KeptPage:
    """Take from the app's answer what everybody may have."""
    policy = answer_policy(route, reply.status)
    kept = [
        _one_copy(name, value)
        for name, value in reply.headers
        if name in KEPT_NAMES and not (name == b"x-robots-tag" and route.policy.is_noindex)
    ]
    if (
        edition is not None
        and route.policy.kind is CacheKind.STORED
        and not header(tuple(kept), b"last-modified")
    ):
        kept.append(_one_copy(b"last-modified", _http_date(int(edition.modified_at))))
    of_policy = policy.tags if policy is not route.policy else ()
    given = header(reply.headers, b"surrogate-key").decode("latin-1").split()
    # SHA-256 takes half of BLAKE2's time where the processor knows it: 35 µs for 40 kB.
    digest = sha256(b"%d %s\n" % (reply.status, header(reply.headers, b"content-type")))
    digest.update(reply.body)
    return KeptPage(
        url=url,
        status=reply.status,
        headers=tuple(kept),
        digest=digest.hexdigest()[:20],
        tags=" ".join(bounded_tags((*of_policy, *route.tags, *given))),
        made_at=made_at,
        # Spread, so that what was made together ends apart.
        lifetime_seconds=_budget_of(route, reply.status).lifetime_seconds
        * random.uniform(1 - LIFETIME_JITTER, 1 + LIFETIME_JITTER),  # noqa: S311
        render_seconds=render_seconds,
    )


def _budget_of(route: Route, status: int) -> Budget:
    """What is not there leaves the class of its route."""
    return BUDGETS[answer_policy(route, status).budget] if status in (404, 410) else route.budget


@lru_cache(maxsize=256)
def _one_copy(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """The same header on thousands of pages takes memory once."""
    return name, value


@lru_cache(8)
def _http_date(moment: int) -> bytes:
    """Nearly all pages of a dataset have the same date, and to write it takes as long as to find a page."""
    return formatdate(moment, usegmt=True).encode()


class Variant(msgspec.Struct, eq=False, kw_only=True):
    """One coding of an entry: its bytes, and once it was given out again, messages ready to be sent.

    It does not know its entry: two that refer to each other would wait for the garbage collector, which is late.
    """

    encoding: Encoding
    content: bytes
    etag: bytes
    is_dense: bool
    etags: frozenset[bytes] = frozenset()
    start: dict[str, Any] = {}
    start_not_modified: dict[str, Any] = {}
    body: dict[str, Any] = {}
    edition: Edition | None = None
    good_until: float = 0.0
    """Until then (monotonic), and in that edition, the messages may go out as they are."""
    tally: Tally = _UNCOUNTED
    tally_not_modified: Tally = _UNCOUNTED


def _variant_of(page: KeptPage, encoding: Encoding, content: bytes, *, is_dense: bool) -> Variant:
    """These bytes of a page in this coding."""
    etag = _etag(page, encoding, is_dense=is_dense)
    return Variant(encoding=encoding, content=content, etag=etag, is_dense=is_dense)


def _etag(page: KeptPage, encoding: Encoding, *, is_dense: bool) -> bytes:
    """What tells the bytes of one page apart is the coding, and how densely it was made."""
    mark = (
        "" if encoding is Encoding.IDENTITY else f"-{encoding.value}" if is_dense else f"-{encoding.value}0"
    )
    return f'"{page.digest}{mark}"'.encode()


def _etags_of(page: KeptPage, encoding: Encoding) -> frozenset[bytes]:
    """What somebody may hold who has this page in a coding: who got the first bytes need not fetch the dense ones too.

    An edge that changes the bytes writes `W/` before it (RFC 9110 §8.8.3).
    """
    strong = [_etag(page, encoding, is_dense=is_dense) for is_dense in (True, False)]
    return frozenset((*strong, *(b"W/" + etag for etag in strong)))


class Entry:
    """A page in this process: when it was made, when it is renewed, and its variants."""

    __slots__ = (
        "budget",
        "edition",
        "expires_at",
        "failed_until",
        "fixed_headers",
        "is_compressible",
        "kept_until",
        "memo_keys",
        "page",
        "policy",
        "refresh_at",
        "route",
        "shared_as",
        "size",
        "validated_at",
        "variants",
    )

    def __init__(
        self,
        whole: WholePage,
        route: Route,
        edition: Edition | None,
        fixed_headers: Headers,
        *,
        now: float,
        wall_now: float,
    ) -> None:
        self.page = page = whole.page
        self.route = route
        self.policy = answer_policy(route, page.status)
        """Whose lifetimes go out: the route's, or those of redirects and of what is not there."""
        self.budget = _budget_of(route, page.status)
        self.edition = edition
        self.fixed_headers = fixed_headers
        self.memo_keys: set[tuple[bytes, bytes, bytes]] = set()
        """The requests that are answered with it at once."""
        self.shared_as: str | None = None
        """Its key in Redis, when other processes read it there."""
        self.validated_at = now
        self.failed_until = 0.0
        """A newer one could not be made; until then nobody tries again."""
        self.variants = {
            coding: _variant_of(page, coding, body, is_dense=whole.is_dense)
            for coding, body in whole.bodies.items()
        }
        plain = whole.bodies.get(Encoding.IDENTITY)
        self.is_compressible = plain is None or is_compressible(header(page.headers, b"content-type"), plain)
        self._set_times(now, wall_now)
        self.size = 0
        """Known once it is kept."""

    def _set_times(self, now: float, wall_now: float) -> None:
        page = self.page
        made_at = now - max(0.0, wall_now - page.made_at)
        self.expires_at = made_at + page.lifetime_seconds
        # Renewed a little earlier, drawn anew for each process and entry (XFetch): without a coordinator the
        # processes renew at different moments, so that few of them make the same page.
        early = max(page.render_seconds, page.lifetime_seconds * 0.01) * -log(1.0 - random.random())  # noqa: S311
        self.refresh_at = self.expires_at - min(early, page.lifetime_seconds / 2)
        """From then on the next visitor begins to have it made anew; never while that is under way."""
        if self.edition is not None and self.policy.kind is CacheKind.STORED:
            spread = random.uniform(0, CHANGE_SPREAD_SECONDS)  # noqa: S311
            self.expires_at = min(self.expires_at, now + self.edition.ends_at - wall_now + spread)
            # What is made anew before the edition ends would end with it, too.
            self.refresh_at = min(self.refresh_at, self.expires_at)
        self.kept_until = self.expires_at + STALE_WHEN_SICK_SECONDS

    def plain(self) -> bytes:
        """The bytes without a coding, restored where only compressed ones are kept."""
        kept = self.a_variant()
        return restore(kept.content, kept.encoding)

    def a_variant(self) -> Variant:
        """From which others are made: the one without a coding where it is kept."""
        return self.variants.get(Encoding.IDENTITY) or next(iter(self.variants.values()))

    def put(self, coding: Encoding, content: bytes, *, is_dense: bool) -> Variant:
        """Keep these bytes in the place of others that said the same."""
        made = _variant_of(self.page, coding, content, is_dense=is_dense)
        variant = self.variants.setdefault(coding, made)
        # Requests are remembered with it, and counted: another beside it would keep the bytes before alive uncounted.
        variant.content, variant.etag, variant.is_dense = content, made.etag, is_dense
        variant.start = variant.start_not_modified = variant.body = {}
        variant.etags = frozenset()
        variant.good_until = 0.0
        return variant

    def whole(self) -> WholePage:
        """What other processes may have of it."""
        variants = [
            variant for coding, variant in self.variants.items() if coding is not Encoding.IDENTITY
        ] or [*self.variants.values()]
        return WholePage(
            page=self.page,
            bodies={variant.encoding: variant.content for variant in variants},
            is_dense=all(variant.is_dense for variant in variants),
        )

    def stamp(self, variant: Variant, now: float) -> None:
        """Have ready what answers a hit at this moment."""
        marks = self.marks(now, CacheOutcome.HIT)
        variant.start, variant.body = self.messages(variant, marks, is_not_modified=False)
        variant.start_not_modified, _ = self.messages(variant, marks, is_not_modified=True)
        if self.page.status == 200:
            variant.etags = variant.etags or _etags_of(self.page, variant.encoding)

    def messages(
        self, variant: Variant, marks: Headers, *, is_not_modified: bool
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The start and the body of an answer; what changes with time comes from `marks`."""
        page = self.page
        common: list[tuple[bytes, bytes]] = [
            *kept_headers(self.policy, self.route),
            (b"etag", variant.etag),
            *edge_headers(page.tags),
            *self.fixed_headers,
        ]
        if self.edition is not None and self.policy.kind is not CacheKind.STATIC:
            common.append((b"x-dataset", b"%d" % self.edition.epoch))
        if is_not_modified:
            own = tuple(pair for pair in page.headers if pair[0] not in (b"content-type", b"link"))
            headers = (*own, *common, *marks)
            return {"type": "http.response.start", "status": 304, "headers": headers}, NO_BODY
        of_body = [(b"content-length", b"%d" % len(variant.content))]
        if variant.encoding is not Encoding.IDENTITY:
            of_body.append((b"content-encoding", variant.encoding.value.encode()))
        headers = (*page.headers, *of_body, *common, *marks)
        start = {"type": "http.response.start", "status": page.status, "headers": headers}
        return start, {"type": "http.response.body", "body": variant.content, "more_body": False}

    def is_held(self, variant: Variant, headers: list[tuple[bytes, bytes]]) -> bool:
        """Does the client hold what this says? RFC 9110 §13.1: If-None-Match wins, compared weakly."""
        if self.page.status != 200:
            return False
        tags = [value for name, value in headers if name == b"if-none-match"]
        if tags:
            given = {candidate.strip() for candidate in b",".join(tags).split(b",")}
            return b"*" in given or not _etags_of(self.page, variant.encoding).isdisjoint(given)
        since = next((value for name, value in headers if name == b"if-modified-since"), None)
        modified = header(self.page.headers, b"last-modified")
        if since is None or not modified:
            return False
        try:
            return parsedate_to_datetime(modified.decode()) <= parsedate_to_datetime(since.decode("latin-1"))
        except (ValueError, TypeError):
            return False

    def weigh(self) -> None:
        """Count the bytes that it takes."""
        page = self.page
        # Tags stand in three headers, too.
        own = len(page.url) + 4 * len(page.tags) + sum(len(value) for _, value in page.headers)
        self.size = ENTRY_BYTES + own + sum(map(_weight, self.variants.values()))

    def note_use(self, now: float) -> None:
        """Its data are the present ones: a validation, so its age begins anew (RFC 9111 §4.2.3), not too often."""
        if now - self.validated_at >= max(1.0, min(60.0, self.policy.max_age_seconds / 10)):
            self.validated_at = now

    def marks(self, now: float, outcome: CacheOutcome, detail: str = "", *, is_over: bool = False) -> Headers:
        """Age, and what became of the request, for the people who look into it.

        `is_over`: its edition is. Then its time is over, too: an edge that was purged would keep it for an hour.
        """
        age = max(int(now - self.validated_at), self.policy.max_age_seconds if is_over else 0)
        ttl = int(self.expires_at - now)
        timing = f"miss, render;dur={self.page.render_seconds * 1000:.1f}"
        match outcome:
            case CacheOutcome.HIT:
                status, timing = f"hit; ttl={max(0, ttl)}", "hit"
            case CacheOutcome.REFRESHING:
                status, timing = f"hit; ttl={ttl}; detail=refreshing", "stale"
            case CacheOutcome.MADE:
                status = "fwd=miss; stored"
            case CacheOutcome.SHARED:
                status = "fwd=miss; detail=redis; stored"
            case CacheOutcome.STALE:
                status, timing = "fwd=stale", "stale"
            case _:
                assert_never(outcome)
        return (
            (b"age", b"%d" % age),
            (b"cache-status", f"{CACHE_NAME}; {status}{detail}".encode()),
            (b"server-timing", f"cache;desc={timing}".encode()),
        )


ENTRY_BYTES = 2_000
VARIANT_BYTES = 500


def _weight(variant: Variant) -> int:
    return VARIANT_BYTES + len(variant.content)
