"""What a visitor sees instead of a page: a sentence that helps, never a cause, and the right status."""

import logging
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException

from choosemypower import paths
from choosemypower.asked import CURRENT, current_id
from choosemypower.errors import RETRY_AFTER_SECONDS, AppError, NoDataError
from choosemypower.http import Request, most_a_body_holds, template_of
from choosemypower.web.filters import plural
from choosemypower.web.rendering import FragmentResponse, PageResponse, renderer_of
from choosemypower.web.views import PageView

log = logging.getLogger(__name__)

OUR_FAULT = "Something went wrong on our side"


def _bare_page(title: str, sentence: str) -> str:
    """A page that needs nothing but its text, `{reference}` to it still open."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"></head>'
        f"<body><main><h1>{title}</h1><p>{sentence}</p>"
        '<p><a href="">Try again</a></p>{reference}</main></body></html>'
    )


_UNAVAILABLE = _bare_page(OUR_FAULT, "This page could not be made in time. Try again in a few seconds.")
_TOO_MANY = _bare_page(
    "Too many pages at once",
    "More new pages were asked for from your network than we make for one. Wait {wait} and try again.",
)


def unavailable() -> bytes:
    """The page for when there is no time even to ask the application; outside a request the same for all."""
    return _UNAVAILABLE.format(reference=_reference()).encode()


def too_many(wait_seconds: int) -> bytes:
    """The page for who has had more pages made than one may."""
    return _TOO_MANY.format(wait=plural(wait_seconds, "second"), reference=_reference()).encode()


def _reference() -> str:
    """The request's id, which a narrow window may break; nothing where no request has one that the log knows."""
    asked = CURRENT.get()
    if asked is None:
        return ""
    parts = (asked.id[at : at + 8] for at in range(0, len(asked.id), 8))
    return f"<p>Reference <code>{'<wbr>'.join(parts)}</code></p>"


class ErrorView(PageView, frozen=True, kw_only=True):
    status: int
    detail: str
    offers_zip: bool = False
    """The ZIP field and the list of cities help here."""
    reference: str | None = None
    """The request's id, where the fault is ours: who tells us lets us find it in the log."""


def error_response(request: Request, error: Exception) -> Response[bytes]:
    """The page or fragment for an error that a handler, the router or a dependency raised."""
    if isinstance(error, NoDataError):
        return _html_problem(
            request, 503, detail="We have no listings right now. Try again in a few minutes."
        )
    if isinstance(error, AppError):
        # On pages a parameter that cannot be used is a form that cannot be used: 422.
        status = 422 if error.status == 400 else error.status
        return _html_problem(request, status, detail=error.detail, headers=error.headers)
    if isinstance(error, HTTPException) and error.status_code < 500:
        headers = {name: str(value) for name, value in (error.headers or {}).items()}
        detail = None
        if error.status_code == 413:
            detail = f"What you sent is larger than {most_a_body_holds(request)}. Send less and try again."
        return _html_problem(request, error.status_code, detail=detail, headers=headers)
    if isinstance(error, HTTPException) and error.status_code == 503:
        return _html_problem(request, 503)
    log.error("Request %s %s failed.", request.method, template_of(request), exc_info=error)
    return _html_problem(request, 500)


def _html_problem(
    request: Request,
    status: int,
    *,
    detail: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    """An error page; a short piece of one under /fragments/, without a title and without a new address."""
    title, standard = _words(status, headers or {})
    view = ErrorView(
        title=title,
        h1=title,
        description=title,
        canonical_path=quote(request.scope["path"], errors="replace"),
        robots_index=False,
        status=status,
        detail=detail or standard,
        offers_zip=status in (404, 410, 422),
        reference=current_id() if status >= 500 else None,
    )
    own = {"Retry-After": str(RETRY_AFTER_SECONDS)} if status in (429, 503) else {}
    own |= headers or {}
    if status >= 500 or status in (400, 405, 413, 422, 429):
        own["Cache-Control"] = "no-store"
    try:
        renderer = renderer_of(request)
        if request.scope["path"].startswith(paths.FRAGMENTS):
            return FragmentResponse("errors/_fragment.html", view, status=status, headers=own).rendered_by(
                renderer
            )
        return PageResponse("errors/page.html", view, status=status, headers=own).rendered_by(renderer)
    except Exception:
        log.exception("The error page itself could not be rendered.")
        return Response(
            f"{title}. {detail or standard}".encode(),
            media_type="text/plain",
            status_code=status,
            headers=own,
        )


def _words(status: int, headers: dict[str, str]) -> tuple[str, str]:
    """Title and sentence of a status."""
    wait = next(
        (value for name, value in headers.items() if name.lower() == "retry-after"), RETRY_AFTER_SECONDS
    )
    known = {
        404: ("Page not found", "If you typed the address, check it. Or start with your ZIP code."),
        405: ("This address does not take that", "Go back and use the buttons and links of the page."),
        410: ("This page is gone", "Start with your ZIP code."),
        413: ("That is too large", "Send less and try again."),
        422: ("There is a problem", "Check what you entered and try again."),
        429: ("Too many requests", f"Wait {wait} seconds and try again."),
        503: (OUR_FAULT, "Try again in a few minutes."),
    }
    if status in known:
        return known[status]
    if status < 500:
        return "We cannot use this address", "Check the address. Or start with your ZIP code."
    return OUR_FAULT, "Try again in a few minutes."
