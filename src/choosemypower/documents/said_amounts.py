"""The amounts of a sentence with the words and uses beside them, told by how far apart they stand."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from choosemypower.documents.bands import Band, Item, Unread, items_of
from choosemypower.documents.role_words import RoleWord, words_of
from choosemypower.documents.tokens import Token, scanned

_BOUNDS = frozenset(
    {"GE", "GT", "LE", "LT", "POST_GE", "POST_LE", "BETWEEN", "TO", "USE", "AND", "OR", "EACH"}
)
_AMOUNTS = frozenset({"MONEY", "DAILY_USD"})
_RATES = frozenset({"RATE", "RATE_USD"})
_NEXT_AMOUNT = 60
_MOST_AMOUNTS = 10
_MOST_FIGURES = 30
_NEXT_CLAUSE = 12
_CLEAR_LEAD = 10
_CLAUSE = re.compile(r"[,;:()/]|\s-\s|\b(?:and|but|y|pero)\b")
_PER_DAY = re.compile(r"[^.,;$¢\d]{0,20}\b(?:day|daily|dia|diari[oa])\b")
_DAILY_BEFORE = re.compile(r"\b(?:daily|diari[oa]|each day|every day|cada dia)\b[^.,;$¢\d]{0,30}$")
_OF_AVERAGES = re.compile(
    r"(?i)\([^()$\d]*\b(?:prices?|rates?|precios?)\b[^()$\d]*\)"
    r"|, ?[^,;.$\d]*\b(?:average|avg|printed|displayed|advertised|shown|listed)\b[^,;.$\d]*(?=[,;.]|$)"
)
"""What a clause says of the average prices: nothing of a charge."""
_PARTS = re.compile(r"\s/\s|;\s")


class Bound(msgspec.Struct, frozen=True):
    """Uses that a sentence names, and where."""

    band: Band
    start: int
    end: int
    is_bare: bool = False


class Sentence(msgspec.Struct, frozen=True):
    """A sentence as quantities, phrases and the words that give roles."""

    text: str
    folded: str
    tokens: tuple[Token, ...]
    words: tuple[RoleWord, ...]
    amounts: tuple[Token, ...]
    bounds: tuple[Bound, ...]

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(token.kind for token in self.tokens)

    def distance(self, start: int, end: int, other_start: int, other_end: int) -> int:
        """How far two places stand apart: characters, and more where clauses or other amounts lie between."""
        first, last = (end, other_start) if start < other_start else (other_end, start)
        between = self.folded[first:last]
        others = sum(first <= other.start and other.end <= last for other in self.figures)
        return len(between) + _NEXT_CLAUSE * len(_CLAUSE.findall(between)) + _NEXT_AMOUNT * others

    @property
    def figures(self) -> list[Token]:
        return [token for token in self.tokens if token.kind in _AMOUNTS | _RATES]

    def is_nearest(self, amount: Token, start: int, end: int) -> bool:
        """Whether of all amounts and prices this one stands nearest to a place."""
        return min(self.figures, key=lambda one: self.distance(one.start, one.end, start, end)) == amount

    def beside(self, amount: Token, kinds: frozenset[str]) -> list[Token]:
        """The phrases of some kinds to which no other amount stands nearer."""
        return [
            one for one in self.tokens if one.kind in kinds and self.is_nearest(amount, one.start, one.end)
        ]

    def bounds_of(self, amount: Token) -> list[Bound]:
        """The uses of a sentence, those of an amount first, then the nearest."""
        own = self.own_bounds(amount)
        others = [bound for bound in self.bounds if bound not in own]
        return own + sorted(
            others, key=lambda bound: self.distance(amount.start, amount.end, bound.start, bound.end)
        )

    def own_bounds(self, amount: Token) -> list[Bound]:
        """The uses that belong to an amount: in a list the ones in its place, else those nearest to it."""
        figures = [one for one in self.figures if "OFF" not in self.roles_of(one)]
        listed = _in_turn(figures, self.bounds) if amount in figures else []
        if listed and figures.index(amount) < len(listed):
            return [listed[figures.index(amount)]]
        return [bound for bound in self.bounds if self.is_nearest(amount, bound.start, bound.end)]

    def roles_of(self, amount: Token) -> list[str]:
        """The roles that the nearest words give an amount: one, or several that are about as near."""
        if any(token.kind == "MINUS" and token.end == amount.start for token in self.tokens):
            return ["CREDIT"]
        nearest: dict[str, int] = {}
        for word in self.words:
            distance = word.weight + self.distance(amount.start, amount.end, word.start, word.end)
            nearest[word.role] = min(distance, nearest.get(word.role, distance))
        least = min(nearest.values(), default=0)
        found = [role for role, distance in nearest.items() if distance <= least + _CLEAR_LEAD]
        if "OFF" in found:
            return ["OFF", "CREDIT"] if "CREDIT" in found else ["OFF"]  # "Termination fee", "late charge".
        return [role for role in found if role != "FEE" or "BASE" not in found]


def _in_turn(figures: Sequence[Token], bounds: Sequence[Bound]) -> list[Bound]:
    """The uses of the first amounts, where a sentence names one behind, or before, each; [] where it does not."""
    placed: list[tuple[int, Bound | None]] = [(one.start, None) for one in figures]
    placed += [(bound.start, bound) for bound in bounds]
    ordered = [bound for _, bound in sorted(placed, key=lambda one: one[0])]
    for first in (0, 1):
        listed: list[Bound] = []
        for one, other in zip(ordered[::2], ordered[1::2], strict=False):
            amount, bound = (one, other) if first == 0 else (other, one)
            if amount is not None or bound is None:
                break
            listed.append(bound)
        if len(listed) > 1:
            return listed
    return []


def sentences_said(parts: Sequence[str]) -> list[Sentence]:
    """The sentences of a text, each once, lists with an amount in each item cut into these."""
    return [_sentence(piece) for piece in dict.fromkeys(piece for part in parts for piece in _pieces(part))]


def check_length(said: Sequence[Sentence]) -> None:
    """Raises Unread where a text has more amounts, prices or uses than can be set against each other in time."""
    amounts = sum(len(one.amounts) for one in said)
    most = max((max(len(one.figures), len(one.bounds)) for one in said), default=0)
    if amounts > _MOST_AMOUNTS or most > _MOST_FIGURES:
        raise Unread("A text too long to read.")


def _pieces(part: str) -> list[str]:
    pieces = _PARTS.split(part)
    has_all = all(not _AMOUNTS.isdisjoint(token.kind for token in scanned(piece)[0]) for piece in pieces)
    return pieces if len(pieces) > 1 and has_all else [part]


def _sentence(text: str) -> Sentence:
    tokens, folded = scanned(_OF_AVERAGES.sub(" ", text))
    tokens = tuple(_by_day(token, folded) for token in tokens)
    amounts = tuple(token for token in tokens if token.kind in _AMOUNTS)
    return Sentence(text, folded, tokens, words_of(folded), amounts, tuple(_bounds(tokens)))


def _by_day(token: Token, folded: str) -> Token:
    """ "65 cents for every day" is a charge by the day."""
    is_rate = token.kind == "RATE" and "kwh" not in token.text and token.value is not None
    if not is_rate or not (
        _PER_DAY.match(folded, token.end) or _DAILY_BEFORE.search(folded[: token.start][-60:])
    ):
        return token
    return token._replace(kind="DAILY_USD", value=Decimal(token.value or 0) / 100)


def _bounds(tokens: Sequence[Token]) -> list[Bound]:
    """The uses that a sentence names, with what compares them; each once."""
    found: list[Bound] = []
    run: list[Token] = []
    for token in tokens:
        if token.kind in _BOUNDS:
            run.append(token)
            continue
        found += _bounds_of_run(run)
        run = []
    found += _bounds_of_run(run)
    return found


def _bounds_of_run(run: Sequence[Token]) -> Iterator[Bound]:
    uses = [at for at, token in enumerate(run) if token.kind == "USE"]
    if not uses:
        return
    try:
        yield from _placed(run)
    except Unread:
        if {"BETWEEN", "TO"} & {token.kind for token in run}:
            raise
        cut = uses[-1] - (run[uses[-1] - 1].kind in ("GE", "GT", "LE", "LT"))
        yield from _placed(run[:cut])
        yield from _placed(run[cut:])


def _placed(run: Sequence[Token]) -> Iterator[Bound]:
    """The bands of a run of tokens, each at its number; where there are more bands than one, at the numbers in turn."""
    items: list[Item] = [
        item for item in items_of(run) if item.kind in ("BAND", "BARE") and item.band is not None
    ]
    uses = [token for token in run if token.kind == "USE"]
    for at, item in enumerate(items):
        use = uses[min(at, len(uses) - 1)] if len(items) > 1 else uses[0]
        end = use if len(items) > 1 else uses[-1]
        yield Bound(item.band or Band(), use.start, end.end, item.kind == "BARE")
