"""Tables of ranges of usage, each row an amount: "500 to 999   $20.00" below "kWh of the bill   credit"."""

import re
from itertools import pairwise

_HEAD = re.compile(
    r"(?i)^(?!.*\d)(?=.*\b(?:kwh|usage|use)\b).*?\b(?P<noun>credit|reward|discount|fee|surcharge|charge)s?"
    r"(?: (?:per|a|each) (?:month|bill|billing cycle))?\s*:?\s*$"
)
_ROW = re.compile(
    r"(?i)^\s*(?P<range>(?:under|below|less than|up to|over|above|more than) [\d,]+|[\d,]+ ?(?:to|-|through) ?[\d,]+"
    r"|[\d,]+ (?:kwh )?(?:and (?:up|above|over|more)|or (?:more|above)|\+))(?: ?kwh)?\s{2,}"
    r"(?P<amount>\$ ?\d+(?:\.\d\d)?|none|-+|n/a)\s*$"
)
_EDGE_WITHOUT_UNIT = re.compile(
    r"(?im)^(?=.*\bkwh\b)(?P<words>.*\b(?:after|above|over|beyond) (?:the first )?(?:\d{3}|\d,\d{3}))"
    r"(?=\s{2}|\s*$|[.;)])"
)
_WHOLE = re.compile(r"(?<![\d.,$])\d{1,3}(?:,\d{3})+(?![\d.,])|(?<![\d.,$])\d{3,4}(?![\d.,])")
_CENTS = re.compile(r"(?<![\d.,])\d{1,2}\.\d{1,2} ?¢?(?![\d.,])")
_PRINTED = ("500", "1000", "2000")
_MOST_ROWS = 8
_LEAST_ROWS = 2


def with_ladders_spelled(text: str) -> str:
    """The text, each row of such a table with the unit of its range and the name of its amount."""
    lines = _EDGE_WITHOUT_UNIT.sub(r"\g<words> kWh", text).split("\n")
    for at, line in enumerate(lines):
        head = _HEAD.match(line)
        if head is None:
            continue
        rows = []
        for place in range(at + 1, min(at + 1 + _MOST_ROWS, len(lines))):
            row = _ROW.match(lines[place])
            if row is None:
                break
            rows.append((place, row))
        for place, row in rows if len(rows) >= _LEAST_ROWS else ():
            lines[place] = f"{head['noun']} for {row['range'].strip()} kWh  {row['amount']}"
    return "\n".join(lines)


def with_three_uses(text: str) -> str:
    """The text, of a row of more averages those at 500, 1,000 and 2,000 kWh: "500  750  1000  1500  2000"."""
    lines = text.split("\n")
    for at, (head, row) in enumerate(pairwise(lines)):
        if "500" not in head:
            continue
        uses = [use.replace(",", "") for use in _WHOLE.findall(head)]
        prices = _CENTS.findall(row)
        is_wider = len(uses) == len(prices) > len(_PRINTED) and set(_PRINTED) <= set(uses)
        if is_wider and "$" not in head + row:
            three = [prices[uses.index(kwh)] for kwh in _PRINTED]
            lines[at] = f"{_WHOLE.split(head)[0].rstrip()}  {'  '.join(_PRINTED)}"
            lines[at + 1] = f"{_CENTS.split(row)[0].rstrip()}  {'  '.join(three)}"
    return "\n".join(lines)
