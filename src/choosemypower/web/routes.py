"""How a handler becomes a page or a part of one."""

from collections.abc import Callable
from typing import Any

from litestar import route
from litestar.handlers import HTTPRouteHandler

from choosemypower.cache.policies import Policy
from choosemypower.http import GET_AND_HEAD


def reads(
    policy: Policy,
    path: str | list[str],
    *,
    query: tuple[str, ...] = (),
    budget: str | None = None,
    tags: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """Decorator: answer GET and HEAD, kept as the policy says; see `Policy.handler_options`."""
    options = policy.handler_options(query=query, budget=budget, tags=tags)
    return route(path, http_method=GET_AND_HEAD, **options)
