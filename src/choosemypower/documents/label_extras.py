"""Charges of a label for a car and for panels that give power back; one amount, one line of its words."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from choosemypower.documents.bands import Unread
from choosemypower.documents.figures import Figure, Unit
from choosemypower.plans.charges import Condition, SolarCredit, VehicleEnergy

_EXPORT_IN_AVERAGES = re.compile(
    r"includes? an? (?:\w+ )?(?:buy-?back|solar|export) credit (?:for|of) ([\d,]+)\s*kwh"
    r"|(?:count(?:ed|ing)|includ(?:ed|ing)|contain(?:ed|ing)|held|part of) (?:in )?(?:these|the|those|our|each) "
    r"(?:average )?(?:prices?|averages?)(?: per kwh)? (?:is|are|comes?|holds?|has) an? (?:\w+ )?"
    r"(?:buy-?back|solar|export) credit (?:for|of|on) ([\d,]+)\s*kwh"
    r"|\b(?:averages?|prices?)\b[^.]{0,50}\b(?:suppos|assum|count|includ|tak)\w* [^.\d]{0,30}"
    r"(?:excess energy|surplus|exports?|exported energy|energy sent out)[^.\d]{0,20}([\d,]+)\s*kwh"
    r"|\bassum\w* ([\d,]+) ?kwh (?:is |are )?(?:export|sent out|given back)"
)
_CAPPED = re.compile(
    r"offset up to 100% of|\b(?:bring|reduce|lower|offset)[^.]{0,60}\b(?:down )?to (?:zero|\$0)"
    r"|(?:never|not) more than your energy (?:purchase|charge)"
)
_VEHICLE_KWH = re.compile(
    r"(?:consum(?:es|ing)|us(?:es|ing)|tak(?:es|ing)|estimated) ([\d,]+)\s*kwh (?:per|a) month"
)


def only_amount(figures: Sequence[Figure]) -> Decimal | None:
    """The one amount that figures state; None without any. Raises Unread where they differ."""
    amounts = {figure.usd for figure in figures}
    if len(amounts) > 1:
        raise Unread("Two amounts for one charge.")
    return next(iter(amounts), None)


def sum_of_parts(figures: Sequence[Figure]) -> Decimal | None:
    """What figures state together where each names another part of delivery; else the one amount that they state."""
    parts = {name[0]: one.usd for one in figures if (name := _PART_OF_DELIVERY.search(one.line)) is not None}
    is_of_parts = len(parts) == len(figures) and len(set(parts.values())) > 1
    return sum(parts.values(), Decimal(0)) if is_of_parts else only_amount(figures)


_PART_OF_DELIVERY = re.compile(
    r"customer|meter(?:ing)?|distribution|transmission|system|recovery|rider|franchise|cliente|medicion|distribucion|transmision"
)


@lru_cache(maxsize=4)
def on_one_line(folded: str) -> str:
    """The text on one line, for phrases that a line break may cut."""
    return " ".join(folded.split())


def vehicle_charges(folded: str, figures: Sequence[Figure]) -> Iterator[VehicleEnergy]:
    if figures:
        said = {int(kwh.replace(",", "")) for kwh in _VEHICLE_KWH.findall(on_one_line(folded))}
        if len(said) != 1:
            raise Unread("A charge for a vehicle without its kWh, or with two figures of them.")
        yield VehicleEnergy(
            usd_per_month=only_amount(figures) or Decimal(0),
            kwh=said.pop(),
            is_delivery_free=True,
            conditions=(Condition.VEHICLE,),
        )


def solar_credits(folded: str, figures: Sequence[Figure]) -> Iterator[SolarCredit]:
    export = _EXPORT_IN_AVERAGES.search(on_one_line(folded))
    if export is not None:
        usd_per_kwh = only_amount([one for one in figures if one.unit is Unit.KWH])
        if usd_per_kwh is None:
            raise Unread("An export credit without its price.")
        yield SolarCredit(
            kwh=int(next(filter(None, export.groups())).replace(",", "")),
            usd_per_kwh=usd_per_kwh,
            is_capped_by_energy=_CAPPED.search(on_one_line(folded)) is not None,
            conditions=(Condition.SOLAR,),
        )
