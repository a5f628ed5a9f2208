"""One amount of a Fees/Credits sentence with all that belongs to it; a sentence cut into such pieces in every way."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from choosemypower.plans.charges import EnergyTier, PriceByTotal
from choosemypower.plans.fee_items import Band, Item, Unread

AMOUNTS = frozenset({"MONEY", "RATE", "RATE_USD", "DAILY_USD"})
_JOINTS = ("AND", "ADDITIONAL", "OR")
_NO_PRICE = frozenset(
    {"CREDIT", "BASE", "MINUSE", "WAIVED", "SEASON", "AUTOPAY", "PAPERLESS", "BARE", "MINUS", "PAY"}
)
_ONLY_OF_PRICES = frozenset({"FIRST_KWH", "REST", "ALL_KWH", "ENERGY", "PER_KWH"})
_LARGEST_IMPLIED_FEE_USD = 20
"""More than this beside "under 1,000 kWh" and nothing else is a whole bill, not a fee."""


class Statement(msgspec.Struct):
    """One amount with what belongs to it."""

    noun: str
    usd: Decimal
    band: Band | None = None
    months: tuple[int, ...] | None = None
    condition: str | None = None
    is_additional: bool = False
    in_every_bill: bool = False


class Price(msgspec.Struct, frozen=True):
    """A price per kWh and the uses it holds for."""

    usd_per_kwh: Decimal
    band: Band | None
    is_tier: bool
    is_rest: bool
    is_otherwise: bool
    is_by_total: bool
    in_every_bill: bool


def splits(
    items: list[Item], amounts: list[int], previous: Statement | None
) -> Iterator[list[Statement | Price]]:
    """Every way to share the items out among the amounts in which each part makes sense.

    Parts are divided at "and", if that can be; else also at commas and brackets; else anywhere.
    """
    joints = {at for at, item in enumerate(items) if item.kind in _JOINTS}
    clauses = joints | {at for at, item in enumerate(items) if item.starts_clause}
    for cuts in (joints, clauses, set(range(len(items)))):
        allowed = {at for at in cuts if at and items[at - 1].kind not in _JOINTS}
        readings = list(_parts(items, 0, amounts, allowed, previous))
        if readings:
            yield from readings
            return


def key_of(parts: Sequence[Statement | Price]) -> tuple[bytes, ...]:
    """What makes two ways of reading the same."""
    return tuple(sorted(msgspec.json.encode(part) for part in parts))


def _parts(
    items: list[Item], start: int, amounts: list[int], cuts: set[int], previous: Statement | None
) -> Iterator[list[Statement | Price]]:
    """All ways to cut the items from `start` on into one piece per amount, with each piece read."""
    if len(amounts) == 1:
        part = _read_piece(items[start:], previous)
        if part is not None:
            yield [part]
        return
    for cut in range(amounts[0] + 1, amounts[1] + 1):
        part = _read_piece(items[start:cut], previous) if cut in cuts else None
        if part is not None:
            following = part if isinstance(part, Statement) else previous
            for tail in _parts(items, cut, amounts[1:], cuts, following):
                yield [part, *tail]


def _read_piece(items: list[Item], previous: Statement | None) -> Statement | Price | None:
    """One amount with everything around it; None when that makes no sense."""
    kinds = [item.kind for item in items]
    bands = [item.band for item in items if item.kind in ("BAND", "BARE", "FIRST_KWH")]
    if len(bands) > 1 or kinds.count("SEASON") > 1 or "NO" in kinds or "OR" in kinds[1:]:
        return None
    if "SEASON_NAME" in kinds and "SEASON" not in kinds:
        return None
    (amount,) = (item for item in items if item.kind in AMOUNTS)
    if amount.kind in ("RATE", "RATE_USD"):
        return _price(items, kinds, amount)
    if _ONLY_OF_PRICES & set(kinds) or amount.value is None:
        return None
    band = bands[0] if bands else None
    if "OTHERWISE" in kinds and "WAIVED" not in kinds:
        if band is not None or previous is None or previous.band is None:
            return None
        band = previous.band.complement()
    noun = _noun(kinds, band, amount.value, previous)
    if noun is None and (amount.value == 0 or amount.kind == "DAILY_USD" or "DAILY" in kinds):
        noun = "FEE"
    if noun is None or (noun != "CREDIT" and ({"BARE", "MINUS"} & set(kinds)) and "WAIVED" not in kinds):
        return None
    if amount.kind == "DAILY_USD" or "DAILY" in kinds:
        return None if band or noun == "CREDIT" else Statement(noun="DAILY", usd=amount.value)
    return _statement(items, kinds, noun, amount.value, band, previous)


def _statement(
    items: Sequence[Item],
    kinds: Sequence[str],
    noun: str,
    usd: Decimal,
    band: Band | None,
    previous: Statement | None,
) -> Statement | None:
    if "WAIVED" in kinds:
        if band is None or noun == "CREDIT":
            return None
        band = band.complement()
    condition = "autopay" if "AUTOPAY" in kinds else "paperless" if "PAPERLESS" in kinds else None
    if condition is not None and noun != "CREDIT":
        return None
    months = next((item.months for item in items if item.kind == "SEASON"), None)
    is_additional = "ADDITIONAL" in kinds
    if months and band is None and previous is not None and previous.noun == noun:
        band, is_additional = previous.band, True
    if band is not None and noun in ("BASE", "MINUSE"):
        noun = "FEE"
    if noun == "FEE" and band is None and "EACH" in kinds and "MINUSE" not in kinds:
        noun = "BASE"
    if noun in ("ONE_TIME", "ONE_BILL", "OTHER_FEE") and (band or months):
        return None
    return Statement(
        noun=noun,
        usd=usd,
        band=band,
        months=months,
        condition=condition,
        is_additional=is_additional,
        in_every_bill="EACH" in kinds,
    )


def _noun(kinds: Sequence[str], band: Band | None, usd: Decimal, previous: Statement | None) -> str | None:
    """What the amount is."""
    if "OTHER_FEE" in kinds:
        return "OTHER_FEE"
    if "CREDIT" in kinds:
        return "ONE_BILL" if "ONE_TIME" in kinds or "ONE_BILL" in kinds else "CREDIT"
    if "ONE_BILL" in kinds:
        return None
    if "ONE_TIME" in kinds:
        return "ONE_TIME"
    for noun in ("BASE", "MINUSE", "FEE"):
        if noun in kinds:
            return noun
    if previous is not None and ("ADDITIONAL" in kinds or band is not None or "SEASON" in kinds):
        return previous.noun if previous.noun in ("CREDIT", "FEE") else None
    if band is not None and usd <= _LARGEST_IMPLIED_FEE_USD and (band.min_kwh == 0 or "PAY" in kinds):
        # In a column of fees and credits, money beside "less than 1,000 kWh" and nothing else is a fee.
        return "FEE"
    return None


def _price(items: Sequence[Item], kinds: Sequence[str], amount: Item) -> Price | None:
    if _NO_PRICE & set(kinds) or {"FIRST_KWH", "REST"} <= set(kinds):
        return None
    band = next((item.band for item in items if item.kind in ("BAND", "FIRST_KWH")), None)
    usd_per_kwh = amount.value or Decimal(0)
    if amount.kind == "RATE":
        usd_per_kwh /= 100
    says_more = any(
        item.text.endswith(("additional", "adicional")) for item in items if item.kind == "ADDITIONAL"
    )
    if says_more and band is not None:
        return None
    return Price(
        usd_per_kwh=usd_per_kwh,
        band=band,
        is_tier="FIRST_KWH" in kinds or "PER_KWH" in kinds,
        is_rest="REST" in kinds or says_more,
        is_otherwise="OTHERWISE" in kinds,
        is_by_total="IF" in kinds or "ALL_KWH" in kinds or "OTHERWISE" in kinds,
        in_every_bill="EACH" in kinds,
    )


def tiers_or_bands(prices: Sequence[Price]) -> tuple[tuple[EnergyTier, ...], tuple[PriceByTotal, ...]]:
    """Prices as tiers, or as one price for all kWh by the month's total; together they must cover every use.

    Raises Unread when they do not, or when they could be either.
    """
    if not prices:
        return (), ()
    if len(prices) == 1:
        if prices[0].band is not None or prices[0].is_rest or prices[0].is_otherwise:
            raise Unread("A price for a part of the use only.")
        return (EnergyTier(from_kwh=0, to_kwh=None, usd_per_kwh=prices[0].usd_per_kwh),), ()
    prices = _with_all_others(prices)
    ordered = sorted(prices, key=lambda price: (price.is_rest, price.band.min_kwh if price.band else 0))
    is_by_total = all(price.is_by_total for price in ordered)
    are_tiers = any(price.is_tier or price.is_rest for price in ordered)
    is_marked = any(price.is_by_total or price.in_every_bill for price in ordered)
    if is_by_total == are_tiers and (is_by_total or is_marked):
        raise Unread("Prices of tiers or of all kWh.")
    tiers = _one_after_another(ordered, is_by_total=is_by_total)
    if not is_by_total:
        return tiers, ()
    bands = tuple(
        PriceByTotal(
            min_kwh=tier.from_kwh + 1 if tier.from_kwh else 0,
            max_kwh=tier.to_kwh,
            usd_per_kwh=tier.usd_per_kwh,
        )
        for tier in tiers
    )
    return (), bands


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


def _one_after_another(ordered: Sequence[Price], *, is_by_total: bool) -> tuple[EnergyTier, ...]:
    tiers: list[EnergyTier] = []
    reached: int | None = 0
    for price in ordered:
        if reached is None or (price.band is None and not price.is_rest):
            raise Unread("Prices that do not follow each other.")
        start = price.band.min_kwh if price.band else reached + 1
        end = price.band.max_kwh if price.band else None
        allowed = (reached, reached + 1) if not is_by_total and reached else (reached + 1 if reached else 0,)
        if start not in allowed and not (reached == 0 and start in (0, 1)):
            raise Unread("Prices that do not follow each other.")
        tiers.append(EnergyTier(from_kwh=reached, to_kwh=end, usd_per_kwh=price.usd_per_kwh))
        reached = end
    if reached is not None:
        raise Unread("Prices that end.")
    return tuple(tiers)
