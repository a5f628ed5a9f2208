"""What others measured and hand in: Lighthouse's reports, and the seconds of builds and deployments."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from choosemypower.errors import AppError
from choosemypower.perf.model import Measure

VITALS = (
    # Lighthouse's audit, the specification's name, limit, unit, what to do with its value
    ("largest-contentful-paint", "LCP", 2500.0, "ms"),
    ("max-potential-fid", "FID (largest possible)", 100.0, "ms"),
    ("total-blocking-time", "INP (total blocking time)", 200.0, "ms"),
    ("cumulative-layout-shift", "CLS", 0.1, ""),
    ("first-contentful-paint", "FCP", 1800.0, "ms"),
    ("server-response-time", "TTFB", 600.0, "ms"),
)
"""A laboratory has no visitor who clicks: the delay of a first input is bounded by the longest task, that of an
interaction by all long tasks together."""
RUNS_FOR_A_MEDIAN = 3
"""With fewer runs of a page, the worst of them decides."""
BUILDS = {"cached": 30.0, "fresh": 480.0, "incremental": 120.0, "deploy": 300.0}
"""Seconds."""


class HandedInError(AppError):
    code = "perf_input"
    status = 422
    title = "What was handed in cannot be read"


def vitals_of(files: Sequence[Path]) -> tuple[Measure, ...]:
    """Of Lighthouse's JSON reports, each page's. Raises HandedInError."""
    if not files:
        why = "no report of Lighthouse was handed in (make perf-gate-browser)"
        return tuple(
            Measure(part="vitals", name=name, limit=limit, unit=unit, why=why)
            for _, name, limit, unit in VITALS
        )
    reports = [_report(file) for file in files]
    return tuple(measure for page in _by_page(reports).items() for measure in _of_page(*page))


def _report(file: Path) -> dict[str, Any]:
    try:
        report = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError) as error:
        raise HandedInError(f"{file} is no report of Lighthouse: {error}") from None
    if not isinstance(report.get("audits"), dict):
        raise HandedInError(f"{file} is no report of Lighthouse: it has no audits.")
    return report


def _by_page(reports: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    pages: dict[str, list[dict[str, Any]]] = {}
    for report in reports:
        page = str(report.get("requestedUrl") or report.get("finalUrl") or "the page")
        pages.setdefault(page, []).append(report["audits"])
    return pages


def _of_page(page: str, runs: list[dict[str, Any]]) -> Iterator[Measure]:
    path = "/" + page.partition("://")[2].partition("/")[2]
    for audit, name, limit, unit in VITALS:
        values = [
            float(run[audit]["numericValue"])
            for run in runs
            if isinstance(run.get(audit), dict) and run[audit].get("numericValue") is not None
        ]
        why = None if values else f"Lighthouse's report has no {audit}"
        yield Measure.of(
            "vitals",
            f"{name} of {path}",
            limit,
            values,
            unit=unit,
            why=why,
            # Of several runs in a laboratory one may have had a neighbour.
            is_by_median=len(values) >= RUNS_FOR_A_MEDIAN,
        )


def builds_of(seconds: Mapping[str, float]) -> tuple[Measure, ...]:
    """The specification's build times. Raises HandedInError."""
    for name in seconds.keys() - BUILDS.keys():
        raise HandedInError(f"There is no build {name}; there are {', '.join(BUILDS)}.")
    return tuple(
        Measure.of(
            "builds",
            name,
            limit,
            [seconds[name]] if name in seconds else [],
            unit="s",
            why=None if name in seconds else f"nobody said how long it took (--build {name}=SECONDS)",
        )
        for name, limit in BUILDS.items()
    )


def read_builds(file: Path) -> dict[str, float]:
    """What scripts/timed.py wrote: `NAME=SECONDS`, a line each; of two with one name the last. Raises HandedInError."""
    try:
        return dict(map(parse_build, file.read_text().split()))
    except (OSError, ValueError) as error:
        raise HandedInError(f"{file} does not say NAME=SECONDS, a line each: {error}") from None


def parse_build(text: str) -> tuple[str, float]:
    """`cached=12.5`. Raises ValueError."""
    name, sign, seconds = text.partition("=")
    if not sign:
        raise ValueError(text)
    return name, float(seconds)
