"""The query of a request as pairs, and the address as it was asked for."""

from collections.abc import Collection

from choosemypower.cache.keys import pairs_of
from choosemypower.facets.canonical import quoted
from choosemypower.http import Request


def query_pairs(request: Request) -> list[tuple[str, str]]:
    """Name and value of each parameter, in the order given, empty ones too."""
    return pairs_of(request.scope["query_string"].decode("utf-8", "replace"))


def given_address(request: Request, known: Collection[str]) -> str:
    """The address that was asked for without unknown parameters, written as canonical addresses are."""
    path = str(request.scope["path"])
    query = "&".join([f"{name}={quoted(value)}" for name, value in query_pairs(request) if name in known])
    return f"{path}?{query}" if query else path
