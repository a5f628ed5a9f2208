"""Prices by the hour on a label: which part of the day or week a figure is for, its share and its hours."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import permutations

from choosemypower.plans.charges import Days, HourWindow

# Names of parts of the day or week, in English and Spanish; the first that matches names the part.
_PARTS = (
    ("ev", r"ev charging|vehicle charging hours"),
    ("weekend", r"weekends?|fin(es)? de semana|sat(urday)?s? (and|&|through|to|-) sun(day)?s?|sabados? y domingos?"),
    ("weekday", r"weekdays?|dias? de semana|mon(day)?s?\.? ?(through|thru|to|-|–) ?fri(day)?s?|lunes a viernes"),
    ("off-peak", r"(super )?off[- ]?peak|fuera de (hora )?pico"),
    ("peak", r"(on[- ]?)?peak|hora(s)? pico"),
    ("night", r"bright nights?|(?<!mid)nights?(time)?|overnight|noches?|nocturn[oa]"),
    ("day", r"day ?time|(?<!\d )(?<!every )(?<!each )(?<!per )(?<!all )(?<!of the )\bdays?\b(?! a week)"
     r"|standard hours|non-free|all other (hours|times)|diurn[oa]|otras horas"),
    ("wind", r"wind hours"),
    ("free", r"free (hours?|energy|electricity|power)|horas gratis"),
    # What a seller calls hours of its own: "Moonlit Hours".
    ("own", r"\b(?!(?:all|other|of|these|those|the|its|your|our|any|which|more|few|service|store|call|business"
     r"|office|customer|center|support|operating|billing|kilo-?watt|watt|within|and|for|to|in|mon|fri|sat|sun)\b)"
     r"[a-z]{4,12} hours\b"),
)  # fmt: skip
_OTHER = {
    "weekend": "weekday", "weekday": "weekend", "off-peak": "peak", "peak": "off-peak", "night": "day", "day": "night",
    "free": "day", "ev": "day", "own": "day",
}  # fmt: skip
_ANY_PART = re.compile("|".join(f"(?P<p{at}>{pattern})" for at, (_, pattern) in enumerate(_PARTS)))
_SHARE = re.compile(r"(\d{1,2}(?:\.\d+)?)\s?%")
_CLOCK = r"(\d{1,2})(?::(\d\d))?\s*(a\.?m\.?|p\.?m\.?|noon|midnight)?(?:\s*\((?:midnight|noon)\))?"
_RANGE = re.compile(
    rf"(?<![\d.,$]){_CLOCK}(?:\s*(?:-|to|until|through|and|a|hasta)\s*|\s{{2,}}){_CLOCK}(?![\d.,%]*[¢%])"
)
_MIDNIGHT = re.compile(r"(?<!\d )(?<!\d)(?<![\dm.] \()(?<![\dm.]\()\b(?:midnight|medianoche)\b")
_NOON = re.compile(r"(?<!\d )(?<!\d)(?<![\dm.] \()(?<![\dm.]\()\b(?:noon|mediodia)\b")
_BEGINS_AND_ENDS = re.compile(
    r"\b(?:begins?|starts?|empiezan?|comienzan?) (?:at |a las )?(\d{1,2}(?::\d\d)? ?[ap]\.?m\.?)"
    r" (?:and|y) (?:ends?|stops?|goes on until|lasts? until|terminan?|acaban?) (?:at |a las )?(?=\d)()"
)
_OTHER_DAYS = re.compile(
    r"weekends?[^.;]{0,60}\b(friday|monday)|fin(es)? de semana[^.;]{0,60}\b(viernes|lunes)"
)
_FREE_SENTENCE = re.compile(
    r"(credit|discount) (?:for|on) (?:all )?(?:your )?energy charges?[^.]{0,90}(?:hours|nights?|days?|weekends?)"
    r"|free (?:electricity|energy|power)[^.]{0,60}(?:nights?|weekends?|days?)|\bfree (?:nights?|weekends?)\b"
    r"|energy (?:charges?|rate|price) (?:is |are |will be )?(?:waived|free|not (?:charged|billed)|zero)\b"
    r"[^.$¢]{0,60}?(?:nights?|weekends?)"
)
_BOTH_PARTS = re.compile(
    r"\bnights?,? (?:and|&|\+|or) (?:on )?(?:all )?weekends?\b|\bweekends?,? (?:and|&|\+|or) (?:all )?nights?\b"
)
_ALL_OTHERS = "all others"
_PART_BEFORE = re.compile(r"[,:;(] ?(?:and )?([a-z-]+(?: (?:hours|use|usage|kwh))?) ?:? $")
"""A list of parts, each before its share: "behind the averages: day 68%, night 32%"."""
_OF_NO_HOURS = re.compile(
    r"renewable|renovable|statewide|\bstate\b|texas|content|contenido|estatal|\blate\b|overdue|past due|penalty|\btax"
    r"|discount|descuento|\boff\b|green|sola?r|interval|past-due|atras"
)
_NEAR_SHARE = 40
_HOURS = 24
_NEAR = 110
_TWO_PARTS, _THREE_PARTS = 2, 3


@lru_cache(maxsize=256)
def part_named(words: str) -> str | None:
    """The part of the day or week that words name last; None where they name none."""
    named = parts_named(words)
    return named[-1] if named else None


@lru_cache(maxsize=256)
def part_of_row(words: str) -> str | None:
    """The part that the first cell of a row names, else the last that it names: "Peak   Monday-Friday 3 PM - 8 PM"."""
    first, *others = re.split(r"\s{2,}", words.strip())
    return (part_named(first) if others else None) or part_named(words)


def parts_named(words: str) -> list[str]:
    """Every part that words name, in their order."""
    return [
        next(_PARTS[at][0] for at in range(len(_PARTS)) if match[f"p{at}"] is not None)
        for match in _ANY_PART.finditer(words)
    ]


def free_part(flat: str) -> str | None:
    """The part of the day whose energy a sentence gives back or gives away; `flat` is the text on one line."""
    match = _FREE_SENTENCE.search(flat)
    return part_named(match[0]) if match and not names_nights_and_weekends(flat) else None


def names_nights_and_weekends(flat: str) -> bool:
    """Whether nights and weekends are named as one: hours that neither part alone has."""
    return _BOTH_PARTS.search(flat) is not None


def other_part(name: str) -> str | None:
    """The rest of the day or week beside a part."""
    return _OTHER.get(name)


@lru_cache(maxsize=64)
def shares_of(folded: str, names: tuple[str, ...]) -> dict[str, Decimal] | None:
    """The share of the usage that a label assumes for each part; None where it says none, or contradicts itself."""
    said: dict[str, set[Decimal]] = {}
    of_others: set[Decimal] = set()
    for match in _SHARE.finditer(folded):
        name = _part_beside(folded, match)
        if name == _ALL_OTHERS:
            of_others.add(Decimal(match[1]) / 100)
        elif name is not None and name in names:
            said.setdefault(name, set()).add(Decimal(match[1]) / 100)
    if any(len(shares) > 1 for shares in said.values()):
        return None
    shares = {name: next(iter(found)) for name, found in said.items()}
    missing = [name for name in names if name not in shares]
    if of_others and (len(missing) != 1 or of_others != {1 - sum(shares.values(), Decimal(0))}):
        return None
    if len(missing) == 1:
        shares[missing[0]] = 1 - sum(shares.values(), Decimal(0))
    if len(shares) != len(names) or sum(shares.values(), Decimal(0)) != 1:
        return None
    return shares


@lru_cache(maxsize=64)
def says_two_shares(folded: str, names: tuple[str, ...]) -> bool:
    """Whether one of the parts has two different shares."""
    said: dict[str, set[str]] = {}
    for match in _SHARE.finditer(folded):
        name = _part_beside(folded, match)
        if name in names:
            said.setdefault(name or "", set()).add(match[1])
    return any(len(shares) > 1 for shares in said.values())


@lru_cache(maxsize=64)
def says_shares(folded: str, names: tuple[str, ...]) -> bool:
    """Whether a percentage stands beside one of the parts."""
    return any(_part_beside(folded, match) in names for match in _SHARE.finditer(folded))


@lru_cache(maxsize=64)
def shares_to_try(folded: str, count: int) -> list[list[Decimal]]:
    """The shares of parts that the label names in words we do not know: any order of them; the averages tell which.

    None unless its percentages, but those of other things, are one share and its rest, or three that make a whole.
    """
    said = [
        Decimal(match[1]) / 100
        for match in _SHARE.finditer(folded)
        if _OF_NO_HOURS.search(folded[max(0, match.start() - _NEAR_SHARE) : match.end() + _NEAR_SHARE])
        is None
    ]
    found = set(said)
    if count == _TWO_PARTS and len(said) == 1:
        found.add(1 - said[0])
    if count == _TWO_PARTS and found == {Decimal("0.5")}:
        return [[Decimal("0.5")] * count]
    if len(found) != count or sum(found) != 1:
        return []
    return [list(order) for order in permutations(sorted(found))]


def _part_beside(folded: str, match: re.Match[str]) -> str | None:
    """The part that a share stands for: named behind it in its sentence, else before it on its line."""
    line_end = folded.find("\n", match.end())
    own_line = folded[folded.rfind("\n", 0, match.start()) + 1 : match.start()]
    if "¢" in own_line and "%" in own_line:
        return None  # A second column of shares, for homes with devices.
    named_before = _PART_BEFORE.search(own_line)
    if named_before is not None and (part := part_named(named_before[1])) is not None:
        return part
    sentence = re.split(r"[.;](?:\s|$)|\d{1,2}(?:\.\d+)?\s?%", folded[match.end() : match.end() + _NEAR])[0]
    if re.search(r"renewable|renovable|past due|penalty|statewide|less than|interval", sentence):
        return None
    if re.search(r"[¢$]\s*(?:(?:/|per|por)\s*kwh)?\s*$", own_line[-60:]):
        # A column of a table: the name stands at the begin of its line.
        start = folded.rfind("\n", 0, match.start()) + 1
        return part_of_row(folded[start : match.start()])
    named = _ANY_PART.search(sentence)
    if named is not None:
        return next(_PARTS[at][0] for at in range(len(_PARTS)) if named[f"p{at}"] is not None)
    if re.match(r"(?: \w+){0,6} (?:other|remaining) (?:times?|hours?|days?|periods?)\b", sentence):
        return _ALL_OTHERS
    start = folded.rfind("\n", 0, match.start()) + 1
    return part_named(folded[start : match.start()]) if line_end else None


@lru_cache(maxsize=64)
def windows_of(folded: str, names: tuple[str, ...]) -> dict[str, tuple[HourWindow, ...]] | None:
    """The hours of each part where the label states them; None where its statements contradict each other.

    Parts of the week have days instead. Where one of two parts states its hours, the other has the rest.
    """
    if set(names) <= {"weekend", "weekday"}:
        if _OTHER_DAYS.search(folded):
            return {}  # "Friday 8 PM to Monday 6 AM" is more than days can say.
        all_day = tuple(range(_HOURS))
        return {
            name: (HourWindow(hours=all_day, days=Days.WEEKENDS if name == "weekend" else Days.WEEKDAYS),)
            for name in names
        }
    if "weekend" in names and len(names) == _THREE_PARTS:
        return _windows_of_week(folded, [name for name in names if name != "weekend"])
    said = _hours_by_part(folded, names)
    if said is None:
        return None
    return {name: (HourWindow(hours=tuple(sorted(hours))),) for name, hours in said.items()}


def _windows_of_week(folded: str, names: Sequence[str]) -> dict[str, tuple[HourWindow, ...]] | None:
    """The windows of two parts of a weekday beside a weekend that is one part."""
    if _OTHER_DAYS.search(folded) or any(_stated_hours(folded, ["weekend"])):
        return {}
    said = _hours_by_part(folded, names)
    if not said:
        return None if said is None else {}
    windows: dict[str, tuple[HourWindow, ...]] = {
        name: (HourWindow(hours=tuple(sorted(hours)), days=Days.WEEKDAYS),) for name, hours in said.items()
    }
    return windows | {"weekend": (HourWindow(hours=tuple(range(_HOURS)), days=Days.WEEKENDS),)}


def _hours_by_part(folded: str, names: Sequence[str]) -> dict[str, set[int]] | None:
    """The hours of each part as far as they are stated; None where they contradict each other."""
    said: dict[str, set[int]] = {}
    for name, hours in _stated_hours(folded, names):
        if not hours:
            return {}  # "9:30 PM to 5:30 AM": no whole hours, whatever else is said.
        if name in said and said[name] != hours and said[name] & hours:
            return None
        said.setdefault(name, set()).update(hours)
    if len(names) == 2 and said:
        first, second = names[0], names[1]
        for name, rest in ((first, second), (second, first)):
            if name in said and rest not in said:
                said[rest] = set(range(_HOURS)) - said[name]
        if said[first] & said[second] or len(said[first] | said[second]) != _HOURS:
            return None
    return said


def _stated_hours(folded: str, names: Sequence[str]) -> Iterator[tuple[str, set[int]]]:
    """The hours of each part as they are stated; none where they are not whole hours of a clock."""
    folded = _BEGINS_AND_ENDS.sub(r"\1 to \2", _NOON.sub("12 pm", _MIDNIGHT.sub("12 am", folded)))
    for match in _RANGE.finditer(folded):
        if not match[3] and not match[6]:
            continue
        hours = _hours(match) or set()
        start = max(0, match.start() - _NEAR)
        lines = folded[start : match.start()]
        beside = re.split(r"[.;]\s|\d\s?%|¢", lines)[-1]
        name = part_of_row(beside.rpartition("\n")[2]) or part_named(beside)
        if name is None:
            name = part_named(folded[folded.rfind("\n", 0, match.start()) + 1 : match.start()])
        if name is None:
            name = part_named(folded[match.end() : match.end() + 40].split("\n")[0])
        if name is not None and name in names:
            yield name, hours


def clock_hours(words: str) -> set[int] | None:
    """All hours that words state as ranges of a clock; None where there are none, or one is not of whole hours."""
    words = _NOON.sub("12 pm", _MIDNIGHT.sub("12 am", words))
    found: set[int] = set()
    for match in _RANGE.finditer(words):
        hours = _hours(match) if match[3] or match[6] or (match[2] and match[5]) else None
        if hours is None or found & hours:
            return None
        found |= hours
    return found or None


def _hours(match: re.Match[str]) -> set[int] | None:
    """The hours of a range like "9:00 pm - 5:59 am" or "22:00 - 06:00"; None where they are not whole hours."""
    end_half = match[6] or match[3]
    start_half = match[3] or match[6]
    is_of_24 = not start_half and any(not 0 < int(hour) <= 12 for hour in (match[1], match[4]))
    of_clock = _hour_of_24 if is_of_24 else _hour
    start, end = of_clock(match[1], match[2], start_half), of_clock(match[4], match[5], end_half)
    if start is None or end is None:
        return None
    if match[5] == "59":
        end = (end + 1) % _HOURS
    if start == end:
        return None
    return {hour % _HOURS for hour in range(start, end if end > start else end + _HOURS)}


def _hour_of_24(hour: str, minutes: str | None, half: str | None) -> int | None:
    number = int(hour)
    return number % _HOURS if number <= _HOURS and minutes in ("00", "59") else None


def _hour(hour: str, minutes: str | None, half: str | None) -> int | None:
    number = int(hour)
    if half in ("noon", "midnight"):
        return 12 if half == "noon" else 0
    if half is None or not 1 <= number <= 12 or minutes not in (None, "00", "59"):
        return None
    return number % 12 + (12 if (half or "").startswith("p") else 0)
