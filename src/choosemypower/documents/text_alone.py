"""Which reading of a fee text is believed where no prices are printed: what a careful reader would be sure of."""

import re
from collections.abc import Sequence
from itertools import combinations

from choosemypower.documents.enumerated import states_prices
from choosemypower.documents.lenient import DOUBT_OF_LENIENCE
from choosemypower.documents.proposals import Certainty, Proposal, Proposals
from choosemypower.documents.words import fold
from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    DailyCharge,
    EnergyTier,
    PriceByTotal,
    UsageCredit,
    UsageFee,
)

_CLEARLY_LESS_LIKELY = 2
"""How much more doubtful every other reading of a text must be, as one that takes the use of another amount."""
_MOST_DOUBT = DOUBT_OF_LENIENCE + 2
_SLIGHT_DOUBT = DOUBT_OF_LENIENCE + 1
_ENDS = re.compile(r"\b(?:after|until|before|then|despues|hasta|antes|luego)\b")


def believed_alone(proposals: Proposals) -> Proposal | None:
    """The reading that the words tell by themselves; None where they leave it open."""
    clear = [one for one in proposals.readings if not one.doubt]
    if len(clear) == 1:
        return clear[0]
    if proposals.is_open:
        return None
    ranked = sorted(proposals.readings, key=lambda one: one.doubt)
    if clear or not ranked or (len(ranked) > 1 and not _is_clearly_likelier(*ranked[:2])):
        return None
    likeliest = ranked[0]
    return likeliest if likeliest.doubt <= _MOST_DOUBT and _is_said(likeliest, proposals) else None


def _is_clearly_likelier(one: Proposal, other: Proposal) -> bool:
    return one.doubt <= _SLIGHT_DOUBT and other.doubt - one.doubt >= _CLEARLY_LESS_LIKELY


def _is_said(proposal: Proposal, proposals: Proposals) -> bool:
    """Whether the words say all of a reading: each charge in full, no two for the same use, and every price."""
    if _has_two_for_one_use(proposal.charges) or _leaves_out_a_base(proposal, proposals):
        return False
    has_prices = any(isinstance(one, EnergyTier | PriceByTotal) for one in proposal.charges)
    if not has_prices and any(map(states_prices, proposals.sentences)):
        return False
    enough = Certainty.LIKELIEST if proposals.note else Certainty.ONLY
    if _is_hedged(proposal, proposals) or (proposal.certainty < enough and not _timed(proposal)):
        return False
    if proposal.certainty is Certainty.ONLY and not any(map(_is_of_all_bills, proposal.charges)):
        return True
    return bool(proposal.charges) and all(map(_is_said_in_full, proposal.charges))


def _is_hedged(proposal: Proposal, proposals: Proposals) -> bool:
    """Whether a sentence leaves open what it states, and not only by naming the bills or months of its charge."""
    return not set(proposals.hedged) <= _timed(proposal)


def _timed(proposal: Proposal) -> set[str | None]:
    """The sentences of charges that name their bills or months."""
    stated = (one for one in proposal.charges if isinstance(one, UsageCredit | UsageFee))
    return {
        one.sentence
        for one in stated
        if (one.bills or one.months) and not _ENDS.search(fold(one.sentence or ""))
    }


def _is_of_all_bills(charge: Charge) -> bool:
    return isinstance(charge, UsageCredit | UsageFee) and not _is_said_in_full(charge)


def _leaves_out_a_base(proposal: Proposal, proposals: Proposals) -> bool:
    """Whether a sentence names a base charge of which a reading says nothing: "free from base charges"."""
    if any(isinstance(one, BaseCharge) for one in proposal.charges):
        return False
    return not set(proposals.base_sentences) <= {one.sentence for one in proposal.charges}


def _is_said_in_full(charge: Charge) -> bool:
    """Whether the words beside an amount say all of it: by the day, by condition, or for which uses and bills."""
    if isinstance(charge, UsageCredit | UsageFee):
        is_in_band = (charge.min_kwh, charge.max_kwh) != (0, None)
        return is_in_band or bool(charge.bills or charge.conditions)
    return isinstance(charge, DailyCharge | EnergyTier | PriceByTotal)


def _has_two_for_one_use(charges: Sequence[Charge]) -> bool:
    """Whether two amounts of one kind stand for the very same use: which of them holds, no word says."""
    stated = [one for one in charges if isinstance(one, UsageCredit | UsageFee)]
    return any(
        type(one) is type(other) and _holds_when(one) == _holds_when(other)
        for one, other in combinations(stated, 2)
    )


def _holds_when(one: UsageCredit | UsageFee) -> tuple[object, ...]:
    return one.min_kwh, one.max_kwh, one.months, one.bills, one.conditions, one.waived_by
