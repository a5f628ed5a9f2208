"""Sentences of what a plan gives or asks beside a month's bill: gifts, shares of the energy charge, credits of one bill.

They are left out before the others are read; where nothing else is left, the text states no monthly charge.
"""

import re
from collections.abc import Sequence

from choosemypower.documents.tokens import Token, tokens_of
from choosemypower.documents.words import fold

# ruff: noqa: E501 -- patterns read across
_CHARGES = frozenset({"CREDIT", "FEE", "BASE", "LOW_USE"})
_FIGURES = frozenset({"MONEY", "RATE", "RATE_USD", "DAILY_USD", "CONTRADICTION"})
_USES = frozenset(
    {
        "USE",
        "GE",
        "GT",
        "LT",
        "LE",
        "POST_GE",
        "POST_LE",
        "BETWEEN",
        "FIRST_KWH",
        "NEXT_KWH",
        "REST",
        "OTHERWISE",
    }
)
_LENGTH = re.compile(
    r"\b(?:(?:after|within|in|about|around|up to|allow|despues de|dentro de) )*\d+(?: ?(?:-|to|a) ?\d+)? (?:business |full )?(?:days?|weeks?|months?|years?|dias?|semanas?|meses|anos?)\b"
)
_FIGURE = re.compile(r"[\d$¢%]")
_SHARE = re.compile(r"\d ?(?:%|percent\b|por ?ciento\b)")
_LOWERS = re.compile(
    r"\b(?:off|discount\w*|sav(?:e|es|ed|ing|ings)|lower(?:s|ed)?|less|reduc\w+|cheaper|goes? down|drops? (?:by|of)|decreases?|taken from|knocked"
    r"|descuent\w*|ahorr\w*|menos|rebaj\w*|baja|reduc\w*)\b"
)
_OF_ENERGY = re.compile(
    r"\b(?:energy|electric(?:ity)?|rates?|kwh|power|bill|total|charges?|plan|price|energia|tarifas?|precio|electricidad|luz|cargos?)\b"
)
_BY_TIME = re.compile(
    r"\d ?[ap]\.?m\b|\b(?:noon|midnight|sunset|sunrise|overnight|daytime|weekdays?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|summer|winter|season\w*|verano|invierno)\b|\b(?:nights?|weekends?|peak|off-peak|hours?|holidays?|mornings?|evenings?|noches?|horas?|fin(?:es)? de semana|tier\w*|usage|uso|consumo|used?|high|low)\b"
)
_LARGEST_CENTS_OFF = 3
"""More than this beside "per kWh" is a price."""
_CARD = (
    r"(?:(?:e-?)?gift ?cards?|e-?cards?\b|(?:visa|master ?card|amex|amazon(?:\.com)?|prepaid|debit|reward|restaurant|shopping|store|retail|target|walmart|h-?e-?b|cash)"
    r"(?: (?:visa|master ?card|prepaid|debit|gift|reward|e-?gift|\w+))? cards?\b|(?:prepaid|visa) master ?cards?|prepaid (?:visa|master ?card)|tarjetas? (?:de regalo|visa|master ?card|prepagada)|airline miles|reward points)"
)
_THING = (
    r"(?:(?:free|complimentary|gratis)[ :]+(?!power|energy|electric|nights?|weekends?|hours?|usage|kwh|delivery|days?|mornings?|evenings?|overnight|charging|charge|time\b|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|summers?|winters?|off\b|of\b|from\b|to\b|for\b|with\b|if\b|when\b|at\b|and\b|or\b|base|month|bill|period"
    r"|energia|electricidad|luz|noches?|entrega|con\b|si\b|cuando\b|desde\b)[a-z]"
    r"|(?:smart )?(?:thermostat|speaker|doorbell|camera|tablet|hub)s? (?:is |are )?included|includes? an? (?:free )?(?:smart )?(?:thermostat|speaker|doorbell|camera|tablet)"
    r"|(?:google (?:nest|home)|nest mini|echo (?:dot|show)|amazon echo|ring doorbell|roku|chromecast|kindle)\b"
    r"|(?:termostato|bocina|altavoz|camara)\w*(?: \w+)? gratis)"
)
_GIFT = re.compile(rf"\b(?:{_CARD}|{_THING})")
_ENROLLING = re.compile(
    r"\b(?:sign\w*|enroll\w*|join\w*|switch\w*|upon|ship\w*|mail\w*|sent|send|deliver\w*|install\w*|includ\w*|kit|gift|new (?:customers?|members?)|after|within|while supplies|inscri\w*|correo|envi\w*|incluy\w*|recib\w*|despues)\b"
)
_IS_NONE = re.compile(
    r"\b(?:not|isn't|is not|aren't|never|no|cannot|can't|without|nor|no es)\b(?: \w+){0,4}? (?:bill |account |usage |electric )*(?:credit|bill|account|factura|credito)s?\b(?: credits?)?"
)
_EACH_MONTH = re.compile(
    r"\b(?:every|each|per|a|cada|al|por) (?:\w+ )?(?:month|bill|billing|cycle|invoice|mes|factura|ciclo)\b|\bmonthly\b|\bmensual"
)
_ONE_OF_MANY = re.compile(
    r"\b(?:one[- ]time(?! (?:a|per|each|every)\b)|once(?! (?:you|your|the|usage|a|per|each|every)\b)|a single|sign-?up|unic[oa]|una sola vez|(?:bill|invoice|month|cycle) (?:number|no\.?|#) ?(?:\d+|[a-z]+)|welcome|thank[- ]you|bienvenida)\b"
)
_PRICES = re.compile(
    r"\b(?:average|avg|printed|displayed|listed|advertised|shown|these|those|(?:reflected|included|counted|shown) (?:above|here)|prices?|rates?|averages?|precios?|tarifas?)\b"
)
_HOLD = re.compile(
    r"\bnot in\b|\b(?:reflect\w*|includ\w*|counts?|counted|leaves?|left out|shows?|shown|before|without|factor\w*|figur\w*|part of|exclud\w*|incluy\w*|inclui\w*|reflej\w*)\b.*|\b(?:antes|sin)\b"
)
_LEAVES_OUT = re.compile(
    r"(?:\bnot\b|n't\b|\bnever\b|\bno\b).{0,24}\b(?:reflect\w*|includ\w*|count\w*|factor\w*|figur\w*|part of|show\w*|contain\w*|incluy\w*|inclui\w*|incluid\w*|reflej\w*)"
    r"|\b(?:leaves?|left) \w{0,12} ?(?:\w+ ){0,3}out\b|\bleft out\b|\b(?:before|without|exclud\w*|excluy\w*)\b"
)
_BRACKET = re.compile(r"\(([^()]{6,80})\)")
_EXPORT = re.compile(
    r"\b(?:buy-?back|(?:surplus|excess|exported?|extra|unused|net) (?:solar |energy |power |electricity |generation |renewable |metered )*(?:kwhs?|energy|power|electricity|generation|production)|sent (?:back )?to the grid|exported to the grid)\b"
)
_DENIED = re.compile(r"\b(?:no|not|never|none|without|zero|nor|sin|ningun[oa]?)\b|n't\b")
_STILL = re.compile(
    r"\b(?:but|except|unless|if|when|until|then|only|pero|excepto|salvo|si|cuando|hasta|solo)\b"
)
_OF_USE = re.compile(
    r"kwh|\b(?:us(?:e|es|ed|age)|consum\w*|uso|whenever|each time|cada vez|qualif\w*|threshold|minimum)\b"
)
_FRIEND = re.compile(
    r"\b(?:referrals?|refer(?:red|s|ring)?(?! to)|refer a|(?:friend|neighbou?r)s? (?:who |that )?(?:joins?|sign\w*|enroll\w*|switch\w*)|recomiend\w*|refier\w*|referid\w*)\b"
)
_ONE_TIME = re.compile(r"\bone[- ]time\b|\bonce\b|\ba single\b|\bunic[oa]\b")
_REFUNDED = re.compile(
    r"(?<!non-)(?<!non )\b(?:refund(?:ed|able)|returned to you|reembols(?:ado|able)\w*|devuel(?:to|ve)\w*)\b"
)


def without_extras(parts: Sequence[str]) -> list[str]:
    """The sentences without those of gifts, shares of the energy charge and credits of one bill only."""
    return [part for part in parts if not _is_extra(part)]


def _is_of_prices(folded: str) -> bool:
    """What the listed prices hold, without a number: "Prices displayed are before the discount"."""
    if any(char.isdigit() for char in folded) or not _PRICES.search(folded) or not _HOLD.search(folded):
        return False
    kinds = {token.kind for token in tokens_of(folded)}
    return not kinds & (_FIGURES | {"BASE", "LOW_USE", "FEE", "BUNDLED", "AUTOPAY", "PAPERLESS", "DEVICE"})


def _is_of_export(folded: str) -> bool:
    """What a home with panels gets for what it sends to the grid."""
    if not _EXPORT.search(folded) or "$" in folded or _EACH_MONTH.search(folded):
        return False
    kinds = {token.kind for token in tokens_of(folded)}
    return not kinds & ({"GE", "GT", "LT", "LE", "POST_GE", "POST_LE", "BASE", "LOW_USE", "FEE", "USE"})


def states_extras(parts: Sequence[str]) -> bool:
    """Whether a sentence names a gift, a share or a credit of one bill: more than what the prices hold."""
    return any(_is_extra(part) and not _is_of_prices(fold(part)) for part in parts)


def says_no_charge(part: str) -> bool:
    """Whether a sentence states no charge, and limits none: it has no figure of money or use, and names no charge."""
    folded = fold(part)
    if _is_of_prices(folded) or (
        _DENIED.search(folded) and not _STILL.search(folded) and not _FIGURE.search(folded)
    ):
        return True
    kinds = [token.kind for token in tokens_of(_LENGTH.sub(" ", _IS_NONE.sub(" ", folded)))]
    charged = [
        kind for at, kind in enumerate(kinds) if kind in _CHARGES and "NO" not in kinds[max(0, at - 1) : at]
    ]
    return (
        not charged
        and not (_FIGURES | _USES | {"BUNDLED", "SEASON", "MINUS"}) & set(kinds)
        and not _SHARE.search(part)
    )


def leaves_something_out(said: str) -> bool:
    """Whether a text says that the listed prices do not count something."""
    return any(
        _PRICES.search(part) and _LEAVES_OUT.search(part) for part in re.split(r"[.;!?\n](?!\d)", fold(said))
    )


def without_brackets_of_prices(said: str) -> str:
    """The text without "(not in average prices)" and the like: nothing of a charge."""
    return _BRACKET.sub(lambda found: " " if _is_of_prices(fold(found[1])) else found[0], said)


def _is_extra(part: str) -> bool:
    folded = fold(part)
    return any(
        is_one(folded)
        for is_one in (_is_referral, _is_share, _is_gift, _is_of_one_bill, _is_of_prices, _is_of_export)
    )


def _is_referral(folded: str) -> bool:
    """What a friend brings who joins."""
    return (
        _FRIEND.search(folded) is not None
        and "credit" not in folded
        and "bill" not in folded
        and not _EACH_MONTH.search(folded)
        and not _OF_USE.search(folded)
        and not {"RATE", "RATE_USD", "DAILY_USD", "BASE", "FEE"} & {token.kind for token in tokens_of(folded)}
    )


def _is_share(folded: str) -> bool:
    """ "3% off the energy charge with AutoPay", "0.5¢ per kWh less with paperless billing"."""
    tokens = tokens_of(folded)
    kinds = {token.kind for token in tokens}
    rates = [token for token in tokens if token.kind in ("RATE", "RATE_USD")]
    if not (_SHARE.search(folded) or rates) or not _LOWERS.search(folded) or _BY_TIME.search(folded):
        return False
    if kinds & (
        _USES | {"MONEY", "DAILY_USD", "CONTRADICTION", "BASE", "LOW_USE", "SEASON", "SEASON_NAME", "MONTH"}
    ):
        return False
    return all(map(_is_small, rates)) and _OF_ENERGY.search(folded) is not None


def _is_small(rate: Token) -> bool:
    cents = (rate.value or 0) * (100 if rate.kind == "RATE_USD" else 1)
    return 0 < cents <= _LARGEST_CENTS_OFF


def _is_gift(folded: str) -> bool:
    """A card by mail, a thing: on no bill, where no word speaks of use or of each month."""
    if not _GIFT.search(folded) or _EACH_MONTH.search(folded):
        return False
    if not re.search(_CARD, folded) and not _ENROLLING.search(folded):
        return False
    kinds = {token.kind for token in tokens_of(_IS_NONE.sub(" ", folded))}
    if "kwh" in folded or kinds & (
        (_CHARGES - {"FEE"}) | {"RATE", "RATE_USD", "DAILY_USD", "CONTRADICTION", "BUNDLED"}
    ):
        return False
    return "FEE" not in kinds or "NO" in kinds


def _is_of_one_bill(folded: str) -> bool:
    """A credit of one bill, whichever that is, or a fee that is given back at the end."""
    kinds = [token.kind for token in tokens_of(_LENGTH.sub(" ", folded))]
    if kinds.count("MONEY") != 1 or _EACH_MONTH.search(folded) or _OF_USE.search(folded):
        return False
    if set(kinds) & (_USES | {"RATE", "RATE_USD", "DAILY_USD", "LOW_USE", "SEASON", "SEASON_NAME", "EACH"}):
        return False
    if _REFUNDED.search(folded):
        return re.search(r"\bone[- ]time|once\b|initial|join|enroll|membership|unic", folded) is not None
    return (
        ("CREDIT" in kinds or (_ONE_TIME.search(folded) is not None and "credit" in folded))
        and not {"FEE", "BASE", "WAIVED"} & set(kinds)
        and _ONE_OF_MANY.search(folded) is not None
    )
