"""The compiled reference files (src/choosemypower/reference/*.csv), read into Structs.

`scripts/compile_territories.py` writes them in the same shape: one column per field, blanks for None, `|`
between the members of a tuple.
"""

import csv
import hashlib
import io
from collections.abc import Iterable
from importlib.resources import files
from typing import TypeVar, get_args, get_origin

import msgspec

Record = TypeVar("Record", bound=msgspec.Struct)

SEPARATOR = "|"


def reference_bytes(name: str) -> bytes:
    """The content of one reference file, e.g. `zips`."""
    return (files("choosemypower") / "reference" / f"{name}.csv").read_bytes()


def content_hash(name: str) -> str:
    """SHA-256 of one reference file: what a database must hold to be up to date."""
    return hashlib.sha256(reference_bytes(name)).hexdigest()


def read_records(name: str, kind: type[Record]) -> tuple[Record, ...]:
    """The rows of one reference file. Raises msgspec.ValidationError when the file does not fit."""
    rows = csv.DictReader(io.StringIO(reference_bytes(name).decode()))
    fields = [_fields(row, kind) for row in rows]
    return msgspec.convert(fields, tuple[kind, ...], strict=False)  # type: ignore[valid-type]


def record_texts(record: msgspec.Struct) -> dict[str, str]:
    """One record as the texts of a CSV row."""
    plain = msgspec.to_builtins(record, builtin_types=())
    return {field: _text(value) for field, value in plain.items()}


def _fields(row: dict[str, str], kind: type[msgspec.Struct]) -> dict[str, object]:
    """A row's texts as msgspec converts them: lists for tuples, None for blanks."""
    fields: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        text = row[field.name]
        if get_origin(field.type) is tuple:
            fields[field.name] = _members(text)
        elif text or type(None) in get_args(field.type):
            fields[field.name] = text or None
    return fields


def _members(text: str) -> list[str]:
    return text.split(SEPARATOR) if text else []


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return SEPARATOR.join(str(member) for member in value)
    return str(value)
