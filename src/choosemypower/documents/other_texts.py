"""What another text of the same offer states differently: "$100 credit" in special terms, "$125 credit" in fees."""

from collections.abc import Iterable

import msgspec

from choosemypower.documents.fee_text import propose
from choosemypower.plans.charges import BaseCharge, Charge, FeeReading, UsageCredit, UsageFee

_COMPARED = (UsageCredit, UsageFee, BaseCharge)


def stated_otherwise(fees: FeeReading, text: str) -> tuple[Charge, ...]:
    """Charges of a text that have the kind and the band of one of the reading's, and other money.

    Only a text that can be read in one way counts.
    """
    if "$" not in text or not any(isinstance(one, _COMPARED) for one in fees.items):
        return ()
    clear = [proposal for proposal in propose(text).readings if proposal.doubt == 0]
    if len(clear) != 1:
        return ()
    own, other = _by_kind(fees.items), _by_kind(clear[0].charges)
    return tuple(charge for kind, charge in other.items() if kind in own and own[kind].usd != charge.usd)


def _by_kind(charges: Iterable[Charge]) -> dict[object, UsageCredit | UsageFee | BaseCharge]:
    """Charges by all that they are but their money and their words."""
    return {
        msgspec.structs.replace(one, usd=0, sentence=None): one
        for one in charges
        if isinstance(one, _COMPARED)
    }
