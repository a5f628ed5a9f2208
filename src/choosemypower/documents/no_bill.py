"""Amounts that are no part of any month's bill: deposits, late fees, gift cards, what a friend brings.

They are cut out only where the words leave no doubt and the clause ends behind them: "late fee $10 per month" stays.
"""

import re

# ruff: noqa: E501 -- patterns read across
from choosemypower.documents.asides import without_leaving
from choosemypower.documents.statements import AMOUNTS
from choosemypower.documents.tokens import tokens_of
from choosemypower.documents.words import fold, sentences

_USD = r"(?:up to |hasta )?\$ ?\d[\d,]*(?:\.\d\d)?(?![\d.]*\d)"
_IS = r"(?: (?:of|is|de|es)|[ ]?[:=-])? ?"
_CHECK = r"(?:returned|bad|bounced|nsf|insufficient funds)(?:[ -](?:checks?|payments?|items?))?"
_SERVICE = r"(?:disconnect(?:ion)?|reconnect(?:ion)?|connection)(?: (?:notice|service|request))?"
_LEAVING = r"(?:early )?(?:cancel(?:l?ation)?|termination|exit)|etf"
_FEE = r"(?: (?:fees?|charges?|penalt(?:y|ies)))"
_NAMED = (
    rf"(?:(?:{_LEAVING}|late(?: payment)?|past[- ]due|{_SERVICE}|meter tampering){_FEE}|etf|{_CHECK}{_FEE}?"
    r"|(?:security |refundable |initial )*deposit"
    r"|(?:starting |initial |opening |minimum )*(?:account |prepaid |prepay )balance)"
)
_NAMED_IN_SPANISH = (
    r"(?:(?:cargos?|tarifas?|cuotas?|multas?|recargos?|penalidad) (?:por|de) (?:la )?"
    r"(?:cancelacion|terminacion|cancelar|desconexion|reconexion|mora|atraso|pago (?:tardio|atrasado)|"
    r"cheques? (?:devueltos?|rechazados?|sin fondos))(?: anticipad[oa]| temprana| antes de tiempo)?"
    r"|deposito(?: de (?:garantia|seguridad)| inicial)?|saldo (?:inicial|de (?:la )?cuenta))"
)
_GIFT = (
    r"(?:(?:visa|mastercard|amazon|prepaid|retail|reward|gift|e-?) ?)*(?:gift ?cards?|visa cards?|(?:reward|prepaid|debit) cards?|mastercards?)"
    r"(?: by (?:mail|e-?mail))?(?: (?:(?:will be|is|are) (?:mailed|sent|e-?mailed|delivered|issued)(?: to you)?)?(?: ?after (?:(?!if\b|when|unless|credit|usage|kwh|use\b)\w+(?: (?=\w)|\b)){1,8}))?"
)
_GIFT_IN_SPANISH = r"tarjetas? (?:de regalo|visa|prepagada)"
_FRIEND = (
    r"refer (?:a|your|any|each|every) (?:friends?|neighbou?rs?)(?: or \w+)?,? (?:and )?(?:(?:each of you|you both|both|"
    rf"you(?: and your friend)?|you each)(?: will)? )?(?:gets?|receives?|earns?) (?:an? )?{_USD}(?: (?:each|reward|bonus reward|gift card|"
    r"visa card|in rewards))?"
    rf"|referral (?:reward|bonus){_IS}{_USD}"
)
_FRIEND_IN_SPANISH = (
    r"(?:recomiend[ae]|refier[ae]|invit[ae]) a (?:un|una|su|tu|sus|tus) (?:amig[oa]s?|vecin[oa]s?|familiar(?:es)?)"
    rf",? (?:y )?(?:ambos )?(?:recib|gan|obt)\w+ (?:una recompensa de )?{_USD}(?: cada uno| de recompensa)?"
)
_LEFT = (
    r"(?: (?:per|for each|for every|each|times each) (?:month remaining|remaining month|month left)(?: (?:in|on|of) (?:the|your) "
    r"(?:contract|term|agreement|plan))?| por (?:cada )?mes (?:restante|faltante|que (?:falte|quede)))"
)
_MAY = (
    r"(?:,? (?:applies|apply|may apply|will apply|(?:(?:may|might|can|could|will) be|is) (?:required|charged|assessed|applied|"
    r"collected)|required|(?:se )?aplica(?:ra)?|(?:puede (?:ser )?|es )?requerid[oa]|(?:se )?puede requerir(?:se)?))"
)
_WHY = r"(?: (?:based on|depending on|segun)(?: your| su| el| the)? (?:credit(?: score| history| check)?|historial(?: de credito)?|credito))"
_BEHIND = rf"{_LEFT}?{_MAY}?{_WHY}?(?: per (?:incident|occurrence|notice|check|item|payment))?"
_ARTICLE = r"(?:(?:an?|the|your|un|una|su|el|la) )?"
_NO_BILL = re.compile(
    rf"(?<![\w$])(?:{_FRIEND}|{_FRIEND_IN_SPANISH}"
    rf"|{_ARTICLE}(?:{_NAMED}|{_NAMED_IN_SPANISH}){_IS}{_USD}{_BEHIND}"
    rf"|{_ARTICLE}{_USD}(?: one[- ]time)? (?:{_NAMED}|{_GIFT}){_BEHIND}"
    rf"|{_ARTICLE}(?:{_GIFT}|{_GIFT_IN_SPANISH}) (?:worth |of |de |por )(?:un valor de )?{_USD}"
    rf"|{_ARTICLE}fee of {_USD} for (?:late payments?|{_CHECK}))"
    r"(?=\s*(?:$|[;!|\n)]|[.,/](?!\d)|(?:and|y) (?:an? |un |una )?(?![^.;]{0,40}(?:month|mes|bill|factura|kwh))))"
)
_SENDING_OFF = re.compile(
    r"(?:(?:sign up|enroll|switch|join|start|call)(?: (?:now|today|with))* (?:and|to)? ?)?(?:get|receive|earn|with|start with)\s*$"
)
_STANDS_BACK = re.compile(
    r"\b(?:monthly|daily|annual|base|usage|minimum|month|or|o|u|ni|not|no|without|sin|instead of|unless|if|si|until|than|credit(?: of)?"
    r"|mensual|mes|every|each|cada|(?:your|su) bill|factura|per|waives?|waived)[\s:(-]*(?:an?|the|un|una|el|pay|of|de)?\s*$"
)
_CLAUSE_END = re.compile(r"[.,;!?|\n](?!\d)")
_TURNS = re.compile(r"\b(?:unless|except|until|waived?|if|when|a menos|salvo|excepto|hasta|si|cuando)\b")
"""Words of the same clause that make what follows a condition of what stands before."""
_SAYS_LITTLE = frozenset(
    {"PERCENT", "DURATION", "AND", "OR", "NO", "NOT", "DOUBT", "IF", "MEANT_FOR", "OTHER_FEE", "REWARD"}
    | {"PROMO", "DELIVERY", "ADDITIONAL", "WAIVED"}
)  # fmt: skip
_IS_CHARGED = frozenset(
    {"FEE", "BASE", "LOW_USE", "CREDIT", "OTHER_FEE", "DAILY", "ONE_TIME", "REWARD", "LIMIT"}
)
_NEVER_BILLED = frozenset({"OTHER_FEE", "REWARD", "DELIVERY"})
_AROUND_EVENTS = frozenset({"MONEY", "NEW", "ONE_TIME", "PAY", "GT"})
_SPEAKS_OF_POWER = re.compile(
    r"\b(?:free|nights?|weekends?|hours?|peak|tier\w*|index\w*|market|variable|var(?:y|ies)|depends?|buyback|export\w*|solar"
    r"|paper\w*|papel|correo|phone|agent|gratis|noches?|semana|efl|label|details?|see (?!terms)|vea|usage fee|first|then|until)\b"
)
"""Words of charges that a sentence leaves to other documents, or of hours and fees that some homes pay."""
_BASIS_OF_PRICES = re.compile(
    r"\b(?:prices?|rates?)\b[^.;]*\b(?:includes?|based on|calculated with)\b[^.;]*\b(?:delivery|tdu|tdsp|average)\b"
    r"|\b(?:precios?|tarifas?)\b[^.;]*\bincluyen?\b[^.;]*\bentrega\b"
)
_LEAVES = re.compile(
    r"cancel|terminat|exit|etf|late|past|disconnect|reconnect|returned|nsf|insufficient|check|deposit|mora|desconex|reconex|atras|tardio|per|for each|times|por cada|left"
)
_SAYS_NO_MORE = re.compile(
    r"(?:(?:it |this (?:fee )?|the fee )?(?:does not|do not|will not|won't) apply|(?:is |fee )*waived|no (?:se )?aplica)(?: if you (?:move|relocate)\w*"
    r"| si (?:se muda|usted se muda))?(?: (?:out of|outside|from) [a-z ]{3,40})?|\d* ?-?(?:months?|meses)? ?(?:fixed|tarifa fija)[a-z -]{0,20}"
)
_PER_MONTH = re.compile(r"month(?!s? remaining|s? left)|\bmes\b(?! restante)|bill\b|factura|daily|diari")
_PAPER = re.compile(r"paper|papel|correo|\bmail|phone|agent|convenience")
_LATE_SHARE = re.compile(
    r"(?:late(?: payment)?|past[- ]due)(?: (?:fee|charge|penalty))? ?(?:of|is|:|-)? ?\d+(?:\.\d+)? ?(?:%|percent)"
    r"(?: of (?:the )?(?:past[- ]due|unpaid|overdue)(?: (?:balance|amount))?)?(?=\s*(?:$|[.;,]))"
)


_NOTHING_MORE = re.compile(
    r"no (?:gimmicks|tricks|games|surprises|strings|fine print|(?:(?:hidden|extra|additional|surprise|minimum|usage|monthly|base"
    r"|other|bill|or|and) )*(?:fees?|charges?|credits?|costs?))"
    r"|(?:delivery|tdu|tdsp)\b[^.]* pass(?:ed)?[- ]?through|(?:price|rate|what) you see is (?:the (?:price|rate) |what )you (?:pay|get)"
    r"|(?:one|a single|the same) (?:low |great |fixed |flat )?(?:price|rate) (?:for|on) (?:all|any|every)|(?:price|rate) (?:per kwh )?(?:is|stays) the same (?:for|at|on) (?:all|any|every)"
    r"|same (?:low |great |fixed |flat )?(?:price|rate)[^.]* (?:any|all|every|no matter|regardless)"
    r"|sin (?:trucos|sorpresas|letra (?:chica|pequena)|(?:(?:cargos|tarifas|costos|creditos)(?: (?:ocultos|ocultas|adicionales|extras?|mensuales|base))?"
    r"(?: (?:ni|o) )?)+)|(?:precio|tarifa) que ve es (?:el precio|la tarifa) que paga"
    r"|(?:misma tarifa|mismo precio)[^.]* (?:cualquier|todo|sin importar)"
)
_PRAISE = re.compile(
    r"(?:fixed|flat|locked|simple|low|great|clean|transparent|straightforward) ?-?(?:rate|price|pricing|energy|plan)"
    r"|renewable|renovable|green|\bverde|wind\b|solar\b|eolica|tarifa (?:fija|simple|plana)|precio (?:fijo|simple)|plan (?:sencillo|simple)"
)
_SAYS_MORE = re.compile(
    r"[\d$¢]|\b(?:see (?!is\b)|efl|label|details?|may|might|var(?:y|ies)|depends?|if|when|unless|except|until|first|then|but|after"
    r"|credit\b|free|nights?|weekends?|hours?|peak|tier\w*|index\w*|market|variable|vea|si|cuando|excepto|salvo|hasta|pero|luego"
    r"|puede\w*|gratis|noches?|semana|buyback|export\w*)\b"
)
"""Words after which a sentence that promises no charge may still state one."""


_LENGTH = re.compile(r"\b\d+ ?-?(?:%|percent|por ?ciento|months?|mes(?:es)?|years?)")


_OF_DELIVERY = re.compile(
    r"(?:^|(?<=[.;!?\n] ))[^.;!?$\n]{0,60}\b(?:delivery|tdu|tdsp|transmission|entrega|distribucion)\b"
    r"(?:(?!credit|base|minimum|usage|fee\b|our\b|minimo|cuota)[^;!?\n]){0,120}?\b(?:pass(?:ed)?[- ](?:through|on|along)|at cost|al costo|se traslada\w*)\b"
    r"(?:(?!credit|base|minimum|usage|\d)[^.;!?\n]){0,60}(?=[.;!?\n]|$)"
)
"""The utility's charges with their figures: no charge of the plan."""


def without_no_bill(said: str) -> str | None:
    """The text without the amounts that no bill holds; None where it has none of them."""
    without_delivery = _OF_DELIVERY.sub(
        lambda found: " " * len(found[0]) if "$" in found[0] else found[0], fold(said)
    )
    is_shorter = without_delivery != fold(said)
    said = "".join(" " if cut == " " else char for char, cut in zip(said, without_delivery, strict=True))
    folded = fold(said)
    kept: list[str] = []
    place = 0
    for found in _NO_BILL.finditer(folded):
        before = folded[place : found.start()]
        if _STANDS_BACK.search(before[-40:]) or _TURNS.search(_CLAUSE_END.split(before)[-1]):
            continue
        led = _SENDING_OFF.search(before)
        start = found.start() - (len(before) - led.start() if led else 0)
        kept.append(said[place:start])
        place = found.end()
    return "".join((*kept, said[place:])) if place or is_shorter else None


def bills_nothing(said: str, rest: str | None, *, has_readings: bool) -> bool:
    """Whether a text states no charge; `rest` is what `without_no_bill` leaves of it.

    Where it may be read as some charge, only what leaves no doubt counts.
    """
    if _states_events_only(said) or _praises_only(said) if rest is None else _says_no_charge(rest):
        return True
    return not has_readings and _holds_no_charge(said)


def _praises_only(said: str) -> bool:
    """Whether each sentence of a text says that there is nothing more to pay, or what any plan may say of itself."""
    parts = [_LENGTH.sub("", fold(part)) for part in sentences(said)]
    return any(map(_NOTHING_MORE.search, parts)) and all(
        (_NOTHING_MORE.search(part) or _PRAISE.search(part))
        and _SAYS_MORE.search(part) is None
        and _IS_CHARGED.isdisjoint(token.kind for token in tokens_of(_NOTHING_MORE.sub(" ", part)))
        for part in parts
    )


def _says_no_charge(rest: str) -> bool:
    """Whether what is left speaks of no charge at all, neither with an amount nor without."""
    folded = _LATE_SHARE.sub("", fold(rest))
    kinds = {
        token.kind for part in sentences(folded) if not _is_of_leaving(part) for token in tokens_of(part)
    }
    return kinds <= _SAYS_LITTLE - AMOUNTS and not _PAPER.search(folded)


def _holds_no_charge(said: str) -> bool:
    """Whether each sentence speaks of what no bill holds, as deposits, gift cards, taxes, and none of a charge.

    At least one must name such a thing: "See the label" says nothing of what is charged.
    """
    parts = [_LATE_SHARE.sub("", fold(part)) for part in without_leaving(sentences(said))]
    parts = [part for part in parts if not _is_list_of_events(part)]
    of_parts = [{token.kind for token in tokens_of(part)} for part in parts]
    if any(map(_SPEAKS_OF_POWER.search, parts)) or not all(map(_is_outside_of_bills, of_parts)):
        return False
    is_shorter = len(parts) < len(sentences(said))
    return (
        is_shorter
        or any(kinds & _NEVER_BILLED for kinds in of_parts)
        or any(map(_BASIS_OF_PRICES.search, parts))
    )


def _is_list_of_events(sentence: str) -> bool:
    """Whether a sentence lists what late payments, cut-offs and leaving cost: "NSF $30, reconnect $25"."""
    tokens = tokens_of(sentence)
    kinds = [token.kind for token in tokens]
    names = [token.text for token in tokens if token.kind == "OTHER_FEE"]
    return (
        0 < kinds.count("MONEY") <= len(names)
        and all(map(_LEAVES.search, names))
        and set(kinds) <= {"OTHER_FEE", "MONEY", "DOUBT", "IF", "AND", "ADDITIONAL", "LE"}
        and not any(says.search(sentence) for says in (_SPEAKS_OF_POWER, _PER_MONTH))
    )


def _is_outside_of_bills(kinds: set[str]) -> bool:
    """Whether what a sentence names is on no month's bill, and its amounts are of a gift."""
    if not kinds <= _NEVER_BILLED | _SAYS_LITTLE | _AROUND_EVENTS:
        return False
    return "MONEY" not in kinds or ("REWARD" in kinds and "OTHER_FEE" not in kinds)


def _states_events_only(said: str) -> bool:
    """Whether all sentences of a text say what leaving early or paying late costs."""
    parts = [_LATE_SHARE.sub("", part) for part in sentences(fold(said))]
    is_of_leaving = [_is_of_leaving(part) for part in parts if part.strip()]
    others = [
        part for part, is_one in zip(filter(str.strip, parts), is_of_leaving, strict=True) if not is_one
    ]
    says_one = any(is_of_leaving) or len(is_of_leaving) < len(sentences(said))
    return says_one and all(_SAYS_NO_MORE.fullmatch(part.strip()) for part in others)


def _is_of_leaving(sentence: str) -> bool:
    """Whether a sentence states what leaving early or paying late costs, and nothing else."""
    tokens = tokens_of(sentence)
    kinds = [token.kind for token in tokens]
    names = [token.text for token in tokens if token.kind == "OTHER_FEE"]
    return (
        bool(names)
        and all(map(_LEAVES.search, names))
        and kinds.count("MONEY") == 1
        and set(kinds) <= {"OTHER_FEE", "MONEY", "IF", "DOUBT", "DURATION", "PAY"}
        and _PER_MONTH.search(sentence) is None
    )
