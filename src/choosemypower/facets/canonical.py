"""The one URL of a set of choices."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from choosemypower.facets import grammar
from choosemypower.facets.model import Choices, Group, ListPart, Sort
from choosemypower.facets.table import FACET_OF

Pairs = tuple[tuple[str, str], ...]
_Candidate = tuple[Group | None, str, str]
"""(group, word, segment); no group: the usage."""
_AFTER_USAGE = frozenset((Group.PROVIDER, Group.UTILITY))


def canonical_parts(
    choices: Choices,
    usage: Pairs = (),
    *,
    part: ListPart | None = None,
    sort: Sort = Sort.COST,
    page: int = 1,
    zip: str = "",
) -> tuple[tuple[str, ...], Pairs]:
    """The segments of the path, which are the first three choices that have a word, and all the rest as the query."""
    kept = _without_usage(choices, _usage_segment(usage))
    pairs = list(kept.pairs)
    if part is not None:
        pairs.append(("only", part.value))
    if zip:
        pairs.append((grammar.ZIP, zip))
    if usage and not kept.has_usage:
        pairs.extend(usage)
    if sort is not Sort.COST:
        pairs.append(("sort", sort.value))
    if page > 1:
        pairs.append(("page", str(page)))
    return kept.segments, tuple(pairs)


def canonical_url(
    base: str,
    choices: Choices,
    usage: Pairs = (),
    *,
    part: ListPart | None = None,
    sort: Sort = Sort.COST,
    page: int = 1,
    zip: str = "",
) -> str:
    """What `canonical_address` makes of `canonical_parts`, from texts that are kept: a page has a dozen of them."""
    kept = _without_usage(choices, _usage_segment(usage))
    query = kept.query
    if part is not None:
        query += f"&only={part.value}"
    if zip:
        query += f"&{grammar.ZIP}={zip}"
    if usage and not kept.has_usage:
        query += _query_text(usage)
    if sort is not Sort.COST:
        query += f"&sort={sort.value}"
    if page > 1:
        query += f"&page={page}"
    return f"{base}{kept.path}?{query[1:]}" if query else base + kept.path


class _WithoutUsage(NamedTuple):
    """What an address says of the choices."""

    segments: tuple[str, ...]
    pairs: Pairs
    """Choices that are left for the query."""
    has_usage: bool
    """The usage is in the path."""
    path: str
    """The segments, each after a slash."""
    query: str
    """The pairs, each after an ampersand."""


@lru_cache(maxsize=4096)
def _without_usage(choices: Choices, usage_segment: str | None) -> _WithoutUsage:
    """The part of an address that is the same for any other home, and asked for by a dozen links of each page."""
    in_path = _in_path(choices, usage_segment)
    pairs: list[tuple[str, str]] = []
    for group, words in choices.by_group:
        there = [word for one, word, _ in in_path if one is group]
        if left := [word for word in words if word not in there]:
            pairs.append((group.value, ",".join(left)))
    segments = tuple([segment for _, _, segment in in_path])
    return _WithoutUsage(
        segments=segments,
        pairs=tuple(pairs),
        has_usage=any(group is None for group, _, _ in in_path),
        path="".join([f"/{segment}" for segment in segments]),
        query=_query_text(tuple(pairs)),
    )


def canonical_address(base: str, segments: Sequence[str], query: Pairs) -> str:
    """A URL path with its query, commas left readable."""
    path = "/".join((base, *segments))
    return f"{path}?{_query_text(query)[1:]}" if query else path


@lru_cache(maxsize=4096)
def _query_text(pairs: Pairs) -> str:
    """The pairs, each after an ampersand."""
    return "".join([f"&{name}={quoted(value)}" for name, value in pairs])


@lru_cache(maxsize=4096)
def quoted(value: str) -> str:
    """A value as canonical addresses write it, commas and slashes left readable."""
    return quote(value, safe=",-/")


def _in_path(choices: Choices, usage_segment: str | None) -> list[_Candidate]:
    """The choices that are in the path, in canonical order; the usage stands before the provider."""
    found: list[_Candidate] = []
    for group, words in choices.by_group:
        if usage_segment is not None and group in _AFTER_USAGE:
            found.append((None, "", usage_segment))
            usage_segment = None
        facet = FACET_OF[group]
        if len(words) > 1 and not facet.narrows:
            continue  # Several choices of a group that adds up stay in the query together.
        for word in words:
            segment = facet.segment_of(word)
            if segment is not None:
                found.append((group, word, segment))
    if usage_segment is not None:
        found.append((None, "", usage_segment))
    return found[: grammar.MAX_SEGMENTS]


def _usage_segment(usage: Pairs) -> str | None:
    if len(usage) != 1 or usage[0][0] != "kwh":
        return None
    return grammar.SEGMENT_OF_USAGE.get(usage[0][1])
