"""The form on ZIP pages: it works without JavaScript, and its answer belongs to one visitor."""

import httpx
import pytest

from choosemypower.app import Site
from tests.standins.ercot import Ercot, meter_number
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]


@pytest.mark.parametrize("zip_code", ["77002", "75067", "77382", "78701"])
async def test_every_zip_page_has_the_form(client: httpx.AsyncClient, zip_code: str) -> None:
    page = (await client.get(f"/zip/{zip_code}")).text
    assert page_problems(page) == []
    # The home and the place travel along in its query.
    form = next(
        form
        for form in Page(page).all("form")
        if (form.attributes.get("action") or "").partition("?")[0] == f"/zip/{zip_code}/meters"
    )
    assert form.attributes["method"] == "post"
    hidden = {
        "narrow",
        "wide",
        "roomy",
        "vh",
    }  # what the style sheet shows in charts, or to screen readers, only
    assert not hidden & set((form.attributes.get("class") or "").split())


async def test_a_city_page_that_knows_the_zip_leads_to_the_form(client: httpx.AsyncClient) -> None:
    page = Page((await client.get("/electricity-plans/houston?zip=77002")).text)
    assert "/zip/77002" in page.links
    assert "/zip/77002" not in Page((await client.get("/electricity-plans/houston")).text).links


async def test_several_meters_are_offered_to_choose_each_with_its_plans(client: httpx.AsyncClient) -> None:
    response = await client.post("/zip/75067/meters", data={"address": "500 Main St", "esiid": ""})
    assert response.status_code == 200
    assert response.headers["cache-control"] == "private, no-store"
    assert page_problems(response.text) == []
    page = Page(response.text)
    assert page.text_of("h1") == "3 meters: choose yours"
    text = page.text_of("main")
    assert text.count("Oncor delivers here.") == 2
    assert text.count("TNMP delivers here.") == 1
    assert text.count("Switch hold.") == 1
    assert text.count("The meter is not active.") == 1
    assert "/electricity-plans/lewisville?utility=oncor&zip=75067" in page.links
    assert "/electricity-plans/lewisville?utility=tnmp&zip=75067" in page.links


async def test_a_meter_number_is_enough(client: httpx.AsyncClient) -> None:
    response = await client.post("/zip/77382/meters", data={"esiid": f"'{meter_number('centerpoint', 4)}"})
    assert Page(response.text).text_of("h1") == "Your meter"
    assert "CenterPoint Energy delivers here." in Page(response.text).text_of("main")


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"address": "Main Street"}, "address", "The address has no house number."),
        ({}, "address", "Enter the street address"),
        ({"esiid": "123"}, "esiid", "This number has 3 digits."),
        ({"esiid": meter_number("oncor", 999)}, "esiid", "does not know this number"),
    ],
)
async def test_a_form_that_cannot_be_used_comes_back_with_what_is_wrong(
    client: httpx.AsyncClient, data: dict[str, str], field: str, sentence: str
) -> None:
    response = await client.post("/zip/77002/meters", data=data)
    assert response.status_code == 422
    assert page_problems(response.text) == []
    page = Page(response.text)
    wrong = next(e for e in page.all("input") if e.attributes.get("name") == field)
    assert wrong.attributes["aria-invalid"] == "true"
    assert page.text_of("main").count(sentence) == 2, "once in the summary, once beside the field"


async def test_an_address_without_a_meter_says_so(client: httpx.AsyncClient) -> None:
    page = Page((await client.post("/zip/77002/meters", data={"address": "99 Nowhere Ln"})).text)
    assert page.text_of("h1") == "No meter found"


async def test_a_look_up_that_is_down_says_so_and_leaves_the_way_by_zip(
    client: httpx.AsyncClient, site: Site, ercot: Ercot
) -> None:
    ercot.fault = "down"
    response = await client.post("/zip/77002/meters", data={"address": "1100 Louisiana St"})
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    page = Page(response.text)
    assert "The meter look-up answered 500." in page.text_of("main")
    assert "/zip/77002" in page.links
    site.litestar.state.meters.upstream.fuse.succeeded()


async def test_another_site_cannot_send_the_form(client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/zip/77002/meters", data={"esiid": "1"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403


async def test_what_was_typed_is_shown_as_text(client: httpx.AsyncClient) -> None:
    response = await client.post("/zip/77002/meters", data={"address": "<script>alert(1)</script>"})
    assert "<script>alert" not in response.text


async def test_only_a_known_zip_has_it(client: httpx.AsyncClient) -> None:
    for zip_code in ("10001", "abc"):
        response = await client.post(f"/zip/{zip_code}/meters", data={"esiid": "1"})
        assert response.status_code == 404


async def test_the_privacy_page_says_who_is_asked_for_a_meter(client: httpx.AsyncClient) -> None:
    text = Page((await client.get("/privacy")).text).text_of("main")
    assert "sent to the meter look-up service" in text
    assert "but for a look-up of your meter that you ask for" in text
