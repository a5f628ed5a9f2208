"""What every HTTP handler of ours takes, named once."""

from typing import Any

import litestar
from litestar import HttpMethod
from litestar.handlers import HTTPRouteHandler

Request = litestar.Request[Any, Any, Any]
"""A request as Litestar hands it over; none of ours has a user, a session or state of its own."""


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
