"""Forms that are sent to us: only from our own pages, and what stands in them.

Cached pages cannot carry a token, so the browser's word is asked.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import litestar
from litestar.exceptions import ClientException, PermissionDeniedException
from litestar.middleware import DefineMiddleware
from litestar.types import Scope

from choosemypower.errors import RETRY_AFTER_SECONDS, AppError
from choosemypower.http import Request
from choosemypower.limits import Rate
from choosemypower.limits.middleware import limited
from choosemypower.web.rendering import PageResponse
from choosemypower.web.views import PageView

OWN = ("same-origin", "none")


def require_same_origin(request: Request) -> None:
    """Refuse a form that another site sent: by `Sec-Fetch-Site`, else by `Origin`; a client without both may pass.

    Raises PermissionDeniedException.
    """
    if not _is_from_us(request):
        raise PermissionDeniedException


def limited_for_us(rate: Rate) -> DefineMiddleware:
    """Like `limited`, for a form that goes on to `require_same_origin`: what other sites send uses nobody's rate up."""
    return limited(rate, counts=_counts)


def _counts(scope: Scope) -> bool:
    request: Request = litestar.Request(scope)  # its headers only: the body is for the handler
    return _is_from_us(request)


def _is_from_us(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN
    origin = request.headers.get("origin")
    if origin is None:
        return True
    host = urlsplit(origin).netloc
    return bool(host) and host in (
        urlsplit(request.app.state.settings.base_url).netloc,
        request.headers.get("host"),
    )


async def sent_pairs(request: Request) -> list[tuple[str, str]]:
    """Name and value of each field of a form without files, empty ones too."""
    body = await request.body()
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


async def sent_form(request: Request, too_large: AppError) -> Mapping[str, Any]:
    """A form that may hold a file. Raises `too_large`, or its kind for a form that did not arrive whole."""
    try:
        return await request.form()
    except ClientException as error:
        if error.status_code == 413:
            raise too_large from None
        raise type(too_large)("The file did not arrive whole. Try again.") from None


def refused_file(template: str, view: PageView, error: AppError) -> PageResponse:
    """The form again, for a file that cannot be used, or not now."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if error.status == 503 else {}
    return PageResponse(template, view, status=max(error.status, 422), headers=headers)
