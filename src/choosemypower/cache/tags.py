"""Which pages must go when this changes? Tags from wide to narrow, in each edge's own header."""

import re
from collections.abc import Iterable
from functools import lru_cache

TAGS_MAX = 64
TAG_BYTES_MAX = 7_900
"""Edges refuse more than 8 kB of tags; the narrowest are dropped first."""
_TAG_CHARACTERS = re.compile(r"[^A-Za-z0-9_./:-]+")


def tag_header(*tags: str) -> dict[str, str]:
    """What a handler adds to a response's headers to name what stands on the page, widest first.

    For example `tag_header("city/houston", "utility/centerpoint")`. The route's own tags come before these.
    """
    return {"Surrogate-Key": " ".join(bounded_tags(tags))}


@lru_cache(maxsize=16_384)
def clean_tag(tag: str) -> str:
    """The tag without characters that separate tags in one of the headers.

    The same few thousand tags stand on all pages: one copy of each will do.
    """
    return _TAG_CHARACTERS.sub("-", tag.strip())


def bounded_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags without repeats, in order, as many as an edge accepts."""
    kept: dict[str, None] = {}
    taken = 0
    for tag in tags:
        clean = clean_tag(tag)
        if not clean or clean in kept:
            continue
        # In Cache-Groups each tag costs its quotes, a comma and a blank.
        taken += len(clean) + 4
        if len(kept) == TAGS_MAX or taken > TAG_BYTES_MAX:
            break
        kept[clean] = None
    return tuple(kept)


def edge_headers(tags: tuple[str, ...]) -> tuple[tuple[bytes, bytes], ...]:
    """The same tags for Fastly and Varnish, for Cloudflare, and by RFC 9875."""
    if not tags:
        return ()
    groups = ", ".join(f'"{tag}"' for tag in tags)
    return (
        (b"surrogate-key", " ".join(tags).encode()),
        (b"cache-tag", ",".join(tags).encode()),
        (b"cache-groups", groups.encode()),
    )
