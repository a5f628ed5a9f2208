"""What a CancelFee text means: flat, per remaining month, none, or unknown.

The listings hold numbers, "20 / remaining month" in a dozen spellings and two languages, and now and then a
sentence. An amount that cannot be told for certain stays unknown; the text is kept and shown as listed.
"""

import re
from decimal import Decimal

from choosemypower.plans.model import CancelFee, CancelFeeKind

LARGEST_USD = Decimal(5000)
"""More than this is a slip of the keyboard."""

_LABEL = re.compile(
    r"^\s*(?:early\s+)?(?:cancel\w*|termination|terminaci[oó]n|etf|exit|cargo|tarifa|cuota|penalidad)"
    r"[\w\s/()áéíóúñ-]*:\s*",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?P<sign>-\s*)?(?P<currency>US\$|USD|\$)?\s*(?P<minus>-\s*)?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)(?P<percent>\s*(?:%|percent|por\s*ciento))?",
    re.IGNORECASE,
)
_NOT_MONEY = re.compile(
    r"[\s-]*(?:st|nd|rd|th)?[\s-]*(?:month|mes(?:es)?\b|mo\b|mos\b|day|d[ií]a|year|a[ñn]o|hour|hora|kwh|business)",
    re.IGNORECASE,
)
_COUNT_THEN_REST = re.compile(
    r"^[\s-]*(?:months?|mo|mes(?:es)?)[\s.,]*(?:remain|remani|left|restant)", re.IGNORECASE
)
_MONTH = r"(?:months?|monthly|mo\b|mos\b|mth|mes(?:es)?\b|mensual\w*)"
_PER_MONTH = re.compile(
    rf"(?:/|\bper\b|\ba\b|\beach\b|\bevery\b|\bx\b|\*|×|\btimes\b|\bmultiplied\b|\bpor\b|\bcada\b|\bal\b)"
    rf"[\w\s./()áéíóú-]{{0,40}}?{_MONTH}|\bmonthly\b|\bmensual",
    re.IGNORECASE,
)
_REST = re.compile(
    rf"{_MONTH}[\w\s]{{0,20}}?(?:rem+ain|remani|left|unexpired|unused|restan|falt|qued|dejad|pendient|sobra)"
    rf"|(?:rem+ain\w*|remani\w*|left|unexpired|unused|restant\w*|faltant\w*|pendient\w*)[\w\s]{{0,20}}?{_MONTH}",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"^no\W*$|^(?:none|zero|cero|nil|free|gratis|waived|ningun[oa]?|nada|exento)\b"
    r"|\bno\s+(?:early\s+|hay\s+|se\s+)?(?:\w+\s+){0,2}?(?:fees?|etf|charges?|penalt(?:y|ies)|cost|cargos?|tarifas?|cuotas?|penal\w+|cobra)\b"
    r"|\bsin\s+(?:\w+\s+){0,2}?(?:cargos?|costos?|tarifas?|cuotas?|penal\w+|multas?|comisi[oó]n)",
    re.IGNORECASE,
)
_OTHER_UNIT = re.compile(
    r"(?:/|\bper\b|\bpor\b|\bcada\b|\beach\b|\ba\b)\s*(?:remaining\s+|cada\s+)?(?:day|d[ií]a|year|a[ñn]o|kwh|week|semana)",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"greater\s+of|lesser\s+of|whichever|lo\s+que\s+sea|el\s+mayor|el\s+menor|\d[\s,;]*(?:or|o|plus|más|and|y)\s*[$\d]",
    re.IGNORECASE,
)


def read_cancel_fee(text: str | None) -> CancelFee:
    """What it costs to leave early, according to this text."""
    listed = " ".join((text or "").split())
    said = _LABEL.sub("", listed)
    amounts = _amounts(said)
    if not amounts:
        is_none = bool(_NONE.search(said)) and not _OTHER_UNIT.search(said)
        kind = CancelFeeKind.NONE if is_none else CancelFeeKind.UNKNOWN
        return CancelFee(kind=kind, usd=Decimal(0) if is_none else None, text=listed)
    unknown = CancelFee(kind=CancelFeeKind.UNKNOWN, text=listed)
    distinct = {usd for usd, _ in amounts}
    if _CHOICE.search(said) or any(usd < 0 or usd > LARGEST_USD for usd in distinct):
        return unknown
    per_month = _PER_MONTH.search(said) or _REST.search(said)
    if _OTHER_UNIT.search(said) and per_month is None:
        return unknown
    if per_month is not None:
        usd = _closest_before(per_month.start(), amounts)
    elif len(distinct) == 1:
        usd = amounts[0][0]
    else:
        return unknown
    if usd == 0:
        return CancelFee(kind=CancelFeeKind.NONE, usd=usd, text=listed)
    kind = CancelFeeKind.PER_REMAINING_MONTH if per_month is not None else CancelFeeKind.FLAT
    return CancelFee(kind=kind, usd=usd, text=listed)


def _amounts(said: str) -> list[tuple[Decimal, int]]:
    """The sums of money in a text with the position where each ends; counts of months and percents are not money."""
    found: list[tuple[Decimal, int, bool]] = []
    for match in _AMOUNT.finditer(said):
        rest = said[match.end() :]
        if match["percent"]:
            continue
        has_currency = match["currency"] is not None
        if not has_currency and _NOT_MONEY.match(rest) and not _COUNT_THEN_REST.match(rest):
            continue
        number = match["number"]
        number = number.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number) else number
        usd = Decimal(number.replace(",", "."))
        is_negative = match["minus"] is not None or (match["sign"] is not None and match.start() == 0)
        found.append((-usd if is_negative else usd, match.end(), has_currency))
    if any(has_currency for *_, has_currency in found):
        found = [amount for amount in found if amount[2]]
    return [(usd, end) for usd, end, _ in found]


def _closest_before(position: int, amounts: list[tuple[Decimal, int]]) -> Decimal:
    """The sum that stands closest before the words that say "per month"; the first of all where none does."""
    before = [usd for usd, end in amounts if end <= position]
    return before[-1] if before else amounts[0][0]
