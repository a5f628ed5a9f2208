"""Room for fingers, large letters and keyboards."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.pages import FAULTY, PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.db]

HOUSTON = "/electricity-plans/houston"
# Links inside of a sentence are excepted, as in WCAG 2.5.8.
TOO_NEAR = """() => {
  const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary, label.pick';
  const targets = [...document.querySelectorAll(kinds)]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 1 && !one.matches('label input')
      && !one.closest('.skip, .skip-list, .tray, .letters, [aria-hidden=true]') && one.name !== 'website'
      && getComputedStyle(one).display !== 'inline');
  const boxes = targets.map((one) => one.getBoundingClientRect()), near = [];
  targets.forEach((one, a) => targets.slice(a + 1).forEach((other, at) => {
    const b = a + 1 + at;
    if (one.contains(other) || other.contains(one)) return;
    const across = Math.max(0, boxes[b].left - boxes[a].right, boxes[a].left - boxes[b].right);
    const down = Math.max(0, boxes[b].top - boxes[a].bottom, boxes[a].top - boxes[b].bottom);
    if (Math.hypot(across, down) < 3.5) near.push(`${one.innerText || one.name} | ${other.innerText || other.name}`);
  }));
  return near;
}"""


@pytest.mark.parametrize(
    "path",
    ["/", f"{HOUSTON}?home=1600", "first plan", "/calculator?from=houston&home=1600", "/check-my-bill"],
)
def test_no_two_targets_of_a_phones_page_touch(open_page: OpenPage, path: str) -> None:
    assert opened(open_page, path).evaluate(TOO_NEAR) == []


@pytest.mark.parametrize("path", ["/", HOUSTON, "first plan", "/check-my-bill", "/electricity-plans"])
def test_at_200_percent_text_a_phones_page_stays_within_its_width(open_page: OpenPage, path: str) -> None:
    page = opened(open_page, path)
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    heights = page.eval_on_selector_all(".money b", "all => all.map(one => one.getClientRects().length)")
    assert set(heights) <= {1}, "an amount is never broken"


# Tables, each with the columns that stand beside the screen; code may go on to the side, as it does everywhere.
CUT_TABLES = """() => {
  for (const one of document.querySelectorAll('details')) one.open = true;
  return [...document.querySelectorAll('.scroll:has(table)')].filter(one => one.checkVisibility())
    .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText.slice(0, 40)) }"""
BROKEN_FIGURES = """() => [...document.querySelectorAll('td.num, th.num')].filter(one => one.checkVisibility())
  .filter(one => { const range = document.createRange(); range.selectNodeContents(one);
    const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
    return lines > 1 && !/[\\s]/.test(one.innerText.trim()); }).map(one => one.innerText)"""


@pytest.mark.parametrize("name", sorted(PAGES.keys() - {"operator", *FAULTY}))
def test_no_table_of_a_phones_page_hides_a_column_or_breaks_a_figure(
    open_page: OpenPage, addresses: dict[str, str], name: str
) -> None:
    page = open_page(addresses[name], 390, 844)
    assert page.evaluate(CUT_TABLES) == []
    assert page.evaluate(BROKEN_FIGURES) == []


def test_the_keyboard_reaches_the_first_plan_within_twelve_tabs_of_the_skip_link(open_page: OpenPage) -> None:
    page = open_page(f"{HOUSTON}/12-month?home=1600")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.skip-list')"):
            page.keyboard.press("Enter")
        if page.evaluate("document.activeElement.closest('.card, .answer li') !== null"):
            return
    pytest.fail("no plan within twelve tabs")


def opened(open_page: OpenPage, path: str) -> "Page":
    page = open_page(HOUSTON if path == "first plan" else path, 390, 844, bypass_csp=True)
    if path == "first plan":
        page.goto(str(page.get_attribute(".card h3 a", "href")))
    return page


HIDDEN_BESIDE = """() => {
  document.querySelectorAll('main details').forEach(one => { one.open = true; });
  return [...document.querySelectorAll('main .scroll:not(pre)')]
    .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText.slice(0, 60));
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_no_table_of_any_page_hides_a_column_beside_a_phone(
    open_page: OpenPage, addresses: dict[str, str], width: int
) -> None:
    page = open_page("/about", width, 844, expects="status of 4")
    more = {"many sources": "/zip/77382", "long names": "/locations?letter=S"}
    beside = {}
    for name, path in {**addresses, **more}.items():
        page.goto(path)
        beside[name] = page.evaluate(HIDDEN_BESIDE)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert {name: tables for name, tables in beside.items() if tables} == {}
