"""What every HTTP handler of ours takes and gives, named once."""

from collections.abc import Mapping
from typing import Any, Self

import litestar
from litestar import HttpMethod, Response
from litestar.handlers import HTTPRouteHandler

JSON_TYPE = "application/json"
Request = litestar.Request[Any, Any, Any]
"""A request as Litestar hands it over; none of ours has a user, a session or state of its own."""


class Ready(Response[bytes]):
    """An answer whose bytes are there. It goes out as it is: what Litestar makes of others takes longer than its route.

    It sets no cookie and leaves nothing to be done afterwards.
    """

    def __init__(
        self,
        body: bytes,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        media_type: str = JSON_TYPE,
    ) -> None:
        self.content = body
        self.status_code = status
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        self.headers = {"content-type": media_type + charset, **(headers or {})}

    def to_asgi_response(self, app: Any, request: Request, **options: Any) -> Self:  # type: ignore[override]
        return self

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.headers.items()
        ]
        headers.append((b"content-length", b"%d" % len(self.content)))
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else self.content
        await send({"type": "http.response.body", "body": body, "more_body": False})


def template_of(request: Request) -> str:
    """The route's template, which may be logged; the path itself may not."""
    return str(request.scope.get("path_template", "an unknown address"))


def most_a_body_holds(request: Request) -> str:
    """The most that an address takes as a body, in words: "2 MB", "8,000 bytes"."""
    handler = request.scope["route_handler"]
    assert isinstance(handler, HTTPRouteHandler), "only these take bodies"
    limit = handler.resolve_request_max_body_size() or 0
    return f"{limit // MEGABYTE} MB" if limit >= MEGABYTE else f"{limit:,} bytes"


MEGABYTE = 1_000_000
MULTIPART = "multipart/form-data"
MULTIPART_EXTRA_BYTES = 100_000
"""Of a form, beside its file."""
GET_AND_HEAD = [HttpMethod.GET, HttpMethod.HEAD]
"""What every public read answers."""
