"""What a plan charges, worked out from its three printed prices and the credits and fees its listing states.

Put the stated credits back, take the fees out, and the three bills of an honest plan lie on a straight line
F + e × use. Rounding to 0.1 cent per kWh moves them by at most 0.25, 0.50 and 1.00 USD; three bills that lie further
from a line hide something, or hold a typing error.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec

from choosemypower.plans.charges import (
    Charges,
    DeliveryOnLabel,
    EnergyTier,
    FeeReading,
    PriceByTotal,
)
from choosemypower.plans.model import Plan
from choosemypower.pricing.bills import ChargesError, exact_total_usd, printed_average
from choosemypower.pricing.model import Method, PriceModel
from choosemypower.territories.model import DeliveryCharge
from choosemypower.units import MONTHS_IN_YEAR

PRINTED_AT_KWH = (500, 1000, 2000)
STRAIGHT_LINE_LIMIT_USD = Decimal(3)
LABEL_TOLERANCE_USD_PER_KWH = Decimal("0.0005")
"""A label counts as read when its three averages are met within 0.05 cents."""

_CONTRAST = (2, -3, 1)
_MIDDLE_AT_KWH = (750, 2500)
_NANO = Decimal("1e-9")
_PICO = Decimal("1e-12")
_NO_FEES = FeeReading(resolved=True)

SENTENCE_NO_LINE = "The three printed prices do not fit any simple bill."
SENTENCE_UNREAD = "The listing states a fee or credit that we cannot turn into numbers."
SENTENCE_FALLING = "By the printed prices a home would pay less the more it uses."


def straight_line_residual(
    usd_per_kwh_500: Decimal,
    usd_per_kwh_1000: Decimal,
    usd_per_kwh_2000: Decimal,
    fees: FeeReading | None = None,
) -> Decimal:
    """How far three printed prices are from one straight bill, in USD; with `fees`, after they are put back.

    (B2000 − B1000) − 2 (B1000 − B500); rounding alone explains up to 3.00 USD either way.
    """
    line_usd = _line_bills((usd_per_kwh_500, usd_per_kwh_1000, usd_per_kwh_2000), fees or _NO_FEES)
    return _residual(line_usd)


def is_straight(residual_usd: Decimal) -> bool:
    """Whether rounding alone explains the distance from a straight line."""
    return abs(residual_usd) <= STRAIGHT_LINE_LIMIT_USD


def price_model(plan: Plan, delivery: DeliveryCharge | None, label: Charges | None = None) -> PriceModel:
    """All that we know of what a plan charges. A label that meets the three prices wins over the listing."""
    prices = (plan.usd_per_kwh_500, plan.usd_per_kwh_1000, plan.usd_per_kwh_2000)
    if label is not None and meets_printed_prices(label, prices, delivery):
        charges = msgspec.structs.replace(label, delivery=_delivery_now(label.delivery, delivery))
        return PriceModel(method=Method.LABEL, charges=charges)
    return model_from_prices(prices, plan.fees, delivery)


def _delivery_now(on_label: DeliveryOnLabel, delivery: DeliveryCharge | None) -> DeliveryOnLabel:
    """The utility's charge of today in the place of what the label printed, unless it is bundled."""
    if on_label.bundled or delivery is None:
        return on_label
    return DeliveryOnLabel(usd_per_month=delivery.usd_per_month, usd_per_kwh=delivery.usd_per_kwh)


def meets_printed_prices(
    charges: Charges, prices: Sequence[Decimal], delivery: DeliveryCharge | None
) -> bool:
    """Whether charges give the printed averages within 0.05 cents, with the label's own delivery or the utility's."""
    for candidate in (None, delivery):
        try:
            averages = [printed_average(charges, kwh, candidate) for kwh in PRINTED_AT_KWH]
        except ChargesError:
            continue
        if all(
            abs(average - price) <= LABEL_TOLERANCE_USD_PER_KWH
            for average, price in zip(averages, prices, strict=True)
        ):
            return True
    return False


def model_from_prices(
    prices: Sequence[Decimal], fees: FeeReading | None, delivery: DeliveryCharge | None
) -> PriceModel:
    """The model of a plan of which only three averages (USD per kWh) and the stated fees are known."""
    if fees is not None and not fees.resolved:
        return PriceModel(method=Method.LISTING_POINTS, charges=None, reason=SENTENCE_UNREAD)
    stated = fees or _NO_FEES
    line_usd = _line_bills(prices, stated)
    residual_usd = _residual(line_usd)
    if not is_straight(residual_usd):
        return PriceModel(method=Method.LISTING_POINTS, charges=None, reason=SENTENCE_NO_LINE)
    fixed_usd, usd_per_kwh, spread = _fit(line_usd, residual_usd, _rounding_scale(prices))
    if usd_per_kwh < 0:
        return PriceModel(method=Method.LISTING_POINTS, charges=None, reason=SENTENCE_FALLING)
    return PriceModel(
        method=Method.LISTING_EXPLAINED if _says_something(stated) else Method.LISTING_LINE,
        charges=_charges(fixed_usd, usd_per_kwh, stated, delivery),
        spread=spread,
    )


def _says_something(fees: FeeReading) -> bool:
    return bool(
        fees.credits or fees.fees or fees.energy_tiers or fees.price_by_total_usage or fees.one_time_usd
    )


def _line_bills(prices: Sequence[Decimal], fees: FeeReading) -> tuple[Decimal, ...]:
    """The three bills without what the text explains."""
    stated = _stated_charges(fees)
    return tuple(
        price * kwh - exact_total_usd(stated, kwh) for kwh, price in zip(PRINTED_AT_KWH, prices, strict=True)
    )


def _stated_charges(fees: FeeReading) -> Charges:
    """What the text states beyond a straight line: tiers count by their difference to the first."""
    tier_start = fees.energy_tiers[0].usd_per_kwh if fees.energy_tiers else Decimal(0)
    band_start = fees.price_by_total_usage[0].usd_per_kwh if fees.price_by_total_usage else Decimal(0)
    return Charges(
        energy_tiers=_shifted_tiers(fees.energy_tiers, -tier_start),
        price_by_total_usage=_shifted_bands(fees.price_by_total_usage, -band_start),
        base_usd_per_month=(fees.one_time_usd or Decimal(0)) / MONTHS_IN_YEAR,
        credits=fees.credits,
        fees=fees.fees,
        delivery=DeliveryOnLabel(bundled=True),
    )


def _shifted_tiers(tiers: Sequence[EnergyTier], usd_per_kwh: Decimal) -> tuple[EnergyTier, ...]:
    return tuple(msgspec.structs.replace(tier, usd_per_kwh=tier.usd_per_kwh + usd_per_kwh) for tier in tiers)


def _shifted_bands(bands: Sequence[PriceByTotal], usd_per_kwh: Decimal) -> tuple[PriceByTotal, ...]:
    return tuple(msgspec.structs.replace(band, usd_per_kwh=band.usd_per_kwh + usd_per_kwh) for band in bands)


def _residual(line_usd: Sequence[Decimal]) -> Decimal:
    return sum((factor * usd for factor, usd in zip(_CONTRAST, line_usd, strict=True)), Decimal(0))


def _rounding_scale(prices: Sequence[Decimal]) -> Decimal:
    """1 when prices are printed to 0.1 cent, 0.1 when one of them has a digit more."""
    finest = Decimal("0.001")
    return Decimal("0.1") if any(price % finest for price in prices) else Decimal(1)


def _fit(
    line_usd: Sequence[Decimal], residual_usd: Decimal, scale: Decimal
) -> tuple[Decimal, Decimal, tuple[tuple[Decimal, Decimal], ...]]:
    """F and e of the line in the middle of all that round to the three bills, and the corners of those around it.

    The middles at 750 and 2,500 kWh make the line: no bill from 250 to 1,500 kWh can then be further off than 0.75 USD,
    none at 2,500 further than 1.60. (A fit by least squares, weighted by rounding, can be 1.77 off at 2,500.)
    """
    usd_per_kwh = (line_usd[2] - line_usd[0]) / 1500
    fixed_usd = line_usd[0] - 500 * usd_per_kwh
    shift_usd, shift_per_kwh, spread = _possible_lines(residual_usd, scale)
    return (
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
    for first, second in ((0, 1), (0, 2), (1, 2)):
        for sign_first in (-1, 1):
            for sign_second in (-1, 1):
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


def _charges(
    fixed_usd: Decimal, usd_per_kwh: Decimal, fees: FeeReading, delivery: DeliveryCharge | None
) -> Charges:
    """The fitted line as charges of the provider; what the utility takes is split off where it is known."""
    on_label = DeliveryOnLabel(bundled=True)
    if delivery is not None and delivery.usd_per_kwh is not None and not fees.bundled_delivery:
        on_label = DeliveryOnLabel(usd_per_month=delivery.usd_per_month, usd_per_kwh=delivery.usd_per_kwh)
        fixed_usd -= delivery.usd_per_month
        usd_per_kwh -= delivery.usd_per_kwh
    tiers: tuple[EnergyTier, ...] = ()
    bands: tuple[PriceByTotal, ...] = ()
    if fees.energy_tiers:
        tiers = _shifted_tiers(fees.energy_tiers, usd_per_kwh - fees.energy_tiers[0].usd_per_kwh)
    elif fees.price_by_total_usage:
        bands = _shifted_bands(
            fees.price_by_total_usage, usd_per_kwh - fees.price_by_total_usage[0].usd_per_kwh
        )
    else:
        tiers = (EnergyTier(from_kwh=0, to_kwh=None, usd_per_kwh=usd_per_kwh),)
    return Charges(
        energy_tiers=tiers,
        price_by_total_usage=bands,
        base_usd_per_month=fixed_usd,
        credits=fees.credits,
        fees=fees.fees,
        delivery=on_label,
        one_time_usd=fees.one_time_usd,
    )
