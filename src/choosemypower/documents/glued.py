"""Words that a PDF glued together, taken apart: "EnergyCharge:6.9¢perkWh"."""

import re

_IS_GLUED = re.compile(
    r"(?:energy|base|delivery|usage)(?:charges?|credits?|fees?)|per(?:kwh|month|billing)|averageprice|facts?label",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])(?!WH|Wh)")
_KWH = re.compile(r"(?i)(?<=[a-z])(?=kwh)|(?<=kwh)(?=[a-z0-9$¢])")
_NUMBER = re.compile(
    r"(?<=[A-Za-z:])(?=\$?\d)|(?<=[\d¢])(?=(?:per|por|if|when|for|and|or)[a-z ]*)|(?<=\d)(?=[A-Z][a-z])"
)
_JOINTS = (
    (re.compile(r"(?i)\bper(month|day|billing|cycle|kwh|mes)"), r"per \1"),
    (re.compile(r"(?i)\bpor(kwh|mes|ciclo)"), r"por \1"),
    (re.compile(r"(?i)\b(billing)(cycle|month|period)"), r"\1 \2"),
    (re.compile(r"(?i)\b(cycle|month|kwh)(and|if|when|plus|for)\b"), r"\1 \2"),
    (re.compile(r"(?i)\b(energy|base|delivery|usage|customer|daily)(charges?|credits?|fees?)"), r"\1 \2"),
    (re.compile(r"(?i)\b(price|charges?|typ?e|term)(per|of|and)\b"), r"\1 \2"),
    (re.compile(r"(?i)\b(electricity)(facts)(label)"), r"\1 \2 \3"),
    (re.compile(r"(?i)\b(average)(monthly)?(use|usage|price)"), r"\1 \2 \3"),
    (re.compile(r"(?i)\b(\w{4,})(per) (?=kwh|month)"), r"\1 \2 "),
)


def taken_apart(text: str) -> str:
    """The text with blanks between its words where it shows glued ones; any other as it is."""
    if _IS_GLUED.search(text) is None:
        return text
    lines = [
        _line_apart(line) if _IS_GLUED.search(line) or _has_long_word(line) else line
        for line in text.split("\n")
    ]
    return "\n".join(lines)


def _has_long_word(line: str) -> bool:
    return " " not in line.strip() and len(line.strip()) > _LONGEST_WORD


_LONGEST_WORD = 8


def _line_apart(line: str) -> str:
    line = _CAMEL.sub(" ", _KWH.sub(" ", line))
    line = _NUMBER.sub(" ", line)
    for pattern, parts in _JOINTS:
        line = pattern.sub(parts, line)
    return line
