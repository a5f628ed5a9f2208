"""The query of a request as pairs, and the address as it was asked for."""

from collections.abc import Collection
from urllib.parse import parse_qsl, quote

from choosemypower.http import Request


def query_pairs(request: Request) -> list[tuple[str, str]]:
    """Name and value of each parameter, in the order given, empty ones too."""
    query = request.scope["query_string"].decode("utf-8", "replace")
    return parse_qsl(query, keep_blank_values=True) if query else []


def given_address(request: Request, known: Collection[str]) -> str:
    """The address that was asked for without unknown parameters, written as canonical addresses are."""
    path = str(request.scope["path"])
    query = "&".join(
        f"{name}={quote(value, safe=',-')}" for name, value in query_pairs(request) if name in known
    )
    return f"{path}?{query}" if query else path
