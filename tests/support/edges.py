"""A server that speaks the purge protocols of the edges, and remembers what it was told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FakeEdge:
    """Records what it was told; refuses the first `fails` calls."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, dict[str, str], bytes]] = []
        self.purged: set[str] = set()
        self.fails = 0
        self.status_of_failure = 503
        edge = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                edge.told.append((self.command, self.path, headers, body))
                if edge.fails > 0:
                    edge.fails -= 1
                    status, answer = edge.status_of_failure, b'{"success": false}'
                else:
                    status, answer = 200, b'{"success": true}'
                    edge.purged.update(edge.tags(headers, body))
                self.send_response(status)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_PURGE = _answer

            def log_message(self, format: str, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @staticmethod
    def tags(headers: dict[str, str], body: bytes) -> list[str]:
        if "surrogate-key" in headers:
            return headers["surrogate-key"].split()
        tags: list[str] = json.loads(body)["tags"]
        return tags

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
