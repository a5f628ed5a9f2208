"""What a visitor chose, independent of how the URL says it."""

import math
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

import msgspec

from choosemypower.pricing import CostGroup, Sort

__all__ = ["MONTH_TO_MONTH", "Choice", "Choices", "Group", "ListPart", "Sort", "TermRange"]


class Group(StrEnum):
    """The filter groups, in canonical order; the value is the name of the query parameter."""

    TERM = "term"
    RATE = "rate"
    GREEN = "green"
    WITH = "with"
    WITHOUT = "without"
    COST = "max-usd-per-year"
    PROVIDER = "provider"
    UTILITY = "utility"


_PLACE = {group: place for place, group in enumerate(Group)}


class ListPart(StrEnum):
    """One of the four headed groups of a list, shown alone."""

    WHOLE_YEAR = "whole-year"
    LESS_THAN_A_YEAR = "less-than-a-year"
    BY_THE_HOUR = "by-the-hour"
    HARD_TO_PRICE = "hard-to-price"

    @property
    def group(self) -> CostGroup:
        """Which plans it shows."""
        return _GROUP_OF_PART[self]


_GROUP_OF_PART = {
    ListPart.WHOLE_YEAR: CostGroup.WHOLE_YEAR,
    ListPart.LESS_THAN_A_YEAR: CostGroup.LESS_THAN_A_YEAR,
    ListPart.BY_THE_HOUR: CostGroup.BY_THE_HOUR,
    ListPart.HARD_TO_PRICE: CostGroup.NOT_PRICED_WELL,
}


class TermRange(msgspec.Struct, frozen=True):
    """Terms from one number of months to another, both included. Month to month is 1 to 1."""

    from_months: int
    to_months: int | None
    """None: no end."""

    @property
    def word(self) -> str:
        """As the query says it: `12`, `3-11`, `25-`, `month-to-month`."""
        if self.to_months is None:
            return f"{self.from_months}-"
        if self.from_months == self.to_months:
            return "month-to-month" if self.from_months == 1 else str(self.from_months)
        return f"{self.from_months}-{self.to_months}"

    @property
    def is_single(self) -> bool:
        return self.from_months == self.to_months

    @property
    def place(self) -> tuple[int, float]:
        """Where it stands among other ranges: by its beginning, then by its end."""
        return self.from_months, math.inf if self.to_months is None else self.to_months

    def holds(self, term_months: int) -> bool:
        """Whether a plan's term lies in the range; 0 counts as 1, both are month to month."""
        months = max(term_months, 1)
        return self.from_months <= months and (self.to_months is None or months <= self.to_months)


MONTH_TO_MONTH = TermRange(1, 1)


class Choice(msgspec.Struct, frozen=True):
    """One chosen option: a group and its word, e.g. (`TERM`, "3-11")."""

    group: Group
    word: str


class Choices(msgspec.Struct, frozen=True):
    """All filters in force: the words chosen in each group. Groups in which nothing is chosen are not in it."""

    by_group: tuple[tuple[Group, tuple[str, ...]], ...] = ()
    """In canonical order, words too; see `choices_of`."""

    def __iter__(self) -> Iterator[Choice]:
        """Every choice, in canonical order."""
        for group, words in self.by_group:
            for word in words:
                yield Choice(group, word)

    def of(self, group: Group) -> tuple[str, ...]:
        """The words chosen in a group."""
        for one, words in self.by_group:
            if one is group:
                return words
        return ()

    def one(self, group: Group) -> str | None:
        """The word chosen in a group that takes only one."""
        return next(iter(self.of(group)), None)

    def choosing(self, group: Group, *words: str) -> "Choices":
        """The same filters, with these words in the place of what was chosen in a group; they stand in its order."""
        others = [one for one in self.by_group if one[0] is not group]
        if words:
            before = sum([_PLACE[one] < _PLACE[group] for one, _ in others])
            others.insert(before, (group, words))
        return Choices(tuple(others))

    def without(self, choice: Choice) -> "Choices":
        """The same filters with one taken away."""
        return self.choosing(choice.group, *(word for word in self.of(choice.group) if word != choice.word))


def choices_of(words: Mapping[Group, Iterable[str]]) -> Choices:
    """Choices from the words of each group, which stand in the group's own order."""
    listed = [(group, tuple(words[group])) for group in sorted(words, key=_PLACE.__getitem__)]
    return Choices(tuple([one for one in listed if one[1]]))
