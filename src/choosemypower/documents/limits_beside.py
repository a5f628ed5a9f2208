"""Words that keep a charge from some homes, bills or months, and what a text says that there is not."""

import re
from collections.abc import Sequence
from itertools import pairwise

from choosemypower.documents.bands import Unread
from choosemypower.documents.drafts import Draft
from choosemypower.documents.parts import Statement
from choosemypower.documents.said_amounts import Sentence
from choosemypower.documents.statements import CONDITIONS
from choosemypower.documents.tokens import Token

# ruff: noqa: E501 -- patterns read across
_LIMITING = frozenset({"ONE_BILL", "ONE_TIME", "SEASON", "SEASON_NAME", "MONTH", "REST"})
_CHARGES = frozenset({"CREDIT", "FEE", "BASE", "LOW_USE"})
NEAR_LIMIT = 36
_NEAR_TIME = 54
_NAMES = re.compile(
    r"[ -]*(?:(?:saver|savings?|plus|perks?|choice|value)[ -]+){0,2}(?:dwellers|living|friendly|credits?|discounts?|rewards?|bonus|fees?|charges?)\b"
)
"""Words behind which a limit is but a name: "loyalty credit", "apartment dwellers"."""
_OF_TIME = re.compile(
    r"month|bill|invoice|cycle|year|annu|quarter|week|first|last|second|third|until|expir|once|only|limit|start|begin|effect|since|by$|valid"
    r"|mes|factura|ciclo|ano|trimestr|seman|hasta|desde|example|ejemplo|revoked|forfeit|no longer|stop|cease|%|percent|ciento|per|each|every|cada|por"
)
"""Words of limits that hold for all that is said with them; those of homes and hours only where they stand near."""
_OF_A_PLAN = re.compile(
    r"[ -]*(?:\w+[ -]+){0,3}(?:plan|contract|term|agreement|product|rate|price|plazo|contrato)\b"
)
_OF_PRICES = re.compile(
    r"\b(?:average|avg|printed|displayed|listed|advertised|shown) (?:\w+ ){0,3}(?:prices?|rates?)\b|\bprices? (?:are|is|at|for|shown|above|assumes?|use|reflects?|includes?)\b"
    r"|^(?!.*\b(?:our|base|monthly|credits?)\b).*\b(?:fees?|charges?)\b[^.;]* (?:charged|billed|assessed|set|imposed) by (?:your |the )?(?:oncor|centerpoint|aep|tnmp|lp ?& ?l|tdus?|tdsps?|utility)\b"
    r"|\bprecios? (?:\w+ )?(?:promedio|mostrad|incluy|supone)"
    r"|\b(?:oncor|centerpoint|aep|tnmp|lp ?& ?l|tdus?|tdsps?|utility)\b.*\b(?:charges?|fees?)\b|\bcargos?\b.*\b(?:oncor|centerpoint|aep|tnmp|tdu|entrega)\b"
)
"""Sentences of what the averages hold and of the utility's charges: without an amount they say nothing of ours."""
_OPEN = re.compile(
    r"\b(?:may|might|could|can(?!')|depend\w*|var(?:y|ies)|see|refer|efl|label|disclosed|determined|based on|according|subject|posted|eligible|ask (?!us)|puede\w*|depende\w*|segun|vea|consulte)\b"
)
_SAID_BEFORE = re.compile(
    r"\b(?:this|that|these|the|it|both|either|neither|este|esta|estos|el|la|lo) ?(?:credit|discount|fee|charge|offer|amount|credito|descuento|cargo)?s?\b"
)
_DEMANDS = re.compile(
    r"\b(?:must|requir\w*|need(?:s|ed)?|only|enroll\w*|as long as|if|when|requiere\w*|debe\w*|si|cuando)\b"
)
_OF_USE = re.compile(r"\b(?:us(?:e|es|ed|age)|kwh|consum\w*|uso)\b")
_STILL = re.compile(r"\b(?:but|pero|appl(?:y|ies)|aplica\w*|unless|except|salvo|excepto|then|first|luego)\b")
_NEAR_NAME = 15
_DENIES = re.compile(r"\b(?:no|not|never|none|without|zero|nor|sin|ningun[oa]?)\b|n't\b")
_OPEN_USE = re.compile(
    r"\b(?:qualif\w*|eligib\w*|threshold|(?:plan's|monthly|usage) (?:minimum|requirement)|the minimum|califi\w*|umbral)\b(?! \d)"
)


def is_limited(sentence: Sentence, amount: Token, *, by_day: bool) -> bool:
    """Whether words beside an amount, or beside its uses, keep it from some homes, bills or months."""
    firsts = [one for one, after in pairwise(sentence.tokens) if one.kind == "FIRST" and after.kind == "USE"]
    if sentence.beside(amount, _LIMITING) or any(
        sentence.is_nearest(amount, one.start, one.end) for one in firsts
    ):
        return True
    places = [(amount.start, amount.end), *((bound.start, bound.end) for bound in sentence.bounds)]
    for token in sentence.beside(amount, frozenset({"LIMIT"})):
        is_of_time = _OF_TIME.search(token.text) is not None
        if is_of_time and token.text[0].isdigit() and _OF_A_PLAN.match(sentence.folded, token.end):
            continue
        if (not is_of_time and is_a_name(sentence, token)) or (by_day and "da" in token.text):
            continue
        near = _NEAR_TIME if is_of_time else NEAR_LIMIT
        if any(sentence.distance(token.start, token.end, *place) < near for place in places):
            return True
    return False


def is_a_name(sentence: Sentence, token: Token) -> bool:
    """Whether a word that would limit a charge is but its name: "loyalty credit"."""
    return _NAMES.match(sentence.folded, token.end) is not None


def names_a_use(said: Sequence[Sentence]) -> bool:
    """Whether a text speaks of a use that it does not state: "every month that you qualify"."""
    return any(_OPEN_USE.search(one.folded) for one in said)


def with_denials(said: Sequence[Sentence]) -> Draft:
    """What the text says that there is not. Raises Unread where words without an amount state or limit a charge."""
    draft = Draft()
    roles = {role for one in said for amount in one.amounts for role in one.roles_of(amount)}
    stated = {"CREDIT" if role == "CREDIT" else "FEE" for role in roles - {"OFF"}}
    for one in said:
        draft = _with_denied(draft, one)
        if one.figures or _OF_PRICES.search(one.folded):
            continue
        if _is_off(one):
            if "WAIVED" in one.kinds and one.kinds & CONDITIONS.keys():
                raise Unread("A limit that is not stated in numbers.")  # "Late fee is waived with AutoPay."
            continue
        draft = draft.but(prose=draft.prose | one.kinds)
        if _limits_a_charge(one, stated):
            raise Unread("A limit that is not stated in numbers.")
    return draft


def states_nothing(said: Sequence[Sentence], *, has_asides: bool) -> bool:
    """Whether each sentence speaks of no charge of a month's bill, or says that there is none; at least one must."""
    return (has_asides or any(map(_is_off, said))) and all(map(_is_of_nothing, said))


def _is_of_nothing(one: Sentence) -> bool:
    if _OF_PRICES.search(one.folded):
        return True
    if _DENIES.search(one.folded) and not _STILL.search(one.folded):
        return not one.kinds & CONDITIONS.keys()
    timed = [token for token in one.tokens if token.kind in ("DAILY", "EACH", "LIMIT")]
    is_share = _is_off(one) and all(token.text.endswith(("%", "percent")) for token in timed)
    if timed and not is_share and not one.amounts and not one.bounds:
        return False
    return one.kinds.isdisjoint(CONDITIONS) and not names_another(one)


def names_another(one: Sentence) -> bool:
    """Whether a sentence names a charge of the bill too, beside what leaving or paying late costs."""
    offs = [word for word in one.words if word.role == "OFF"]
    return any(word.role == "BASE" for word in one.words) or any(
        token.kind in _CHARGES
        and all(
            token.kind == "CREDIT" or one.distance(token.start, token.end, off.start, off.end) > _NEAR_NAME
            for off in offs
        )
        for token in one.tokens
    )


def _with_denied(draft: Draft, one: Sentence) -> Draft:
    """The draft with what a sentence says that there is not, whatever the use: "no base charge", "base charge is 0"."""
    kinds = [token.kind for token in one.tokens]
    bases = [amount.value for amount in one.amounts if "BASE" in one.roles_of(amount)]
    denied = {"BASE"} if bases == [0] else set()
    if not one.bounds:
        denied |= {following for kind, following in pairwise(kinds) if kind == "NO"}
        denied |= {"BASE"} if 0 in bases else set()
    return draft.but(
        is_bundled=draft.is_bundled or "BUNDLED" in kinds,
        has_no_base=draft.has_no_base or "BASE" in denied,
        has_no_fee=draft.has_no_fee or bool({"FEE", "LOW_USE"} & denied),
        has_no_low_use=draft.has_no_low_use or "LOW_USE" in denied,
    )


def _limits_a_charge(one: Sentence, stated: set[str]) -> bool:
    """Whether a sentence without an amount leaves a charge open, or keeps it from some homes, bills or months."""
    kinds = one.kinds
    names_one = bool(kinds & _CHARGES) and "NO" not in kinds
    named = {"CREDIT" if kind == "CREDIT" else "FEE" for kind in kinds & _CHARGES}
    if names_one and not named <= stated and _OPEN.search(one.folded):
        return True
    if names_one and kinds & CONDITIONS.keys() and _DEMANDS.search(one.folded):
        return True
    turns = bool(kinds & {"NOT", "WAIVED", "LOST"}) and not one.bounds and not _OF_USE.search(one.folded)
    if names_one and turns:
        return True  # "The credit does not apply to variable customers."
    is_of_one = names_one or _SAID_BEFORE.match(one.folded) is not None
    limits = [token.text for token in one.tokens if token.kind == "LIMIT"]
    return is_of_one and (bool(kinds & _LIMITING) or any(map(_OF_TIME.search, limits)))


def _is_off(sentence: Sentence) -> bool:
    return any(word.role == "OFF" for word in sentence.words)


def check_other_uses(said: Sequence[Sentence], statements: Sequence[Statement]) -> None:
    """Raises Unread where a sentence without an amount names a use at which a charge may change."""
    known = {edge for one in statements if one.band for edge in one.band.edges} | {
        500,
        1000,
        2000,
    }
    for one in said:
        if one.figures or not one.kinds & (_CHARGES | {"WAIVED", "LOST"}):
            continue
        if any(
            not bound.band.edges <= known
            for bound in one.bounds
            if not bound.is_bare or one.kinds & {"WAIVED", "LOST", "LIMIT"}
        ):
            raise Unread("A threshold without an amount.")
