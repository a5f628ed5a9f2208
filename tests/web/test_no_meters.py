"""Without a key the meter look-up is off, and nothing mentions it."""

import httpx
import pytest

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def test_nothing_asks_for_an_address_or_a_meter_number(client: httpx.AsyncClient) -> None:
    for path in ("/zip/77002", "/zip/77382", "/zip/78701", "/api/docs", "/api/openapi.json"):
        text = (await client.get(path)).text
        assert "Find your meter" not in text, path
        assert "addresses/meters" not in text, path
        assert "meter_number" not in text, path


@pytest.mark.parametrize("path", ["/api/v1/addresses/meters", "/api/v1/meters/validate", "/zip/77002/meters"])
async def test_its_addresses_are_not_there(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.post(path, json={})).status_code == 404
