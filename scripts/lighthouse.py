"""Lighthouse's scores for ten kinds of page of a running site.

    lighthouse.py [SITE] [--tries 5] [--patience 60] [--out dist/lighthouse]
    lighthouse.py [SITE] --vitals 3 --out dist/vitals      reports for `choosemypower perf --lighthouse`, without bars

Bars: performance 98; accessibility, best practices and SEO 100 (no SEO where a page asks not to be indexed). Neighbours
on the machine can only lower the figure for performance, so a page that misses is asked again, each time after waiting
for a quiet moment, and its best run counts. Ends with 0 when all bars are kept, 1 when one is missed, and 3 when only
performance is missed on a machine that was never quiet: then nothing is known. Needs Node 18.20 or newer, network for
the first run (npm) and Chrome or Chromium (CHROME_PATH, else the one on PATH).
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIGHTHOUSE = "lighthouse@12.8.2"
SITE = "http://localhost:4324"
CITY = "/electricity-plans/houston"
GATED = ("home", "city")
"""Pages whose vitals the performance gate holds against their limits."""
BARS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
QUIET_SHARE = 0.7
"""Of the machine that must stand idle before a run, so that the figure is the page's and not the neighbours'."""
LOOK_SECONDS = 2.0


@dataclass(frozen=True)
class Run:
    """One run of Lighthouse over a page."""

    scores: dict[str, int]
    """By category, 0 to 100."""
    misses: tuple[str, ...]
    """The audits that cost points."""
    is_quiet: bool
    """Whether the machine was quiet before it and after it."""

    @property
    def missed(self) -> dict[str, int]:
        return {name: score for name, score in self.scores.items() if score < BARS[name]}


def main() -> int:
    parser = argparse.ArgumentParser(prog="lighthouse.py", description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", default=SITE)
    parser.add_argument("--tries", type=int, default=5, help="runs of a page that misses a bar")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds to wait for a quiet machine")
    parser.add_argument("--out", type=Path, default=Path("dist/lighthouse"), help="folder of the reports")
    parser.add_argument(
        "--vitals", type=int, metavar="RUNS", help="only report, so often, on the gate's pages"
    )
    options = parser.parse_args()
    site = options.site.rstrip("/")
    options.out.mkdir(parents=True, exist_ok=True)
    if options.vitals:
        _report_vitals(site, options.out, options.vitals, options.patience)
        return 0
    worst = 0
    for name, path in pages(site).items():
        runs = _judge(site + path, options.out / f"{name}.json", options.tries, options.patience)
        worst = max(worst, _verdict(name, runs), key=(0, 3, 1).index)
    print(
        {0: "All bars are kept.", 1: "A bar is missed.", 3: "The machine was never quiet: not judged."}[worst]
    )
    return worst


def _report_vitals(site: str, out: Path, runs: int, patience: float) -> None:
    paths = pages(site)
    for number in range(1, runs + 1):
        for name in GATED:
            was_quiet = _becomes_quiet(patience)
            _run(site + paths[name], out / f"{name}-{number}.json", ["performance"])
            print(f"{name}, run {number}" + ("" if was_quiet else " (the machine was not quiet)"), flush=True)


def pages(site: str) -> dict[str, str]:
    """Ten kinds of page, with plans that are listed now."""
    city = _text(site + CITY)[1]
    plan = re.search(r'href="(/electricity-plans/plans/[^"?]+)', city)
    ids = list(dict.fromkeys(re.findall(r'name="plan" value="(\w+)"', city)))[:4]
    if plan is None or len(ids) < 2:
        raise SystemExit(f"{site}{CITY} lists no plans: ingest a listing first.")
    return {
        "home": "/",
        "city": CITY,
        "city-filtered": f"{CITY}/12-month?home=1600&heat=electric",
        "plan": plan[1],
        "comparison": "/compare/plans?" + "&".join(f"plan={plan_id}" for plan_id in ids),
        "calculator": "/calculator",
        "check-my-bill": "/check-my-bill",
        "cities": "/locations",
        "provider": "/providers/txu-energy",
        "guide": "/guides/bill-credits",
    }


def _judge(url: str, report: Path, tries: int, patience: float) -> list[Run]:
    """Runs until one keeps every bar, or what is missed is nothing that a quieter machine would mend."""
    headers, text = _text(url)
    robots = headers.get("x-robots-tag", "") + "".join(re.findall(r'<meta name="robots"[^>]*>', text))
    categories = [name for name in BARS if name != "seo" or "noindex" not in robots]
    runs: list[Run] = []
    while len(runs) < tries and (not runs or set(runs[-1].missed) == {"performance"}):
        was_quiet = _becomes_quiet(patience)
        scores, misses = _run(url, report, categories)
        runs.append(Run(scores, misses, was_quiet and _idle_share() >= QUIET_SHARE))
    return runs


def _verdict(name: str, runs: list[Run]) -> int:
    best = max(runs, key=lambda run: (-len(run.missed), run.scores["performance"]))
    figures = ", ".join(f"{category} {score}" for category, score in best.scores.items())
    again = f" (best of {len(runs)})" if len(runs) > 1 else ""
    is_unknown = set(best.missed) == {"performance"} and not any(run.is_quiet for run in runs)
    sign = "✓" if not best.missed else "?" if is_unknown else "✗"
    print(f"{sign} {name:<16} {figures}{again}", flush=True)
    if best.missed:
        print("    " + "; ".join(best.misses), flush=True)
    return 0 if not best.missed else 3 if is_unknown else 1


def _run(url: str, report: Path, categories: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """The scores by category, and the audits that cost points."""
    npx = shutil.which("npx")
    if npx is None:
        raise SystemExit("npx is not on PATH: install Node (apt install npm).")
    chrome = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
    command = [
        *(npx, "--yes", "--ignore-scripts", LIGHTHOUSE, url, "--quiet", "--output=json"),
        *(f"--output-path={report}", f"--only-categories={','.join(categories)}"),
        "--chrome-flags=--headless=new --no-sandbox",
    ]
    done = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": chrome}, capture_output=True, text=True, timeout=300
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse failed at {url}:\n{done.stderr}")
    found: dict[str, Any] = json.loads(report.read_text())
    if found.get("runtimeError"):
        raise SystemExit(f"Lighthouse could not read {url}: {found['runtimeError']['message']}")
    scores = {name: round(100 * (found["categories"][name]["score"] or 0)) for name in categories}
    return scores, tuple(_misses(found, [name for name in categories if scores[name] < BARS[name]]))


def _misses(found: dict[str, Any], categories: list[str]) -> list[str]:
    audits = [
        ref["id"] for name in categories for ref in found["categories"][name]["auditRefs"] if ref["weight"]
    ]
    failed = [found["audits"][name] for name in audits if (found["audits"][name]["score"] or 0) < 0.9]
    return [f"{audit['title']} {audit.get('displayValue', '')}".strip() for audit in failed]


def _becomes_quiet(patience: float) -> bool:
    until = time.monotonic() + patience
    while True:
        if _idle_share() >= QUIET_SHARE:
            return True
        if time.monotonic() >= until:
            return False


def _idle_share() -> float:
    """Share of the processors' time that nobody used during the next two seconds."""
    before = _ticks()
    time.sleep(LOOK_SECONDS)
    after = _ticks()
    spent = [new - old for old, new in zip(before, after, strict=True)]
    return (spent[3] + spent[4]) / max(1, sum(spent))


def _ticks() -> list[int]:
    """Of all processors: user, nice, system, idle, iowait, interrupts (Linux)."""
    return [int(ticks) for ticks in Path("/proc/stat").read_text().splitlines()[0].split()[1:8]]


def _text(url: str) -> tuple[dict[str, str], str]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}, answer.read().decode()


if __name__ == "__main__":
    sys.exit(main())
