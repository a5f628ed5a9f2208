"""Prices by the hour in a table whose rows each hold their hours and their share, whatever the periods are called."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from choosemypower.documents.figures import Figure, Unit
from choosemypower.documents.hours import (
    clock_hours,
    names_nights_and_weekends,
    part_of_row,
    says_two_shares,
    shares_to_try,
)
from choosemypower.plans.charges import Days, HourlyPrice, HourWindow

_SHARE = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d+)?) ?%")
_WEEKDAYS = re.compile(
    r"\bweekdays?\b|\bmon(?:day)?s?\.? ?(?:through|thru|to|-) ?fri(?:day)?s?\b|dias de semana|lunes a viernes"
)
_WEEKENDS = re.compile(
    r"\bweekends?\b|\bsat(?:urday)?s?\.? ?(?:and|&|through|thru|to|-) ?sun(?:day)?s?\b"
    r"|fin(?:es)? de semana|sabados? y domingos?"
)
_OTHER_DAYS = re.compile(
    r"holiday|festivo|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:lunes|martes|miercoles|jueves|viernes|domingos?)\b"
)
_ALL_DAY = re.compile(r"all (?:day|hours)|24 hours|todo el dia|todas las horas")
_REST = re.compile(
    r"(?:all )?(?:other|remaining) (?:hours|times)|rest of the day|(?:demas|otras|todas las demas) horas|resto del dia"
)
_FREE = re.compile(
    r"(?<!toll)(?<!toll )(?<!toll-)\bfree\b|\b(?:costs?|and|pay) nothing\b|\bno (?:energy )?charge\b|\bgratis\b"
)
_NAME_ENDS = re.compile(r"\s{2,}|[:(;,]|\d")
_SENTENCE_END = re.compile(r"(?<=[a-z]{3})\.\s|\n\n")
_SHORTEST_NAME = 3
_MOST_BEFORE = 170
_HOURS = range(24)
_Cells = frozenset[tuple[Days, int]]
_WEEK: _Cells = frozenset((days, hour) for days in (Days.WEEKDAYS, Days.WEEKENDS) for hour in _HOURS)


def prices_of_periods(
    folded: str, figures: Sequence[Figure], delivery: Sequence[Figure] = ()
) -> list[tuple[HourlyPrice, ...]]:
    """The price of each row, by each way to share out the usage; none where the rows do not divide the week."""
    rows = [_line_of(folded, figure) for figure in figures]
    if len(rows) < 2 or len(set(rows)) < len(rows):
        return []
    cells = _divided(rows)
    if cells is None:
        return []
    said = _shares_in(rows) or _shares_in_sentences(folded, cells) or _shares_by_names(folded, rows)
    parts = tuple(part for row in rows if (part := part_of_row(row)) is not None)
    if said is None and says_two_shares(folded, parts):
        return []
    names = _names(rows)
    own_delivery = _delivery_of(folded, cells, delivery)
    return [
        tuple(
            HourlyPrice(
                name=name if names.count(name) == 1 else "",
                usd_per_kwh=figure.usd,
                share=share,
                windows=_windows(held),
                delivery_usd_per_kwh=own_delivery.get(held),
            )
            for name, figure, share, held in zip(names, figures, shares, cells, strict=True)
        )
        for shares in ([said] if said is not None else _shares_to_try(folded, len(rows)))
    ]


def prices_with_discount(folded: str, energy: Figure, discount: Figure) -> list[tuple[HourlyPrice, ...]]:
    """One price, and less in the hours that stand beside a discount per kWh; none where it names no hours.

    "Energy 12.3¢/kWh; car discount, midnight to 6:00 a.m., minus 6.5¢/kWh": 5.8¢ in these hours.
    """
    held = _said(" ".join(f"{discount.before[-_MOST_BEFORE:]} {discount.after}".split()))
    return _in_hours(folded, energy, held, energy.usd - abs(discount.usd), "discount")


def prices_with_free_hours(folded: str, energy: Figure) -> list[tuple[HourlyPrice, ...]]:
    """One price, and none in the hours of a sentence that calls them free; none where no sentence does, or several."""
    sentences = (" ".join(sentence.split()) for sentence in _SENTENCE_END.split(folded))
    said = {hours for sentence in sentences if (hours := _free_hours(sentence)) is not None}
    if len(said) != 1 or names_nights_and_weekends(" ".join(folded.split())):
        return []
    return _in_hours(folded, energy, said.pop(), Decimal(0), "free")


def _free_hours(sentence: str) -> _Cells | None:
    """The hours that a sentence calls free; where it names the whole day, those behind the word, else those before."""
    free = _FREE.search(sentence)
    if free is None:
        return None
    behind = re.split(r"[$¢]", sentence[free.end() :])[0]
    before = re.split(r"[$¢]", sentence[: free.start()])[-1]  # Of a row, not of the one above it.
    for words in (sentence, behind, before):
        hours = _said(words) if clock_hours(words) else None
        if hours is not None and hours != _WEEK:
            return hours
    return None


def _in_hours(
    folded: str, energy: Figure, held: _Cells | None, usd: Decimal, name: str
) -> list[tuple[HourlyPrice, ...]]:
    """Another price in some hours, by each way to share out the usage."""
    if held is None or held == _WEEK or usd < 0:
        return []
    cells = [held, _WEEK - held]
    said = _shares_in_sentences(folded, cells)
    return [
        tuple(
            HourlyPrice(name=named, usd_per_kwh=one, share=share, windows=_windows(hours))
            for named, one, share, hours in zip((name, ""), (usd, energy.usd), shares, cells, strict=True)
        )
        for shares in ([said] if said is not None else _shares_to_try(folded, len(cells)))
    ]


def _shares_to_try(folded: str, count: int) -> list[list[Decimal]]:
    """Shares in any order, where no sentence says the hours of one: they would have been those of a row."""
    sentences = (" ".join(sentence.split()) for sentence in _SENTENCE_END.split(folded))
    says_hours = any(hours for sentence in sentences for hours, _ in _shares_of_hours(sentence))
    return [] if says_hours else shares_to_try(folded, count)


def _delivery_of(folded: str, cells: Sequence[_Cells], delivery: Sequence[Figure]) -> dict[_Cells, Decimal]:
    """The delivery charge of the hours in which it is not the usual, highest one, where rows state it by hours."""
    said = [
        (_said(_line_of(folded, one)) or _said(f"{one.line} {one.after}"), one.usd)
        for one in delivery
        if one.unit is Unit.KWH
    ]
    by_hours = {held: usd for held, usd in said if held in cells}
    usual = max(by_hours.values(), default=None)
    return {held: usd for held, usd in by_hours.items() if held is not None and usd != usual}


def _shares_in(rows: Sequence[str]) -> list[Decimal] | None:
    """The share that each row holds; None unless they add up to the whole."""
    found = [_SHARE.findall(row) for row in rows]
    if any(len(shares) != 1 for shares in found):
        return None
    shares = [Decimal(one[0]) / 100 for one in found]
    return shares if sum(shares) == 1 else None


def _shares_in_sentences(folded: str, cells: Sequence[_Cells]) -> list[Decimal] | None:
    """Shares of hours that a sentence names: "assumes 24% of the usage between midnight and 6:00 a.m.".

    The rest is of the one row of which none is said; any other share in such a sentence must be that.
    """
    said: dict[_Cells, set[Decimal]] = {}
    others: set[Decimal] = set()
    for sentence in _SENTENCE_END.split(folded):
        of_hours = list(_shares_of_hours(" ".join(sentence.split())))
        known = [(hours, share) for hours, share in of_hours if hours in cells]
        for hours, share in known:
            said.setdefault(hours, set()).add(share)
        if known:
            others |= {share for hours, share in of_hours if hours not in cells}
    if any(len(shares) > 1 for shares in said.values()) or not len(cells) - 1 <= len(said) <= len(cells):
        return None
    shares = {held: one for held, (one,) in said.items()}
    rest = 1 - sum(shares.values(), Decimal(0))
    for held in cells:
        shares.setdefault(held, rest)
    is_whole = sum(shares.values(), Decimal(0)) == 1 and others <= set(shares.values())
    return [shares[held] for held in cells] if is_whole else None


def _shares_by_names(folded: str, rows: Sequence[str]) -> list[Decimal] | None:
    """Shares that a sentence gives the rows by name: "30% of use in Charging Hours and 70% in All Other Hours"."""
    names = [_cell_of(row) for row in rows]
    if len(set(names)) < len(names) or any(len(name) < _SHORTEST_NAME for name in names):
        return None
    sentences = [" ".join(sentence.split()) for sentence in _SENTENCE_END.split(folded)]
    behind = [both for one in sentences for both in _with_words_behind(one)]
    before = [both for one in sentences for both in _with_words_before(one)]
    return _shares_beside(names, behind) or _shares_beside(names, before)


def _shares_beside(names: Sequence[str], beside: Sequence[tuple[str, Decimal]]) -> list[Decimal] | None:
    """The share of each name that stands beside one; None unless all have one, and they add up."""
    said: dict[str, set[Decimal]] = {}
    for words, share in beside:
        named = [name for name in names if name in words]
        if named:
            said.setdefault(max(named, key=len), set()).add(share)
    if len(said) < len(names) or any(len(shares) > 1 for shares in said.values()):
        return None
    shares = [next(iter(said[name])) for name in names]
    return shares if sum(shares, Decimal(0)) == 1 else None


def _with_words_before(sentence: str) -> Iterator[tuple[str, Decimal]]:
    """Each share with the words since the one before: "Overnight 30%, Evening 70%"."""
    place = 0
    for match in _SHARE.finditer(sentence):
        yield sentence[place : match.start()], Decimal(match[1]) / 100
        place = match.end()


def _with_words_behind(sentence: str) -> Iterator[tuple[str, Decimal]]:
    """Each share with the words up to the next one."""
    matches = list(_SHARE.finditer(sentence))
    for at, match in enumerate(matches):
        end = matches[at + 1].start() if at + 1 < len(matches) else len(sentence)
        yield sentence[match.end() : end], Decimal(match[1]) / 100


def _shares_of_hours(sentence: str) -> Iterator[tuple[_Cells, Decimal]]:
    """Each share with the hours of a clock that stand behind it; with none where it has none."""
    for behind, share in _with_words_behind(sentence):
        hours = _said(behind) if clock_hours(behind) else None
        yield hours or frozenset(), share


def _line_of(folded: str, figure: Figure) -> str:
    start, end = folded.rfind("\n", 0, figure.start) + 1, folded.find("\n", figure.end)
    return folded[start : end if end >= 0 else len(folded)]


def _divided(rows: Sequence[str]) -> list[_Cells] | None:
    """The hours of the week of each row; None unless every hour is in one row alone."""
    said = [_said(row) for row in rows]
    rest = [
        place
        for place, (row, cells) in enumerate(zip(rows, said, strict=True))
        if cells is None and _REST.search(row)
    ]
    if len(rest) > 1 or any(cells is None for place, cells in enumerate(said) if place not in rest):
        return None
    taken = [cell for cells in said if cells is not None for cell in cells]
    if rest:
        said[rest[0]] = _WEEK - set(taken)
    divided = [cells for cells in said if cells]
    is_whole = len(divided) == len(rows) and sum(map(len, divided)) == len(_WEEK)
    return divided if is_whole and frozenset().union(*divided) == _WEEK else None


def _said(row: str) -> _Cells | None:
    """The hours that a row states; None where it states none, or not clearly."""
    on_weekdays, on_weekends = _WEEKDAYS.search(row), _WEEKENDS.search(row)
    left = _WEEKENDS.sub(" ", _WEEKDAYS.sub(" ", row))
    if _OTHER_DAYS.search(left) or (on_weekdays and on_weekends):
        return None
    days = (
        (Days.WEEKDAYS,)
        if on_weekdays
        else (Days.WEEKENDS,)
        if on_weekends
        else (Days.WEEKDAYS, Days.WEEKENDS)
    )
    hours = clock_hours(left)
    if hours is None and ((len(days) == 1 and not _REST.search(row)) or _ALL_DAY.search(row)):
        hours = set(_HOURS)
    return frozenset((one, hour) for one in days for hour in hours) if hours else None


def _windows(cells: _Cells) -> tuple[HourWindow, ...]:
    by_days = {
        days: tuple(sorted(hour for one, hour in cells if one is days))
        for days in (Days.WEEKDAYS, Days.WEEKENDS)
    }
    if by_days[Days.WEEKDAYS] == by_days[Days.WEEKENDS]:
        return (HourWindow(hours=by_days[Days.WEEKDAYS]),)
    return tuple(HourWindow(hours=hours, days=days) for days, hours in by_days.items() if hours)


def _names(rows: Sequence[str]) -> list[str]:
    """The usual names of the parts of a day where each row has another one; else what the rows call them."""
    usual = [part_of_row(row) for row in rows]
    if None not in usual and len(set(usual)) == len(rows):
        return [name or "" for name in usual]
    return [_cell_of(row) for row in rows]


def _cell_of(row: str) -> str:
    """What stands first in a row."""
    return _NAME_ENDS.split(row.strip(), maxsplit=1)[0].strip()
