"""A list of an older month that is seen again: prices that can change are as of the day on which it was seen."""

from datetime import UTC, date, datetime

import pytest

from choosemypower.app import create_app
from choosemypower.datasets.tables import DatasetRow
from choosemypower.settings import Settings
from tests.cache.support import raw_get
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def test_a_price_of_a_month_that_is_over_is_as_of_the_day_on_which_it_was_seen(
    stocked_unconnected: Settings,
) -> None:
    app = create_app(stocked_unconnected, today=lambda: date(2026, 2, 3))
    async with app.litestar.lifespan():
        before = (await raw_get(app.page_cache, "/api/v1/plans.csv"))[2]
        assert b",2026-01-20," not in before
        moment, shelf = datetime(2026, 1, 20, 18, tzinfo=UTC), app.litestar.state.shelf
        await DatasetRow.update({DatasetRow.confirmed_at: moment}).where(DatasetRow.id == shelf.epoch).run()
        await until(lambda: shelf.world.dataset.confirmed_at == moment)
        app.page_cache.forget()
        after = (await raw_get(app.page_cache, "/api/v1/plans.csv"))[2]
    assert b",2026-01-20," in after
