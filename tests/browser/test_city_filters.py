"""The city page in a browser: only the results change, the address follows, nothing needs JavaScript."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Expect, OpenPage

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.db]

HOUSTON = "/electricity-plans/houston"


def address(page: "Page") -> str:
    parts = urlsplit(page.url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def focused(page: "Page") -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_filter_changes_results_address_title_and_status_but_not_the_page(
    open_page: OpenPage, expect: Expect
) -> None:
    page = open_page(HOUSTON)
    page.evaluate("document.querySelector('.mast').dataset.witness = 'same page'")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(urlsplit(request.url).path))
    page.check("#f-term-12")
    page.wait_for_url(f"**{HOUSTON}/12-month")
    expect(page.locator("#results-status")).not_to_be_empty()
    assert page.title().startswith("12-month electricity plans in Houston: ")
    status = page.inner_text("#results-status")
    assert re.fullmatch(r"\d+ plans\. Lowest \$[\d,]+ a year\.", status)
    assert status.split()[0] == re.search(r"Houston: (\d+) plans", page.title())[1]
    assert page.evaluate("document.querySelector('.mast').dataset.witness") == "same page"
    assert focused(page) == "f-term-12"
    assert page.is_checked("#f-term-12")
    assert [path for path in requests if "plans" in path] == [f"/fragments{HOUSTON}"]


def test_three_quick_choices_end_with_the_last(open_page: OpenPage) -> None:
    page = open_page(HOUSTON)
    page.check("#f-term-12")
    page.check("#f-term-13-24")
    page.check("#f-rate-fixed")
    page.wait_for_url(f"**{HOUSTON}/fixed-rate?term=12,13-24")
    assert page.is_checked("#f-term-12")
    assert page.is_checked("#f-rate-fixed")


def test_a_choice_made_as_the_answer_to_an_older_one_comes_is_kept(
    open_page: OpenPage, expect: Expect
) -> None:
    """The answer holds the filters as they were: it is dropped, and the next one knows both choices."""
    page = open_page(HOUSTON)
    page.evaluate("""addEventListener(
      "htmx:before:response", () => document.getElementById("f-term-13-24").click(), { capture: true, once: true })""")
    page.check("#f-term-12")
    page.wait_for_url(f"**{HOUSTON}?term=12,13-24")
    for chosen in ("#f-term-12", "#f-term-13-24"):
        expect(page.locator(chosen)).to_be_checked()


def test_back_and_forward_bring_ticks_title_and_address_back(open_page: OpenPage, expect: Expect) -> None:
    page = open_page(HOUSTON)
    first_title = page.title()
    page.check("#f-term-12")
    page.wait_for_url(f"**{HOUSTON}/12-month")
    page.go_back()
    expect(page.locator("#f-term-12")).not_to_be_checked()
    assert (address(page), page.title()) == (HOUSTON, first_title)
    page.go_forward()
    expect(page.locator("#f-term-12")).to_be_checked()
    assert address(page) == f"{HOUSTON}/12-month"


def test_removing_a_chip_moves_the_focus_to_the_results(open_page: OpenPage, expect: Expect) -> None:
    page = open_page(f"{HOUSTON}/12-month")
    page.focus("a.chip.on")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HOUSTON}")
    expect(page.locator("#results-title")).to_be_focused()
    assert not page.is_checked("#f-term-12")


def test_use_and_filters_are_kept_by_each_others_form(open_page: OpenPage, expect: Expect) -> None:
    page = open_page(f"{HOUSTON}/12-month")
    page.click(".you-box summary")
    page.select_option("#u-home", "1600")
    page.select_option("#u-heat", "electric")
    page.click("text=Update costs")
    page.wait_for_url(f"**{HOUSTON}/12-month?home=1600&heat=electric")
    page.check("#f-green-100")
    page.wait_for_url(f"**{HOUSTON}/12-month/green-energy?home=1600&heat=electric")
    expect(page.locator("#usage-line")).to_contain_text("1,600")


def test_show_more_adds_plans_and_focuses_the_first_of_them(open_page: OpenPage) -> None:
    page = open_page(HOUSTON)
    before = page.locator(".card[id]").count()
    page.click("#more .more a.btn")
    page.wait_for_selector("#plan-21")
    assert page.locator(".card[id]").count() == before + 20
    assert page.evaluate("document.activeElement.closest('li').id") == "plan-21"
    assert page.inner_text("#results-status").startswith("Plans 21 to 40 of ")
    assert address(page) == HOUSTON


def test_back_after_show_more_finds_as_many_plans_at_the_same_place(
    open_page: OpenPage, expect: Expect
) -> None:
    """Chromium keeps no page for going back where it is driven: the list is loaded anew."""
    page = open_page(HOUSTON)
    before = page.locator(".card[id]").count()
    for last in (21, 41):
        page.click("#more .more a.btn")
        page.wait_for_selector(f"#plan-{last}")
    page.locator("#plan-45 h3 a").scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    page.click("#plan-45 h3 a")
    page.wait_for_url("**/electricity-plans/plans/**")
    page.go_back()
    expect(page.locator(".card[id]")).to_have_count(before + 40)
    page.wait_for_function("place => Math.abs(scrollY - place) < 20", arg=place)
    page.goto(HOUSTON)
    assert page.locator(".card[id]").count() == before


def test_place_and_home_stay_from_the_list_to_the_sign_up_and_back(open_page: OpenPage) -> None:
    """Without JavaScript: filter, plan, comparison, calculator, and back to the very list by its breadcrumb."""
    listed = f"{HOUSTON}/12-month?home=1600&heat=electric"
    page = open_page(listed, java_script_enabled=False)
    for link in (".card h3 a", ".menu >> text=Calculator"):
        page.click(link)
        assert "1,600" in page.inner_text("main"), link
        here = page.url
        page.click(".crumbs >> text=Houston plans")
        assert address(page) == listed
        page.goto(here)


def test_four_plans_can_be_chosen_and_survive_a_filter(open_page: OpenPage, expect: Expect) -> None:
    page = open_page(f"{HOUSTON}/12-month")
    boxes = page.locator(".card input[name=plan]")
    names = [boxes.nth(at).get_attribute("data-name") for at in range(2)]
    for at in range(5):
        boxes.nth(at).click()
    assert page.inner_text(".tray-warning") == "4 is the most. Remove one first."
    assert page.locator(".tray-names button").count() == 4
    page.check("#f-rate-fixed")
    page.wait_for_url(f"**{HOUSTON}/12-month/fixed-rate")
    expect(page.locator(".card input[name=plan]:checked")).to_have_count(4)
    page.click(".tray > button")
    page.wait_for_url("**/compare/plans?**")
    assert page.inner_text("h1") == "Compare 4\u00a0plans"
    for name in names:
        assert name in page.inner_text("table.compare")


def test_without_javascript_a_zip_leads_to_a_comparison_in_four_requests(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    pages: list[str] = []
    page.on("request", lambda request: pages.append(request.url) if request.is_navigation_request() else None)
    page.fill("#zip", "77002")
    page.click("text=See plans")
    assert address(page) == f"{HOUSTON}?zip=77002"
    page.locator("input[name=plan]").nth(0).check()
    page.locator("input[name=plan]").nth(1).check()
    page.click(".tray > button")
    assert page.inner_text("h1") == "Compare 2\u00a0plans"
    assert len({url for url in pages if "/zip?" not in url}) <= 4


def test_without_javascript_filters_work_by_their_button(open_page: OpenPage) -> None:
    page = open_page(HOUSTON, java_script_enabled=False)
    page.check("#f-term-12")
    page.check("#f-green-100")
    page.click(".go button")
    assert address(page) == f"{HOUSTON}/12-month/green-energy"
    assert page.is_checked("#f-term-12")


def test_what_a_comparison_removed_is_no_longer_ticked_in_the_list(open_page: OpenPage) -> None:
    page = open_page(f"{HOUSTON}/12-month?without=prepaid")
    boxes = page.locator(".card input[name=plan]")
    for at in range(4):
        boxes.nth(at).check()
    page.click(".tray > button")
    page.wait_for_url("**/compare/plans?**")
    for _ in range(2):
        page.locator("table.compare thead a", has_text="Remove").first.click()
        page.wait_for_load_state()
    page.click("text=+ Add a plan")
    assert address(page) == f"{HOUSTON}/12-month?without=prepaid", "the very list, with its filters"
    assert page.locator(".card input[name=plan]:checked").count() == 2
    page.locator(".card input[name=plan]:not(:checked)").first.check()
    assert page.inner_text(".tray-count") == "3"
    page.locator(".tray-names button").first.click()
    assert page.inner_text(".tray-count") == "2"


@pytest.mark.parametrize(
    ("path", "above"),
    [
        (HOUSTON, 560),
        (f"{HOUSTON}/12-month?home=1600&heat=electric", 560),
        ("/electricity-plans/grand-prairie", 700),
    ],
)
def test_the_first_answer_stands_on_a_phones_first_screen(open_page: OpenPage, path: str, above: int) -> None:
    page = open_page(path, 390, 844)
    assert page.locator(".notice").count() >= 1
    assert page.locator(".answer li").first.bounding_box()["y"] < above


def test_cards_without_a_condition_are_at_most_200_px_high_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(HOUSTON, 390, 844)
    plain = page.locator(".card[id]:not(:has(.tags, .card-credit, .card-note))")
    heights = [plain.nth(at).bounding_box()["height"] for at in range(plain.count())]
    assert len(heights) > 5
    assert max(heights) <= 200


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize(
    "path",
    [
        HOUSTON,
        "/calculator",
        "/calculator?months=1301-1098-1001-900-1100-1400-1700-1800-1500-1100-900-1000",
        "/electricity-plans/lewisville",
        "first plan",
        "compare",
    ],
)
def test_no_page_scrolls_sideways(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page(HOUSTON if path in ("first plan", "compare") else path, width)
    if path == "first plan":
        page.goto(page.get_attribute(".card h3 a", "href") or "")
    elif path == "compare":
        ids = [page.locator("input[name=plan]").nth(at).get_attribute("value") for at in range(3)]
        page.goto("/compare/plans?" + "&".join(f"plan={plan_id}" for plan_id in ids))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelectorAll('*').length") <= 1500


def test_a_dead_network_is_said_and_the_list_stays(open_page: OpenPage, expect: Expect) -> None:
    page = open_page(HOUSTON)
    page.route("**/fragments/**", lambda route: route.abort())
    before = page.locator(".card").count()
    page.check("#f-term-12")
    expect(page.locator("#results-status")).to_contain_text("No connection.")
    assert page.locator(".card").count() == before
    assert "No connection." in page.inner_text(".alert")


@pytest.mark.parametrize("status", [404, 422, 500, 502, 503])
def test_a_failed_answer_is_said_and_can_be_asked_for_again(
    open_page: OpenPage, expect: Expect, status: int
) -> None:
    page = open_page(HOUSTON, expects="the server responded with a status of")
    before = page.locator(".card").count()
    page.route("**/fragments/**", lambda route: route.fulfill(status=status, body="<p>No.</p>"))
    page.check("#f-term-12")
    expect(page.locator("#results-status")).to_contain_text("Costs did not load.")
    assert page.locator("#plan-results .card").count() == before
    assert address(page) == HOUSTON
    page.unroute("**/fragments/**")
    page.click(".alert button")
    expect(page.locator("#results-status")).to_contain_text("Lowest $")
    assert address(page) == f"{HOUSTON}/12-month"
    assert page.is_checked("#f-term-12")
    assert page.inner_text(".alert") == ""


def test_more_plans_that_do_not_come_can_be_asked_for_again(open_page: OpenPage, expect: Expect) -> None:
    page = open_page(HOUSTON, expects="the server responded with a status of")
    page.route("**/fragments/**", lambda route: route.fulfill(status=503, body="<p>No.</p>"))
    page.click(".more a.btn[hx-get]")
    expect(page.locator("#results-status")).to_contain_text("Costs did not load.")
    page.unroute("**/fragments/**")
    page.click(".alert button")
    expect(page.locator("#results-status")).to_contain_text("Plans 21 to 40")


@pytest.mark.parametrize("java_script", [True, False], ids=["with JavaScript", "without"])
@pytest.mark.parametrize("width", [390, 1280])
def test_from_the_skip_link_the_first_plan_is_twelve_tabs_away_at_most(
    open_page: OpenPage, width: int, java_script: bool
) -> None:
    page = open_page(HOUSTON, width, java_script_enabled=java_script)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    plan = page.locator("a[href*='/electricity-plans/plans/']").first
    tabs = 0
    while not plan.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.skip-list')"):
            page.keyboard.press("Enter")
        tabs += 1
        assert tabs <= 12, page.evaluate("document.activeElement.outerHTML")
