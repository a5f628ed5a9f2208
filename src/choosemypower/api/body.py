"""Reading a request body: the right content type, within its limit, into a Struct, or a sentence why not."""

from typing import Any, TypeVar

import msgspec
from litestar import Request

from choosemypower.api.problems import UnsupportedMediaTypeError
from choosemypower.errors import AppError

FORM_TYPE = "application/x-www-form-urlencoded"

Asked = TypeVar("Asked", bound=msgspec.Struct)


class InvalidRequestError(AppError):
    code = "invalid_request"
    status = 400
    title = "Invalid request"


async def read_json(request: Request[Any, Any, Any], kind: type[Asked], *, also: str | None = None) -> Asked:
    """The body as this Struct. Raises UnsupportedMediaTypeError or InvalidRequestError with the field's name.

    `also`: another content type that the address takes, for the sentence that refuses a third one.
    """
    if media_type(request) != "application/json":
        types = " or ".join(filter(None, ("application/json", also)))
        raise UnsupportedMediaTypeError(f"Send the body as {types}.")
    return parse_json(await request.body(), kind)


def parse_json(body: bytes, kind: type[Asked]) -> Asked:
    """JSON as this Struct. Raises InvalidRequestError."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise InvalidRequestError(f"The JSON does not fit: {error}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InvalidRequestError("The body is no JSON object that we can read.") from None


def media_type(request: Request[Any, Any, Any]) -> str:
    """The body's content type without its parameters, in lower case."""
    return str(request.headers.get("content-type", "")).partition(";")[0].strip().lower()
