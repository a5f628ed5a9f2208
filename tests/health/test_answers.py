"""The three health addresses over the whole program."""

from datetime import datetime

import httpx
import pytest

from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PATHS = ("/api/health", "/api/health/system", "/api/health/database", "/api/health/cache")


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


async def test_one_document_tells_of_everything_at_once(client: httpx.AsyncClient) -> None:
    await client.get("/api/v1/plans?city=houston")
    await client.get("/api/v1/plans?city=houston")
    answer = (await client.get("/api/health?strict=true")).json()
    assert datetime.fromisoformat(answer["timestamp"]).tzinfo is not None
    assert answer["status"] == answer["database"]["status"] == answer["cache"]["status"] == "ok"
    assert answer["counts"]["activePlans"] > 900
    assert answer["counts"]["providers"] > 30
    assert answer["counts"]["cities"] > 800
    assert answer["counts"]["utilities"] >= 6
    assert 0 < answer["cache"]["hitRate"] < 1
    assert answer["api"]["answersMade"] >= 1
    assert answer["api"]["meanMilliseconds"] > 0

    async def is_measured() -> bool:
        database = (await client.get("/api/health")).json()["database"]
        return bool(
            database["responseMilliseconds"]
            and database["sizeBytes"] > 1_000_000
            and database["activeConnections"] >= 1
        )

    await until(is_measured)


@pytest.mark.parametrize("path", PATHS)
async def test_a_parameter_that_would_change_nothing_is_told(client: httpx.AsyncClient, path: str) -> None:
    for query in ("strickt=true", "strict=true&strict=false"):
        refused = await client.get(f"{path}?{query}")
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid_parameter"), query


@pytest.mark.parametrize("path", ["/api/health/database", "/api/health/cache"])
async def test_strict_is_refused_where_the_mode_of_the_program_decides(
    client: httpx.AsyncClient, path: str
) -> None:
    assert (await client.get(f"{path}?strict=true")).status_code == 400
