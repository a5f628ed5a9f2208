"""The one URL of a set of choices."""

from collections.abc import Sequence
from urllib.parse import quote

from choosemypower.facets import grammar
from choosemypower.facets.model import Choices, Group, ListPart, Sort
from choosemypower.facets.table import FACET_OF

Pairs = tuple[tuple[str, str], ...]
_Candidate = tuple[Group | None, str, str]
"""(group, word, segment); no group: the usage."""
_AFTER_USAGE = frozenset((Group.PROVIDER, Group.UTILITY))


def canonical_segments(choices: Choices, usage: Pairs = ()) -> tuple[str, ...]:
    """The choices that become the path: the first three that have a word, in canonical order."""
    return tuple([segment for _, _, segment in _in_path(choices, usage)])


def canonical_query(
    choices: Choices,
    usage: Pairs = (),
    *,
    part: ListPart | None = None,
    sort: Sort = Sort.COST,
    page: int = 1,
) -> Pairs:
    """The pairs of the query, in canonical order: everything that is not in the path."""
    in_path = _in_path(choices, usage)
    pairs: list[tuple[str, str]] = []
    for group, words in choices.by_group:
        there = [word for one, word, _ in in_path if one is group]
        if left := [word for word in words if word not in there]:
            pairs.append((str(group), ",".join(left)))
    if part is not None:
        pairs.append(("only", part.value))
    if all(group is not None for group, _, _ in in_path):
        pairs.extend(usage)
    if sort is not Sort.COST:
        pairs.append(("sort", sort.value))
    if page > 1:
        pairs.append(("page", str(page)))
    return tuple(pairs)


def canonical_address(base: str, segments: Sequence[str], query: Pairs) -> str:
    """A URL path with its query, commas left readable."""
    path = "/".join((base, *segments))
    if not query:
        return path
    return path + "?" + "&".join(f"{name}={quote(value, safe=',-')}" for name, value in query)


def _in_path(choices: Choices, usage: Pairs) -> list[_Candidate]:
    """The choices that are in the path, in canonical order; the usage stands before the provider."""
    usage_segment = _usage_segment(usage)
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
