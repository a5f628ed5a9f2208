"""From the path segments and the query of a list page to the choices that they mean."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

import msgspec

from choosemypower.errors import InvalidParameterError
from choosemypower.facets import grammar
from choosemypower.facets.facet import Facet, KnownWords
from choosemypower.facets.model import Choices, Group, ListPart, Sort, choices_of
from choosemypower.facets.table import FACET_OF, FACETS, whole_number
from choosemypower.usage import USAGE_PARAMETERS
from choosemypower.world import World

MAX_PAGE = 10_000
MAX_SHOWN_CHARACTERS = 40

Word = TypeVar("Word", bound=StrEnum)


class FacetRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a list page is asked for. The usage parameters are only collected: `usage` reads them."""

    choices: Choices
    usage_parameters: Mapping[str, str]
    part: ListPart | None = None
    sort: Sort = Sort.COST
    page: int = 1
    zip: str = ""
    """The ZIP code that the visitor named; the list is the same for every ZIP code of its utility."""


def known_words(world: World) -> KnownWords:
    """The provider words of a world; ask for them as `world.once(known_words)`."""
    catalogue = world.catalogue
    return KnownWords(
        providers=frozenset(catalogue.providers_by_slug), provider_aliases=catalogue.provider_aliases
    )


def parse_request(
    segments: Sequence[str],
    query: Iterable[tuple[str, str]],
    words: KnownWords,
    utilities: Collection[str] = (),
    zips: Collection[str] = (),
) -> FacetRequest:
    """What these segments and query pairs mean, in any order and spelling.

    `utilities` are those among which `utility=` may choose; where there is only one, choosing it is void. `zips`
    are those of the place; any other is dropped.
    An unknown or contradicting segment ends the path: what stands before it counts. Raises
    InvalidParameterError with a sentence for a known parameter whose value means nothing; empty values and
    unknown parameters do not count.
    """
    reader = _Reader(msgspec.structs.replace(words, utilities=tuple(utilities)) if utilities else words, zips)
    for segment in segments:
        if not reader.takes_segment(segment.lower()):
            break
    reader.takes_query(query)
    return reader.request()


class _Reader:
    """Collects choices from the path first, then from the query."""

    def __init__(self, words: KnownWords, zips: Collection[str]) -> None:
        self.words = words
        self.zips = zips
        self.zip = ""
        self.chosen: dict[Group, set[str]] = {}
        self.usage: dict[str, str] = {}
        self.part: ListPart | None = None
        self.sort = Sort.COST
        self.page = 1

    def takes_segment(self, segment: str) -> bool:
        """Read one path segment; False when it is unknown or contradicts an earlier one of its group."""
        kwh = grammar.USAGE_SEGMENTS.get(grammar.OLD_USAGE_SEGMENTS.get(segment, segment))
        if kwh is not None:
            return self.usage.setdefault("kwh", kwh) == kwh
        fixed = _FIXED_SEGMENTS.get(segment)
        if fixed is not None:
            return self._adds(*fixed)
        for facet in FACETS:
            word = facet.word_of(segment, self.words)
            if word is not None:
                return self._adds(facet, word)
        return False

    def _adds(self, facet: Facet, word: str) -> bool:
        """Add the word of a segment: only where words narrow each other may there be several."""
        chosen = self.chosen.setdefault(facet.group, set())
        if chosen and word not in chosen and not facet.narrows:
            return False
        chosen.add(word)
        return True

    def takes_query(self, query: Iterable[tuple[str, str]]) -> None:
        """Read the query's pairs; single-valued parameters take their first value that is not empty."""
        seen: set[str] = set()
        for name, text in query:
            if name not in _PARAMETERS:
                continue
            is_list = name in _LISTS
            for value in text.split(",") if is_list else (text,):
                word = value.strip().lower()
                if not word or (name in seen and not is_list):
                    continue
                seen.add(name)
                self._takes_word(name, word)

    def _takes_word(self, name: str, word: str) -> None:
        if name in _USAGE:
            if name == "kwh" or name not in self.usage:
                self.usage[name] = word
            return
        if (facet := _FACET_OF_NAME.get(name)) is not None:
            known = facet.read(word, self.words)
            if known is None:
                raise _refused(name, word, facet.takes(self.words))
            if facet.is_single:
                self.chosen[facet.group] = {known}
            else:
                self.chosen.setdefault(facet.group, set()).add(known)
        elif name == "only":
            self.part = _enumerated(ListPart, name, word)
        elif name == grammar.ZIP:
            self.zip = word if word in self.zips else ""
        elif name == "sort":
            self.sort = _enumerated(Sort, name, word)
        else:
            self.page = _known(whole_number(word, MAX_PAGE), name, word, "a whole number from 1")

    def request(self) -> FacetRequest:
        if len(self.words.utilities) < 2:
            self.chosen.pop(Group.UTILITY, None)
        return FacetRequest(
            choices=choices_of(
                {
                    group: FACET_OF[group].ordered(words) if len(words) > 1 else tuple(words)
                    for group, words in self.chosen.items()
                }
            ),
            usage_parameters=self.usage,
            part=self.part,
            sort=self.sort,
            page=self.page,
            zip=self.zip,
        )


_PARAMETERS = frozenset(grammar.PARAMETERS)
_USAGE = frozenset(USAGE_PARAMETERS)
_FIXED_SEGMENTS = {segment: (facet, word) for facet in FACETS for segment, word in facet.segments()}
_FACET_OF_NAME = {facet.group.value: facet for facet in FACETS}
_LISTS = frozenset(facet.group.value for facet in FACETS if not facet.is_single)

T = TypeVar("T")


def _known(value: T | None, name: str, word: str, allowed: str) -> T:
    if value is None:
        raise _refused(name, word, allowed)
    return value


def _refused(name: str, word: str, allowed: str) -> InvalidParameterError:
    shown = word if len(word) <= MAX_SHOWN_CHARACTERS else word[:MAX_SHOWN_CHARACTERS] + "…"
    return InvalidParameterError(f"{name} cannot be “{shown}”. It takes {allowed}.", parameter=name)


def _enumerated(words: type[Word], name: str, word: str) -> Word:
    found = next((member for member in words if member.value == word), None)
    return _known(found, name, word, ", ".join(member.value for member in words))
