"""The three health addresses over the whole program."""

import httpx
import pytest

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PATHS = ("/api/health/system", "/api/health/database", "/api/health/cache")


@pytest.mark.parametrize("path", PATHS)
async def test_it_answers_get_and_head_and_is_never_kept(client: httpx.AsyncClient, path: str) -> None:
    got = await client.get(path)
    headed = await client.head(path)
    assert got.status_code == headed.status_code == 200
    assert got.headers["cache-control"] == headed.headers["cache-control"] == "no-store"
    assert got.json()["status"] == "ok"
    assert headed.content == b""
    assert (await client.post(path)).status_code == 405


async def test_the_check_after_a_deployment_passes_while_all_parts_are_there(
    client: httpx.AsyncClient,
) -> None:
    assert (await client.get("/api/health/system?strict=true")).status_code == 200


async def test_readiness_tells_the_dataset(client: httpx.AsyncClient) -> None:
    answer = (await client.get("/api/health/database")).json()
    assert answer["database"]["isUsable"]
    assert answer["database"]["publishedEpoch"] == answer["dataset"]["epoch"]
    assert answer["dataset"]["plans"] > 900
