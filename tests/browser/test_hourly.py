"""From the home page to the price of an hourly plan at a home's own hours, where its facts label says the hours."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from choosemypower.settings import Settings
from tests.browser.conftest import meter_file_of_a_year
from tests.browser.journey import PHONE, Journey
from tests.browser.test_journeys import ask_for_zip
from tests.documents.labels import a_label
from tests.standins.labels import LabelServer
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.server import running_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.db]

NIGHTS = a_label(
    "Daytime Energy Charge 18.0¢ per kWh\nNighttime Energy Charge 0.0¢ per kWh\n"
    "Nighttime hours are 9:00 PM to 6:00 AM. The average prices assume that 35% of usage is at night.\n",
    "18.6¢ 18.2¢ 18.0¢",
)
DAY_KWH = 24 * 365
"""Of the meter file: one kWh in each hour from 6 to noon, two in each from noon to 9 in the evening."""
YEAR_KWH = 13_140


def choosemypower(settings: Settings, *words: str, **environment: str) -> None:
    command = [str(Path(sys.executable).with_name("choosemypower")), *words]
    environ = os.environ | {"DATABASE_URL": str(settings.database_url), **environment}
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def site(unconnected: Settings, tmp_path: Path) -> Iterator[str]:
    """With two plans of Oncor's homes, one of them free at night by its label."""
    with LabelServer().running() as labels:
        labels.says("/nights", NIGHTS)
        free = a_listing_row(
            idKey=1, Product="Free Nights 12", TimeOfUse="True", FactsURL=f"{labels.url}/nights",
            kwh500="0.1860", kwh1000="0.1820", kwh2000="0.1800",
        )  # fmt: skip
        listing = a_listing_file(tmp_path, free, a_listing_row(idKey=3, Product="All Day 12"))
        choosemypower(unconnected, "ingest", str(listing))
        choosemypower(unconnected, "labels", "fetch", LABEL_STAND_INS=labels.host, DATA_DIR=str(tmp_path))
    with running_server(unconnected) as url:
        yield url


def year_by_hand(site: str) -> Decimal:
    """What the day's kWh cost at 18 cents, and Oncor's charges of today for all of them."""
    answer = httpx.get(f"{site}/api/v1/utilities/oncor").json()["data"]
    now = answer["deliveryCharges"][-1]
    delivery = YEAR_KWH * Decimal(now["usdPerKwh"]) + 12 * Decimal(now["usdPerMonth"])
    return DAY_KWH * Decimal("0.18") + delivery


@pytest.mark.parametrize("java_script", [True, False], ids=["with JavaScript", "without"])
def test_a_meter_file_gives_an_hourly_plan_its_price_at_the_homes_own_hours(
    site: str, browser: "Browser", java_script: bool
) -> None:
    width, height = PHONE
    with browser.new_context(
        base_url=site, viewport={"width": width, "height": height}, java_script_enabled=java_script
    ) as context:
        page = context.new_page()
        page.goto("/")
        journey = Journey(page)
        ask_for_zip(journey, "75201")
        free = page.locator(".card", has_text="Free Nights 12")
        unknown = journey.see(free.locator(".card-cost"))
        low, high = (int(usd) for usd in re.findall(r"\$(\d+)", unknown.splitlines()[0]))
        assert low < high, "by three stated days, while nobody knows when the home uses power"
        journey.tap(page.locator(".you-box > summary"))
        journey.tap(page.get_by_role("link", name="use my meter file"))
        page.set_input_files("#meter-file", meter_file_of_a_year())
        journey.tap(page.get_by_role("button", name="Read the file"))
        journey.tap(page.get_by_role("link", name=re.compile("^See ")).first)
        page.wait_for_url("**/electricity-plans/dallas?*hours=*")
        year = round(year_by_hand(site))
        said = journey.see(free.locator(".card-year"))
        assert abs(int(re.sub(r"\D", "", said)) - year) <= year // 200, "hours travel as shares of a year"
        month = journey.see(free.locator(".money"))
        journey.tap(free.locator("h3 a"))
        page.wait_for_url("**/electricity-plans/plans/**")
        assert journey.see(page.locator(".money-page")) == month
        assert said.split()[0] in page.inner_text("section[aria-label='Cost for a year']")
        first_month = f"{datetime.now(UTC):%B}"
        assert first_month in page.inner_text("main"), "the year begins this month"
    assert journey.taps <= 7
    assert journey.screens <= 2
