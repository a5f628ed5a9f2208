"""Debian's Varnish and nginx with our configurations, in front of an origin that tests control."""

import contextlib
import gzip
import os
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli
import httpx

from tests.support.server import free_port
from tests.support.waiting import until_true

ROOT = Path(__file__).parents[2]


class Origin:
    """A site whose answers and manners a test decides; counts what reaches it."""

    def __init__(self, port: int = 0) -> None:
        self.asked: Counter[str] = Counter()
        self.cookies: list[str] = []
        self.delay_seconds = 0.0
        self.status = 200
        self.cache_control = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
        self.extra: dict[str, str] = {}
        self.text = "one"
        self.port = port
        self.start()

    def start(self) -> None:
        origin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                if self.path == "/api/health/system":
                    self._send(200, b"{}", {"Cache-Control": "no-store"})
                    return
                origin.asked[self.path] += 1
                origin.cookies.append(self.headers.get("cookie") or "")
                time.sleep(origin.delay_seconds)
                self.rfile.read(int(self.headers.get("content-length") or 0))
                body = f"{origin.text} {self.path}".encode()
                good = origin.status < 400
                control = origin.cache_control if good else "no-store"
                headers = {"Cache-Control": control, "Vary": "Accept-Encoding", "ETag": f'"{origin.text}"'}
                accepted = self.headers.get("accept-encoding") or ""
                if "br" in accepted:
                    body = brotli.compress(body)
                    headers |= {"Content-Encoding": "br", "ETag": f'"{origin.text}-br"'}
                elif "gzip" in accepted:
                    body = gzip.compress(body)
                    headers |= {"Content-Encoding": "gzip", "ETag": f'"{origin.text}-gz"'}
                self._send(origin.status, body, headers | origin.extra)

            def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_HEAD = do_POST = _answer

            def log_message(self, format: str, *args: Any) -> None: ...

            def handle(self) -> None:
                with contextlib.suppress(ConnectionError):
                    super().handle()

        class Server(ThreadingHTTPServer):
            request_queue_size = 200
            daemon_threads = True

            def shutdown_request(self, request: Any) -> None:
                origin._open.discard(request)
                super().shutdown_request(request)

            def process_request(self, request: Any, client_address: Any) -> None:
                origin._open.add(request)
                super().process_request(request, client_address)

        self._open: set[Any] = set()
        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def kill(self) -> None:
        """As if the machine were gone: no listener, and open connections end."""
        self._server.shutdown()
        self._server.server_close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join()


class Edge:
    """One running edge."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], port: int) -> None:
        self.name = name
        self.url = f"http://127.0.0.1:{port}"
        self._process = process

    def wait(self) -> None:
        def answers() -> bool:
            assert self._process.poll() is None, f"{self.name} has ended; its words are above"
            try:
                httpx.get(self.url + "/api/health/system", timeout=5)
            except httpx.HTTPError:
                return False
            return True

        until_true(answers, f"{self.name} does not answer")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def start_varnish(
    folder: Path, origin_port: int, vcl: str = "default.vcl", purge_key: str | None = None
) -> Edge:
    for name in ("default.vcl", "soft-purge.vcl"):
        text = (ROOT / "edge" / "varnish" / name).read_text()
        text = text.replace('"web"', '"127.0.0.1"').replace('"4324"', f'"{origin_port}"')
        (folder / name).write_text(text.replace(".interval = 2s", ".interval = 0.2s"))
    port = free_port()
    process = subprocess.Popen(
        [
            *(require("varnishd"), "-F", "-n", str(folder / "varnish"), "-f", str(folder / vcl)),
            *("-a", f"127.0.0.1:{port}", "-s", "malloc,32m", "-p", f"vcl_path={folder}"),
        ],
        stdout=subprocess.DEVNULL,
        env=os.environ | ({"PURGE_KEY": purge_key} if purge_key else {}),
    )
    edge = Edge("varnish", process, port)
    edge.wait()
    return edge


def start_nginx(folder: Path, *origin_ports: int) -> Edge:
    """In front of one origin, or of several with the settings of the one that is configured."""
    port = free_port()
    text = (ROOT / "edge" / "nginx" / "nginx.conf").read_text()
    (server,) = [line for line in text.splitlines() if line.strip().startswith("server web:4324 ")]
    servers = [server.replace("web:4324", f"127.0.0.1:{origin_port}") for origin_port in origin_ports]
    for ours, theirs in (
        (server, "\n".join(servers)),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("/run/nginx-choosemypower.pid", str(folder / "nginx.pid")),
        ("/var/cache/nginx/choosemypower", str(folder / "pages")),
        ("worker_processes auto;", "worker_processes 1; daemon off;"),
    ):
        assert ours in text, f"{ours} is no longer in edge/nginx/nginx.conf"
        text = text.replace(ours, theirs)
    (folder / "nginx.conf").write_text(text)
    process = subprocess.Popen(
        [require("nginx"), "-c", str(folder / "nginx.conf"), "-e", "stderr"],
        stdout=subprocess.DEVNULL,
    )
    edge = Edge("nginx", process, port)
    edge.wait()
    return edge


def require(program: str) -> str:
    """Where Debian's program is; .ci/run installs it."""
    found = shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin")
    assert found, f"{program} is missing: apt-get install varnish varnish-modules nginx-light"
    return found
