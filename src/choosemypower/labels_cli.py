"""Commands on facts labels: `labels read | fetch | check`."""

import argparse
import asyncio
import sys
from pathlib import Path

from choosemypower.commands import prepared, print_json, show, to_stderr
from choosemypower.embedded import database_for
from choosemypower.settings import Settings


def add_label_options(parser: argparse.ArgumentParser) -> None:
    """What `labels` takes."""
    parser.add_argument("action", choices=("read", "fetch", "check"))
    parser.add_argument("file", type=Path, nargs="?", help="read: the label as PDF, HTML or text")


def labels_command(settings: Settings, options: argparse.Namespace) -> int:
    if (options.action == "read") is (options.file is None):
        print("`labels read` takes a FILE; `labels fetch` and `labels check` take none.", file=sys.stderr)
        return 2
    if options.action == "fetch":
        return _fetch_labels(settings, options)
    return _check_labels(settings, options) if options.action == "check" else _read_label(options)


def _fetch_labels(settings: Settings, options: argparse.Namespace) -> int:
    """1 where not one label came though some were asked for."""
    from choosemypower.progress import Progress
    from choosemypower.publishing import publish_fetched_labels

    with database_for(settings) as settings, Progress() as progress:
        fetching = publish_fetched_labels(settings, say=to_stderr, progress=progress)
        try:
            report = asyncio.run(prepared(settings, fetching))
        except BaseException:
            if progress.total:
                to_stderr(_stopped(settings, progress.done, progress.total))
            raise
    show(options, report, report.as_text())
    return 0 if report.is_done else 1


def _stopped(settings: Settings, done: int, total: int) -> str:
    """Where a run that was ended stopped, and what the next one does."""
    goes_on = f"The same command asks only for the rest within {settings.max_cache_age_hours:g} hours"
    if not settings.use_cached_data:
        goes_on = "With USE_CACHED_DATA=true the same command asks only for the rest"
    kept = " What came is kept, and shown once a run ends." if done else ""
    return f"Stopped after {done} of {total} labels.{kept} {goes_on}."


def _check_labels(settings: Settings, options: argparse.Namespace) -> int:
    """1 where a label contradicts itself, or is read otherwise than when it was stored."""
    from choosemypower.publishing import check_stored_labels

    with database_for(settings) as settings:
        report = asyncio.run(prepared(settings, check_stored_labels(settings, say=to_stderr)))
    show(options, report, report.as_text())
    return 0 if report.is_well else 1


def _read_label(options: argparse.Namespace) -> int:
    """What one label states; 1 where its own averages do not prove it."""
    from choosemypower.documents import read_label
    from choosemypower.documents.label_json import label_json
    from choosemypower.labels.text import NO_TEXT, text_of_own_file
    from choosemypower.territories.queries import read_atlas_from_files

    try:
        text = asyncio.run(text_of_own_file(options.file.read_bytes()))
    except OSError as error:
        print(f"{options.file} cannot be read: {error.strerror or error}.", file=sys.stderr)
        return 1
    except NO_TEXT as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 1
    result = label_json(read_label(text, read_atlas_from_files().delivery_charges))
    if options.json:
        print_json(result)
    elif result.proven:
        print("\n".join(("Proven by its own averages:", *result.sentences)))
    else:
        print(f"Not proven ({result.state.value}). {result.note}")
    return 0 if result.proven else 1
