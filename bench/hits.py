"""A page that was seen before, beside servers that only send the same bytes."""

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import msgspec

from bench.load import SERVER_CORE, pinned, run_wrk
from bench.rivals import Answer
from bench.site import RunningSite, cpu_seconds_of, free_port

PAGE = "/electricity-plans/houston"
JSON = "/api/v1/plans?city=houston"
AddRow = Callable[..., None]

NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 10000000;
    open_file_cache max=100;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    server {{
        listen 127.0.0.1:{port} backlog=2048;
        root {folder}/files;
        default_type text/html;
        etag on;
    }}
}}
"""


class Rival(msgspec.Struct, frozen=True):
    """A running server and the address that is asked."""

    url: str
    pid: int

    def at(self, name: str) -> "Rival":
        return Rival(f"{self.url}/{name}", self.pid)


def measure_hits(
    site: RunningSite,
    add: AddRow,
    *,
    seconds: float,
    rounds: int,
    folder: Path,
    what: str = "",
    kinds: tuple[str, ...] = ("html br", "html gzip", "json br", "html 304"),
) -> None:
    """Ratios to a bare Granian app, to nginx from disk and to Litestar's own cache, and p99 at half load."""
    wanted = {
        "html br": (PAGE, {"accept-encoding": "br"}),
        "html gzip": (PAGE, {"accept-encoding": "gzip"}),
        "json br": (JSON, {"accept-encoding": "br"}),
        "html 304": (PAGE, {"accept-encoding": "br"}),
    }
    wanted = {kind: wanted[kind] for kind in kinds}
    answers = []
    for kind, (path, headers) in wanted.items():
        answer = _recorded(site, path, headers, kind)
        answers.append(answer)
        if kind.endswith("304"):
            headers["if-none-match"] = dict(answer.headers)[b"etag"].decode()
    with ExitStack() as stack:
        bare = stack.enter_context(_rival("bare", answers, folder))
        litestar = stack.enter_context(_rival("litestar", answers, folder))
        nginx = stack.enter_context(_nginx(answers, folder)) if shutil.which("nginx", path=_SBIN) else None
        for answer, (kind, (path, headers)) in zip(answers, wanted.items(), strict=True):
            # The same query: to read one costs Granian 2 % of a hit, ours or not.
            query = path[path.find("?") :] if "?" in path else ""
            rivals = {"ours": Rival(site.url + path, site.pid), "bare": bare.at(answer.name + query)}
            if not kind.endswith("304"):
                rivals["litestar"] = litestar.at(answer.name)
                if nginx is not None:
                    rivals["nginx"] = nginx.at(answer.name)
            _compare(add, f"{kind}{what}", len(answer.body), rivals, headers, seconds, rounds)


def _compare(
    add: AddRow,
    what: str,
    size: int,
    rivals: dict[str, Rival],
    headers: dict[str, str],
    seconds: float,
    rounds: int,
) -> None:
    rates: dict[str, list[float]] = {name: [] for name in rivals}
    cpu: dict[str, list[float]] = {name: [] for name in rivals}
    for rival in rivals.values():
        run_wrk(rival.url, headers=headers, seconds=1)
    for turn in range(rounds):
        # Each round begins with another one, so that none always runs first.
        names = list(rivals)[turn % len(rivals) :] + list(rivals)[: turn % len(rivals)]
        for name in names:
            before = cpu_seconds_of(rivals[name].pid)
            load = run_wrk(rivals[name].url, headers=headers, seconds=seconds)
            assert load.errors == 0, f"{load.errors} errors of {name} at {what}"
            rates[name].append(load.per_second)
            cpu[name].append((cpu_seconds_of(rivals[name].pid) - before) / load.requests)
    ours = statistics.median(rates["ours"])
    add(f"cached {what} ({size / 1000:.1f} kB)", ours, "/s")
    add("  CPU of the server, a request", statistics.median(cpu["ours"]) * 1e6, "µs")
    for name, bar, label in (
        ("bare", 0.90, "a bare Granian app"),
        ("nginx", 0.45, "nginx from disk"),
        ("litestar", 1.8, "Litestar's own cache"),
    ):
        if name in rates:
            ratio = statistics.median(
                mine / its for mine, its in zip(rates["ours"], rates[name], strict=True)
            )
            add(f"  of {label}", ratio, "times", bar, at_least=True)
            by_cpu = statistics.median(cpu[name]) / statistics.median(cpu["ours"])
            add("    by CPU a request, which neighbours do not disturb", by_cpu, "times")
    half = run_wrk(rivals["ours"].url, headers=headers, seconds=3 * seconds, per_second=ours / 2)
    add(f"  p99 at half of that ({half.per_second:.0f}/s)", half.p99_ms, "ms", 5)
    beside = run_wrk(rivals["bare"].url, headers=headers, seconds=3 * seconds, per_second=ours / 2)
    add("    the bare app's, for what this machine adds", beside.p99_ms, "ms")


def _recorded(site: RunningSite, path: str, headers: dict[str, str], kind: str) -> Answer:
    name = kind.replace(" ", "-")
    with httpx.Client() as client:
        for _ in range(3):
            with client.stream("GET", site.url + path, headers=headers) as answer:
                body = b"".join(answer.iter_raw())
        if kind.endswith("304"):
            etag = answer.headers["etag"]
            answer = client.get(site.url + path, headers=headers | {"if-none-match": etag})
            body = b""
    assert answer.status_code in (200, 304)
    dropped = (b"date", b"server", b"connection")
    given = tuple((key.lower(), value) for key, value in answer.headers.raw if key.lower() not in dropped)
    return Answer(name, answer.status_code, given, body)


@contextmanager
def _rival(kind: str, answers: list[Answer], folder: Path) -> Iterator[Rival]:
    file = folder / f"{kind}.msgpack"
    file.write_bytes(msgspec.msgpack.encode(answers))
    port = free_port()
    with _running([sys.executable, "-m", "bench.rivals", kind, str(port), str(file)]) as pid:
        _wait(f"http://127.0.0.1:{port}/{answers[0].name}")
        yield Rival(f"http://127.0.0.1:{port}", pid)


@contextmanager
def _nginx(answers: list[Answer], folder: Path) -> Iterator[Rival]:
    port = free_port()
    files = folder / "files"
    files.mkdir(exist_ok=True)
    for parent in (folder, files):
        parent.chmod(0o755)
    for answer in answers:
        (files / answer.name).write_bytes(answer.body)
    conf = folder / "nginx.conf"
    conf.write_text(NGINX.format(folder=folder, port=port))
    with _running([shutil.which("nginx", path=_SBIN) or "nginx", "-c", str(conf), "-e", "stderr"]) as pid:
        _wait(f"http://127.0.0.1:{port}/{answers[0].name}")
        yield Rival(f"http://127.0.0.1:{port}", pid)


_SBIN = "/usr/sbin:/usr/bin:/sbin:/bin"


@contextmanager
def _running(command: list[str]) -> Iterator[int]:
    process = subprocess.Popen([*pinned(SERVER_CORE), *command], cwd=Path(__file__).parents[1])
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(url, timeout=2).status_code in (200, 304):
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{url} does not answer")
