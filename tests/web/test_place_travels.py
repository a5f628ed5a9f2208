"""A ZIP code typed once, and a home said once, are on every page that follows, and are never asked for again."""

import html
import re

import httpx
import pytest

from choosemypower.web.guide_names import GUIDES
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

HOME = "home=1600&heat=electric"
LINE_ON = [
    "/",
    "/electricity-plans",
    "/locations",
    "/calculator",
    "/check-my-bill",
    "/read-a-label",
    "/compare/plans",
    "/providers",
    "/providers/txu-energy",
    "/utilities/centerpoint",
]


async def read(client: httpx.AsyncClient, path: str) -> Page:
    response = await client.get(path)
    assert response.status_code == 200, (path, response.status_code, response.headers.get("location"))
    assert page_problems(response.text) == []
    return Page(response.text)


def line_of(page: Page) -> str:
    """Place and home as the page's one line says them."""
    (line,) = [one for one in page.all("span") if one.attributes.get("id") == "usage-line"]
    return line.text.replace("\u00a0", " ")


async def typed(client: httpx.AsyncClient, zip_code: str, home: str = "") -> str:
    """The address of the list after the ZIP form."""
    answer = await client.get("/zip", params=dict([("zip", zip_code), *httpx.QueryParams(home).items()]))
    assert answer.status_code == 302
    return answer.headers["location"]


async def test_a_zip_typed_once_is_in_the_line_of_every_page_that_follows(client: httpx.AsyncClient) -> None:
    listed = await typed(client, "77002", HOME)
    assert listed == f"/electricity-plans/houston?zip=77002&{HOME}"
    city = await read(client, listed)
    line = line_of(city)
    assert line.startswith("77002 · Houston · CenterPoint Energy · 1,600 sq ft home with electric heating, ")
    starts = (
        "/electricity-plans/plans/",
        "/compare/",
        "/calculator",
        "/locations",
        "/providers",
        "/check-my-bill?",
    )
    for start in (*starts, "/read-a-label", "/utilities/"):
        for link in [link for link in city.links if link.startswith(start)][:3]:
            assert line_of(await read(client, link.partition("#")[0])) == line, link
    (mark,) = [one for one in city.all("a") if one.attributes.get("class") == "mark"]
    home = await read(client, mark.attributes["href"])
    assert line_of(home) == line
    assert listed in home.links, "the way back"
    (field,) = [one for one in home.all("input") if one.attributes.get("id") == "zip"]
    assert field.attributes["value"] == "77002"


async def test_two_steps_further_the_list_is_still_the_one_that_was_left(client: httpx.AsyncClient) -> None:
    listed = "/electricity-plans/houston/12-month?without=prepaid&zip=77002&home=1600"
    plan = next(link for link in (await read(client, listed)).links if "/plans/" in link)
    for start in ("/calculator", "/check-my-bill?", "/read-a-label", "/locations", "/providers/"):
        link = next(link for link in (await read(client, plan)).links if link.startswith(start))
        page = await read(client, link.partition("#")[0])
        further = next(link for link in page.links if link.startswith("/check-my-bill?from"))
        assert listed in (await read(client, further)).links, (start, "the breadcrumb leads back")


KEPT = "from=houston%3Fzip%3D77002&home=1600&heat=electric"
KEEPS = [
    "/",
    "/electricity-plans",
    "/locations",
    "/locations?letter=A",
    "/locations?q=austin",
    "/texas/san-antonio/municipal-utility",
    "/zip/77002",
    "/zip/78701",
    "/compare/plans",
    "/calculator",
    "/check-my-bill",
    "/read-a-label",
    "/changes",
    "/trends",
    "/providers",
    "/providers/abundance-energy",
    "/utilities/oncor",
    "/guides",
    *(f"/guides/{one.slug}" for one in GUIDES),
    "/how-well",
    "/about",
    "/privacy",
    "/terms",
    "/accessibility",
    "/contact",
    "/contact/sent?receipt=CM-2222-2222",
    "/remembered",
    "/api/docs",
]
"""Every kind of page that is not a list or a plan."""
LISTS = re.compile(r"/electricity-plans/(?!plans/)|/zip/")


def dropped(page: Page) -> list[str]:
    """Links to pages of ours that forget the home or its place."""
    return [
        link
        for link in page.links
        if link.startswith("/")
        and not link.startswith(("/static/", "/api/v1/", "/api/openapi"))
        and not re.search(r"\.(ics|atom)\b", link)
        and ("home=1600&heat=electric" not in link or not ("from=houston" in link or LISTS.match(link)))
        # What the line is for: another place for the same home, another home at the same place.
        and link not in ("/?home=1600&heat=electric#zip",)
    ]


@pytest.mark.parametrize("path", KEEPS)
async def test_every_link_of_every_page_keeps_place_and_home(client: httpx.AsyncClient, path: str) -> None:
    page = await read(client, f"{path}{'&' if '?' in path else '?'}{KEPT}")
    assert dropped(page) == []
    assert line_of(page).startswith("77002 · Houston · CenterPoint Energy · 1,600 sq ft home with electric")


async def test_every_link_of_a_list_and_of_a_plan_keeps_place_and_home(client: httpx.AsyncClient) -> None:
    city = await read(client, f"/electricity-plans/houston?zip=77002&{HOME}")
    assert dropped(city) == []
    plan = next(link for link in city.links if "/plans/" in link)
    assert dropped(await read(client, plan)) == []


async def test_a_closed_place_keeps_the_home_for_the_open_places_near_by(client: httpx.AsyncClient) -> None:
    for path in ("/zip/78701", "/texas/austin/municipal-utility"):
        page = await read(client, f"{path}?{HOME}")
        lists = [link for link in page.links if LISTS.match(link) and not link.startswith("/zip/")]
        assert lists
        assert all(link.endswith(f"?{HOME}") for link in lists)


async def test_pages_of_text_have_one_address_for_each_place_and_home(client: httpx.AsyncClient) -> None:
    for path in ("/guides", "/guides/moving", "/about", "/how-well", "/texas/austin/municipal-utility"):
        answer = await client.get(f"{path}?heat=electric&home=1600&from=nowhere")
        assert (answer.status_code, answer.headers["location"]) == (301, f"{path}?{HOME}")
        text = (await client.get(f"{path}?{HOME}")).text
        assert 'content="noindex, follow"' in text
        assert f'rel="canonical" href="http://localhost:4324{path}"' in text


async def test_a_comparison_says_which_plans_the_home_cannot_take(client: httpx.AsyncClient) -> None:
    houston, dallas = [await read(client, f"/electricity-plans/{city}") for city in ("houston", "dallas")]
    ids = [
        next(one.attributes["value"] for one in page.all("input") if one.attributes.get("name") == "plan")
        for page in (houston, dallas)
    ]
    text = (
        await read(client, f"/compare/plans?plan={ids[0]}&plan={ids[1]}&from=houston%3Fzip%3D77002")
    ).text_of("main")
    assert text.count("Your list is of 77002 · Houston · CenterPoint Energy.") == 1
    assert "is for homes served by Oncor." in text


@pytest.mark.parametrize("path", LINE_ON)
async def test_where_no_place_is_known_the_line_says_so(client: httpx.AsyncClient, path: str) -> None:
    page = await read(client, path)
    assert line_of(page) == "Texas: choose a place · typical home, 1,140 kWh a month"
    assert [one for one in page.all("input") if one.attributes.get("name") in ("zip", "q")], "and asks"


async def test_a_plan_asks_for_the_place_and_keeps_the_home(client: httpx.AsyncClient) -> None:
    city = await read(client, "/electricity-plans/dallas")
    plan = next(link for link in city.links if "/plans/" in link).partition("?")[0]
    page = await read(client, f"{plan}?{HOME}")
    assert line_of(page).startswith("Texas: choose a place · 1,600 sq ft home with electric heating")
    (form,) = [one for one in page.all("form") if one.attributes.get("action") == "/zip"]
    assert form is not None
    assert await typed(client, "75201", HOME) == f"/electricity-plans/dallas?zip=75201&{HOME}"


async def test_a_split_zip_asks_once_and_then_names_zip_and_utility(client: httpx.AsyncClient) -> None:
    asked = await typed(client, "75067", "kwh=900")
    assert asked == "/zip/75067?kwh=900"
    page = await read(client, asked)
    listed = "/electricity-plans/lewisville?utility=tnmp&zip=75067&kwh=900"
    assert listed in page.links
    assert line_of(await read(client, listed)).startswith("75067 · Lewisville · TNMP · your use of 900 kWh")


async def test_the_calculator_and_the_bill_check_take_the_zip_over(client: httpx.AsyncClient) -> None:
    for path in ("/calculator?zip=77002", "/check-my-bill?zip=77002", "/read-a-label?zip=77002"):
        page = await read(client, path)
        assert line_of(page).startswith("77002 · Houston · CenterPoint Energy · "), path
    page = await read(client, "/check-my-bill?from=houston%3Fzip%3D77002")
    (field,) = [one for one in page.all("input") if one.attributes.get("id") == "zip"]
    assert field.attributes["value"] == "77002"


@pytest.mark.parametrize("zip_code", ["75201", "00000", "abc", "77002-1234"])
async def test_a_zip_that_is_not_of_the_city_is_dropped_from_its_address(
    client: httpx.AsyncClient, zip_code: str
) -> None:
    answer = await client.get("/electricity-plans/houston", params={"zip": zip_code, "home": "1600"})
    assert (answer.status_code, answer.headers["location"]) == (301, "/electricity-plans/houston?home=1600")


async def test_search_engines_keep_one_address_for_all_zips_of_a_list(client: httpx.AsyncClient) -> None:
    text = html.unescape((await client.get("/electricity-plans/houston/12-month?zip=77002")).text)
    assert 'content="noindex, follow"' in text
    (canonical,) = [
        one.attributes["href"] for one in Page(text).all("link") if one.attributes.get("rel") == "canonical"
    ]
    assert canonical.endswith("/electricity-plans/houston/12-month")


async def test_filters_and_pages_of_a_list_keep_the_zip(client: httpx.AsyncClient) -> None:
    page = await read(client, "/electricity-plans/houston?zip=77002&home=1600")
    lists = [link for link in page.links if link.startswith("/electricity-plans/houston")]
    assert lists
    assert all("zip=77002" in link for link in lists)
    forms = [one for one in page.all("input") if one.attributes.get("name") == "zip"]
    assert {one.attributes["value"] for one in forms} == {"77002"}
    other = [
        link
        for link in page.links
        if link.startswith("/electricity-plans/") and "/plans/" not in link and "/houston" not in link
    ]
    assert not any("zip=" in link for link in other), "another city has other ZIP codes"


async def test_what_changed_and_prices_over_time_know_the_place_that_was_typed(
    client: httpx.AsyncClient,
) -> None:
    city = await read(client, "/electricity-plans/houston?zip=77002&home=1600")
    for start in ("/changes?", "/trends?"):
        link = next(link for link in city.links if link.startswith(start + "from"))
        page = await read(client, link)
        assert "CenterPoint Energy" in page.text_of("main"), start
        (field,) = [one for one in page.all("input") if one.attributes.get("id") == "zip"]
        assert field.attributes["value"] == "77002"
        further = next(link for link in page.links if link.startswith("/calculator?"))
        assert line_of(await read(client, further)).startswith("77002 · Houston"), start
