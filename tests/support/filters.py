"""Filters as tests think of them, field by field, and the choices that they are."""

import msgspec

from choosemypower.facets import Choices, Group, TermRange, choices_of
from choosemypower.plans.model import RateType


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a visitor wants; words of a group may stand in any order."""

    terms: tuple[TermRange, ...] = ()
    rates: tuple[RateType, ...] = ()
    green_percent: int | None = None
    features: tuple[str, ...] = ()
    leave_outs: tuple[str, ...] = ()
    max_usd_per_year: int | None = None
    providers: tuple[str, ...] = ()
    utility: str | None = None

    @property
    def choices(self) -> Choices:
        return choices_of(
            {
                Group.TERM: [term.word for term in self.terms],
                Group.RATE: [rate.value for rate in self.rates],
                Group.GREEN: [] if self.green_percent is None else [str(self.green_percent)],
                Group.WITH: self.features,
                Group.WITHOUT: self.leave_outs,
                Group.COST: [] if self.max_usd_per_year is None else [str(self.max_usd_per_year)],
                Group.PROVIDER: self.providers,
                Group.UTILITY: [] if self.utility is None else [self.utility],
            }
        )
