"""The figures in the guides: counted on the list, or worked out from a label, never typed in."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from statistics import median

import msgspec

from choosemypower.plans.model import CancelFeeKind, Plan, RateType
from choosemypower.sentences import list_of
from choosemypower.units import texas_day
from choosemypower.usage import Profiles, parse_usage
from choosemypower.web.filters import usd
from choosemypower.web.home import CliffFigure, find_cliff
from choosemypower.world import World

AT_KWH = 1000
FEWEST = 5
"""A middle of fewer plans says nothing."""
MONTHLY_USD, PER_KWH_USD = Decimal("4.23"), Decimal("0.055833")
ENERGY_USD, FEE_USD, FEE_TO_KWH = Decimal("0.098"), Decimal(8), 1999
"""The label that the guide works through: charges as printed, delivery as of December 29, 2025."""


class LabelRow(msgspec.Struct, frozen=True, kw_only=True):
    kwh: int
    energy: Decimal
    delivery: Decimal
    fee: Decimal

    @property
    def total(self) -> Decimal:
        return self.energy + self.delivery + self.fee

    @property
    def per_kwh(self) -> Decimal:
        return self.total / self.kwh


class KindRow(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    plans: int
    meaning: str


class DeliveryRow(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str
    usd_per_month: Decimal
    usd_per_kwh: Decimal
    at_1000: Decimal
    since: date


class FeeCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Of plans with a fixed price and a term."""

    flat: int
    per_month: int
    none: int
    unknown: int
    usual_usd: Decimal | None

    @property
    def words(self) -> str:
        """ "20 for each month that is left, 375 a single sum, most often $175, and 146 not said"; zeros are no news."""
        usual = f" (most often {usd(self.usual_usd)})" if self.usual_usd is not None else ""
        said = (
            (self.per_month, "for each month that is left"),
            (self.flat, f"a single sum{usual}"),
            (self.none, "none"),
            (self.unknown, "not said"),
        )
        return list_of([f"{count:,} {what}" for count, what in said if count])


class GreenRow(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    green: Decimal
    green_plans: int
    others: Decimal
    other_plans: int


class GuideFacts(msgspec.Struct, frozen=True, kw_only=True):
    as_of: date
    plans: int
    cliff: CliffFigure | None
    with_credits: int
    label_rows: tuple[LabelRow, ...]
    kinds: tuple[KindRow, ...]
    delivery: tuple[DeliveryRow, ...]
    fees: FeeCounts
    green: tuple[GreenRow, ...]
    prepaid: int
    no_deposit: int
    sizes: tuple[tuple[str, int], ...]
    utilities: tuple[tuple[str, str], ...]
    cities: int
    closed_cities: int


def guide_facts(world: World) -> GuideFacts:
    """Ask through `world.once`."""
    plans, atlas = world.catalogue.plans, world.atlas
    return GuideFacts(
        as_of=texas_day(world.dataset.as_of),
        plans=len(plans),
        cliff=world.once(find_cliff),
        with_credits=sum(plan.fees is not None for plan in plans),
        label_rows=tuple(_label_row(kwh) for kwh in (500, 750, 1000, 1500, 2000)),
        kinds=tuple(_kinds(plans)),
        delivery=tuple(_delivery(world)),
        fees=_fees(plans),
        green=tuple(_green(world)),
        prepaid=sum(plan.is_prepaid for plan in plans),
        no_deposit=sum("no-deposit" in plan.features for plan in plans),
        sizes=tuple(_sizes(world.profiles)),
        utilities=tuple(
            (slug, one.name) for slug, one in atlas.utilities.items() if slug in world.catalogue.by_utility
        ),
        cities=len(atlas.cities),
        closed_cities=sum(not city.is_open for city in atlas.cities.values()),
    )


def _label_row(kwh: int) -> LabelRow:
    return LabelRow(
        kwh=kwh,
        energy=ENERGY_USD * kwh,
        delivery=MONTHLY_USD + PER_KWH_USD * kwh,
        fee=FEE_USD if kwh <= FEE_TO_KWH else Decimal(0),
    )


def _kinds(plans: Sequence[Plan]) -> Iterator[KindRow]:
    by_hour = sum(plan.is_time_of_use for plan in plans)
    rates = Counter(plan.rate_type for plan in plans if not plan.is_time_of_use)
    yield KindRow(
        name="Fixed",
        plans=rates[RateType.FIXED],
        meaning="One price for the term; only delivery, grid fees and law may change it.",
    )
    yield KindRow(
        name="Variable", plans=rates[RateType.VARIABLE], meaning="The provider may change it every month."
    )
    yield KindRow(
        name="Indexed", plans=rates[RateType.INDEXED], meaning="It follows a figure that somebody publishes."
    )
    yield KindRow(
        name="By the hour", plans=by_hour, meaning="It depends on when you use power, such as free nights."
    )


def _delivery(world: World) -> Iterator[DeliveryRow]:
    for slug in world.catalogue.by_utility:
        charge = world.atlas.find_delivery_charge(slug, world.on)
        utility = world.atlas.utilities.get(slug)
        if charge is None or charge.usd_per_kwh is None or utility is None:
            continue
        yield DeliveryRow(
            slug=slug,
            name=utility.short_name,
            usd_per_month=charge.usd_per_month,
            usd_per_kwh=charge.usd_per_kwh,
            at_1000=charge.usd_at(AT_KWH) or Decimal(0),
            since=charge.valid_from,
        )


def _fees(plans: Sequence[Plan]) -> FeeCounts:
    fees = [
        plan.cancel_fee for plan in plans if plan.rate_type is RateType.FIXED and not plan.is_month_to_month
    ]
    kinds = Counter(fee.kind for fee in fees)
    sums = Counter(fee.usd for fee in fees if fee.kind is CancelFeeKind.FLAT and fee.usd is not None)
    return FeeCounts(
        flat=kinds[CancelFeeKind.FLAT],
        per_month=kinds[CancelFeeKind.PER_REMAINING_MONTH],
        none=kinds[CancelFeeKind.NONE],
        unknown=kinds[CancelFeeKind.UNKNOWN],
        usual_usd=max(sums, key=lambda usd: (sums[usd], usd)) if sums else None,
    )


def _green(world: World) -> Iterator[GreenRow]:
    for slug, members in world.catalogue.by_utility.items():
        year = [
            plan
            for plan in members
            if plan.rate_type is RateType.FIXED
            and plan.term_months == 12
            and not (plan.is_prepaid or plan.is_time_of_use or plan.suspect)
        ]
        green = [plan.usd_per_kwh_1000 for plan in year if plan.renewable_percent == 100]
        others = [plan.usd_per_kwh_1000 for plan in year if plan.renewable_percent not in (None, 100)]
        utility = world.atlas.utilities.get(slug)
        if utility is not None and min(len(green), len(others)) >= FEWEST:
            yield GreenRow(
                name=utility.short_name,
                green=median(green),
                green_plans=len(green),
                others=median(others),
                other_plans=len(others),
            )


def _sizes(profiles: Profiles) -> Iterator[tuple[str, int]]:
    for sqft in profiles.home_sizes:
        year = parse_usage({"home": str(sqft)}, profiles).year
        yield f"{sqft:,} sq\u00a0ft", year.mean_kwh_per_month
