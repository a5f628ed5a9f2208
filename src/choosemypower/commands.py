"""What all commands do alike: work on a database that is prepared, and say what came of it."""

import argparse
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

import msgspec

from choosemypower.settings import Settings

Result = TypeVar("Result")


async def prepared(settings: Settings, work: Coroutine[Any, Any, Result]) -> Result:
    """What the work gives, with the pool of a command around it."""
    from choosemypower.publishing import batch_database

    async with batch_database(settings):
        return await work


def print_json(value: object) -> None:
    """For programs that read us."""
    print(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def show(options: argparse.Namespace, value: object, text: str) -> None:
    """What came of a command, for programs (`--json`) or for people."""
    if options.json:
        print_json(value)
    else:
        print(text)


def at_once(line: str) -> None:
    """For people who wait."""
    print(line, flush=True)


def to_stderr(line: str) -> None:
    """Beside what the command prints."""
    print(line, file=sys.stderr)
