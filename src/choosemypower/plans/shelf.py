"""Where this process keeps the current catalogue, and how it is exchanged for the next one."""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from choosemypower.datasets.follow import EpochFollower, Published
from choosemypower.datasets.model import Dataset
from choosemypower.errors import NoDataError
from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.queries import read_catalogue
from choosemypower.settings import Settings

log = logging.getLogger(__name__)

FIRST_LOOK_SECONDS = 3.0


class Shelf:
    """Holds one catalogue at a time; a reader takes it once per request."""

    def __init__(self, settings: Settings) -> None:
        self.catalogue: Catalogue | None = None
        self.epoch: int | None = None
        """The catalogue's; an attribute, because the page cache reads it for every request."""
        self.on_change: list[Callable[[Catalogue], None]] = []
        """Called after each exchange, e.g. to prepare prices ahead of the first visitor."""
        self.on_confirm: list[Callable[[Dataset, Dataset], None]] = []
        """Called with the dataset before and after when the listing was seen again, unchanged."""
        self._follower = EpochFollower(settings, self._exchange)
        self._looked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def get(self) -> Catalogue:
        """The current catalogue. Raises NoDataError when nothing was ever loaded."""
        if self.catalogue is None:
            raise NoDataError("No listing has been loaded yet. Try again in a minute.")
        return self.catalogue

    @property
    def is_database_reachable(self) -> bool:
        return self._follower.is_connected

    async def start(self) -> None:
        """Begin to follow; returns when the first look is done, or was impossible."""
        self._task = asyncio.create_task(self._follower.run(), name="follow-epoch")
        try:
            await asyncio.wait_for(self._looked.wait(), FIRST_LOOK_SECONDS)
        except TimeoutError:
            log.warning("The database has not answered yet; pages will come once it does.")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _exchange(self, published: Published | None) -> None:
        if published is not None and published.epoch != self.epoch:
            catalogue = await read_catalogue(published.epoch)
            if catalogue is not None:
                self.catalogue = catalogue
                self.epoch = catalogue.epoch
                for react in self.on_change:
                    react(catalogue)
                log.info("Serving dataset %s with %s plans.", catalogue.epoch, len(catalogue.plans))
        elif published is not None and self.catalogue is not None:
            dataset = self.catalogue.dataset
            if dataset.confirmed_at != published.confirmed_at:
                confirmed = msgspec.structs.replace(dataset, confirmed_at=published.confirmed_at)
                self.catalogue = self.catalogue.confirmed(confirmed)
                for tell in self.on_confirm:
                    tell(dataset, confirmed)
        self._looked.set()
