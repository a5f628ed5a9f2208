"""What a plan charges, worked out from its three printed prices and the credits and fees its listing states.

Put the stated credits back, take the fees out, and the three bills of an honest plan lie on a straight line
F + e × use. Rounding to 0.1 cent per kWh moves them by at most 0.25, 0.50 and 1.00 USD; three bills that lie further
from a line hide something, or hold a typing error.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import assert_never

import msgspec

from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Basis,
    Charge,
    Charges,
    Condition,
    DailyCharge,
    Delivery,
    EnergyDiscount,
    EnergyTier,
    FeeReading,
    HourlyPrice,
    OneTimeCharge,
    PriceByTotal,
    ReadState,
    SolarCredit,
    UsageCredit,
    UsageFee,
    VehicleEnergy,
)
from choosemypower.plans.model import Plan
from choosemypower.pricing.bills import (
    DAYS_IN_LABEL_MONTH,
    ChargesError,
    exact_total_usd,
    one_time_of,
    printed_average,
)
from choosemypower.pricing.line_fit import (
    FittedLine,
    fit,
    fit_with_base,
    residual_of,
    rounding_scale,
)
from choosemypower.pricing.model import Method, PriceModel
from choosemypower.territories.model import DeliveryCharge
from choosemypower.units import MONTHS_IN_YEAR, PRINTED_AT_KWH

STRAIGHT_LINE_LIMIT_USD = Decimal(3)
LABEL_TOLERANCE_USD_PER_KWH = Decimal("0.0005")
"""A label counts as read when its three averages are met within 0.05 cents."""

_SMALLEST_CREDIT_USD = Decimal(1)
_NO_FEES = FeeReading(state=ReadState.READ)

SENTENCE_NO_LINE = "The three printed prices do not fit any simple bill."
SENTENCE_UNREAD = "The listing states a fee or credit that we cannot turn into numbers."
SENTENCE_CONTRADICTED = "The printed prices do not fit the fee or credit that the listing states."
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
    return residual_of(line_usd)


def is_straight(residual_usd: Decimal) -> bool:
    """Whether rounding alone explains the distance from a straight line."""
    return abs(residual_usd) <= STRAIGHT_LINE_LIMIT_USD


def price_model(plan: Plan, delivery: DeliveryCharge | None, label: Charges | None = None) -> PriceModel:
    """All that we know of what a plan charges.

    Its own label, proved by its own averages, wins over all else, then a `label` that meets the three prices.
    """
    prices = (plan.usd_per_kwh_500, plan.usd_per_kwh_1000, plan.usd_per_kwh_2000)
    proven = plan.label.charges if plan.label is not None else None
    if proven is not None:
        charges = msgspec.structs.replace(proven, delivery=_delivery_now(proven.delivery, delivery))
        return PriceModel(method=Method.LABEL, charges=charges)
    if label is not None and meets_printed_prices(label, prices, delivery):
        charges = msgspec.structs.replace(label, delivery=_delivery_now(label.delivery, delivery))
        return PriceModel(method=Method.LABEL, charges=charges)
    for note in plan.sources:
        if note.charges is not None and meets_printed_prices(note.charges, prices, delivery):
            charges = msgspec.structs.replace(
                note.charges, delivery=_delivery_now(note.charges.delivery, delivery)
            )
            return PriceModel(method=Method.SOURCE_CHARGES, charges=charges)
    return model_from_prices(prices, plan.fees, delivery)


def _delivery_now(on_label: Delivery, delivery: DeliveryCharge | None) -> Delivery:
    """The utility's charge of today in the place of what the label printed, unless it is bundled."""
    if on_label.is_bundled or delivery is None:
        return on_label
    return Delivery(usd_per_month=delivery.usd_per_month, usd_per_kwh=delivery.usd_per_kwh)


def with_delivery(model: PriceModel, delivery: DeliveryCharge | None) -> PriceModel:
    """The same plan at the utility's charge of another day; a plan that bundles delivery stays as it is."""
    if model.charges is None:
        return model
    now = _delivery_now(model.charges.delivery, delivery)
    if now == model.charges.delivery:
        return model
    return msgspec.structs.replace(model, charges=msgspec.structs.replace(model.charges, delivery=now))


def meets_printed_prices(
    charges: Charges, prices: Sequence[Decimal], delivery: DeliveryCharge | None
) -> bool:
    """Whether charges give the printed averages within 0.05 cents.

    With the label's own delivery or the utility's; with all its conditions met, or none.
    """
    for candidate in (None, delivery):
        for met in {frozenset(charges.conditions), frozenset[Condition]()}:
            try:
                averages = [printed_average(charges, kwh, candidate, met=met) for kwh in PRINTED_AT_KWH]
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
    if fees is not None and fees.state is ReadState.CONTRADICTED and fees.fitting:
        fees = _as_the_prices_say(fees)
    elif fees is not None and not fees.is_believed:
        reason = SENTENCE_UNREAD
        if fees.state is ReadState.CONTRADICTED:
            reason = f"{SENTENCE_CONTRADICTED}{_both_slopes(prices, fees)}"
        return PriceModel(method=Method.LISTING_POINTS, charges=None, reason=reason)
    stated = fees or _NO_FEES
    try:
        line_usd = _line_bills(prices, stated)
    except ChargesError:
        return PriceModel(method=Method.LISTING_POINTS, charges=None, reason=SENTENCE_UNREAD)
    residual_usd = residual_of(line_usd)
    if not is_straight(residual_usd):
        return PriceModel(method=Method.LISTING_POINTS, charges=None, reason=SENTENCE_NO_LINE)
    scale = rounding_scale(prices)
    line = fit_with_base(line_usd, _stated_fixed_usd(stated, delivery), scale)
    is_base_stated = line is not None
    line = line or fit(line_usd, residual_usd, scale)
    if line.usd_per_kwh < 0:
        return PriceModel(method=Method.LISTING_POINTS, charges=None, reason=SENTENCE_FALLING)
    return PriceModel(
        method=Method.LISTING_EXPLAINED if _says_something(stated) else Method.LISTING_LINE,
        charges=_charges(line, stated, delivery, is_base_stated=is_base_stated),
        spread=line.spread,
    )


def _as_the_prices_say(fees: FeeReading) -> FeeReading:
    """What a text states, with the one amount that the printed prices fit in the place of its own."""
    others = tuple(one for one in fees.items if not isinstance(one, UsageCredit | UsageFee))
    fitting = tuple(msgspec.structs.replace(one, basis=Basis.FITTED) for one in fees.fitting)
    return msgspec.structs.replace(fees, items=(*others, *fitting))


def _both_slopes(prices: Sequence[Decimal], fees: FeeReading) -> str:
    """What a kWh costs below and above 1,000 without the stated charges, where it is dearer above."""
    try:
        bills = _line_bills(prices, fees)
    except ChargesError:
        return ""
    if residual_of(bills) <= STRAIGHT_LINE_LIMIT_USD:
        return ""
    below, above = (
        (bills[at + 1] - bills[at]) * 100 / (PRINTED_AT_KWH[at + 1] - PRINTED_AT_KWH[at]) for at in (0, 1)
    )
    return (
        f" With it, each kWh would cost {below:.1f}¢ from 500 to 1,000 kWh and {above:.1f}¢ from 1,000 to 2,000: "
        "the facts label may have a price in steps that the listing leaves out."
    )


class SteppedLine(msgspec.Struct, frozen=True, kw_only=True):
    """What three printed bills leave when stated charges are taken out of them."""

    fixed_usd: Decimal
    usd_per_kwh: Decimal
    residual_usd: Decimal
    """How far it is from a straight line; rounding alone explains 3.00 USD."""


def line_after(prices: Sequence[Decimal], fees: FeeReading) -> SteppedLine | None:
    """The line that stated charges leave of three printed prices; None where the charges make no bill."""
    try:
        line_usd = _line_bills(prices, fees)
    except ChargesError:
        return None
    usd_per_kwh = (line_usd[2] - line_usd[0]) / (PRINTED_AT_KWH[2] - PRINTED_AT_KWH[0])
    return SteppedLine(
        fixed_usd=line_usd[0] - PRINTED_AT_KWH[0] * usd_per_kwh,
        usd_per_kwh=usd_per_kwh,
        residual_usd=residual_of(line_usd),
    )


def _says_something(fees: FeeReading) -> bool:
    """Whether the text states more than the fixed part of a straight line."""
    return any(not isinstance(charge, BaseCharge | DailyCharge) for charge in fees.items)


def _line_bills(prices: Sequence[Decimal], fees: FeeReading) -> tuple[Decimal, ...]:
    """The three bills without what the text explains."""
    stated = _beyond_the_line(fees)
    if not fees.averages_hold_seasons:
        stated = msgspec.structs.replace(stated, items=tuple(one for one in stated.items if not one.months))
    met = frozenset(stated.conditions if fees.averages_meet is None else fees.averages_meet)
    return tuple(
        price * kwh - exact_total_usd(stated, kwh, met=met) - one_time_of(stated, met) / MONTHS_IN_YEAR
        for kwh, price in zip(PRINTED_AT_KWH, prices, strict=True)
    )


def _beyond_the_line(fees: FeeReading) -> Charges:
    """What the text states beyond a straight line: prices per kWh count by their difference to the first."""
    first = next((charge.usd_per_kwh for charge in fees.items if isinstance(charge, _PRICES)), Decimal(0))
    return Charges(items=_shifted(fees.items, -first), delivery=BUNDLED)


_PRICES = (EnergyTier, PriceByTotal, HourlyPrice)
"""Kinds that give a price per kWh, which the line's slope holds already."""


def _shifted(items: Sequence[Charge], usd_per_kwh: Decimal) -> tuple[Charge, ...]:
    """The charges that are not on the line: its prices moved by so much, its fixed part left out."""
    shifted: list[Charge] = []
    for charge in items:
        match charge:
            case EnergyTier() | PriceByTotal() | HourlyPrice():
                moved = charge.usd_per_kwh + usd_per_kwh
                basis = Basis.FITTED if usd_per_kwh else charge.basis
                shifted.append(msgspec.structs.replace(charge, usd_per_kwh=moved, basis=basis))
            case BaseCharge() | DailyCharge():
                if not _is_in_every_bill(charge):
                    shifted.append(charge)  # The line does not hold it.
            case (
                UsageCredit()
                | UsageFee()
                | OneTimeCharge()
                | EnergyDiscount()
                | VehicleEnergy()
                | SolarCredit()
            ):
                shifted.append(charge)
            case _:
                assert_never(charge)
    return tuple(shifted)


def _stated_fixed_usd(fees: FeeReading, delivery: DeliveryCharge | None) -> Decimal | None:
    """The whole fixed part of a month where the text states the provider's base charge; None where it does not."""
    bases = [charge for charge in fees.of(BaseCharge) if _is_in_every_bill(charge)]
    if not bases:
        return None
    days = sum((charge.usd_per_day for charge in fees.of(DailyCharge)), Decimal(0)) * DAYS_IN_LABEL_MONTH
    own_usd = sum((charge.usd for charge in bases), Decimal(0)) + days
    if fees.bundled_delivery:
        return own_usd
    if delivery is None or delivery.usd_per_kwh is None:
        return None
    return own_usd + delivery.usd_per_month


def _is_in_every_bill(charge: Charge) -> bool:
    return not (charge.conditions or charge.waived_by or charge.months or charge.bills)


def _charges(
    line: FittedLine, fees: FeeReading, delivery: DeliveryCharge | None, *, is_base_stated: bool
) -> Charges:
    """The fitted line as charges of the provider; what the utility takes is split off where it is known."""
    fixed_usd, usd_per_kwh, on_label = line.fixed_usd, line.usd_per_kwh, BUNDLED
    if delivery is not None and delivery.usd_per_kwh is not None and not fees.bundled_delivery:
        on_label = Delivery(usd_per_month=delivery.usd_per_month, usd_per_kwh=delivery.usd_per_kwh)
        fixed_usd -= delivery.usd_per_month
        usd_per_kwh -= delivery.usd_per_kwh
    prices = [charge for charge in fees.items if isinstance(charge, _PRICES)]
    start = prices[0].usd_per_kwh if prices else usd_per_kwh
    items: list[Charge] = [] if prices else [EnergyTier(usd_per_kwh=usd_per_kwh, basis=Basis.FITTED)]
    if is_base_stated:
        fixed = (BaseCharge, DailyCharge)
        items += [charge for charge in fees.items if isinstance(charge, fixed) and _is_in_every_bill(charge)]
    elif fixed_usd:
        items.append(_fixed_part(fixed_usd))
    return Charges(items=(*items, *_shifted(fees.items, usd_per_kwh - start)), delivery=on_label)


def _fixed_part(usd: Decimal) -> Charge:
    """The provider's fixed part. Below zero by more than rounding can do (0.79 USD), it is a hidden credit."""
    if usd <= -_SMALLEST_CREDIT_USD:
        return UsageCredit(usd=-usd, basis=Basis.FITTED)
    return BaseCharge(usd=usd, basis=Basis.FITTED)
