"""What a visitor chose, independent of how the URL says it."""

import math
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from choosemypower.plans.model import RateType
from choosemypower.pricing import CostGroup, Sort

__all__ = ["MONTH_TO_MONTH", "Choice", "Choices", "Group", "ListPart", "Sort", "TermRange"]


class Group(StrEnum):
    """The filter groups, in canonical order."""

    TERM = "term"
    RATE = "rate"
    GREEN = "green"
    WITH = "with"
    WITHOUT = "without"
    COST = "max-usd-per-year"
    PROVIDER = "provider"
    UTILITY = "utility"


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


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """All filters in force. Terms, rates and providers add up inside their group; everything else narrows."""

    terms: tuple[TermRange, ...] = ()
    rates: tuple[RateType, ...] = ()
    green_percent: int | None = None
    """At least this much renewable."""
    features: tuple[str, ...] = ()
    """The plan has all of them."""
    leave_outs: tuple[str, ...] = ()
    """The plan has none of them."""
    max_usd_per_year: int | None = None
    """The next twelve months cost at most this, in whole dollars as they are shown. Needs the home's use."""
    providers: tuple[str, ...] = ()
    utility: str | None = None

    def __iter__(self) -> Iterator[Choice]:
        """Every choice, in canonical order."""
        for term in self.terms:
            yield Choice(Group.TERM, term.word)
        for rate in self.rates:
            yield Choice(Group.RATE, rate.value)
        if self.green_percent is not None:
            yield Choice(Group.GREEN, str(self.green_percent))
        for feature in self.features:
            yield Choice(Group.WITH, feature)
        for left_out in self.leave_outs:
            yield Choice(Group.WITHOUT, left_out)
        if self.max_usd_per_year is not None:
            yield Choice(Group.COST, str(self.max_usd_per_year))
        for provider in self.providers:
            yield Choice(Group.PROVIDER, provider)
        if self.utility is not None:
            yield Choice(Group.UTILITY, self.utility)

    def without(self, choice: Choice) -> "Choices":
        """The same filters with one taken away."""
        replace = msgspec.structs.replace
        match choice.group:
            case Group.TERM:
                return replace(self, terms=tuple(term for term in self.terms if term.word != choice.word))
            case Group.RATE:
                return replace(self, rates=tuple(rate for rate in self.rates if rate.value != choice.word))
            case Group.GREEN:
                return replace(self, green_percent=None)
            case Group.WITH:
                return replace(self, features=tuple(word for word in self.features if word != choice.word))
            case Group.WITHOUT:
                return replace(
                    self, leave_outs=tuple(word for word in self.leave_outs if word != choice.word)
                )
            case Group.COST:
                return replace(self, max_usd_per_year=None)
            case Group.PROVIDER:
                return replace(self, providers=tuple(word for word in self.providers if word != choice.word))
            case Group.UTILITY:
                return replace(self, utility=None)
