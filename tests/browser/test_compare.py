"""Comparing on a phone, and the way from a comparison back to the list, with JavaScript and without."""

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.journey import PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.db]

HOUSTON = "/electricity-plans/houston"
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('.compared, .compared *')]
  .filter(one => !one.closest('.vh') && one.clientWidth && one.scrollWidth > one.clientWidth + 1)
  .map(one => one.outerHTML.slice(0, 80))"""


def compare(open_page: OpenPage, plans: int, width: int, **options: object) -> "Page":
    """A comparison of the first plans of a list."""
    page = open_page(HOUSTON, width, PHONE[1], **options)
    ids = page.eval_on_selector_all(".plans input[name=plan]", "boxes => boxes.map(box => box.value)")
    page.goto("/compare/plans?from=houston&" + "&".join(f"plan={one}" for one in ids[:plans]))
    return page


@pytest.mark.parametrize("width", [320, 390, 640])
@pytest.mark.parametrize("plans", [2, 3, 4])
def test_no_column_of_a_comparison_hides_beside_the_screen(
    open_page: OpenPage, plans: int, width: int
) -> None:
    page = compare(open_page, plans, width)
    assert page.locator(".compare thead th").count() == plans
    assert page.evaluate(SIDEWAYS) == []


def test_on_a_phone_every_value_of_four_plans_says_whose_it_is(open_page: OpenPage) -> None:
    page = compare(open_page, 4, PHONE[0])
    names = page.locator(".compare thead th > a:first-child").all_inner_texts()
    for row in page.locator(".compare tbody tr:not(.group)").all():
        assert row.locator("td > .of").all_inner_texts() == names
        tops = [cell.bounding_box() for cell in row.locator("td").all()]
        assert [box["y"] for box in tops if box] == sorted({box["y"] for box in tops if box}), (
            "below each other"
        )


def test_on_a_wide_screen_four_plans_stand_beside_each_other(open_page: OpenPage) -> None:
    page = compare(open_page, 4, 1280)
    row = page.locator(".compare tbody tr:not(.group)").nth(2)
    assert len({cell.bounding_box()["y"] for cell in row.locator("td").all()}) == 1
    assert not row.locator(".of").first.is_visible()


def ticked(page: "Page") -> list[str]:
    return sorted(
        set(page.eval_on_selector_all("input[name=plan]:checked", "boxes => boxes.map(one => one.value)"))
    )


@pytest.mark.parametrize("java_script", [True, False], ids=["with JavaScript", "without"])
def test_back_from_a_comparison_its_plans_are_ticked_and_no_others(
    open_page: OpenPage, java_script: bool
) -> None:
    page = compare(open_page, 3, PHONE[0], java_script_enabled=java_script)
    page.locator(".compare thead a", has_text="Remove").first.click()
    page.wait_for_url(lambda url: url.count("plan=") == 2)
    left = sorted(re.findall(r"plan=([a-z0-9]+)", page.url))
    page.get_by_role("link", name="+ Add a plan").click()
    page.wait_for_url(f"**{HOUSTON}*")
    assert ticked(page) == left
    page.locator(".plans input[name=plan]:not(:checked)").nth(3).check()
    button = page.locator(".tray button", has_text="Compare")
    button.click()
    page.wait_for_url("**/compare/plans?*")
    assert set(left) < set(re.findall(r"plan=([a-z0-9]+)", page.url))
    assert page.locator(".compare thead th").count() == 3


def test_a_plan_that_the_answer_and_the_list_show_is_compared_once(open_page: OpenPage) -> None:
    """Ticked in one place it is ticked in both; the comparison must not say that its address names it twice."""
    page = open_page(HOUSTON)
    first = page.locator(".answer input[name=plan]").first
    plan_id = first.get_attribute("value")
    assert page.locator(f'input[name=plan][value="{plan_id}"]').count() == 2
    first.check()
    others = page.locator(f'li.card input[name=plan]:not([value="{plan_id}"])')
    others.first.check()
    page.locator(".tray button[type=submit], .tray button:not([type])").first.click()
    page.wait_for_url("**/compare/plans**")
    assert page.url.count("plan=") == 2
    assert "more than once" not in page.inner_text("main")
    assert page.locator("h1").inner_text() == "Compare 2\u00a0plans"


def test_without_javascript_a_filter_keeps_the_ticks_of_plans_that_it_hides(open_page: OpenPage) -> None:
    page = open_page(f"{HOUSTON}/12-month", *PHONE, java_script_enabled=False)
    plan = page.locator(".plans input[name=plan]").first.get_attribute("value")
    page.goto(f"{HOUSTON}?plan={plan}")
    page.locator("#filters > summary").click()
    page.locator("#f-term-25-").check()
    page.get_by_role("button", name=re.compile("^Show")).first.click()
    page.wait_for_url("**?*term=25-*")
    assert ticked(page) == [plan]
    assert "Also to compare:" in page.inner_text(".picked")


def test_with_javascript_the_address_of_the_list_is_its_own_again(open_page: OpenPage) -> None:
    page = open_page(HOUSTON)
    plan = page.locator(".plans input[name=plan]").nth(5).get_attribute("value")
    page.goto(f"{HOUSTON}?plan={plan}")
    assert page.url.endswith(HOUSTON)
    assert ticked(page) == [plan]
    assert page.inner_text(".tray-count") == "1"


@pytest.mark.parametrize("java_script", [True, False], ids=["with JavaScript", "without"])
def test_enter_on_a_tick_box_never_leaves_the_list(open_page: OpenPage, java_script: bool) -> None:
    page = open_page(HOUSTON, *PHONE, java_script_enabled=java_script)
    box = page.locator(".plans input[name=plan]").first
    box.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.url.endswith(HOUSTON)
    assert box.is_checked() is java_script, "with JavaScript it ticks, as the space bar does"


@pytest.mark.parametrize("width", [260, 320, 390])
def test_four_chosen_plans_leave_a_small_phone_most_of_its_list(open_page: OpenPage, width: int) -> None:
    page = open_page(HOUSTON, width, PHONE[1])
    for at in range(4):
        page.locator(".plans input[name=plan]").nth(at).check()
    tray = page.locator(".tray").bounding_box()
    assert tray
    assert tray["height"] <= PHONE[1] / 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.eval_on_selector_all(
        ".tray button",
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)",
    )
    assert cut == []
