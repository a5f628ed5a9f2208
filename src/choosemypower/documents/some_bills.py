"""Credits of some bills of the contract only: "on your first bill", "for the first 3 months"."""

import re
from collections.abc import Sequence

from choosemypower.documents.bands import Item
from choosemypower.documents.spelled import NUMBERS

_ORDINALS = """
first:1 second:2 third:3 fourth:4 fifth:5 sixth:6 twelfth:12
primer:1 primera:1 segundo:2 segunda:2 tercer:3 tercera:3 cuarto:4 cuarta:4 sexto:6 sexta:6
"""
_ORDINAL = {name: int(value) for name, value in (pair.split(":") for pair in _ORDINALS.split())}
_BILL = r"(?:bills?|invoices?|statements?|months?|billing cycles?|mes(?:es)?|facturas?|ciclos?)"
_FIRST_ONES = re.compile(
    rf"(?:first|initial|primer[oa]s) (?P<count>\w+) (?:full )?{_BILL}\b|(?P<count_before>\w+) primer[oa]s {_BILL}\b"
)
_NUMBERED = re.compile(
    r"\b(?:months?|bills?|invoices?|cycles|meses|facturas|ciclos) 1 ?"
    r"(?:-|to|through|thru|al?|hasta) ?(?P<last>\d{1,2})\b"
)
_ON_BILLS = re.compile(r"(?:bills|invoices|statements|facturas)$|" + _NUMBERED.pattern)
"""Bills in the plural, which say that each has the amount; months do not: "$60 in the first 3 months"."""
_FIRST_YEAR = re.compile(r"first year\b|primer ano\b")
_ONE = re.compile(rf"\b(?P<which>\w+) (?:full |monthly |electric )?{_BILL}\b")
_WELCOME = re.compile(r"sign|welcome|enroll|switch|bono")
_LONGEST = 24


_TURNED_BEFORE = (
    r"\b(?:every|cada|by|until|before|after|from|starting|beginning|except|excluding|not|including|split|spread|divided|over|across|again|or|and"
    r"|desde|hasta|antes|despues|salvo|excepto|o|y) (?:(?:on|in|with|for|the|your|su|la|el|los|de|en) )*"
)
_TURNED_BEHIND = (
    r"[ ,]*(?:or|then|of (?:each|every)|through|to|up|on\b|o"
    r"|luego|de cada|and (?!an? |the |\$)|y (?!una? |el |\$))"
)
_GOES_ON = re.compile(r"\b(?:otherwise|then|thereafter|afterwards?|luego|despues|de lo contrario|total)\b")


def bills_of(items: Sequence[Item], folded: str) -> tuple[int, ...] | None:
    """The bills that the limit of a sentence leaves; None where it names none, or other words may turn it round.

    Of several bills it must be said that each has the amount: "$60 in the first 3 months" may be $20 a month.
    """
    limits = [item.text for item in items if item.kind in ("LIMIT", "ONE_BILL")]
    found = {said: _bills(said) for said in limits}
    named = [bills for bills in found.values() if bills != ()]
    if len(named) != 1 or named[0] is None or _GOES_ON.search(folded):
        return None
    said = re.escape(next(said for said, bills in found.items() if bills != ()))
    if re.search(f"{_TURNED_BEFORE}{said}|{said}{_TURNED_BEHIND}", folded):
        return None
    says_each = (
        any(item.kind in ("EACH", "EACH_OF") for item in items)
        or "each of" in folded
        or "cada un" in folded
        or any(map(_ON_BILLS.search, limits))
    )
    return named[0] if len(named[0]) == 1 or says_each else None


def _bills(said: str) -> tuple[int, ...] | None:
    """None where words say something else; () where they only say what the credit is for: "sign-up bonus"."""
    if _FIRST_YEAR.search(said):
        return tuple(range(1, 13))
    several = _FIRST_ONES.search(said)
    if several is not None:
        count = several["count"] or several["count_before"]
        return _up_to(int(count) if count.isdigit() else NUMBERS.get(count, 0))
    numbered = _NUMBERED.search(said)
    if numbered is not None:
        return _up_to(int(numbered["last"]))
    one = _ONE.search(said)
    if one is not None:
        which = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", one["which"])
        number = int(which[1]) if which else _ORDINAL.get(one["which"], 0)
        return (number,) if 0 < number <= _LONGEST else None
    return () if _WELCOME.match(said) else None


def _up_to(count: int) -> tuple[int, ...] | None:
    return tuple(range(1, count + 1)) if 0 < count <= _LONGEST else None
