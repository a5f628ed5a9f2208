"""The command `perf`: the specification's performance gate."""

import argparse
import asyncio
import json
from pathlib import Path

from choosemypower.settings import Settings

PARTS = ("pages", "api", "database", "vitals", "builds", "freshness", "reliability")


def add_perf_options(added: argparse.ArgumentParser) -> None:
    """What `perf` takes."""
    from choosemypower.perf.handed import parse_build

    added.add_argument(
        "--lighthouse", type=Path, nargs="*", default=[], metavar="FILE", help="Lighthouse's reports (JSON)"
    )
    added.add_argument(
        "--build",
        type=parse_build,
        action="append",
        default=[],
        metavar="NAME=SECONDS",
        help="how long a build took: cached, fresh, incremental, deploy",
    )
    added.add_argument(
        "--builds",
        type=Path,
        metavar="FILE",
        help="the same from a file, NAME=SECONDS a line (scripts/timed.py)",
    )
    added.add_argument("--junit", type=Path, metavar="FILE", help="write the report as JUnit too")
    added.add_argument(
        "--rounds",
        type=int,
        choices=range(1, 41),
        default=20,
        metavar="N",
        help="how often each is asked, 1 to 40 (default 20)",
    )
    added.add_argument(
        "--without",
        action="append",
        default=[],
        choices=PARTS,
        help="leave a part out, such as freshness where the listing is the bundled one",
    )


def perf_command(settings: Settings, options: argparse.Namespace) -> int:
    """The whole table of the specification in one report; 1 where a limit is not kept."""
    from choosemypower.perf.gate import measure_all
    from choosemypower.perf.handed import read_builds

    builds = (read_builds(options.builds) if options.builds is not None else {}) | dict(options.build)
    report = asyncio.run(
        measure_all(
            settings,
            lighthouse=options.lighthouse,
            builds=builds,
            left_out=options.without,
            rounds=options.rounds,
        )
    )
    if options.junit is not None:
        options.junit.write_text(report.as_junit())
    if options.json:
        print(json.dumps(report.as_json(), indent=2))
    else:
        print(report.as_text())
    return 0 if report.is_kept else 1
