"""The energy figures of a label as prices by the hour."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from choosemypower.documents.bands import Unread
from choosemypower.documents.figures import Figure, Unit
from choosemypower.documents.hours import (
    clock_hours,
    free_part,
    other_part,
    part_named,
    part_of_row,
    parts_named,
    says_shares,
    shares_of,
    shares_to_try,
    windows_of,
)
from choosemypower.documents.roles import is_bare, names_a_charge
from choosemypower.plans.charges import HourlyPrice

_LINES_OF_A_HEADER = 4
_DELIVERY_FREE = re.compile(
    r"(?:free|no|zero|without)(?: \w+){0,3} (?:delivery|tdu|tdsp)"
    r"|(?:delivery|tdu|tdsp)(?: \w+){0,3} (?:are|is|will be) (?:also )?(?:free|waived|credited|not charged)"
    r"|credit\w*(?: \w+){0,4} (?:delivery|tdu|tdsp)"
    r"|entrega(?: \w+){0,3} (?:son|es|sera) (?:gratis|gratuit\w+)|(?:sin|gratis)(?: \w+){0,3} entrega"
)


_OWN_HOURS = re.compile(r"\b([a-z]{5,})\s+hours\s+(?:are|run|last|begin|start|go|from|:)[^.;]{0,60}")
_OWN_PRICE = r"\b{}(?: \w+)? (?:charge|rate|price)"


def with_night_named(folded: str) -> str:
    """The text, of the same length, with a seller's own name of hours about midnight as "night": "Moonlight hours"."""
    for match in _OWN_HOURS.finditer(folded):
        name, hours = match[1], clock_hours(match[0])
        is_own = part_named(name) is None and hours is not None and 0 in hours
        if is_own and re.search(_OWN_PRICE.format(name), folded) is not None:
            return re.sub(rf"\b{name}\b", "night".ljust(len(name), "-"), folded)
    return folded


def parts_of(folded: str, figures: Sequence[Figure]) -> list[str | None]:
    """The part of the day or week that each figure is for: named beside it, or in the heads of its columns."""
    beside = [_part_beside(label_of(one)) or part_named(_in_brackets(one.after)) for one in figures]
    if len(figures) < 2 or any(part_named(one.line) for one in figures):
        return beside
    between = folded[figures[0].start : figures[-1].start]
    if "\n" in between or (None not in beside and len(set(beside)) == len(figures)):
        return beside
    lines = [line for line in folded[: figures[0].start].split("\n") if line.strip()][-_LINES_OF_A_HEADER:]
    for line in reversed(lines):
        heads = list(dict.fromkeys(parts_named(line)))
        if len(heads) == len(figures):
            return [*heads]
    return beside


def _part_beside(label: str) -> str | None:
    """The part that a name names; what stands in brackets behind it only where nothing else does."""
    return part_of_row(re.sub(r"\([^()]*\)?", " ", label)) or part_named(label)


def _in_brackets(words: str) -> str:
    found = re.match(r"\s*\(([^()]*)\)", words)
    return found[1] if found else ""


def label_of(figure: Figure) -> str:
    """The words that name a figure: its own line; behind it, or the line above, where that is bare."""
    if is_bare(figure) and names_a_charge(figure):
        return figure.after
    return figure.line if re.search(r"[a-z]{3}", figure.line) else figure.before[-90:]


def hours_given_away(folded: str, flat: str, figure: Figure) -> Iterator[tuple[HourlyPrice, ...]]:
    """One price with a part of the day free: "a credit for Energy Charges during Day Hours"."""
    free = free_part(flat)
    rest = None if free is None else "other" if free == "day" and "day hours" in flat else other_part(free)
    if free is None or rest is None:
        return
    said, windows = shares_of(folded, (free, rest)), windows_of(folded, (free, rest))
    if windows is None:
        return
    for shares in _shares_in_any_order(folded, (free, rest)) if said is None else [said]:
        yield tuple(
            HourlyPrice(name=name, usd_per_kwh=usd, share=shares[name], windows=windows.get(name, ()))
            for name, usd in ((free, Decimal(0)), (rest, figure.usd))
        )


def with_free_delivery(flat: str, prices: Sequence[HourlyPrice]) -> Iterator[tuple[HourlyPrice, ...]]:
    """The same where the label says that delivery is free in the hours in which energy is."""
    if _DELIVERY_FREE.search(flat) is None or any(one.delivery_usd_per_kwh is not None for one in prices):
        return
    free = [one for one in prices if not one.usd_per_kwh]
    if free and len(free) < len(prices):
        yield tuple(
            one if one.usd_per_kwh else msgspec.structs.replace(one, delivery_usd_per_kwh=Decimal(0))
            for one in prices
        )


def hourly_prices(
    folded: str, figures: Sequence[Figure], parts: Sequence[str | None], delivery: Sequence[Figure]
) -> list[tuple[HourlyPrice, ...]]:
    """Prices by the hour with their shares, hours and own delivery, by each way to share out the usage.

    Raises Unread where they do not make one day.
    """
    usd_by_part = _usd_by_part(figures, parts)
    names = tuple(usd_by_part)
    said = shares_of(folded, names)
    to_try = [said] if said is not None else _shares_in_any_order(folded, names)
    windows = windows_of(folded, names)
    if not to_try or windows is None or len(names) < 2:
        raise Unread("Prices by the hour without shares that add up.")
    if not windows and any(clock_hours(f"{one.line} {one.after}") for one in figures):
        raise Unread("Hours of a price that do not make one day.")
    own_delivery = {
        part: one.usd
        for one in delivery
        if one.unit is Unit.KWH and (part := part_named(label_of(one))) is not None
    }
    usual = max(own_delivery.values(), default=None)
    return [
        tuple(
            HourlyPrice(
                name=name,
                usd_per_kwh=usd_by_part[name],
                share=shares[name],
                windows=windows.get(name, ()),
                delivery_usd_per_kwh=None if own_delivery.get(name) in (None, usual) else own_delivery[name],
            )
            for name in names
        )
        for shares in to_try
    ]


def _usd_by_part(figures: Sequence[Figure], parts: Sequence[str | None]) -> dict[str, Decimal]:
    named = [part for part in parts if part]
    usd_by_part: dict[str, Decimal] = {}
    for one, part in zip(figures, parts, strict=True):
        name = part or (other_part(named[0]) if len(set(named)) == 1 else None)
        if name is None or usd_by_part.get(name, one.usd) != one.usd:
            raise Unread("Prices by the hour that do not make one day.")
        usd_by_part[name] = one.usd
    return usd_by_part


def _shares_in_any_order(folded: str, names: tuple[str, ...]) -> list[dict[str, Decimal]]:
    """The shares of parts which none is said to be of, where the label says none of another part either."""
    if says_shares(folded, names):
        return []
    return [dict(zip(names, shares, strict=True)) for shares in shares_to_try(folded, len(names))]
