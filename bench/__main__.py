"""How fast the site answers, from memory and without it, in one run on one machine.

    python -m bench [--quick] [--only hits,uncached,redis,warm,follow,growth] [--rounds 5]

The server keeps to one core, the load generator to another. Compared servers run side by side and are asked in turns;
a ratio is the median of the ratios of the rounds. Prints a table; writes bench/results/site.json.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.frameworks import measure_framework
from bench.hits import measure_hits
from bench.load import wrk_is_missing
from bench.measuring import measure_measuring
from bench.sick_redis import measure_sick_redis
from bench.single import (
    measure_cold_start,
    measure_first_answers,
    measure_following,
    measure_parts,
    measure_uncached,
    measure_warming,
)
from bench.site import RunningSite

RESULTS = Path(__file__).parent / "results"
GROWTH = 10


class Table:
    """Prints each measure as it comes, and whether it keeps its bar."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(
        self, what: str, value: float, unit: str, bar: float | None = None, *, at_least: bool = False
    ) -> None:
        kept = None if bar is None else (value >= bar if at_least else value <= bar)
        self.rows.append({"what": what, "value": round(value, 4), "unit": unit, "bar": bar, "isKept": kept})
        limit = "" if bar is None else f"{'≥' if at_least else '≤'} {bar:g}"
        mark = {None: " ", True: "✓", False: "✗"}[kept]
        print(f"{mark} {what:<58} {value:>10.3f} {unit:<8} {limit}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="short rounds: to see that it works, not to compare"
    )
    parser.add_argument(
        "--only", default="hits,uncached,redis,warm,follow,growth", help="parts, comma separated"
    )
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    parts = set(options.only.split(","))
    # Many short rounds: neighbours disturb some of them, and medians leave those out.
    seconds, rounds = (1.0, 2) if options.quick else (1.0, options.rounds)
    table = Table()
    problem = wrk_is_missing()
    if problem:
        print(problem, file=sys.stderr)
    print(f"Load before the run: {os.getloadavg()[0]:.1f} (above 0.5, figures are of a shared machine)\n")
    costs: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        with RunningSite(Path(folder) / "today") as site:
            table.add("memory of the server, all plans loaded", site.memory_mb(), "MB", 200)
            costs |= _start(table, site)
            if "hits" in parts and not problem:
                measure_hits(site, table.add, seconds=seconds, rounds=rounds, folder=Path(folder))
            if parts & {"uncached", "growth"}:
                costs |= _uncached(table, site, options.quick)
            if "redis" in parts:
                measure_sick_redis(site, table.add, 100 if options.quick else 300)
            if parts & {"warm", "growth"}:
                costs |= _warm(table, site, options.quick)
            if "follow" in parts:
                follow = [measure_following(site, Decimal(number) / 1000) for number in (1, 2, 3)]
                table.add("a publication is followed in, slowest of three", max(follow), "s", 2)
        if "growth" in parts:
            with RunningSite(Path(folder) / "grown", GROWTH) as site:
                print(f"\n{GROWTH} times the plans, cities and ZIP codes:")
                if not problem:
                    measure_hits(
                        site,
                        table.add,
                        seconds=seconds,
                        rounds=rounds,
                        folder=Path(folder),
                        what=_marked(GROWTH),
                        kinds=("html br", "json br"),
                    )
                grown = _start(table, site, GROWTH) | _uncached(table, site, options.quick, GROWTH)
                grown |= _warm(table, site, options.quick, GROWTH)
            for what, cost in grown.items():
                table.add(f"{GROWTH} times the data: {what}", cost / costs[what], "times", GROWTH)
    _write(table)
    missed = [row["what"] for row in table.rows if row["isKept"] is False]
    print(f"\n{len(missed)} bars missed." if missed else "\nAll bars kept.")
    return 0


def _start(table: Table, site: RunningSite, times: int = 1) -> dict[str, float]:
    """What reading the listing, starting, and the first answers cost."""
    starts, answers = [], []
    for _ in range(3):
        starts.append(measure_cold_start(site))
        answers.append(measure_first_answers(site))
    start = statistics.median(starts)
    table.add(
        f"cold start to the first page, database ready{_marked(times)}", start, "s", 3 if times == 1 else None
    )
    firsts = {f"{name}, first": statistics.median(found[name] for found in answers) for name in answers[0]}
    return {"memory": site.memory_mb(), "ingest command": site.ingest_seconds, "cold start": start, **firsts}


def _uncached(table: Table, site: RunningSite, is_quick: bool, times: int = 1) -> dict[str, float]:
    found = {}
    for kind, bar_median, bar_p99, bar_cpu in (
        ("page", 3.0, 8.0, 1.3),
        ("json", 1.5, None, 0.6),
        ("json of all plans", 1.5, None, 0.9),
    ):
        median, p99, cpu = measure_uncached(site, kind, 100 if is_quick else 600)
        found[f"uncached city {kind}"] = cpu
        what = f"uncached city {kind}{_marked(times)}"
        table.add(f"{what}, median", median * 1000, "ms", bar_median if times == 1 else None)
        table.add(f"{what}, p99", p99 * 1000, "ms", bar_p99 if times == 1 else None)
        table.add(
            "  of which is CPU of the server, a request", cpu * 1000, "ms", bar_cpu if times == 1 else None
        )
        if kind in ("page", "json") and times == 1:
            for part, took in measure_parts(site, kind, 100 if is_quick else 400).items():
                table.add(f"    {part}", took, "ms")
        if kind == "page" and times == 1:
            measure_measuring(site, table.add, 100 if is_quick else 400)
            measure_framework(site, table.add, 30 if is_quick else 150)
    return found


def _warm(table: Table, site: RunningSite, is_quick: bool, times: int = 1) -> dict[str, float]:
    pages = 200 if is_quick else 2000
    took, cpu = measure_warming(site, pages)
    table.add(
        f"warm {pages} pages, one core{_marked(times)}", took, "s", 30 * pages / 2000 if times == 1 else None
    )
    table.add("  of which is CPU of the server, a page", cpu * 1000, "ms")
    memory = site.memory_mb()
    table.add(f"memory of the server, warm{_marked(times)}", memory, "MB", 200 if times == 1 else None)
    return {"a warmed page": cpu, "memory, warm": memory}


def _marked(times: int) -> str:
    return "" if times == 1 else f" ({times}×)"


def _write(table: Table) -> None:
    RESULTS.mkdir(exist_ok=True)
    document = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "rows": table.rows,
    }
    (RESULTS / "site.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
