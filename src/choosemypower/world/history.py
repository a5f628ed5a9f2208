"""The market's history up to this world's listing, read when somebody asks for it."""

from choosemypower.plans.market_history import MarketStep, read_market_history
from choosemypower.world.model import World


async def market_history(world: World, utility: str) -> tuple[MarketStep, ...]:
    """The steps of one utility's market; empty where no plan was ever listed."""
    return await world.once_read(_read, utility) if utility in world.atlas.utilities else ()


async def _read(world: World, utility: str) -> tuple[MarketStep, ...]:
    return await read_market_history(utility, world.catalogue.epoch)
