"""Words that tell what an amount is where no grammar does, English and Spanish side by side."""

import re
from typing import NamedTuple

# ruff: noqa: E501 -- a table reads across
_WEAK = 12
"""Words that say so of many things stand further off."""
_TABLE: tuple[tuple[str, int, str, str], ...] = (
    ("OFF", 0, r"cancel\w*|terminat\w*|\betf\b|(?:early )?exit|leav(?:e|es|ing)\b|quit(?:s|ting)?\b|buy-?out|disconnect\w*|reconnect\w*|insufficient|\bnsf\b|returned|return checks?|checks?\b|bounce[sd]?\b|declined|failed payments?|store\b|late (?:payment|fee|charge)s?|late\b|past[- ]due|overdue|deposits?|move[- ]in|priority|connects?\b|first (?:minimum )?payment|initial payment|balances?|in your account|copy of|not completed|times the|call center|collection|agency|mailed|by mail|on paper|paper (?:bill|copy|statement|invoice)s?|duplicate|by phone|live agent|credit cards?|debit cards?|gift|visa|amazon|prepaid card|refer(?:ral|red|ring|rals|s)?\b(?! to)|friends?\b|neighbou?rs?|donat\w*|tamper\w*|switch hold|\bworth\b|\bvalue[d]?\b|(?:many|most|other) (?:plans|companies|providers)|competitors?|letters?|notices?|non-?recurring|not served|remaining|taxes|sales tax|solar|surplus|export\w*|buyback|no longer|previously|formerly|old (?:plan|fee|charge|price|rate)|example|for instance", r"cancel\w*|terminacion|desconexion|reconexion|deposito\w*|\bmora\b|atras\w*|tardio\w*|devuelt\w*|por correo|papel|tarjetas?|regalo|amig\w*|vecin\w*|por ejemplo|restantes?"),
    ("CREDIT", 0, r"credit(?:s|ed)?\b|discount\w*|rebate\w*|\boff\b|\bback\b|bonus|reduc\w+|lower(?:s|ed)\b|deduct\w*|subtract\w*|sav(?:e|es|ed|ing|ings)\b|\bless(?= ?(?:$|[.,;]| (?:on|each|every|when|if|once)))|minus\b|knock\w*|in your pocket|trimm\w*|shav\w*|removed\b|rewards?\b", r"descuent\w*|descont\w*|credito\w*|acredit\w*|abon(?:o|os|a|amos|ara|aremos)\b|bonific\w*|bonos?\b|ahorr\w*|reembols\w*|\bmenos(?! (?:de|que))\b|rest(?:a|amos|aremos|ara)\b"),
    ("CREDIT", _WEAK, r"\btakes?\b|\btaken\b|\bgives?\b|\bgiven\b|receiv\w*|\bearn\w*|\bgets?\b(?! you)", r"recib\w*|obt(?:en|ien)\w*|\bgan(?:a|e|ara|as)\b"),
    ("BASE", -_WEAK, r"base\b|basic (?:charge|fee|service)\w*|customer (?:charge|fee)s?|(?:monthly|flat|fixed) (?:fee|charge|subscription|membership)s?|(?:service|account|plan) (?:fee|charge)s?|subscription|membership", r"cargos? (?:base|basic\w*|fij\w*|mensual\w*|(?:por|al|de) cliente)|cuotas? (?:base|basic\w*|fij\w*|mensual\w*)|base\b|membresia|suscripcion"),
    ("FEE", 0, r"fees?\b|charg(?:e|es|ed)\b|surcharge\w*|penalt\w*|assess\w*|minimum|low[- ]us(?:e|age)", r"cargos?\b|cobr\w*|cuotas?\b|tarifas?\b|recargos?\b|multas?\b|minim\w*"),
    ("FEE", _WEAK, r"\bpay(?:s|able|ing)?\b|\bpaid\b|\bbilled\b|\badd(?:s|ed)?\b|\bcosts?\b|\bowe[sd]?\b", r"pag(?:a|as|an|ara|ue)\b|agreg\w*|\bsum(?:a|amos|ara)\b|cuesta"),
)  # fmt: skip


class RoleWord(NamedTuple):
    """A word that gives a role, and how much further off than it stands it counts."""

    role: str
    weight: int
    start: int
    end: int


_PATTERNS = tuple(
    (role, weight, re.compile(rf"\b(?:{english}|{spanish})")) for role, weight, english, spanish in _TABLE
)


def words_of(folded: str) -> tuple[RoleWord, ...]:
    """The words of a folded sentence that tell what an amount beside them is."""
    return tuple(
        RoleWord(role, weight, found.start(), found.end())
        for role, weight, pattern in _PATTERNS
        for found in pattern.finditer(folded)
    )
