"""Was this form sent from one of our own pages? Cached pages cannot carry a token, so the browser's word is asked."""

from urllib.parse import urlsplit

from litestar.exceptions import PermissionDeniedException

from choosemypower.http import Request

OWN = ("same-origin", "none")


def require_same_origin(request: Request, base_url: str) -> None:
    """Refuse a form that another site sent: by `Sec-Fetch-Site`, else by `Origin`; a client without both may pass.

    Raises PermissionDeniedException.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in OWN:
            raise PermissionDeniedException
        return
    origin = request.headers.get("origin")
    if origin is not None and not _is_ours(origin, request, base_url):
        raise PermissionDeniedException


def _is_ours(origin: str, request: Request, base_url: str) -> bool:
    host = urlsplit(origin).netloc
    return bool(host) and host in (urlsplit(base_url).netloc, request.headers.get("host"))
