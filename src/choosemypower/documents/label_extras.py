"""Charges of a label for a car and for panels that give power back; one amount, one line of its words."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec

from choosemypower.documents.bands import Unread
from choosemypower.documents.figures import Figure, Unit
from choosemypower.plans.charges import Charges, Condition, SolarCredit, VehicleEnergy
from choosemypower.units import PRINTED_AT_KWH

_OF_EXPORT = re.compile(
    r"buy-?back|\bsolar\b|\bexport|excess energy|surplus|sell-?back|sent (?:out|back)|given back|out-?flow"
    r"|recompra|excedente"
)
_OF_AVERAGES = re.compile(
    r"\baverages?\b|\bthese prices\b|\bprices? (?:above|shown|per kwh)\b|precios? promedio"
)
_OF_VEHICLE = re.compile(
    r"vehicle|\bevs?\b|\bcars?\b|charging|\bcharges (?=[\d,]+ ?kwh)|\bestimated (?=[\d,]+ ?kwh)"
)
_KWH = re.compile(r"(?<![\d.,$])(\d{2,3}|\d,\d{3}|\d{4})\s*kwh\b(?! ?(?:or more|and above|and over))")
_SENTENCE = re.compile(r"(?<=[a-z)\d])[.;](?=\s|$)")
_CAPPED = re.compile(
    r"offset up to 100% of|\b(?:bring|reduce|lower|offset)[^.]{0,60}\b(?:down )?to (?:zero|\$0)"
    r"|(?:never|not|no) more than (?:your|the|that month's) energy (?:purchase|charge)"
    r"|(?:limited|capped|restricted) to (?:100% of )?[^.$]{0,30}energy charges?"
    r"|(?:not|never|cannot|can't) (?:exceed|be more than|go beyond|be larger than) [^.$]{0,30}energy charges?"
    r"|energy charges?[^.$]{0,40}(?:down to zero|to zero|to nothing|no lower|at most)"
)
_PRINTED_AT = frozenset(PRINTED_AT_KWH)
_IS_GIVEN = re.compile(r" ?(?:per month |a month |monthly )?of (?:\w+ )?(?:surplus|excess|export|solar)")
"""Behind a usage that the averages have too: "500 kWh of Surplus Energy"."""


@lru_cache(maxsize=8)
def _kwh_told(folded: str, subject: re.Pattern[str], *, in_averages: bool) -> frozenset[int]:
    """The kWh that sentences on a subject name, other than the usages of the averages."""
    parts = (one for part in folded.split("\n\n") for one in _SENTENCE.split(on_one_line(part)))
    sentences = (one for one in parts if subject.search(one))
    return frozenset(
        kwh
        for one in sentences
        if not in_averages or _OF_AVERAGES.search(one)
        for said in _KWH.finditer(one)
        if (kwh := int(said[1].replace(",", ""))) not in _PRINTED_AT or _IS_GIVEN.match(one, said.end())
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
        said = _kwh_told(folded, _OF_VEHICLE, in_averages=False)
        if len(said) != 1:
            raise Unread("A charge for a vehicle without its kWh, or with two figures of them.")
        yield VehicleEnergy(
            usd_per_month=only_amount(figures) or Decimal(0),
            kwh=next(iter(said)),
            is_delivery_free=True,
            conditions=(Condition.VEHICLE,),
        )


def solar_credits(folded: str, figures: Sequence[Figure]) -> Iterator[SolarCredit]:
    """What the averages take for given back to the grid; nothing where no sentence on them names such kWh."""
    said = _kwh_told(folded, _OF_EXPORT, in_averages=True)
    if len(said) == 1:
        usd_per_kwh = only_amount([one for one in figures if one.unit is Unit.KWH])
        if usd_per_kwh is None:
            return  # Averages that hold one fit no other charges.
        yield SolarCredit(
            kwh=next(iter(said)),
            usd_per_kwh=usd_per_kwh,
            is_capped_by_energy=_CAPPED.search(on_one_line(folded)) is not None,
            conditions=(Condition.SOLAR,),
        )


def with_other_cap(charges: Charges) -> Charges:
    """The charges, what is paid for exports held to the energy charges where it was not, and the other way round."""
    items = [
        msgspec.structs.replace(one, is_capped_by_energy=not one.is_capped_by_energy)
        if isinstance(one, SolarCredit)
        else one
        for one in charges.items
    ]
    return msgspec.structs.replace(charges, items=tuple(items))
