"""Which policy does a path have? Read once from the app's own routes, so that nothing is declared twice."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from litestar import Litestar
from litestar.routes import ASGIRoute, HTTPRoute

from choosemypower.cache.policies import NOT_FOUND, POLICIES, CacheKind, Policy
from choosemypower.sharing.budgets import BUDGETS, Budget
from choosemypower.traffic import NEVER_KEPT


class RouteWithoutPolicyError(Exception):
    """A route says nothing about caching; the app must not start. The message lists all such routes."""


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """What the page cache knows of one route and method."""

    template: str
    """`/electricity-plans/{city}`"""
    policy: Policy
    query: tuple[str, ...] = ()
    """The parameters that reach the handler, in canonical order."""
    budget: Budget
    tags: tuple[str, ...] = ()
    is_strict: bool = False
    """A query with a name that is not among them reaches the handler whole, to be refused."""

    @property
    def page_class(self) -> str:
        """Under which its answers are counted: its budget, where they are kept."""
        return NEVER_KEPT if self.policy.kind is CacheKind.NEVER else self.budget.name


UNKNOWN_ROUTE = Route(template="", policy=NOT_FOUND, budget=BUDGETS["not_found"], tags=NOT_FOUND.tags)
"""A path that no route has: the app's own 404 is remembered for a minute."""
UNKNOWN_API_ROUTE = msgspec.structs.replace(
    UNKNOWN_ROUTE, policy=msgspec.structs.replace(NOT_FOUND, has_cors=True)
)
API_PREFIX = "/api/"

_PARAMETER = "\0parameter"
_REST = "\0rest"
_ROUTES = "\0routes"


class RouteTable:
    """All routes by path; the same order of precedence as Litestar: fixed words before parameters."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}
        self.routes: list[tuple[str, str, Route]] = []
        """(method, template, route), for tests that walk them all."""

    def add(self, template: str, methods: Iterable[str], route: Route) -> None:
        """Enter one route. `{name}` stands for one segment, `{name:path}` for the rest."""
        node = self._root
        for segment in _segments(template):
            if segment.startswith("{"):
                segment = _REST if segment.endswith(":path}") else _PARAMETER
            node = node.setdefault(segment, {})
        by_method = node.setdefault(_ROUTES, {})
        for method in methods:
            by_method[method] = route
            self.routes.append((method, template, route))

    def find(self, path: str, method: str) -> Route | None:
        """The route for this path and method; None where the app itself will refuse the method.

        A HEAD is looked up as the GET that it is derived from.
        """
        by_method = self._methods(path)
        if by_method is None:
            return _unknown_route(path) if method in ("GET", "HEAD") else None
        found = by_method.get(method)
        if found is None and method == "HEAD":
            found = by_method.get("GET")
        return found

    def any_of_path(self, path: str) -> Route:
        """Under which route an answer goes out that no method of this path gives, as to OPTIONS: with its first one."""
        by_method = self._methods(path)
        return next(iter(by_method.values())) if by_method else _unknown_route(path)

    def methods(self, path: str) -> tuple[str, ...]:
        """The methods that this path answers; empty where nothing is."""
        return tuple(self._methods(path) or ())

    def _methods(self, path: str) -> dict[str, Route] | None:
        node = self._root
        rest: dict[str, Route] | None = None
        for segment in _segments(path):
            if _REST in node:
                rest = node[_REST].get(_ROUTES)
            following = node.get(segment)
            if following is None:
                following = node.get(_PARAMETER)
            if following is None:
                return rest
            node = following
        found: dict[str, Route] | None = node.get(_ROUTES)
        return found if found is not None else rest


def _unknown_route(path: str) -> Route:
    """What holds for a path that nothing has."""
    return UNKNOWN_API_ROUTE if is_of_api(path) else UNKNOWN_ROUTE


def is_of_api(path: str) -> bool:
    """Is this an address of the API, whose readers are programs?"""
    return f"{path}/".startswith(API_PREFIX)


def route_table(app: Litestar) -> RouteTable:
    """The routes of a Litestar app. Raises RouteWithoutPolicyError when one names no policy."""
    table = RouteTable()
    missing: list[str] = []
    for declared in app.routes:
        if isinstance(declared, HTTPRoute):
            template = _template(declared)
            for handler in declared.route_handlers:
                methods = sorted(str(method) for method in handler.http_methods)
                if methods == ["OPTIONS"]:
                    continue
                route = _route(template, handler.opt)
                if route is None:
                    missing.append(f"{'/'.join(methods)} {template} ({handler})")
                else:
                    table.add(template, methods, route)
        elif isinstance(declared, ASGIRoute):
            template = declared.path.rstrip("/") or "/"
            route = _route(template, declared.route_handler.opt)
            if route is None:
                missing.append(f"ASGI {template}")
                continue
            table.add(template, ("GET", "HEAD"), route)
            if declared.route_handler.is_mount:
                table.add(f"{template.rstrip('/')}/{{rest:path}}", ("GET", "HEAD"), route)
    if missing:
        raise RouteWithoutPolicyError(
            "These routes name no cache policy (`**PAGE.handler_options()` and the like): "
            + "; ".join(missing)
        )
    return table


def _page_tag(template: str) -> str:
    """The tag of all answers of one route: `page/electricity-plans/city` for `/electricity-plans/{city}`."""
    words = [segment.strip("{}").removesuffix(":path") for segment in _segments(template)]
    return "/".join(("page", *words)) if words else "page/home"


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _template(declared: HTTPRoute) -> str:
    parts = [
        part
        if isinstance(part, str)
        else (f"{{{part.name}:path}}" if part.full.endswith(":path") else f"{{{part.name}}}")
        for part in declared.path_components
    ]
    return "/" + "/".join(parts)


def _route(template: str, options: Mapping[str, Any]) -> Route | None:
    policy = POLICIES.get(str(options.get("policy")))
    if policy is None:
        return None
    return Route(
        template=template,
        policy=policy,
        query=tuple(options.get("query", ())),
        is_strict=bool(options.get("is_strict")),
        budget=BUDGETS[str(options.get("budget", policy.budget))],
        # So that a mended template can be purged alone.
        tags=(*options.get("tags", policy.tags), _page_tag(template)),
    )
