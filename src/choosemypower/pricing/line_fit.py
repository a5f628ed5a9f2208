"""The straight lines F + e × use whose bills round to three printed prices, and the one in their middle."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import product

import msgspec

from choosemypower.units import PRINTED_AT_KWH as PRINTED_AT_KWH

_CONTRAST = (2, -3, 1)
_MIDDLE_AT_KWH = (750, 2500)
_NANO = Decimal("1e-9")
_PICO = Decimal("1e-12")


class FittedLine(msgspec.Struct, frozen=True):
    """A bill of a fixed part and a price per kWh, delivery included."""

    fixed_usd: Decimal
    usd_per_kwh: Decimal
    spread: tuple[tuple[Decimal, Decimal], ...]
    """Corners, relative to it, of the lines whose bills print the same three prices."""


def residual_of(line_usd: Sequence[Decimal]) -> Decimal:
    """How far three bills (USD) lie from a straight line; rounding alone explains 3.00."""
    return sum((factor * usd for factor, usd in zip(_CONTRAST, line_usd, strict=True)), Decimal(0))


def rounding_scale(prices: Sequence[Decimal]) -> Decimal:
    """1 when prices are printed to 0.1 cent, 0.1 when one of them has a digit more."""
    finest = Decimal("0.001")
    return Decimal("0.1") if any(price % finest for price in prices) else Decimal(1)


def fit_with_base(
    line_usd: Sequence[Decimal], fixed_usd: Decimal | None, scale: Decimal
) -> FittedLine | None:
    """The middle of the lines with a stated fixed part that round to the three bills; None where there is none."""
    if fixed_usd is None:
        return None
    halves = [scale * kwh / 2000 for kwh in PRINTED_AT_KWH]
    bills = list(zip(PRINTED_AT_KWH, line_usd, halves, strict=True))
    lowest = max((usd - half - fixed_usd) / kwh for kwh, usd, half in bills)
    highest = min((usd + half - fixed_usd) / kwh for kwh, usd, half in bills)
    if lowest > highest:
        return None
    usd_per_kwh = ((lowest + highest) / 2).quantize(_NANO)
    open_by = ((highest - lowest) / 2).quantize(_PICO)
    return FittedLine(fixed_usd, usd_per_kwh, ((Decimal(0), -open_by), (Decimal(0), open_by)))


def fit(line_usd: Sequence[Decimal], residual_usd: Decimal, scale: Decimal) -> FittedLine:
    """F and e of the line in the middle of all that round to the three bills, and the corners of those around it.

    The middles at 750 and 2,500 kWh make the line: no bill from 250 to 1,500 kWh can then be further off than 0.75 USD,
    none at 2,500 further than 1.60. (A fit by least squares, weighted by rounding, can be 1.77 off at 2,500.)
    """
    usd_per_kwh = (line_usd[2] - line_usd[0]) / 1500
    fixed_usd = line_usd[0] - 500 * usd_per_kwh
    shift_usd, shift_per_kwh, spread = _possible_lines(residual_usd, scale)
    return FittedLine(
        (fixed_usd + shift_usd).quantize(Decimal("1e-7")),
        (usd_per_kwh + shift_per_kwh).quantize(_NANO),
        spread,
    )


@lru_cache(maxsize=1024)
def _possible_lines(
    residual_usd: Decimal, scale: Decimal
) -> tuple[Decimal, Decimal, tuple[tuple[Decimal, Decimal], ...]]:
    """The middle of all lines that still round to the printed prices, and their corners relative to it.

    The middle is relative to the line through the bills at 500 and 2,000 kWh.
    """
    corners = _corners(residual_usd, scale) or _corners(residual_usd, Decimal(1))
    at_750, at_2500 = (_middle(corners, kwh) for kwh in _MIDDLE_AT_KWH)
    slope = (at_2500 - at_750) / (_MIDDLE_AT_KWH[1] - _MIDDLE_AT_KWH[0])
    start = at_750 - slope * _MIDDLE_AT_KWH[0]
    spread = [((usd - start).quantize(_NANO), (per_kwh - slope).quantize(_PICO)) for usd, per_kwh in corners]
    return start, slope, tuple(sorted(spread))


def _middle(corners: Sequence[tuple[Decimal, Decimal]], kwh: int) -> Decimal:
    bills = [start + slope * kwh for start, slope in corners]
    return (max(bills) + min(bills)) / 2


def _corners(residual_usd: Decimal, scale: Decimal) -> tuple[tuple[Decimal, Decimal], ...]:
    """Where two of the six limits of rounding meet and the others hold, relative to the line through 500 and 2,000."""
    misses = (Decimal(0), -residual_usd / 3, Decimal(0))
    halves = [scale * kwh / 2000 for kwh in PRINTED_AT_KWH]
    slack = Decimal("1e-12")
    corners = set()
    for (first, second), sign_first, sign_second in product(((0, 1), (0, 2), (1, 2)), (-1, 1), (-1, 1)):
        usd_first = misses[first] + sign_first * halves[first]
        usd_second = misses[second] + sign_second * halves[second]
        slope = (usd_second - usd_first) / (PRINTED_AT_KWH[second] - PRINTED_AT_KWH[first])
        start = usd_first - slope * PRINTED_AT_KWH[first]
        if all(
            abs(start + slope * kwh - miss) <= half + slack
            for kwh, miss, half in zip(PRINTED_AT_KWH, misses, halves, strict=True)
        ):
            corners.add((start.quantize(_NANO), slope.quantize(_PICO)))
    return tuple(sorted(corners))
