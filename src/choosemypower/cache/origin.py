"""What does the app answer when the cache asks? As to a visitor of whom nothing is known: no cookie, no language."""

import logging
from typing import Any
from urllib.parse import quote

from choosemypower.cache.entries import Headers
from choosemypower.cache.passing import Reply

log = logging.getLogger(__name__)


class Origin:
    """The app behind the cache."""

    def __init__(self, app: Any, *, host: str, scheme: str) -> None:
        self._app = app
        self._host = host
        self._scheme = scheme
        self.state: dict[str, Any] = {}
        """The lifespan state that the server hands to each request."""

    async def ask(self, path: str, query: str) -> Reply | None:
        """The whole answer to a GET of this address; None when the app raised."""
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": self._scheme,
            "path": path,
            "raw_path": quote(path, safe="/", errors="surrogatepass").encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", self._host.encode())],
            "client": ("127.0.0.1", 0),
            "server": (self._host, 80),
            "extensions": {},
            "state": dict(self.state),
        }
        collector = _Collector()
        try:
            await self._app(scope, collector.receive, collector.send)
        except Exception:
            log.exception("The app raised while it made %s.", path)
            return None
        return collector.reply()


class _Collector:
    """Takes one answer of the app apart."""

    def __init__(self) -> None:
        self._status = 500
        self._headers: Headers = ()
        self._chunks: list[bytes] = []
        self._is_asked = False

    async def receive(self) -> dict[str, Any]:
        if not self._is_asked:
            self._is_asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = tuple((name.lower(), value) for name, value in message["headers"])
        elif message["type"] == "http.response.body":
            self._chunks.append(message.get("body", b""))

    def reply(self) -> Reply:
        return Reply(status=self._status, headers=self._headers, body=b"".join(self._chunks))
