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
_LONG = re.compile(r"[A-Za-z]{5,60}")
_WORDS = """
    a and any apply applies as at average base below between bill billing by charge charges component components
    credit cycle daily day days delivery disclosure does during each electricity energy equal every exceeds fee fees
    fixed for from greater hours if in included includes including is it kwh least less limit low minimum month monthly
    more night nights not of on oncor or over passed peak per price prices provided tdsp tdu than the this
    through to total under up
    usage use used variable waived weekend weekends when with without your you zero hour customer rate
    ciclo cargo credito de del el en entre es facturacion la mas menos mes o por si uso
"""
_KNOWN = frozenset(_WORDS.split())
_LONGEST_KNOWN = max(map(len, _KNOWN))


def _line_apart(line: str) -> str:
    line = _CAMEL.sub(" ", _KWH.sub(" ", line))
    line = _NUMBER.sub(" ", line)
    for pattern, parts in _JOINTS:
        line = pattern.sub(parts, line)
    return _LONG.sub(lambda found: _in_words(found[0]), line)


def _in_words(glued: str) -> str:
    """A run of letters as the words of labels that make it up; as it is where they do not."""
    best: list[list[str] | None] = [[], *([None] * len(glued))]
    for end in range(1, len(glued) + 1):
        for start in range(max(0, end - _LONGEST_KNOWN), end):
            before = best[start]
            if before is None or glued[start:end].lower() not in _KNOWN:
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = [*before, glued[start:end]]
    return " ".join(best[-1] or [glued])
