"""The OpenAPI document, written from the operations themselves."""

from collections.abc import Iterable, Mapping
from typing import Any, get_args, get_origin

import msgspec

from choosemypower import __version__
from choosemypower.api.operations import Body, Operation
from choosemypower.api.problems import PROBLEM_TYPE, PROBLEMS, PROBLEMS_ANYWHERE, Problem
from choosemypower.api.queries import Member

Document = dict[str, Any]
"""A part of the document: what JSON calls an object."""
DESCRIPTION = (
    "The same answers as this site, as JSON and CSV. No key. "
    "Amounts are USD and prices USD per kWh, as decimal strings; units stand in the names. "
    "Average prices include delivery and leave out tax. Days are Texas days, times UTC. "
    "Unknown parameters and members are refused with 400, which names the nearest known one. "
    "Reads may be kept for five minutes; send the ETag back to save the bytes. "
    "`meta.epoch` changes when new listings are published."
)
CACHE_HEADERS: Document = {
    "ETag": {
        "schema": {"type": "string"},
        "description": "Send it back as If-None-Match; 304 when nothing changed.",
    },
    "Cache-Control": {"schema": {"type": "string"}},
}
RETRY_HEADERS: Document = {
    "Retry-After": {
        "schema": {"type": "integer", "minimum": 1},
        "required": True,
        "description": "Seconds until it is worth asking again.",
    },
}
LIMIT_HEADERS: Document = {
    **RETRY_HEADERS,
    "RateLimit-Policy": {
        "schema": {"type": "string"},
        "description": 'How often one client may ask, as in "unseen";q=600;w=60; where the limit is one client\'s.',
    },
    "RateLimit": {"schema": {"type": "string"}, "description": "What is left of it, and until when."},
}
SCHEMAS = "#/components/schemas/"


def openapi_document(operations: Iterable[Operation[Any]], base_url: str) -> Document:
    """OpenAPI 3.1 for these operations."""
    operations = tuple(operations)
    answers = [operation.answer for operation in operations if operation.answer is not None]
    bodies = [kind for operation in operations for kind in _struct_bodies(operation.body)]
    kinds = [*answers, *bodies, Problem]
    schemas, components = msgspec.json.schema_components(kinds, ref_template=SCHEMAS + "{name}")
    schema_of = {id(kind): schema for kind, schema in zip(kinds, schemas, strict=True)}
    paths: dict[str, Document] = {}
    for operation in operations:
        paths.setdefault(operation.template, {})[operation.method] = _operation(operation, schema_of)
    words = {
        schema["$ref"]: SCHEMAS + _schema_name(kind) for kind, schema in zip(kinds, schemas, strict=True)
    }
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "ChooseMyPower",
            "version": __version__,
            "summary": "What every Texas electricity plan really costs a home.",
            "description": DESCRIPTION,
            "license": {
                "name": "Data: public listings of the State of Texas; see /about for every source",
                "url": f"{base_url.rstrip('/')}/about",
            },
        },
        "servers": [{"url": base_url}],
        "tags": [{"name": tag} for tag in dict.fromkeys(operation.tag for operation in operations)],
        "paths": paths,
        "components": {
            "schemas": {
                _renamed(SCHEMAS + name, words).removeprefix(SCHEMAS): schema
                for name, schema in components.items()
            }
        },
    }
    return _plain(document, words)  # type: ignore[no-any-return]


def _schema_name(kind: Any) -> str:
    """The name of a type in the document: `Answer[tuple[CostedPlan, ...]]` is a CostedPlanList."""
    arguments = get_args(kind)
    if not arguments:
        return str(kind.__name__).removesuffix("Json")
    inner = arguments[0]
    if get_origin(inner) is tuple:
        return f"{_schema_name(get_args(inner)[0])}List"
    return f"{_schema_name(inner)}Answer"


def _renamed(reference: str, words: Mapping[str, str]) -> str:
    return words.get(reference, reference.removesuffix("Json"))


def _plain(part: Any, words: Mapping[str, str]) -> Any:
    """The document with the market's names, the type of every enum, and no default that only says "absent"."""
    if isinstance(part, list | tuple):
        return [_plain(item, words) for item in part]
    if not isinstance(part, dict):
        return part
    plain = {
        name: _renamed(value, words) if name == "$ref" else _plain(value, words)
        for name, value in part.items()
        if not (name == "default" and value is None and ("anyOf" in part or "type" in part))
    }
    if isinstance(title := plain.get("title"), str) and ("properties" in plain or "enum" in plain):
        plain["title"] = _renamed(f"{SCHEMAS}{title}", words).removeprefix(SCHEMAS)
    if "enum" in plain and "type" not in plain and isinstance(plain["enum"], list):
        plain["type"] = "integer" if all(isinstance(word, int) for word in plain["enum"]) else "string"
    return plain


def _struct_bodies(body: Body | None) -> list[Any]:
    return [kind for kind in (body.media_types.values() if body else ()) if not isinstance(kind, dict)]


def _operation(operation: Operation[Any], schema_of: dict[int, Any]) -> Document:
    described: Document = {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": [_parameter(member) for member in operation.parameters],
        "responses": _responses(operation, schema_of),
    }
    if operation.description:
        described["description"] = operation.description
    if operation.body is not None:
        described["requestBody"] = _body(operation.body, schema_of)
    return described


def _parameter(member: Member) -> Document:
    schema = member.schema if member.default is None else {**member.schema, "default": member.default}
    described: Document = {
        "name": member.name,
        "in": "path" if member.is_in_path else "query",
        "required": member.is_required,
        "description": member.description,
        "schema": schema,
    }
    if member.is_list:
        items: Document = {"type": "array", "items": schema, "minItems": 1}
        if member.most is not None:
            items["maxItems"] = member.most
        described |= {"schema": items, "style": "form", "explode": False}
        described["description"] += " Several with commas."
    if member.example is not None:
        described["example"] = [member.example] if member.is_list else member.example
    return described


def _body(body: Body, schema_of: dict[int, Any]) -> Document:
    content: Document = {
        media_type: {"schema": kind if isinstance(kind, dict) else schema_of[id(kind)]}
        for media_type, kind in body.media_types.items()
    }
    if body.example is not None:
        content[body.example_type]["example"] = body.example
    described: Document = {"required": True, "content": content}
    if body.description:
        described["description"] = body.description
    return described


def _responses(operation: Operation[Any], schema_of: dict[int, Any]) -> Document:
    responses: Document = {}
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
    meanings = PROBLEMS | PROBLEMS_ANYWHERE
    for code in operation.all_problems:
        by_status.setdefault(meanings[code][0], []).append(code)
    for status, codes in sorted(by_status.items()):
        text = " ".join(f"`{code}`: {meanings[code][1]}" for code in codes)
        content = {PROBLEM_TYPE: {"schema": schema_of[id(Problem)]}}
        responses[str(status)] = {"description": text, "content": content}
        if status in (429, 503):
            responses[str(status)]["headers"] = LIMIT_HEADERS if status == 429 else RETRY_HEADERS
    return responses
