"""A small HTTP server in a thread, with faults that a test switches on."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

KEY = "standin"


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Who leaves in the middle of an answer is no fault of the stand-in; anything else is printed."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class StandIn:
    """One service. Subclasses answer `answer(path, query)` with a status and a body."""

    needs_key = True
    name = "stand-in"

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.fault: str | None = None
        """`down`: 500; `busy`: 429; `slow`: late; `html`: a web page; `cut`: half an answer; `huge`: too much."""
        self.faulty_calls: int | None = None
        """How many calls have the fault; None: all."""
        self.slow_seconds = 1.0
        self.answers_before_death: int | None = None
        """After so many answers its port is closed, as if the machine had gone; None: it lives on."""
        self.url = ""

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        raise NotImplementedError

    def respond(self, path: str, query: dict[str, str], key: str | None) -> tuple[int, bytes, str]:
        """Status, body and content type."""
        self.asked.append((path, query))
        fault = self._take_fault()
        if fault == "slow":
            time.sleep(self.slow_seconds)
        if fault == "down":
            return 500, b"Internal Server Error", "text/plain"
        if fault == "busy":
            return 429, b"", "text/plain"
        if fault == "html":
            return 200, b"<!doctype html><title>Maintenance</title>", "text/html"
        if self.needs_key and key != KEY:
            return 401, b'{"message":"Unauthorized"}', "application/json"
        status, given = self.answer(path, query)
        body = given if isinstance(given, bytes) else json.dumps(given).encode()
        if fault == "cut":
            body = body[: len(body) // 2]
        if fault == "huge":
            body = b"[" + b" " * 40_000_000 + b"]"
        return status, body, "application/json; charset=utf-8"

    def is_dead(self) -> bool:
        """Whether all answers that it lives for are given."""
        return self.answers_before_death is not None and len(self.asked) >= self.answers_before_death

    def _take_fault(self) -> str | None:
        if self.fault is None or self.faulty_calls == 0:
            return None
        if self.faulty_calls is not None:
            self.faulty_calls -= 1
        return self.fault

    @contextmanager
    def running(self, port: int = 0) -> Iterator["StandIn"]:
        """Serve on this port of the loopback; 0: a free one."""
        server = self.bind(port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()

    def bind(self, port: int) -> ThreadingHTTPServer:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if stand_in.is_dead():
                    # Its loop first: one that looks at a closed socket prints its exception into the tests' output.
                    server.shutdown()
                    server.server_close()
                    self.close_connection = True
                    return
                parts = urlsplit(self.path)
                query = dict(parse_qsl(parts.query))
                status, body, kind = stand_in.respond(parts.path, query, self.headers.get("X-API-Key"))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = _Listening(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        return server
