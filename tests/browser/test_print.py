"""What comes out of a printer: chromium's print to PDF, read back."""

import pypdfium2
import pytest

from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.db]

HOUSTON = "/electricity-plans/houston"


def printed(open_page: OpenPage, path: str) -> list[str]:
    """The text of each sheet of American paper."""
    page = open_page(path)
    pdf = pypdfium2.PdfDocument(page.pdf(format="Letter"))
    return [sheet.get_textpage().get_text_range() for sheet in pdf]


def chosen_plans(open_page: OpenPage) -> list[tuple[str, str]]:
    """Address and id of the plans that the list shows."""
    page = open_page(HOUSTON)
    pairs: list[tuple[str, str]] = page.eval_on_selector_all(
        ".card[id]",
        "cards => cards.map(c => [c.querySelector('h3 a').pathname, c.querySelector('input').value])",
    )
    return pairs


def test_a_city_list_prints_on_three_pages(open_page: OpenPage) -> None:
    assert 2 <= len(printed(open_page, HOUSTON)) <= 3


@pytest.mark.parametrize("at", [0, 3, 11])
def test_a_plan_prints_on_three_pages_with_its_documents_addresses(open_page: OpenPage, at: int) -> None:
    sheets = printed(open_page, chosen_plans(open_page)[at][0])
    assert 2 <= len(sheets) <= 3
    said = "".join(sheets).lower()
    assert "facts label" in said
    assert "utm_" not in said
    assert "refid=" not in said


def test_a_comparison_of_unlike_plans_prints_on_two_pages(open_page: OpenPage) -> None:
    """Two with a year, two whose price can change every month and which say more."""
    page = open_page(f"{HOUSTON}/variable-rate")
    others = page.eval_on_selector_all(".card input[name=plan]", "boxes => boxes.map(box => box.value)")[:2]
    ids = [*(plan_id for _, plan_id in chosen_plans(open_page)[:4:3]), *others]
    assert len(ids) == 4
    assert len(printed(open_page, f"/compare/plans?{'&'.join(f'plan={one}' for one in ids)}")) == 2


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_comparison_prints_on_two_pages(open_page: OpenPage, count: int) -> None:
    ids = [plan_id for _, plan_id in chosen_plans(open_page)[:count]]
    sheets = printed(open_page, f"/compare/plans?{'&'.join(f'plan={one}' for one in ids)}")
    assert len(sheets) == 2
    assert "utm_" not in "".join(sheets)
