"""Every Texas ZIP gets the right kind of answer, and everything else a clear sentence."""

import httpx
import pytest

from choosemypower.territories.model import ZipKind
from choosemypower.territories.queries import read_atlas_from_files
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

ATLAS = read_atlas_from_files()


async def test_every_open_zip_leads_to_its_plans_unless_only_the_address_decides(
    client: httpx.AsyncClient,
) -> None:
    areas = [area for area in ATLAS.zips.values() if area.kind is ZipKind.OPEN]
    for area in areas:
        response = await client.get(f"/zip?zip={area.zip}")
        assert response.status_code == 302, area.zip
        expected = f"/zip/{area.zip}" if area.must_ask else f"/electricity-plans/{area.city_slug}"
        assert response.headers["location"].startswith(expected), area.zip


async def test_every_zip_has_a_page_that_says_who_delivers_there_and_how_we_know(
    client: httpx.AsyncClient,
) -> None:
    unsettled = [area for area in ATLAS.zips.values() if area.must_ask or area.kind is ZipKind.SPLIT]
    for area in [*unsettled, *list(ATLAS.zips.values())[::5]]:
        response = await client.get(f"/zip/{area.zip}")
        assert response.status_code == 200, area.zip
        page = Page(response.text)
        heading, text = page.text_of("h1"), page.text_of("main")
        names = [ATLAS.utilities[slug].short_name for slug in area.utilities]
        asked = len(names) + len(area.named_others)
        if names and asked > 1:
            assert heading == f"{area.zip} has {asked} utilities. Who delivers your power?"
        elif names:
            verb = "delivers" if area.is_settled else "most likely delivers"
            assert heading == f"{names[0]} {verb} power in {area.zip}"
        elif area.kind is ZipKind.UNKNOWN:
            assert heading == f"We do not know who serves {area.zip}"
        else:
            assert heading == f"Homes in {area.zip} cannot choose a provider"
        names += [ATLAS.other_utilities[slug].name for slug in area.other_utilities]
        assert all(name in text for name in names), area.zip
        for claim in area.utility_claims:
            assert all(ATLAS.sources[code].says in text for code in claim.sources), area.zip


async def test_where_choice_and_none_are_both_named_the_page_names_both_and_offers_plans_of_one(
    client: httpx.AsyncClient,
) -> None:
    page = Page((await client.get("/zip/77382")).text)
    text = page.text_of("main")
    assert "The sources do not settle it for every home." in text
    assert "Entergy Texas Serves some homes here. They cannot choose a provider." in text
    assert "The Woodlands Township" in text
    assert "/electricity-plans/spring?zip=77382" in page.links


@pytest.mark.parametrize("zip_code", ["75067", "78701", "79511", "77002", "77382", "75001", "78072"])
async def test_zip_page_has_sound_markup(client: httpx.AsyncClient, zip_code: str) -> None:
    response = await client.get(f"/zip/{zip_code}")
    if response.status_code == 200:
        assert page_problems(response.text) == []


async def test_split_zip_asks_and_never_guesses(client: httpx.AsyncClient) -> None:
    page = Page((await client.get("/zip/75067")).text)
    assert "/electricity-plans/lewisville?utility=oncor&zip=75067" in page.links
    assert "/electricity-plans/lewisville?utility=tnmp&zip=75067" in page.links
    for slug in ("oncor", "tnmp"):
        path = f"/electricity-plans/lewisville?utility={slug}&zip=75067"
        assert (await client.get(path)).status_code == 200


async def test_split_zip_says_of_which_day_its_numbers_are_and_who_told_us(client: httpx.AsyncClient) -> None:
    text = (await client.get("/zip/75067")).text
    assert text.count("listed on January\u00a09, 2026") == 2
    assert "the state’s ZIP look-up of July 2026" in text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("7700", "Enter 5 digits, like 77002."),
        ("", "Enter 5 digits, like 77002."),
        ("770022", "Enter 5 digits, like 77002."),
        ("七七〇〇二", "Enter 5 digits, like 77002."),
        ("10001", "10001 is not in Texas. We only cover Texas."),
        ("00000", "00000 is not in Texas. We only cover Texas."),
        ("77999", "We do not know 77999. Check it, or choose your city."),
    ],
)
async def test_wrong_zip_gets_the_form_back_with_a_sentence(
    client: httpx.AsyncClient, given: str, sentence: str
) -> None:
    response = await client.get("/zip", params={"zip": given})
    assert response.status_code == 422
    page = Page(response.text)
    assert page_problems(response.text) == []
    assert page.text_of("title").startswith("Error: ")
    field = next(e for e in page.all("input") if e.attributes.get("name") == "zip")
    assert field.attributes["aria-invalid"] == "true"
    assert field.attributes["aria-describedby"] == "zip-hint zip-error"
    assert field.attributes["value"] == given
    assert page.text_of("main").count(sentence) == 2, "once in the summary, once beside the field"
    assert response.headers["cache-control"] == "no-store"


async def test_zip_plus_four_and_blanks_are_understood(client: httpx.AsyncClient) -> None:
    for given in (" 77002 ", "77002-1234", "77 002"):
        response = await client.get("/zip", params={"zip": given})
        listed = (302, "/electricity-plans/houston?zip=77002")
        assert (response.status_code, response.headers["location"]) == listed


@pytest.mark.parametrize("path", ["/zip/10001", "/zip/00000", "/zip/abc", "/zip/7700", "/zip/%3Cb%3E"])
async def test_page_of_an_unknown_zip_is_404_and_offers_the_form(
    client: httpx.AsyncClient, path: str
) -> None:
    response = await client.get(path)
    assert response.status_code == 404
    assert page_problems(response.text) == []
    assert "noindex" in response.text


async def test_nothing_typed_breaks_the_zip_form(client: httpx.AsyncClient) -> None:
    for given in ("\x00", "9" * 5000, "-77002", "1e5", "77002;drop", "'\"<>&", "٧٧٠٠٢"):
        response = await client.get("/zip", params={"zip": given})
        assert response.status_code in (302, 422), given
