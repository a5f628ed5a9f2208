"""The whole program, started as `choosemypower serve` starts it, with three more paths: one slow, one that hangs, and
one that says how many requests have arrived at these two.

python -m tests.drain.slow_site
"""

import asyncio

from litestar.types import Receive, Scope, Send

from choosemypower import app
from choosemypower.server import serve
from choosemypower.settings import load_settings

SLOW_SECONDS = 1.0


class SlowSite:
    def __init__(self) -> None:
        self._site = app.create_app()
        self._arrived = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope.get("path"):
            case "/test/slow":
                self._arrived += 1
                await asyncio.sleep(SLOW_SECONDS)
            case "/test/hang":
                self._arrived += 1
                await asyncio.Event().wait()
            case "/test/arrived":
                await _answer(send, str(self._arrived))
                return
            case _:
                await self._site(scope, receive, send)
                return
        await _answer(send, "done")


async def _answer(send: Send, text: str) -> None:
    length = (b"content-length", str(len(text)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": text.encode(), "more_body": False})


def create_app() -> SlowSite:
    return SlowSite()


if __name__ == "__main__":
    serve(load_settings(), target="tests.drain.slow_site:create_app")
