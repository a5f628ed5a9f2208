"""How a handler becomes a page or a part of one."""

from collections.abc import Callable
from typing import Any

from litestar import route
from litestar.handlers import HTTPRouteHandler

from choosemypower.cache.policies import Policy
from choosemypower.http import GET_AND_HEAD

SPELLED = "spelled"


def reads(
    policy: Policy,
    path: str | list[str],
    *,
    query: tuple[str, ...] = (),
    budget: str | None = None,
    tags: tuple[str, ...] = (),
    spelled: bool = False,
) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """Decorator: answer GET and HEAD, kept as the policy says; see `Policy.handler_options`.

    `spelled`: the handler itself leads any other spelling of an address, with a slash at the end too, to the right one.
    """
    options = policy.handler_options(query=query, budget=budget, tags=tags)
    options["opt"][SPELLED] = spelled
    return route(path, http_method=GET_AND_HEAD, **options)
