"""Bodies that never end are given up, and all bodies of a process together stay within a bound."""

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from typing import Any

import httpx
import pytest

from choosemypower.app import Site
from choosemypower.errors import AppError
from choosemypower.limits.bodies import BodyLimits, BodyTooSlowError, TooManyBodiesError

pytestmark = pytest.mark.anyio
SCOPE = {"type": "http", "method": "POST"}


async def _nothing(message: MutableMapping[str, Any]) -> None:
    pass


async def read(
    limits_of: dict[str, Any], parts: list[bytes], *, ends: bool = True
) -> tuple[object, BodyLimits]:
    """What a handler that reads the whole body gets: the body, or the error."""
    got: list[object] = []

    async def handler(scope: Any, receive: Any, send: Any) -> None:
        body = b""
        try:
            while True:
                message = await receive()
                body += message["body"]
                if not message["more_body"]:
                    break
            got.append(body)
        except AppError as error:
            got.append(error)

    left = list(parts)

    async def receive() -> dict[str, Any]:
        if not left:
            await asyncio.Event().wait()
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left) or not ends}

    limits = BodyLimits(handler, **limits_of)
    await limits(dict(SCOPE), receive, _nothing)
    return got[0], limits


async def test_a_body_that_arrives_is_handed_on_and_given_back() -> None:
    got, limits = await read({}, [b"ab", b"cd"])
    assert (got, limits.held_bytes) == (b"abcd", 0)


async def test_a_body_that_stalls_is_given_up_at_its_deadline() -> None:
    got, limits = await read({"patience_seconds": 0.02}, [b"x"], ends=False)
    assert isinstance(got, BodyTooSlowError)
    assert limits.held_bytes == 0


async def test_all_bodies_together_stay_within_the_bound() -> None:
    got, limits = await read({"most_bytes": 3}, [b"ab", b"cd"])
    assert isinstance(got, TooManyBodiesError)
    assert limits.held_bytes == 0


@pytest.mark.db
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/bills", "text/csv"),
        ("/api/v1/bills", "application/json"),
        ("/api/v1/bills", "multipart/form-data; boundary=x"),
    ],
)
async def test_a_body_of_ordinary_speed_reaches_the_site(
    client: httpx.AsyncClient, path: str, kind: str
) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b"--x\r\n"

    response = await client.post("/api/v1/bills", content=parts(), headers={"content-type": kind})
    assert response.status_code in (400, 422)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/api/v1/bills", "application/octet-stream"),
        ("/api/v1/bills", "application/json"),
        ("/api/v1/labels/read", "application/pdf"),
        ("/api/v1/contact", "application/json"),
        ("/api/v1/events", "application/json"),
        ("/contact", "application/x-www-form-urlencoded"),
        ("/usage/meter-file", "multipart/form-data; boundary=x"),
    ],
)
async def test_who_leaves_in_the_middle_of_a_body_is_no_error_of_ours(
    site: Site, caplog: pytest.LogCaptureFixture, path: str, media_type: str
) -> None:
    left = [{"type": "http.request", "body": b'{"a', "more_body": True}, {"type": "http.disconnect"}]
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return left.pop(0) if len(left) > 1 else left[0]

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    headers = {
        "host": "localhost",
        "content-type": media_type,
        "content-length": "1000",
        "origin": "http://localhost:4324",
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
        "extensions": {},
        "state": {},
    }
    await site(scope, receive, send)  # type: ignore[arg-type]
    assert 400 <= sent[0]["status"] < 500
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
