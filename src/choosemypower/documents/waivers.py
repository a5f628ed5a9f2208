"""What a charge is that homes with autopay or paperless bills do not pay."""

import re

from choosemypower.plans.charges import Condition

_BASE_NAME = re.compile(
    r"(?i)\b(?:base|basic[oa]?|customer|cliente|account) (?:charge|fee|monthly|mensual)|"
    r"(?:charge|fee|cargo|tarifa|cuota)s? (?:mensual )?(?:base|b[aá]sic[oa]|(?:de|del|al|por) cliente)\b"
)
_PAPER = re.compile(r"(?i)\b(?:paper|mailed|printed|papel|impresas?)\b")


_OPEN_USE = re.compile(
    r"(?i)\b(?:below|under|up to|meet\w*|reach\w*|above|over) (?:the |your |that )?"
    r"(?:(?:plan|month|bill)(?:'s|ly)? )?(?:usage )?minimum\b(?! \d| of)"
)


def names_an_open_use(said: str) -> bool:
    """Whether a charge is for a use that the text does not state: "for homes below the plan's minimum"."""
    return _OPEN_USE.search(said) is not None


def names_a_base(said: str) -> bool:
    """Whether words call a charge the base or customer charge, and not a monthly fee of any other kind."""
    return _BASE_NAME.search(said) is not None


def noun_of_waived(
    noun: str, sentence: str, waived_by: tuple[Condition, ...], *, in_every_bill: bool
) -> str | None:
    """What a charge is that a later sentence waives for some homes; None where it cannot be waived like that.

    A monthly fee for bills on paper is one that homes with paperless bills do not pay.
    """
    if noun == "OTHER_FEE":
        is_of_paper = in_every_bill and waived_by == (Condition.PAPERLESS,) and _PAPER.search(sentence)
        return "FEE" if is_of_paper else None
    if noun == "BASE":
        return "BASE" if names_a_base(sentence) else "FEE"
    return "FEE" if noun == "FEE" else None
