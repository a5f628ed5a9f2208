"""The documentation: the OpenAPI document, and a page that people can read without any script."""

import json
import re
from functools import lru_cache
from typing import Any, Protocol

import msgspec
from litestar import HttpMethod, Response, route
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from markupsafe import Markup, escape

from choosemypower import paths
from choosemypower.api import zips
from choosemypower.api.answers import json_response
from choosemypower.api.openapi import openapi_document
from choosemypower.api.operations import Operation
from choosemypower.api.place_json import zip_json
from choosemypower.api.problems import PROBLEMS, PROBLEMS_ANYWHERE
from choosemypower.cache.policies import API_READ, PAGE
from choosemypower.cache.tags import MARKET_TAG
from choosemypower.http import Request
from choosemypower.world import World

OPENAPI_PATH = "/api/openapi.json"
DOCS_PATH = paths.API_DOCS
EXAMPLE_ZIP = "77002"
GET_AND_HEAD = [HttpMethod.GET, HttpMethod.HEAD]


class Renderer(Protocol):
    """The part of the web room's renderer that this page needs."""

    def render(self, template: str, view: msgspec.Struct) -> str: ...

    def page_headers(self, view: msgspec.Struct) -> dict[str, str]: ...


class Crumb(msgspec.Struct, frozen=True):
    name: str
    path: str | None = None


class ParameterRow(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    place: str
    kind: str
    description: Markup
    example: str


class OperationPart(msgspec.Struct, frozen=True, kw_only=True):
    """One operation as a section of the page."""

    id: str
    summary: str
    method: str
    address: str
    description: Markup
    parameters: tuple[ParameterRow, ...]
    answer: str
    problems: tuple[str, ...]


class ErrorRow(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    status: int
    meaning: Markup


class DocsView(msgspec.Struct, frozen=True, kw_only=True):
    """templates/api/docs.html; the first fields are those that the page layout reads."""

    title: str = "API: Texas electricity plans as JSON and CSV · ChooseMyPower"
    description: str = "The same answers as this site, as JSON and CSV. No key."
    h1: str = "API"
    canonical_path: str = DOCS_PATH
    robots_index: bool = True
    breadcrumbs: tuple[Crumb, ...] = (Crumb("Home", "/"), Crumb("API"))
    data_notice: None = None
    json_ld: tuple[dict[str, object], ...] = ()
    section: str | None = None
    uses_htmx: bool = False
    example_call: str
    example_answer: str | None
    """None while no listing is loaded."""
    operations: tuple[OperationPart, ...]
    errors: tuple[ErrorRow, ...]
    openapi_path: str = OPENAPI_PATH


def documentation(operations: tuple[Operation[Any], ...]) -> list[HTTPRouteHandler]:
    """The two addresses that describe these operations."""

    @lru_cache(maxsize=4)
    def document(base_url: str) -> bytes:
        return msgspec.json.encode(openapi_document(operations, base_url))

    @route(OPENAPI_PATH, http_method=GET_AND_HEAD, **API_READ.handler_options(budget="provider"))
    async def openapi(request: Request) -> Response[bytes]:
        """What can the API be asked?"""
        return json_response(document(request.app.state.settings.base_url))

    @route(
        DOCS_PATH,
        http_method=GET_AND_HEAD,
        **PAGE.handler_options(budget="provider", tags=("api-docs", MARKET_TAG)),
    )
    async def docs(
        request: Request,
        world: NamedDependency[World],
    ) -> Response[bytes]:
        """The reader: one call that works, then everything else."""
        base_url = request.app.state.settings.base_url.rstrip("/")
        view = _docs_view(operations, base_url, world)
        renderer: Renderer = request.app.state.renderer
        body = renderer.render("api/docs.html", view).encode()
        return Response(body, media_type="text/html", headers=renderer.page_headers(view))

    return [openapi, docs]


def _docs_view(operations: tuple[Operation[Any], ...], base_url: str, world: World) -> DocsView:
    path = f"/api/v1/zips/{EXAMPLE_ZIP}"
    return DocsView(
        example_call=f"curl {base_url}{path}",
        example_answer=_example_answer(path, world),
        operations=tuple(_operation_part(operation) for operation in operations),
        errors=tuple(
            ErrorRow(code=code, status=status, meaning=with_code(meaning))
            for code, (status, meaning) in (PROBLEMS | PROBLEMS_ANYWHERE).items()
            if code in PROBLEMS_ANYWHERE or any(code in one.problems for one in operations)
        ),
    )


def _example_answer(path: str, world: World) -> str | None:
    """What the example call really answers now."""
    if not world.has_listing:
        return None
    answer = zips.find_zip(EXAMPLE_ZIP, world)
    if answer.area is None:
        return None
    entry = zip_json(answer.area, world, message=answer.message, page_url=answer.redirect_url)
    document = {
        "data": msgspec.to_builtins(entry),
        "links": {"self": path},
        "meta": {"epoch": world.dataset.epoch, "asOf": msgspec.to_builtins(world.dataset.as_of)},
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _operation_part(operation: Operation[Any]) -> OperationPart:
    return OperationPart(
        id=operation.id,
        summary=operation.summary,
        method=operation.method.upper(),
        address=operation.template,
        description=with_code(operation.description),
        parameters=tuple(
            ParameterRow(
                name=parameter.name,
                place="path" if parameter.is_in_path else "required" if parameter.is_required else "",
                kind=_kind(parameter.schema),
                description=with_code(parameter.description),
                example="" if parameter.example is None else str(parameter.example),
            )
            for parameter in operation.parameters
        ),
        answer=operation.answer_type,
        problems=operation.problems,
    )


def _kind(schema: dict[str, Any]) -> str:
    if words := schema.get("enum"):
        return ", ".join(str(word) for word in words)
    if schema["type"] == "integer":
        return f"{schema['minimum']:,} to {schema['maximum']:,}"
    return "day" if schema.get("format") == "date" else "text"


def with_code(text: str) -> Markup:
    """A sentence with its `words in backticks` as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 (escaped before)
