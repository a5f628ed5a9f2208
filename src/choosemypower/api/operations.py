"""What the API can be asked: each operation described once, for its handler and for the OpenAPI document."""

import re
from typing import Any

import msgspec

from choosemypower.api.parameters import Parameter

PROBLEMS = {
    "invalid_parameter": (400, "A parameter cannot be used; `parameter` names it."),
    "invalid_request": (400, "The request cannot be read, for example because its JSON is broken."),
    "invalid_format": (400, "The ZIP code is not five digits."),
    "split": (
        409,
        "Several utilities deliver in this ZIP; `utilities` lists them. Ask again with one of them.",
    ),
    "not_found": (404, "There is no such plan, provider, utility, city or ZIP code."),
    "not_texas": (404, "The ZIP code is not in Texas."),
    "too_large": (413, "The body is larger than this address takes."),
    "unsupported_media_type": (415, "The body has a content type that this address does not take."),
    "meter_file": (422, "The meter file cannot be used; the sentence says why and what to do."),
    "no_data": (
        503,
        "No listing is loaded yet, or the database is out of reach. `Retry-After` says when to come back.",
    ),
}
"""Stable code → status and meaning."""
PROBLEMS_ANYWHERE = {
    "method_not_allowed": (405, "The address does not take this method; `Allow` names those that it takes."),
    "internal_error": (500, "Something went wrong on our side; `reference` finds it in our log."),
    "unavailable": (503, "The answer could not be made in time. `Retry-After` says when to come back."),
}
"""Those that every address can answer with, besides its own."""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What a POST takes."""

    media_types: dict[str, Any]
    """Content type → a Struct, or a JSON Schema."""
    example: object = None
    description: str = ""


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One method of one address."""

    id: str
    path: str
    """As Litestar writes it: `/api/v1/plans/{plan_id:str}`."""
    summary: str
    tag: str
    description: str = ""
    method: str = "get"
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    answer: Any = None
    """Struct of the 200 answer's JSON; None: see `answer_type`."""
    answer_type: str = "application/json"
    answer_description: str = "The answer."
    other_answers: dict[int, str] = {}
    """Further statuses that are no problem documents, with their meaning."""
    is_uncached: bool = False
    problems: tuple[str, ...] = ()
    """Codes of `PROBLEMS` that it can answer with."""

    @property
    def query(self) -> tuple[Parameter, ...]:
        return tuple(parameter for parameter in self.parameters if not parameter.is_in_path)

    @property
    def query_names(self) -> tuple[str, ...]:
        """The known query parameters, in canonical order, as the cache policy wants them."""
        return tuple(parameter.name for parameter in self.query)

    @property
    def template(self) -> str:
        """The path as OpenAPI writes it: `/api/v1/plans/{planId}`."""
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda match: "{" + _camel(match[1]) + "}", self.path)


def path_parameter(name: str, description: str, example: str, **schema: object) -> Parameter:
    """A part of the path; `name` as in the document, camelCase."""
    return Parameter(
        name=name,
        description=description,
        example=example,
        schema={"type": "string", **schema},
        is_required=True,
        is_in_path=True,
    )


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
