"""The ways in which a Fees/Credits text can be read, before the printed prices are asked."""

from collections.abc import Iterable
from enum import IntEnum

import msgspec

from choosemypower.plans.charges import Charge, Condition


class Certainty(IntEnum):
    """How far the words of a text alone tell what its amounts are."""

    NONE = 0
    LIKELIEST = 1
    """Each amount has one meaning that its nearest words give it; others are further off."""
    ONLY = 2
    """No other."""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """One way to read a text."""

    charges: tuple[Charge, ...] = ()
    is_bundled: bool = False
    averages_meet: tuple[Condition, ...] | None = None
    """Conditions that the printed averages take as met; None: all that the text states."""
    averages_hold_seasons: bool = True
    """Whether the printed averages count, for their share of the year, what holds in some months only."""
    doubt: int = 0
    """0: the text alone says it; more: only the prices can make us believe it."""
    certainty: Certainty = Certainty.NONE
    """How far the words beside its amounts tell, where no grammar reads the text."""


class Proposals(msgspec.Struct, frozen=True, kw_only=True):
    """All ways to read a text, the least doubtful first; none where it cannot be read."""

    readings: tuple[Proposal, ...] = ()
    flat_until_kwh: int | None = None
    """The text says that every month up to this use costs the same, but not how much."""
    sentences: tuple[str, ...] = ()
    """Those with quantities."""
    is_open: bool = False
    """The words contradict each other, or take something out: they alone tell nothing."""
    hedged: tuple[str, ...] = ()
    """Sentences that leave open for whom, when or whether an amount holds."""
    base_sentences: tuple[str, ...] = ()
    """Those that name a base charge, with an amount or without."""
    leaves_seasons_out: bool = False
    """The text says that the average prices do not count something of it."""
    note: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether the likeliest reading is said by the text without a doubt."""
        return bool(self.readings) and not self.readings[0].doubt


def key_of(proposal: Proposal) -> bytes:
    """What makes two readings the same: their charges, wherever they were read."""
    bare = [
        msgspec.json.encode(msgspec.structs.replace(charge, sentence=None)) for charge in proposal.charges
    ]
    return b"|".join(sorted(bare))


def each_once(readings: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """The readings, those of the same charges as one: the first, with the most that any of them is certain of."""
    found: dict[bytes, Proposal] = {}
    for one in readings:
        earlier = found.setdefault(key_of(one), one)
        if one.certainty > earlier.certainty:
            found[key_of(one)] = msgspec.structs.replace(earlier, certainty=one.certainty)
    return tuple(found.values())
