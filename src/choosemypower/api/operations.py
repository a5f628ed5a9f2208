"""What the API can be asked: each operation described once, for its handler, its cache and the OpenAPI document."""

import re
from functools import cached_property
from typing import Any, Generic

import msgspec

from choosemypower.api.queries import Asked, Member, Reader, camel, members_of


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
    """Codes of `problems.PROBLEMS` that it can answer with, besides those of limits: `all_problems`."""
    takes_no_turn: bool = False
    """Answered however much is being made, as its policy says: health and beacons."""

    @cached_property
    def reader(self) -> Reader[Asked]:
        return Reader(self.query)

    @property
    def all_problems(self) -> tuple[str, ...]:
        """With what a client is told who asks too much, and everybody when too much is asked."""
        of_limits: tuple[str, ...] = ()
        if not self.takes_no_turn:
            of_limits += ("too_many_requests", "unavailable")
        if self.body is not None:
            of_limits += ("timeout", "busy")
        return tuple(dict.fromkeys((*self.problems, *of_limits)))

    @property
    def parameters(self) -> tuple[Member, ...]:
        """What the documentation says of path and query."""
        return tuple(member for member in members_of(self.query) if not member.is_hidden)

    @property
    def template(self) -> str:
        """The path as OpenAPI writes it: `/api/v1/plans/{planId}`."""
        return re.sub(r"\{(\w+)(:\w+)?\}", lambda match: "{" + camel(match[1]) + "}", self.path)
