"""What a scan or a wrong encoding made of a label: "5OO kWh", "18.6Â¢", "F A C T S   L A B E L"."""

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


_MISREAD = re.compile(r"[Â-ô][\u0080-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}")
_DOT_BETWEEN = re.compile(r"(?<=[\dhH¢])[ ]*[•·][ ]*(?=\d)")
"""A dot between cells: "18.6¢ • 17.2¢ • 16.5¢"."""
_SPACED = re.compile(r"(?<![A-Za-z])(?:[A-Z] ){3,}[A-Z](?![A-Za-z])")


def with_signs_mended(text: str) -> str:
    """The text with signs that were read byte by byte, "â€“" and "Â¢", and words in letters set apart, as they were."""
    if "Â" in text or "â€" in text or "Ã" in text:
        text = _MISREAD.sub(_as_written, text)
    text = _DOT_BETWEEN.sub("   ", text)
    return _SPACED.sub(lambda found: found[0].replace(" ", ""), text)


def _as_written(found: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, found[0])).decode()
    except UnicodeError:
        return found[0]


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeError:
        return char.encode("latin-1")
