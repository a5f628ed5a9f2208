"""Every address that takes a body says how much it takes where one is larger."""

import re

import httpx
import pytest

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def test_every_operation_names_its_limit(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/openapi.json")).json()
    posts = [path for path, methods in document["paths"].items() if "requestBody" in methods.get("post", {})]
    assert posts
    for path in posts:
        kind = next(iter(document["paths"][path]["post"]["requestBody"]["content"]))
        answer = await client.post(path, content=b" " * 12_000_000, headers={"content-type": kind})
        assert answer.status_code == 413, (path, answer.text)
        assert re.search(r"larger than \d[\d,]* (MB|bytes)", answer.json()["detail"]), (path, answer.text)
