"""What a plan has cost over time: each stretch of the same printed prices, priced for the typical home.

The printed prices of a stretch hold the delivery charge of its day; every year is counted with the one known now, so
that years differ by what the provider asked alone.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from choosemypower.plans.model import Plan, PriceRecord
from choosemypower.territories.model import DeliveryCharge, delivery_on
from choosemypower.usage import typical_usage
from choosemypower.world.model import World


class PricedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch of days with the same prices."""

    record: PriceRecord
    usd_per_year: Decimal | None
    """For the typical home, with the delivery charge known now; None: it cannot be worked out."""
    delivery: DeliveryCharge | None
    """The utility's charge that the printed prices hold; None: not known."""


def priced_history(plan: Plan, records: Sequence[PriceRecord], world: World) -> tuple[PricedRecord, ...]:
    """The stretches of a plan, oldest first, each with its year."""
    year = typical_usage(world.profiles).year
    series = world.atlas.delivery_charges.get(plan.utility, ())
    found = []
    for record in records:
        as_it_was = msgspec.structs.replace(
            plan,
            usd_per_kwh_500=record.usd_per_kwh_500,
            usd_per_kwh_1000=record.usd_per_kwh_1000,
            usd_per_kwh_2000=record.usd_per_kwh_2000,
        )
        if as_it_was == plan:
            as_it_was = plan  # which the market knows already
        # The market priced the present offer by the charge of the present listing.
        day = world.listed_on if as_it_was is plan and world.is_listed(plan) else record.as_of
        (cost,) = world.market_for(as_it_was, record.as_of).costs((as_it_was,), year)
        found.append(
            PricedRecord(
                record=record,
                usd_per_year=cost.usd_per_year,
                delivery=delivery_on(series, day),
            )
        )
    return tuple(found)
