"""A use that speaks of an amount of the sentence before: "Waived from 1,000 kWh."."""

from collections.abc import Collection

import msgspec

from choosemypower.documents.bands import Band, Item, Unread
from choosemypower.documents.denials import CAN_BE_DENIED, without_denials
from choosemypower.documents.drafts import Draft

_IDLE = frozenset(
    {"EACH", "ANY_USE", "IF", "AND", "ADDITIONAL", "DURATION", "PERCENT", "BUNDLED", "ALL_KWH", "DAILY", "PAY"}
)  # fmt: skip
_IDLE_AROUND_A_BAND = _IDLE | {
    "BAND", "WAIVED", "CREDIT", "FEE", "BASE", "LOW_USE", "PER_KWH", "OR", "PROMO", "ENERGY"
}  # fmt: skip
_ONLY_A_BAND = frozenset({"BAND", "MEANT_FOR", "EACH", "IF"})
_NOUNS = frozenset({"CREDIT", "FEE", "BASE", "LOW_USE"})


def with_threshold(draft: Draft, items: list[Item]) -> Draft:
    """A threshold that speaks of an amount of the sentence before: "Waived from 1,000 kWh." """
    kinds = {item.kind for item in items}
    if "WAIVED" in kinds:  # "waived at 1,000 kWh"
        items = [
            msgspec.structs.replace(item, kind="BAND") if item.kind == "BARE" else item for item in items
        ]
        kinds = {item.kind for item in items}
    if "ADD_UP" in kinds:  # "A customer using 2,000 kWh receives both."
        return with_relation(draft, kinds)
    bands = [item.band for item in items if item.kind == "BAND" and item.band is not None]
    has_bare_use = any(item.kind == "BARE" and "k" in item.text for item in items)
    if not bands and not has_bare_use and "FIRST_KWH" not in kinds:
        return draft
    if items[0].kind == "MEANT_FOR" or (kinds <= _ONLY_A_BAND and all(map(draft.has_band, bands))):
        return draft
    if "NO" in kinds:
        return _with_denied_thresholds(draft, items, kinds)
    if len(bands) != 1 or kinds - _IDLE_AROUND_A_BAND:
        raise Unread("A threshold without an amount.")
    return _bound_last(draft, bands[0], kinds)


def _with_denied_thresholds(draft: Draft, items: list[Item], kinds: set[str]) -> Draft:
    """ "No credit below 1,000 kWh or above 2,000 kWh", "1,000 kWh or more: no fee"."""
    noun = "CREDIT" if "CREDIT" in kinds else "FEE"
    if kinds <= {"NO", "BAND", "OR", "AND", "IF"} and items[0].kind == "NO" and draft.last is not None:
        # "None below 1,000 or above 2,000 kWh."
        said = tuple((draft.last.noun, item.band) for item in items if item.band is not None)
        return draft.but(denials=(*draft.denials, *said))
    draft, rest = without_denials(draft, items)
    rest = [item for item in rest if item.kind not in _IDLE | CAN_BE_DENIED]
    bands = [item.band for item in rest if item.kind == "BAND" and item.band is not None]
    if len(rest) == 1 and bands and items[-1].kind in ("NO", *CAN_BE_DENIED):
        return draft.but(denials=(*draft.denials, (noun, bands[0])))
    if draft.denials and all(item.kind in ("BAND", "OR") for item in rest):
        return draft.but(denials=(*draft.denials, *((noun, band) for band in bands)))
    raise Unread("A threshold without an amount.")


def _bound_last(draft: Draft, band: Band, kinds: set[str]) -> Draft:
    last, is_waived = draft.last, "WAIVED" in kinds
    if last is None and is_waived and _NOUNS & kinds:
        return draft.but(denials=(*draft.denials, ("CREDIT" if "CREDIT" in kinds else "FEE", band)))
    if last is None:
        raise Unread("A threshold without an amount.")
    if last.noun == "CREDIT" and is_waived and last.band is not None and not last.band.meets(band):
        return draft
    if last.noun == "CREDIT" and is_waived and last.band is not None and band.ends(last.band):
        ended = Band(last.band.min_kwh, band.min_kwh - 1)
        return draft.but(statements=(*draft.statements[:-1], msgspec.structs.replace(last, band=ended)))
    if last.noun == "FEE" and is_waived and last.band is not None:
        if not last.band.meets(band):
            return draft
        raise Unread("A threshold without an amount.")
    if last.band is not None or ("CREDIT" in kinds and last.noun != "CREDIT"):
        raise Unread("A threshold without an amount.")
    if is_waived and last.noun == "CREDIT":
        raise Unread("A credit that is taken away.")
    noun = "FEE" if last.noun in ("BASE", "LOW_USE") else last.noun
    if noun == "FEE" and band.min_kwh and not is_waived:
        raise Unread("A fee for high use only.")  # "It is blorped at 1,000 kWh."
    bounded = msgspec.structs.replace(last, band=band.complement() if is_waived else band, noun=noun)
    return draft.but(statements=(*draft.statements[:-1], bounded))


def with_relation(draft: Draft, kinds: Collection[str]) -> Draft:
    """Whether amounts for the same use add up or take each other's place, where a text says it of them all."""
    if "ADD_UP" in kinds:
        return draft.but(
            statements=tuple(msgspec.structs.replace(one, is_additional=True) for one in draft.statements)
        )
    if "INSTEAD" in kinds and draft.last is not None and draft.last.noun in ("CREDIT", "FEE", "LOW_USE"):
        last = msgspec.structs.replace(draft.last, is_instead=True)
        return draft.but(statements=(*draft.statements[:-1], last))
    return draft
