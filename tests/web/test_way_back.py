"""Place and home travel through every link: from a list to a plan, a comparison, a provider and back."""

import html
from urllib.parse import unquote

import httpx
import pytest

from choosemypower.app import Site
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

LISTS = [
    "/electricity-plans/houston",
    "/electricity-plans/houston?home=1600&heat=electric",
    "/electricity-plans/houston/12-month/fixed-rate?home=1600",
    "/electricity-plans/houston/1000-kwh",
    "/electricity-plans/houston?without=prepaid,conditions&kwh=1500&sort=renewable",
    "/electricity-plans/dallas?months=900-900-900-900-900-900-900-900-900-900-900-900",
]


async def read(client: httpx.AsyncClient, path: str) -> Page:
    response = await client.get(path)
    assert response.status_code == 200, (path, response.status_code, response.headers.get("location"))
    assert page_problems(response.text) == []
    return Page(response.text)


def links_to(page: Page, start: str) -> list[str]:
    return [link for link in page.links if link.startswith(start)]


def way_back_of(page: Page) -> str:
    """The breadcrumb before the page itself that leads to a list."""
    return next(
        link for link in page.links if link.startswith("/electricity-plans/") and "/plans/" not in link
    )


@pytest.mark.parametrize("listed", LISTS)
async def test_every_page_below_a_list_leads_back_to_that_very_list(
    client: httpx.AsyncClient, listed: str
) -> None:
    city = await read(client, listed)
    plan = links_to(city, "/electricity-plans/plans/")[0]
    plan_page = await read(client, plan)
    ticked = next(
        one.attributes["value"] for one in city.all("input") if one.attributes.get("name") == "plan"
    )
    compare = f"/compare/plans?plan={ticked}&{plan.partition('?')[2]}"
    assert listed in links_to(plan_page, "/electricity-plans/"), "Compare with other plans"
    calculator = links_to(plan_page, "/calculator")[0].partition("#")[0]
    provider = links_to(plan_page, "/providers/")[0]
    utility = links_to(plan_page, "/utilities/")[0]
    for path in (plan, compare, calculator, provider, utility):
        assert way_back_of(await read(client, path)) == listed, path


async def test_links_of_a_provider_and_of_a_utility_keep_the_list(client: httpx.AsyncClient) -> None:
    listed = "/electricity-plans/houston/12-month?home=1600"
    city = await read(client, listed)
    query = links_to(city, "/electricity-plans/plans/")[0].partition("?")[2]
    for start in ("/providers/", "/utilities/"):
        below = links_to(city, start)
        assert below
        assert {link.partition("?")[2] for link in below} == {query}
        page = await read(client, below[0])
        for further in (*links_to(page, "/electricity-plans/plans/"), *links_to(page, start)):
            assert further.partition("?")[2] == query


async def test_a_provider_shows_costs_of_the_visitors_home(client: httpx.AsyncClient) -> None:
    typical = await client.get("/providers/txu-energy")
    large = await client.get("/providers/txu-energy?home=4000&heat=electric")
    assert "4,000 sq" in html.unescape(large.text)
    assert typical.text.count(" a year") == large.text.count(" a year")
    assert typical.text != large.text


async def test_a_plan_for_homes_of_another_utility_says_so(client: httpx.AsyncClient) -> None:
    dallas = await read(client, "/electricity-plans/dallas")
    plan = links_to(dallas, "/electricity-plans/plans/")[0].partition("?")[0]
    response = await client.get(f"{plan}?from=houston")
    assert (
        "This plan is for homes served by Oncor. Your list is of Houston · CenterPoint Energy."
        in response.text
    )
    assert "Your list is of" not in (await client.get(f"{plan}?from=dallas")).text


@pytest.mark.parametrize(
    "word",
    [
        "atlantis",
        "san-antonio",
        "houston?sort=rating",
        "houston?term=9999",
        "%00",
        "//evil.example",
        "x" * 5000,
    ],
)
async def test_a_list_that_nobody_knows_is_dropped_from_the_address(
    client: httpx.AsyncClient, word: str
) -> None:
    dallas = await read(client, "/electricity-plans/dallas")
    plan = links_to(dallas, "/electricity-plans/plans/")[0].partition("?")[0]
    response = await client.get(plan, params={"from": word})
    assert (response.status_code, response.headers.get("location")) == (301, plan)


async def test_a_list_spelled_otherwise_moves_to_its_one_spelling(client: httpx.AsyncClient) -> None:
    dallas = await read(client, "/electricity-plans/dallas")
    plan = links_to(dallas, "/electricity-plans/plans/")[0].partition("?")[0]
    response = await client.get(f"{plan}?home=1600&from=Dallas-TX/fixed-rate/12-month?kwh=900")
    assert response.status_code == 301
    assert response.headers["location"] == f"{plan}?from=dallas/12-month/fixed-rate&home=1600"


async def test_the_calculator_leads_to_the_very_list_with_the_new_home(client: httpx.AsyncClient) -> None:
    page = await read(client, "/calculator?kwh=900&from=houston/12-month")
    assert "/electricity-plans/houston/12-month?kwh=900" in page.links
    hidden = [one.attributes for one in page.all("input") if one.attributes.get("name") == "from"]
    assert {one["value"] for one in hidden} == {"houston/12-month"}


ONCOR_ZIP, CENTERPOINT_ZIP = "75201", "77002"


async def test_a_zip_code_alone_chooses_the_plan_of_the_homes_utility(
    client: httpx.AsyncClient, site: Site
) -> None:
    by_provider = site.litestar.state.shelf.world.catalogue.by_provider
    plan, twin = next(
        (one, other)
        for plans in by_provider.values()
        for one in plans
        for other in plans
        if (one.utility, other.utility) == ("centerpoint", "oncor")
        and (one.name, one.term_months, one.rate_type) == (other.name, other.term_months, other.rate_type)
    )
    moved = await client.get(f"{plan.url}?zip={ONCOR_ZIP}&home=1600")
    assert moved.status_code == 301
    assert unquote(moved.headers["location"]) == f"{twin.url}?from=dallas?zip={ONCOR_ZIP}&home=1600"
    html = (await client.get(moved.headers["location"])).text
    assert f"{ONCOR_ZIP} · Dallas · Oncor" in html
    own = await client.get(f"{plan.url}?zip={CENTERPOINT_ZIP}")
    assert unquote(own.headers["location"]) == f"{plan.url}?from=houston?zip={CENTERPOINT_ZIP}"

    listed = (await client.get(f"{plan.url}?from=dallas?zip={ONCOR_ZIP}")).text
    assert f"Your home is in {ONCOR_ZIP} · Dallas · Oncor" in listed
    assert f"{twin.url}?from=dallas?zip={ONCOR_ZIP}" in map(unquote, Page(listed).links)


async def test_a_zip_code_where_the_plan_is_not_sold_or_nobody_chooses_is_said(
    client: httpx.AsyncClient, site: Site
) -> None:
    by_provider = site.litestar.state.shelf.world.catalogue.by_provider
    plan = next(
        one
        for plans in by_provider.values()
        for one in plans
        if one.utility == "centerpoint" and not any(other.utility == "oncor" for other in plans)
    )
    moved = await client.get(f"{plan.url}?zip={ONCOR_ZIP}")
    html = (await client.get(moved.headers["location"])).text
    assert moved.headers["location"].startswith(plan.url)
    assert f"{plan.provider_name} lists no plan of this name for Oncor homes." in html

    for zip_code, said in (
        ("78701", "Homes in 78701 cannot choose a provider."),
        ("99999", "99999 is not in Texas."),
    ):
        for path in (plan.url, f"/providers/{plan.provider_slug}", f"/compare/plans?plan={plan.plan_id}"):
            answer = await client.get(path, params={**httpx.URL(path).params, "zip": zip_code})
            assert answer.status_code == 200, (path, zip_code)
            assert said in answer.text, (path, zip_code)


@pytest.mark.parametrize(
    "path", ["/", "/providers", "/providers/txu-energy", "/utilities/centerpoint", "/guides", "/about"]
)
async def test_a_zip_code_alone_is_the_list_of_its_place_on_every_page(
    client: httpx.AsyncClient, path: str
) -> None:
    moved = await client.get(f"{path}?zip={CENTERPOINT_ZIP}")
    assert (moved.status_code, unquote(moved.headers["location"])) == (
        301,
        f"{path}?from=houston?zip={CENTERPOINT_ZIP}",
    )
    assert f"{CENTERPOINT_ZIP} · Houston" in (await client.get(moved.headers["location"])).text
    kept = await client.get(f"{path}?from=houston/12-month&zip={CENTERPOINT_ZIP}")
    assert unquote(kept.headers["location"]) == f"{path}?from=houston/12-month?zip={CENTERPOINT_ZIP}"
