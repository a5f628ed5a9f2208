"""A small world, made from the plans that a test is about."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from choosemypower.plans.model import Plan
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.queries import read_atlas_from_files
from choosemypower.units import texas_day
from choosemypower.usage import Profiles, read_profiles
from choosemypower.world import World
from tests.support.plans import a_catalogue


def a_world(plans: Iterable[Plan] = (), *, epoch: int = 1, on: date | None = None) -> World:
    """The world of these plans among the real territories, on the day of their listing."""
    catalogue = a_catalogue(plans, epoch=epoch)
    return World(catalogue, _atlas(), _profiles(), on or texas_day(catalogue.dataset.as_of))


@cache
def _atlas() -> Atlas:
    return read_atlas_from_files()


@cache
def _profiles() -> Profiles:
    return read_profiles()
