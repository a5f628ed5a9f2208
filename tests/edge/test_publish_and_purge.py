"""Debian's Varnish before the running program: after each publication it shows what the program says, and no more."""

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from choosemypower import ingest
from choosemypower.settings import Settings
from tests.cache.conftest import RedisServer
from tests.edge.edges import Edge, start_varnish
from tests.support.server import running_server
from tests.support.waiting import HANG_SECONDS, until_true

pytestmark = [pytest.mark.edge, pytest.mark.db, pytest.mark.server]

Row = dict[str, str]
UTILITY = "aep-north"
"""Whose plans the walk changes; the addresses of another utility are to stay at the edge."""
ELSEWHERE = "oncor"


class Walk:
    """The program, an edge that keeps its answers, and the commands that publish beside them."""

    def __init__(self, program: str, edge: Edge, settings: Settings, folder: Path) -> None:
        self.program, self.edge = program, edge
        self.addresses: list[str] = []
        self._folder = folder
        self._environment = {
            **os.environ,
            "DATABASE_URL": settings.database_url or "",
            "CHOOSEMYPOWER_HOME": str(settings.home),
            "CDN": "varnish",
            "CDN_URL": edge.url,
        }

    def says(self, *arguments: str) -> str:
        """Run a command of the program, as the operator does; returns what it says."""
        ran = subprocess.run(
            [Path(sys.executable).with_name("choosemypower"), *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=HANG_SECONDS,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def publish(self, rows: list[Row], as_of: str) -> str:
        listing = self._folder / "listing.csv"
        with listing.open("w", newline="", encoding="utf-8") as target:
            writer = csv.DictWriter(target, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return self.says("ingest", str(listing), "--as-of", as_of, "--accept")

    def fill(self) -> None:
        for _ in range(2):
            for path in self.addresses:
                get(self.edge.url, path)
        assert all(is_hit(get(self.edge.url, path)) for path in self.addresses)

    def steady(self) -> set[str]:
        """The addresses that the edge still held. It holds all again then, and no copy is another than the program's.

        A page of the day before may come once more while the new one is made, so what counts is the next answer.
        """
        held = {path for path in self.addresses if is_hit(get(self.edge.url, path))}
        for path in self.addresses:
            until_true(partial(self._is_same, path), f"{path} is stale at the edge")
        assert self._is_same("/api/v1/datasets/current"), (
            "it says when the listing was last seen, to the second"
        )
        self.fill()
        return held

    def _is_same(self, path: str) -> bool:
        kept, asked = get(self.edge.url, path), get(self.program, path)
        return (kept.status_code, kept.content) == (asked.status_code, asked.content)


def get(url: str, path: str) -> httpx.Response:
    return httpx.get(url + path, headers={"host": "localhost:4324"}, timeout=HANG_SECONDS)


def is_hit(answer: httpx.Response) -> bool:
    return answer.headers["cache-status"].startswith("varnish; hit")


@pytest.fixture
def walk(stocked_unconnected: Settings, tmp_path: Path) -> Iterator[Walk]:
    redis = RedisServer(tmp_path)
    with tempfile.TemporaryDirectory(prefix="choosemypower-edge-") as made:
        Path(made).chmod(0o777)
        try:
            with running_server(stocked_unconnected, REDIS_URL=redis.url) as program:
                edge = start_varnish(Path(made), int(program.rsplit(":", 1)[1]))
                try:
                    yield Walk(program, edge, stocked_unconnected, tmp_path)
                finally:
                    edge.stop()
        finally:
            redis.stop()


def bundled_rows() -> list[Row]:
    with ingest.bundled_listing().open(newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def test_the_edge_shows_what_the_program_says_after_each_publication(walk: Walk) -> None:
    changed, gone = a_plan(walk, UTILITY, 0), a_plan(walk, UTILITY, 1)
    elsewhere = a_plan(walk, ELSEWHERE, -1)
    walk.addresses = [
        *("/", "/electricity-plans/abilene", "/api/v1/plans?city=abilene", "/electricity-plans/dallas"),
        *(changed["pageUrl"], gone["pageUrl"], elsewhere["pageUrl"]),
        *(f"/providers/{one['provider']}" for one in (changed, elsewhere)),
        *(f"/utilities/{UTILITY}", f"/utilities/{ELSEWHERE}", f"/changes?utility={UTILITY}"),
        *("/compare", "/sitemap-plans.xml", "/about", "/guides", "/api/v1/plans"),
        "/electricity-plans/no-such-city",
    ]
    walk.fill()
    rows = [row for row in bundled_rows() if not is_row_of(row, gone)]
    row = next(row for row in rows if is_row_of(row, changed))
    rows = [one | {"usd_per_kwh_1000": "0.2111"} if one is row else one for one in rows]
    rows.append(row | {"plan": "Never Seen Before 12", "id_key": "99999999"})
    rated = [one | {"scorecard": "1"} if one["provider"] == row["provider"] else one for one in rows]

    walk.publish(rows, "2026-01-09")
    assert "/about" in walk.steady()
    walk.publish(rated, "2026-01-09")
    assert {
        "/about",
        "/compare",
        "/sitemap-plans.xml",
        f"/providers/{elsewhere['provider']}",
    } <= walk.steady()
    walk.publish(rated, "2026-01-10")
    assert {"/compare", "/sitemap-plans.xml"} <= walk.steady()
    walk.says("rollback")
    walk.steady()
    walk.says("rollback")
    walk.steady()


def a_plan(walk: Walk, utility: str, at: int) -> dict[str, str]:
    plan: dict[str, str] = httpx.get(
        f"{walk.program}/api/v1/plans?utility={utility}", timeout=HANG_SECONDS
    ).json()["data"][at]
    return plan


def is_row_of(row: Row, plan: dict[str, str]) -> bool:
    return (row["utility"], row["plan"]) == (plan["utility"], plan["name"])
