"""Slack's incoming webhook: takes a message as JSON, answers `ok`, refuses what Slack would, and can be sick."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATH = "/services/T000/B000/secret"
HEADER_MAX, TEXT_MAX, FIELD_MAX, FIELDS_MAX, BLOCKS_MAX = 150, 3000, 2000, 10, 50


class Slack:
    """`messages` are those it took."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.attempts = 0
        self.status = 200
        """What it answers instead, e.g. 503."""
        self.slow_seconds = 0.0
        self.may_answer = threading.Event()
        """Until it is set, whoever asks waits; it is, unless a test clears it."""
        self.may_answer.set()
        self.url = ""
        self._lock = threading.Lock()

    @property
    def headlines(self) -> list[str]:
        return [message.get("text", "") for message in self.messages]

    def take(self, path: str, body: bytes) -> tuple[int, bytes]:
        with self._lock:
            self.attempts += 1
        if self.slow_seconds:
            time.sleep(self.slow_seconds)
        self.may_answer.wait(60)
        if self.status != 200:
            return self.status, b"not now"
        if path != PATH:
            return 403, b"invalid_token"
        try:
            message = json.loads(body)
            check(message)
        except (ValueError, KeyError, TypeError, AssertionError):
            return 400, b"invalid_blocks"
        with self._lock:
            self.messages.append(message)
        return 200, b"ok"

    @contextmanager
    def running(self, port: int = 0) -> Iterator["Slack"]:
        slack = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                status, answer = slack.take(self.path, body)
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                except OSError:
                    pass  # who asked has given up

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        server.daemon_threads = True
        self.url = f"http://127.0.0.1:{server.server_address[1]}{PATH}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()


def check(message: dict[str, Any]) -> None:
    """Refuse what Slack's reference of blocks does not allow."""
    # Alertmanager says everything in attachments.
    text = message["text"] if "text" in message else message["attachments"][0]["fallback"]
    assert isinstance(text, str)
    assert text
    blocks = message.get("blocks", [])
    assert len(blocks) <= BLOCKS_MAX
    for block in blocks:
        kind = block["type"]
        if kind == "header":
            assert block["text"]["type"] == "plain_text"
            assert 0 < len(block["text"]["text"]) <= HEADER_MAX
        elif kind == "section":
            assert "text" in block or block["fields"]
            if "text" in block:
                assert block["text"]["type"] in ("mrkdwn", "plain_text")
                assert 0 < len(block["text"]["text"]) <= TEXT_MAX
            assert len(block.get("fields", [])) <= FIELDS_MAX
            assert all(0 < len(field["text"]) <= FIELD_MAX for field in block.get("fields", []))
        elif kind == "context":
            assert 0 < len(block["elements"]) <= FIELDS_MAX
        else:
            raise AssertionError(kind)
