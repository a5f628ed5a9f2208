"""The OpenAPI document, written from the operations themselves."""

from collections.abc import Iterable
from typing import Any

import msgspec

from choosemypower import __version__
from choosemypower.api.operations import PROBLEMS, Body, Operation
from choosemypower.api.parameters import Parameter
from choosemypower.api.problems import PROBLEM_TYPE

DESCRIPTION = (
    "The same answers as this site, as JSON and CSV. No key. "
    "Amounts are USD and prices USD per kWh, as decimal strings; units stand in the names. "
    "Average prices include delivery and leave out tax. Days are Texas days, times UTC. "
    "Unknown parameters are ignored. Reads may be kept for five minutes; send the ETag back to save the bytes. "
    "`meta.epoch` changes when new listings are published."
)
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. Further members as the code's description says.",
    "properties": {
        "type": {"type": "string", "description": "Address of the paragraph on this code."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people."},
        "code": {"type": "string", "description": "Stable."},
    },
    "required": ["type", "title", "status", "detail", "code"],
}
CACHE_HEADERS: dict[str, Any] = {
    "ETag": {
        "schema": {"type": "string"},
        "description": "Send it back as If-None-Match; 304 when nothing changed.",
    },
    "Cache-Control": {"schema": {"type": "string"}},
}


def openapi_document(operations: Iterable[Operation], base_url: str) -> dict[str, Any]:
    """OpenAPI 3.1 for these operations."""
    operations = tuple(operations)
    answers = [operation.answer for operation in operations if operation.answer is not None]
    bodies = [kind for operation in operations for kind in _struct_bodies(operation.body)]
    kinds = [*answers, *bodies]
    schemas, components = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    schema_of = {id(kind): schema for kind, schema in zip(kinds, schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.template, {})[operation.method] = _operation(operation, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ChooseMyPower",
            "version": __version__,
            "summary": "What every Texas electricity plan really costs a home.",
            "description": DESCRIPTION,
            "license": {"name": "Data: public listings of the State of Texas; see /about for every source"},
        },
        "servers": [{"url": base_url}],
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations)],
        "paths": paths,
        "components": {"schemas": {**components, "Problem": PROBLEM_SCHEMA}},
    }


def _struct_bodies(body: Body | None) -> list[Any]:
    return [kind for kind in (body.media_types.values() if body else ()) if not isinstance(kind, dict)]


def _operation(operation: Operation, schema_of: dict[int, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": [_parameter(parameter) for parameter in operation.parameters if not parameter.is_alias],
        "responses": _responses(operation, schema_of),
    }
    if operation.description:
        described["description"] = operation.description
    if operation.body is not None:
        described["requestBody"] = _body(operation.body, schema_of)
    return described


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = parameter.schema
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "path" if parameter.is_in_path else "query",
        "required": parameter.is_required,
        "description": parameter.description,
        "schema": schema,
    }
    if parameter.is_list:
        items: dict[str, Any] = {"type": "array", "items": schema, "minItems": 1}
        if parameter.most is not None:
            items["maxItems"] = parameter.most
        described |= {"schema": items, "style": "form", "explode": False}
        described["description"] += " Several with commas."
    if parameter.example is not None:
        described["example"] = [parameter.example] if parameter.is_list else parameter.example
    return described


def _body(body: Body, schema_of: dict[int, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {
        media_type: {"schema": kind if isinstance(kind, dict) else schema_of[id(kind)]}
        for media_type, kind in body.media_types.items()
    }
    if body.example is not None:
        content["application/json"]["example"] = body.example
    described: dict[str, Any] = {"required": True, "content": content}
    if body.description:
        described["description"] = body.description
    return described


def _responses(operation: Operation, schema_of: dict[int, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    if not operation.other_answers or operation.answer is not None:
        schema = schema_of[id(operation.answer)] if operation.answer is not None else {"type": "string"}
        responses["200"] = {
            "description": operation.answer_description,
            "content": {operation.answer_type: {"schema": schema}},
        }
        if operation.method == "get" and not operation.is_uncached:
            responses["200"]["headers"] = CACHE_HEADERS
            responses["304"] = {"description": "Nothing changed since the ETag that was sent."}
    for status, meaning in operation.other_answers.items():
        responses[str(status)] = {"description": meaning}
        if status >= 400:
            responses[str(status)]["content"] = responses["200"]["content"]
    by_status: dict[int, list[str]] = {}
    for code in operation.problems:
        by_status.setdefault(PROBLEMS[code][0], []).append(code)
    for status, codes in sorted(by_status.items()):
        text = " ".join(f"`{code}`: {PROBLEMS[code][1]}" for code in codes)
        content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses[str(status)] = {"description": text, "content": content}
    return responses
