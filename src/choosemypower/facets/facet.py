"""What a group of filters must say of itself, once: its words, what they mean, and what they are called.

`table.py` holds the groups. Parsing, addresses, counts, labels, the panel and the API ask this class and nothing else,
so a group that lacks an answer cannot be made (mypy says so), and one that has them all works everywhere.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from choosemypower.facets.costs import CostLimits
from choosemypower.facets.model import Group
from choosemypower.plans.model import Plan

Names = Mapping[str, str]
"""Providers' and utilities' names by slug."""


class KnownWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words that depend on the data: providers and their short words, utilities of the place."""

    providers: frozenset[str] = frozenset()
    provider_aliases: Mapping[str, str] = {}
    utilities: Sequence[str] = ()


class CountedPlans(msgspec.Struct, frozen=True, kw_only=True):
    """The plans that are counted: one bit each."""

    plans: Sequence[Plan]
    masks: Mapping[str, int]
    """What `Facet.masks` found."""
    limits: CostLimits | None
    """What the plans cost a home, where that is known."""


class Facet(ABC):
    """One group of filters."""

    group: Group
    label: str
    """Heading of the group in the panel."""
    is_single = False
    """Only one of its words can be in force."""
    narrows = False
    """Words of the group narrow each other; else they add up."""
    is_folded = False
    """Folded in the panel until something in it is chosen."""

    @abstractmethod
    def takes(self, known: KnownWords) -> str:
        """What the parameter takes, for somebody who gave something else."""

    @abstractmethod
    def read(self, given: str, known: KnownWords) -> str | None:
        """The canonical word of what a query says; None when it means nothing."""

    @abstractmethod
    def word_of(self, segment: str, known: KnownWords) -> str | None:
        """The word that a path segment means; None when it is not of this group."""

    @abstractmethod
    def segment_of(self, word: str) -> str | None:
        """The path segment of a word; None for words that only the query can say."""

    @abstractmethod
    def place_of(self, word: str) -> Any:
        """Where a word stands among the others."""

    @abstractmethod
    def masks(self, plans: Sequence[Plan]) -> dict[str, int]:
        """The plans that words of the group leave; those of all other words come from `mask_of`."""

    @abstractmethod
    def offered(self, counted: CountedPlans) -> Iterable[str]:
        """The words that the panel offers, before anything is chosen."""

    @abstractmethod
    def option_label(self, word: str, names: Names) -> str:
        """What stands beside the option's box, under the group's heading."""

    @abstractmethod
    def title(self, word: str, names: Names) -> tuple[str, str]:
        """The words before or after "electricity plans" in a title; the other is empty."""

    def mask_of(self, word: str, counted: CountedPlans) -> int:
        """The plans that a word leaves which is not among `masks`."""
        return 0

    def chip_label(self, word: str, names: Names) -> str:
        """What a chip or a sentence calls the choice, understood without its group's heading."""
        return self.option_label(word, names)

    def segments(self) -> Iterable[tuple[str, str]]:
        """Segments that are the same in all cities, with their words."""
        return ()

    def ordered(self, words: Iterable[str]) -> tuple[str, ...]:
        """Words in their order, each once."""
        return tuple(sorted(set(words), key=self.place_of))

    def listed(self, words: Iterable[str]) -> tuple[str, ...]:
        """Words in the order of the panel, each once."""
        return self.ordered(words)


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """One word of a group whose words are known beforehand: all that there is to say of it."""

    word: str
    label: str
    """Beside its box, under the group's heading."""
    chip: str
    """Understood without the heading."""
    title: str
    """Before or after "electricity plans"."""
    leaves: Callable[[Plan], bool]
    """Whether a plan stays in the list when this is chosen."""
    segment: str | None = None
    """In the path of a city's list; None: only the query can say it."""
    old_segments: tuple[str, ...] = ()
    """Retired: they lead to the segment."""
    claim: str | None = None
    """What a plan's own text says where it has this, as a pattern in English and Spanish; ingest reads it."""
    is_offered: bool = True
    """The panel offers it; else only those who know the address find it."""


class WordFacet(Facet):
    """A group whose words are known beforehand."""

    words: tuple[Word, ...]
    is_title_before = False
    """Its words stand before "electricity plans" in a title."""

    def __init__(self) -> None:
        self._by_word = {one.word: one for one in self.words}
        self._places = {one.word: place for place, one in enumerate(self.words)}
        self._words = {
            segment: one.word
            for one in self.words
            for segment in (one.segment, *one.old_segments)
            if segment is not None
        }

    def takes(self, known: KnownWords) -> str:
        *most, last = self._by_word
        return f"{', '.join(most)} or {last}"

    def read(self, given: str, known: KnownWords) -> str | None:
        return given if given in self._by_word else self._words.get(given)

    def word_of(self, segment: str, known: KnownWords) -> str | None:
        return self._words.get(segment)

    def segment_of(self, word: str) -> str | None:
        return self._by_word[word].segment

    def place_of(self, word: str) -> int:
        return self._places[word]

    def masks(self, plans: Sequence[Plan]) -> dict[str, int]:
        return {one.word: _mask_where(plans, one.leaves) for one in self.words}

    def offered(self, counted: CountedPlans) -> Iterable[str]:
        return (one.word for one in self.words if one.is_offered)

    def option_label(self, word: str, names: Names) -> str:
        return self._by_word[word].label

    def chip_label(self, word: str, names: Names) -> str:
        return self._by_word[word].chip

    def title(self, word: str, names: Names) -> tuple[str, str]:
        title = self._by_word[word].title
        return (title, "") if self.is_title_before else ("", title)

    def segments(self) -> Iterable[tuple[str, str]]:
        return ((one.segment, one.word) for one in self.words if one.segment is not None)


def _mask_where(plans: Sequence[Plan], leaves: Callable[[Plan], bool]) -> int:
    """The plans for which something holds, one bit each."""
    return sum(1 << position for position, plan in enumerate(plans) if leaves(plan))


def masks_by(plans: Sequence[Plan], word_of: Callable[[Plan], str]) -> dict[str, int]:
    """The plans of each word, where every plan has one."""
    masks: dict[str, int] = {}
    for position, plan in enumerate(plans):
        word = word_of(plan)
        masks[word] = masks.get(word, 0) | 1 << position
    return masks
