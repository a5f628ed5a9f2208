"""Every box for a place takes what people type: a ZIP code, a line with one, or a city however it is spelled."""

from urllib.parse import quote

import httpx
import pytest

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
