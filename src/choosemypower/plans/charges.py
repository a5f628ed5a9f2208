"""The charges that make a bill, as a facts label states them, and what a Fees/Credits text states of them.

Source: Electricity Facts Label, 16 TAC §25.475. USD and USD per kWh; thresholds are whole kWh, inclusive at both
ends; `None` as an upper end means no end.
"""

from decimal import Decimal

import msgspec


class EnergyTier(msgspec.Struct, frozen=True, kw_only=True):
    """The kWh above `from_kwh` and up to `to_kwh` cost this much each."""

    from_kwh: int
    to_kwh: int | None
    usd_per_kwh: Decimal


class PriceByTotal(msgspec.Struct, frozen=True, kw_only=True):
    """When the month's use lies in this band, every kWh of it costs this much."""

    min_kwh: int
    max_kwh: int | None
    usd_per_kwh: Decimal


class UsageCredit(msgspec.Struct, frozen=True, kw_only=True):
    """Money off a month whose use lies in the band. Several add up."""

    usd: Decimal
    min_kwh: int = 0
    max_kwh: int | None = None
    months: tuple[int, ...] | None = None
    """Seasonal: calendar months (1 to 12) in which it is given; None is every month."""
    condition: str | None = None
    """`autopay`, `paperless`: given only to those who do that; None is everybody."""


class UsageFee(msgspec.Struct, frozen=True, kw_only=True):
    """Money added to a month whose use lies in the band."""

    usd: Decimal
    min_kwh: int = 0
    max_kwh: int | None = None
    months: tuple[int, ...] | None = None


class HourlyPrice(msgspec.Struct, frozen=True, kw_only=True):
    """A price of part of the day or week, with the share of use that the label assumes for it."""

    name: str
    share: Decimal
    """Of the year's use, as the label assumes it."""
    usd_per_kwh: Decimal
    hours: tuple[int, ...] | None = None
    """Hours of every day (0 to 23) in which it holds; None where the label says more than hours can (weekends)."""


class DeliveryOnLabel(msgspec.Struct, frozen=True, kw_only=True):
    bundled: bool = False
    """Already inside the energy charge: never add it again."""
    usd_per_month: Decimal | None = None
    usd_per_kwh: Decimal | None = None


class Charges(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a label charges for a month."""

    energy_tiers: tuple[EnergyTier, ...] = ()
    price_by_total_usage: tuple[PriceByTotal, ...] = ()
    hourly_prices: tuple[HourlyPrice, ...] = ()
    base_usd_per_month: Decimal = Decimal(0)
    usd_per_day: Decimal | None = None
    """A daily charge; a label's month has 30 days."""
    one_time_usd: Decimal | None = None
    credits: tuple[UsageCredit, ...] = ()
    fees: tuple[UsageFee, ...] = ()
    delivery: DeliveryOnLabel = DeliveryOnLabel()


class FeeReading(msgspec.Struct, frozen=True, kw_only=True):
    """What a Fees/Credits text states, in numbers; or that it could not be read (`resolved` is False)."""

    resolved: bool
    credits: tuple[UsageCredit, ...] = ()
    fees: tuple[UsageFee, ...] = ()
    base_usd: Decimal | None = None
    """A base charge that the text states; 0 when it says there is none; None when it says nothing."""
    energy_tiers: tuple[EnergyTier, ...] = ()
    price_by_total_usage: tuple[PriceByTotal, ...] = ()
    usd_per_day: Decimal | None = None
    """A daily charge that the text states."""
    one_time_usd: Decimal | None = None
    bundled_delivery: bool = False
    note: str = ""
    """Why it could not be read, for operators."""
