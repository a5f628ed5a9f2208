"""Whose wires and of which day: what the head of a label says of it."""

import re
from datetime import date

_UTILITIES = (
    ("oncor", r"oncor"),
    ("centerpoint", r"center ?point"),
    ("aep-central", r"aep (texas )?central|texas central"),
    ("aep-north", r"aep (texas )?north|texas north|west texas utilities|\bwtu\b"),
    ("tnmp", r"tnmp|texas[- ]new mexico|new mexico power"),
    ("lubbock", r"lubbock power|\blp&?l\b"),
)  # fmt: skip
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_DATES = (
    re.compile(r"(?P<m>\d{1,2})[/-](?P<d>\d{1,2})[/-](?P<y>20\d\d|\d\d)\b"),
    re.compile(r"(?P<y>20\d\d)-(?P<m>\d{2})-(?P<d>\d{2})"),
    re.compile(
        rf"(?P<w>{_MONTHS.replace(' ', '|')})[a-z]*\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>20\d\d)"
    ),
    re.compile(rf"(?P<d>\d{{1,2}})[- ](?P<w>{_MONTHS.replace(' ', '|')})[a-z]*\.?[-, ] ?(?P<y>20\d\d)"),
)


def utility_of(folded: str) -> str | None:
    found = [(match.start(), slug) for slug, pattern in _UTILITIES if (match := re.search(pattern, folded))]
    return min(found)[1] if found else None


def utility_begins(folded: str) -> str | None:
    """The utility whose name a folded line begins with."""
    return next((slug for slug, pattern in _UTILITIES if re.match(rf"(?:{pattern})", folded)), None)


def issued_on(folded: str) -> date | None:
    """The first date on the label."""
    found = []
    for pattern in _DATES:
        match = pattern.search(folded)
        if match is None:
            continue
        named = match.groupdict()
        month = int(named["m"]) if named.get("m") else _MONTHS.split().index(named["w"]) + 1
        year = int(named["y"]) + (2000 if len(named["y"]) == 2 else 0)
        try:
            found.append((match.start(), date(year, month, int(named["d"]))))
        except ValueError:
            continue
    return min(found)[1] if found else None
