"""Reading a request body: the right content type, within its limit, into a Struct, or a sentence why not."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, TypeVar

import msgspec

from choosemypower.api.problems import InvalidRequestError, UnsupportedMediaTypeError
from choosemypower.api.queries import allowed, fits, flat_properties, nearest, takes
from choosemypower.errors import AppError
from choosemypower.http import Request

FORM_TYPE = "application/x-www-form-urlencoded"
LONGEST_SHOWN = 40

Asked = TypeVar("Asked", bound=msgspec.Struct)


class BrokenJsonError(InvalidRequestError):
    """The body is not JSON at all, so that nothing can be said of its members."""


async def read_json(request: Request, kind: type[Asked], *, also: str | None = None) -> Asked:
    """The body as this Struct. Raises UnsupportedMediaTypeError or InvalidRequestError with the member's name.

    `also`: another content type that the address takes, for the sentence that refuses a third one.
    """
    _require_json(request, also=also)
    return parse_json(await request.body(), kind)


async def read_json_or(request: Request, kind: type[Asked], wrong: type[AppError]) -> Asked:
    """The same, where JSON of another shape has a status and code of its own: raises `wrong` for it."""
    try:
        return await read_json(request, kind)
    except BrokenJsonError:
        raise
    except InvalidRequestError as error:
        raise wrong(error.detail, **error.extra) from None


async def read_members(request: Request, kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The members of the body as they came, for handlers that name every wrong one; their names are known ones."""
    _require_json(request)
    return _members(await request.body(), kind)


def _require_json(request: Request, *, also: str | None = None) -> None:
    """Raises UnsupportedMediaTypeError for another content type."""
    if media_type(request) != "application/json":
        types = " or ".join(filter(None, ("application/json", also)))
        raise UnsupportedMediaTypeError(f"Send the body as {types}.")


def _members(body: bytes, kind: type[msgspec.Struct]) -> dict[str, Any]:
    try:
        given = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise BrokenJsonError("The body is no JSON that we can read.") from None
    if not isinstance(given, dict):
        raise InvalidRequestError("The body must be a JSON object, in braces.")
    known = _fields_of(kind)
    for name in given:
        if name not in known:
            raise unknown_member(name, known)
    return given


def parse_json(body: bytes, kind: type[Asked]) -> Asked:
    """JSON as this Struct. Raises InvalidRequestError; a member that nobody reads is refused too."""
    given = _members(body, kind)
    known = _fields_of(kind)
    schemas = _schemas_of(kind)
    given = {name: _whole(value, schemas[name]) for name, value in given.items()}
    if all(value is None or _is_word(value, schemas[name]) for name, value in given.items()):
        try:
            return msgspec.convert(given, kind)
        except msgspec.ValidationError:
            pass
    for name, value in given.items():
        schema = schemas[name]
        if not fits(value, known[name].type) or not (value is None or _is_word(value, schema)):
            raise InvalidRequestError(
                f"{name} must be {takes(schema, *schema.get('examples', ()))}.",
                member=name,
                **allowed(schema),
            )
    missing = ", ".join(name for name, field in known.items() if field.required and name not in given)
    raise InvalidRequestError(f"The JSON object has no {missing}.", member=missing)


_schemas_of = lru_cache(maxsize=None)(flat_properties)


# Looked up in the annotations each time, they took half of what a refused beacon costs.
@cache
def _fields_of(kind: type[msgspec.Struct]) -> Mapping[str, msgspec.structs.FieldInfo]:
    """By the name that a member has in JSON."""
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def _whole(value: object, schema: Mapping[str, Any]) -> object:
    """JSON knows no whole numbers: where one is asked for, 2.0 is one."""
    if isinstance(value, float) and value.is_integer() and schema.get("type") == "integer":
        return int(value)
    return value


def _is_word(value: object, schema: Mapping[str, Any]) -> bool:
    """Is this one of the words that the schema lists, if it lists any?"""
    return "enum" not in schema or value in schema["enum"]


def unknown_member(name: str, known: Any) -> InvalidRequestError:
    """The refusal of a member that nobody reads; names the nearest one that is read."""
    shown, names = "".join(filter(str.isprintable, name))[:LONGEST_SHOWN], tuple(known)
    near = nearest(name, names)
    detail = f"There is no member “{shown}” here."
    if near is not None:
        detail += f" Did you mean {near}?"
    more: dict[str, object] = {} if near is None else {"nearest": near}
    return InvalidRequestError(f"{detail} Known are {', '.join(names)}.", member=shown, known=names, **more)


def media_type(request: Request) -> str:
    """The body's content type without its parameters, in lower case."""
    return str(request.headers.get("content-type", "")).partition(";")[0].strip().lower()
