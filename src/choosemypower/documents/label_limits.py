"""Does what a label says a second time go with its charges: limits of use in sentences, a price beside the averages?"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from choosemypower.documents.averages import AverageRow, price_beside
from choosemypower.documents.bands import Unread
from choosemypower.plans.charges import (
    Charge,
    Charges,
    Delivery,
    EnergyDiscount,
    EnergyTier,
    HourlyPrice,
    PriceByTotal,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing.line_fit import PRINTED_AT_KWH

_SENTENCE = re.compile(r"(?<=[a-z)%])[.;](?:\s|$)|\n\n")
_SPEAKS_OF_AMOUNTS = re.compile(
    r"\bcredit(?!s? card)|\bcredito|bonificacion|(?:minimum|low) (?:usage|use)|usage (?:fee|charge)"
    r"|(?:uso|consumo) minimo|bajo (?:uso|consumo)"
    r"|\bthere is none\b|\bdoes not (?:earn|qualify)\b"
    r"|\b(?:not|no longer) (?:be )?(?:charged|applied|billed|due)\b|\bwaived\b|falls away"
    r"|no se (?:cobra|aplica)"
)
_BELOW_A_ROW = re.compile(r"(?:\$ ?\d|\d ?¢)[^\n]*\n")
_OF_OTHER_THINGS = re.compile(
    r"buy-?back|excess|export|solar|average|assum|example|vehicle|\bev\b|promedio|ejemplo"
)
_LIMIT = re.compile(r"(?<![\d.,$])(\d{1,3}(?:,\d{3})+|\d{3,4})(?![\d.,]*[\d¢%]) ?(?:kwh|kilo-?watt)")
_SAYS_WHEN = re.compile(
    r"\b(?:not|only|unless|below|above|less|more|under|over|at least|between|exceeds?|equals|reach(?:es)?|higher|lower"
    r"|within|through)\b"
    r"|\b(?:solo|menos|mas|entre)\b"
)


def limits_agree(folded: str, charges: Charges) -> bool:
    """Whether no sentence names a use at which a credit or fee begins or ends that is in none of the charges.

    "The credit will not apply above 2,000 kWh" below a table that says from 1,000 kWh: half of it is not read.
    """
    edges = {edge for one in charges.of(UsageCredit) for edge in _edges(one)}
    edges |= {edge for one in charges.of(UsageFee) for edge in _edges(one)}
    return not edges or all(named <= edges for named in _limits_named(folded))


def says_them_again(folded: str, charges: Charges) -> bool:
    """Whether what a label says a second time of its limits goes with the charges.

    "The first 600 kWh always cost ..." above steps that end at 500; "no credit below 900 kWh" beside one from 1,000.
    """
    return _steps_agree(folded, charges) and _denials_agree(folded, charges.of(UsageCredit))


def _steps_agree(folded: str, charges: Charges) -> bool:
    steps = {one.to_kwh for one in charges.of(EnergyTier)}
    steps |= {
        kwh for one in charges.of(PriceByTotal) if one.max_kwh for kwh in (one.max_kwh, one.max_kwh + 1)
    }
    if steps <= {None}:
        return True
    for one in charges.items:
        steps |= _edges(one) if isinstance(one, UsageCredit | UsageFee) else set()
    return _named(_FIRST, folded) <= steps


def _denials_agree(folded: str, credits_of_label: Iterable[UsageCredit]) -> bool:
    limited = [one for one in credits_of_label if one.min_kwh or one.max_kwh is not None]
    if not limited:
        return True
    least = min((one.min_kwh for one in limited if one.min_kwh), default=1)
    ends = {kwh for one in limited if one.max_kwh is not None for kwh in (one.max_kwh, one.max_kwh + 1)}
    below, above = _named(_NONE_IN_ROW, folded), set[int]()
    for sentence in _sentences(folded):
        if _NO_CREDIT.search(sentence) and not _OF_OTHER_THINGS.search(sentence):
            below |= _named(_NONE_BELOW, sentence)
            above |= _named(_NONE_ABOVE, sentence)
    return below <= {least - 1, least} and above <= ends


def _named(pattern: re.Pattern[str], folded: str) -> set[int]:
    found = (next(kwh for kwh in match.groups() if kwh) for match in pattern.finditer(folded))
    return {int(kwh.replace(",", "")) for kwh in found}


_KWH = r"(\d{1,3}(?:,\d{3})+|\d{3,4})(?![\d.,]*[\d¢%])"
_FIRST = re.compile(rf"\b(?:(?:first|primeros) {_KWH}(?= ?kwh|\.(?!\d)|[,;)])|kwh up to {_KWH}\b(?! ?kwh))")
_NO_CREDIT = re.compile(
    r"\bno (?:usage |bill |monthly |energy )*credits?\b(?! (?:check|card|score|is (?:lost|carried)))"
    r"|\bcredits? (?:is|are|will be|does|do)? ?(?:not|never) (?:be )?"
    r"(?:paid|given|applied|apply|available|earned|issued|granted|received)"
    r"|\bno (?:hay|recibe|se (?:aplica|otorga)) (?:el |un |ningun )?(?:abono|credito|descuento)"
    r"|\bsin (?:abono|credito)\b"
)
_NONE_BELOW = re.compile(
    rf"\b(?:below|under|less than|fewer than|por debajo de|(?:con )?menos de|(?:below|under) the) {_KWH}"
)
_NONE_ABOVE = re.compile(rf"\b(?:above|over|more than|beyond|por encima de|mas de) {_KWH}")
_NONE_IN_ROW = re.compile(
    rf"(?m)^\W*(?:under|below|less than|menos de) {_KWH}(?: ?kwh)?[ |]{{2,}}(?:none|no credit|\$ ?0(?:\.00)?)\W*$"
)


def keeps_from_some(folded: str) -> bool:
    """Whether a sentence without an amount keeps a charge from some homes, or from some months: neither is read."""
    return any(
        all(pattern.search(sentence) for pattern in (_KEPT, _CHARGE_OF_MONTHS, _SOME))
        for sentence in _sentences(folded)
        if _HAS_AMOUNT.search(sentence) is None
    )


_KEPT = re.compile(
    r"\b(?:pays? no|owes? no|no|not (?:charged|pay|billed)|free|waived?|exempt|without|half)\b"
)
_CHARGE_OF_MONTHS = re.compile(
    r"\b(?:account|base|monthly|service|customer|energy|plan|usage|daily) (?:charges?|fees?|price|rate)\b"
)
_SOME = re.compile(
    r"\bnew (?:customers?|members?|homes?)\b|\bseniors?\b|\bveterans?\b|\bmilitary\b|\bteachers?\b|\bstudents?\b"
    r"|\bfirst (?:\w+ )?(?:months?|bills?|billing cycles?)\b"
)
_HAS_AMOUNT = re.compile(r"\$ ?\d|\d ?(?:¢|cents?\b)")


def refuse_unproven_pairs(charges: Iterable[Charge]) -> None:
    """Raises Unread where two amounts stand for one band of use in which no average is printed: nothing tells which."""
    seen: dict[tuple[type[Charge], int, int | None, object, object], Decimal] = {}
    for one in charges:
        if not isinstance(one, UsageCredit | UsageFee) or _is_proved(one):
            continue
        band = (type(one), one.min_kwh, one.max_kwh, one.months, one.conditions)
        if seen.setdefault(band, one.usd) != one.usd:
            raise Unread("Two amounts for one charge.")


def _is_proved(one: UsageCredit | UsageFee) -> bool:
    return any(one.min_kwh <= kwh and (one.max_kwh is None or kwh <= one.max_kwh) for kwh in PRINTED_AT_KWH)


def row_agrees(folded: str, row: AverageRow, charges: Charges, delivery: Delivery) -> bool:
    """Whether a price that stands in the row of the averages, as a column of its own, is one of the charges."""
    beside = price_beside(folded, row)
    return beside is None or beside in prices_of(charges) or beside == delivery.usd_per_kwh


def prices_of(charges: Charges) -> set[Decimal]:
    """What the charges take or give back for a kWh."""
    return {
        one.usd_per_kwh
        for one in charges.items
        if isinstance(one, EnergyTier | PriceByTotal | HourlyPrice | EnergyDiscount)
    }


def _limits_named(folded: str) -> Iterator[set[int]]:
    """The uses that each sentence on a credit or fee names as its limits."""
    for sentence in _sentences(folded):
        is_of_amounts = _SPEAKS_OF_AMOUNTS.search(sentence) and not _OF_OTHER_THINGS.search(sentence)
        if is_of_amounts and _SAYS_WHEN.search(sentence):
            yield {int(kwh.replace(",", "")) for kwh in _LIMIT.findall(sentence)}


def _sentences(folded: str) -> Iterator[str]:
    """Each sentence, and apart what of it stands below the rows of a table, which have no full stops."""
    for part in _SENTENCE.split(folded):
        yield " ".join(part.split())
        *_, last = _BELOW_A_ROW.split(part)
        if last != part:
            yield " ".join(last.split())


def _edges(one: UsageCredit | UsageFee) -> set[int]:
    edges = {one.min_kwh - 1, one.min_kwh} if one.min_kwh else set()
    return edges | ({one.max_kwh, one.max_kwh + 1} if one.max_kwh is not None else set())
