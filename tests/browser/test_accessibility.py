"""axe finds nothing on any kind of page: on a phone and a desktop; in every look with AXE_LOOKS=all (make test-axe)."""

import os

import pytest

from choosemypower.web.errors import unavailable
from tests.browser.axe import ALL, USUAL, findings
from tests.browser.conftest import OPERATOR_TOKEN, OpenPage, meter_file_of_a_year
from tests.browser.pages import FAULTY, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.db]

LOOKS = ALL if os.environ.get("AXE_LOOKS") == "all" else USUAL
A_LABEL = """Electricity Facts Label. Example Power, Saver 12, CenterPoint Energy service area.
Energy charge 11.5¢ per kWh. Base charge $9.95 per month. Average monthly use 500 kWh 1000 kWh 2000 kWh
Average price per kWh 18.9¢ 17.9¢ 17.4¢. Contract term 12 months. Termination fee $150."""


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page: OpenPage, addresses: dict[str, str], name: str) -> None:
    expected = FAULTY.get(name, 200)
    page = open_page(addresses[name], 390, 844, expects=f"status of {expected}", is_answered=expected)
    assert findings(page, LOOKS) == []


def test_axe_finds_nothing_in_what_a_meter_file_says(open_page: OpenPage) -> None:
    page = open_page("/calculator?zip=77002#meter-file", 390, 844)
    page.set_input_files("#meter-file", meter_file_of_a_year())
    page.get_by_role("button", name="Read the file").click()
    page.locator("#meter-title").wait_for()
    assert findings(page, LOOKS) == []


def test_axe_finds_nothing_in_what_a_label_says(open_page: OpenPage) -> None:
    page = open_page("/read-a-label", 390, 844, expects="status of 422")
    page.fill("textarea", A_LABEL)
    page.locator("form:has(textarea) button").last.click()
    page.locator("main h2").first.wait_for()
    assert findings(page, LOOKS) == []


def test_axe_finds_nothing_in_the_operators_report(open_page: OpenPage) -> None:
    page = open_page("/operator", 390, 844)
    page.fill("input[name=token]", OPERATOR_TOKEN)
    page.locator("form:has(input[name=token]) button").click()
    page.locator("main table").first.wait_for()
    assert findings(page, LOOKS) == []


def test_axe_finds_nothing_on_the_page_that_says_that_there_was_no_time(open_page: OpenPage) -> None:
    page = open_page("/about", 390, 844, expects="status of 503")
    page.route(
        "**/terms", lambda route: route.fulfill(status=503, body=unavailable(), content_type="text/html")
    )
    page.goto("/terms")
    assert findings(page, LOOKS) == []
