"""JSON and CSV; one file per resource family.

Owns: API Structs (camelCase), envelopes, problem documents, OpenAPI.
Leaves to others: rules and SQL.
"""

from typing import Any

from choosemypower.api.problems import problem_response

OPENAPI = None
"""Litestar's own schema stays off: ours is written from `operations`."""

handlers: list[Any] = []

__all__ = ["OPENAPI", "handlers", "problem_response"]
