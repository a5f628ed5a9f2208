"""How a file writes its numbers: 1,234.5 or 1.234,5."""

import re
from collections.abc import Iterable
from functools import partial

from choosemypower.usage.readings import MICRO, MeterFileError

_THOUSANDS_POINT = re.compile(r"-?\d{1,3}(,\d{3})*\.\d+|-?\d{1,3}(,\d{3}){2,}")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}|-?\d+,\d{4,}|-?0,\d+|-?\d{4,},\d+|-?\d{1,3}(\.\d{3})+,\d+|-?,\d+")
_THOUSANDS_BLANK = re.compile(r"(?<=\d)[\u00a0\u202f\u2009'’](?=\d{3}(?!\d))")
_EITHER = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_WITH_UNIT = re.compile(r"(.*?)\s*(kwh|mwh|wh)")
_REST = re.compile(r"\d{1,6}(\.\d+)?")


def has_decimal_comma(texts: Iterable[str], delimiter: str) -> bool:
    """Whether the comma of these readings divides whole kWh from parts. Raises MeterFileError where both fit.

    A file whose fields are divided by commas writes 1,301 as people in the United States do.
    """
    points = commas = 0
    either = ""
    for text in map(partial(_THOUSANDS_BLANK.sub, ""), texts):
        if "," not in text:
            points += "." in text
        elif _DECIMAL_COMMA.fullmatch(text):
            commas += 1
        elif _THOUSANDS_POINT.fullmatch(text):
            points += 1
        elif _EITHER.fullmatch(text):
            either = text
    if commas and points:
        raise MeterFileError(
            "Some readings of this file have a comma before the parts of a kWh and some have a point. Download it "
            "again and leave it as it is."
        )
    if either and not commas and not points:
        if delimiter == ",":
            return False
        whole = either.replace(",", "")
        raise MeterFileError(
            f"The reading {either} can mean {whole} kWh or {either.replace(',', '.')} kWh. Save the file with a point "
            "before the parts of a kWh and send it again."
        )
    return commas > 0


def plain(text: str, is_decimal_comma: bool) -> str:
    """A number as Python reads it."""
    text = _THOUSANDS_BLANK.sub("", text)
    if "," not in text:
        return text
    return text.replace(".", "").replace(",", ".") if is_decimal_comma else text.replace(",", "")


ENERGY_UNITS: dict[str, int | None] = {
    "": None, "wh": MICRO // 1000, "mwh": MICRO * 1000, "watt hours": MICRO // 1000, "watt-hours": MICRO // 1000,
    **dict.fromkeys(("kwh", "kwhs", "kw-h", "kw h", "kilowatt hours", "kilowatt-hours"), MICRO),
}  # fmt: skip
"""Millionths of a kWh in one of each; none where nothing is said."""


def unit_of(text: str) -> str:
    """A unit as `ENERGY_UNITS` writes it, without the words in brackets that explain it."""
    return text.partition("(")[0].strip().casefold() if text else text


def unit_of_cell(text: str) -> int | None:
    """Millionths of a kWh in the unit behind a number, like "24 kWh"; None where there is none."""
    if text[-1:] not in ("h", "H"):
        return None
    found = _WITH_UNIT.fullmatch(text.casefold())
    return ENERGY_UNITS[found[2]] if found else None


def bare_number(text: str) -> str:
    """A number without the unit behind it."""
    if text[-1:] not in ("h", "H"):
        return text.strip()
    found = _WITH_UNIT.fullmatch(text.casefold())
    return found[1] if found else text


def is_cut_number(text: str) -> bool:
    """Whether a cell can be the rest of a number that a comma cut in two."""
    return text[:1].isdecimal() and _REST.fullmatch(text) is not None
