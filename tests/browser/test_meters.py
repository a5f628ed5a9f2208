"""The meter of a home in a browser on a phone: by address, by number, and by the file of its readings."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage, meter_file_of_a_year
from tests.browser.journey import PHONE, Journey
from tests.standins.ercot import Ercot, meter_number

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.db,
    pytest.mark.parametrize("java_script", [True, False], ids=["with JavaScript", "without"]),
]
Start = Callable[..., Journey]
REFUSED, UNAVAILABLE = "status of 422", "status of 503"
"""What the browser's console says of such answers."""


@pytest.fixture
def start(open_page: OpenPage, java_script: bool) -> Start:
    def at(path: str, expects: str | None = None) -> Journey:
        page = open_page(path, *PHONE, expects=expects, has_touch=True, java_script_enabled=java_script)
        return Journey(page)

    return at


@pytest.fixture
def healthy(ercot: Ercot) -> Iterator[Ercot]:
    """The look-up, well again afterwards."""
    yield ercot
    ercot.fault = None


def look_up(journey: Journey, field: str, text: str) -> None:
    journey.type(journey.page.locator(field), text)
    journey.tap(journey.page.get_by_role("button", name="Look up"))
    journey.page.wait_for_url("**/meters*")


def test_an_address_leads_over_its_meters_to_the_plans_of_one_and_to_its_sign_up(start: Start) -> None:
    journey = start("/zip/75067")
    page = journey.page
    look_up(journey, "#address", "500 main st")
    assert journey.see(page.locator("h1")) == "3 meters: choose yours"
    journey.fits()
    meters = page.locator(".choices li")
    assert ["Oncor" in text for text in meters.all_inner_texts()] == [True, True, False]
    assert "500" not in page.url, "nothing of the home stands in an address"
    tnmp = meters.nth(2)
    assert "not active" in tnmp.inner_text()
    journey.tap(tnmp.get_by_role("link", name="See its plans"))
    page.wait_for_url("**/electricity-plans/lewisville*utility=tnmp*")
    assert "75067" in journey.see(page.locator("main")), "the place travels on"
    journey.tap(page.locator(".answer li a[href*='/plans/']").first)
    page.wait_for_url("**/electricity-plans/plans/**")
    assert journey.see(page.locator("[data-sign-up]")).startswith("Sign up at ")
    journey.fits()
    assert journey.taps == 4, "field, button, meter, plan"


def test_a_number_is_enough_with_the_blanks_and_the_apostrophe_of_a_spreadsheet(start: Start) -> None:
    journey = start("/zip/77002")
    number = meter_number("centerpoint", 1)
    look_up(journey, "#esiid", f"'{number[:7]} {number[7:]} ")
    assert journey.see(journey.page.locator("h1")) == "Your meter"
    assert "CenterPoint Energy delivers here." in journey.see(journey.page.locator("main"))
    journey.tap(journey.page.get_by_role("link", name="See its plans"))
    journey.page.wait_for_url("**/electricity-plans/houston*")


def test_a_number_that_is_none_comes_back_with_what_is_wrong(start: Start) -> None:
    journey = start("/zip/77002", expects=REFUSED)
    page = journey.page
    look_up(journey, "#esiid", "104437")
    assert "This number has 6 digits." in journey.see(page.locator("#esiid-error"))
    assert page.locator("#esiid").input_value() == "104437", "it is there to be mended"
    assert page.locator("#esiid").get_attribute("aria-invalid") == "true"
    journey.fits()
    page.locator("#esiid").fill(meter_number("centerpoint", 1))
    journey.tap(page.get_by_role("button", name="Look up"))
    page.get_by_role("link", name="See its plans").wait_for()


def read_file(journey: Journey, file: "FilePayload") -> None:
    page = journey.page
    journey.tap(page.locator("summary", has_text="Meter file"))
    page.set_input_files("#meter-file", file)
    journey.tap(page.get_by_role("button", name="Read the file"))


def test_the_year_of_a_file_is_shown_as_a_picture_with_its_account(start: Start) -> None:
    journey = start("/calculator?zip=77002")
    file = meter_file_of_a_year()
    rows = [row for row in file["buffer"].decode().splitlines() if not row.startswith("06/1")]
    read_file(journey, file | {"buffer": "\n".join(rows).encode()})
    section = journey.page.locator("section:has(#meter-title)")
    words = journey.see(section)
    assert "January 1, 2025" in words
    assert "December 31, 2025" in words
    assert "Readings of 10 days are missing." in words
    picture = section.locator("svg[role=img], svg [role=img], figure svg").first
    assert picture.bounding_box()["width"] <= PHONE[0]
    assert "10" in section.locator("figure").first.inner_text() + (picture.get_attribute("aria-label") or "")
    journey.fits()


def test_of_two_meters_in_a_file_the_visitor_takes_one(start: Start) -> None:
    journey = start("/calculator?zip=77002")
    days = [f"{month:02d}/{day:02d}/2025" for month in (6, 7) for day in range(1, 31)]
    rows = [
        f"{meter},{day},{kwh}" for meter, kwh in (("104437001111", 24), ("104437002222", 10)) for day in days
    ]
    text = "\n".join(["ESIID,USAGE_DATE,USAGE_KWH", *rows])
    read_file(journey, {"name": "two.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page = journey.page
    assert journey.see(page.locator("#result")) == "The file holds several meters"
    assert "104437001111" not in page.content()
    journey.fits()
    journey.tap(page.get_by_role("link", name=re.compile("2222")))
    page.locator("#meter-title").wait_for()
    months = re.search(r"months=([\d-]+)", page.url)
    assert months
    assert months[1].split("-")[5:7] == ["300", "310"], "10 kWh a day, and July's 31st day filled"


def test_a_file_that_is_none_is_refused_with_what_to_do(start: Start) -> None:
    journey = start("/calculator?zip=77002", expects=REFUSED)
    read_file(journey, {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    assert "This is a PDF." in journey.see(journey.page.locator("#meter-file-error"))
    journey.fits()


def test_a_look_up_that_is_down_says_so_and_the_way_by_zip_goes_on(start: Start, healthy: Ercot) -> None:
    """The last of this file: the site asks a look-up that failed again only after a while."""
    healthy.fault = "down"
    journey = start("/zip/77002", expects=UNAVAILABLE)
    page = journey.page
    look_up(journey, "#address", "1100 Louisiana St")
    assert "The meter look-up" in journey.see(page.locator("#address-error"))
    assert page.locator("#address").input_value() == "1100 Louisiana St"
    journey.fits()
    journey.tap(page.get_by_role("link", name="Choose by ZIP code instead"))
    page.wait_for_url("**/zip/77002*")
    journey.tap(page.locator(".choices a.big").first)
    page.wait_for_url("**/electricity-plans/houston*")
    assert journey.see(page.locator(".answer"))


def test_the_result_of_a_file_has_the_focus_and_stands_on_the_screen(start: Start) -> None:
    journey = start("/calculator?zip=77002")
    page = journey.page
    page.locator("summary", has_text="Meter file").click()
    page.locator("#meter-file").set_input_files(meter_file_of_a_year())
    journey.tap(page.get_by_role("button", name="Read the file"))
    page.locator("#meter-title").wait_for()
    assert page.evaluate("document.activeElement.id") == "result"
    box = page.locator("#result").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < PHONE[1] / 2
