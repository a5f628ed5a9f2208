"""Plans side by side: the first four, lowest first, differences on request."""

import html
import re

import httpx
import pytest

from choosemypower.app import Site
from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.conditions import conditions_of_plan
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

MONTH = "January 2026"
"""In which the bundled listing is read by these tests."""


def catalogue_of(site: Site) -> Catalogue:
    catalogue: Catalogue = site.litestar.state.shelf.world.catalogue
    return catalogue


def ids_of(site: Site, count: int, utility: str = "centerpoint") -> list[str]:
    return [plan.plan_id for plan in catalogue_of(site).by_utility[utility] if plan.suspect is None][:count]


def address(ids: list[str], more: str = "") -> str:
    return "/compare/plans?" + "&".join(f"plan={plan_id}" for plan_id in ids) + more


def rows_of(text: str) -> dict[str, str]:
    pairs = re.findall(r'<tr class="group"><th[^>]*>(.*?)</th></tr>\s*<tr>(.*?)</tr>', text, re.DOTALL)
    return {html.unescape(name): html.unescape(re.sub(r"<[^>]+>", " ", cells)) for name, cells in pairs}


async def test_plans_stand_side_by_side_lowest_cost_first(client: httpx.AsyncClient, site: Site) -> None:
    response = await client.get(address(ids_of(site, 4), "&home=1600&heat=electric"))
    assert response.status_code == 200
    assert page_problems(response.text) == []
    rows = rows_of(response.text)
    costs = [
        int(cost.replace(",", "")) for cost in re.findall(r"(?<!\+)\$([\d,]{4,})\b", rows["Cost for a year"])
    ]
    assert len(costs) == 4
    assert costs == sorted(costs)
    assert "lowest of the 4 with a price for the year" in rows["Cost for a year"]
    assert list(rows) == [
        "Sign up",
        "Conditions",
        "A month",
        "Lowest and highest month",
        "Cost for a year",
        "Fee to leave early, worst case",
        f"Contract ends, if it starts in {MONTH}",
        "Months that miss a credit",
        "Term",
        "Renewable",
        "Price type",
        "Label price at 500\u00a0kWh",
        "Label price at 1,000\u00a0kWh",
        "Label price at 2,000\u00a0kWh",
        "Charges",
        "Documents",
    ]


async def test_a_price_that_ends_within_the_year_is_never_the_lowest(
    client: httpx.AsyncClient, site: Site
) -> None:
    """A teaser of three months would win every year otherwise; what follows it nobody knows."""
    plans = [
        plan
        for plan in catalogue_of(site).by_utility["centerpoint"]
        if plan.rate_type == "fixed" and not plan.is_time_of_use and plan.suspect is None
    ]
    short = next(plan for plan in plans if plan.term_months == 3)
    long = [plan for plan in plans if plan.term_months == 12][:2]
    text = (await client.get(address([short.plan_id, *(plan.plan_id for plan in long)]))).text
    rows = rows_of(text)
    assert "The price is known for 3\u00a0months only." in rows["Cost for a year"]
    praise = {"Cost for a year": "lowest of the 2", "Lowest and highest month": "no plan here peaks lower"}
    for name, words in praise.items():
        cells = re.split(r"\s{2,}(?=\$|Not known)", rows[name])
        assert words not in cells[-1], "the short plan stands last"
        assert words in rows[name]
    assert "lowest of the 2 with a price for the year" in rows["Cost for a year"]
    assert "April 2026 Remind me" in re.sub(r"\s+", " ", rows[f"Contract ends, if it starts in {MONTH}"])
    assert "in spring, when homes use less" in rows[f"Contract ends, if it starts in {MONTH}"]


async def test_only_differences_leaves_out_rows_that_are_equal(client: httpx.AsyncClient, site: Site) -> None:
    twice = catalogue_of(site).by_utility["centerpoint"]
    fixed = [plan for plan in twice if plan.term_months == 12 and plan.rate_type == "fixed"][:2]
    ids = [plan.plan_id for plan in fixed]
    every = rows_of((await client.get(address(ids))).text)
    different = rows_of((await client.get(address(ids, "&only=different"))).text)
    assert "Term" in every
    assert "Term" not in different
    assert set(different) < set(every)


async def test_a_fifth_plan_is_left_out_by_name(client: httpx.AsyncClient, site: Site) -> None:
    ids = ids_of(site, 5)
    text = html.unescape((await client.get(address(ids))).text)
    fifth = " ".join(catalogue_of(site).by_id[ids[4]].name.split())
    assert f"You can compare 4 plans. We left out {fifth}." in text
    assert len(Page(text).all("thead")) >= 1


async def test_plans_of_different_utilities_are_told_apart(client: httpx.AsyncClient, site: Site) -> None:
    ids = [*ids_of(site, 1), *ids_of(site, 1, "oncor")]
    text = (await client.get(address(ids))).text
    assert "These plans are for different utilities. A home can only use one of them." in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Choose two to four plans"),
        ("?plan=nonsense", "We do not know this plan."),
        ("?plan=%27%3B--&plan=<script>", "We do not know this plan."),
    ],
)
async def test_few_or_unknown_plans_get_a_sentence(client: httpx.AsyncClient, query: str, words: str) -> None:
    response = await client.get(f"/compare/plans{query}")
    assert response.status_code == 200
    assert words in response.text
    assert "No longer listed" not in response.text, "nobody knows that of a plan that we do not know"
    assert "<script>" not in response.text.split("<h1>")[1]


async def test_one_plan_asks_for_another(client: httpx.AsyncClient, site: Site) -> None:
    text = (await client.get(address(ids_of(site, 1)))).text
    assert "Choose at least one more plan to compare." in text


async def test_a_comparison_is_never_indexed_and_sets_no_cookie(
    client: httpx.AsyncClient, site: Site
) -> None:
    response = await client.get(address(ids_of(site, 2)))
    assert "noindex" in response.text
    assert "set-cookie" not in response.headers
    assert "public" in response.headers["cache-control"]


async def test_months_of_all_plans_stand_on_one_axis_and_unknown_ones_are_not_drawn(
    client: httpx.AsyncClient, site: Site
) -> None:
    plans = [plan for plan in catalogue_of(site).by_utility["centerpoint"] if plan.rate_type == "fixed"]
    plans = [plan for plan in plans if not plan.is_time_of_use and plan.suspect is None]
    short = next(plan for plan in plans if plan.term_months == 3)
    long = next(plan for plan in plans if plan.term_months == 12)
    text = (await client.get(address([short.plan_id, long.plan_id]))).text
    assert text.count('aria-labelledby="months-caption months-desc"') == 1
    drawing = text.split('aria-labelledby="months-caption')[1].split("</svg>")[0]
    assert [len(re.findall(f'<circle class="line-{number}"', drawing)) for number in (1, 2)] == [12, 3]
    assert f"The price of {html.escape(short.name)} is known for 3\u00a0months only." in text
    table = text.split('id="months-desc"')[1].split("</table>")[0]
    assert table.count("Not known") == 9


async def test_a_comparison_leads_to_the_providers_and_back_to_the_list(
    client: httpx.AsyncClient, site: Site
) -> None:
    ids = ids_of(site, 2)
    text = (await client.get(address(ids, "&kwh=1500"))).text
    (add,) = re.findall(
        r'<a href="([^"]+)" rel="nofollow" data-list-link data-back="centerpoint">\+ Add a plan</a>', text
    )
    path, _, query = html.unescape(add).partition("?")
    assert path == "/electricity-plans/houston"
    assert sorted(query.split("&")) == sorted(["kwh=1500", *(f"plan={one}" for one in ids)]), "ticked there"
    for plan_id in ids:
        plan = catalogue_of(site).by_id[plan_id]
        assert f"Go to {html.escape(plan.provider_name)}" in text
    assert "+ Add a plan" not in (await client.get(address(ids_of(site, 4)))).text


async def test_a_plan_of_one_known_month_is_said_to_have_one(client: httpx.AsyncClient, site: Site) -> None:
    """A range from a month to itself says nothing, and what follows is not known."""
    monthly = next(
        plan
        for plan in catalogue_of(site).by_utility["centerpoint"]
        if plan.rate_type == "variable" and not plan.is_time_of_use and plan.suspect is None
    )
    hourly = next(plan for plan in catalogue_of(site).by_utility["centerpoint"] if plan.is_time_of_use)
    text = (await client.get(address([monthly.plan_id, hourly.plan_id]))).text
    cells = rows_of(text)["Lowest and highest month"].split()
    assert " ".join(cells[1:]).startswith("in January, the only known month")
    assert f"No month of {html.escape(hourly.name)} is known." in text


async def test_no_condition_is_stated_only_where_the_listing_states_none(
    client: httpx.AsyncClient, site: Site
) -> None:
    """Who may sign up is a condition too: a credit check, a stay of so many months, new customers only."""
    plans = catalogue_of(site).plans
    asking = [plan for plan in plans if conditions_of_plan(plan)]
    chosen = [*asking, *plans[::25]]
    assert "credit-check" in {one for plan in asking for one in conditions_of_plan(plan)}
    for plan in chosen:
        said = rows_of((await client.get(address([plan.plan_id]))).text)["Conditions"].strip()
        is_asking = bool(conditions_of_plan(plan)) or plan.is_new_customers_only
        assert ("None stated" in said) != is_asking, plan.name
        assert ("a credit check or a deposit" in said) == ("credit-check" in conditions_of_plan(plan))
        assert ("a minimum stay" in said) == ("minimum-stay" in conditions_of_plan(plan))


async def test_every_term_says_in_which_season_it_ends_and_what_that_means(
    client: httpx.AsyncClient, site: Site
) -> None:
    """Read in January: a term of 3 months ends in April, of 5 in June, of 9 in October, of 12 in January."""
    plans = catalogue_of(site).plans
    words = {
        3: "in spring, when homes use less",
        5: "in summer, when homes use most: a new price costs most then",
        6: "in summer, when homes use most: a new price costs most then",
        9: "in fall, when homes use less",
        12: "in winter, electric heat uses more then",
        24: "in winter, electric heat uses more then",
    }
    terms = {plan.term_months: plan for plan in plans if plan.rate_type == "fixed"}
    assert len(terms.keys() & words.keys()) >= 5
    for term in terms.keys() & words.keys():
        rows = rows_of((await client.get(address([terms[term].plan_id]))).text)
        assert words[term] in rows[f"Contract ends, if it starts in {MONTH}"]


async def test_a_plan_that_the_address_names_twice_stands_once_and_the_page_says_so(
    client: httpx.AsyncClient, site: Site
) -> None:
    one, other = ids_of(site, 2)
    page = Page((await client.get(address([one, other, one]))).text)
    name = catalogue_of(site).by_id[one].name
    assert page.text_of("h1") == "Compare 2 plans"
    assert f"The address names {name} more than once. It stands here once." in page.text_of("main")
