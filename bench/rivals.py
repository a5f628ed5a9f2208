"""What the cached page is compared with: servers that give out the same bytes without our cache.

    python -m bench.rivals bare|litestar PORT FILE       FILE holds recorded answers (msgpack)

`bare` is the smallest ASGI app: it looks the address up in a dictionary and sends. `litestar` is a handler with
Litestar's own response cache. Both run in Granian with exactly the options of our server.
"""

import os
import sys
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar, Response, get

from choosemypower import parent
from choosemypower.server import server_options
from choosemypower.settings import load_settings

FILE_VARIABLE = "BENCH_ANSWERS"


class Answer(msgspec.Struct, frozen=True):
    """One recorded answer of our site."""

    name: str
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


def read_answers() -> list[Answer]:
    return msgspec.msgpack.decode(Path(os.environ[FILE_VARIABLE]).read_bytes(), type=list[Answer])


def bare() -> Any:
    """An ASGI app that sends each recorded answer at /NAME."""
    answers = {
        f"/{answer.name}": (
            {"type": "http.response.start", "status": answer.status, "headers": answer.headers},
            {"type": "http.response.body", "body": answer.body},
        )
        for answer in read_answers()
    }

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            while True:
                kind = (await receive())["type"]
                await send({"type": f"{kind}.complete"})
                if kind == "lifespan.shutdown":
                    return
        start, body = answers[scope["path"]]
        await send(start)
        await send(body)

    return app


def litestar() -> Any:
    """A handler for each recorded answer with `cache=True`."""

    def handler(answer: Answer) -> Any:
        headers = {
            name.decode(): value.decode() for name, value in answer.headers if name != b"content-length"
        }

        @get(f"/{answer.name}", cache=600, name=answer.name, sync_to_thread=False)
        def give() -> Response[bytes]:
            return Response(answer.body, headers=headers)

        return give

    return Litestar(
        [handler(answer) for answer in read_answers() if answer.status == 200], openapi_config=None
    )


def main() -> None:
    kind, port, file = sys.argv[1:]
    os.environ[FILE_VARIABLE] = file
    settings = msgspec.structs.replace(load_settings({}), port=int(port))
    parent.run(f"bench.rivals:{kind}", server_options(settings))


if __name__ == "__main__":
    main()
