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
    r"|\bthere is none\b|\b(?:not|no longer) (?:be )?(?:charged|applied|billed|due)\b|\bwaived\b|falls away"
    r"|no se (?:cobra|aplica)"
)
_BELOW_A_ROW = re.compile(r"(?:\$ ?\d|\d ?¢)[^\n]*\n")
_OF_OTHER_THINGS = re.compile(
    r"buy-?back|excess|export|solar|average|assum|example|vehicle|\bev\b|promedio|ejemplo"
)
_LIMIT = re.compile(r"(?<![\d.,$])(\d{1,3}(?:,\d{3})+|\d{3,4})(?![\d.,]*[\d¢%]) ?(?:kwh|kilo-?watt)")
_SAYS_WHEN = re.compile(
    r"\b(?:not|only|unless|below|above|less|more|under|over|at least|between|exceed|within|through)\b"
    r"|\b(?:solo|menos|mas|entre)\b"
)


def limits_agree(folded: str, charges: Charges) -> bool:
    """Whether no sentence names a use at which a credit or fee begins or ends that is in none of the charges.

    "The credit will not apply above 2,000 kWh" below a table that says from 1,000 kWh: half of it is not read.
    """
    edges = {edge for one in charges.of(UsageCredit) for edge in _edges(one)}
    edges |= {edge for one in charges.of(UsageFee) for edge in _edges(one)}
    return not edges or all(named <= edges for named in _limits_named(folded))


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
