"""Texts that promise the same bill up to a use, and leave its amount to the printed prices."""

from decimal import Decimal

import msgspec

from choosemypower.documents.bands import Band, Unread, items_of
from choosemypower.documents.drafts import Draft
from choosemypower.documents.tokens import tokens_of
from choosemypower.documents.words import fold, sentences

_LARGEST_FEE_USD = 20
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
