"""Sentences of a fee text that state no charge of the plan's bill, whatever they hold: leaving, examples, old amounts.

They are left out before the others are read, so that no word of theirs refuses a text.
"""

import re
from collections.abc import Sequence

from choosemypower.documents.tokens import tokens_of
from choosemypower.documents.words import fold

# ruff: noqa: E501 -- patterns read across
_BILLED = frozenset(
    {"CREDIT", "BASE", "LOW_USE", "FEE", "ENERGY", "USE", "EACH", "DAILY", "DAILY_USD", "AUTOPAY", "PAPERLESS", "SEASON_NAME", "RATE"}
)  # fmt: skip
_OF_AN_EVENT = re.compile(
    r"(?:for |times )?(?:each|every|per) (?:remaining )?month (?:not served|left|remaining|of the contract left)"
    r"|(?<=\$)[\d.]* (?:fee|charge) (?:is |are )?(?:made |due |charged |assessed )?for (?:each|every|any|an?) (?:payment|check) returned"
)
"""What looks like a monthly charge and is none: "$20 for every month not served"."""
_LEAVING = re.compile(
    r"\b(?:cancel\w*|terminat\w*|etf|(?:early )?exit|leav(?:e|ing) early|disconnect\w*|reconnect\w*|insufficient funds|nsf"
    r"|returned (?:checks?|payments?)|returned by|late (?:payment )?(?:fee|charge|penalty)|past[- ]due|penalty|deposits?"
    r"|cancelacion|terminacion|desconexion|reconexion|deposito|mora)\b"
)
_OF_UTILITY = re.compile(r"\b(?:oncor|centerpoint|aep|tnmp|lp ?& ?l|tdus?|tdsps?|utility)\b")
_OURS = re.compile(
    r"[$¢\d]|\b(?:our|we|provider|credits?|minimum|no|not|without|included?|includes|covers?|unless|if|when|free|nuestr\w*|incluid\w*|sin|si)\b"
)
_NOT_OF_LEAVING = re.compile(
    r"paper\b|mailed (?:bill|statement|invoice)|papel|per day|daily|monthly (?:fee|charge)|(?:fee|charge) (?:per|each|every) (?:month|bill)\b"
)
_THE_FEE_IS_WAIVED = re.compile(
    r"^(?:the|this|that|it|la|el|este) ?(?:fee|charge|penalty|cargo)?(?: is| will be| se)? ?(?:waived|not charged|does not apply|exime)"
)
_EXAMPLE = re.compile(
    r"^(?:for example|for instance|example|a (?:typical|standard) \d+[- ]day|e\.?g\b|as an example|por ejemplo|ejemplo)\b"
)
_OF_OTHERS = re.compile(
    r"^(?:many|most|other|some) (?:\w+ )?(?:plans?|compan(?:y|ies)|providers|retailers)\b|^(?:muchos|otros) planes\b"
)
"""What others sell: "Many plans make you use 1,000 kWh to earn a $100 credit"."""
_OLD = re.compile(
    r"\b(?:your|the|its|our) (?:old|previous|former|prior|past|last)(?: plan's| contract's)? (?:[a-z]+ ){0,4}(?:of|was)? ?\$[\d.,]+ (?:no longer|does not|is gone|has ended)"
)
_AVERAGES = re.compile(
    r"\b(?:average|avg|printed|displayed|listed|advertised|precios?) (?:electricity |energy )?(?:prices?|rates?|promedio)\b|\bprecios? promedio\b"
)
_OF_PRICES_ONLY = frozenset(
    {
        "ENERGY",
        "DOUBT",
        "USE",
        "AND",
        "OR",
        "DURATION",
        "GT",
        "DELIVERY",
        "IF",
        "MASK",
        "FEE",
        "CREDIT",
        "EACH",
        "BUNDLED",
        "NOT",
        "BETWEEN",
    }
)
_SHOWN = re.compile(
    r"assum|based on|calculat|comput|already|holds?|includes?|reflect|\bat 500\b|shown|supone|calcula|incluye"
)


_ON_A_CONDITION = re.compile(r"auto ?-?pay|automatic payment|pago automatico|paperless|e-?bill")
_ENDS_WITH_ITS_CONDITION = re.compile(
    r"^if you (?:ever )?(?:cancel|leave|stop|drop|end|turn off|remove) (?:your )?(?:auto ?-?pay|automatic payments?|paperless(?: billing)?|e-?bill)"
    r",? (?:then )?(?:the|this|your) (?:\w+ )?(?:discount|credit) (?:will be |is |gets )?(?:taken away|removed|lost|forfeited|ends?|stops?)$"
    r"|^si (?:cancela|deja) (?:el )?(?:pago automatico|autopay),? (?:pierde|perdera) (?:el|su) (?:descuento|credito)$"
)
"""A credit with a condition, told to end with it: "If you cancel AutoPay the discount will be taken away"."""
_SHORTFALL = re.compile(
    r"^(?:(?:if|when|should|but if|in months (?:that|when)) (?:you|your usage|usage) )?(?:fall\w* short|miss\b|do(?:es)? ?n[o']t (?:reach|make|hit|meet|get there)|fail to|drop|turn|don't (?:reach|make|hit|meet)|come up short)\b"
    r"[^$\d]*\b(?:credit|discount|savings|it)\b[^$\d]*(?:\bnot\b|n't\b|\bno\b|\blost\b|\bstops?\b|\bends?\b|\bgoes away\b|\bforfeit\w*|\bremoved\b)"
    r"|^si no (?:alcanza|llega|cumple)[^$\d]*\b(?:credito|descuento)\b[^$\d]*\bno\b"
    r"|^si no (?:alcanza|llega|cumple)[^$\d]*\bno\b[^$\d]*\b(?:credito|descuento)\b"
)
"""What is told of all others, without a number: "Fall short and the credit isn't applied that month"."""


def without_asides(parts: Sequence[str]) -> list[str]:
    """The sentences without those that state nothing of a month's bill; all of them where nothing would be left."""
    folded = {part: fold(part).strip() for part in parts}
    names_it = any(_ON_A_CONDITION.search(one) and "$" in one for one in folded.values())
    kept = [
        part
        for part in without_leaving(parts)
        if not _is_told_beside(folded[part])
        and not (names_it and _ENDS_WITH_ITS_CONDITION.search(folded[part]))
    ]
    return kept or list(parts)


def tells_of_averages(sentence: str) -> bool:
    """Whether a sentence says what the printed averages hold, and no number: "Average prices do not reflect it"."""
    folded = fold(sentence)
    return _AVERAGES.search(folded) is not None and not any(char.isdigit() for char in folded)


def without_leaving(parts: Sequence[str]) -> list[str]:
    """The sentences without those that say what leaving early, a late payment or a cut-off costs."""
    kept: list[str] = []
    is_behind = False
    for part in parts:
        folded = fold(part).strip()
        is_behind = _is_of_leaving(folded) or (is_behind and bool(_THE_FEE_IS_WAIVED.match(folded)))
        if not is_behind:
            kept.append(part)
    return kept


def _is_of_leaving(folded: str) -> bool:
    """Whether a sentence says what leaving, a late payment or a cut-off costs, and speaks of no other charge."""
    if not _LEAVING.search(folded) or _NOT_OF_LEAVING.search(folded):
        return False
    kinds = [token.kind for token in tokens_of(_OF_AN_EVENT.sub(" ", folded))]
    is_named = kinds.count("MONEY") <= max(1, kinds.count("OTHER_FEE"))
    return is_named and _BILLED.isdisjoint(kinds)


def _is_told_beside(folded: str) -> bool:
    """Whether a sentence gives an example, an amount of before, or what the averages were made of."""
    if _OF_UTILITY.search(folded) and "charges" in folded and not _OURS.search(folded):
        return all(token.kind != "BUNDLED" for token in tokens_of(folded))
    if _SHORTFALL.search(folded):
        return True
    is_example = _EXAMPLE.match(folded) and re.search(r"\d", folded)
    if is_example or _OLD.search(folded) or _OF_OTHERS.match(folded):
        return True
    says_averages = _AVERAGES.search(folded) and _SHOWN.search(folded) and "$" not in folded
    return bool(says_averages) and {token.kind for token in tokens_of(folded)} <= _OF_PRICES_ONLY
