"""Which pages must go when this changes? Tags from wide to narrow, in each edge's own header."""

import re
from collections.abc import Iterable
from functools import lru_cache

TAGS_MAX = 64
TAG_BYTES_MAX = 7_900
"""Edges refuse more than 8 kB of tags; the narrowest are dropped first."""
_TAG_CHARACTERS = re.compile(r"[^A-Za-z0-9_./:-]+")

HTML_TAG = "html"
API_TAG = "api"
MARKET_TAG = "market"
"""On answers about all plans: the start page, the lists of cities and of providers."""
SITEMAP_TAG = "sitemap"
REDIRECT_TAG = "redirect"
NOT_FOUND_TAG = "not-found"

ALL_TAGS = (HTML_TAG, API_TAG, SITEMAP_TAG, REDIRECT_TAG, NOT_FOUND_TAG)
"""Everything that depends on data; hashed files never change under their name."""
DATED_TAGS = (HTML_TAG, API_TAG)
"""What prices, or says of which day the listings are."""


def plan_tag(plan_id: str) -> str:
    """On everything that shows this plan."""
    return f"plan/{plan_id}"


def provider_tag(slug: str) -> str:
    """On everything that is about this provider or one plan of it."""
    return f"provider/{slug}"


def utility_tag(slug: str) -> str:
    """On everything that shows plans or delivery charges of this utility."""
    return f"utility/{slug}"


def city_tag(slug: str) -> str:
    """On everything about this city."""
    return f"city/{slug}"


def zip_tag(zip: str) -> str:
    """On everything about this ZIP."""
    return f"zip/{zip}"


def tag_header(*tags: str) -> dict[str, str]:
    """What a handler adds to a response's headers to name what stands on the page, widest first.

    For example `tag_header("city/houston", "utility/centerpoint")`. The route's own tags come before these.
    """
    return {"Surrogate-Key": " ".join(map(clean_tag, tags))}


@lru_cache(maxsize=16_384)
def clean_tag(tag: str) -> str:
    """The tag without characters that separate tags in one of the headers.

    The same few thousand tags stand on all pages: one copy of each will do.
    """
    return _TAG_CHARACTERS.sub("-", tag.strip())


def bounded_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags without repeats, in order, as many as an edge accepts."""
    kept = [tag for tag in dict.fromkeys(map(clean_tag, tags)) if tag][:TAGS_MAX]
    # In Cache-Groups each tag costs its quotes, a comma and a blank.
    while sum(map(len, kept)) + 4 * len(kept) > TAG_BYTES_MAX:
        kept.pop()
    return tuple(kept)


def edge_headers(tags: str) -> tuple[tuple[bytes, bytes], ...]:
    """The same tags, which blanks separate, for Fastly and Varnish, for Cloudflare, and by RFC 9875."""
    if not tags:
        return ()
    given = tags.encode()
    return (
        (b"surrogate-key", given),
        (b"cache-tag", given.replace(b" ", b",")),
        (b"cache-groups", b'"' + given.replace(b" ", b'", "') + b'"'),
    )
