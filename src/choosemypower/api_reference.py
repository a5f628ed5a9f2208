"""What the API says of itself, in plain words: written by the `api` room, shown as a page by `web`."""

from collections.abc import Callable

import msgspec

from choosemypower.world import World


class ParameterText(msgspec.Struct, frozen=True, kw_only=True):
    """Something that an address takes. Descriptions have their `words in backticks`."""

    name: str
    place: str
    """`path`, `required`, or empty: it may be left out."""
    kind: str
    description: str
    example: str


class OperationText(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the API can be asked."""

    id: str
    summary: str
    method: str
    address: str
    description: str
    parameters: tuple[ParameterText, ...]
    answer: str
    problems: tuple[str, ...]


class ErrorText(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    status: int
    meaning: str


class ApiReference(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, in the order of the documentation."""

    operations: tuple[OperationText, ...]
    errors: tuple[ErrorText, ...]
    openapi_path: str
    example_path: str
    """Of a first call that works."""
    example_answer: Callable[[World], str | None]
    """What that call answers now; None while no listing is loaded."""
