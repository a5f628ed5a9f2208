"""Conversions between the units that sources print and the units that we keep.

Kept: USD and USD per kWh as Decimal, kWh as int or Decimal, percent as Decimal, terms in whole months,
moments as timezone-aware UTC, days as Texas dates, months as their number in the calendar.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta

TEXAS = ZoneInfo("America/Chicago")
"""Nearly all of the choice market lives on Central time; a day on our pages is a day there."""

Moment = Annotated[datetime, Meta(tz=True)]
"""A point in time. Only with a zone does JSON Schema give it a format."""

MONTHS_IN_YEAR = 12
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
CENTS_PER_USD = Decimal(100)
PRINTED_AT_KWH = (500, 1000, 2000)
"""A month's uses for which labels and the state's list print an average price."""


def usd_from_cents(cents: Decimal) -> Decimal:
    """What an amount in cents is in USD."""
    return cents / CENTS_PER_USD


def whole_usd(cents: int, parts: int = 1) -> int:
    """Cents as whole dollars, halves away from zero: 196850 → 1969; `parts` shares it first."""
    usd = (abs(cents) * 2 + 100 * parts) // (200 * parts)
    return -usd if cents < 0 else usd


def divided(amount: int, by: int) -> int:
    """A whole number as a share, rounded as decimals are: halves to the even number."""
    whole, rest = divmod(amount, by)
    return whole + (2 * rest > by or (2 * rest == by and whole % 2))


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def texas_day(moment: datetime) -> date:
    """Which calendar day a moment is in Texas."""
    return moment.astimezone(TEXAS).date()


def texas_today() -> date:
    """Which calendar day it is in Texas."""
    return texas_day(utc_now())


def seconds_to_midnight(now: datetime) -> float:
    """How long the calendar day in Texas still lasts; never 0."""
    return max(1.0, midnight(texas_day(now) + timedelta(days=1)) - now.timestamp())


def midnight(day: date) -> float:
    """When a calendar day begins in Texas, in seconds since 1970."""
    return datetime(day.year, day.month, day.day, tzinfo=TEXAS).timestamp()
