"""How a read of the API becomes a route: GET and HEAD, kept under its documented parameters."""

from litestar import HttpMethod
from litestar.handlers import HTTPRouteHandler

from choosemypower.api.operations import Operation
from choosemypower.cache.policies import API_READ


def reads(operation: Operation, *, budget: str, tags: tuple[str, ...] = ()) -> HTTPRouteHandler:
    """Decorator: serve this operation. `budget` is its class in the page cache; `tags` purge every answer of it."""
    return HTTPRouteHandler(
        operation.path,
        http_method=[HttpMethod.GET, HttpMethod.HEAD],
        **API_READ.handler_options(query=operation.query_names, budget=budget, tags=tags),
    )
