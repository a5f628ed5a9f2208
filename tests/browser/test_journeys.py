"""Eight journeys on a phone from the home page, with JavaScript and without, counted in taps and screens.

The bars: from "/" to a plan, its monthly cost and how to sign up in four taps at most, no page of it
scrolled by more than one screen. Other journeys have their own number of fields to fill in; each is a tap here.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import OpenPage, launched, meter_file_of_a_year
from tests.browser.journey import PHONE, Journey

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.db,
    pytest.mark.parametrize("java_script", [True, False], ids=["with JavaScript", "without"]),
]

Start = Callable[..., Journey]


@pytest.fixture
def start(open_page: OpenPage, java_script: bool) -> Start:
    def at(path: str = "/") -> Journey:
        return Journey(open_page(path, *PHONE, has_touch=True, java_script_enabled=java_script))

    return at


def ask_for_zip(journey: Journey, zip_code: str) -> None:
    journey.type(journey.page.locator("#zip"), zip_code)
    journey.tap(journey.page.get_by_role("button", name="See plans"))


def month_of(text: str) -> str:
    """The first amount that is said to be for a month."""
    found = re.search(r"(\$[\d,]+)\s+a month", text)
    assert found, text
    return found[1]


def read_the_plan(journey: Journey, name: str, month: str) -> None:
    """Its name, its cost a month as the list said it, its label, and two ways to sign up."""
    page = journey.page
    page.wait_for_url("**/electricity-plans/plans/**")
    assert journey.see(page.locator("h1")) == name
    assert month_of(journey.see(page.locator(".money-page"))) == month
    assert journey.see(page.locator(".next .btn[data-printed]")) == "Facts label"
    assert journey.see(page.locator("[data-sign-up]")).startswith("Sign up at ")
    assert page.locator("[data-sign-up]").get_attribute("href").startswith("http")
    assert re.fullmatch(r"[\d-]+", journey.see(page.locator(".next a[href^='tel:']")))


def choose_the_first_answer(journey: Journey) -> tuple[str, str]:
    """Tap it; its name and its cost a month."""
    row = journey.page.locator(".answer li").first
    month = month_of(journey.see(row))
    link = row.locator("a").first
    name = link.inner_text()
    journey.tap(link)
    return name, month


def test_on_a_phone_a_plan_its_cost_and_its_sign_up_are_four_taps_away(start: Start) -> None:
    journey = start()
    ask_for_zip(journey, "77002")
    assert journey.see(journey.page.locator("h1")) == "Electricity plans in Houston"
    read_the_plan(journey, *choose_the_first_answer(journey))
    assert journey.taps <= 4
    assert journey.screens <= 2


def test_with_text_at_200_percent_nothing_is_cut_on_the_way_to_a_plan(
    large_text: "Browser", base_url: str, java_script: bool
) -> None:
    with large_text.new_context(
        base_url=base_url,
        viewport={"width": PHONE[0], "height": PHONE[1]},
        java_script_enabled=java_script,
    ) as context:
        page = context.new_page()
        page.goto("/")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        journey = Journey(page)
        journey.fits()
        ask_for_zip(journey, "77002")
        journey.see(page.locator(".answer li").first)
        journey.fits()
        page.locator(".you-box summary").click()
        page.locator("#filters > summary").click()
        journey.fits()
        read_the_plan(journey, *choose_the_first_answer(journey))
        journey.fits()
        for path in (
            "/check-my-bill",
            "/calculator",
            "/compare/plans",
            "/read-a-label",
            "/zip/75056",
            "/contact",
            "/trends",
        ):
            page.goto(path)
            journey.fits()
    assert journey.taps <= 4


BROKEN_NUMBERS = """() => {
  for (const one of document.querySelectorAll('details')) one.open = true;
  const found = [], texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest('svg, script, .vh') || !node.parentElement.checkVisibility()) continue;
    for (const word of node.textContent.matchAll(/[^\\s]*[0-9][^\\s]*/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top)));
      if (lines.size > 1 && !/[a-z/-]/.test(word[0])) found.push(word[0]);
    }
  }
  return found }"""


def test_with_text_at_200_percent_no_number_is_broken_in_two(
    large_text: "Browser", base_url: str, java_script: bool
) -> None:
    with large_text.new_context(
        base_url=base_url,
        viewport={"width": PHONE[0], "height": PHONE[1]},
        java_script_enabled=java_script,
    ) as context:
        page = context.new_page()
        page.goto("/electricity-plans/houston")
        plan = page.locator(".answer a").first.get_attribute("href") or ""
        for path in (
            "/",
            plan,
            "/electricity-plans/houston?with=bill-credit",
            "/calculator?kwh=1400&from=houston",
            "/check-my-bill?zip=77002&kwh1=1200&usd1=210&month1=7&kwh2=900&usd2=150&month2=3",
            "/utilities/oncor",
        ):
            page.goto(path)
            assert page.evaluate(BROKEN_NUMBERS) == [], path


@pytest.fixture(scope="module")
def large_text(playwright: "Playwright") -> "Iterator[Browser]":
    """A browser whose own text size is twice the usual, as its settings offer it."""
    with launched(playwright, "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26") as browser:
        yield browser


def test_in_a_split_zip_the_visitor_says_who_delivers_and_sees_only_those_plans(start: Start) -> None:
    journey = start()
    page = journey.page
    ask_for_zip(journey, "75056")
    assert "Who delivers your power?" in journey.see(page.locator("h1"))
    assert page.locator(".choices a.big").all_inner_texts() == ["Oncor", "TNMP"]
    journey.tap(page.locator(".choices a.big", has_text="TNMP"))
    page.wait_for_url("**/electricity-plans/the-colony?*utility=tnmp*")
    assert "TNMP" in journey.see(page.locator("#usage-line"))
    name, month = choose_the_first_answer(journey)
    read_the_plan(journey, name, month)
    assert "served by TNMP" in page.inner_text(".lead")
    assert journey.taps <= 4
    assert journey.screens <= 2


def test_in_a_zip_without_choice_the_visitor_learns_whom_to_call(start: Start) -> None:
    journey = start()
    page = journey.page
    ask_for_zip(journey, "78701")
    assert journey.see(page.locator("h1")) == "Homes in 78701 cannot choose a provider"
    assert "Austin Energy" in journey.see(page.locator(".choices li").first)
    number = page.locator(".choices a[href^='tel:']").first
    assert re.fullmatch(r"\d{3}-\d{3}-\d{4}", journey.see(number))
    assert page.locator(".card, .answer").count() == 0
    journey.tap(page.get_by_role("link", name="Pflugerville"))
    assert journey.see(page.locator("h1")).endswith("Pflugerville")
    assert journey.taps <= 3
    assert journey.screens <= 2


def check_a_bill(journey: Journey, link: str, **more: str) -> None:
    page = journey.page
    journey.tap(page.get_by_role("link", name=link, exact=True))
    page.wait_for_url("**/check-my-bill")
    for field, value in {"zip": "77002", "kwh1": "1260", "usd1": "262.50", **more}.items():
        journey.type(page.locator(f"#{field}"), value)
    journey.tap(page.get_by_role("button", name="Check my bill"))
    page.wait_for_url("**/check-my-bill?*")


def test_when_a_contract_ends_the_visitor_gets_the_day_and_a_reminder(start: Start) -> None:
    journey = start()
    page = journey.page
    end = datetime.now(UTC).date() + timedelta(days=170)
    free, warned = end - timedelta(days=14), end - timedelta(days=30)
    check_a_bill(journey, "My contract ends", ends=end.isoformat())
    answer = journey.see(page.locator("section:has(#result) p", has_text="Your contract ends"))
    said = f"Your contract ends on {end:%B} {end.day}, {end.year}. From {free:%B} {free.day}, {free.year} you can leave"
    assert said in answer
    reminder = page.get_by_role("link", name="Remind me 30 days before it ends")
    journey.see(reminder)
    with page.expect_download() as download:
        journey.tap(reminder)
    calendar = download.value.path().read_text()
    assert f"DTSTART;VALUE=DATE:{warned:%Y%m%d}" in calendar
    assert journey.taps <= 7
    assert journey.screens <= 2


def test_a_high_bill_is_held_against_the_lowest_plan(start: Start) -> None:
    journey = start()
    page = journey.page
    check_a_bill(journey, "My bill is high")
    paid, lowest, less = amounts(journey.see(page.locator("section:has(#result) b").first))
    assert paid > lowest
    assert less == pytest.approx((paid - lowest) / 12, abs=1)
    assert journey.see(page.locator("#result")) == "What you pay, and what you could"
    plan = page.locator("section:has(#result) a[href*='/electricity-plans/plans/']")
    name = plan.inner_text()
    journey.tap(plan)
    page.wait_for_url("**/electricity-plans/plans/**")
    assert journey.see(page.locator("h1")) == name
    assert amounts(page.inner_text(".cols-plan .sheet >> nth=0"))[3] == pytest.approx(lowest, abs=1), (
        "the plan's page says the same year"
    )
    assert journey.taps <= 6
    assert journey.screens <= 2


def amounts(text: str) -> list[int]:
    return [int(figure.replace(",", "")) for figure in re.findall(r"\$([\d,]+)", text)]


def test_the_hours_of_a_meter_file_reach_the_price_of_an_hourly_plan(start: Start) -> None:
    journey = start("/calculator?zip=77002")
    page = journey.page
    journey.tap(page.locator("summary", has_text="Meter file"))
    journey.see(page.locator("#meter-file"))
    page.set_input_files("#meter-file", meter_file_of_a_year())
    journey.tap(page.get_by_role("button", name="Read the file"))
    year = journey.see(page.locator("section:has(#result)"))
    assert "13,140 kWh" in year, "a kWh in the morning's hours, two in the others, for 365 days"
    low, high = re.search(r"cost \$([\d,]+) to \$([\d,]+) a year", year).groups()
    assert amounts(f"${low} ${high}")[0] < amounts(f"${low} ${high}")[1]
    journey.tap(page.get_by_role("link", name=re.compile("^See ")).first)
    page.wait_for_url("**/electricity-plans/houston?*hours=*")
    assert amounts(journey.see(page.locator(".answer")))
    assert "at your own hours" in page.content()
    assert journey.taps <= 3
    assert journey.screens <= 2
    hourly = page.locator("h2", has_text="priced by the hour")
    plan = hourly.locator("xpath=following::ol[1]").locator("h3 a").first
    page.goto(page.url.partition("/electricity-plans")[0] + plan.get_attribute("href"))
    assert "at your own hours" in page.inner_text("#usage-line")
    assert "The price depends on the hour." in page.inner_text("main")
    # The bundled listing holds no label, and so no price by the hour: then the printed prices stand there alone.
    money = page.locator("section[aria-label='Cost for a year']").inner_text()
    assert money.startswith("Label prices: ")
    assert "$" not in money, "nothing is invented from three averages"


def test_from_a_comparison_the_visitor_signs_up(start: Start, java_script: bool) -> None:
    journey = start()
    page = journey.page
    ask_for_zip(journey, "77002")
    ticks = page.locator(".answer input[name=plan]")
    names = page.locator(".answer li a[href*='/plans/']").all_inner_texts()[:2]
    for at in range(2):
        journey.tap(ticks.nth(at))
    journey.tap(compare_button(page, java_script))
    page.wait_for_url("**/compare/plans?**")
    assert page.locator("table.compare thead th > a:first-child").all_inner_texts() == names
    first_row = page.locator("table.compare tbody").first
    assert "Sign up" in journey.see(first_row)
    for at in range(2):
        cell = first_row.locator("td").nth(at)
        assert cell.locator("a").first.inner_text().startswith("Go to ")
        assert re.fullmatch(r"[\d-]+", journey.see(cell.locator("a[href^='tel:']")))
    assert first_row.locator("td a").first.get_attribute("href").startswith("http")
    assert journey.taps <= 5
    assert journey.screens <= 2


def compare_button(page: "Page", java_script: bool) -> Any:
    return page.locator(".tray > button") if java_script else page.get_by_role("button", name="Compare")
