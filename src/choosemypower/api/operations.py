"""What the API can be asked: each operation described once, for its handler, its cache and the OpenAPI document."""

import re
from functools import cached_property
from typing import Any, Generic

import msgspec

from choosemypower.api.queries import Asked, Member, Reader, camel, members_of

PROBLEMS_OF_A_PLACE = ("invalid_format", "not_texas", "not_found", "split")
"""Where a place may be asked for."""
PROBLEMS_OF_A_BODY = (
    "invalid_request",
    "too_large",
    "unsupported_media_type",
    "too_many_requests",
    "timeout",
    "busy",
)


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What a POST takes."""

    media_types: dict[str, Any]
    """Content type → a Struct, or a JSON Schema."""
    example: object = None
    example_type: str = "application/json"
    """Content type of the example."""
    description: str = ""


class Operation(msgspec.Struct, Generic[Asked], frozen=True, kw_only=True, dict=True):
    """One method of one address."""

    id: str
    path: str
    """As Litestar writes it: `/api/v1/plans/{plan_id:str}`."""
    summary: str
    tag: str
    query: type[Asked]
    """What path and query may say."""
    description: str = ""
    method: str = "get"
    body: Body | None = None
    answer: Any = None
    """Struct of the 200 answer's JSON; None: see `answer_type`."""
    answer_type: str = "application/json"
    answer_description: str = "The answer."
    other_answers: dict[int, str] = {}
    """Further statuses that are no problem documents, with their meaning."""
    is_uncached: bool = False
    problems: tuple[str, ...] = ()
    """Codes of `problems.PROBLEMS` that it can answer with, besides those of its kind: `all_problems`."""
    needs_data: bool = True
    """Answered from a listing."""
    takes_no_turn: bool = False
    """Answered however much is being made, as its policy says: health and beacons."""

    @cached_property
    def reader(self) -> Reader[Asked]:
        return Reader(self.query)

    @property
    def all_problems(self) -> tuple[str, ...]:
        """With those that any address has that reads parameters, a body or a listing, or takes a turn."""
        codes = ["invalid_parameter", *self.problems]
        if self.body is not None:
            codes += PROBLEMS_OF_A_BODY
        if self.needs_data:
            codes.append("no_data")
        if not self.takes_no_turn:
            codes += ("too_many_requests", "unavailable")
        return tuple(dict.fromkeys(codes))

    @property
    def parameters(self) -> tuple[Member, ...]:
        """What the documentation says of path and query."""
        return tuple(member for member in members_of(self.query) if not member.is_hidden)

    @property
    def template(self) -> str:
        """The path as OpenAPI writes it: `/api/v1/plans/{planId}`."""
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda match: "{" + camel(match[1]) + "}", self.path)
