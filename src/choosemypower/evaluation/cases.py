"""Files of cases: an object with a list `cases`, or the list alone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from choosemypower.errors import AppError

Shape = TypeVar("Shape")
Case = Mapping[str, Any]
"""A case, or a part of one, as its file has it."""

UNREADABLE = (KeyError, TypeError, ValueError, ArithmeticError, AttributeError)
"""What working through a case raises when the case is not of the shape that its kind needs."""


class CasesUnreadableError(AppError):
    """The file cannot be read, holds no cases, or none of the kind asked for; the sentence says which."""

    code = "cases_unreadable"
    title = "Cases cannot be read"


def read_cases(path: Path | str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each case with its id, or its number where it has none. Raises CasesUnreadableError."""
    for at, case in enumerate(read_list(Path(path), "cases"), start=1):
        yield str(case.get("id", at)), case


def read_list(path: Path, name: str) -> list[dict[str, Any]]:
    """The objects of a JSON file that is a list or names one. Raises CasesUnreadableError."""
    try:
        document = json.loads(read_bytes(path), parse_float=Decimal)
    except ValueError as error:
        raise CasesUnreadableError(f"{path} is not JSON: {error}.") from None
    listed = document.get(name) if isinstance(document, dict) else document
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise CasesUnreadableError(f'{path} has no list of {name} (expected {{"{name}": [...]}}).')
    return listed


def read_cases_of(shape: type[Shape], path: Path, what: str) -> Shape:
    """A file of cases that all have one shape. Raises CasesUnreadableError, which names `what` they should be."""
    try:
        return msgspec.json.decode(read_bytes(path), type=shape, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CasesUnreadableError(f"{path} holds no cases of {what}: {error}.") from None


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CasesUnreadableError(f"{path} cannot be read: {error.strerror or error}.") from None


def refuse_unreadable(unreadable: Sequence[str], cases: int) -> None:
    """One odd case is a miss; a file of nothing else is another kind of file."""
    if unreadable and len(unreadable) == cases:
        raise CasesUnreadableError(unreadable[0])
