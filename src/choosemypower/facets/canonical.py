"""The one URL of a set of choices."""

from collections.abc import Sequence
from functools import lru_cache
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
    in_path, left, has_usage = _without_usage(choices, _usage_segment(usage))
    pairs = list(left)
    if part is not None:
        pairs.append(("only", part.value))
    if zip:
        pairs.append((grammar.ZIP, zip))
    if usage and not has_usage:
        pairs.extend(usage)
    if sort is not Sort.COST:
        pairs.append(("sort", sort.value))
    if page > 1:
        pairs.append(("page", str(page)))
    return in_path, tuple(pairs)


@lru_cache(maxsize=4096)
def _without_usage(choices: Choices, usage_segment: str | None) -> tuple[tuple[str, ...], Pairs, bool]:
    """The path, the choices that are left for the query, and whether the usage is in the path: for any other home the
    same, and asked for by a dozen links of each page."""
    in_path = _in_path(choices, usage_segment)
    pairs: list[tuple[str, str]] = []
    for group, words in choices.by_group:
        there = [word for one, word, _ in in_path if one is group]
        if left := [word for word in words if word not in there]:
            pairs.append((group.value, ",".join(left)))
    return (
        tuple([segment for _, _, segment in in_path]),
        tuple(pairs),
        any(group is None for group, _, _ in in_path),
    )


def canonical_segments(choices: Choices, usage: Pairs = ()) -> tuple[str, ...]:
    """The path alone."""
    return canonical_parts(choices, usage)[0]


def canonical_query(
    choices: Choices,
    usage: Pairs = (),
    *,
    part: ListPart | None = None,
    sort: Sort = Sort.COST,
    page: int = 1,
    zip: str = "",
) -> Pairs:
    """The pairs of the query alone, in canonical order."""
    return canonical_parts(choices, usage, part=part, sort=sort, page=page, zip=zip)[1]


def canonical_address(base: str, segments: Sequence[str], query: Pairs) -> str:
    """A URL path with its query, commas left readable."""
    path = "/".join((base, *segments))
    if not query:
        return path
    return path + "?" + "&".join([f"{name}={quoted(value)}" for name, value in query])


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
