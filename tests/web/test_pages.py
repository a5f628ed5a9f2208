"""Every page type over the bundled dataset, without JavaScript: status, markup, what it must say."""

import re

import httpx
import msgspec
import pytest

from choosemypower.territories.queries import read_atlas_from_files
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

ATLAS = read_atlas_from_files()
PAGES = (
    "/",
    "/electricity-plans",
    "/locations",
    "/locations?letter=B",
    "/locations?q=houston",
    "/locations?q=nowhere",
    "/providers",
    "/zip/75067",
    "/zip/78701",
    "/texas/austin/municipal-utility",
    "/about",
    "/how-well",
    "/read-a-label",
    "/read-a-label?kwh=1000&zip=75201",
    "/check-my-bill",
    "/changes",
    "/changes?zip=77002",
    "/trends",
    "/guides",
    "/trends?utility=oncor",
    "/contact",
    "/privacy",
    "/terms",
    "/accessibility",
    *(f"/utilities/{slug}" for slug in ATLAS.utilities),
)


@pytest.mark.parametrize("path", PAGES)
async def test_page_answers_with_sound_markup(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert page_problems(response.text) == []


@pytest.mark.parametrize("path", PAGES)
async def test_page_weighs_little(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path, headers={"Accept-Encoding": "gzip"})
    assert int(response.headers["content-length"]) <= 12_000


@pytest.mark.parametrize("path", ["/", "/providers", "/zip/75067", "/about"])
async def test_head_answers_like_get_without_a_body(client: httpx.AsyncClient, path: str) -> None:
    get, head = await client.get(path), await client.head(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]


async def test_every_link_of_the_simple_pages_leads_somewhere(client: httpx.AsyncClient) -> None:
    links: set[str] = set()
    for path in PAGES:
        links.update(link for link in Page((await client.get(path)).text).links if link.startswith("/"))
    answers = {link: (await client.get(link.split("#")[0])).status_code for link in sorted(links)}
    assert {link: status for link, status in answers.items() if status not in (200, 301, 302)} == {}


async def test_every_provider_has_a_page_that_names_its_plans(client: httpx.AsyncClient) -> None:
    directory = Page((await client.get("/providers")).text)
    paths = sorted({link for link in directory.links if link.startswith("/providers/")})
    assert len(paths) > 30
    for path in paths:
        response = await client.get(path)
        assert response.status_code == 200, path
        assert page_problems(response.text) == [], path
        assert "/electricity-plans/plans/" in response.text, path


async def test_home_names_no_utility_without_choice_among_its_cities(client: httpx.AsyncClient) -> None:
    home = Page((await client.get("/")).text)
    assert "/electricity-plans/houston" in home.links
    assert "/electricity-plans/austin" not in home.links
    assert "/electricity-plans/san-antonio" not in home.links


async def test_home_shows_a_cliff_of_a_listed_plan(client: httpx.AsyncClient) -> None:
    html = (await client.get("/")).text
    assert "One plan, one kWh apart" in html
    plan = next(link for link in Page(html).links if link.startswith("/electricity-plans/plans/"))
    assert (await client.get(plan)).status_code == 200


async def test_search_finds_a_city_by_a_part_of_its_name(client: httpx.AsyncClient) -> None:
    assert "/electricity-plans/fort-worth" in Page((await client.get("/locations?q=ft+worth")).text).links
    assert "/electricity-plans/houston" in Page((await client.get("/locations?q=HOUST")).text).links


async def test_a_mostly_closed_city_names_first_who_serves_most_of_it(client: httpx.AsyncClient) -> None:
    text = (await client.get("/locations?q=austin")).text
    assert re.search(r">Austin</a></th><td>Travis</td><td>Partly</td><td>Austin Energy\b", text)


async def test_utility_page_spells_the_days_of_its_sources(client: httpx.AsyncClient) -> None:
    text = (await client.get("/utilities/centerpoint")).text.split("<h1>")[1]
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", text)
    assert "Totals published for March\u00a01, 2020" in text


async def test_utility_of_which_little_is_known_has_no_empty_parts(client: httpx.AsyncClient) -> None:
    text = (await client.get("/utilities/nueces")).text
    assert "We know of no documented delivery charge" in text
    assert "pays these charges" not in text
    assert "No plans listed" not in text
    assert "/electricity-plans/alice?utility=nueces" in text


async def test_search_for_a_zip_leads_to_it(client: httpx.AsyncClient) -> None:
    response = await client.get("/locations?q=78701")
    assert (response.status_code, response.headers["location"]) == (302, "/zip/78701")


async def test_search_text_is_shown_as_text(client: httpx.AsyncClient) -> None:
    html = (await client.get("/locations", params={"q": "<script>alert(1)</script>"})).text
    assert "<script>alert" not in html
    assert page_problems(html) == []


async def test_letters_together_hold_every_city(client: httpx.AsyncClient) -> None:
    start = Page((await client.get("/locations")).text)
    letters = [link for link in start.links if link.startswith("/locations?letter=")]
    found: set[str] = set()
    for letter in letters:
        found.update(Page((await client.get(letter)).text).links)
    missing = [
        city.slug
        for city in ATLAS.cities.values()
        if not {f"/electricity-plans/{city.slug}", f"/texas/{city.slug}/municipal-utility"} & found
    ]
    assert missing == []


async def test_unknown_addresses_are_404_with_a_zip_field(client: httpx.AsyncClient) -> None:
    for path in ("/nope", "/providers/nope", "/utilities/nope", "/texas/nope/municipal-utility", "/a/b/c/d"):
        response = await client.get(path)
        assert response.status_code == 404, path
        assert page_problems(response.text) == [], path
        assert 'action="/zip"' in response.text
        assert "noindex" in response.text


async def test_wrong_method_is_405_and_says_which_are_right(client: httpx.AsyncClient) -> None:
    response = await client.post("/about")
    assert response.status_code == 405
    assert "GET" in response.headers["allow"]
    assert page_problems(response.text) == []


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/about/", "/about"),
        ("/providers/", "/providers"),
        ("/compare", "/electricity-plans"),
        ("/old-plans", "/electricity-plans"),
        ("/old-plans/", "/electricity-plans"),
        ("/compare/", "/electricity-plans"),
        ("/old-plans//houston//12-month/", "/electricity-plans/houston/12-month"),
        ("/old-plans/houston/?sort=provider", "/electricity-plans/houston?sort=provider"),
        ("/old-plans/houston/12-month", "/electricity-plans/houston/12-month"),
        ("/old-plans/Houston", "/electricity-plans/houston"),
        (
            "/old-plans/plans/TXU-Energy/Simple-Value-12/",
            "/electricity-plans/plans/txu-energy/simple-value-12",
        ),
        ("/old-plans/plans/txu/simple-value-12", "/electricity-plans/plans/txu-energy/simple-value-12"),
        ("/old-plans/dallas-tx/", "/electricity-plans/dallas"),
        ("/old-plans/houston/green-energy/12-Month", "/electricity-plans/houston/12-month/green-energy"),
        ("/old-plans/houston?kwh=1000&sort=cost", "/electricity-plans/houston/1000-kwh"),
        ("/old-plans/houston?sort=provider", "/electricity-plans/houston?sort=provider"),
        (
            "/old-plans/houston?utm_source=x&sort=provider&kwh=900",
            "/electricity-plans/houston?kwh=900&sort=provider",
        ),
        ("/old-plans/..%2f..%2fx", "/electricity-plans/x"),
        ("/old-plans/houston/..%5c.%2f/12-month", "/electricity-plans/houston/12-month"),
        ("/old-plans/caf%C3%A9%0d%0ax", "/electricity-plans/caf%C3%A9%0D%0Ax"),
        ("/texas/houston/municipal-utility", "/electricity-plans/houston"),
        ("/texas/austin-tx/municipal-utility", "/texas/austin/municipal-utility"),
        ("/texas/Austin/municipal-utility", "/texas/austin/municipal-utility"),
        ("/electricity-plans/Houston/", "/electricity-plans/houston"),
        (
            "/electricity-plans/Houston-TX/Green-Energy/12-month/",
            "/electricity-plans/houston/12-month/green-energy",
        ),
        (
            "/electricity-plans/HOUSTON/?sort=provider&kwh=900",
            "/electricity-plans/houston?kwh=900&sort=provider",
        ),
        ("/electricity-plans/houston/", "/electricity-plans/houston"),
        ("/texas/Austin/municipal-utility/?home=1600", "/texas/austin/municipal-utility?home=1600"),
        ("/texas/Houston/municipal-utility/?home=1600", "/electricity-plans/houston?home=1600"),
        ("/providers/TXU/?home=1600", "/providers/txu-energy?home=1600"),
        ("/utilities/ONCOR/?heat=gas&home=1600", "/utilities/oncor?home=1600&heat=gas"),
        ("/zip/77002/?home=1600", "/zip/77002?home=1600"),
        ("/guides/moving/?home=1600", "/guides/moving?home=1600"),
        ("/providers/TXU", "/providers/txu-energy"),
        ("/providers/Gexa-Energy", "/providers/gexa-energy"),
        ("/utilities/ONCOR", "/utilities/oncor"),
        ("/guides/Facts-Label/?home=1600", "/guides/facts-label?home=1600"),
        ("/guides/FACTS-LABEL", "/guides/facts-label"),
        ("/guides/facts-label/", "/guides/facts-label"),
        ("/utilities/nueces-electric-cooperative", "/utilities/nueces"),
        ("/utilities/centerpoint-energy?home=1600&heat=gas", "/utilities/centerpoint?home=1600&heat=gas"),
        ("/utilities/texas-new-mexico-power", "/utilities/tnmp"),
    ],
)
async def test_former_address_moves_for_ever(client: httpx.AsyncClient, path: str, target: str) -> None:
    response = await client.get(path)
    assert (response.status_code, response.headers["location"]) == (301, target)


async def test_a_plan_s_address_is_set_right_in_one_redirect(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/api/v1/plans?provider=txu-energy")).json()["data"]
    address = listed[0]["pageUrl"]
    provider, plan = address.split("/")[3:]
    for given in (
        f"{provider}/{plan}/",
        f"{provider}/{plan.upper()}/",
        f"TXU/{plan}/",
        f"{provider.upper()}/{plan}",
    ):
        response = await client.get(f"/electricity-plans/plans/{given}?home=1600")
        assert (response.status_code, response.headers["location"]) == (301, f"{address}?home=1600"), given


@pytest.mark.parametrize("path", ["//evil.example/", "///evil.example//", "/old-plans//evil.example"])
async def test_no_redirect_leaves_the_site(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(f"http://localhost:4324{path}")
    assert not response.headers.get("location", "/x").startswith("//")
    assert "://" not in response.headers.get("location", "")


async def test_notice_stands_in_main_before_the_heading(client: httpx.AsyncClient) -> None:
    html = (await client.get("/providers")).text
    assert html.index("<main") < html.index("<strong>Listings as of") < html.index("<h1")


async def test_json_ld_is_json(client: httpx.AsyncClient) -> None:
    page = Page((await client.get("/utilities/oncor")).text)
    blocks = [e.text for e in page.all("script") if e.attributes.get("type") == "application/ld+json"]
    documents = [msgspec.json.decode(block) for block in blocks]
    assert [document["@type"] for document in documents] == ["BreadcrumbList"]
    assert documents[0]["itemListElement"][0]["item"].endswith("/")


async def test_utility_page_prints_the_documented_charge_and_its_source(client: httpx.AsyncClient) -> None:
    # Oncor, facts labels of mid-2026: 4.06 USD a month and 6.1196 cents per kWh.
    html = (await client.get("/utilities/oncor")).text
    assert "$4.06" in html
    assert "6.1196¢" in html
    assert "Electricity Facts Labels of mid-2026" in html


async def test_kinds_of_plans_beside_a_city_are_those_that_it_has(client: httpx.AsyncClient) -> None:
    """A link to a list without plans helps nobody."""
    table = (await client.get("/electricity-plans")).text.split('id="kinds"')[1].split("</table>")[0]
    filters = {
        "12-month": "term=12",
        "fixed-rate": "rate=fixed",
        "green-energy": "green=100",
        "no-deposit": "with=no-deposit",
        "prepaid": "with=prepaid",
    }
    cities = sorted(set(re.findall(r'href="/electricity-plans/([a-z-]+)/', table)))
    assert len(cities) == 8
    empty = 0
    for city in cities:
        for segment, query in filters.items():
            answer = await client.get(f"/api/v1/plans?city={city}&{query}&page-size=1")
            has_plans = answer.json()["meta"]["total"] > 0
            assert (f'href="/electricity-plans/{city}/{segment}"' in table) == has_plans, (city, segment)
            empty += not has_plans
    assert empty, "one at least has none, or this shows nothing"
