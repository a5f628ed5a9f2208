"""How a file writes its numbers: 1,234.5 or 1.234,5."""

import re
from collections.abc import Iterable
from functools import partial

from choosemypower.usage.readings import MeterFileError

_THOUSANDS_POINT = re.compile(r"-?\d{1,3}(,\d{3})*\.\d+|-?\d{1,3}(,\d{3}){2,}")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}|-?\d+,\d{4,}|-?0,\d+|-?\d{4,},\d+|-?\d{1,3}(\.\d{3})+,\d+|-?,\d+")
_THOUSANDS_BLANK = re.compile(r"(?<=\d)[\u00a0\u202f\u2009'’](?=\d{3}(?!\d))")
_EITHER = re.compile(r"-?[1-9]\d{0,2},\d{3}")


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
