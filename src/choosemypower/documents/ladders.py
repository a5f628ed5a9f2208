"""Tables of ranges of usage, each row an amount: "500 to 999   $20.00" below "kWh of the bill   credit"."""

import re

_HEAD = re.compile(
    r"(?i)^(?!.*\d)(?=.*\b(?:kwh|usage|use)\b).*?\b(?P<noun>credit|reward|discount|fee|surcharge|charge)s?\s*$"
)
_ROW = re.compile(
    r"(?i)^\s*(?P<range>(?:under|below|less than|up to|over|above|more than) [\d,]+|[\d,]+ ?(?:to|-|through) ?[\d,]+"
    r"|[\d,]+ (?:and (?:up|above|over|more)|or (?:more|above)|\+))(?: ?kwh)?\s{2,}"
    r"(?P<amount>\$ ?\d+(?:\.\d\d)?|none|-+|n/a)\s*$"
)
_EDGE_WITHOUT_UNIT = re.compile(
    r"(?im)^(?=.*\bkwh\b)(?P<words>.*\b(?:after|above|over|beyond) (?:the first )?(?:\d{3}|\d,\d{3}))"
    r"(?=\s{2}|\s*$|[.;)])"
)
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
