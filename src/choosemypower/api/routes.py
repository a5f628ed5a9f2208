"""How an operation becomes a route: its query read into its Struct, its answer kept under its known parameters."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import HttpMethod, Response
from litestar.handlers import HTTPRouteHandler
from litestar.types import Scope

from choosemypower.api.operations import Operation
from choosemypower.api.queries import Asked
from choosemypower.cache.policies import API_ACTION, API_MOMENT, API_READ, Policy
from choosemypower.http import Request
from choosemypower.limits import Rate
from choosemypower.limits.middleware import limited
from choosemypower.world import World

Read = Callable[[Asked, World], Awaitable[Response[bytes]]]
Act = Callable[[Request, Asked, World], Awaitable[Response[bytes]]]


def reads(
    operation: Operation[Asked], *, budget: str, tags: tuple[str, ...] = ()
) -> Callable[[Read[Asked]], HTTPRouteHandler]:
    """Decorator: answer GET and HEAD. `budget` is its class in the page cache; `tags` purge every answer of it."""
    reader = operation.reader

    def register(answer: Read[Asked]) -> HTTPRouteHandler:
        async def handle(request: Request) -> Response[bytes]:
            asked = reader.read(request.scope["query_string"], request.scope["path_params"])
            return await answer(asked, request.app.state.shelf.world)

        policy = API_MOMENT if operation.is_uncached else API_READ
        options = policy.handler_options(query=reader.names, budget=budget, tags=tags, is_strict=True)
        return _route(operation, handle, answer, options, methods=[HttpMethod.GET, HttpMethod.HEAD])

    return register


def acts(
    operation: Operation[Asked],
    *,
    longest_body_bytes: int,
    rate: Rate | None = None,
    counts: Callable[[Scope], bool] = lambda scope: True,
    policy: Policy = API_ACTION,
) -> Callable[[Act[Asked]], HTTPRouteHandler]:
    """Decorator: answer POST, whose body the handler reads from the request; nothing of it is kept."""
    reader = operation.reader

    def register(answer: Act[Asked]) -> HTTPRouteHandler:
        async def handle(request: Request) -> Response[bytes]:
            asked = reader.read(request.scope["query_string"], request.scope["path_params"])
            return await answer(request, asked, request.app.state.shelf.world)

        options = policy.handler_options(query=reader.names)
        return _route(
            operation,
            handle,
            answer,
            options,
            methods=[HttpMethod.POST],
            request_max_body_size=longest_body_bytes,
            middleware=[limited(rate, counts=counts)] if rate is not None else None,
        )

    return register


def operations_of(handlers: list[HTTPRouteHandler]) -> tuple[Operation[Any], ...]:
    """What these handlers answer, in their order."""
    return tuple(handler.opt["operation"] for handler in handlers if "operation" in handler.opt)


def _route(
    operation: Operation[Any],
    handle: Callable[..., Any],
    answer: Callable[..., Any],
    policy: dict[str, Any],
    *,
    methods: list[HttpMethod],
    **more: Any,
) -> HTTPRouteHandler:
    handle.__name__, handle.__doc__ = answer.__name__, answer.__doc__
    policy["opt"]["operation"] = operation
    return HTTPRouteHandler(operation.path, http_method=methods, status_code=200, **policy, **more)(handle)
