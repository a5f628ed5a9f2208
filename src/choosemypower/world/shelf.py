"""Where this process keeps the current world, and how it is exchanged for the next one."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime

import msgspec

from choosemypower import database
from choosemypower.datasets.follow import EpochFollower, Published
from choosemypower.datasets.model import Dataset
from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.queries import read_catalogue
from choosemypower.pricing import is_price_of
from choosemypower.settings import Settings
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import DeliveryCharge, delivery_on
from choosemypower.territories.queries import read_atlas, read_atlas_from_files, read_delivery_charges
from choosemypower.units import seconds_to_midnight, texas_day, texas_today
from choosemypower.usage import read_profiles
from choosemypower.world.model import World

log = logging.getLogger(__name__)

FIRST_LOOK_SECONDS = 3.0
ATLAS_SECONDS = 5.0


class Shelf:
    """Holds one world at a time; a reader takes it once per request."""

    world: World
    """Known once `start` has returned, at first without a listing where none can be read."""

    def __init__(self, settings: Settings, today: Callable[[], date] = texas_today) -> None:
        self.epoch: int | None = None
        """The world's; an attribute, because the page cache reads it for every request."""
        self.on_change: list[Callable[[World], None]] = []
        """Called after each exchange, e.g. to prepare prices ahead of the first visitor."""
        self.on_confirm: list[Callable[[Dataset, Dataset], None]] = []
        """Called with the dataset before and after when the listing was seen again, unchanged."""
        self._today = today
        self._turning: asyncio.Task[None] | None = None
        self._follower = EpochFollower(settings, self._exchange)
        self._looked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def dataset(self) -> Dataset | None:
        """Which version of the listing is current; None while none was ever loaded."""
        return self.world.dataset if self.epoch is not None else None

    @property
    def is_database_reachable(self) -> bool:
        return self._follower.is_connected

    async def start(self) -> None:
        """Begin to follow; returns when the first look is done, or was impossible."""
        self.world = World(None, await _read_atlas(), read_profiles(), on=self._today())
        self._task = asyncio.create_task(self._follower.run(), name="follow-epoch")
        self._turning = asyncio.create_task(self._turn_with_the_days(), name="turn-days")
        try:
            await asyncio.wait_for(self._looked.wait(), FIRST_LOOK_SECONDS)
        except TimeoutError:
            log.warning("The database has not answered yet; pages will come once it does.")

    async def stop(self) -> None:
        tasks = [task for task in (self._task, self._turning) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _exchange(self, published: Published | None) -> None:
        if published is not None and (
            published.epoch != self.epoch or published.label_revision != self.world.dataset.label_revision
        ):
            catalogue = await read_catalogue(published.epoch)
            if catalogue is not None:
                charges = await read_delivery_charges()  # labels may have added one
                self._show(catalogue, self.world.atlas.with_charges(charges) if charges else None)
                log.info("Serving dataset %s with %s plans.", catalogue.epoch, len(catalogue.plans))
        elif published is not None:
            dataset = self.world.dataset
            if dataset.confirmed_at != published.confirmed_at:
                confirmed = msgspec.structs.replace(dataset, confirmed_at=published.confirmed_at)
                if self._keeps_prices(texas_day(confirmed.confirmed_at)):
                    self.world = self.world.confirmed(confirmed)
                else:  # prices that can change every month are known again, or as of another day
                    self._show(self.world.catalogue.confirmed(confirmed))
                for tell in self.on_confirm:
                    tell(dataset, confirmed)
        self._looked.set()

    def _keeps_prices(self, seen_on: date) -> bool:
        """Whether prices stay though the list was seen again: on the day known, or lately enough then and now."""
        known, on = self.world.seen_on, self.world.on
        return seen_on == known or (is_price_of(on, seen_on) and is_price_of(on, known))

    def _show(self, catalogue: Catalogue, atlas: Atlas | None = None) -> None:
        """Exchange the world for one of this catalogue, read today."""
        self.world = World(
            catalogue,
            atlas or self.world.atlas,
            self.world.profiles,
            self._today(),
            listed_on=texas_day(catalogue.dataset.as_of),
            seen_on=texas_day(catalogue.dataset.confirmed_at),
        )
        self.epoch = catalogue.epoch
        for react in self.on_change:
            react(self.world)

    async def _turn_with_the_days(self) -> None:
        """Read the same listing anew on a day from which the year, or what delivery costs, is another."""
        while True:
            await asyncio.sleep(seconds_to_midnight(datetime.now(UTC)))
            self.turn()

    def turn(self) -> None:
        """Look at the calendar: another month or delivery charge, or a list that is too old, makes another world."""
        before, today = self.world, self._today()
        if self.epoch is not None and (
            _month(before.on) != _month(today)
            or _in_force(before.atlas, before.on) != _in_force(before.atlas, today)
            or is_price_of(before.on, before.seen_on)
            != is_price_of(today, texas_day(before.dataset.confirmed_at))
        ):
            log.info("A new day in Texas, %s: prices are worked out anew.", today)
            self._show(before.catalogue)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _in_force(atlas: Atlas, on: date) -> dict[str, DeliveryCharge | None]:
    return {slug: delivery_on(series, on) for slug, series in atlas.delivery_charges.items()}


async def _read_atlas() -> Atlas:
    """The territories of the database; without it those of this release's files, which are the same."""
    try:
        atlas = await asyncio.wait_for(read_atlas(), ATLAS_SECONDS)
    except Exception as error:  # the database may be absent, empty or unmigrated: pages must still come
        log.warning("Territories are read from the release's files: %s", database.cause(error))
        return read_atlas_from_files()
    return atlas if atlas.zips else read_atlas_from_files()
