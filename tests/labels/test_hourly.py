"""A stored label with prices by the hour: the home's own hours reach its bills wherever they are shown."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from choosemypower import ingest
from choosemypower.labels.run import fetch_labels
from choosemypower.settings import Settings
from choosemypower.usage.hours import hours_word
from tests.documents.labels import a_label
from tests.labels.test_fetch import FAST
from tests.labels.test_run import listing, run, the_plan
from tests.standins.labels import LabelServer
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.program import running_program

pytestmark = [pytest.mark.anyio, pytest.mark.db]

NIGHTS = a_label(
    "Daytime Energy Charge 18.0¢ per kWh\nNighttime Energy Charge 0.0¢ per kWh\n"
    "Nighttime hours are 9:00 PM to 6:00 AM. The average prices assume that 35% of usage is at night.\n",
    "18.6¢ 18.2¢ 18.0¢",
)
NIGHT = {21, 22, 23, 0, 1, 2, 3, 4, 5}
AT_NIGHT = hours_word([1 if hour % 24 in NIGHT else 0 for hour in range(48)])
BY_DAY = hours_word([0 if hour % 24 in NIGHT else 1 for hour in range(48)])


@pytest.fixture
def server() -> Iterator[LabelServer]:
    with LabelServer().running() as running:
        yield running


KWH = 12_000
"""A year of `kwh=1000`."""


def year_usd(cents_per_kwh: str, delivery: dict[str, str]) -> Decimal:
    """By hand: this price for every kWh of a year, and Oncor's charges of the day."""
    own, per_kwh = Decimal(cents_per_kwh) / 100, Decimal(delivery["usdPerKwh"])
    return KWH * (own + per_kwh) + 12 * Decimal(delivery["usdPerMonth"])


async def test_a_home_pays_a_stored_label_by_its_own_hours(
    migrated: Settings, server: LabelServer, tmp_path: Path
) -> None:
    settings = await listing(migrated, server, tmp_path, kwh500="0.1860", kwh1000="0.1820", kwh2000="0.1800")
    server.says("/en", NIGHTS)
    assert (await run(settings)).proven == 1
    plan = await the_plan()
    async with running_program(settings) as http:

        async def answers(hours: str) -> tuple[dict[str, Any], list[str]]:
            home = f"kwh=1000{hours}"
            bills = (await http.get(f"/api/v1/plans/{plan.plan_id}/bills?{home}")).json()["data"]
            (listed,) = (await http.get(f"/api/v1/plans?{home}")).json()["data"]
            assert listed["cost"] == bills["cost"]
            pages = [
                await http.get(f"{address}{home}", follow_redirects=True)
                for address in (
                    f"{plan.url}?",
                    "/electricity-plans/dallas?",
                    f"/compare/plans?plan={plan.plan_id}&",
                )
            ]
            assert [page.status_code for page in pages] == [200, 200, 200]
            return bills, [page.text for page in pages]

        delivery = (await http.get("/api/v1/utilities/oncor")).json()["data"]["deliveryCharges"][-1]
        for hours, cents in ((AT_NIGHT, "0"), (BY_DAY, "18")):
            bills, pages = await answers(f"&hours={hours}")
            year = year_usd(cents, delivery)
            assert abs(Decimal(bills["cost"]["usdPerYear"]) - year) < Decimal("0.12")
            assert bills["cost"]["method"] == "label"
            assert bills["cost"]["giveOrTakeUsd"] is None
            assert all("E" not in (line["usageKwh"] or "") for line in bills["months"][0]["lines"])
            for page in pages:
                assert f"${year / 12:,.0f}" in page
        without, (page, city, compared) = await answers("")
        low, high = map(Decimal, without["cost"]["byDayUsdPerYear"])
        assert year_usd("0", delivery) < low < high < year_usd("18", delivery)
        assert without["cost"]["usdPerYear"] is None
        assert "35% of usage, by the label" in page
        for text in (page, city, compared):
            assert f"${low / 12:,.0f}" in text
            assert f"${high / 12:,.0f}" in text


async def test_a_run_that_was_cut_short_goes_on_where_it_was(
    migrated: Settings, server: LabelServer, tmp_path: Path
) -> None:
    rows = [a_listing_row(Product=f"Saver {at}", FactsURL=f"{server.url}/{at}") for at in (1, 2, 3)]
    await ingest.run(str(a_listing_file(tmp_path, *rows)), settings=migrated)
    settings = msgspec.structs.replace(migrated, label_stand_ins=server.host, use_cached_data=True)
    for at in (1, 2, 3):
        server.says(f"/{at}", NIGHTS)

    class Cut(Exception):
        pass

    def cut_after_two(_: str, done: int, of: int) -> None:
        assert of == 3
        if done == 2:
            raise Cut

    with pytest.raises(ExceptionGroup):
        await fetch_labels(settings, progress=cut_after_two, policy=FAST)
    report = await fetch_labels(settings, progress=lambda *_: None, policy=FAST)
    assert (report.recent, report.fetched) == (2, 1)
    assert [server.asked.count(f"/{at}") for at in (1, 2, 3)] == [1, 1, 1]
