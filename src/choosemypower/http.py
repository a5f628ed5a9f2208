"""What every HTTP handler of ours takes, named once."""

from typing import Any

import litestar
from litestar import HttpMethod

Request = litestar.Request[Any, Any, Any]
"""A request as Litestar hands it over; none of ours has a user, a session or state of its own."""


def template_of(request: Request) -> str:
    """The route's template, which may be logged; the path itself may not."""
    return str(request.scope.get("path_template", "an unknown address"))


GET_AND_HEAD = [HttpMethod.GET, HttpMethod.HEAD]
"""What every public read answers."""
