"""The plans of the current dataset with their prices: worked out once, shared by pages and API."""

from collections.abc import Iterable
from datetime import date
from weakref import WeakKeyDictionary

from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.model import Plan
from choosemypower.pricing.market import PricedMarket, prepare
from choosemypower.pricing.model import PlanCost
from choosemypower.territories.atlas import Atlas
from choosemypower.units import texas_day
from choosemypower.usage import Profiles, typical_usage

_markets: "WeakKeyDictionary[Catalogue, PricedMarket]" = WeakKeyDictionary()
_typical: "WeakKeyDictionary[Catalogue, dict[str, PlanCost]]" = WeakKeyDictionary()


def data_date(catalogue: Catalogue) -> date:
    """The Texas day of the listings: the year shown begins with its month."""
    return texas_day(catalogue.dataset.as_of)


def market_of(catalogue: Catalogue, atlas: Atlas) -> PricedMarket:
    """All plans of a dataset, ready to be priced for any home."""
    market = _markets.get(catalogue)
    if market is None:
        market = prepare(catalogue.plans, atlas.delivery_charges, data_date(catalogue))
        _markets[catalogue] = market
    return market


def typical_costs(
    catalogue: Catalogue, atlas: Atlas, profiles: Profiles, plans: Iterable[Plan]
) -> tuple[PlanCost, ...]:
    """What these plans cost the typical Texas home, for pages that know nothing of the visitor."""
    known = _typical.get(catalogue)
    if known is None:
        costs = market_of(catalogue, atlas).costs(catalogue.plans, typical_usage(profiles).year)
        known = {cost.plan.plan_id: cost for cost in costs}
        _typical[catalogue] = known
    return tuple(known[plan.plan_id] for plan in plans)
