"""Which reading of a fee text the three printed prices prove.

What is left of the three bills after a reading must be one straight line within rounding, with a fixed part and a slope
that delivery and market allow. A reading is believed when the prices prove it, or when the text alone is clear and the
prices do not speak against it.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec

from choosemypower.documents.charge_words import in_words
from choosemypower.documents.fee_text import propose
from choosemypower.documents.lenient import DOUBT_OF_LENIENCE
from choosemypower.documents.proposals import Proposal, Proposals, key_of
from choosemypower.documents.text_alone import believed_alone
from choosemypower.plans.charges import (
    BaseCharge,
    Basis,
    Charge,
    DailyCharge,
    EnergyTier,
    FeeReading,
    PriceByTotal,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.plans.model import Prices
from choosemypower.pricing.line_fit import PRINTED_AT_KWH
from choosemypower.pricing.listing import (
    SteppedLine,
    is_straight,
    line_after,
    straight_line_residual,
)
from choosemypower.units import usd_from_cents

_PRICE_STEP = Decimal("0.00001")
_LOWEST_USD_PER_KWH = usd_from_cents(Decimal(2))
_HIGHEST_USD_PER_KWH = usd_from_cents(Decimal(60))
_LOWEST_FIXED_USD = Decimal(-20)
"""Less than nothing: a credit that the list does not explain, as for autopay."""
_LEAST_LIKELY_FIXED_USD = Decimal(-6)
_HIGHEST_FIXED_USD = Decimal(80)
_MOST_DELIVERY_USD_PER_KWH = usd_from_cents(Decimal(12))
_DAYS_OF_A_MONTH = 30
_MOST_DELIVERY_USD = Decimal(15)
_ROUNDING_USD_PER_KWH = usd_from_cents(Decimal("0.2"))
_ROUNDING_USD = Decimal(2)
_LEAST_MOVED_USD = Decimal("0.01")
"""A charge that moves the line by less, as one of every bill, tells nothing of its amount."""
_LARGEST_EFFECT_OF_ROUNDING_USD = Decimal(3)
_LEAST_BESIDE_THE_GRAMMAR = DOUBT_OF_LENIENCE + 1
"""Where the grammar reads a text, what the words beside its amounts allow needs to be this plain."""


@lru_cache(maxsize=4096)
def read_fees(text: str, prices: Prices | None = None) -> FeeReading:
    """What a Fees/Credits text states, as far as it or the printed prices say so. Never raises."""
    proposals = propose(text)
    return _alone(proposals) if prices is None else _proved(proposals, prices)


def _alone(proposals: Proposals) -> FeeReading:
    """What the text says without any prices."""
    believed = believed_alone(proposals)
    if believed is not None:
        return _reading(believed, ReadState.READ)
    note = proposals.note or "A text that can be read in several ways."
    return FeeReading(state=ReadState.UNREAD, sentences=proposals.sentences, note=note)


def _is_of_some_uses(charge: Charge) -> bool:
    """Whether a charge is a credit or a fee that a use decides: of others no word beside an amount is enough."""
    is_in_band = isinstance(charge, UsageCredit | UsageFee) and (charge.min_kwh, charge.max_kwh) != (0, None)
    return is_in_band and not charge.conditions


def _proved(proposals: Proposals, prices: Prices) -> FeeReading:
    if proposals.flat_until_kwh is not None:
        flat = _flat_bill(proposals, prices)
        if flat is not None:
            return flat
    averaged = [
        _as_averaged(proposal, prices, leaves_seasons_out=proposals.leaves_seasons_out)
        for proposal in proposals.readings
    ]
    fits = [proposal for proposal in averaged if _fits(proposal, prices)]
    best = _least_doubtful(_proven(fits, proposals, prices))
    if len(best) == 1:
        return _reading(best[0], ReadState.PROVEN)
    if best:
        return _open(proposals, best)
    clear = [proposal for proposal in fits if not proposal.doubt]
    if len(clear) > 1:
        return _open(proposals, clear)
    certain = clear or [proposal for proposal in fits if proposal.certainty]
    said = certain[0] if len(certain) == 1 else _said_alone(proposals, fits)
    if said is not None:
        return _reading(said, ReadState.READ)
    if fits:
        return FeeReading(
            state=ReadState.UNREAD,
            sentences=proposals.sentences,
            note="The text leaves open what it means, and the printed prices do not tell.",
        )
    return _not_proved(proposals, prices)


def _said_alone(proposals: Proposals, fits: Sequence[Proposal]) -> Proposal | None:
    """The reading that the words tell by themselves, where the prices fit it too."""
    said = believed_alone(proposals)
    return next((one for one in fits if said is not None and key_of(one) == key_of(said)), None)


def _proven(fits: Sequence[Proposal], proposals: Proposals, prices: Prices) -> list[Proposal]:
    """Of the readings that the prices fit those that they prove, alone or by ruling out every other."""
    of_grammar = [proposal for proposal in proposals.readings if proposal.doubt < DOUBT_OF_LENIENCE]
    if len(fits) == 1 < len(of_grammar) and fits[0].doubt == of_grammar[0].doubt:
        return list(fits)
    return [
        proposal
        for proposal in fits
        if _is_likely(proposal, proposals.readings) and _is_told_by(proposal, prices)
    ]


def _is_likely(proposal: Proposal, readings: Sequence[Proposal]) -> bool:
    """Whether no reading of its kind is likelier by the words: prices that fit it by chance prove nothing.

    "Over 1,000 kWh" may mean 1,000 itself too, however likely that is.
    """
    is_lenient = proposal.doubt >= DOUBT_OF_LENIENCE
    of_kind = [one for one in readings if (one.doubt >= DOUBT_OF_LENIENCE) is is_lenient]
    least = min(one.doubt for one in of_kind)
    if is_lenient and len(of_kind) < len(readings):
        least = min(least, _LEAST_BESIDE_THE_GRAMMAR)
    likely = [one for one in of_kind if one.doubt <= least + is_lenient]
    return proposal.doubt <= least + is_lenient or any(_differ_by_edges(proposal, one) for one in likely)


def _differ_by_edges(proposal: Proposal, other: Proposal) -> bool:
    """Whether two readings are the same but for where "over" and "under" begin and end."""
    return len(proposal.charges) == len(other.charges) and all(
        one == same
        or (
            isinstance(one, UsageCredit | UsageFee)
            and isinstance(same, UsageCredit | UsageFee)
            and one == msgspec.structs.replace(same, min_kwh=one.min_kwh, max_kwh=one.max_kwh)
            and abs(one.min_kwh - same.min_kwh) <= 1
            and (one.max_kwh is None) == (same.max_kwh is None)
            and abs((one.max_kwh or 0) - (same.max_kwh or 0)) <= 1
        )
        for one, same in zip(proposal.charges, other.charges, strict=True)
    )


def _least_doubtful(proposals: Sequence[Proposal]) -> list[Proposal]:
    least = min((proposal.doubt for proposal in proposals), default=None)
    return [proposal for proposal in proposals if proposal.doubt == least]


def _open(proposals: Proposals, best: Sequence[Proposal]) -> FeeReading:
    """Unread, with what the prices leave open."""
    readings = "; ".join(in_words(one.charges) for one in best[:3])
    note = f"The printed prices fit several readings: {readings}."
    return FeeReading(state=ReadState.UNREAD, sentences=proposals.sentences, note=note)


def _as_averaged(proposal: Proposal, prices: Prices, *, leaves_seasons_out: bool) -> Proposal:
    """The proposal with the conditions that the averages meet: some hold what autopay gives or waives, some do not."""
    charges = proposal.charges
    if leaves_seasons_out and not _fits(proposal, prices) and any(charge.months for charge in charges):
        return msgspec.structs.replace(proposal, averages_hold_seasons=False)
    if _fits(proposal, prices) or not any(charge.waived_by or charge.conditions for charge in charges):
        return proposal
    for_credits = tuple(dict.fromkeys(condition for charge in charges for condition in charge.conditions))
    for met in (for_credits, ()):
        others = msgspec.structs.replace(proposal, averages_meet=met)
        if _fits(others, prices):
            return others
    return proposal


def _not_proved(proposals: Proposals, prices: Prices) -> FeeReading:
    if not proposals.readings:
        return FeeReading(state=ReadState.UNREAD, sentences=proposals.sentences, note=proposals.note)
    first = proposals.readings[0]
    if first.doubt and proposals.note:
        return FeeReading(state=ReadState.UNREAD, sentences=proposals.sentences, note=proposals.note)
    if first.doubt:
        return FeeReading(
            state=ReadState.UNREAD,
            sentences=proposals.sentences,
            note="The printed prices fit none of the ways to read this text.",
        )
    fitting = _fitting(first, prices)
    note = "The printed prices do not fit what the text says."
    if fitting:
        note = f"The text says {in_words(first.charges)}; the printed prices fit only {in_words(fitting)}."
    reading = _reading(first, ReadState.CONTRADICTED)
    return msgspec.structs.replace(reading, fitting=fitting, note=note)


def _reading(proposal: Proposal, state: ReadState) -> FeeReading:
    return FeeReading(
        state=state,
        items=proposal.charges,
        averages_meet=proposal.averages_meet,
        averages_hold_seasons=proposal.averages_hold_seasons,
        bundled_delivery=proposal.is_bundled,
        sentences=tuple(dict.fromkeys(one.sentence for one in proposal.charges if one.sentence)),
    )


def _fits(proposal: Proposal, prices: Prices) -> bool:
    """Whether what is left of the prices is a line that delivery and market allow."""
    line = _line(proposal.charges, prices, proposal)
    if line is None or not is_straight(line.residual_usd):
        return False
    if _holds_the_first_kwh(proposal):
        is_flat = abs(line.usd_per_kwh) <= _ROUNDING_USD_PER_KWH
        return is_flat and abs(line.fixed_usd - _stated_fixed_usd(proposal.charges)) <= _ROUNDING_USD
    if not _LOWEST_USD_PER_KWH <= line.usd_per_kwh <= _HIGHEST_USD_PER_KWH:
        return False
    if not _LOWEST_FIXED_USD <= line.fixed_usd <= _HIGHEST_FIXED_USD:
        return False
    return _allows_rates(proposal, line)


def _holds_the_first_kwh(proposal: Proposal) -> bool:
    """Whether a text states the whole bill: delivery and the first kWh are in its base charge."""
    tiers = [one for one in proposal.charges if isinstance(one, EnergyTier)]
    return proposal.is_bundled and bool(tiers) and not tiers[0].usd_per_kwh


def _allows_rates(proposal: Proposal, line: SteppedLine) -> bool:
    """Whether a stated energy price and base charge leave room for a delivery charge, and no more than that."""
    rates = [one.usd_per_kwh for one in proposal.charges if isinstance(one, EnergyTier | PriceByTotal)]
    if rates and not (
        -_ROUNDING_USD_PER_KWH
        <= line.usd_per_kwh - rates[0]
        <= _MOST_DELIVERY_USD_PER_KWH + _ROUNDING_USD_PER_KWH
    ):
        return False
    if _stated_fixed_usd(proposal.charges) > line.fixed_usd + _ROUNDING_USD:
        return False
    return all(
        line.fixed_usd - one.usd <= _MOST_DELIVERY_USD + _ROUNDING_USD
        for one in proposal.charges
        if isinstance(one, BaseCharge) and one.usd and not one.waived_by
    )


def _stated_fixed_usd(charges: Sequence[Charge]) -> Decimal:
    """What a text says that each bill has, whatever the use: no less can stand in the prices."""
    base_usd = sum(
        (one.usd for one in charges if isinstance(one, BaseCharge) and not one.waived_by), Decimal(0)
    )
    by_day = (one.usd_per_day for one in charges if isinstance(one, DailyCharge))
    return base_usd + sum(by_day, Decimal(0)) * _DAYS_OF_A_MONTH


def _line(charges: Sequence[Charge], prices: Prices, read_as: Proposal | None = None) -> SteppedLine | None:
    """What charges leave of the prices, where the averages hold what they hold in a reading."""
    reading = _reading(read_as or Proposal(), ReadState.READ)
    return line_after(prices, msgspec.structs.replace(reading, items=tuple(charges)))


def _is_told_by(proposal: Proposal, prices: Prices) -> bool:
    """Whether the prices would be no line without these charges: then they prove them."""
    plain_usd = straight_line_residual(*prices)
    line = _line(proposal.charges, prices, proposal)
    if line is None or abs(plain_usd - line.residual_usd) <= _LARGEST_EFFECT_OF_ROUNDING_USD:
        return False
    return proposal.doubt < DOUBT_OF_LENIENCE or _needs_all(proposal, prices)


def _needs_all(proposal: Proposal, prices: Prices) -> bool:
    """Whether the prices are no line as soon as one credit or fee is left out."""
    for left_out in proposal.charges:
        others = tuple(charge for charge in proposal.charges if charge is not left_out)
        rest = msgspec.structs.replace(proposal, charges=others)
        if _is_of_some_uses(left_out) and _fits(rest, prices):
            return False
    return True


def _fitting(proposal: Proposal, prices: Prices) -> tuple[Charge, ...]:
    """The one credit or fee of a text with the amount that the prices fit instead; empty where no amount does."""
    stated = [one for one in proposal.charges if isinstance(one, UsageCredit | UsageFee)]
    if len(stated) != 1:
        return ()
    (one,) = stated
    others = tuple(charge for charge in proposal.charges if charge is not one)
    with_it, without = _line(proposal.charges, prices), _line(others, prices)
    if with_it is None or without is None:
        return ()
    moved_usd = without.residual_usd - with_it.residual_usd
    if abs(moved_usd) < _LEAST_MOVED_USD:
        return ()
    usd = _roundest(one.usd * without.residual_usd / moved_usd, abs(one.usd * 3 / moved_usd))
    if usd <= 0:
        return ()
    charges = (*others, msgspec.structs.replace(one, usd=usd))
    line = _line(charges, prices)
    is_likely = line is not None and line.fixed_usd >= _LEAST_LIKELY_FIXED_USD and usd != one.usd
    return (charges[-1],) if is_likely and _fits(Proposal(charges=charges), prices) else ()


def _roundest(usd: Decimal, slack_usd: Decimal) -> Decimal:
    """The roundest amount that rounding of the prices allows: providers charge 125 USD, not 124.38."""
    for step in (25, 5, 1):
        near = (usd / step).quantize(Decimal(1)) * step
        if near > 0 and abs(near - usd) <= slack_usd:
            return near
    return usd.quantize(Decimal("0.01"))


def _flat_bill(proposals: Proposals, prices: Prices) -> FeeReading | None:
    """The same bill up to a use, whose amount the text leaves to the prices; None where they show none."""
    until_kwh = proposals.flat_until_kwh
    bills = [price * kwh for price, kwh in zip(prices, PRINTED_AT_KWH, strict=True)]
    if until_kwh != PRINTED_AT_KWH[1] or abs(bills[0] - bills[1]) > Decimal("0.75"):
        return None
    usd_per_kwh = ((bills[2] - bills[1]) / (PRINTED_AT_KWH[2] - PRINTED_AT_KWH[1])).quantize(_PRICE_STEP)
    if not _LOWEST_USD_PER_KWH <= usd_per_kwh <= _HIGHEST_USD_PER_KWH:
        return None
    sentence = " ".join(proposals.sentences) or None
    return FeeReading(
        state=ReadState.PROVEN,
        items=(
            BaseCharge(usd=bills[0].quantize(Decimal("0.01")), sentence=sentence, basis=Basis.FITTED),
            EnergyTier(from_kwh=0, to_kwh=until_kwh, usd_per_kwh=Decimal(0), sentence=sentence),
            EnergyTier(
                from_kwh=until_kwh,
                to_kwh=None,
                usd_per_kwh=usd_per_kwh,
                sentence=sentence,
                basis=Basis.FITTED,
            ),
        ),
        bundled_delivery=True,
        sentences=proposals.sentences,
    )
