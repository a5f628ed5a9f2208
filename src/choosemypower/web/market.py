"""The plans of the current dataset with their prices, made once per dataset and shared by all pages."""

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.model import Plan
from choosemypower.pricing import PlanCost
from choosemypower.pricing.current import data_date, market_of
from choosemypower.territories.atlas import Atlas
from choosemypower.usage import Profiles, typical_usage

__all__ = ["data_date", "market_of", "typical_costs"]

_typical: "WeakKeyDictionary[Catalogue, dict[str, PlanCost]]" = WeakKeyDictionary()


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
