"""The query of a request as pairs, and the address as it was asked for."""

from collections.abc import Collection
from functools import lru_cache

from choosemypower.cache.keys import pairs_of
from choosemypower.facets.canonical import quoted
from choosemypower.http import Request


def query_pairs(request: Request) -> tuple[tuple[str, str], ...]:
    """Name and value of each parameter, in the order given, empty ones too."""
    return _pairs_of(request.scope["query_string"])


def first_values(request: Request) -> dict[str, str]:
    """Of each parameter the first value that is not empty, without the blanks around it."""
    return {name: text for name, value in reversed(query_pairs(request)) if (text := value.strip())}


@lru_cache(maxsize=64)
def _pairs_of(query_string: bytes) -> tuple[tuple[str, str], ...]:
    # A page asks twice: what it means, and whether it is spelled as it should be.
    return tuple(pairs_of(query_string.decode("utf-8", "replace")))


def has_trailing_slash(request: Request) -> bool:
    """Whether an address ends in a slash that it should not have."""
    # Litestar drops the slash from `path`; what was really asked for stands in `raw_path`.
    return request.scope["path"] != "/" and bytes(request.scope.get("raw_path") or b"").endswith(b"/")


def given_address(request: Request, known: Collection[str]) -> str:
    """The address that was asked for without unknown parameters, written as canonical addresses are."""
    path = str(request.scope["path"]) + ("/" if has_trailing_slash(request) else "")
    query = "&".join([f"{name}={quoted(value)}" for name, value in query_pairs(request) if name in known])
    return f"{path}?{query}" if query else path
