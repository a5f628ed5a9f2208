"""Texts that promise the same bill up to a use, and leave its amount to the printed prices."""

import re
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from choosemypower.documents.bands import Band, Unread, items_of
from choosemypower.documents.drafts import Draft
from choosemypower.documents.lenient import DOUBT_OF_LENIENCE
from choosemypower.documents.proposals import Proposal
from choosemypower.documents.tokens import Token, tokens_of
from choosemypower.documents.words import fold, sentences
from choosemypower.plans.charges import BaseCharge, EnergyTier

_LARGEST_FEE_USD = 20
_COVERS = re.compile(
    r"\b(?:first|up to|covers?|includ\w*|through|until|buys?|gets? you|primeros|hasta|cubre\w*|incluye\w*)\b|<="
)
_BEYOND = re.compile(
    r"\b(?:additional|extra|after|past|above|over|beyond|then|more|excess|remaining|adicional\w*|despues|exce\w*|arriba|luego)\b"
)
_DELIVERY = re.compile(r"\b(?:deliver\w*|tdu|tdsp|transmission|utility|entrega|all-in|everything)\b")
_WITHIN = re.compile(r"\b(?:includ\w*|bundl\w*|covers?|covered|built in|with|incluid\w*|incluye\w*)\b")
_OTHER_CHARGES = frozenset({"CREDIT", "LOW_USE", "SEASON", "MONTH", "DAILY_USD", "CONTRADICTION"})
_SAME_AMOUNT = (
    "same amount every month",
    "misma cantidad cada mes",
    "same bill every month",
    "mismo monto cada mes",
)


def with_flat_bill(draft: Draft) -> Draft:
    """The draft, where "$149 up to 1,000 kWh, each extra kWh is 15.5¢" is a base with the first kWh in it."""
    whole = [one for one in draft.statements if one.noun in ("FEE", "BASE") and one.usd > _LARGEST_FEE_USD]
    if len(draft.prices) != 1 or len(whole) != 1 or whole[0].band is None or whole[0].waived_by:
        return draft
    (price,), until_kwh = draft.prices, whole[0].band.max_kwh
    start = price.band.min_kwh if price.band else until_kwh
    if not price.is_rest or whole[0].band.min_kwh or not until_kwh or start not in (until_kwh, until_kwh + 1):
        return draft
    first = msgspec.structs.replace(price, usd_per_kwh=Decimal(0), band=Band(0, until_kwh), is_rest=False)
    base = msgspec.structs.replace(whole[0], noun="BASE", band=None, doubt=0)
    return draft.but(
        statements=tuple(base if one is whole[0] else one for one in draft.statements),
        prices=(msgspec.structs.replace(first, is_tier=True), msgspec.structs.replace(price, band=None)),
    )


def flat_readings(parts: Sequence[str]) -> list[Proposal]:
    """One bill for the first kWh and a price for each of the others, however it is said: for the prices to prove."""
    folded = " ".join(fold(part) for part in parts)
    tokens = [token for part in parts for token in tokens_of(part)]
    if not _COVERS.search(folded) or not _BEYOND.search(folded):
        return []
    found = _one_bill_and_price(tokens)
    if found is None:
        return []
    usd, until_kwh, usd_per_kwh = found
    sentence = " ".join(parts)
    charges = (
        BaseCharge(usd=usd, sentence=sentence),
        EnergyTier(from_kwh=0, to_kwh=until_kwh, usd_per_kwh=Decimal(0), sentence=sentence),
        EnergyTier(from_kwh=until_kwh, to_kwh=None, usd_per_kwh=usd_per_kwh, sentence=sentence),
    )
    is_bundled = _DELIVERY.search(folded) is not None and _WITHIN.search(folded) is not None
    return [Proposal(charges=charges, is_bundled=is_bundled, doubt=DOUBT_OF_LENIENCE)]


def _one_bill_and_price(tokens: Sequence[Token]) -> tuple[Decimal, int, Decimal] | None:
    """The only amount of a text, its only use and its only price per kWh; None where it has others."""
    bills = {token.value for token in tokens if token.kind == "MONEY" and token.value}
    rates = [token for token in tokens if token.kind in ("RATE", "RATE_USD") and token.value]
    uses = {int(token.value or 0) for token in tokens if token.kind == "USE"}
    if not _OTHER_CHARGES.isdisjoint(token.kind for token in tokens) or len(bills) != 1 or len(rates) != 1:
        return None
    usd, (rate,) = bills.pop(), rates
    if not uses or max(uses) - min(uses) > 1 or not min(uses) or usd <= _LARGEST_FEE_USD:
        return None
    return usd, min(uses), (rate.value or Decimal(0)) / (100 if rate.kind == "RATE" else 1)


def flat_until(said: str) -> int | None:
    """Where a text says that all months below a use cost the same."""
    folded = " ".join(fold(said).split())
    if not any(phrase in folded for phrase in _SAME_AMOUNT):
        return None
    try:
        bands = [
            item.band for part in sentences(said) for item in items_of(tokens_of(part)) if item.kind == "BAND"
        ]
    except Unread:
        return None
    if len(bands) != 1 or bands[0] is None or bands[0].min_kwh or bands[0].max_kwh is None:
        return None
    return bands[0].max_kwh + 1 if bands[0].max_kwh % 10 == 9 else bands[0].max_kwh
