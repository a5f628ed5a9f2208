"""How a value is written for people. Units stand in the text, cents appear only here.

Dollars of a year or month are whole, bills have cents, average prices one decimal of a cent, charges as many
decimals as their source printed. U+2212 for minus, no-break space between a number and its unit.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit, urlunsplit

import msgspec
from markupsafe import Markup, escape

from choosemypower.sentences import list_of
from choosemypower.units import CENTS_PER_USD, MONTH_NAMES, texas_day, whole_usd

MINUS = "\u2212"
WORD_JOINER = "\u2060"
"""Nothing to see; no line ends there."""
NBSP = "\u00a0"

_IN_BACKTICKS = re.compile(r"`([^`]+)`")
_TRACKING = re.compile(
    r"utm_.*|[a-z]{1,3}clid|gbraid|wbraid|gad_.*|_g[al]|_hs.*|hsa_.*|mc_[ce]id|mkt_tok|igshid|ref|refid|referr(?:al|er)"
    r"|source|campaign(?:_?id)?|landingpage|aff(?:iliate)?(?:_?id)?|partner(?:_?id)?",
    re.IGNORECASE,
)
"""Parameters of an address that say who sent the reader; the page is the same without them."""
_ISO_DAY = re.compile(r"\b20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")


def usd(amount: Decimal | int) -> str:
    """1968.6 → "$1,969"."""
    return _signed(_rounded(amount, 0), "{:,}")


def whole_dollars(cents: int, parts: int = 1) -> str:
    """196850 → "$1,969"; `parts` shares it first."""
    if cents < 0:
        return _signed(Decimal(whole_usd(cents, parts)), "{:,}")
    return (
        f"${(2 * cents + 100 * parts) // (200 * parts):,}"  # `whole_usd`, written out: a page has a hundred
    )


def usd_cents(amount: Decimal | int) -> str:
    """218.3 → "$218.30"."""
    return _signed(_rounded(amount, 2), "{:,.2f}")


def cents_per_kwh(usd_per_kwh: Decimal) -> str:
    """An average price: 0.1312 → "13.1¢"."""
    return _cents(_rounded(usd_per_kwh * CENTS_PER_USD, 1))


def cents_exact(usd_per_kwh: Decimal) -> str:
    """A charge, with the decimals it was printed with: 0.060009 → "6.0009¢"."""
    cents = (usd_per_kwh * CENTS_PER_USD).normalize()
    return _cents(cents if -Decimal(str(cents.as_tuple().exponent)) >= 1 else _rounded(cents, 1))


def kwh(amount: Decimal | int) -> str:
    """15120 → "15,120 kWh"."""
    return f"{_rounded(amount, 0):,}{NBSP}kWh"


def percent(share: Decimal | int) -> str:
    """100 → "100%"; no rounding up: 99.6 stays "99.6%"."""
    return f"{Decimal(share).normalize():f}%"


def count(number: int) -> str:
    """1471 → "1,471"."""
    return f"{number:,}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun: 1, "plan" → "1 plan"; 0 → "0 plans"."""
    return f"{number:,}{NBSP}{one if number == 1 else many or one + 's'}"


def day(moment: date | datetime) -> str:
    """January 9, 2026; a moment is the day it is in Texas."""
    on = texas_day(moment) if isinstance(moment, datetime) else moment
    return f"{MONTH_NAMES[on.month - 1]}{NBSP}{on.day}, {on.year}"


def month(on: date) -> str:
    """January 2027."""
    return f"{MONTH_NAMES[on.month - 1]}{NBSP}{on.year}"


def term(number: int) -> str:
    """A contract's length: 12 → "12 months"; 0 and 1 → "Month to month"."""
    return "Month to month" if number <= 1 else plural(number, "month")


def host(url: str) -> str:
    """The site that an address leads to: "https://www.txu.com/x" → "txu.com"."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def tel(phone: str) -> str:
    """The digits of a United States telephone number for a link: "(888) 354-2748" → "+18883542748"."""
    digits = "".join(filter(str.isdigit, phone))
    return f"+1{digits.removeprefix('1') if len(digits) == 11 else digits}"


def phone(number: str) -> str:
    """A United States telephone number in one shape, whoever wrote it: "(888) 354-2748" → "888-354-2748"."""
    digits = "".join(filter(str.isdigit, number))
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == 10 else number


def spelled_dates(text: str) -> str:
    """A source's words with its days as Texans write them: "table of 2025-12-29" → "table of December 29, 2025"."""
    return _ISO_DAY.sub(lambda found: day(date.fromisoformat(found[0])), text)


def json_ld(document: object) -> Markup:
    """A data block for search engines. Nothing in it can end the script element: <, > and & are escaped."""
    text = msgspec.json.encode(document).decode()
    # Escaped here, so marked as safe: a JSON string may hold any character as \uXXXX.
    return Markup(text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026"))  # noqa: S704


def with_code(text: str) -> Markup:
    """A sentence with its `words in backticks` as code."""
    return Markup(_IN_BACKTICKS.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


def printed(url: str) -> str:
    """An address on paper: no scheme, nothing that follows the reader, no parameter without a value."""
    parts = urlsplit(url)
    pairs = [pair.partition("=") for pair in parts.query.split("&")]
    query = "&".join(f"{name}={value}" for name, _, value in pairs if value and not _TRACKING.fullmatch(name))
    return urlunsplit(("", "", parts.netloc + parts.path, query, "")).removesuffix("/")


def along(path: str, travel: str) -> str:
    """An address of ours with place and home: "/calculator#meter-file" → "/calculator?from=houston#meter-file"."""
    if not travel:
        return path
    page, mark, part = path.partition("#")
    return f"{page}{'&' if '?' in page else '?'}{travel}{mark}{part}"


FILTERS: dict[str, Callable[..., object]] = {
    filter_.__name__: filter_
    for filter_ in (
        usd, usd_cents, cents_per_kwh, cents_exact, kwh, count, plural, day, list_of, host, tel, phone, spelled_dates,
        json_ld, with_code, printed, along,
    )
}  # fmt: skip


def _rounded(amount: Decimal | int, decimals: int) -> Decimal:
    return Decimal(amount).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _signed(amount: Decimal, form: str) -> str:
    return f"{MINUS if amount < 0 else ''}${form.format(abs(amount))}"


def unbroken(text: str) -> str:
    """Words with no line's end between a minus and its dollars, where a browser would allow one."""
    return text.replace(f"{MINUS}$", f"{MINUS}{WORD_JOINER}$")


def _cents(cents: Decimal) -> str:
    return f"{MINUS if cents < 0 else ''}{abs(cents):f}¢"
