"""What the fields of a listing hold: numbers, yes and no, addresses, texts without markup.

A field that holds nothing readable is None. What cannot be is a BadFieldError, which quarantines its row.
"""

import html
import re
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from choosemypower.plans.model import RateType

EMPTY_WORDS = frozenset(
    {"", "n/a", "na", "n.a.", "none", "null", "nil", "nan", "-", "--", "#n/a", "#ref!", "tbd"}
)
LONGEST_URL = 2000
LONGEST_TERM_MONTHS = 600

_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!][^<>]{0,500}>")
_BLANKS = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff\x00-\x1f\x7f]+")
_DOMAIN = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$", re.IGNORECASE)
_TRUE = frozenset({"true", "t", "yes", "y", "1", "1.0", "si", "sí", "x", "verdadero"})
_FALSE = frozenset({"false", "f", "no", "n", "0", "0.0", "falso"})


class BadFieldError(ValueError):
    """A field holds what cannot be; the message completes "The row is left out: …"."""


def read_text(cell: str | None) -> str | None:
    """A text without markup and line breaks, its blanks collapsed; None when nothing is left."""
    if not cell:
        return None
    text = cell
    if "<" in text or "&" in text:
        # Twice: some listings hold escaped markup.
        text = html.unescape(_TAG.sub(" ", html.unescape(_TAG.sub(" ", text))))
        text = _TAG.sub(" ", text)
    return _BLANKS.sub(" ", text).strip() or None


def read_number(cell: str | None) -> Decimal | None:
    """A number, whatever sign of currency or unit surrounds it; None when the field is empty.

    Raises BadFieldError for what is no number.
    """
    text = _BLANKS.sub("", cell or "").strip()
    if text.casefold() in EMPTY_WORDS:
        return None
    bare = re.sub(r"(?i)us\$|usd|\$|¢|%|cents?|centavos|/?kwh", "", text).strip("'\" ")
    if re.fullmatch(r"[+-]?\d+,(?:\d{1,2}|\d{4,})|[+-]?0,\d{3}", bare):
        bare = bare.replace(",", ".")
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", bare):
        bare = bare.replace(",", "")
    try:
        number = Decimal(bare)
    except InvalidOperation:
        raise BadFieldError(f"{text[:40]!r} is not a number") from None
    if number.is_nan():
        return None
    if number.is_infinite():
        raise BadFieldError(f"{text[:40]!r} is not a number")
    return number


def read_term_months(cell: str | None) -> int:
    """A term in whole months; 0 for month to month. Raises BadFieldError."""
    text = " ".join((cell or "").split()).casefold()
    if re.fullmatch(r"month[\s-]*to[\s-]*month|monthly|m2m|mtm|mes a mes", text):
        return 0
    if not text or text in EMPTY_WORDS:
        raise BadFieldError("it states no term")
    years = re.fullmatch(r"(\d+)[\s-]*(?:years?|yrs?|años?)", text)
    if years:
        return _checked_term(Decimal(years[1]) * 12, text)
    bare = re.sub(r"[\s-]*(?:months?|mos?\.?|meses|mes|mths?)$", "", text)
    try:
        number = read_number(bare)
    except BadFieldError:
        number = None
    if number is None:
        raise BadFieldError(f"its term {text[:40]!r} is not a number of months")
    return _checked_term(number, text)


def _checked_term(number: Decimal, text: str) -> int:
    if number != number.to_integral_value():
        raise BadFieldError(f"its term {text[:40]!r} is not a whole number of months")
    if not 0 <= number <= LONGEST_TERM_MONTHS:
        raise BadFieldError(f"its term of {text[:40]} months cannot be")
    return int(number)


def read_flag(cell: str | None) -> bool | None:
    """Yes or no; None when the field says neither."""
    text = (cell or "").strip().casefold()
    if text in _TRUE:
        return True
    return False if text in _FALSE else None


def read_rate_type(kind: str | None, code: str | None) -> RateType:
    """Fixed, variable or indexed, from the word where there is one, else from the code. Raises BadFieldError."""
    for text in (kind, code):
        folded = (text or "").strip().casefold()
        if folded.startswith("fix") or folded.startswith("fij"):
            return RateType.FIXED
        if folded.startswith("var"):
            return RateType.VARIABLE
        if folded.startswith(("index", "índice", "indice", "market")):
            return RateType.INDEXED
    codes = {"1": RateType.FIXED, "0": RateType.VARIABLE, "2": RateType.INDEXED}
    for text in (kind, code):
        folded = (text or "").strip().casefold().removesuffix(".0")
        if folded in codes:
            return codes[folded]
        if folded in {"true", "false"}:
            return RateType.FIXED if folded == "true" else RateType.VARIABLE
    said = kind or code
    raise BadFieldError(
        f"its kind of price {said[:40]!r} is not known"
        if said
        else "it does not say whether its price is fixed"
    )


def read_language(cell: str | None) -> str | None:
    """`en` or `es`; None when the field says neither."""
    folded = (cell or "").strip().casefold()
    if folded.startswith(("en", "ing")):
        return "en"
    return "es" if folded.startswith(("sp", "es")) else None


def read_url(cell: str | None) -> str | None:
    """A web address with its scheme; None for what is not one (http and https only)."""
    text = html.unescape(re.sub(r"[\t\r\n\x00-\x1f\x7f]", "", cell or "")).strip().strip("\"'<>")
    if not text or text.casefold() in EMPTY_WORDS or len(text) > LONGEST_URL or "\\" in text:
        return None
    scheme = re.match(r"(?i)(https?):/*(?=[^/])", text)
    if scheme:
        text = f"{scheme[1].lower()}://{text[scheme.end() :]}"
        text = re.sub(r"(?i)^https?://(?=https?://)", "", text)
    elif re.match(r"(?i)[a-z][a-z0-9+-]*:(?!\d)", text):
        return None
    else:
        text = f"https://{text.lstrip('/')}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.username is not None or not _DOMAIN.match(parts.hostname or "") or port == 0:
        return None
    return text.replace(" ", "%20")


def read_phone(cell: str | None) -> str | None:
    """A phone number as printed; None when the field holds fewer than seven digits."""
    text = read_text(cell)
    return text[:60] if text and len(re.findall(r"\d", text)) >= 7 else None


def read_scorecard(cell: str | None) -> int | None:
    """The state's scorecard, 0 to 5; None otherwise."""
    try:
        number = read_number(cell)
    except BadFieldError:
        return None
    if number is None or number != number.to_integral_value() or not 0 <= number <= 5:
        return None
    return int(number)
