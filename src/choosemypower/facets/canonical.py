"""The one URL of a set of choices."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import quote

from choosemypower.facets import grammar
from choosemypower.facets.model import Choices, Group, ListPart, Sort

Pairs = tuple[tuple[str, str], ...]


def canonical_segments(choices: Choices, usage: Pairs = ()) -> tuple[str, ...]:
    """The choices that become the path: the first three that have a word, in canonical order."""
    return _candidates(choices, usage)[: grammar.MAX_SEGMENTS]


def canonical_query(
    choices: Choices,
    usage: Pairs = (),
    *,
    part: ListPart | None = None,
    sort: Sort = Sort.COST,
    page: int = 1,
) -> Pairs:
    """The pairs of the query, in canonical order: everything that is not in the path."""
    in_path = frozenset(canonical_segments(choices, usage))
    terms = [
        term.word for term in choices.terms if _lone(choices.terms, grammar.segment_of_term) not in in_path
    ]
    rates = [
        rate.value
        for rate in choices.rates
        if _lone(choices.rates, grammar.SEGMENT_OF_RATE.get) not in in_path
    ]
    pairs: list[tuple[str, str]] = []
    if terms:
        pairs.append(("term", ",".join(terms)))
    if rates:
        pairs.append(("rate", ",".join(rates)))
    if (percent := choices.green_percent) is not None and grammar.SEGMENT_OF_GREEN[percent] not in in_path:
        pairs.append(("green", str(percent)))
    if features := [word for word in choices.features if word not in in_path]:
        pairs.append(("with", ",".join(features)))
    if choices.leave_outs:
        pairs.append(("without", ",".join(choices.leave_outs)))
    if choices.max_usd_per_year is not None:
        pairs.append((Group.COST.value, str(choices.max_usd_per_year)))
    if choices.providers and not (len(choices.providers) == 1 and choices.providers[0] in in_path):
        pairs.append(("provider", ",".join(choices.providers)))
    if choices.utility is not None:
        pairs.append(("utility", choices.utility))
    if part is not None:
        pairs.append(("only", part.value))
    if _usage_segment(usage) not in in_path:
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


def _candidates(choices: Choices, usage: Pairs) -> tuple[str, ...]:
    """Every segment that the choices could become, in canonical order."""
    found = [
        _lone(choices.terms, grammar.segment_of_term),
        _lone(choices.rates, grammar.SEGMENT_OF_RATE.get),
        grammar.SEGMENT_OF_GREEN.get(choices.green_percent or 0),
        *choices.features,
        _usage_segment(usage),
        _lone(choices.providers, str),
    ]
    return tuple(segment for segment in found if segment is not None)


def _usage_segment(usage: Pairs) -> str | None:
    if len(usage) != 1 or usage[0][0] != "kwh":
        return None
    return grammar.SEGMENT_OF_USAGE.get(usage[0][1])


T = TypeVar("T")


def _lone(chosen: tuple[T, ...], segment_of: Callable[[T], str | None]) -> str | None:
    """The segment of a group with one choice; several choices of a group stay in the query together."""
    return segment_of(chosen[0]) if len(chosen) == 1 else None
