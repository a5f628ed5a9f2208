"""From the figures of a label with their roles to charges: each way that they can be put together."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice, zip_longest

import msgspec

from choosemypower.documents.bands import Band, Unread
from choosemypower.documents.figures import Figure, Unit
from choosemypower.documents.label_asides import is_aside, is_no_twelfth
from choosemypower.documents.label_bands import WAIVED, band_of, band_said, with_noughts
from choosemypower.documents.label_delivery import delivery_of
from choosemypower.documents.label_energy import (
    CONDITIONS,
    FIRST_MONTHS,
    discounted_hours,
    energy_prices,
    is_for_first_kwh,
)
from choosemypower.documents.label_extras import (
    on_one_line,
    only_amount,
    solar_credits,
    vehicle_charges,
)
from choosemypower.documents.label_hours import (
    label_of,
)
from choosemypower.documents.label_limits import refuse_unproven_pairs
from choosemypower.documents.label_seasons import months_of
from choosemypower.documents.label_steps import in_steps
from choosemypower.documents.label_unless import fees_unless_met
from choosemypower.documents.roles import (
    Amounts,
    Role,
    goes_on,
    may_be_no_charge,
    name_behind,
    roles_of,
    with_delivery_known,
)
from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    Charges,
    Condition,
    DailyCharge,
    EnergyDiscount,
    OneTimeCharge,
    UsageCredit,
    UsageFee,
)
from choosemypower.units import MONTHS_IN_YEAR, PRINTED_AT_KWH

_LEAST_DAILY_USD = Decimal("0.01")
_MOST_COMBINATIONS = 96
_MOST_ATTEMPTS = 600
_NOT_WAIVED = re.compile(r"\b(not|never|no) (be )?waive|no (se )?(exim|elimin)")
_SPREAD_OVER = re.compile(
    r"(?:spread|averaged|divided|prorated|distribuid\w+) (?:\w+ )?(?:over|across|en) (\d+) (?:months|meses)"
)
_EVERY_FURTHER = re.compile(
    r"\b(?:every|each|any|all|per|for) (?:further|additional|extra|other|more|excess) (?:kwh|kilo-?watt)"
    r"|\bkwh (?:beyond|above|over|after|past) th(?:at|is|ose)\b|\b(?:every|each|any) kwh (?:more|further|extra)\b"
    r"|\b(?:cada|por) (?:kwh|kilovatio[- ]?hora) (?:adicional|extra|restante|mas)"
)
_ON_FIRST_BILL = re.compile(
    r"(?<!beginning )(?<!starting )(?<!begins )(?<!starts )"
    r"\b(?:on|off|to|in|with|toward) (?:the|your) (?:very )?first (?:monthly |electric )?"
    r"(?:bill|invoice|statement|month|billing (?:cycle|period))\b(?! (?:and|through|to)\b)"
    r"|\b(?:de|en|a) (?:la|su|tu) primera factura\b"
)
_SAME_CONDITION = re.compile(
    r"\bsame (?:condition|terms?|rule|limit|threshold|requirement|usage)|\bmisma (?:condicion|regla)"
)


class Candidate(msgspec.Struct, frozen=True):
    """One way to put the figures of a label together."""

    charges: Charges
    unlikeliness: int
    """How far its roles are from the words beside the figures: 0 for the words themselves."""


def candidates(
    folded: str,
    figures: Sequence[Figure],
    reasons: list[str],
    known: Amounts = frozenset(),
    *,
    is_anywhere: bool = False,
) -> Iterator[Candidate]:
    """Each way to put the figures together, the likeliest first; why a way makes no label goes into `reasons`.

    `known`: what the utility is documented to take. `is_anywhere`: the figures are not of the part with the charges
    alone.
    """
    known &= {(figure.unit, figure.usd) for figure in figures if figure.usd}
    said = _with_energy_somewhere(figures, list(_options(folded, figures)))
    options = [with_delivery_known(figure, roles, known) for figure, roles in zip(figures, said, strict=True)]
    if is_anywhere:
        options = [
            (*option, Role.NO_CHARGE) if may_be_no_charge(folded, figure, roles) else option
            for figure, roles, option in zip(_with_names_behind(figures), said, options, strict=True)
        ]
    seen = 0
    for chosen in islice(_likeliest_first([len(roles) for roles in options]), _MOST_ATTEMPTS):
        roles = [options[at][place] for at, place in enumerate(chosen)]
        for charges in _assemble(folded, figures, roles, reasons):
            seen += 1
            yield Candidate(charges, sum(chosen))
        if seen >= _MOST_COMBINATIONS:
            return


def _likeliest_first(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every choice of one place per size, those near the first places first."""
    waiting = deque([((0,) * len(sizes), 0)])
    while waiting:
        chosen, start = waiting.popleft()
        yield chosen
        for at in range(start, len(sizes)):
            if chosen[at] + 1 < sizes[at]:
                waiting.append(((*chosen[:at], chosen[at] + 1, *chosen[at + 1 :]), at))


def _with_names_behind(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures, each with the name that it shares with the one behind it: "6.1¢ and $4 Delivery"."""
    for figure, following in zip_longest(figures, figures[1:]):
        yield msgspec.structs.replace(figure, after=name_behind(figure, following))


def _options(folded: str, figures: Sequence[Figure]) -> Iterator[tuple[Role, ...]]:
    previous: Role | None = None
    named: tuple[Role, ...] = ()
    unless = fees_unless_met(folded)
    for at, figure in enumerate(figures):
        following = figures[at + 1] if at + 1 < len(figures) else None
        if figure.start in unless or is_aside(folded, figures, at):
            yield (Role.NO_CHARGE,)  # The former is read with its sentence.
            continue
        if is_no_twelfth(figures, at):
            yield (Role.CREDIT,)  # One more, which the averages refuse.
            continue
        shared = msgspec.structs.replace(figure, after=name_behind(figure, following))
        roles = roles_of(shared, previous) or (Role.NO_CHARGE,)
        if named == (Role.DELIVERY,) and goes_on(figure):
            roles = named
        elif figure.unit is Unit.MONTH and len(roles) > 1 and not {Role.FEE, Role.CREDIT} & {*roles}:
            roles = _for_its_uses(figure, roles)
        previous, named = roles[0], roles
        yield roles


def _for_its_uses(figure: Figure, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """The roles of a sum that no words name, if it is limited to some uses: a fee or credit where the averages tell.

    Where they do not, as below 300 kWh, nothing says whether it is added or taken off: no guess is believed.
    """
    band = band_of(figure)
    if band is None or is_for_first_kwh(figure):
        return roles
    if len({band.meets(Band(kwh, kwh)) for kwh in PRINTED_AT_KWH}) > 1:
        return (Role.FEE, Role.CREDIT, *roles)
    return tuple(role for role in roles if role is not Role.BASE)


def _with_energy_somewhere(
    figures: Sequence[Figure], options: Sequence[tuple[Role, ...]]
) -> list[tuple[Role, ...]]:
    """The options; the one price, which words on delivery name, may be that of energy: it holds both."""
    prices = [at for at, one in enumerate(figures) if one.unit is Unit.KWH]
    if any(Role.ENERGY in options[at] for at in prices):
        return list(options)
    lone = [at for at in prices if options[at] == (Role.DELIVERY,)]
    return [(Role.DELIVERY, Role.ENERGY) if lone == [at] else option for at, option in enumerate(options)]


def _assemble(
    folded: str, figures: Sequence[Figure], roles: Sequence[Role], reasons: list[str]
) -> Iterator[Charges]:
    """The charges of figures with these roles; nothing where they do not make one label."""
    by_role: dict[Role, list[Figure]] = {role: [] for role in Role}
    for figure, role in zip(figures, roles, strict=True):
        by_role[role].append(figure)
    if any(one.contradicts_itself for role in Role if role is not Role.NO_CHARGE for one in by_role[role]):
        reasons.append("An amount in dollars and cents at once.")
        return
    _hold_first_kwh(by_role)
    for role in (Role.BASE, Role.FEE):
        by_role[role] = with_noughts(by_role[role])
    try:
        discounted = discounted_hours(folded, by_role)
        delivery = delivery_of(folded, by_role[Role.DELIVERY])
        amounts = list(_amounts(folded, by_role))
        refuse_unproven_pairs(amounts)
        fixed = list(_fixed(folded, by_role))
        stepped = in_steps(amounts)
        for energy in discounted or energy_prices(folded, by_role):
            yield Charges(items=(*energy, *fixed, *amounts), delivery=delivery)
            if stepped is not None:
                yield Charges(items=(*energy, *fixed, *stepped), delivery=delivery)
    except Unread as reason:
        reasons.append(str(reason))


def _hold_first_kwh(by_role: dict[Role, list[Figure]]) -> None:
    """Says of a monthly price that it holds the first kWh where all energy is priced above its limit.

    "$99 for usage up to 1,000 kWh; each kWh above 1,000 kWh costs 14.5¢".
    """
    above = {band_of(one) for one in by_role[Role.ENERGY]}
    (band,) = above if len(above) == 1 else (None,)
    limits = {of_base.max_kwh for one in by_role[Role.BASE] if (of_base := band_of(one)) is not None}
    if band is None and by_role[Role.ENERGY] and len(limits) == 1 and None not in limits:
        is_further = all(_EVERY_FURTHER.search(f"{one.line} {one.after}") for one in by_role[Role.ENERGY])
        band = Band((limits.pop() or 0) + 1) if is_further else None
        above_kwh = 0 if band is None else band.min_kwh - 1
        by_role[Role.ENERGY] = [
            msgspec.structs.replace(one, after=f" above {above_kwh} kwh") if is_further else one
            for one in by_role[Role.ENERGY]
        ]
    if band is None or band.max_kwh is not None:
        return
    limit = band.min_kwh - 1
    by_role[Role.BASE] = [
        msgspec.structs.replace(
            one, after=f" for the first {limit} kwh", behind=f" for the first {limit} kwh"
        )
        if (of_base := band_of(one)) is not None and (of_base.min_kwh, of_base.max_kwh) == (0, limit)
        else one
        for one in by_role[Role.BASE]
    ]


def _banded_bases(by_role: dict[Role, list[Figure]]) -> list[Figure]:
    """Base charges of some uses only: fees."""
    return [one for one in by_role[Role.BASE] if band_of(one) and not is_for_first_kwh(one)]


def _fixed(folded: str, by_role: dict[Role, list[Figure]]) -> Iterator[Charge]:
    fees = _banded_bases(by_role)
    bases = [one for one in by_role[Role.BASE] if one not in fees]
    base_usd = only_amount([one for one in bases if one.unit is Unit.MONTH])
    if base_usd is not None:
        waived_by = {condition for one in bases if one.usd for condition in _waived_by(one)}
        yield BaseCharge(usd=base_usd, waived_by=tuple(one for one in Condition if one in waived_by))
    daily_usd = only_amount([*by_role[Role.DAILY], *(one for one in bases if one.unit is Unit.DAY)])
    if daily_usd:
        if daily_usd < _LEAST_DAILY_USD:
            raise Unread("A daily charge of less than a cent: dollars are likely meant.")
        yield DailyCharge(usd_per_day=daily_usd)
    one_time_usd = only_amount(by_role[Role.ONE_TIME])
    if one_time_usd:
        spread = _SPREAD_OVER.search(on_one_line(folded))
        if spread is not None and int(spread[1]) != MONTHS_IN_YEAR:
            raise Unread("A charge that comes once, spread over another time than a year.")
        yield OneTimeCharge(usd=one_time_usd)
    yield from vehicle_charges(folded, by_role[Role.VEHICLE])
    yield from solar_credits(folded, by_role[Role.BUYBACK])


def _waived_by(figure: Figure) -> tuple[Condition, ...]:
    """What a home must do so that a charge falls away: "waived with autopay", said behind its amount."""
    words = figure.behind.split("\n\n")[0].replace("\n", " ").split(". ")[0]
    if WAIVED.search(words) is None or _NOT_WAIVED.search(words):
        return ()
    found = tuple(condition for condition, pattern in CONDITIONS if pattern.search(words))
    if len(found) > 1 and re.search(r"\b(or|o)\b|/", words):
        raise Unread("A charge that either of two conditions waives.")
    return found


def _amounts(folded: str, by_role: dict[Role, list[Figure]]) -> Iterator[Charge]:
    """Credits, discounts and fees for low use."""
    seen: set[tuple[object, ...]] = set()
    key: tuple[object, ...]
    before: Band | None = None
    for one in (*by_role[Role.CREDIT], *by_role[Role.DISCOUNT]):
        is_first_bill = (
            one.unit is Unit.MONTH and _ON_FIRST_BILL.search(f"{one.line} {one.after}") is not None
        )
        if one.usd and not is_first_bill and FIRST_MONTHS.search(one.after):
            raise Unread("A credit for the first months only.")
        usd, band, months = abs(one.usd), band_said(folded, one), months_of(one)
        if band is None and _SAME_CONDITION.search(one.behind):
            band = before
        before = band
        key = (usd, band, one.unit, months)
        if not usd or key in seen:
            continue
        seen.add(key)
        conditions = () if band else _conditions_of(folded, one)
        if one.unit is Unit.KWH and conditions == (Condition.SOLAR,):
            continue  # For what panels give, not for what the home takes.
        if one.unit is Unit.KWH:
            yield EnergyDiscount(usd_per_kwh=usd, conditions=conditions, months=months)
        else:
            limits = band or Band()
            yield UsageCredit(
                usd=usd,
                min_kwh=limits.min_kwh,
                max_kwh=limits.max_kwh,
                conditions=conditions,
                months=months,
                bills=(1,) if is_first_bill else None,
            )
    for one in (*by_role[Role.FEE], *_banded_bases(by_role)):
        band, months = band_said(folded, one), months_of(one)
        key = (one.usd, band, "fee", months)
        if not one.usd or key in seen:
            continue
        seen.add(key)
        if band is None:
            raise Unread("A fee for low use without its limit.")
        yield UsageFee(usd=one.usd, min_kwh=band.min_kwh, max_kwh=band.max_kwh, months=months)


def _conditions_of(folded: str, figure: Figure) -> tuple[Condition, ...]:
    """What a home must do for a credit without a limit of use: said in its line, else where the label speaks of it."""
    words = f"{label_of(figure)} {figure.after}"
    found = tuple(condition for condition, pattern in CONDITIONS if pattern.search(words))
    if found:
        return found
    return tuple(
        condition
        for condition, pattern in CONDITIONS
        if re.search(rf"{pattern.pattern}[^.]{{0,60}} credit", folded)
    )[:1]
