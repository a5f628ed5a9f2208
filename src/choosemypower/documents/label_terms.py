"""How long a label's contract runs and what it costs to leave it: said only where the label says it in one way."""

import re
from decimal import Decimal

import msgspec

from choosemypower.documents.label_text import readable
from choosemypower.plans.cancel_fee import read_cancel_fee
from choosemypower.plans.model import CancelFeeKind

_TERM = re.compile(
    r"(?:contract\s+term|plazo\s+del\s+contrato|termino\s+del?\s+contrato)\s*:?\s*(\d{1,2})[\s-]*(?:months?|mes(?:es)?)\b",
    re.IGNORECASE,
)
_MONTH_TO_MONTH = re.compile(r"contract\s+term\s*:?\s*(?:\d\s*)?\(?month[\s-]to[\s-]month", re.IGNORECASE)
_FEE_QUESTION = re.compile(r"(?:do\s+i\s+have|is\s+there)\s+a\s+termination\s+fee", re.IGNORECASE)
_NEXT_QUESTION = re.compile(r"can\s+(?:my\s+price|promotional)|other\s+fees", re.IGNORECASE)
_USD = re.compile(r"\$\s*(\d{1,4}(?:\.\d{2})?)(?!\d|,\d)")
_LONGEST_ANSWER = 700


class LabelTerms(msgspec.Struct, frozen=True, kw_only=True):
    term_months: int | None = None
    """0: month to month."""
    cancel_fee_usd: Decimal | None = None
    """The one amount that is printed; None where there is none, or more than one."""
    cancel_fee_kind: CancelFeeKind = CancelFeeKind.UNKNOWN
    """Flat or for each month left; unknown where the words do not say it of that amount."""


def read_label_terms(text: str) -> LabelTerms:
    """Both by the words beside them. Where a label says two different things, nothing is said."""
    said = readable(text)
    terms = {int(found) for found in _TERM.findall(said)} | ({0} if _MONTH_TO_MONTH.search(said) else set())
    answer = _answer_about_leaving(said)
    amounts = {Decimal(found) for found in _USD.findall(answer)}
    usd = amounts.pop() if len(amounts) == 1 else None
    fee = read_cancel_fee(answer)
    return LabelTerms(
        term_months=terms.pop() if len(terms) == 1 else None,
        cancel_fee_usd=usd,
        cancel_fee_kind=fee.kind if usd is not None and fee.usd == usd else CancelFeeKind.UNKNOWN,
    )


def _answer_about_leaving(said: str) -> str:
    questions = list(_FEE_QUESTION.finditer(said))
    if len(questions) != 1:
        return ""
    start = questions[0].end()
    following = _NEXT_QUESTION.search(said, start)
    return said[start : min(following.start() if following else len(said), start + _LONGEST_ANSWER)]
