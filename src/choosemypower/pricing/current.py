"""The plans of the current dataset with their prices: worked out once, shared by pages and API."""

from datetime import date
from weakref import WeakKeyDictionary

from choosemypower.plans.catalogue import Catalogue
from choosemypower.pricing.market import PricedMarket, prepare
from choosemypower.territories.atlas import Atlas
from choosemypower.units import texas_day

_markets: "WeakKeyDictionary[Catalogue, PricedMarket]" = WeakKeyDictionary()


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
