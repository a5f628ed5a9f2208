"""Which delivery charge a month's bill takes."""

from collections.abc import Mapping, Sequence
from datetime import date

from choosemypower.territories.model import DeliveryCharge, delivery_on

DeliverySeries = Mapping[str, Sequence[DeliveryCharge]]
"""By utility slug; each utility's charges oldest first."""


def delivery_for_month(
    series: Sequence[DeliveryCharge], year: int, month: int, on: date
) -> DeliveryCharge | None:
    """The charge of a month's bill: that of its first day, and never one that was not yet known on the data date."""
    return delivery_on(series, min(date(year, month, 1), on) if (year, month) != (on.year, on.month) else on)


def twelve_months(start: date) -> tuple[tuple[int, int], ...]:
    """(year, month) of the next twelve bills, beginning with the month of a day."""
    first = start.year * 12 + start.month - 1
    return tuple((at // 12, at % 12 + 1) for at in range(first, first + 12))
