"""A file that a request sends: as its body, or as `file` of a form."""

from typing import Any, NamedTuple

from choosemypower.api.body import media_type, unknown_member
from choosemypower.api.problems import InvalidRequestError, TooLargeError, UnsupportedMediaTypeError
from choosemypower.http import MULTIPART, Request

BINARY = {"type": "string", "format": "binary"}


def file_bodies(about: str) -> dict[str, Any]:
    """The ways to send a file, for the documentation."""
    return {
        "application/octet-stream": BINARY,
        MULTIPART: {
            "type": "object",
            "properties": {"file": {**BINARY, "description": about}},
            "required": ["file"],
            "additionalProperties": False,
        },
    }


class SentFile(NamedTuple):
    content: bytes
    media_type: str
    """As its sender calls it."""


class FileLimits(NamedTuple):
    """Which files an address takes, and the sentences that refuse others."""

    media_types: tuple[str, ...]
    most_bytes: int
    if_other: str
    if_missing: str
    if_too_large: str


async def read_file(request: Request, limits: FileLimits) -> SentFile:
    """The file of a request. Raises UnsupportedMediaTypeError, InvalidRequestError and TooLargeError."""
    kind = media_type(request)
    if kind == MULTIPART:
        sent = await _read_form(request, limits)
    elif kind in limits.media_types:
        sent = SentFile(await request.body(), kind)
    else:
        raise UnsupportedMediaTypeError(limits.if_other)
    if len(sent.content) > limits.most_bytes:
        raise TooLargeError(limits.if_too_large)
    return sent


async def _read_form(request: Request, limits: FileLimits) -> SentFile:
    form = await request.form()
    try:
        for name in form:
            if name != "file":
                raise unknown_member(name, ("file",))
        upload = form.get("file")
        if isinstance(upload, str):
            return SentFile(upload.encode(), "text/plain")
        if upload is None or not hasattr(upload, "read"):
            raise InvalidRequestError(limits.if_missing)
        content = await upload.read(limits.most_bytes + 1)
        return SentFile(content, str(getattr(upload, "content_type", "") or ""))
    finally:
        await form.close()
