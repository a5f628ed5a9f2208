"""Money as JSON and CSV write it: a decimal text, USD with two decimals, prices of a kWh or a day with six."""

from decimal import Decimal
from typing import overload

CENT = Decimal("0.01")
RATE_STEP = Decimal("0.000001")
"""Delivery charges are published to this."""


@overload
def usd(amount: Decimal | int) -> Decimal: ...
@overload
def usd(amount: Decimal | int | None) -> Decimal | None: ...
def usd(amount: Decimal | int | None) -> Decimal | None:
    """An amount to the cent."""
    return None if amount is None else Decimal(amount).quantize(CENT)


@overload
def rate(per_unit: Decimal) -> Decimal: ...
@overload
def rate(per_unit: Decimal | None) -> Decimal | None: ...
def rate(per_unit: Decimal | None) -> Decimal | None:
    """A price of a kWh or a day, to the ten-thousandth of a cent."""
    return None if per_unit is None else per_unit.quantize(RATE_STEP)
