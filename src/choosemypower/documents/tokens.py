"""A sentence as tokens: its quantities and the phrases that the table knows; all other words are passed over."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import NamedTuple

from choosemypower.documents.phrases import INSERTS, MISSPELT, MONTH_NAMES, NUMBER_WORDS, PHRASES
from choosemypower.documents.words import fold

_INTEGER = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
KWH = r"(?:kwhs?|kw/?hs?|kw[- ]h|kilowatt[- ]?hours?|kilovatios?[- ]?(?:por )?horas?|kilowatts?[- ]?horas?)"
_PER_KWH = rf"(?:\s*(?:/|per|por(?: cada)?|cada|el|each|a)\s*{KWH}\b)"
_DOLLARS = r"(?:dollars?|dolares|usd)"
_PER_DAY = r"(?:(?:/|per |a |por |al |each |every |cada )\s*(?:day|dia)\b|daily\b|diari[oa]s?\b)"
_PER_BILL = r"\s?(?:/|per |a |each |every |por )\s?(?:month|mo\b|bill|cycle|mes\b|factura|ciclo)"
_OF_A_BILL = r"(?:monthly |bill |usage |base |minimum )"
_NOUNS = (
    "fee",
    "charge",
    "credit",
    "fee of",
    "charge of",
    "credit of",
    "cargo",
    "credito",
    "cargo de",
    "credito de",
    "minimo",
)
_BEHIND_A_NOUN = (
    "(?:" + "|".join(f"(?<={noun}{mark})" for noun in _NOUNS for mark in (" ", ": ", " - ", " = ")) + ")"
)
_CENTS = r"(?:¢|cents?\b|centavos?\b|ctvs?\b|c(?=\s*/?\s*(?:per\s|por\s)?kwh))"
_DECIMAL = r"(?:\d*[.,]\d+|\d+)"
# Quantities stand before all phrases; the group behind `v_` holds the number.
_QUANTITIES = (
    ("RATE_USD", rf"\$\s?(?P<v_0>{_DECIMAL})\s*{_DOLLARS}?{_PER_KWH}"),
    ("RATE_USD", rf"(?P<v_1>{_DECIMAL})\s*{_DOLLARS}{_PER_KWH}"),
    ("DAILY_CENTS", rf"(?P<v_9>{_DECIMAL})\s?{_CENTS}\s*{_PER_DAY}"),
    ("CONTRADICTION", rf"\$\s?{_DECIMAL}\s?{_CENTS}"),
    ("RATE", rf"(?P<v_2>{_DECIMAL})\s?{_CENTS}{_PER_KWH}?"),
    ("DAILY_USD", rf"\$\s?(?P<v_3>{_DECIMAL})\s*{_DOLLARS}?\s*{_PER_DAY}"),
    ("MINUS", r"(?<![^\s(:])-(?=\$)"),
    ("MONEY", rf"(?:us)?\$\s?(?P<v_4>\d+,\d\d(?!\d)|{_INTEGER}(?:\.\d+)?|\.\d+)(?:\s?{_DOLLARS}\b)?"),
    ("MONEY", rf"(?P<v_5>\d+(?:\.\d+)?)\s?{_DOLLARS}\b"),
    ("MONEY", rf"(?P<v_8>{_INTEGER}(?:\.\d+)?)\s?\$(?!\s?[\d.])"),
    ("MONEY", r"usd\s?(?P<v_6>\d+(?:\.\d+)?)"),
    ("MONEY", rf"(?<![\d.,$])(?P<v_10>\d+\.\d\d)(?={_PER_BILL})"),
    ("MONEY", rf"(?<![\d.,$])(?P<v_12>\d+\.\d\d)(?= {_OF_A_BILL}*(?:credit|fee|charge|discount)\b)"),
    ("MONEY", rf"{_BEHIND_A_NOUN}(?P<v_11>\d+\.\d\d)(?!\s?(?:[\d.%¢]|cents|{KWH}))"),
)  # fmt: skip
_NO_OTHER_UNIT = (
    r"(?![\d,.]+[\s-]?(?:sq|square|ft|feet|foot|miles?|customers|points|people|trees|homes|degrees|watts?|kw\b(?![- ]h)"
    r"|mwh|gallons|puntos|pies|millas|grados|personas))"
)
_USE = (
    "USE",
    rf"(?<![\d.,])(?!20[1-3]\d(?!\s*{KWH})\b){_NO_OTHER_UNIT}(?P<v_7>\d\.\d{{3}}(?!\d)|{_INTEGER})(?!\.\d)\s*{KWH}?(?=\b|\s|\+|$|[^\w.])",
)
_LARGEST_NUMBER_IN_A_NAME = 60


class Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int
    value: Decimal | None = None
    starts_clause: bool = False
    """After a comma or bracket."""
    is_divided: bool = False
    """After a comma, dash or stroke: more of a break than the end of a bracket."""
    gap: str = ""
    """The words passed over before it."""


_MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split()}


@cache
def _scanner() -> tuple[re.Pattern[str], dict[str, tuple[str, str | None]]]:
    """One pattern of all quantities and phrases; by the name of a group, its kind and the group of its number.

    Made when a text is read: it takes 0.1 s, and a server may never read one. The group that names a line is empty and
    stands behind it, and the line's own brackets name none: an alternative that begins with a group is entered at every
    word, one that begins with a letter only where that letter stands, which is 16 times as fast.
    """
    lines: list[tuple[str, str]] = list(_QUANTITIES)
    names = "|".join(sorted((fold(name) for name in _MONTHS), key=len, reverse=True))
    lines.append(("MONTH", rf"(?:{names})\b"))
    for kind, english, spanish in PHRASES:
        pattern = "|".join(part for part in (english, spanish) if part)
        for name, insert in {**INSERTS, "KWH": KWH, "MONTH": names}.items():
            pattern = re.sub(rf"\b{name}\b", insert.replace("\\", r"\\"), pattern)
        lines.append((kind, pattern))
        if kind == "PER_KWH":
            lines.append(_USE)
    # A phrase begins and ends with a word. None begins with a blank: to try them all there takes most of the time.
    groups = "|".join(
        f"(?:{_BRACKET.sub(_without_group, pattern)})(?P<g{at}>)" for at, (_, pattern) in enumerate(lines)
    )
    kinds: dict[str, tuple[str, str | None]] = {}
    for at, (kind, pattern) in enumerate(lines):
        number = re.search(r"\?P<(v_\d+)>", pattern)
        kinds[f"g{at}"] = (kind, number[1] if number else None)
    return re.compile(rf"(?![ \n])(?:(?<![a-z0-9])|(?![a-z]))(?:{groups})(?:(?<![a-z])|(?![a-z]))"), kinds


_BRACKET = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)")
"""What a bracket that opens a group is told from: an escaped one, or one of a set of characters."""


def _without_group(found: re.Match[str]) -> str:
    return "(?:" if found[0] == "(" else found[0]


_DIVIDING = (",", " - ", " / ", ") -")
_RANGE = re.compile(r"\s*(?:-|to|through|thru|a|hasta)\s*\d")
_WORD = re.compile(r"[a-z]{4,}")
_BETWEEN_USES = frozenset({"USE", "MONTH"})
_AMOUNTS_AND_SHARES = frozenset({"MONEY", "RATE", "RATE_USD", "DAILY_USD", "PERCENT"})


_TURNED = re.compile(
    r"([\d,]+)\s*(?:kwh\s*)?(<=|≤|=<|<)\s*(?:monthly |your |total |billed )*"
    r"(?:usage|use|consumption|kwhs?|consumo|uso)(?: in kwh)?\s*(?=<=|≤|=<|<)"
)
"""A limit that stands before its subject: "1,000 kWh <= usage <= 2,000 kWh"."""


def _turned(found: re.Match[str]) -> str:
    return f"usage {'>' if found[2] == '<' else '>='} {found[1]} kwh and "


def tokens_of(sentence: str) -> tuple[Token, ...]:
    """The sentence's quantities and phrases in order."""
    return scanned(sentence)[0]


@lru_cache(maxsize=4096)
def scanned(sentence: str) -> tuple[tuple[Token, ...], str]:
    """A sentence's tokens and the folded text in which they stand.

    A misspelt word of the trade is read as what it is nearest to.
    """
    folded = _TURNED.sub(_turned, fold(sentence))
    found, masked = _scan(folded)
    spans = (*masked, *((token.start, token.end) for token in found))
    covered = {place for start, end in spans for place in range(start, end)}
    slips = {
        word.start(): meant
        for word in _WORD.finditer(folded)
        if word.start() not in covered and (meant := _meant(word[0])) is not None
    }
    if slips:
        folded = _WORD.sub(lambda word: slips.get(word.start(), word[0]), folded)
        found, _ = _scan(folded)
    return tuple(_without_idle_joints(found)), folded


def _scan(folded: str) -> tuple[list[Token], list[tuple[int, int]]]:
    """The tokens, and where words stand that the table knows to mean nothing."""
    found: list[Token] = []
    masked: list[tuple[int, int]] = []
    place = 0
    scanner, kinds = _scanner()
    for match in scanner.finditer(folded):
        kind, group = kinds[match.lastgroup or "g0"]
        gap = folded[place : match.start()]
        place = match.end()
        if kind == "MASK":
            masked.append(match.span())
        if kind == "MASK" or _is_of_name(kind, match, gap):
            continue
        if kind == "MONTH" and match[0].startswith("may") and not _has_other_month(folded, match.span()):
            kind = "DOUBT" if match[0] == "may" else kind
        number = _number(match[group], kind) if group else None
        if kind == "DAILY_CENTS" and number is not None:
            kind, number = "DAILY_USD", number / 100
        if kind == "MONTH":
            number = Decimal(_MONTHS[match[0]])
        is_in_bracket = "(" in gap and ")" not in gap  # It says more of what stands before it.
        is_divided = not is_in_bracket and any(mark in gap for mark in _DIVIDING)
        starts_clause = is_divided or (not is_in_bracket and ")" in gap)
        found.append(
            Token(kind, match[0], match.start(), match.end(), number, starts_clause, is_divided, gap)
        )
    return found, masked


def _is_of_name(kind: str, match: re.Match[str], gap: str) -> bool:
    """Whether a small number follows a word in no list, like the 12 of "Saver 12"."""
    return (
        kind == "USE"
        and match[0].isdigit()
        and int(match[0]) <= _LARGEST_NUMBER_IN_A_NAME
        and re.search(r"[a-z]\s+$", gap) is not None
        and _RANGE.match(match.string, match.end()) is None
    )


def _without_idle_joints(tokens: list[Token]) -> list[Token]:
    """Drops "-", "to", "from" and Spanish "a" where they join nothing; a "+" that follows no use is an "and"."""
    kept: list[Token] = []
    is_behind_a_dash = False
    for at, token in enumerate(tokens):
        before = tokens[at - 1].kind if at else ""
        if is_behind_a_dash:
            token, is_behind_a_dash = token._replace(starts_clause=True, is_divided=True), False
        after = tokens[at + 1].kind if at + 1 < len(tokens) else ""
        if token.text == "+" and before != "USE":
            token = token._replace(kind="ADDITIONAL")
        if token.kind == "BETWEEN" and token.text in ("from", "within") and after not in _BETWEEN_USES:
            continue
        if token.kind in ("TO", "LE") and after == "MONTH" and before != "MONTH":
            token = token._replace(kind="LIMIT")  # "through March" says when it ends, not when it holds.
        if token.kind == "TO" and not (
            {before, after} <= _BETWEEN_USES or {before, after} <= _AMOUNTS_AND_SHARES
        ):
            is_behind_a_dash = token.text == "-" and token.gap.endswith(" ")
            continue
        kept.append(token)
    return kept


def _number(text: str, kind: str) -> Decimal | None:
    if kind == "USE" and re.fullmatch(r"\d\.\d{3}", text):
        text = text.replace(".", "")
    elif re.fullmatch(r"\d+,\d\d?", text) or (kind.startswith("RATE") and re.fullmatch(r"\d*,\d+", text)):
        text = text.replace(",", ".")
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _has_other_month(folded: str, span: tuple[int, int]) -> bool:
    around = folded[max(0, span[0] - 25) : span[0]] + " | " + folded[span[1] : span[1] + 25]
    return any(word in _MONTHS and word != "may" for word in re.findall(r"[a-z]+", around))


_RIGHT = frozenset({"change", "changes", "changed", "changing", "edits", "major", "menu", "menus", "juice"})
"""Words of their own that are one letter away from a word of the trade."""


@lru_cache(maxsize=8192)
def _meant(word: str) -> str | None:
    """The one word of the trade from which a misspelt one is a single slip away."""
    if word in MISSPELT or word in NUMBER_WORDS or word in _RIGHT:
        return None
    meant = [right for right in MISSPELT if abs(len(right) - len(word)) <= 1 and _is_slip(word, right)]
    return meant[0] if len(meant) == 1 else None


def _is_slip(word: str, right: str) -> bool:
    """Whether one letter is wrong, missing or too much, or two neighbours are swapped."""
    at = next(
        (at for at, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), min(len(word), len(right))
    )
    if len(word) == len(right):
        is_swapped = word[at : at + 2] == right[at : at + 2][::-1] and word[at + 2 :] == right[at + 2 :]
        return word[at + 1 :] == right[at + 1 :] or is_swapped
    return word[at + 1 :] == right[at:] or word[at:] == right[at + 1 :]
