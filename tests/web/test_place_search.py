"""Every box for a place takes what people type: a ZIP code, a line with one, or a city however it is spelled."""

from urllib.parse import quote

import httpx
import pytest

from choosemypower.app import Site
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("Houston, TX", "/electricity-plans/houston"),
        ("houston texas", "/electricity-plans/houston"),
        ("Houston Texas 77002", "/electricity-plans/houston?zip=77002"),
        ("77002, Houston", "/electricity-plans/houston?zip=77002"),
        ("77 002", "/electricity-plans/houston?zip=77002"),
        ("Mc Allen", "/electricity-plans/mcallen"),
        ("Ft Worth", "/electricity-plans/fort-worth"),
        ("N Richland Hills", "/electricity-plans/north-richland-hills"),
        ("Corpus", "/electricity-plans/corpus-christi"),
        ("San Antonio, TX", "/texas/san-antonio/municipal-utility"),
        ("Texas", "/locations?q=Texas"),
        ("Richland Hills", "/locations?q=Richland%20Hills"),
        ("The Woodlands, TX", "/locations?q=The%20Woodlands"),
        ("the woodlands", "/locations?q=The%20Woodlands"),
        ("The Woodlands 77381", "/zip/77381"),
        ("Alamo Hts", "/zip/78209"),
        ("Trophy Club TX", "/electricity-plans/roanoke?zip=76262"),
    ],
)
async def test_the_zip_box_leads_to_the_place(client: httpx.AsyncClient, typed: str, path: str) -> None:
    response = await client.get(f"/zip?zip={quote(typed)}")
    assert response.status_code == 302
    assert response.headers["location"] == path


async def test_a_misspelled_city_is_answered_at_its_own_field_with_the_names_it_looks_like(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/zip?zip=Houson")
    assert response.status_code == 422
    page = Page(response.text)
    assert "We found no Texas city of this name. Did you mean Houston" in page.text_of("main")
    assert "#city" in page.links
    assert "/electricity-plans/houston" in page.links
    kept = Page((await client.get("/zip?zip=Houson&home=1600&heat=electric")).text)
    assert "/electricity-plans/houston?home=1600&heat=electric" in kept.links
    field = next(e for e in page.all("input") if e.attributes.get("id") == "city")
    assert field.attributes["aria-invalid"] == "true"
    assert field.attributes["value"] == "Houson"
    assert page_problems(response.text) == []


async def test_the_search_of_cities_knows_the_same_spellings_and_links_to_near_names(
    client: httpx.AsyncClient,
) -> None:
    found = Page((await client.get("/locations?q=Houston,%20TX")).text)
    assert "/electricity-plans/houston" in found.links
    rows = [row.text for row in found.all("tr")]
    assert len(rows) == len(set(rows)), "a name of two spellings is one city"
    assert f"{len(rows) - 1} cities for “Houston, TX”" in found.text_of("main")
    missed = Page((await client.get("/locations?q=Corpus%20Cristi")).text)
    assert "Did you mean Corpus Christi?" in missed.text_of("main")
    assert "/electricity-plans/corpus-christi" in missed.links
    led = await client.get("/locations?q=Katy%20TX%2077494")
    assert led.headers["location"] == "/electricity-plans/katy?zip=77494"


@pytest.mark.parametrize("path", ["/changes", "/trends", "/calculator", "/check-my-bill"])
async def test_every_other_page_with_a_place_takes_a_name_too(client: httpx.AsyncClient, path: str) -> None:
    usable = await client.get(f"{path}?zip={quote('Ft. Worth, TX')}", follow_redirects=True)
    assert usable.status_code == 200
    assert "Enter 5 digits" not in Page(usable.text).text_of("main").replace("Enter 5 digits, like 77002", "")
    misspelled = await client.get(f"{path}?zip=Houson", follow_redirects=True)
    assert misspelled.status_code == 422
    assert "Did you mean Houston" in Page(misspelled.text).text_of("main")


async def test_prices_over_time_never_guess_which_of_two_utilities_delivers(
    client: httpx.AsyncClient,
) -> None:
    response = await client.get("/trends?zip=75067")
    assert response.status_code == 422
    assert "More than one utility delivers in 75067." in Page(response.text).text_of("main")


async def test_a_community_that_is_no_city_of_ours_leads_to_its_zip_codes(client: httpx.AsyncClient) -> None:
    """By the names that the post office takes: The Woodlands has ZIP codes of Spring, Tomball and Conroe."""
    page = Page((await client.get("/locations?q=The+Woodlands&home=1600&heat=electric")).text)
    text = page.text_of("main")
    assert "The Woodlands has the ZIP codes 77354, 77375, 77380, 77381" in text
    assert "choose yours" in text
    assert "We found no Texas city" not in text
    assert {"/zip/77380?home=1600&heat=electric", "/zip/77382?home=1600&heat=electric"} <= set(page.links)
    for path in ("/calculator", "/trends", "/changes", "/check-my-bill"):
        asked = await client.get(f"{path}?zip=The+Woodlands", follow_redirects=True)
        assert asked.status_code == 422
        assert "The Woodlands has the ZIP codes 77354," in Page(asked.text).text_of("main")
    found = (await client.get("/api/v1/search?q=the+woodlands&kind=zip&limit=20")).json()["data"]
    assert {"77380", "77381", "77382", "77389"} <= {hit["key"] for hit in found}
    assert {hit["match"] for hit in found} == {"exact"}


async def test_a_misspelled_community_is_offered_and_an_unknown_one_says_what_to_enter(
    client: httpx.AsyncClient,
) -> None:
    near = Page((await client.get("/zip?zip=The+Woodlnds")).text)
    assert "Did you mean The Woodlands" in near.text_of("main")
    assert "/locations?q=The%20Woodlands" in near.links
    unknown = await client.get("/zip?zip=Cinco+Ranch")
    assert unknown.status_code == 422
    said = Page(unknown.text).text_of("main")
    assert (
        "Many communities have the ZIP code of a city: it is on your bill. Enter 5 digits, like 77002."
        in said
    )


async def test_every_zip_code_of_a_community_is_known(client: httpx.AsyncClient, site: Site) -> None:
    atlas = site.litestar.state.shelf.world.atlas
    assert len(atlas.place_names) > 300
    cities = {city.name.casefold() for city in atlas.cities.values()}
    for place in atlas.place_names:
        assert place.name.casefold() not in cities
        assert place.zips
        assert all(zip_code in atlas.zips for zip_code in place.zips), place.name
