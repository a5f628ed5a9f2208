"""The energy prices that the figures of a label make: one, in bands, by the hour, by season."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from choosemypower.documents.bands import Band, Unread
from choosemypower.documents.figures import Figure, Unit
from choosemypower.documents.label_bands import band_of, banded, bands_of, with_the_rest
from choosemypower.documents.label_extras import (
    on_one_line,
    only_amount,
)
from choosemypower.documents.label_guesses import prices_of_two
from choosemypower.documents.label_hours import (
    hourly_prices,
    hours_given_away,
    parts_of,
    with_free_delivery,
)
from choosemypower.documents.label_periods import (
    prices_of_periods,
    prices_with_discount,
    prices_with_free_hours,
)
from choosemypower.documents.label_seasons import seasonal_prices, seasons_of
from choosemypower.documents.roles import (
    HOLDS_FIRST_KWH,
    Role,
)
from choosemypower.plans.charges import (
    Charge,
    Condition,
    EnergyDiscount,
    EnergyTier,
    HourlyPrice,
)

_PERCENT_OFF = re.compile(
    r"(?<![\d.])(\d{1,2}(?:\.\d{1,2})?) ?% (?:off|discount|descuento|de descuento)"
    r"(?: (?:on|off|of|from|en|sobre))?(?: (?:the|your|all|of|el|su))* "
    r"(?:energy (?:charges?|rate|price)|cargo por energia)"
    r"|(?:energy (?:charge )?discount|descuento (?:de|sobre la) energia)(?: of| de)?:? (\d{1,2}(?:\.\d{1,2})?) ?%"
)
FIRST_MONTHS = re.compile(
    r"(first|initial|primer\w*) (\w+ )?(\(?\d+\)? )?(months?|billing cycles?|mes(es)?|ciclos?)"
    r"|introductory|promotional (rate|price|period)"
)
_ONLY_ABOVE = re.compile(
    r"energy charge (?:is )?only (?:applies|applicable) to (?:usage )?(?:above|over) ([\d,]+)\s*kwh"
    r"|\b(?:charged|billed|applies|applied|due|paid|pay (?:the |this )?energy (?:charge|rate|price)) only"
    r" (?:on|to|for) [^.$¢]{0,50}?"
    r"(?:\b(?:above|over|beyond|past|after|in excess of) (?:the first )?([\d,]+)\s*kwh"
    r"|\bkwh (?:above|over|beyond|past|after) (?:the first )?([\d,]{3,}\b))"
    r"|\benergy (?:charge|rate|price) (?:is (?:due|paid|billed) )?(?:only )?on (?:the |all )?kwh"
    r" (?:above|over|beyond) ([\d,]+)"
    r"|\beach kwh (?:above|over|beyond|past|after) (?:the first )?([\d,]+)\s*kwh"
)
_FOR_FIRST_KWH = re.compile(
    r"^\W*(?:(?:for|includes?|covers?|including|per|por|incluye|cubre) )?(?:the |your |los )?"
    r"(?:first|primeros) [\d,]+\s*kwh"
)
CONDITIONS = (
    (Condition.AUTOPAY, re.compile(r"auto[- ]?pay|automatic payment|pago automatico|autopago")),
    (Condition.PAPERLESS, re.compile(r"paperless|e-?bill|sin papel|electronic bill|factura electronica")),
    (Condition.DEVICE, re.compile(r"thermostat|charger|smart credit|powerwall|\bvpp\b|device|termostato|battery")),
    (Condition.SOLAR, re.compile(r"solar|buy-?back")),
    (Condition.VEHICLE, re.compile(r"\bev\b|vehicle")),
)  # fmt: skip


def energy_prices(folded: str, by_role: dict[Role, list[Figure]]) -> Iterator[tuple[Charge, ...]]:
    figures = _lasting(by_role[Role.ENERGY])
    by_time = _by_time(folded, figures, by_role[Role.DELIVERY])
    if by_time is not None:
        yield from by_time
        return
    if len({one.usd for one in figures}) == 1:
        for prices in hours_given_away(folded, on_one_line(folded), figures[0]):
            yield prices
            yield from with_free_delivery(on_one_line(folded), prices)
        yield from prices_with_free_hours(folded, figures[0])
    bands = with_the_rest(bands_of(folded, figures), figures)
    guesses = list(prices_of_two(figures))
    try:
        if any(bands) and len(figures) > 1:
            yield from banded(figures, bands)
            return
        usd_per_kwh = only_amount(figures)
    except Unread:
        if not guesses:
            raise
        yield from guesses
        return
    assert usd_per_kwh is not None
    from_kwh = _only_above(folded, bands, by_role[Role.BASE])
    if from_kwh is not None:
        yield (
            EnergyTier(to_kwh=from_kwh, usd_per_kwh=Decimal(0)),
            EnergyTier(from_kwh=from_kwh, usd_per_kwh=usd_per_kwh),
        )
        return
    if any(bands):
        raise Unread("A price for a part of the use only.")
    tier = EnergyTier(usd_per_kwh=usd_per_kwh)
    yield (tier,)
    if any(one.usd for one in by_role[Role.BASE]):
        for kwh in _limits_of_no_charge(folded):
            yield (
                EnergyTier(to_kwh=kwh, usd_per_kwh=Decimal(0)),
                EnergyTier(from_kwh=kwh, usd_per_kwh=usd_per_kwh),
            )
    if (discount := _percent_off(folded, usd_per_kwh)) is not None:
        yield tier, discount


def _lasting(figures: Sequence[Figure]) -> list[Figure]:
    """The prices of the whole contract. Raises Unread where there are none, or the first months have their own."""
    if not figures:
        raise Unread("The label states no energy charge.")
    of_first_months = [one for one in figures if FIRST_MONTHS.search(f"{one.line} {one.after}")]
    lasting = [one for one in figures if one not in of_first_months]
    if {one.usd for one in of_first_months} - {one.usd for one in lasting}:
        raise Unread("A price for the first months only.")
    return lasting  # "The price of your first billing cycle is 15.9¢", of a variable price of 15.9¢.


def _by_time(
    folded: str, figures: Sequence[Figure], delivery: Sequence[Figure]
) -> list[tuple[Charge, ...]] | None:
    """Prices by the hour, as a table of periods or by the names of parts, or by season; None where they are neither."""
    periods = prices_of_periods(folded, figures, delivery)
    parts = () if periods else parts_of(folded, figures)
    hourly = periods or (hourly_prices(folded, figures, parts, delivery) if any(parts) else [])
    if hourly:
        ways = [(prices, *with_free_delivery(on_one_line(folded), prices)) for prices in hourly]
        return [prices for way in ways for prices in way]
    seasons = seasons_of(folded, figures)
    return None if seasons is None else [*seasonal_prices(folded, figures, seasons)]


@lru_cache(maxsize=16)
def _limits_of_no_charge(folded: str) -> tuple[int, ...]:
    """The uses that a sentence on the energy charge names as its begin, whatever its words: the averages tell."""
    flat = on_one_line(folded)
    found = []
    for match in _KWH_NAMED.finditer(flat):
        before = _SENTENCE_END.split(flat[max(0, match.start() - _NEAR) : match.start()])[-1]
        behind = _SENTENCE_END.split(flat[match.end() : match.end() + _NEAR])[0]
        is_of_energy = _ON_ENERGY.search(f"{before} {behind}") and not _ON_AMOUNTS.search(
            f"{before} {behind}"
        )
        if is_of_energy and _BEGINS.search(f"{before} {behind}"):
            found.append(int(match[1].replace(",", "")))
    return tuple(dict.fromkeys(found))[:_MOST_LIMITS]


_SENTENCE_END = re.compile(r"(?<=[a-z)\d])\.\s")
_ON_ENERGY = re.compile(r"energy (?:charge|rate|price)|\bkwh (?:above|over|beyond)|cargo (?:por|de) energia")
_ON_AMOUNTS = re.compile(r"\bcredits?\b|\bfees?\b|average|discount|credito|promedio|assum|example")
_BEGINS = re.compile(
    r"\b(?:only|over|above|beyond|past|after|in excess|exceed\w*|first|up to|covered|starts?|begins?|includ\w+|no|none"
    r"|solo|mas de|primeros|hasta)\b"
)
_KWH_NAMED = re.compile(r"(?<![\d.,$])(\d{3,4}|\d,\d{3})(?= ?kwh| in an?\b)")
_NEAR = 90
_MOST_LIMITS = 3


def _only_above(folded: str, bands: Sequence[Band | None], bases: Sequence[Figure]) -> int | None:
    """Above which use the one energy price holds, where the base charge pays for the kWh below."""
    above = _ONLY_ABOVE.search(on_one_line(folded))
    if above is not None:
        return int(next(filter(None, above.groups())).replace(",", ""))
    first = {band.min_kwh - 1 for band in bands if band is not None and band.max_kwh is None}
    held = {band.max_kwh for one in bases if is_for_first_kwh(one) and (band := band_of(one)) is not None}
    return first.pop() if len(first) == 1 and first == held and None not in bands else None


@lru_cache(maxsize=16)
def _percent_off(folded: str, usd_per_kwh: Decimal) -> EnergyDiscount | None:
    """The part of the energy price that a label takes off: "10% off the energy charge"."""
    found = list(_PERCENT_OFF.finditer(on_one_line(folded)))
    shares = {Decimal(one[1] or one[2]) / 100 for one in found}
    if len(shares) != 1:
        return None
    around = on_one_line(folded)[max(0, found[0].start() - 40) : found[0].end() + 80]
    if FIRST_MONTHS.search(around):
        return None
    conditions = tuple(condition for condition, pattern in CONDITIONS if pattern.search(around))
    return EnergyDiscount(usd_per_kwh=usd_per_kwh * shares.pop(), conditions=conditions)


def discounted_hours(folded: str, by_role: dict[Role, list[Figure]]) -> list[tuple[HourlyPrice, ...]]:
    """Prices by the hour, of one price and what is taken off it in some hours; that figure is no other charge then."""
    energy = by_role[Role.ENERGY]
    if len({one.usd for one in energy}) != 1:
        return []
    for role in (Role.DISCOUNT, Role.CREDIT):
        for one in by_role[role]:
            prices = prices_with_discount(folded, energy[0], one) if one.unit is Unit.KWH else []
            if prices:
                by_role[role] = [other for other in by_role[role] if other is not one]
                return prices
    return []


def is_for_first_kwh(figure: Figure) -> bool:
    """A monthly price that holds the first kWh: "$149 for the first 1,500 kWh"; it does not end there."""
    return (_FOR_FIRST_KWH.search(figure.after) or HOLDS_FIRST_KWH.search(figure.line)) is not None
