"""What one amount of a text can be by the words of its sentence, and by the uses named there or beside it."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

import msgspec

from choosemypower.documents.bands import Band, Unread
from choosemypower.documents.limits_beside import (
    NEAR_LIMIT,
    is_a_name,
    is_limited,
    names_a_use,
    names_another,
)
from choosemypower.documents.other_conditions import joins_an_unknown_condition
from choosemypower.documents.parts import Statement
from choosemypower.documents.said_amounts import Bound, Sentence
from choosemypower.documents.statements import CONDITIONS, UNLESS
from choosemypower.documents.tokens import Token
from choosemypower.plans.charges import Condition

# ruff: noqa: E501 -- patterns read across
_TURNING = frozenset({"WAIVED", "NO", "NOT", "OTHERWISE", "LOST"})
_FEES = frozenset({"FEE", "LOW_USE", "BASE"})
_EACH = frozenset({"EACH", "ANY_USE"})
_LARGEST_USD = 400
_DAYS = 30
_MONTHS = 12
_LARGEST_DAILY_USD = Decimal(3)
OTHER_USE = 3
"""How much less likely a use is that stands nearer to another amount, or on the other side of a threshold."""
_NEAR_WORD = 25
_OF_A_TERM = re.compile(
    r"\b(?:remaining|left|not (?:completed|served)|unserved|restantes?|faltantes?|times|multiplied)\b"
)
_BY_DAY = re.compile(r"\b(?:daily|(?:a|per|each|every) day|diari[oa]s?|(?:al|por|cada) dia)\b")
_ON_A_BILL = re.compile(
    r"\b(?:on|to|of|en|a) (?:your|the|each|every|su|tu|la) (?:\w+ )?(?:bill|invoice|factura)\b"
)
_FOR_ALL = re.compile(
    r"\b(?:every(?:body|one)|(?:on|to|from|off) every (?:single )?(?:bill|invoice|statement)(?= (?:and|plus)\b|[.,;]|$)|(?:every|all|each)(?: \w+)? (?:customers?|members?|homes?)|all (?:\w+ )?bills|todos los clientes)\b"
)
_PAPER = re.compile(
    r"\bpaper\b|\bmail(?!(?:ed|ing)? (?:an? |the |your )?(?:disconnect\w*|late|past[- ]due|cut-?off|terminat\w*) (?:notice|letter)s?\b)|papel|correo"
)
_ADDS_UP = re.compile(
    r"\b(?:total\w*|altogether|combined|in all|sum|both|math|better off|net|therefore|so|thats|that is|year|yr|annual\w*|example|about|roughly|around|approximately|suman?|ano|aproximadamente|unos)\b"
)


class Way(msgspec.Struct, frozen=True):
    """One thing that an amount can be; without a statement it is on no month's bill."""

    statement: Statement | None
    doubt: int = 0


def ways_of(said: Sequence[Sentence], at: int, amount: Token) -> Iterator[Way]:
    """What an amount can be by the words of its sentence, and by the uses named there or beside it."""
    sentence, usd = said[at], amount.value or Decimal(0)
    if not usd or _is_part(sentence, amount):
        yield Way(None)
        return
    if _is_sum(said, at, amount):
        yield Way(None)
        if _ADDS_UP.search(sentence.folded):
            return
    roles = _roles(sentence, amount)
    if roles is None:
        yield Way(None, 1)
        return
    if not roles:
        is_again = _is_said_elsewhere(said, at, amount, "")
        yield Way(None, 0 if is_again else 1)  # No word says what it is.
    for role in roles:
        if role == "OFF":
            yield Way(None, int("CREDIT" in roles or _may_be_billed(sentence, amount)))
        else:
            yield from _on_a_bill(said, at, amount, role)


def _roles(sentence: Sentence, amount: Token) -> list[str] | None:
    """The roles of an amount; None where it is itself a limit of what is on no bill. Raises Unread where of a charge."""
    roles = sentence.roles_of(amount)
    if _is_taken_off(sentence, amount) and sentence.kinds & _FEES and "CREDIT" not in sentence.kinds:
        raise Unread("An amount without a clear meaning.")  # "Usage fee: -$15.00".
    if _is_bounded(sentence, amount):
        if roles != ["OFF"]:
            raise Unread("An amount without a clear meaning.")
        return None
    return ["BASE"] if {"BASE", "FEE"} & set(roles) and is_daily(sentence, amount) else roles


def _on_a_bill(said: Sequence[Sentence], at: int, amount: Token, role: str) -> Iterator[Way]:
    is_large = (amount.value or 0) > _LARGEST_USD
    if is_large or is_limited(said[at], amount, by_day=is_daily(said[at], amount)):
        raise Unread("A limit that is not stated in numbers.")
    if _is_said_elsewhere(said, at, amount, role):
        yield Way(None)
    else:
        yield from _of_role(said, at, amount, role)


def _may_be_billed(sentence: Sentence, amount: Token) -> bool:
    """Whether what leaving or paying late costs may be of each month, or decided by a use: "$10 deposit every month"."""
    by_time = sentence.beside(amount, _EACH | {"DAILY"}) or _BY_DAY.search(sentence.folded)
    if by_time and not _OF_A_TERM.search(sentence.folded):
        return True
    if sentence.own_bounds(amount) or _PAPER.search(sentence.folded) or _ON_A_BILL.search(sentence.folded):
        return True
    is_told = any("OFF" not in sentence.roles_of(one) for one in sentence.amounts)
    return not is_told and names_another(sentence)


def _is_bounded(sentence: Sentence, amount: Token) -> bool:
    """Whether an amount is itself a limit, and of a charge: "a credit of up to $75"."""
    at = sentence.tokens.index(amount)
    return at > 0 and sentence.tokens[at - 1].kind in ("LE", "LT", "GE", "GT", "BETWEEN")


def _is_taken_off(sentence: Sentence, amount: Token) -> bool:
    return any(token.kind == "MINUS" and token.end == amount.start for token in sentence.tokens)


def is_daily(sentence: Sentence, amount: Token) -> bool:
    is_small = (amount.value or 0) < _LARGEST_DAILY_USD
    return amount.kind == "DAILY_USD" or (is_small and bool(sentence.beside(amount, frozenset({"DAILY"}))))


def _of_role(said: Sequence[Sentence], at: int, amount: Token, role: str) -> Iterator[Way]:
    sentence, usd = said[at], amount.value or Decimal(0)
    every_bill = bool(sentence.beside(amount, _EACH))
    bounds = sentence.bounds_of(amount)
    conditions = _conditions(sentence, amount)
    if role != "CREDIT" and is_daily(sentence, amount):
        yield Way(Statement("DAILY", usd, sentence=sentence.text))
    elif conditions and role == "CREDIT":
        if sentence.own_bounds(amount) or joins_an_unknown_condition(sentence.text):
            raise Unread("A limit that is not stated in numbers.")
        yield Way(Statement("CREDIT", usd, conditions=conditions, sentence=sentence.text))
    elif conditions:
        raise Unread("A limit that is not stated in numbers.")
    elif role == "CREDIT":
        yield from _credits(said, at, amount, bounds, every_bill=every_bill)
    else:
        yield from _fees(said, at, amount, bounds, role, every_bill=every_bill)


def _credits(
    said: Sequence[Sentence], at: int, amount: Token, bounds: Sequence[Bound], *, every_bill: bool
) -> Iterator[Way]:
    sentence, usd = said[at], amount.value or Decimal(0)
    own = sentence.own_bounds(amount)
    is_of_each = every_bill and not own and not _has_if(sentence, amount) and not names_a_use(said)
    if is_of_each and _is_for_some(sentence, amount):
        raise Unread("A limit that is not stated in numbers.")
    beside = [] if bounds else _bounds_beside(said, at)
    if is_of_each and not beside:
        conditions = () if bounds else _conditions_beside(said, at)
        is_of_all = _FOR_ALL.search(sentence.folded) or sentence.beside(amount, frozenset({"ANY_USE"}))
        band = Band() if is_of_all and not conditions else None
        yield Way(
            Statement(
                "CREDIT", usd, band=band, conditions=conditions, sentence=sentence.text, in_every_bill=True
            )
        )
    yield from _for_uses(
        said, sentence, "CREDIT", amount, [*bounds, *beside], OTHER_USE * (is_of_each and not beside)
    )


def _fees(
    said: Sequence[Sentence], at: int, amount: Token, bounds: Sequence[Bound], role: str, *, every_bill: bool
) -> Iterator[Way]:
    sentence, usd = said[at], amount.value or Decimal(0)
    own = sentence.own_bounds(amount)
    is_base = (role == "BASE" or every_bill) and not own
    is_waived = (
        at + 1 < len(said) and "WAIVED" in said[at + 1].kinds and bool(said[at + 1].kinds & {"BASE", "FEE"})
    )
    beside = [] if bounds or (role == "BASE" and every_bill and not is_waived) else _bounds_beside(said, at)
    is_low_use = (
        bool(sentence.beside(amount, frozenset({"LOW_USE"})))
        or "minim" in sentence.folded[: amount.start][-NEAR_LIMIT:]
    )
    if is_base and not is_low_use:
        doubt = (
            OTHER_USE * bool(beside)
            + (role != "BASE")
            + names_a_use(said)
            + _is_beside_an_event(sentence, amount)
        )
        yield Way(Statement("BASE", usd, sentence=sentence.text, in_every_bill=True), doubt)
    elif not own and not is_low_use:
        yield Way(None, 1)  # What an event costs, as a returned check: no use and no month stands beside it.
    doubt = 0 if own or is_low_use or is_waived else 1 + bool(bounds)
    yield from _for_uses(said, sentence, "FEE", amount, [*bounds, *beside], doubt)


def _is_beside_an_event(sentence: Sentence, amount: Token) -> bool:
    """Whether "late fee" stands as near to an amount as the name of a charge: "Monthly charge $9.95 late fee applies"."""
    near = {
        role: min(
            (
                sentence.distance(amount.start, amount.end, word.start, word.end)
                for word in sentence.words
                if word.role == role
            ),
            default=None,
        )
        for role in ("OFF", "BASE")
    }
    off, base = near["OFF"], near["BASE"]
    return off is not None and (base is None or off <= base)


def _for_uses(
    said: Sequence[Sentence],
    sentence: Sentence,
    noun: str,
    amount: Token,
    bounds: Sequence[Bound],
    doubt: int,
) -> Iterator[Way]:
    for place, bound in enumerate(bounds):
        for band, more in _sides(sentence, noun, bound):
            statement = Statement(
                noun,
                amount.value or Decimal(0),
                band=band,
                is_additional=bool(sentence.beside(amount, frozenset({"ADDITIONAL"}))),
                is_instead=any("INSTEAD" in one.kinds for one in said),
                sentence=sentence.text,
            )
            yield Way(statement, doubt + more + OTHER_USE * bool(place))


def _sides(sentence: Sentence, noun: str, bound: Bound) -> Iterator[tuple[Band, int]]:
    """The uses for which a charge can hold that stands beside these."""
    band = bound.band
    turns = bool(sentence.kinds & _TURNING)
    if not band.is_one_sided:
        yield band, 0
    elif noun == "FEE" and band.min_kwh:
        if bound.is_bare or turns:
            is_named = turns or "LOW_USE" in sentence.kinds
            yield band.complement(), int(not is_named)  # "$9.95 is added to your bill at 1,000 kWh".
        if not bound.is_bare:
            yield band, OTHER_USE if turns else 1  # A fee for much use is rare.
    elif noun == "CREDIT" and _is_excepted(sentence, bound):
        yield band.complement(), 0  # "A $50 credit except in months with 1,000 kWh or more".
    elif noun == "CREDIT" and not band.min_kwh and turns:
        yield band.complement(), 0
        yield band, OTHER_USE
    else:
        yield band, 0
        if turns:
            yield band.complement(), OTHER_USE


def _is_excepted(sentence: Sentence, bound: Bound) -> bool:
    """Whether "unless" or "except" stands before a use, and no other use between them."""
    words = [one for one in sentence.tokens if one.text.startswith(UNLESS) and one.end <= bound.start]
    return bool(words) and not any(words[-1].end <= one.start < bound.start for one in sentence.bounds)


def _is_for_some(sentence: Sentence, amount: Token) -> bool:
    """Whether any word of limits stands beside a credit of every month but its own name: "to seniors"."""
    limits = sentence.beside(amount, frozenset({"LIMIT"}))
    return any(not is_a_name(sentence, token) for token in limits)


def _has_if(sentence: Sentence, amount: Token) -> bool:
    return any(token.text not in ("with", "con") for token in sentence.beside(amount, frozenset({"IF"})))


def _conditions(sentence: Sentence, amount: Token) -> tuple[Condition, ...]:
    kinds = {token.kind for token in sentence.beside(amount, frozenset(CONDITIONS))}
    return tuple(condition for kind, condition in CONDITIONS.items() if kind in kinds)


def _conditions_beside(said: Sequence[Sentence], at: int) -> tuple[Condition, ...]:
    """What the sentences before and behind, where they have no amount, ask of a home."""
    beside = [said[other] for other in (at - 1, at + 1) if 0 <= other < len(said) and not said[other].amounts]
    kinds = frozenset().union(*(one.kinds for one in beside if one.kinds & CONDITIONS.keys()))
    if {"NO", "NOT"} & kinds:
        raise Unread("A limit that is not stated in numbers.")
    return tuple(condition for kind, condition in CONDITIONS.items() if kind in kinds)


def _bounds_beside(said: Sequence[Sentence], at: int) -> list[Bound]:
    """The uses that the sentence before names, or the one behind, where they have no amount of their own."""
    for other in (at - 1, at + 1):
        if 0 <= other < len(said) and not said[other].amounts and said[other].bounds:
            turning = frozenset({"OTHERWISE", "WAIVED", "NOT"})
            turns = bool(said[at].kinds & turning) or bool(said[other].kinds & (turning - {"OTHERWISE"}))
            return [
                msgspec.structs.replace(one, band=one.band.complement(), is_bare=False)
                if turns and one.band.is_one_sided
                else one
                for one in said[other].bounds
            ]
    return []


def _is_said_elsewhere(said: Sequence[Sentence], at: int, amount: Token, role: str) -> bool:
    """Whether the same amount in the same role stands elsewhere with its uses, and nothing new is said of it here."""
    sentence = said[at]
    if any(_is_near(sentence, token, amount) for token in sentence.beside(amount, frozenset({"ADDITIONAL"}))):
        return False
    return any(
        _says_again(said, (at, amount), (place, other))
        for place, one in enumerate(said)
        for other in one.amounts
        if other.value == amount.value and one.bounds and (not role or role in one.roles_of(other))
    )


def _says_again(said: Sequence[Sentence], here: tuple[int, Token], there: tuple[int, Token]) -> bool:
    (at, amount), (place, other) = here, there
    is_earlier = (place, other.start) < (at, amount.start)
    if at == place:
        return is_earlier and len({bound.band for bound in said[at].bounds}) == 1
    edges, others = ({edge for bound in said[one].bounds for edge in bound.band.edges} for one in (at, place))
    return edges <= others and (is_earlier or not edges)


def _is_near(sentence: Sentence, token: Token, amount: Token) -> bool:
    return sentence.distance(token.start, token.end, amount.start, amount.end) < _NEAR_WORD


def _is_part(sentence: Sentence, amount: Token) -> bool:
    """Whether an amount is one of the parts that make up the one before: "a fee of $13, an $8 part and a $5 part"."""
    at = sentence.amounts.index(amount)
    values = [one.value or Decimal(0) for one in sentence.amounts]
    return any(values[first] == sum(values[first + 1 :]) for first in range(at) if first + 2 < len(values))


def _is_sum(said: Sequence[Sentence], at: int, amount: Token) -> bool:
    """Whether an amount says again what others come to: "for $100 altogether", "about $9.90 a month", "$900 a year"."""
    earlier = [
        token.value or Decimal(0)
        for place, one in enumerate(said)
        for token in one.amounts
        if (place, token.start) < (at, amount.start)
    ]
    usd = amount.value or Decimal(0)
    others = [*dict.fromkeys(earlier), *earlier]
    sums = {sum(earlier[-count:], Decimal(0)) for count in range(2, len(earlier) + 1)}
    differences = {abs(one - other) for one, other in product(others, repeat=2) if one != other}
    later = [token.value or Decimal(0) for one in said[at:] for token in one.amounts]
    by_time = {value * _DAYS for value in earlier if value < _LARGEST_DAILY_USD}
    by_time |= {value * _MONTHS for value in (*earlier, *later)}
    is_difference = usd in differences and _ADDS_UP.search(said[at].folded) is not None
    return usd in sums | by_time or is_difference
