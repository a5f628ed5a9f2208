"""From the figures of a label with their roles to charges: each way that they can be put together."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

import msgspec

from choosemypower.documents.bands import Band, Unread, items_of
from choosemypower.documents.figures import Figure, Unit
from choosemypower.documents.hours import part_named
from choosemypower.documents.label_extras import on_one_line, only_amount, solar_credits, vehicle_charges
from choosemypower.documents.label_hours import (
    hourly_prices,
    hours_given_away,
    label_of,
    parts_of,
    with_free_delivery,
)
from choosemypower.documents.label_seasons import months_of, seasonal_prices, seasons_of
from choosemypower.documents.roles import Role, is_prose, listed_roles, roles_of
from choosemypower.documents.tokens import tokens_of
from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charge,
    Charges,
    Condition,
    DailyCharge,
    Delivery,
    EnergyDiscount,
    EnergyTier,
    OneTimeCharge,
    PriceByTotal,
    UsageCredit,
    UsageFee,
)

_LEAST_DAILY_USD = Decimal("0.01")
_MOST_COMBINATIONS = 96
_MOST_ATTEMPTS = 600
_SAYS_BUNDLED = re.compile(
    r"bundled|(delivery|tdu|tdsp) charges? (are |is )?(already )?(included|incl\.) in"
    r"|\(?(includes?|including) (all )?(tdu|tdsp|oncor|utility|delivery)( delivery)? charges\)"
    r"|all delivery charges .{0,40}included"
    r"|cargos de entrega .{0,30}incluid|included in (the )?(variable |energy )?(rate|charge|price)"
)
_SAYS_PASSED_THROUGH = re.compile(
    r"pass(ed)?[- ]?through|tariff|tdu delivery charges|delivery charges|\btdu\b|\btdsp\b"
)
_REST = re.compile(
    r"thereafter|remaining|all other|additional kwh|above that|after that|despues|restante|adicional"
)
_NEXT_KWH = re.compile(r"(?:next|siguientes) ([\d,]+)\s*kwh")
_BAND_CELL = re.compile(
    r"(?:(?:up to|over|above|under|below|less than|more than|greater than|>=?|<=?|mas de|hasta)\s*[\d,]+\s*kwh"
    r"|[\d,]+\s*(?:kwh\s*)?(?:-|to|a)\s*[\d,]+\s*kwh|[\d,]+\s*(?:\+\s*kwh|kwh\s*(?:\+|or more|and above|o mas)))"
)
_LINES_OF_A_HEADER = 4
_WAIVED = re.compile(r"waive|does not apply|not charged|exent[oa]|no aplica")
_NOT_WAIVED = re.compile(r"\b(not|never|no) (be )?waive|no (se )?(exim|elimin)")
_PERCENT_OFF = re.compile(
    r"(?<![\d.])(\d{1,2}(?:\.\d{1,2})?) ?% (?:off|discount|descuento|de descuento)"
    r"(?: (?:on|off|of|from|en|sobre))?(?: (?:the|your|all|of|el|su))* "
    r"(?:energy (?:charges?|rate|price)|cargo por energia)"
    r"|(?:energy (?:charge )?discount|descuento (?:de|sobre la) energia)(?: of| de)?:? (\d{1,2}(?:\.\d{1,2})?) ?%"
)
_FIRST_MONTHS = re.compile(
    r"(first|initial|primer\w*) (\w+ )?(\(?\d+\)? )?(months?|billing cycles?|mes(es)?|ciclos?)"
    r"|introductory|promotional (rate|price|period)"
)
_ONLY_ABOVE = re.compile(
    r"energy charge (?:is )?only (?:applies|applicable) to (?:usage )?(?:above|over) ([\d,]+)\s*kwh"
)
_CONDITIONS = (
    (Condition.AUTOPAY, re.compile(r"auto[- ]?pay|automatic payment|pago automatico|autopago")),
    (Condition.PAPERLESS, re.compile(r"paperless|e-?bill|sin papel|electronic bill|factura electronica")),
    (Condition.DEVICE, re.compile(r"thermostat|smart credit|powerwall|\bvpp\b|device|termostato|battery")),
    (Condition.SOLAR, re.compile(r"solar|buy-?back")),
    (Condition.VEHICLE, re.compile(r"\bev\b|vehicle")),
)  # fmt: skip


class Candidate(msgspec.Struct, frozen=True):
    """One way to put the figures of a label together."""

    charges: Charges
    unlikeliness: int
    """How far its roles are from the words beside the figures: 0 for the words themselves."""


def candidates(folded: str, figures: Sequence[Figure], reasons: list[str]) -> Iterator[Candidate]:
    """Each way to put the figures together, the likeliest first; why a way makes no label goes into `reasons`."""
    options = list(_options(folded, figures))
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


def _options(folded: str, figures: Sequence[Figure]) -> Iterator[tuple[Role, ...]]:
    previous: Role | None = None
    listed = listed_roles(folded, figures)
    for at, figure in enumerate(figures):
        roles = roles_of(figure, previous) or (Role.NO_CHARGE,)
        if at in listed:
            roles = (listed[at], *(role for role in roles if role is not listed[at]))
        previous = roles[0]
        yield roles


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
    try:
        delivery = _delivery(folded, by_role[Role.DELIVERY])
        items = [*_fixed(folded, by_role), *_amounts(folded, by_role)]
        for energy in _energy(folded, by_role):
            yield Charges(items=(*energy, *items), delivery=delivery)
    except Unread as reason:
        reasons.append(str(reason))


def _delivery(folded: str, figures: Sequence[Figure]) -> Delivery:
    by_month = only_amount([one for one in figures if one.unit is Unit.MONTH])
    by_kwh = only_amount(
        [one for one in figures if one.unit is Unit.KWH and part_named(label_of(one)) is None]
    )
    if by_kwh is None:
        hourly = [one.usd for one in figures if one.unit is Unit.KWH]
        by_kwh = max(hourly, default=None)
    is_nothing = not by_month and not by_kwh
    if is_nothing and _SAYS_BUNDLED.search(on_one_line(folded)):
        return BUNDLED
    return Delivery(usd_per_month=by_month, usd_per_kwh=by_kwh)


def _fixed(folded: str, by_role: dict[Role, list[Figure]]) -> Iterator[Charge]:
    bases = [one for one in by_role[Role.BASE] if _band(one) is None]
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
        yield OneTimeCharge(usd=one_time_usd)
    yield from vehicle_charges(folded, by_role[Role.VEHICLE])
    yield from solar_credits(folded, by_role[Role.BUYBACK])


def _waived_by(figure: Figure) -> tuple[Condition, ...]:
    """What a home must do so that a charge falls away: "waived with autopay", said behind its amount."""
    words = figure.behind.split("\n\n")[0].replace("\n", " ").split(". ")[0]
    if _WAIVED.search(words) is None or _NOT_WAIVED.search(words):
        return ()
    found = tuple(condition for condition, pattern in _CONDITIONS if pattern.search(words))
    if len(found) > 1 and re.search(r"\b(or|o)\b|/", words):
        raise Unread("A charge that either of two conditions waives.")
    return found


def _amounts(folded: str, by_role: dict[Role, list[Figure]]) -> Iterator[Charge]:
    """Credits, discounts and fees for low use."""
    seen: set[tuple[object, ...]] = set()
    key: tuple[object, ...]
    for one in (*by_role[Role.CREDIT], *by_role[Role.DISCOUNT]):
        if one.usd and _FIRST_MONTHS.search(one.after):
            raise Unread("A credit for the first months only.")
        usd, band, months = abs(one.usd), _band(one), months_of(one)
        key = (usd, band, one.unit, months)
        if not usd or key in seen:
            continue
        seen.add(key)
        conditions = () if band else _conditions_of(folded, one)
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
            )
    for one in (*by_role[Role.FEE], *(base for base in by_role[Role.BASE] if _band(base))):
        band, months = _band(one), months_of(one)
        key = (one.usd, band, "fee", months)
        if not one.usd or key in seen:
            continue
        seen.add(key)
        if band is None:
            raise Unread("A fee for low use without its limit.")
        yield UsageFee(usd=one.usd, min_kwh=band.min_kwh, max_kwh=band.max_kwh, months=months)


def _energy(folded: str, by_role: dict[Role, list[Figure]]) -> Iterator[tuple[Charge, ...]]:
    figures = by_role[Role.ENERGY]
    if not figures:
        raise Unread("The label states no energy charge.")
    if any(_FIRST_MONTHS.search(f"{one.line} {one.after}") for one in figures):
        raise Unread("A price for the first months only.")
    parts = parts_of(folded, figures)
    if any(parts):
        prices = hourly_prices(folded, figures, parts, by_role[Role.DELIVERY])
        yield prices
        yield from with_free_delivery(on_one_line(folded), prices)
        return
    seasons = seasons_of(figures)
    if seasons is not None:
        yield seasonal_prices(figures, seasons)
        return
    if len({one.usd for one in figures}) == 1:
        for prices in hours_given_away(folded, on_one_line(folded), figures[0]):
            yield prices
            yield from with_free_delivery(on_one_line(folded), prices)
    bands = _with_the_rest(_bands_of(folded, figures), figures)
    if any(bands) and len(figures) > 1:
        yield from _banded(figures, bands)
        return
    usd_per_kwh = only_amount(figures)
    assert usd_per_kwh is not None
    above = _ONLY_ABOVE.search(on_one_line(folded))
    if above is not None:
        from_kwh = int(above[1].replace(",", ""))
        yield (
            EnergyTier(to_kwh=from_kwh, usd_per_kwh=Decimal(0)),
            EnergyTier(from_kwh=from_kwh, usd_per_kwh=usd_per_kwh),
        )
        return
    if any(bands):
        raise Unread("A price for a part of the use only.")
    tier = EnergyTier(usd_per_kwh=usd_per_kwh)
    yield (tier,)
    if (discount := _percent_off(folded, usd_per_kwh)) is not None:
        yield tier, discount


def _percent_off(folded: str, usd_per_kwh: Decimal) -> EnergyDiscount | None:
    """The part of the energy price that a label takes off: "10% off the energy charge"."""
    found = list(_PERCENT_OFF.finditer(on_one_line(folded)))
    shares = {Decimal(one[1] or one[2]) / 100 for one in found}
    if len(shares) != 1:
        return None
    around = on_one_line(folded)[max(0, found[0].start() - 40) : found[0].end() + 80]
    if _FIRST_MONTHS.search(around):
        return None
    conditions = tuple(condition for condition, pattern in _CONDITIONS if pattern.search(around))
    return EnergyDiscount(usd_per_kwh=usd_per_kwh * shares.pop(), conditions=conditions)


def _bands_of(folded: str, figures: Sequence[Figure]) -> list[Band | None]:
    """The uses of each price: said beside it, "next 500 kWh", or in the heads of its columns."""
    bands = [_band(one) for one in figures]
    reached: int | None = None
    for at, one in enumerate(figures):
        following = _NEXT_KWH.search(f"{one.line} {one.after}")
        if following is not None and reached is not None:
            bands[at] = Band(reached + 1, reached + int(following[1].replace(",", "")))
        band = bands[at]
        reached = band.max_kwh if band is not None else None
    if any(bands) or len(figures) < 2 or "\n" in folded[figures[0].start : figures[-1].start]:
        return bands
    lines = [line for line in folded[: figures[0].start].split("\n") if line.strip()]
    for line in reversed(lines[-_LINES_OF_A_HEADER:]):
        heads = [band for cell in _BAND_CELL.findall(line) if (band := _band_in(cell)) is not None]
        if len(heads) == len(figures):
            return [*heads]
    return bands


def _band_in(words: str) -> Band | None:
    try:
        items = items_of(tokens_of(words.strip()[:160]))
    except Unread:
        return None
    bands = [item.band for item in items if item.kind in ("BAND", "FIRST_KWH")]
    return bands[0] if len(bands) == 1 else None


def _with_the_rest(bands: Sequence[Band | None], figures: Sequence[Figure]) -> list[Band | None]:
    """The bands of prices; one "thereafter" begins where the highest other ends."""
    ends = [band.max_kwh for band in bands if band is not None and band.max_kwh is not None]
    return [
        Band(max(ends) + 1, None)
        if band is None and ends and _REST.search(f"{one.line} {one.after}")
        else band
        for band, one in zip(bands, figures, strict=True)
    ]


def _banded(figures: Sequence[Figure], bands: Sequence[Band | None]) -> Iterator[tuple[Charge, ...]]:
    """Prices in bands: by tier, and by the month's total; the printed averages tell which."""
    different = {(one.usd, band or Band()) for one, band in zip(figures, bands, strict=True)}
    ordered = sorted(different, key=lambda priced: priced[1].min_kwh)
    tiers: list[EnergyTier] = []
    reached: int | None = 0
    for usd, band in ordered:
        if reached is None or band.min_kwh not in (reached, reached + 1, 1 if reached == 0 else reached):
            raise Unread("Prices that do not follow each other.")
        tiers.append(EnergyTier(from_kwh=reached, to_kwh=band.max_kwh, usd_per_kwh=usd))
        reached = band.max_kwh
    if reached is not None:
        raise Unread("Prices that end.")
    yield tuple(tiers)
    yield tuple(
        PriceByTotal(
            min_kwh=tier.from_kwh + 1 if tier.from_kwh else 0,
            max_kwh=tier.to_kwh,
            usd_per_kwh=tier.usd_per_kwh,
        )
        for tier in tiers
    )


def _band(figure: Figure) -> Band | None:
    """The uses that the words beside a figure limit it to."""
    sentence = (
        re.split(r"(?<=[a-z)])[.;](?:\s|$)", figure.behind)[0].replace("\n", " ") if is_prose(figure) else ""
    )
    for words in (sentence, figure.after, re.split(r"[;,] (?!\d)", figure.line)[-1]):
        band = _band_in(words)
        if band is not None:
            return band.complement() if _WAIVED.search(words) else band
    return None


def _conditions_of(folded: str, figure: Figure) -> tuple[Condition, ...]:
    """What a home must do for a credit without a limit of use: said in its line, else where the label speaks of it."""
    words = f"{label_of(figure)} {figure.after}"
    found = tuple(condition for condition, pattern in _CONDITIONS if pattern.search(words))
    if found:
        return found
    return tuple(
        condition
        for condition, pattern in _CONDITIONS
        if re.search(rf"{pattern.pattern}[^.]{{0,60}} credit", folded)
    )[:1]


def says_passed_through(folded: str) -> bool:
    """Whether the label leaves delivery to the utility's own charge."""
    return (
        _SAYS_PASSED_THROUGH.search(on_one_line(folded)) is not None
        and _SAYS_BUNDLED.search(on_one_line(folded)) is None
    )
