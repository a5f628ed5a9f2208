"""What a fee text says is not charged: "no base charge", "no fee above 1,000 kWh"."""

import re
from collections.abc import Sequence

from choosemypower.documents.bands import Item, Unread
from choosemypower.documents.drafts import Draft
from choosemypower.documents.statements import AMOUNTS

_OF_SOME_BILLS = re.compile(r"month|bill|invoice|cycle|year|mes|factura|ciclo|ano")
STATES_NO = frozenset({"BASE", "LOW_USE", "FEE"})
CAN_BE_DENIED = STATES_NO | {"OTHER_FEE", "CREDIT"}


def without_denials(draft: Draft, items: list[Item]) -> tuple[Draft, list[Item]]:
    """Cuts "no base charge" and "no fee above 1,000 kWh" out of a sentence that also states amounts."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        if items[at].kind != "NO":
            kept.append(items[at])
            at += 1
            continue
        end = at + 1
        nouns: list[str] = []
        while end < len(items) and items[end].kind in (
            *CAN_BE_DENIED,
            "OR",
            "AND",
            "EACH",
            "ADDITIONAL",
            "ONE_TIME",
        ):
            following = items[end + 1].kind if end + 1 < len(items) else ""
            if items[end].kind in ("OR", "AND", "ADDITIONAL") and following not in CAN_BE_DENIED:
                break
            nouns.append(items[end].kind)
            end += 1
        end, nouns = _denied_until(items, at, end, nouns)
        if not nouns and _is_none_for_a_band(items, at):
            nouns = [kind for kind in (item.kind for item in kept) if kind in CAN_BE_DENIED][-1:]
        if not set(nouns) & CAN_BE_DENIED:
            if end < len(items) and items[end].kind == "LIMIT" and _OF_SOME_BILLS.search(items[end].text):
                raise Unread("A denial for some bills only.")  # "Base charge - none first month, then $9.95."
            if end < len(items) and items[end].kind in (
                "DURATION",
                "LIMIT",
                "DEVICE",
                "PROMO",
                "BUNDLE",
                "DELIVERY",
            ):
                at = end + 1  # "no contract", "no credit check": nothing that is charged
                continue
            if not nouns and _denies_other_words(items, end):
                at = end  # "no gimmicks and ..."
                continue
            raise Unread("A denial that is not understood.")
        while end < len(items) and items[end].kind == "IF":
            end += 1
        follows = items[end] if end < len(items) else None
        if follows is not None and follows.kind == "BAND" and follows.band is not None:
            others = [item for item in items[end + 1 :] if item.kind == "OTHERWISE"]
            if others and "CREDIT" not in nouns:
                # "No base charge from 500 kWh, otherwise $9.95": the charge is for the other uses.
                kept += [Item("FEE"), Item("BAND", band=follows.band.complement())]
                kept += [item for item in items[end + 1 :] if item.kind != "OTHERWISE"]
                return draft, kept
            draft = draft.but(denials=(*draft.denials, (_denied_noun(nouns), follows.band)))
            end += 1
        else:
            draft = draft.but(
                has_no_base=draft.has_no_base or "BASE" in nouns,
                has_no_fee=draft.has_no_fee or bool({"LOW_USE", "FEE"} & set(nouns)),
            )
        at = end
    return draft, kept


def _is_none_for_a_band(items: Sequence[Item], at: int) -> bool:
    """ "$5 fee from 0 to 499 kWh, N/A at 500 and above": what was stated, denied for other uses."""
    end = at + 1
    while end < len(items) and items[end].kind == "IF":
        end += 1
    says_none = items[at].text in ("n/a", "none", "ninguno", "ninguna")
    return says_none and end < len(items) and items[end].kind == "BAND"


def _denied_noun(nouns: Sequence[str]) -> str:
    return next((noun for noun in ("CREDIT", "BASE", "LOW_USE") if noun in nouns), "FEE")


def _denied_until(items: Sequence[Item], at: int, end: int, nouns: list[str]) -> tuple[int, list[str]]:
    """Where a denial ends: "no usage fee and a base charge of $5" denies the first, the second has the amount."""
    joints = [place for place in range(at + 1, end) if items[place].kind in ("AND", "ADDITIONAL")]
    if end < len(items) and items[end].kind in AMOUNTS and joints:
        kept = [item.kind for item in items[at + 1 : joints[-1]]]
        return joints[-1], kept
    return end, nouns


def _denies_other_words(items: Sequence[Item], place: int) -> bool:
    """Whether a "no" stands before words that the table does not know: "no gimmicks and a $50 credit"."""
    if place >= len(items):
        return True
    return items[place].kind in ("AND", "MONEY", "EACH", "NO") and (
        items[place].follows_words or items[place].kind == "AND"
    )
