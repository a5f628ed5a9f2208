"""The charges that make a bill, each of one kind, as a facts label or a Fees/Credits text states them.

`Charge` is a union of kinds: whoever handles charges does so with `match` and ends with `assert_never`, so that mypy
names every place that a new kind still lacks. Source: Electricity Facts Label, 16 TAC §25.475. USD and USD per kWh;
thresholds are whole kWh, inclusive at both ends ("above 1,000" is from 1,001); `None` as an upper end means no end.
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

import msgspec


class Condition(StrEnum):
    """What a home must do or be for a charge to hold for it."""

    AUTOPAY = "autopay"
    PAPERLESS = "paperless"
    DEVICE = "device"
    """A thermostat, battery or app that the provider may steer."""
    PROMO_CODE = "promo-code"
    BUNDLE = "bundle"
    """Another service of the same company: internet, a repair plan."""
    MEMBERSHIP = "membership"
    NEW_CUSTOMER = "new-customer"
    CREDIT_CHECK = "credit-check"
    """A deposit or a good credit record."""
    MINIMUM_STAY = "minimum-stay"
    FIRST_PAYMENT = "first-payment"
    FIRST_MONTHS_PRICE = "first-months-price"
    """The price holds for the first months only."""
    SOLAR = "solar"
    """Panels that give power back to the grid."""
    VEHICLE = "vehicle"
    """A car that charges at home."""
    OTHER = "other"
    """One that the sentence names and we have no word for."""


class Days(StrEnum):
    ALL = "all"
    WEEKDAYS = "weekdays"
    WEEKENDS = "weekends"


class Basis(StrEnum):
    """Where a figure comes from."""

    STATED = "stated"
    """A label or the listing's text says it, or the utility publishes it."""
    FITTED = "fitted"
    """Worked out from the three printed prices, which leave it open within their rounding."""


class _Charge(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """What every kind may state: for whom, in which months and bills, and where it was read."""

    conditions: tuple[Condition, ...] = ()
    """It holds only for homes that meet all of these; empty: for everybody."""
    waived_by: tuple[Condition, ...] = ()
    """It does not hold for homes that meet all of these: a fee for bills on paper."""
    months: tuple[int, ...] | None = None
    """Seasonal: calendar months (1 to 12) in which it holds; None is every month."""
    bills: tuple[int, ...] | None = None
    """Bills of the contract in which it holds, 1 being the first; None is every bill."""
    sentence: str | None = None
    """The words it was read from."""
    basis: Basis = Basis.STATED


class EnergyTier(_Charge, frozen=True, kw_only=True, tag="energy_tier"):
    """The kWh above `from_kwh` and up to `to_kwh` cost this much each."""

    from_kwh: int = 0
    to_kwh: int | None = None
    usd_per_kwh: Decimal
    year_share: Decimal | None = None
    """Of a year's usage that falls into its months, as the label assumes it for its averages; None: as many as they
    are of twelve."""


class PriceByTotal(_Charge, frozen=True, kw_only=True, tag="price_by_total"):
    """When the month's usage lies in this band, every kWh of it costs this much."""

    min_kwh: int = 0
    max_kwh: int | None = None
    usd_per_kwh: Decimal


class HourWindow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hours of some days."""

    hours: tuple[int, ...]
    """0 to 23, each from its full hour to the next."""
    days: Days = Days.ALL


class HourlyPrice(_Charge, frozen=True, kw_only=True, tag="hourly_price"):
    """A price of part of the day or week, with the share of the usage that the label assumes for it."""

    name: str = ""
    usd_per_kwh: Decimal
    share: Decimal | None = None
    """Of the month's usage, as the label assumes it; None where it does not say."""
    windows: tuple[HourWindow, ...] = ()
    """When it holds; empty where the label does not say, or says it in words only."""
    delivery_usd_per_kwh: Decimal | None = None
    """What delivery costs in these hours where that is special (0: free at night); None: the usual charge."""


class EnergyDiscount(_Charge, frozen=True, kw_only=True, tag="energy_discount"):
    """Taken off every kWh, mostly under a condition."""

    usd_per_kwh: Decimal


class VehicleEnergy(_Charge, frozen=True, kw_only=True, tag="vehicle_energy"):
    """A car's kWh at a price of their own, in the place of the energy charge."""

    usd_per_month: Decimal = Decimal(0)
    kwh: int
    """Of a month, as the label states or assumes them."""
    usd_per_kwh: Decimal = Decimal(0)
    is_delivery_free: bool = False


class SolarCredit(_Charge, frozen=True, kw_only=True, tag="solar_credit"):
    """Money for kWh given back to the grid."""

    kwh: int
    """Of a month, as the label assumes them."""
    usd_per_kwh: Decimal
    is_capped_by_energy: bool = False
    """Never more than the month's energy charge."""


class BaseCharge(_Charge, frozen=True, kw_only=True, tag="base_charge"):
    """The same every month, whatever the usage; 0 where a text says that there is none."""

    usd: Decimal


class DailyCharge(_Charge, frozen=True, kw_only=True, tag="daily_charge"):
    """For every day; a label's month has 30."""

    usd_per_day: Decimal


class OneTimeCharge(_Charge, frozen=True, kw_only=True, tag="one_time_charge"):
    """Once in the contract; a label's averages hold a twelfth of it."""

    usd: Decimal
    name: str = ""

    @property
    def bill_number(self) -> int:
        """The bill of the contract that it stands in: the first, or the first of those that it names."""
        return min(self.bills) if self.bills else 1


class UsageCredit(_Charge, frozen=True, kw_only=True, tag="usage_credit"):
    """Money off a month whose usage lies in the band. Several add up."""

    usd: Decimal
    min_kwh: int = 0
    max_kwh: int | None = None


class UsageFee(_Charge, frozen=True, kw_only=True, tag="usage_fee"):
    """Money added to a month whose usage lies in the band."""

    usd: Decimal
    min_kwh: int = 0
    max_kwh: int | None = None


Charge = (
    EnergyTier
    | PriceByTotal
    | HourlyPrice
    | EnergyDiscount
    | VehicleEnergy
    | SolarCredit
    | BaseCharge
    | DailyCharge
    | OneTimeCharge
    | UsageCredit
    | UsageFee
)
"""Every kind of charge. A new one goes in here, and mypy names the places that must handle it."""

Kind = TypeVar("Kind", bound=_Charge)


class DeliveryKind(StrEnum):
    BUNDLED = "bundled"
    """Already inside the energy charge: never add it again."""
    PRINTED = "printed"
    PASSED_THROUGH = "passed_through"
    """The utility's own charge, whatever it is then."""


class Delivery(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a label says of the utility's charge."""

    is_bundled: bool = False
    usd_per_month: Decimal | None = None
    usd_per_kwh: Decimal | None = None

    @property
    def kind(self) -> DeliveryKind:
        if self.is_bundled:
            return DeliveryKind.BUNDLED
        if self.usd_per_month is None or self.usd_per_kwh is None:
            return DeliveryKind.PASSED_THROUGH
        return DeliveryKind.PRINTED


BUNDLED = Delivery(is_bundled=True)


class Charges(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a plan charges for a month: what the provider takes, and how delivery comes to it."""

    items: tuple[Charge, ...] = ()
    delivery: Delivery = Delivery()

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The charges of one kind, for whoever asks about that kind alone."""
        return _charges_of_kind(self.items, kind)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What a home can do or be that changes its bill, in the order of the enum."""
        return conditions_of(self.items)


class ReadState(StrEnum):
    """How far we believe what we read."""

    PROVEN = "proven"
    """The printed prices fit what the text says."""
    READ = "read"
    """Only the text says so; the printed prices are silent."""
    CONTRADICTED = "contradicted"
    """The printed prices fit only another amount than the text says."""
    UNREAD = "unread"
    """Not turned into numbers."""


class FeeReading(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a Fees/Credits text states, in numbers; or that it could not be read."""

    state: ReadState
    items: tuple[Charge, ...] = ()
    """What the text states; a base charge of 0 says that there is none."""
    fitting: tuple[Charge, ...] = ()
    """Where contradicted: what the printed prices fit instead."""
    elsewhere: tuple[Charge, ...] = ()
    """What the special terms of the same offer state instead of one of `items`."""
    bundled_delivery: bool = False
    averages_meet: tuple[Condition, ...] | None = None
    """Conditions that the printed averages take as met; None: all that the text states."""
    averages_hold_seasons: bool = True
    """Whether the printed averages count, for their share of the year, what holds in some months only."""
    sentences: tuple[str, ...] = ()
    """Of the text, those that state charges or could not be read."""
    note: str = ""
    """Why it could not be read, for operators."""

    @property
    def is_believed(self) -> bool:
        """Whether bills are worked out with it."""
        return self.state in (ReadState.PROVEN, ReadState.READ)

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The stated charges of one kind."""
        return _charges_of_kind(self.items, kind)

    @property
    def base_usd(self) -> Decimal | None:
        """A base charge that the text states; 0 when it says there is none; None when it says nothing."""
        return next((charge.usd for charge in self.of(BaseCharge)), None)


def _charges_of_kind(items: Iterable[Charge], kind: type[Kind]) -> tuple[Kind, ...]:
    """The charges of one kind, in their order."""
    return tuple(charge for charge in items if isinstance(charge, kind))


def conditions_of(items: Iterable[Charge]) -> tuple[Condition, ...]:
    """Every condition that these charges name, in the order of the enum."""
    named = {condition for charge in items for condition in (*charge.conditions, *charge.waived_by)}
    return tuple(condition for condition in Condition if condition in named)


def held_by(items: Iterable[Charge], met: frozenset[Condition]) -> tuple[Charge, ...]:
    """The charges that hold for a home that meets these conditions and no others."""
    return tuple(
        charge
        for charge in items
        if met.issuperset(charge.conditions) and not (charge.waived_by and met.issuperset(charge.waived_by))
    )
