"""A listener of its own for operators, in a thread: it answers whatever happens on the public port.

It is started in the worker, after the fork, never before. Its paths are few and fixed; bodies are not read.
"""

import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

log = logging.getLogger(__name__)

SILENT_SECONDS = 5.0
"""A connection that says nothing for so long is closed."""
CONNECTIONS_MAX = 32
"""At once; what comes beyond that is closed unread."""
RETRY_SECONDS = 0.5
"""The worker that this one replaces may hold the port a moment longer."""


class ListenerAnswer(NamedTuple):
    """What a path of the listener gives."""

    status: int
    content_type: str
    body: bytes


Answers = Mapping[str, Callable[[str], ListenerAnswer]]
"""By path; each gets the request's Accept header."""


class Listener:
    """`start()` in the worker, `stop()` at its end."""

    def __init__(self, host: str, port: int, answers: Answers) -> None:
        self._host, self._port = host, port
        self._answers = answers
        self._server: _Server | None = None
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="operators-listener", daemon=True)

    def start(self) -> None:
        """Begin to listen, soon."""
        self._thread.start()

    def stop(self) -> None:
        """Let the port go."""
        self._ends.set()
        if self._server is not None:
            self._server.shutdown()
        self._thread.join(SILENT_SECONDS)

    def _run(self) -> None:
        is_told = False
        while not self._ends.is_set():
            try:
                self._server = _Server((self._host, self._port), self._answers)
            except OSError as error:
                if not is_told:
                    log.warning(
                        "METRICS_PORT=%s is not free yet (%s); it is tried again.", self._port, error.strerror
                    )
                is_told = True
                self._ends.wait(RETRY_SECONDS)
                continue
            log.info("Metrics and liveness are on %s:%s.", self._host, self._port)
            with self._server:
                if not self._ends.is_set():
                    self._server.serve_forever(poll_interval=0.1)
            return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], answers: Answers) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.answers = answers
        self._room = threading.Semaphore(CONNECTIONS_MAX)
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        # Not HTTPServer's, which asks the name server for this machine's name.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def verify_request(self, request: object, client_address: object) -> bool:
        return self._room.acquire(blocking=False)

    def process_request_thread(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: object, client_address: object) -> None:
        log.debug("A connection to the operators' listener broke.", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    """One request a connection: none of them holds a place while it is idle."""
    server_version = "choosemypower"
    sys_version = ""
    timeout = SILENT_SECONDS
    server: _Server

    def do_GET(self) -> None:
        self._answer(has_body=True)

    def do_HEAD(self) -> None:
        self._answer(has_body=False)

    def _answer(self, *, has_body: bool) -> None:
        path = self.path.partition("?")[0]
        find = self.server.answers.get(path)
        if find is None:
            answer = ListenerAnswer(
                404, "text/plain; charset=utf-8", b"Here are /metrics and /api/health/live.\n"
            )
        else:
            try:
                answer = find(self.headers.get("Accept", ""))
            except Exception:
                log.exception("%s of the operators' listener failed.", path)
                answer = ListenerAnswer(
                    500, "text/plain; charset=utf-8", b"This failed; the log says where.\n"
                )
        with contextlib.suppress(ConnectionError, TimeoutError):
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if has_body:
                self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a probe every few seconds is no news."""
