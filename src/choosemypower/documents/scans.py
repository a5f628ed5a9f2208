"""Letters that a scan took for digits: "5OO kWh", "l,OOO kWh", "June 1O"."""

import re

_IS_A_SCAN = re.compile(r"(?i)(?<![a-z\d])(?:[l\d],?)?(?:\d|o){0,2}o{1,3} ?kwh")
_TOKEN = re.compile(r"(?<![A-Za-z\d.,])[$]? ?[\dOolI][\dOolI,.]*(?![A-Za-z\d])")
_LETTERS = str.maketrans("OolI", "0011")
_WITHIN_CAPITALS = re.compile(r"(?<=[A-Z])l(?=[A-Z])")


def with_digits_of_scans(text: str) -> str:
    """The text with such letters as digits, where a usage is written so; any other as it is."""
    if _IS_A_SCAN.search(text) is None:
        return text
    return _TOKEN.sub(_digits, _WITHIN_CAPITALS.sub("I", text))


def _digits(found: re.Match[str]) -> str:
    token = found[0]
    is_number = any(char.isdigit() for char in token) or re.fullmatch(r"[lI],?O{3}", token.strip(" $"))
    return token.translate(_LETTERS) if is_number else token
