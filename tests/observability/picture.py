"""The Grafana dashboard as a picture, with real data: its queries put to a Prometheus over four servers with visitors.

    python -m tests.observability.picture [--views 1500] [--out .screenshots/dashboard]

Debian has no Grafana, so each panel is drawn here as Grafana would: its grid, titles, units and legends, as one SVG, of
which Debian's chromium takes a picture.
"""

import argparse
import asyncio
import contextlib
import json
import math
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import httpx
import msgspec

from bench.visitors import let_visit
from choosemypower import database, ingest
from choosemypower.embedded import embedded_postgres
from choosemypower.migrations import migrate
from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.chart.chart import CHART
from tests.observability.chain import running_chain
from tests.standins.slack import Slack
from tests.support.server import free_port, running_servers
from tests.support.smtp import mail_server

COLUMN_PX, ROW_PX, GAP_PX = 60, 32, 6
COLOURS = ("#2f6fde", "#c4542d", "#2d8f5a", "#8a4fc4", "#b58a00", "#00899e", "#c0397a", "#5c6670")
LEGEND_PX = 15
MOST_IN_LEGEND = 10
LONG_NAME = 20
LOOKS = 120
TOKEN = "a-token-to-look-at-it"


class Series(msgspec.Struct, frozen=True):
    """One line of a panel."""

    name: str
    points: list[tuple[float, float]]


def series_of(url: str, panel: dict[str, Any], begin: float, end: float) -> list[Series]:
    """What Grafana would draw; a query that is wrong raises."""
    found = []
    for target in panel["targets"]:
        query = target["expr"].replace("$namespace", "compose").replace("$release", "choosemypower")
        asked = {"query": query, "start": begin, "end": end, "step": max(1.0, (end - begin) / LOOKS)}
        answer = httpx.get(f"{url}/api/v1/query_range", params=asked, timeout=60).json()
        assert answer["status"] == "success", (panel["title"], answer)
        for one in answer["data"]["result"]:
            name = target["legendFormat"]
            for label, value in one["metric"].items():
                name = name.replace("{{" + label + "}}", value)
            points = [(moment, float(value)) for moment, value in one["values"]]
            found.append(Series(name, [point for point in points if math.isfinite(point[1])]))
    return found


def with_unit(value: float, unit: str) -> str:
    """As Grafana writes it."""
    if unit == "percentunit":
        return f"{value * 100:.3g} %"
    if unit == "s":
        for size, word in ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"), (1e-3, "ms"), (1e-6, "µs")):
            if abs(value) >= size:
                return f"{value / size:.3g} {word}"
        return "0 s"
    if unit == "bytes":
        for power, word in ((3, "GiB"), (2, "MiB"), (1, "KiB")):
            if abs(value) >= 1024**power:
                return f"{value / 1024**power:.3g} {word}"
        return f"{value:.0f} B"
    if unit == "short" and abs(value) >= 1000:
        return f"{value / 1000:.3g} K"
    return f"{value:.3g}" + {"reqps": " req/s", "cps": " c/s"}.get(unit, "")


def drawn(panel: dict[str, Any], lines: Sequence[Series], begin: float, end: float) -> str:
    """One panel at its place in the grid."""
    place, defaults = panel["gridPos"], panel["fieldConfig"]["defaults"]
    x, y = place["x"] * COLUMN_PX, place["y"] * ROW_PX
    width, height = place["w"] * COLUMN_PX - GAP_PX, place["h"] * ROW_PX - GAP_PX
    unit, shown = defaults["unit"], [line for line in lines if line.points]
    parts = [
        f'<g transform="translate({x},{y})"><rect class="panel" width="{width}" height="{height}" rx="3"/>',
        f'<text class="title" x="10" y="20">{escape(panel["title"])}</text>',
    ]
    if not shown:
        parts.append(f'<text class="none" x="{width / 2}" y="{height / 2}">No data</text></g>')
        return "".join(parts)
    legend = min(len(shown), MOST_IN_LEGEND + 1)
    columns = 1 if any(len(line.name) > LONG_NAME for line in shown) else 2
    left, right, top = 66, width - 12, 34
    bottom = height - 12 - LEGEND_PX * math.ceil(legend / columns) - 6
    values = [value for line in shown for _, value in line.points]
    low = min(defaults.get("min", min(values)), min(values))
    high = defaults.get("max") or max(values)
    high = high if high > low else low + 1
    for share in (0, 0.5, 1):
        at = bottom - (bottom - top) * share
        parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{at}" y2="{at}"/>')
        said = with_unit(low + (high - low) * share, unit)
        parts.append(f'<text class="axis" x="{left - 6}" y="{at + 4}">{escape(said)}</text>')
    for number, line in enumerate(shown):
        colour = COLOURS[number % len(COLOURS)]
        points = " ".join(
            f"{left + (right - left) * (moment - begin) / (end - begin):.1f},"
            f"{bottom - (bottom - top) * (value - low) / (high - low):.1f}"
            for moment, value in line.points
        )
        parts.append(f'<polyline stroke="{colour}" points="{points}"/>')
        if number < MOST_IN_LEGEND:
            at_x, at_y = 12 + (width // 2) * (number % columns), bottom + 18 + LEGEND_PX * (number // columns)
            said = f"{line.name}  {with_unit(line.points[-1][1], unit)}"
            parts.append(f'<rect x="{at_x}" y="{at_y - 8}" width="10" height="3" fill="{colour}"/>')
            parts.append(f'<text class="legend" x="{at_x + 15}" y="{at_y - 2}">{escape(said)}</text>')
        elif number == MOST_IN_LEGEND:
            at_y = bottom + 18 + LEGEND_PX * (number // columns)
            parts.append(
                f'<text class="legend" x="12" y="{at_y - 2}">… and {len(shown) - MOST_IN_LEGEND} more</text>'
            )
    return "".join((*parts, "</g>"))


STYLE = """
rect.panel { fill: #fff; stroke: #d8dbe0 } text { font: 11px sans-serif; fill: #333 }
text.title { font: 600 13px sans-serif }
text.axis { text-anchor: end; fill: #666 } text.none { text-anchor: middle; fill: #a00; font-size: 16px }
line.grid { stroke: #e4e6ea } polyline { fill: none; stroke-width: 1.5 }
"""


def picture(url: str, begin: float, end: float) -> tuple[str, list[str]]:
    """The whole dashboard as SVG, and the panels without data."""
    panels = json.loads((CHART / "dashboards" / "choosemypower.json").read_text())["panels"]
    width = 24 * COLUMN_PX
    height = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in panels) * ROW_PX
    bodies, empty = [], []
    for panel in panels:
        lines = series_of(url, panel, begin, end)
        bodies.append(drawn(panel, lines, begin, end))
        if not any(line.points for line in lines):
            empty.append(panel["title"])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><style>{STYLE}</style>'
        f'<rect width="100%" height="100%" fill="#f4f5f7"/>{"".join(bodies)}</svg>'
    )
    return svg, empty


async def _stock(settings: Settings) -> None:
    await migrate(settings)
    database.configure(settings)
    async with database.pool(settings):
        await ingest.run(str(ingest.bundled_listing()), settings=settings)


def take(svg: str, out: Path) -> None:
    """The SVG, and the PNG of it where there is a chromium."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.with_suffix(".svg").write_text(svg)
    chromium = shutil.which("chromium")
    if chromium is None:
        print("No chromium (apt install chromium): there is the SVG only.")
        return
    size = svg.split('width="', 1)[1].split('"')[0], svg.split('height="', 1)[1].split('"')[0]
    subprocess.run(
        [
            chromium,
            "--headless=new",
            "--no-sandbox",
            "--hide-scrollbars",
            f"--window-size={','.join(size)}",
            f"--screenshot={out.with_suffix('.png').absolute()}",
            out.with_suffix(".svg").absolute().as_uri(),
        ],
        check=True,
        capture_output=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--views", type=int, default=1500)
    parser.add_argument("--out", type=Path, default=Path(".screenshots/dashboard"))
    parser.add_argument("--stay", type=int, default=0, help="seconds for a look around afterwards")
    options = parser.parse_args()
    with contextlib.ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        database_url = ends.enter_context(embedded_postgres(folder / "postgres"))
        settings = Settings(database_url=database_url, data_dir=folder, home=Path.cwd())
        asyncio.run(_stock(settings))
        redis = RedisServer(folder)
        ends.callback(redis.stop)
        slack, mail = ends.enter_context(Slack().running()), ends.enter_context(mail_server())
        ports = [free_port() for _ in range(4)]
        each = [{"METRICS_PORT": str(port)} for port in ports]
        # One address for all four: pages of different sites are never shared.
        environment = {
            **{"REDIS_URL": redis.url, "BASE_URL": "http://localhost:4324"},
            **{"TRUSTED_PROXIES": "127.0.0.1", "OPERATOR_TOKEN": TOKEN},
        }
        urls = ends.enter_context(running_servers(settings, 4, each=each, **environment))
        (folder / "chain").mkdir()
        chain = ends.enter_context(running_chain(folder / "chain", ports, slack.url, mail.url))
        begin = time.time()
        asyncio.run(let_visit(urls, options.views))
        time.sleep(35)  # metrics of vitals and readings are half a minute late
        svg, empty = picture(chain.prometheus_url, begin, time.time())
        take(svg, options.out)
        print(f"{options.out}.svg, {options.out}.png; without data: {', '.join(empty) or 'none'}")
        print(f"Prometheus {chain.prometheus_url}; /operator at {urls[0]} with the token {TOKEN}")
        with contextlib.suppress(KeyboardInterrupt):
            time.sleep(options.stay)


if __name__ == "__main__":
    main()
