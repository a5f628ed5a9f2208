"""/api/zip/navigate: the same answer by GET and POST, each kind of ZIP with its own code."""

from typing import Any

import httpx
import pytest

pytestmark = [pytest.mark.anyio, pytest.mark.db]

KINDS = [
    ("77002", 200, True, "ok", "/electricity-plans/houston"),
    ("75067", 200, False, "split", "/zip/75067"),
    ("78701", 200, True, "municipal", "/zip/78701"),
    ("79901", 200, True, "outside_ercot", "/zip/79901"),
    ("10001", 404, False, "not_texas", None),
    ("00000", 404, False, "not_texas", None),
    ("77999", 404, False, "not_found", None),
    ("7700", 400, False, "invalid_format", None),
    ("abc", 400, False, "invalid_format", None),
    ("", 400, False, "invalid_format", None),
    ("٧٧٠٠٢", 400, False, "invalid_format", None),
    ("77002; DROP TABLE", 400, False, "invalid_format", None),
]


@pytest.mark.parametrize(("given", "status", "success", "code", "redirect"), KINDS)
async def test_each_kind_of_zip_has_its_answer(
    client: httpx.AsyncClient, given: str, status: int, success: bool, code: str, redirect: str | None
) -> None:
    by_get = await client.get("/api/zip/navigate", params={"zip": given})
    by_post = await client.post("/api/zip/navigate", json={"zip": given})
    by_other_name = await client.post("/api/zip/navigate", json={"zipCode": given})
    by_form = await client.post("/api/zip/navigate", data={"zip": given})
    assert {by_get.status_code, by_post.status_code, by_other_name.status_code, by_form.status_code} == {
        status
    }
    answer, *others = [one.json() for one in (by_get, by_post, by_other_name, by_form)]
    for one in (answer, *others):
        one.pop("reference", None)  # each request has its own
    assert all(one == answer for one in others)
    assert answer["success"] is success
    assert answer["code"] == code
    assert answer.get("redirectUrl") == redirect
    if status != 200:
        assert by_get.headers["content-type"] == "application/problem+json"
        assert answer["suggestions"]


async def test_the_redirect_leads_to_a_page(client: httpx.AsyncClient) -> None:
    for given in ("77002", "75067", "78701"):
        page = (await client.get(f"/api/zip/navigate?zipCode={given}")).json()["redirectUrl"]
        assert (await client.get(page)).status_code == 200


async def test_a_split_zip_names_its_utilities(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/api/zip/navigate?zip=75067")).json()
    assert answer["requiresUtility"]
    assert {utility["slug"] for utility in answer["utilities"]} == {"oncor", "tnmp"}
    assert answer["tdspTerritory"] is None


async def test_usage_goes_along_to_the_page(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/api/zip/navigate", json={"zip": "77002", "usageKwh": 1260})).json()
    assert answer["redirectUrl"] == "/electricity-plans/houston?kwh=1260"


async def test_a_zip_is_never_kept_from_a_post(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/zip/navigate", json={"zip": "77002"})
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers


BROKEN: list[tuple[bytes, str, int, str]] = [
    (b"{", "application/json", 400, "invalid_request"),
    (b"[]", "application/json", 400, "invalid_request"),
    (b"null", "application/json", 400, "invalid_request"),
    (b'{"zip": 77002}', "application/json", 400, "invalid_request"),
    (b'{"zip": {"$gt": ""}}', "application/json", 400, "invalid_request"),
    (b'{"zip": "\xff"}', "application/json", 400, "invalid_request"),
    (b'{"zip": "77002", "usageKwh": 1e9}', "application/json", 400, "invalid_request"),
    (b"[" * 5000, "application/json", 400, "invalid_request"),
    (b"{}", "application/json", 400, "invalid_format"),
    (b"usageKwh=7&zip=77002", "application/x-www-form-urlencoded", 400, "invalid_parameter"),
    (b"zip=77002&zip=75067", "application/x-www-form-urlencoded", 400, "invalid_parameter"),
    (b"zip=%ff%00", "application/x-www-form-urlencoded", 400, "invalid_format"),
    (b"\xff\xfe=77002", "application/x-www-form-urlencoded", 400, "invalid_parameter"),
    (b"zip=77002", "multipart/form-data; boundary=x", 415, "unsupported_media_type"),
    (b'{"zip": "77002"}', "text/plain", 415, "unsupported_media_type"),
    (b'{"zip": "' + b"7" * 20_000 + b'"}', "application/json", 413, "too_large"),
]


@pytest.mark.parametrize(("body", "content_type", "status", "code"), BROKEN)
async def test_a_body_that_cannot_be_used_is_refused(
    client: httpx.AsyncClient, body: bytes, content_type: str, status: int, code: str
) -> None:
    response = await client.post("/api/zip/navigate", content=body, headers={"content-type": content_type})
    problem: Any = response.json()
    assert (response.status_code, problem["code"]) == (status, code)


@pytest.mark.parametrize(("method", "status"), [("GET", 301), ("HEAD", 301), ("POST", 308)])
async def test_zip_lookup_moved_with_its_query(client: httpx.AsyncClient, method: str, status: int) -> None:
    response = await client.request(method, "/api/zip-lookup?zip=77002&usageKwh=900")
    assert response.status_code == status
    assert response.headers["location"] == "/api/zip/navigate?zip=77002&usageKwh=900"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
async def test_zip_lookup_drops_no_misspelt_name_on_the_way(client: httpx.AsyncClient, method: str) -> None:
    await client.request(method, "/api/zip-lookup?zip=77002")
    response = await client.request(method, "/api/zip-lookup?zip=77002&validatePlansAvailble=true")
    assert response.status_code == 400
    if method != "HEAD":
        assert response.json()["nearest"] == "validatePlansAvailable"


async def test_body_sent_to_zip_lookup_arrives(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/zip-lookup", json={"zipCode": "77002"}, follow_redirects=True)
    assert response.status_code == 200
    assert response.json() == (await client.post("/api/zip/navigate", json={"zipCode": "77002"})).json()


async def test_options_names_every_method(client: httpx.AsyncClient) -> None:
    response = await client.options("/api/zip/navigate")
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


async def test_every_texas_zip_has_an_answer(client: httpx.AsyncClient, site: Any) -> None:
    codes = set()
    for zip_code in list(site.litestar.state.shelf.world.atlas.zips)[::23]:
        response = await client.get(f"/api/zip/navigate?zip={zip_code}")
        assert response.status_code == 200, zip_code
        answer = response.json()
        assert answer["redirectUrl"].startswith("/"), zip_code
        codes.add(answer["code"])
    assert {"ok", "municipal", "cooperative"} <= codes
