"""What a month costs: charges × use × delivery → a bill with its lines. Exact in Decimal.

Source: Electricity Facts Label, 16 TAC §25.475; structures as in the market's labels (credits by threshold or band that
add up, price of all kWh by total, tiers, low-use fees, daily charges, prices by the hour, bundled delivery).
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from choosemypower.plans.charges import Charges, HourlyPrice, PriceByTotal, UsageCredit, UsageFee
from choosemypower.pricing.model import Bill, BillLine, LineKind
from choosemypower.territories.model import DeliveryCharge
from choosemypower.units import MONTHS_IN_YEAR

CENT = Decimal("0.01")
DAYS_IN_LABEL_MONTH = 30


class ChargesError(ValueError):
    """These charges do not make a bill: no price for this use, or delivery is unknown."""


def bill_from_charges(
    charges: Charges,
    usage_kwh: int,
    delivery: DeliveryCharge | None = None,
    month: int | None = None,
    *,
    days: int = DAYS_IN_LABEL_MONTH,
    hourly_shares: Sequence[Decimal] | None = None,
) -> Bill:
    """The bill of one month.

    `delivery` is the utility's charge of that month; None takes the figures printed on the label. Bundled delivery is
    never added again. `month` is the calendar month; None weighs seasonal credits and fees by their months.
    `hourly_shares` are the home's own 24; without them prices by the hour use the label's shares.
    """
    exact = list(_exact_lines(charges, usage_kwh, delivery, month, days, hourly_shares))
    total_usd = sum((line.usd for line in exact), Decimal(0)).quantize(CENT, ROUND_HALF_UP)
    return Bill(usage_kwh=usage_kwh, month=month, lines=_to_cents(exact, total_usd), total_usd=total_usd)


def exact_total_usd(
    charges: Charges,
    usage_kwh: int,
    delivery: DeliveryCharge | None = None,
    month: int | None = None,
) -> Decimal:
    """The same bill before it is rounded to the cent."""
    return sum(
        (line.usd for line in _exact_lines(charges, usage_kwh, delivery, month, DAYS_IN_LABEL_MONTH, None)),
        Decimal(0),
    )


def printed_average(charges: Charges, usage_kwh: int, delivery: DeliveryCharge | None = None) -> Decimal:
    """The average price that a label prints for a use, in USD per kWh, not rounded.

    One-time charges count with a twelfth, seasonal ones with their share of the year.
    """
    one_time_usd = (charges.one_time_usd or Decimal(0)) / MONTHS_IN_YEAR
    return (exact_total_usd(charges, usage_kwh, delivery) + one_time_usd) / usage_kwh


def _exact_lines(
    charges: Charges,
    usage_kwh: int,
    delivery: DeliveryCharge | None,
    month: int | None,
    days: int,
    hourly_shares: Sequence[Decimal] | None,
) -> Iterator[BillLine]:
    yield from _energy_lines(charges, usage_kwh, hourly_shares)
    if charges.base_usd_per_month:
        yield BillLine(kind=LineKind.BASE, usd=charges.base_usd_per_month)
    if charges.usd_per_day:
        yield BillLine(kind=LineKind.DAILY, usd=charges.usd_per_day * days)
    for fee in charges.fees:
        if usd := amount_due(fee, usage_kwh, month):
            yield BillLine(kind=LineKind.FEE, usd=usd)
    for credit in charges.credits:
        if usd := amount_due(credit, usage_kwh, month):
            yield BillLine(kind=LineKind.CREDIT, usd=-usd, name=credit.condition or "")
    yield from _delivery_lines(charges, usage_kwh, delivery)


def amount_due(charge: UsageCredit | UsageFee, usage_kwh: int, month: int | None) -> Decimal:
    """What a credit or fee is worth in a month, in USD; without a month, its yearly mean."""
    if usage_kwh < charge.min_kwh or (charge.max_kwh is not None and usage_kwh > charge.max_kwh):
        return Decimal(0)
    if charge.months is None:
        return charge.usd
    if month is None:
        return charge.usd * len(charge.months) / MONTHS_IN_YEAR
    return charge.usd if month in charge.months else Decimal(0)


def _energy_lines(
    charges: Charges, usage_kwh: int, hourly_shares: Sequence[Decimal] | None
) -> Iterator[BillLine]:
    for tier in charges.energy_tiers:
        upper = usage_kwh if tier.to_kwh is None else min(usage_kwh, tier.to_kwh)
        if upper > tier.from_kwh:
            yield _energy(Decimal(upper - tier.from_kwh), tier.usd_per_kwh)
    if charges.price_by_total_usage:
        yield _energy(Decimal(usage_kwh), price_at(charges.price_by_total_usage, usage_kwh))
    for price in charges.hourly_prices:
        yield _energy(usage_kwh * share_of(price, hourly_shares), price.usd_per_kwh, price.name)


def share_of(price: HourlyPrice, hourly_shares: Sequence[Decimal] | None) -> Decimal:
    """Which share of the use falls under a price: the home's own where its hours are known, else the label's."""
    if hourly_shares is None or price.hours is None:
        return price.share
    return sum((hourly_shares[hour] for hour in price.hours), Decimal(0))


def price_at(bands: Sequence[PriceByTotal], usage_kwh: int) -> Decimal:
    """What every kWh of a month with this total costs, in USD. Raises ChargesError when no band holds it."""
    for band in bands:
        if band.min_kwh <= usage_kwh and (band.max_kwh is None or usage_kwh <= band.max_kwh):
            return band.usd_per_kwh
    raise ChargesError(f"No price is stated for {usage_kwh} kWh.")


def _energy(usage_kwh: Decimal, usd_per_kwh: Decimal, name: str = "") -> BillLine:
    return BillLine(
        kind=LineKind.ENERGY,
        usd=usage_kwh * usd_per_kwh,
        usage_kwh=usage_kwh,
        usd_per_kwh=usd_per_kwh,
        name=name,
    )


def _delivery_lines(charges: Charges, usage_kwh: int, delivery: DeliveryCharge | None) -> Iterator[BillLine]:
    if charges.delivery.bundled:
        return
    on_label = charges.delivery
    usd_per_month = on_label.usd_per_month if delivery is None else delivery.usd_per_month
    usd_per_kwh = on_label.usd_per_kwh if delivery is None else delivery.usd_per_kwh
    if usd_per_month is None or usd_per_kwh is None:
        raise ChargesError("The delivery charge is not known.")
    yield BillLine(kind=LineKind.DELIVERY_MONTH, usd=usd_per_month)
    yield BillLine(
        kind=LineKind.DELIVERY_KWH,
        usd=usage_kwh * usd_per_kwh,
        usage_kwh=Decimal(usage_kwh),
        usd_per_kwh=usd_per_kwh,
    )


def _to_cents(exact: Sequence[BillLine], total_usd: Decimal) -> tuple[BillLine, ...]:
    """The lines in whole cents, so that they add up to the total: the cent left over goes where rounding cut most."""
    cents = [line.usd.quantize(CENT, ROUND_HALF_UP) for line in exact]
    left = total_usd - sum(cents, Decimal(0))
    step = CENT if left > 0 else -CENT
    by_loss = sorted(range(len(exact)), key=lambda at: (exact[at].usd - cents[at]) * step, reverse=True)
    for at in by_loss[: int(abs(left) / CENT)]:
        cents[at] += step
    return tuple(
        BillLine(
            kind=line.kind,
            usd=usd,
            usage_kwh=line.usage_kwh,
            usd_per_kwh=line.usd_per_kwh,
            name=line.name,
        )
        for line, usd in zip(exact, cents, strict=True)
    )
