"""Everything that the answers of one epoch are made from, and what is worked out of it once.

    world.catalogue  world.atlas  world.profiles  world.on       plans, places, homes, first day of the year
    world.market     world.typical_costs(plans)                  every plan priced
    world.once(make, key)                                        what `make` works out, kept as long as the world

Leaves to others: reading rows (`plans`, `territories`), arithmetic (`pricing`), what an answer says of it.
"""

from choosemypower.world.model import World
from choosemypower.world.shelf import Shelf

__all__ = ["Shelf", "World"]
