"""Fees of a label for homes that do not do something: "charged $5.00 for each bill not paid by Auto-Pay"."""

import re
from decimal import Decimal

from choosemypower.plans.charges import Condition, UsageFee

_SENTENCE = re.compile(r"(?<=[a-z)%])[.;](?:\s|$)|\n\n|•")
_ANY_AMOUNT = re.compile(r"\$\s?\d|\d[\d.,]* ?(?:¢|cents?\b)")
_AMOUNT = re.compile(r"\$\s?(\d{1,2}(?:\.\d{2})?)(?![\d,.]*\d)")
_ASKED = (
    (Condition.AUTOPAY, r"auto[- ]?pay\w*|automatic (?:bill )?pay\w*|recurring payments?|pago automatico|autopago"),
    (Condition.PAPERLESS, r"paperless|e-?bill\w*|electronic (?:bill|statement)\w*|sin papel|factura electronica"),
)  # fmt: skip
_ANY_ASKED = "|".join(pattern for _, pattern in _ASKED)
_NOT = (
    r"(?:not|without|unless|fails?|decline|opt(?:s|ed)? out|cancel\w*|sin(?! papel)|a menos que"
    r"|no (?:este|esta|use|paga))"
)
_UNLESS = re.compile(rf"\b{_NOT}\b(?: [^\s.;$]+){{0,9}}? [\"'(]?(?:{_ANY_ASKED})\b")
_TAKES = re.compile(r"\bfees?\b|\bcharged?\b|\bbilled\b|\bcargo\b|\bcobra\w*|\bcuota\b")
_EACH = re.compile(
    r"\b(?:each|every|per|any|cada|por)(?: \w+)? (?:bill\w*|month|cycle|period|invoice|mes|factura\w*|ciclo|periodo)\b"
    r"|\bmonthly\b|\bmensual\b"
)
_GIVES = re.compile(
    r"credit(?!s? cards?)|discount|waive|credito|descuento|rebate|exempt|exent"
    r"|\bnot (?:be )?(?:charged|billed|apply|applied|pay)|no se (?:cobra|aplica)"
)


def unless_met(folded: str) -> tuple[UsageFee, ...]:
    """The fees that fall away for who does what they ask; none where a label says two amounts for the same."""
    fees = dict.fromkeys(fees_unless_met(folded).values())
    return tuple(fees) if len({fee.waived_by for fee in fees}) == len(fees) else ()


def fees_unless_met(folded: str) -> dict[int, UsageFee]:
    """Those fees by the place of their amounts."""
    amounts = list(_ANY_AMOUNT.finditer(folded))
    found = {}
    for at, match in enumerate(amounts):
        start = _line_behind(folded, amounts[at - 1].end(), match.start()) if at else 0
        end = amounts[at + 1].start() if at + 1 < len(amounts) else len(folded)
        line = folded.rfind("\n", match.end(), end)
        end = line if line >= 0 and at + 1 < len(amounts) else end
        before = _SENTENCE.split(folded[start : match.start()])[-1]
        behind = _SENTENCE.split(folded[match.start() : end])[0]
        fee = _says_fee(" ".join(f"{before} {behind}".split()))
        if fee is not None:
            found[match.start()] = fee
    return found


def _line_behind(folded: str, place: int, end: int) -> int:
    """Where the line behind a place begins; the place itself where what follows stands on its line."""
    line = folded.find("\n", place, end)
    return place if line < 0 else line


def _says_fee(sentence: str) -> UsageFee | None:
    amount = _AMOUNT.search(sentence)
    is_fee = amount is not None and _TAKES.search(sentence) and _EACH.search(sentence)
    if amount is None or not is_fee or _GIVES.search(sentence) or _UNLESS.search(sentence) is None:
        return None
    asked = tuple(condition for condition, pattern in _ASKED if re.search(pattern, sentence))
    return UsageFee(usd=Decimal(amount[1]), waived_by=asked) if asked else None
