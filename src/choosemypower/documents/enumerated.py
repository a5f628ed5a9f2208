"""Every amount of a text that strict reading refuses, in each role and for each use that the words beside it allow.

Proposals only: the printed prices prove one of them, or none. Words without a quantity veto nothing; a condition, a
season or a limit beside an amount of the bill refuses the text.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, product

from choosemypower.documents.amount_ways import OTHER_USE, Way, ways_of
from choosemypower.documents.bands import Unread
from choosemypower.documents.charges_of_text import charges_of_draft
from choosemypower.documents.drafts import Draft
from choosemypower.documents.idle_words import unknown_words
from choosemypower.documents.lenient import DOUBT_OF_LENIENCE
from choosemypower.documents.limits_beside import check_other_uses, states_nothing, with_denials
from choosemypower.documents.parts import Statement
from choosemypower.documents.proposals import Certainty, Proposal
from choosemypower.documents.said_amounts import Sentence, check_length, sentences_said

_RATES = frozenset({"RATE", "RATE_USD", "CONTRADICTION"})
_TURNING = frozenset({"WAIVED", "NO", "NOT", "OTHERWISE", "LOST"})
_MOST_READINGS = 300


def states_prices(part: str) -> bool:
    """Whether a sentence states prices per kWh."""
    return any(token.kind in _RATES for one in sentences_said([part]) for token in one.tokens)


def enumerated_readings(parts: Sequence[str], priced: Sequence[Draft], *, has_asides: bool) -> list[Proposal]:
    """What the amounts of a text can be. `priced`: what its sentences with prices per kWh state. Raises Unread."""
    readings: list[Proposal] = []
    has_prices = all(one.prices for one in priced)
    for (draft, certainty), of_prices in product(
        _drafts(parts, has_asides=has_asides, has_prices=has_prices), priced
    ):
        together = _together(draft, of_prices)
        try:
            for charges, doubt in charges_of_draft(together):
                is_certain = not doubt and len(priced) == 1
                readings.append(
                    Proposal(
                        charges=charges,
                        is_bundled=together.is_bundled,
                        doubt=DOUBT_OF_LENIENCE + 1 + doubt,
                        certainty=certainty if is_certain else Certainty.NONE,
                    )
                )
        except Unread:
            continue
    return readings


def _together(draft: Draft, of_prices: Draft) -> Draft:
    return of_prices.but(
        prose=draft.prose | of_prices.prose,
        statements=(*of_prices.statements, *draft.statements),
        has_no_base=draft.has_no_base or of_prices.has_no_base,
        has_no_fee=draft.has_no_fee or of_prices.has_no_fee,
        has_no_low_use=draft.has_no_low_use or of_prices.has_no_low_use,
        is_bundled=draft.is_bundled or of_prices.is_bundled,
        doubt=draft.doubt + of_prices.doubt,
    )


def _drafts(parts: Sequence[str], *, has_asides: bool, has_prices: bool) -> list[tuple[Draft, Certainty]]:
    """The drafts that the amounts of a text allow, each with how certain its words are."""
    said = sentences_said(parts)
    check_length(said)
    ways = [_each_once(ways_of(said, at, amount)) for at, one in enumerate(said) for amount in one.amounts]
    if not all(ways):
        raise Unread("An amount without a clear meaning.")
    draft = with_denials(said)
    if not _has_statements(ways) and not has_prices:
        if not states_nothing(said, has_asides=has_asides):
            raise Unread("No charge is stated in numbers.")
        draft = draft.but(has_no_fee=True)
    certainty = _certainty(said, ways)
    drafts: list[tuple[Draft, Certainty]] = []
    for chosen in _cheapest(ways):
        statements = tuple(way.statement for way in chosen if way.statement is not None)
        if len(set(statements)) < len(statements):
            continue
        check_other_uses(said, statements)
        doubt = sum(way.doubt for way in chosen)
        drafts.append((draft.but(statements=statements, doubt=doubt), Certainty.NONE if doubt else certainty))
    return drafts


def _has_statements(ways: Sequence[Sequence[Way]]) -> bool:
    return any(way.statement is not None for some in ways for way in some)


def _certainty(said: Sequence[Sentence], ways: Sequence[Sequence[Way]]) -> Certainty:
    """How certain the reading is that takes of each amount the likeliest."""
    if any(map(_is_turned_round, said)):
        return Certainty.NONE
    doubts = [sorted(way.doubt for way in some)[:2] for some in ways]
    if not all(doubt in ([0], [0, OTHER_USE]) for doubt in doubts):
        return Certainty.NONE
    is_plain = all(len(doubt) == 1 for doubt in doubts) or not any(map(_may_mean_others, said))
    is_only = is_plain and not any(map(_has_unknown_words, said))
    return Certainty.ONLY if is_only else Certainty.LIKELIEST


def _is_turned_round(sentence: Sentence) -> bool:
    """Whether a word that turns a credit round may belong to its only use: "$50 is not credited at 1,000 kWh"."""
    if not sentence.kinds & _TURNING or len({bound.band for bound in sentence.bounds}) != 1:
        return False
    return any("CREDIT" in sentence.roles_of(amount) for amount in sentence.amounts)


def _has_unknown_words(sentence: Sentence) -> bool:
    """Whether words of no list stand between an amount of the bill and its use: they may turn it round."""
    for amount in sentence.amounts:
        if "OFF" in sentence.roles_of(amount):
            continue
        places = [(amount.start, amount.end)]
        places += [(bound.start, bound.end) for bound in sentence.own_bounds(amount)]
        start, end = min(place[0] for place in places), max(place[1] for place in places)
        within = [token for token in sentence.tokens if start <= token.start and token.end <= end]
        gaps = (sentence.folded[one.end : other.start] for one, other in pairwise(within))
        if any(map(unknown_words, gaps)):
            return True
    return False


def _may_mean_others(sentence: Sentence) -> bool:
    """Whether words may turn an amount to other uses, or uses without an amount of their own overlap the others."""
    if sentence.kinds & _TURNING:
        return True
    bands = [bound.band for bound in sentence.bounds]
    overlap = any(one != other and one.meets(other) for one, other in combinations(bands, 2))
    return overlap and len(bands) > len(sentence.amounts)


def _each_once(ways: Iterator[Way]) -> list[Way]:
    found: dict[Statement | None, Way] = {}
    for way in sorted(ways, key=lambda way: way.doubt):
        found.setdefault(way.statement, way)
    return list(found.values())


def _cheapest(ways: Sequence[Sequence[Way]]) -> list[tuple[Way, ...]]:
    counted = 1
    for some in ways:
        counted *= len(some)
    if counted > _MOST_READINGS:
        raise Unread("A text too long to read.")
    return sorted(product(*ways), key=lambda chosen: sum(way.doubt for way in chosen))
