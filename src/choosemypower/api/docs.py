"""What the API says of itself: its OpenAPI document, and the words of the page that people read."""

import json
from functools import lru_cache
from typing import Any

import msgspec
from litestar import Response, route
from litestar.handlers import HTTPRouteHandler

from choosemypower.api import zips
from choosemypower.api.openapi import openapi_document
from choosemypower.api.operations import Operation
from choosemypower.api.place_json import zip_json
from choosemypower.api.problems import PROBLEMS, PROBLEMS_ANYWHERE
from choosemypower.api.queries import Query, Reader
from choosemypower.api_reference import ApiReference, ErrorText, OperationText, ParameterText
from choosemypower.cache.policies import API_READ
from choosemypower.http import GET_AND_HEAD, Ready, Request
from choosemypower.world import World

OPENAPI_PATH = "/api/openapi.json"
EXAMPLE_ZIP = "77002"
EXAMPLE_PATH = f"/api/v1/zips/{EXAMPLE_ZIP}"


def openapi_handler(operations: tuple[Operation[Any], ...]) -> HTTPRouteHandler:
    """The document that describes these operations."""

    @lru_cache(maxsize=4)
    def document(base_url: str) -> bytes:
        return msgspec.json.encode(openapi_document(operations, base_url))

    no_names = Reader(Query)

    @route(
        OPENAPI_PATH, http_method=GET_AND_HEAD, **API_READ.handler_options(budget="provider", is_strict=True)
    )
    async def openapi(request: Request) -> Response[bytes]:
        """What can the API be asked?"""
        no_names.read(request.scope["query_string"])
        return Ready(document(request.app.state.settings.base_url))

    return openapi


def reference(operations: tuple[Operation[Any], ...]) -> ApiReference:
    """The words of the page that describes these operations."""
    return ApiReference(
        operations=tuple(_operation_text(operation) for operation in operations),
        errors=tuple(
            ErrorText(code=code, status=status, meaning=meaning)
            for code, (status, meaning) in (PROBLEMS | PROBLEMS_ANYWHERE).items()
            if code in PROBLEMS_ANYWHERE or any(code in one.all_problems for one in operations)
        ),
        openapi_path=OPENAPI_PATH,
        example_path=EXAMPLE_PATH,
        example_answer=example_answer,
    )


def example_answer(world: World) -> str | None:
    """What the example call really answers now."""
    if not world.has_listing:
        return None
    answer = zips.find_zip(EXAMPLE_ZIP, world)
    if answer.area is None:
        return None
    entry = zip_json(answer.area, world, message=answer.message, page_url=answer.redirect_url)
    document = {
        "data": msgspec.to_builtins(entry),
        "links": {"self": EXAMPLE_PATH},
        "meta": {"epoch": world.dataset.epoch, "asOf": msgspec.to_builtins(world.dataset.as_of)},
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _operation_text(operation: Operation[Any]) -> OperationText:
    return OperationText(
        id=operation.id,
        summary=operation.summary,
        method=operation.method.upper(),
        address=operation.template,
        description=operation.description,
        parameters=tuple(
            ParameterText(
                name=parameter.name,
                place="path" if parameter.is_in_path else "required" if parameter.is_required else "",
                kind=_kind(parameter.schema),
                description=parameter.description,
                example="" if parameter.example is None else str(parameter.example),
            )
            for parameter in operation.parameters
        ),
        answer=operation.answer_type,
        problems=operation.all_problems,
    )


def _kind(schema: dict[str, Any]) -> str:
    if words := schema.get("enum"):
        return ", ".join(str(word) for word in words)
    if schema["type"] == "integer":
        if not schema.keys() >= {"minimum", "maximum"}:
            raise ValueError("A number of a query names its bounds: `about(…, ge=1, le=60)`.")
        return f"{schema['minimum']:,} to {schema['maximum']:,}"
    return "day" if schema.get("format") == "date" else "text"
