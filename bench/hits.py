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
from bench.site import RunningSite, busy_seconds_of, free_port

PAGE = "/electricity-plans/houston"
JSON = "/api/v1/plans?city=houston"
AddRow = Callable[..., None]
DENSE_LOOKS = 100
"""A page's first bytes are made quickly, and those that all later visitors get when nobody waits."""

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
        runs = []
        for answer, (kind, (path, headers)) in zip(answers, wanted.items(), strict=True):
            # The same query: to read one costs Granian 2 % of a hit, ours or not.
            query = path[path.find("?") :] if "?" in path else ""
            rivals = {"ours": Rival(site.url + path, site.pid), "bare": bare.at(answer.name + query)}
            if not kind.endswith("304"):
                rivals["litestar"] = litestar.at(answer.name)
                if nginx is not None:
                    rivals["nginx"] = nginx.at(answer.name)
            runs.append(_Runs(f"{kind}{what}", len(answer.body), headers, rivals))
        # All kinds in each round: a neighbour's busy minute is then none's alone, nor is the first minute of a server.
        for run in runs:
            run.warm_up()
        for turn in range(rounds):
            for run in runs:
                run.go_round(turn, seconds)
        for run in runs:
            run.report(add, seconds)


class _Runs:
    """One kind of answer, asked of each server in turns."""

    def __init__(self, what: str, size: int, headers: dict[str, str], rivals: dict[str, Rival]) -> None:
        self.what, self.size = what, size
        self._headers, self._rivals = headers, rivals
        self._rates: dict[str, list[float]] = {name: [] for name in rivals}
        self._cpu: dict[str, list[float]] = {name: [] for name in rivals}

    def warm_up(self) -> None:
        for rival in self._rivals.values():
            run_wrk(rival.url, headers=self._headers, seconds=1)

    def go_round(self, turn: int, seconds: float) -> None:
        """Each round begins with another server, so that none always runs first."""
        names = list(self._rivals)
        first = turn % len(names)
        for name in (*names[first:], *names[:first]):
            rival = self._rivals[name]
            before = busy_seconds_of(rival.pid)
            load = run_wrk(rival.url, headers=self._headers, seconds=seconds)
            assert load.errors == 0, f"{load.errors} errors of {name} at {self.what}"
            self._rates[name].append(load.per_second)
            self._cpu[name].append((busy_seconds_of(rival.pid) - before) / load.requests)

    def report(self, add: AddRow, seconds: float) -> None:
        ours = statistics.median(self._rates["ours"])
        add(f"cached {self.what} ({self.size / 1000:.1f} kB)", ours, "/s")
        add("  CPU of the server, a request", statistics.median(self._cpu["ours"]) * 1e6, "µs")
        for name, bar, label in (
            ("bare", 0.90, "a bare Granian app"),
            ("nginx", 0.45, "nginx from disk"),
            ("litestar", 1.8, "Litestar's own cache"),
        ):
            if name in self._rivals:
                rates = zip(self._rates["ours"], self._rates[name], strict=True)
                ratio = statistics.median(mine / its for mine, its in rates)
                add(f"  of {label}", ratio, "times", bar, at_least=True)
                spent = zip(self._cpu["ours"], self._cpu[name], strict=True)
                by_cpu = statistics.median(its / mine for mine, its in spent)
                add("    by CPU a request, which neighbours disturb less", by_cpu, "times")
        self._report_half(add, seconds, ours / 2)

    def _report_half(self, add: AddRow, seconds: float, per_second: float) -> None:
        loads = [
            run_wrk(self._rivals[name].url, headers=self._headers, seconds=3 * seconds, per_second=per_second)
            for name in ("ours", "bare")
        ]
        add(f"  p99 at half of that ({loads[0].per_second:.0f}/s)", loads[0].p99_ms, "ms", 5)
        add("    the bare app's, for what this machine adds", loads[1].p99_ms, "ms")


def _recorded(site: RunningSite, path: str, headers: dict[str, str], kind: str) -> Answer:
    name = kind.replace(" ", "-")
    with httpx.Client() as client:
        for _ in range(DENSE_LOOKS):
            with client.stream("GET", site.url + path, headers=headers) as answer:
                body = b"".join(answer.iter_raw())
            if not answer.headers["etag"].endswith('0"'):
                break
            time.sleep(0.1)
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
