"""Was this form sent from one of our own pages? Cached pages cannot carry a token, so the browser's word is asked."""

from urllib.parse import urlsplit

import litestar
from litestar.exceptions import PermissionDeniedException
from litestar.middleware import DefineMiddleware
from litestar.types import Scope

from choosemypower.http import Request
from choosemypower.limits import Rate
from choosemypower.limits.middleware import limited

OWN = ("same-origin", "none")


def require_same_origin(request: Request, base_url: str) -> None:
    """Refuse a form that another site sent: by `Sec-Fetch-Site`, else by `Origin`; a client without both may pass.

    Raises PermissionDeniedException.
    """
    if not _is_from_us(request, base_url):
        raise PermissionDeniedException


def limited_for_us(rate: Rate) -> DefineMiddleware:
    """Like `limited`, for a form that goes on to `require_same_origin`: what other sites send uses nobody's rate up."""
    return limited(rate, counts=_counts)


def _counts(scope: Scope) -> bool:
    request: Request = litestar.Request(scope)  # its headers only: the body is for the handler
    return _is_from_us(request, request.app.state.settings.base_url)


def _is_from_us(request: Request, base_url: str) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN
    origin = request.headers.get("origin")
    return origin is None or _is_ours(origin, request, base_url)


def _is_ours(origin: str, request: Request, base_url: str) -> bool:
    host = urlsplit(origin).netloc
    return bool(host) and host in (urlsplit(base_url).netloc, request.headers.get("host"))
