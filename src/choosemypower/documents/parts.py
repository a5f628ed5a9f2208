"""What one amount of a fee text states: a statement in dollars, or a price per kWh."""

from decimal import Decimal

import msgspec

from choosemypower.documents.bands import Band
from choosemypower.plans.charges import Condition


class Statement(msgspec.Struct, frozen=True):
    """One amount with what belongs to it."""

    noun: str
    """CREDIT, FEE, BASE, LOW_USE, DAILY, ONE_TIME; MOST, the sum of all credits;
    or one that is no part of a month's bill: OTHER_FEE, ONE_BILL, REWARD."""
    usd: Decimal
    band: Band | None = None
    months: tuple[int, ...] | None = None
    bills: tuple[int, ...] | None = None
    conditions: tuple[Condition, ...] = ()
    waived_by: tuple[Condition, ...] = ()
    is_additional: bool = False
    is_instead: bool = False
    """It takes the place of the one before where both would hold."""
    in_every_bill: bool = False
    doubt: int = 0
    """How little the text alone settles it: 0 not at all doubtful."""
    sentence: str = ""


class Price(msgspec.Struct, frozen=True):
    """A price per kWh and the uses it holds for."""

    usd_per_kwh: Decimal
    band: Band | None
    is_tier: bool
    is_rest: bool
    is_otherwise: bool
    is_by_total: bool
    says_all_kwh: bool
    next_kwh: int | None
    """It holds for so many kWh behind those of the price before."""
    in_every_bill: bool
    doubt: int = 0
    sentence: str = ""


Part = Statement | Price
