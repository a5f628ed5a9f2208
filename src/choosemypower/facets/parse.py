"""From the path segments and the query of a list page to the choices that they mean."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

import msgspec

from choosemypower.errors import InvalidParameterError
from choosemypower.facets import grammar
from choosemypower.facets.model import Choices, ListPart, Sort, TermRange
from choosemypower.plans.model import RateType
from choosemypower.usage import USAGE_PARAMETERS
from choosemypower.world import World

MAX_PAGE = 10_000
MAX_SHOWN_CHARACTERS = 40

Word = TypeVar("Word", bound=StrEnum)


class KnownWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words that depend on the data: providers and their short words."""

    providers: frozenset[str]
    provider_aliases: Mapping[str, str]


class FacetRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a list page is asked for. The usage parameters are only collected: `usage` reads them."""

    choices: Choices
    usage_parameters: Mapping[str, str]
    part: ListPart | None = None
    sort: Sort = Sort.COST
    page: int = 1


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
) -> FacetRequest:
    """What these segments and query pairs mean, in any order and spelling.

    `utilities` are those among which `utility=` may choose; where there is only one, choosing it is void.
    An unknown or contradicting segment ends the path: what stands before it counts. Raises
    InvalidParameterError with a sentence for a known parameter whose value means nothing; empty values and
    unknown parameters do not count.
    """
    reader = _Reader(words)
    for segment in segments:
        if not reader.takes_segment(segment.lower()):
            break
    reader.takes_query(query, utilities)
    return reader.request()


class _Reader:
    """Collects choices from the path first, then from the query."""

    def __init__(self, words: KnownWords) -> None:
        self.words = words
        self.terms: set[TermRange] = set()
        self.rates: set[RateType] = set()
        self.green_percent: int | None = None
        self.features: set[str] = set()
        self.leave_outs: set[str] = set()
        self.max_usd_per_year: int | None = None
        self.providers: set[str] = set()
        self.utility: str | None = None
        self.usage: dict[str, str] = {}
        self.part: ListPart | None = None
        self.sort = Sort.COST
        self.page = 1

    def takes_segment(self, segment: str) -> bool:
        """Read one path segment; False when it is unknown or contradicts an earlier one of its type."""
        segment = grammar.RETIRED_SEGMENTS.get(segment, segment)
        if (term := grammar.find_term_of_segment(segment)) is not None:
            return _adds_alone(self.terms, term)
        if (rate := grammar.RATE_SEGMENTS.get(segment)) is not None:
            return _adds_alone(self.rates, rate)
        if (percent := grammar.GREEN_SEGMENTS.get(segment)) is not None:
            if self.green_percent not in (None, percent):
                return False
            self.green_percent = percent
            return True
        if segment in grammar.FEATURES:
            self.features.add(segment)
            return True
        if (kwh := grammar.USAGE_SEGMENTS.get(segment)) is not None:
            return self.usage.setdefault("kwh", kwh) == kwh
        if (provider := self._find_provider(segment)) is not None:
            return _adds_alone(self.providers, provider)
        return False

    def takes_query(self, query: Iterable[tuple[str, str]], utilities: Collection[str]) -> None:
        """Read the query's pairs; single-valued parameters take their first value that is not empty."""
        seen: set[str] = set()
        for name, text in query:
            if name not in _PARAMETERS:
                continue
            for value in text.split(",") if name in _LISTS else (text,):
                word = value.strip().lower()
                if not word or (name in seen and name not in _LISTS):
                    continue
                seen.add(name)
                if name in _USAGE:
                    self._takes_usage(name, word)
                else:
                    self._takes_word(name, word, utilities)

    def _takes_usage(self, name: str, word: str) -> None:
        if name == "kwh" or name not in self.usage:
            self.usage[name] = word

    def _takes_word(self, name: str, word: str, utilities: Collection[str]) -> None:
        match name:
            case "term":
                self.terms.add(_known(grammar.find_term_of_word(word), name, word, "12, 3-11 or 25-"))
            case "rate":
                rate = grammar.RATE_SEGMENTS.get(f"{word.removesuffix('-rate')}-rate")
                self.rates.add(_known(rate, name, word, "fixed, variable or indexed"))
            case "green":
                segment = grammar.RETIRED_SEGMENTS.get(word, word)
                percent = grammar.GREEN_SEGMENTS.get(segment) or _GREEN_WORDS.get(word)
                self.green_percent = _known(percent, name, word, "10, 25, 50 or 100")
            case "with":
                feature = word if word in grammar.FEATURES else None
                self.features.add(_known(feature, name, word, ", ".join(grammar.FEATURES)))
            case "without":
                left_out = word if word in grammar.LEAVE_OUTS else None
                self.leave_outs.add(_known(left_out, name, word, ", ".join(grammar.LEAVE_OUTS)))
            case "max-usd-per-year":
                self.max_usd_per_year = _known(
                    _whole_number(word.removeprefix("$").replace(",", ""), grammar.MOST_USD_PER_YEAR),
                    name,
                    word,
                    "whole dollars, like 2000",
                )
            case "provider":
                self.providers.add(
                    _known(self._find_provider(word), name, word, "the name in a provider's address")
                )
            case "utility":
                given = word if word in utilities else None
                chosen = _known(given, name, word, " or ".join(utilities) or "no value here")
                self.utility = chosen if len(utilities) > 1 else None
            case "only":
                self.part = _enumerated(ListPart, name, word)
            case "sort":
                self.sort = _enumerated(Sort, name, word)
            case "page":
                self.page = _known(_whole_number(word, MAX_PAGE), name, word, "a whole number from 1")

    def _find_provider(self, word: str) -> str | None:
        if word in self.words.providers:
            return word
        return self.words.provider_aliases.get(word)

    def request(self) -> FacetRequest:
        return FacetRequest(
            choices=Choices(
                terms=tuple(sorted(self.terms, key=lambda term: term.place)),
                rates=tuple(rate for rate in RateType if rate in self.rates),
                green_percent=self.green_percent,
                features=tuple(word for word in grammar.FEATURES if word in self.features),
                leave_outs=tuple(word for word in grammar.LEAVE_OUTS if word in self.leave_outs),
                max_usd_per_year=self.max_usd_per_year,
                providers=tuple(sorted(self.providers)),
                utility=self.utility,
            ),
            usage_parameters=self.usage,
            part=self.part,
            sort=self.sort,
            page=self.page,
        )


_PARAMETERS = frozenset(grammar.PARAMETERS)
_USAGE = frozenset(USAGE_PARAMETERS)
_LISTS = frozenset(("term", "rate", "with", "without", "provider"))
_GREEN_WORDS = {str(percent): percent for percent in grammar.GREEN_PERCENTS}

T = TypeVar("T")


def _adds_alone(chosen: set[T], value: T) -> bool:
    """Add the first value of a group; a repeat is fine, another value is not."""
    if chosen and value not in chosen:
        return False
    chosen.add(value)
    return True


def _known(value: T | None, name: str, word: str, allowed: str) -> T:
    if value is None:
        shown = word if len(word) <= MAX_SHOWN_CHARACTERS else word[:MAX_SHOWN_CHARACTERS] + "…"
        raise InvalidParameterError(
            f"The filter {name} cannot be “{shown}”. It takes {allowed}.", parameter=name
        )
    return value


def _whole_number(word: str, highest: int) -> int | None:
    """A number from 1 to `highest`; None for anything else."""
    is_number = word.isascii() and word.isdigit() and len(word) <= len(str(highest))
    return int(word) if is_number and 1 <= int(word) <= highest else None


def _enumerated(words: type[Word], name: str, word: str) -> Word:
    found = next((member for member in words if member.value == word), None)
    return _known(found, name, word, ", ".join(member.value for member in words))
