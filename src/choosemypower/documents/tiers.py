"""Prices per kWh of a text as tiers, or as one price for all kWh by the month's total."""

from collections.abc import Iterator, Sequence

import msgspec

from choosemypower.documents.bands import Unread
from choosemypower.documents.parts import Price
from choosemypower.plans.charges import Charge, EnergyTier, PriceByTotal


def price_charges(
    prices: Sequence[Price], *, says_all_kwh: bool = False
) -> Iterator[tuple[tuple[Charge, ...], int]]:
    """The charges that the prices can mean, each with how much the text alone leaves that open.

    Together they must cover every use. Raises Unread when they do not.
    """
    if not prices:
        yield (), 0
        return
    doubt = max(price.doubt for price in prices)
    if len(prices) == 1:
        yield (_for_all_use(prices[0]),), doubt
        return
    ordered = _in_order(_with_all_others(prices))
    are_tiers = any(price.is_tier or price.is_rest for price in ordered)
    says_all = not are_tiers and (says_all_kwh or any(price.says_all_kwh for price in ordered))
    is_by_total = says_all or all(price.is_by_total for price in ordered)
    is_marked = any(price.is_by_total or price.in_every_bill for price in ordered)
    is_open = not says_all and is_by_total == are_tiers and (is_by_total or is_marked)
    if is_open or not is_by_total:
        yield _one_after_another(ordered), doubt + is_open
    if is_open or is_by_total:
        yield _by_total(_one_after_another(ordered, is_by_total=True)), doubt + is_open


def _for_all_use(only: Price) -> EnergyTier:
    if only.band is not None or only.is_rest or only.is_otherwise:
        raise Unread("A price for a part of the use only.")
    return EnergyTier(usd_per_kwh=only.usd_per_kwh, sentence=only.sentence)


def _in_order(prices: Sequence[Price]) -> Sequence[Price]:
    """As their uses follow each other; "the next 500 kWh" keeps its place in the text."""
    if any(price.next_kwh for price in prices):
        return sorted(prices, key=lambda price: price.is_rest)
    return sorted(prices, key=lambda price: (price.is_rest, price.band.min_kwh if price.band else 0))


def _by_total(tiers: Sequence[EnergyTier]) -> tuple[PriceByTotal, ...]:
    return tuple(
        PriceByTotal(
            min_kwh=tier.from_kwh + 1 if tier.from_kwh else 0,
            max_kwh=tier.to_kwh,
            usd_per_kwh=tier.usd_per_kwh,
            sentence=tier.sentence,
        )
        for tier in tiers
    )


def _with_all_others(prices: Sequence[Price]) -> Sequence[Price]:
    """A price for "otherwise" gets the uses that the one other price leaves."""
    others = [price for price in prices if not price.is_otherwise]
    if len(others) == len(prices):
        return prices
    if len(others) != 1 or len(prices) != 2 or others[0].band is None or not others[0].is_by_total:
        raise Unread("Prices that do not follow each other.")
    return [
        msgspec.structs.replace(price, band=others[0].band.complement()) if price.is_otherwise else price
        for price in prices
    ]


def _one_after_another(ordered: Sequence[Price], *, is_by_total: bool = False) -> tuple[EnergyTier, ...]:
    tiers: list[EnergyTier] = []
    reached: int | None = 0
    for price in ordered:
        if reached is None or (price.band is None and not price.is_rest and not price.next_kwh):
            raise Unread("Prices that do not follow each other.")
        start = price.band.min_kwh if price.band else reached + 1
        end = price.band.max_kwh if price.band else reached + price.next_kwh if price.next_kwh else None
        allowed = (reached, reached + 1) if not is_by_total and reached else (reached + 1 if reached else 0,)
        if start not in allowed and not (reached == 0 and start in (0, 1)):
            raise Unread("Prices that do not follow each other.")
        tiers.append(
            EnergyTier(from_kwh=reached, to_kwh=end, usd_per_kwh=price.usd_per_kwh, sentence=price.sentence)
        )
        reached = end
    if reached is not None:
        raise Unread("Prices that end.")
    return tuple(tiers)
