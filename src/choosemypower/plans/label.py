"""A plan's facts label as we fetched and read it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import msgspec

from choosemypower.plans.charges import Charges, ReadState


class Difference(StrEnum):
    PRICE_500 = "price_at_500_kwh"
    PRICE_1000 = "price_at_1000_kwh"
    PRICE_2000 = "price_at_2000_kwh"
    TERM_MONTHS = "term_months"
    CANCEL_FEE = "cancel_fee"


LEAST_DIFFERENCE_USD_PER_KWH = Decimal("0.001")
"""Averages that differ by less are the same but for rounding and the day of the delivery charge."""


class LabelSays(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was read in a label, or why not."""

    state: ReadState
    """`proven`: its charges give its own printed averages."""
    charges: Charges | None = None
    """Those that its averages prove; None in every other state."""
    printed_usd_per_kwh: tuple[Decimal, ...] = ()
    """Its averages at 500, 1,000 and 2,000 kWh; empty where it prints none."""
    issued_on: date | None = None
    """The date on the label."""
    prints_delivery: bool = False
    """The delivery charge of `charges` stands on the label; else it is the utility's of then, or bundled."""
    term_months: int | None = None
    cancel_fee_usd: Decimal | None = None
    """Both only where the label says them in one way."""
    note: str = ""
    """Why it is not proven, as a sentence."""


class LabelDifference(msgspec.Struct, frozen=True, kw_only=True):
    """Where a label and the listing say two things of one plan."""

    what: Difference
    label: Decimal
    listing: Decimal
    """USD per kWh, months or USD, by what differs."""


class PlanLabel(msgspec.Struct, frozen=True, kw_only=True):
    """The present version of a plan's label."""

    language: str
    address: str
    fetched_at: datetime
    """When this content was first seen (UTC)."""
    says: LabelSays

    @property
    def charges(self) -> Charges | None:
        """The charges that the label proves."""
        return self.says.charges if self.says.state is ReadState.PROVEN else None
