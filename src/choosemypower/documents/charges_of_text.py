"""From the statements of a text to charges, in each way that they can be meant."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

import msgspec

from choosemypower.documents.bands import Band, StatedAndDeniedError, Unread
from choosemypower.documents.drafts import Draft
from choosemypower.documents.flat_bills import with_flat_bill
from choosemypower.documents.idle_words import has_unknown_words
from choosemypower.documents.parts import Statement
from choosemypower.documents.tiers import price_charges
from choosemypower.documents.waivers import names_a_base
from choosemypower.documents.words import fold
from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    DailyCharge,
    OneTimeCharge,
    UsageCredit,
    UsageFee,
)

_NO_CHARGE = ("OTHER_FEE", "ONE_BILL", "REWARD", "SUM", "MOST")
_LIMITS_NOTHING = frozenset(
    {"NO", "BASE", "LOW_USE", "FEE", "OTHER_FEE", "EACH", "PERCENT", "DURATION", "AND", "OR", "ENERGY", "BUNDLED"}
)  # fmt: skip
_OF_FIRST_BILLS = re.compile(
    r"\b(?:first|initial|primer\w*)\b(?:(?!kwh)[^.;$]){0,30}\b(?:bills?|invoices?|months?|statements?|cycles?|facturas?|mes(?:es)?|ciclos?)\b"
)
_OF_KWH = re.compile(r"\bkwhs?\b")
_PER_KWH = re.compile(r"(?:per|/|por|each|every) ?kwh")
_DOUBT_OF_AN_EDGE = 2
_MOST_OPEN_EDGES = 3


def charges_of_draft(draft: Draft) -> Iterator[tuple[tuple[Charge, ...], int]]:
    """The charges that a text states, with how doubtful they are. Raises Unread when they make no sense."""
    draft = with_flat_bill(draft)
    fixed, has_no_fee = _fixed(draft)
    _check_denials(draft)
    if draft.has_no_low_use and any(map(_is_for_low_use, draft.statements)):
        raise StatedAndDeniedError
    _check_most(draft)
    waived = _with_waived_base(draft)
    if waived is not None:
        yield from charges_of_draft(waived)
        if waived.doubt == draft.doubt:
            return
        draft = draft.but(doubt=draft.doubt + 1)
    _check_thresholds(draft)
    prices = list(price_charges(draft.prices, says_all_kwh="ALL_KWH" in draft.prose))
    doubt = draft.doubt + max(
        (one.doubt for one in draft.statements if one.noun not in ("OTHER_FEE", "MOST")), default=0
    )
    for stated, more in _amounts(draft.statements, draft.denials):
        for priced, open_doubt in prices:
            charges = (*fixed, *stated, *priced)
            if not charges and not has_no_fee:
                raise Unread("No charge is stated in numbers.")
            yield charges, doubt + more + open_doubt


def _check_denials(draft: Draft) -> None:
    """Raises Unread where an amount is stated for uses for which there is none: "$9.95 below 1,000, $0 from 900"."""
    denials = [("CREDIT" if noun == "CREDIT" else "FEE", band) for noun, band in draft.denials]
    stated = [one for one in draft.statements if one.usd]
    noughts = [one for one in draft.statements if not one.usd and one.band is not None]
    is_denied = any(
        one.noun == noun and (one.band or Band()).meets(band) for noun, band in denials for one in stated
    )
    if is_denied or any(_is_nought_within(nought, one) for nought in noughts for one in stated):
        kinds: dict[str, type[UsageCredit | UsageFee]] = {"CREDIT": UsageCredit, "FEE": UsageFee}
        raise StatedAndDeniedError([(kinds[noun], band) for noun, band in denials])


def _is_nought_within(nought: Statement, one: Statement) -> bool:
    """Whether both are for more than one use: "0 to 1,000: $0, from 1,000: $50" is but carelessly said."""
    if nought.noun != one.noun or nought.band is None or one.band is None or one.months or nought.months:
        return False
    start = max(nought.band.min_kwh, one.band.min_kwh)
    ends = [band.max_kwh for band in (nought.band, one.band) if band.max_kwh is not None]
    return not ends or min(ends) > start


def _check_thresholds(draft: Draft) -> None:
    """Raises Unread where "the $100 credit" is said again of another use than before."""
    for at, one in enumerate(draft.statements):
        is_said_again = re.search(rf"(?i)\bthe \${one.usd:f}(?![\d.])", one.sentence) if one.usd else None
        for earlier in draft.statements[:at] if is_said_again and one.band else ():
            is_same = (earlier.noun, earlier.usd, earlier.sentence != one.sentence) == (
                one.noun,
                one.usd,
                True,
            )
            if is_same and earlier.band and earlier.band != one.band:
                raise Unread("Two thresholds for one amount.")


def _is_for_low_use(one: Statement) -> bool:
    is_low = one.band is not None and one.band.min_kwh == 0 and one.band.max_kwh is not None
    return one.noun == "FEE" and bool(one.usd) and is_low and not one.waived_by


def _check_most(draft: Draft) -> None:
    """ "Up to $50: $25 at 1,000 kWh and another $25 at 2,000 kWh". Raises Unread when the credits are other ones."""
    credits_usd = [one.usd for one in draft.statements if one.noun == "CREDIT"]
    for one in draft.statements:
        if one.noun == "MOST" and one.usd not in (sum(credits_usd), max(credits_usd, default=None)):
            raise Unread("An upper limit without its steps.")


def _with_waived_base(draft: Draft) -> Draft | None:
    """ "$9.95 monthly fee, $0 from 1,000 kWh": the base as a fee below; open whether the nought is meant for it.

    As doubtful as the draft itself where the text says so: "$9.95 base charge, no base charge from 1,000 kWh".
    """
    bases = [
        one
        for one in draft.statements
        if one.noun == "BASE" and one.usd and one.band is None and not one.waived_by
    ]
    denied = [(noun, band) for noun, band in draft.denials if noun in ("BASE", "FEE") and band.is_one_sided]
    if len(bases) == len(denied) == 1 and not any(
        one.noun == "FEE" and one.usd and one.band for one in draft.statements
    ):
        ((noun, band),) = denied
        fee = msgspec.structs.replace(bases[0], noun="FEE", band=band.complement())
        return draft.but(
            statements=tuple(fee if one is bases[0] else one for one in draft.statements),
            doubt=draft.doubt + (noun != "BASE"),
        )
    noughts = [
        one
        for one in draft.statements
        if not one.usd and one.noun in ("BASE", "FEE") and one.band is not None and one.band.max_kwh is None
    ]
    if len(noughts) != 1 or len(bases) != 1 or noughts[0].band is None:
        return None
    fee = msgspec.structs.replace(bases[0], noun="FEE", band=noughts[0].band.complement())
    others = tuple(one for one in draft.statements if one not in (noughts[0], bases[0]))
    return draft.but(statements=(fee, *others), doubt=draft.doubt + 1)


def _fixed(draft: Draft) -> tuple[tuple[Charge, ...], bool]:
    """What does not depend on use, and whether the text says that there is no fee."""
    charges: list[Charge] = []
    has_no_fee = draft.has_no_fee
    base: Statement | None = None
    one_time_usd = usd_per_day = Decimal(0)
    for one in draft.statements:
        if one.noun == "BASE":
            if base is not None and (base.usd, base.waived_by) != (one.usd, one.waived_by):
                raise Unread("Two base charges.")
            base = one
        elif one.noun == "DAILY":
            usd_per_day += one.usd
        elif one.noun == "ONE_TIME":
            one_time_usd += one.usd
        elif one.usd == 0 and one.noun not in _NO_CHARGE:
            has_no_fee = True
        elif one.noun == "LOW_USE" or (one.noun == "FEE" and not (one.band or one.waived_by)):
            raise Unread("A fee without a condition.")
        elif (
            one.noun == "CREDIT"
            and not (one.band or one.bills or one.months)
            and _OF_FIRST_BILLS.search(fold(one.sentence))
        ):
            raise Unread("A credit for some bills only.")
        elif one.noun == "CREDIT" and not (
            one.band or one.conditions or one.months or one.bills or _is_in_every_bill(one, draft)
        ):
            raise Unread("A credit without a condition.")
    if base is not None and draft.has_no_base and base.usd and names_a_base(base.sentence):
        raise StatedAndDeniedError
    if base is not None or draft.has_no_base:
        charges.append(
            BaseCharge(usd=base.usd, waived_by=base.waived_by, sentence=base.sentence)
            if base
            else BaseCharge(usd=Decimal(0))
        )
    if usd_per_day:
        charges.append(DailyCharge(usd_per_day=usd_per_day))
    if one_time_usd:
        charges.append(OneTimeCharge(usd=one_time_usd))
    return tuple(charges), has_no_fee


def _is_in_every_bill(one: Statement, draft: Draft) -> bool:
    """Whether a credit is for every month, and no word of the text may say for whom or when."""
    return (
        one.in_every_bill
        and draft.prose <= _LIMITS_NOTHING
        and not has_unknown_words(one.sentence)
        and not _names_a_use(one.sentence)
    )


def _names_a_use(sentence: str) -> bool:
    """Whether a sentence speaks of kWh, and not of a price for each: "applies at kWh or more"."""
    return _OF_KWH.search(_PER_KWH.sub(" ", fold(sentence))) is not None


def _amounts(
    statements: Sequence[Statement], denials: Sequence[tuple[str, Band]]
) -> Iterator[tuple[tuple[Charge, ...], int]]:
    """The credits and fees: those that meet add up or replace each other, open edges count or not."""
    stated: list[Statement] = []
    for one in _with_later_conditions(statements):
        same = any(_said_again(one, other) for other in stated)
        same = same or _is_mirrored(one, statements)
        if one.noun in ("CREDIT", "FEE") and one.usd and not (same and not one.is_additional):
            stated.append(one)
    open_edges = [at for at, one in enumerate(stated) if _has_open_edge(one, denials)]
    for meant in product((False, True), repeat=min(len(open_edges), _MOST_OPEN_EDGES)):
        moved = list(stated)
        for at, is_meant in zip(open_edges, meant, strict=False):
            if is_meant:
                moved[at] = msgspec.structs.replace(stated[at], band=_with_edge(stated[at].band or Band()))
        for variant, doubt in _together(moved):
            yield tuple(_charge(one) for one in variant), doubt + _DOUBT_OF_AN_EDGE * any(meant)


def _is_mirrored(one: Statement, statements: Sequence[Statement]) -> bool:
    """Whether a fee only says what a credit is worth: "$10 off with AutoPay. Without it your bill is $10 more."."""
    return bool(one.waived_by) and any(
        (other.noun, other.usd, other.conditions, other.band) == ("CREDIT", one.usd, one.waived_by, one.band)
        for other in statements
    )


def _with_later_conditions(statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statements, where "AutoPay is needed for the $50 credit" adds its condition to the credit before."""
    kept: list[Statement] = []
    for one in statements:
        at = next((at for at, other in enumerate(kept) if _is_condition_of(one, other)), None)
        if at is None:
            kept.append(one)
        else:
            kept[at] = msgspec.structs.replace(kept[at], conditions=one.conditions, doubt=one.doubt)
    yield from kept


def _is_condition_of(one: Statement, other: Statement) -> bool:
    is_bare = one.band is None and one.months is None and not one.is_additional and one.conditions != ()
    same_amount = (one.noun, one.usd) == (other.noun, other.usd) and one.noun == "CREDIT"
    return is_bare and same_amount and other.band is not None and not other.conditions


def _said_again(one: Statement, other: Statement) -> bool:
    return (one.noun, one.usd, one.band, one.months, one.bills, one.conditions, one.waived_by) == (
        other.noun, other.usd, other.band, other.months, other.bills, other.conditions, other.waived_by,
    )  # fmt: skip


def _has_open_edge(one: Statement, denials: Sequence[tuple[str, Band]]) -> bool:
    """Whether a limit may hold at its own use too, and no word denies it: "no credit at 1,000 kWh or below"."""
    if one.band is None or not one.band.is_open:
        return False
    moved = _with_edge(one.band)
    return not any(
        (noun == "CREDIT") is (one.noun == "CREDIT") and moved.meets(band) for noun, band in denials
    )


def _with_edge(band: Band) -> Band:
    """ "Over 1,000" where 1,000 itself is meant too."""
    return Band(band.min_kwh - 1, band.max_kwh)


def _together(stated: Sequence[Statement]) -> Iterator[tuple[tuple[Statement, ...], int]]:
    """Amounts for the same use: said to add up, or open whether they add up or the later takes the earlier's place."""
    instead: list[Statement | None] = list(stated)
    is_open = False
    for at, later in enumerate(stated):
        for place in range(at):
            earlier = instead[place]
            if earlier is not None and _may_replace(earlier, later):
                is_open = True
                instead[place] = _without_overlap(earlier, later)
    says_instead = any(one.is_instead for one in stated)
    if not is_open or not says_instead:
        yield tuple(stated), int(is_open)
    if is_open and None not in instead:
        doubt = (1 + _DOUBT_OF_AN_EDGE * any(map(_is_in_all_bills, stated))) * (not says_instead)
        yield tuple(one for one in instead if one is not None), doubt


def _is_in_all_bills(one: Statement) -> bool:
    """Whether an amount is of every bill, which another for much use seldom takes the place of."""
    return one.band in (None, Band()) and not (one.months or one.bills)


def _may_replace(earlier: Statement, later: Statement) -> bool:
    return (
        earlier.noun == later.noun
        and earlier.bills == later.bills
        and not (earlier.conditions or later.conditions or earlier.waived_by or later.waived_by)
        and (earlier.band or Band()).meets(later.band or Band())
        and not later.is_additional
        and not _is_same_above(earlier, later)
        and not (earlier.months and later.months and set(earlier.months).isdisjoint(later.months))
        and not (earlier.usd == later.usd and earlier.band == later.band and earlier.months == later.months)
    )


def _is_same_above(earlier: Statement, later: Statement) -> bool:
    """The same amount for more use, "$35 at 1,000 kWh, $35 at 2,000": in place of the first it would say nothing."""
    first, second = earlier.band or Band(), later.band or Band()
    is_above = first.max_kwh is None and second.max_kwh is None and second.min_kwh > first.min_kwh > 0
    return earlier.usd == later.usd and is_above


def _without_overlap(earlier: Statement, later: Statement) -> Statement | None:
    """The earlier amount where the later one does not hold; None where that is no single band."""
    first, second = earlier.band or Band(), later.band or Band()
    if later.months and not earlier.months:
        others = tuple(month for month in range(1, 13) if month not in later.months)
        return msgspec.structs.replace(earlier, months=others) if first == second else None
    if (
        first.max_kwh is not None
        and second.max_kwh is None
        and first.max_kwh > second.min_kwh > first.min_kwh
    ):
        return None  # "500 to 1,099 kWh: $25, from 1,000 kWh: $75": both say where they hold.
    if second.max_kwh is None and second.min_kwh > first.min_kwh:
        return msgspec.structs.replace(earlier, band=Band(first.min_kwh, second.min_kwh - 1))
    if (
        second.min_kwh == 0
        and second.max_kwh is not None
        and (first.max_kwh is None or first.max_kwh > second.max_kwh)
    ):
        return msgspec.structs.replace(earlier, band=Band(second.max_kwh + 1, first.max_kwh))
    return None


def _charge(one: Statement) -> Charge:
    band = one.band or Band()
    kind = UsageCredit if one.noun == "CREDIT" else UsageFee
    return kind(
        usd=one.usd,
        min_kwh=band.min_kwh,
        max_kwh=band.max_kwh,
        months=one.months,
        bills=one.bills,
        conditions=one.conditions,
        waived_by=one.waived_by,
        sentence=one.sentence or None,
    )
