"""A server of facts labels: robots.txt, tags, redirects, faults by path."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, Mapping[str, str], bytes]
Handler = Callable[[Mapping[str, str]], Answer]


class LabelServer:
    """Answers the paths that a test gives it; all others are unknown."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.moments: list[float] = []
        self.headers: list[Mapping[str, str]] = []
        self.paths: dict[str, Handler] = {}
        self.port = 0
        self.host = ""

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def says(self, path: str, text: str, *, etag: str | None = None, kind: str = "text/plain") -> None:
        """A label at this path; with a tag it is confirmed with 304."""

        def handler(headers: Mapping[str, str]) -> Answer:
            tags = {"ETag": etag} if etag else {}
            if etag and headers.get("if-none-match") == etag:
                return 304, tags, b""
            return 200, {"Content-Type": kind, **tags}, text.encode()

        self.paths[path] = handler

    def gives(self, path: str, status: int, body: bytes = b"", **headers: str) -> None:
        """The same answer whoever asks."""
        self.paths[path] = lambda _: (status, headers, body)

    @contextmanager
    def running(self) -> Iterator["LabelServer"]:
        stand_in = self

        class Requests(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stand_in.asked.append(self.path)
                stand_in.moments.append(time.monotonic())
                given = {name.lower(): value for name, value in self.headers.items()}
                stand_in.headers.append(given)
                handler = stand_in.paths.get(self.path, lambda _: (404, {}, b""))
                status, headers, body = handler(given)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
        self.port = server.server_address[1]
        self.host = f"labels.example:{self.port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
