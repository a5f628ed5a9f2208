"""What every HTTP handler of ours takes, named once."""

from typing import Any

import litestar
from litestar import HttpMethod

Request = litestar.Request[Any, Any, Any]
"""A request as Litestar hands it over; none of ours has a user, a session or state of its own."""
GET_AND_HEAD = [HttpMethod.GET, HttpMethod.HEAD]
"""What every public read answers."""
