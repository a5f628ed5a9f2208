"""Sentences of a fee text that state no charge of the plan's bill, whatever they hold: leaving, examples, old amounts.

They are left out before the others are read, so that no word of theirs refuses a text.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

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
    r"\b(?:cancel\w*|terminat\w*|etf|(?:service|contract|plan|agreement) (?:is |was )?end(?:s|ed) early|recovery fee|(?:early )?exit|leav(?:e|ing) early|disconnect\w*|reconnect\w*|insufficient funds|nsf"
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
_WAIVES = re.compile(
    r"\b(?:waive[sd]?|no (?:such |exit |early |cancel\w* |termination )?(?:fee|charge|penalty)|(?:not|never|n't) (?:be )?(?:charged?|owed?|appl(?:y|ied))|exim\w+|no se (?:cobra|aplica)\w*|sin (?:cargo|penalidad))\b"
)
_OF_A_BILL = re.compile(
    r"[$¢\d]|\b(?:month\w*|bills?|usage|use|kwh|auto\w*|paperless|base|credits?|minimum|mes|mensual|factura|uso|consumo|minimo|credito)\b"
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
    r"|^(?:customers|members|those) (?:who|that) (?:cancel|leave|stop|drop|end|turn off|remove) (?:auto ?-?pay|automatic payments?|paperless(?: billing)?|e-?bill)"
    r" (?:will )?(?:lose|forfeit|give up) (?:the|this|their) (?:\$[\d.]+ )?(?:\w+ )?(?:discount|credit)$"
    r"|^si (?:cancela|deja) (?:el )?(?:pago automatico|autopay),? (?:pierde|perdera) (?:el|su) (?:descuento|credito)$"
)
"""A credit with a condition, told to end with it: "If you cancel AutoPay the discount will be taken away"."""
_DROPS_IT = re.compile(
    r"\b(?:cancel\w*|drop(?:s|ped|ping)?|stop(?:ped|ping)?|turn\w*|leav\w*|remov\w*|un-?enroll\w*|opt(?:ing)? out|declin\w*|fail\w*|without|switch\w* (?:back|off)|if either|if you (?:do not|don't)|si (?:cancela|deja)|al cancelar)\b"
)
_ENDS_IT = re.compile(
    r"(?:\b(?:credit|discount|savings?|it|that|descuento|credito|ahorro)\b|\$[\d.]+).*\b(?:stops?|ends?|goes|go away|los[et]|lost|remov\w*|taken away|forfeit\w*|suspend\w*|no longer|not (?:apply|be)|disappears?|termina\w*|pierde\w*)\b"
    r"|\b(?:lose|forfeit|pierde|perdera)s? (?:the|this|your|that|el|su|este) (?:\w+ )?(?:credit|discount|savings|descuento|credito)\b"
)
_BY_USE = re.compile(r"kwh|\bus(?:e|age)\b|\buso\b|consum|\b(?:first|last|after|until|months? \d|through)\b")
_USD = re.compile(r"\$ ?(\d[\d,]*(?:\.\d+)?)")
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
    kept: list[str] = []
    for part in without_leaving(parts):
        is_end = names_it and (
            _ENDS_WITH_ITS_CONDITION.search(folded[part]) or _ends_without(folded[part], kept)
        )
        if not is_end and not _is_told_beside(folded[part]):
            kept.append(part)
    return kept or list(parts)


def _ends_without(folded: str, before: Sequence[str]) -> bool:
    """Whether a sentence only says that what stands before it ends with its condition: "Drop either and it stops"."""
    if not _DROPS_IT.search(folded) or not _ENDS_IT.search(folded) or _BY_USE.search(folded):
        return False
    known = {usd for part in before for usd in _usd_named(fold(part))}
    return (
        bool(known)
        and _usd_named(folded) <= known
        and not any(char.isdigit() for char in _USD.sub("", folded))
    )


def _usd_named(folded: str) -> set[Decimal]:
    return {Decimal(usd.replace(",", "")) for usd in _USD.findall(folded)}


def names_averages(sentence: str) -> bool:
    """Whether a sentence speaks of the printed averages."""
    return _AVERAGES.search(fold(sentence)) is not None


def tells_of_averages(sentence: str) -> bool:
    """Whether a sentence says what the printed averages hold, and no number: "Average prices do not reflect it"."""
    return names_averages(sentence) and not any(char.isdigit() for char in sentence)


def without_leaving(parts: Sequence[str]) -> list[str]:
    """The sentences without those that say what leaving early, a late payment or a cut-off costs."""
    kept: list[str] = []
    is_behind = False
    for part in parts:
        folded = fold(part).strip()
        is_behind = _is_of_leaving(folded) or (is_behind and _is_waiver(folded))
        if not is_behind:
            kept.append(part)
    return kept


def _is_waiver(folded: str) -> bool:
    """Whether a sentence behind one of leaving says for whom its fee falls away: "We waive it when you relocate"."""
    if _THE_FEE_IS_WAIVED.match(folded):
        return True
    return _WAIVES.search(folded) is not None and _OF_A_BILL.search(folded) is None


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
