"""The words of Fees/Credits texts as tokens for the grammar in `fee_text.py`; the vocabulary is in `fee_phrases.py`.

Every word must be known: a sentence with an amount and a word that is in no list is not understood, and nothing of its
text becomes a number. Only names of companies and plans may be unknown.
"""

import re
import unicodedata
from decimal import Decimal
from html import unescape
from typing import NamedTuple

from choosemypower.plans.fee_phrases import (
    FILL_STEMS,
    FILL_WORDS,
    NAMES,
    NUMBER_WORDS,
    PHRASES,
    SPELLINGS,
    WORDS_AFTER_A_NAME,
)

_INTEGER = r"\d{1,3}(?:,\d{3})+|\d+"
_KWH = r"(?:kwhs?|kw/?hs?|kw-h|kilowatt[- ]?hours?|kilovatios?[- ]?(?:por )?horas?|kilowatts?[- ]?horas?)"
_PER_KWH = rf"(?:\s*(?:/|per|por(?: cada)?|cada|el|each|a)\s*{_KWH})"
_DOLLARS = r"(?:dollars?|dolares|usd)"
_PER_DAY = r"(?:/|per |a |por |al |each |cada )\s*(?:day|dia)\b"
_MONTH_NAMES = """
january jan enero
february feb febrero
march mar marzo
april apr abril
may mayo
june jun junio
july jul julio
august aug agosto
september sept sep septiembre setiembre
october oct octubre
november nov noviembre
december dec diciembre
"""
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.strip().splitlines(), 1)
    for name in names.split()
}


class Token(NamedTuple):
    kind: str
    """MONEY, RATE, NUM, a comparison, a noun, a marker; UNKNOWN for a word in no list, FILL for one without meaning."""
    text: str
    value: Decimal | None = None
    starts_clause: bool = False
    """After a comma or bracket."""


def normalise(text: str) -> str:
    """One line, straight quotes and dashes, no markup; case kept, because names of companies matter."""
    plain = unescape(re.sub(r"</?[A-Za-z][^<>]{0,200}>", "\n", text))
    plain = unicodedata.normalize("NFKC", plain)
    for odd, usual in (
        ("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("−", "-"), ("‑", "-"),
        ("\u200b", ""), ("\ufffd", " "), ("¡", " "), ("¿", " "),
    ):  # fmt: skip
        plain = plain.replace(odd, usual)
    plain = re.sub(r"\((?:s|es)\)", "", plain)
    plain = re.sub(r"(?:^|(?<=\s))(?:\(\d\)|\d\))\s", "; ", plain)
    plain = re.sub(r"\$\s?-\s?(?=[\d.])", "-$", plain)
    plain = re.sub(r"\$\s?\(\s?([\d.,]+)\s?\)", r"-$\1", plain)
    plain = re.sub(r"(?i)(cr[eé]dito|cargo|tarifa)(de)(?=[\s$])", r"\1 \2", plain)
    return re.sub(r"(?i)\bmin\.\s", "min ", plain)


def sentences(text: str) -> list[str]:
    """The text's sentences; a full stop inside a number or an abbreviation does not end one."""
    parts = re.split(r"(?:(?<!\d)\.|\.(?!\d)|[!?;|\n•·]|:::|\*)+", text)
    return [
        part.strip(" ,:-\t") if "-$" not in part else part.strip(" ,:\t")
        for part in parts
        if part.strip(" ,:-\t")
    ]


def fold(text: str) -> str:
    """Lower case without accents, character by character, so that places stay the same."""
    return "".join(unicodedata.normalize("NFD", char)[0].lower()[0] for char in text)


# Amounts, shares and uses: an optional group `value` holds the number.
_NUMBERS = (
    ("RATE_USD", rf"\$\s?(?P<value>\d*\.\d+|\d+){_PER_KWH}"),
    ("RATE", rf"(?P<value>\d*\.\d+|\d+)\s?(?:¢|cents?\b|centavos?\b|c(?=\s*/?\s*(?:per\s)?kwh)){_PER_KWH}?"),
    ("DAILY_USD", rf"\$\s?(?P<value>\d*\.\d+|\d+)\s*{_DOLLARS}?\s*{_PER_DAY}"),
    ("MINUS", r"(?<![^\s(:])-(?=\$)"),
    ("MONEY", rf"(?:us)?\$\s?(?P<value>\d+,\d\d(?!\d)|(?:{_INTEGER})(?:\.\d+)?|\.\d+)(?:\s?{_DOLLARS}\b)?"),
    ("MONEY", rf"(?P<value>\d+(?:\.\d+)?)\s?{_DOLLARS}\b"),
    ("MONEY", r"usd\s?(?P<value>\d+(?:\.\d+)?)"),
)
_USE = ("NUM", rf"(?P<value>\d\.\d{{3}}|{_INTEGER})\s*{_KWH}?(?=\b|\s|\+|$|[^\w.])")


def _scanners() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Numbers first, then phrases; a bare number comes after "100%" and "12 months"."""
    blocks: list[tuple[str, list[str]]] = []
    for line in PHRASES.strip().splitlines():
        if line.startswith(" "):
            blocks[-1][1].append(line.strip())
        else:
            blocks.append((line, []))
    inserts = {
        "MONTH": "|".join(_MONTHS),
        "COUNT": "|".join((*NUMBER_WORDS.split(), "doce", "tres", "seis", "dos")),
        "KWH": _KWH,
        "SPAN": "(?:months?|mos?|years?|yr|mes(?:es)?|anos?)",
        "OF_A_PLAN": "(?:term|plan|contract|agreement|fixed|price|rate)",
        "CYCLE": "(?:cycle|month|period)s?",
        "FOR": "(?:for|during|por|durante|de|a)",
    }
    phrases = []
    for kind, lines in blocks:
        pattern = "|".join(lines)
        for name, insert in inserts.items():
            pattern = pattern.replace(name, insert)
        phrases.append((kind, pattern))
    after_durations = 1 + [kind for kind, _ in phrases].index("PER_KWH")
    phrases.insert(after_durations, _USE)
    # A phrase does not end within a word.
    ending = "(?:(?<![a-z])|(?![a-z]))"
    return tuple((kind, re.compile(f"(?:{pattern}){ending}")) for kind, pattern in (*_NUMBERS, *phrases))


_SCANNERS = _scanners()
_WORD = re.compile(r"[a-z0-9][a-z0-9'._/&-]*")
_MONTH_WORD = re.compile(r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?")
_FILL = frozenset(FILL_WORDS.split())
_FILL_STEM = re.compile("|".join(FILL_STEMS.split()))
_NUMBER_WORD = frozenset(NUMBER_WORDS.split())
_NAMES = frozenset(NAMES.split())
_AFTER_A_NAME = frozenset(WORDS_AFTER_A_NAME.split())
_LARGEST_NUMBER_IN_A_NAME = 60
_BETWEEN_USES = frozenset({"NUM", "MONTH"})
_BETWEEN_AMOUNTS = frozenset({"MONEY", "RATE", "RATE_USD", "DAILY_USD", "PERCENT"})


def tokens_of(sentence: str) -> list[Token]:
    """The sentence's tokens, fillers left out. A misspelt word of the trade is read as the word it is nearest to."""
    tokens = _scan(sentence)
    slips = {token.text: _meant(token.text) for token in tokens if token.kind == "UNKNOWN"}
    if any(slips.values()):
        sentence = re.sub(r"[^\W\d_]+", lambda word: slips.get(fold(word[0])) or word[0], sentence)
        tokens = _scan(sentence)
    return list(_without_dashes(tokens))


def _scan(sentence: str) -> list[Token]:
    folded = fold(sentence)
    found: list[Token] = []
    place, name_ends_at, starts_clause = 0, len(folded), False
    while place < len(folded):
        char = folded[place]
        if char.isspace() or char in ",:()[]\"'#_.":
            starts_clause |= char in ",()"
            place += 1
            continue
        token, end = _token_at(sentence, folded, place)
        is_of_name = (
            token.kind == "NUM"
            and "k" not in token.text
            and (token.value or 0) <= _LARGEST_NUMBER_IN_A_NAME
            and name_ends_at <= place
            and not folded[name_ends_at:place].strip()
        )
        if token.kind == "NAME":
            name_ends_at = end
        elif token.kind != "FILL" and not is_of_name:
            found.append(token._replace(starts_clause=starts_clause))
            starts_clause = False
        place = end
    return found


def _without_dashes(tokens: list[Token]) -> list[Token]:
    """Drops "-", "to", "from" and Spanish "a" where they join nothing; a "+" that follows no use is an "and"."""
    kept = []
    for at, token in enumerate(tokens):
        if token.text == "+" and (not at or tokens[at - 1].kind != "NUM"):
            token = token._replace(kind="AND")
        following = tokens[at + 1].kind if at + 1 < len(tokens) else ""
        if token.kind == "BETWEEN" and token.text == "from" and following not in _BETWEEN_USES:
            continue
        if token.kind == "TO":
            around = {tokens[beside].kind for beside in (at - 1, at + 1) if 0 <= beside < len(tokens)}
            is_joint = 0 < at < len(tokens) - 1 and (around <= _BETWEEN_USES or around <= _BETWEEN_AMOUNTS)
            if not is_joint:
                continue
        kept.append(token)
    return kept


def _token_at(sentence: str, folded: str, place: int) -> tuple[Token, int]:
    if starts_word := (place == 0 or not folded[place - 1].isalnum()):
        month = _MONTH_WORD.match(folded, place)
        # "may" is a month only beside another one; alone it is a verb, and a sign of danger.
        if month and (month[0] != "may" or _has_other_month(folded, month.span())):
            return Token("MONTH", month[0], Decimal(_MONTHS[month[0].rstrip(".")])), month.end()
    for kind, pattern in _SCANNERS:
        match = pattern.match(folded, place)
        if match and match.end() > place and (starts_word or not folded[place].isalpha()):
            value = match.groupdict().get("value")
            return Token(kind, match[0], None if value is None else _number(kind, value)), match.end()
    word = _WORD.match(folded, place)
    if word is None:
        return Token("UNKNOWN", folded[place]), place + 1
    text = word[0].rstrip("'._/&-")
    end = place + max(1, len(text))
    if text in _FILL or _FILL_STEM.fullmatch(text):
        return Token("FILL", text), end
    if text in _NUMBER_WORD or any(part in _NUMBER_WORD for part in text.split("-")):
        return Token("NUMBER_WORD", text), end
    return Token("NAME" if _is_name(sentence, folded, place, end) else "UNKNOWN", text), end


def _is_name(sentence: str, folded: str, place: int, end: int) -> bool:
    """Whether a word in no list is the name of a company or plan.

    A capital letter says so only in the midst of a sentence whose other words have none: "Partial credit of $50".
    """
    if folded[place:end].removesuffix("'s") in _NAMES:
        return True
    if not re.match(r"\d*[A-Z]", sentence[place:]):
        return False
    following = _WORD.search(folded, end)
    if following and following[0] in _AFTER_A_NAME:
        return True
    others = re.findall(r"[A-Za-z]{4,}", sentence[:place] + sentence[end:])
    capitals = sum(word[0].isupper() for word in others)
    return bool(re.search(r"[A-Za-z]", sentence[:place])) and capitals * 2 < len(others)


def _meant(word: str) -> str | None:
    """The one word of the trade from which a misspelt one is a single slip away."""
    meant = [right for right in SPELLINGS.split() if _is_slip(word, right)]
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


def _number(kind: str, text: str) -> Decimal:
    if kind == "NUM" and re.fullmatch(r"\d\.\d{3}", text):
        return Decimal(text.replace(".", ""))
    if kind == "MONEY" and re.fullmatch(r"\d+,\d\d", text):
        return Decimal(text.replace(",", "."))
    return Decimal(text.replace(",", ""))


def _has_other_month(folded: str, span: tuple[int, int]) -> bool:
    around = folded[max(0, span[0] - 25) : span[0]] + " | " + folded[span[1] : span[1] + 25]
    return any(match[0] != "may" for match in _MONTH_WORD.finditer(around))
