"""Problem documents (RFC 9457): how the API says no, always with a stable code and a sentence for people."""

import logging
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException
from msgspec import Meta

from choosemypower.api.place_json import NamedUtility
from choosemypower.asked import CURRENT, current_id
from choosemypower.errors import RETRY_AFTER_SECONDS, AppError
from choosemypower.http import Ready, Request, most_a_body_holds, template_of

log = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"

PROBLEMS = {
    "invalid_parameter": (
        400,
        "A parameter is unknown, misspelt or cannot be used; `parameter` names it, `nearest` the one that was meant.",
    ),
    "invalid_request": (
        400,
        "The body cannot be read: its JSON is broken, or a member is unknown or does not fit; `member` names it.",
    ),
    "invalid_format": (400, "The ZIP code is not five digits."),
    "split": (
        409,
        "Several utilities deliver in this ZIP; `utilities` lists them. Ask again with one of them.",
    ),
    "not_found": (404, "There is no such plan, provider, utility, city or ZIP code."),
    "not_texas": (404, "The ZIP code is not in Texas."),
    "too_large": (413, "The body is larger than this address takes; the sentence names the limit."),
    "unsupported_media_type": (415, "The body has a content type that this address does not take."),
    "invalid_form": (422, "Members of the body cannot be used; `errors` names every one of them."),
    "meter_file": (422, "The meter file cannot be used; the sentence says why and what to do."),
    "label_file": (
        422,
        "The file is no facts label that we can read; the sentence says why and what to do.",
    ),
    "too_many_requests": (
        429,
        "One client asked too often for what is dear, or had too many new answers made; `Retry-After` says when to "
        "come back. Any address but health may answer so.",
    ),
    "several_meters": (
        422,
        "The meter file holds several meters; `meters` lists them. Ask again with `meter`.",
    ),
    "too_much_work": (422, "Reading the file takes more time or memory than any real one needs."),
    "unreadable": (422, "The file cannot be read, by a fault of ours or of the file."),
    "meter_number": (
        422,
        "What was given is no meter number (ESI ID), or no JSON object with one; the sentence says what is wrong.",
    ),
    "meter_address": (
        422,
        "The address or the ZIP code cannot be looked up, or the JSON object lacks one; the sentence says why.",
    ),
    "meter_not_found": (404, "The meter look-up does not know this number."),
    "upstream_unavailable": (
        503,
        "A service that we ask does not answer. `Retry-After` says when to come back; everything else works.",
    ),
    "timeout": (408, "The body came too slowly. Send it again on a faster connection."),
    "busy": (503, "Too many files are being read. `Retry-After` says when to come back."),
    "no_data": (
        503,
        "No listing is loaded yet, or the database is out of reach. `Retry-After` says when to come back.",
    ),
}
"""Stable code → status and meaning."""
PROBLEMS_ANYWHERE = {
    "method_not_allowed": (405, "The address does not take this method; `Allow` names those that it takes."),
    "internal_error": (500, "Something went wrong on our side; `reference` finds it in our log."),
    "unavailable": (503, "The answer could not be made in time. `Retry-After` says when to come back."),
}
"""Those that every address can answer with, besides its own."""
CODES_BY_STATUS = {
    400: "invalid_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "timeout",
    411: "length_required",
    413: "too_large",
    414: "too_long",
    415: "unsupported_media_type",
    422: "invalid_form",
    429: "too_many_requests",
    431: "too_long",
    500: "internal_error",
    503: "unavailable",
}
SENTENCES_BY_STATUS = {
    404: "There is nothing at this address. /api/docs lists every address.",
    405: "This address does not take that method. The Allow header names the methods that it takes.",
    415: "This address does not take that content type. /api/docs says what it takes.",
    429: "Too many requests. Wait as long as the Retry-After header says and try again.",
    503: "The service cannot answer right now. Try again in a few seconds.",
}
FALLBACK_SENTENCE = "Something went wrong on our side. Try again in a few minutes."


class MeterOfFile(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One meter of a file that holds several."""

    meter: Annotated[str, Meta(description="What `meter` takes.")]
    ending: Annotated[str, Meta(description="The last digits of its number, where the file names it.")]
    kwh_per_year: int | None
    refusal: Annotated[str | None, Meta(description="Why it alone cannot be read.")]


class WrongMember(msgspec.Struct, frozen=True, kw_only=True):
    """One member of a body that must be corrected."""

    member: str
    detail: Annotated[str, Meta(description="A sentence for people: what to do.")]


class Problem(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What went wrong and what to do (RFC 9457)."""

    type: Annotated[str, Meta(description="Address of the paragraph on this code.")]
    title: Annotated[str, Meta(description="The kind of problem, in a few words.")]
    status: Annotated[int, Meta(description="The HTTP status, again.")]
    detail: Annotated[str, Meta(description="A sentence for people: what is wrong, and what to do.")]
    code: Annotated[str, Meta(description="Stable; /api/docs lists all of them.")]
    parameter: Annotated[str | None, Meta(description="The parameter that it is about.")] = None
    member: Annotated[str | None, Meta(description="The member of the body that it is about.")] = None
    errors: Annotated[
        tuple[WrongMember, ...] | None, Meta(description="Every member that is wrong, at once.")
    ] = None
    nearest: Annotated[str | None, Meta(description="The known name that is most like the unknown one.")] = (
        None
    )
    known: Annotated[tuple[str, ...] | None, Meta(description="Every name that is known here.")] = None
    allowed: Annotated[tuple[str, ...] | None, Meta(description="The words that the parameter takes.")] = None
    plan: Annotated[str | None, Meta(description="Id of the plan that was asked for.")] = None
    zip: Annotated[str | None, Meta(description="ZIP code that was asked for.")] = None
    meters: Annotated[tuple[MeterOfFile, ...] | None, Meta(description="The meters to choose from.")] = None
    utilities: Annotated[
        tuple[NamedUtility, ...] | None, Meta(description="The utilities to choose from.")
    ] = None
    success: Annotated[
        bool | None, Meta(description="Always false, for the ZIP form of the specification.")
    ] = None
    suggestions: Annotated[
        tuple[str, ...] | None, Meta(description="What the visitor may do next, in sentences.")
    ] = None
    reference: Annotated[
        str | None, Meta(description="The request's id (X-Request-ID), which finds it in our log.")
    ] = None


KEPT_STATUSES = (404, 410)
"""What the page cache and others may keep."""

MEMBERS = frozenset(field.name for field in msgspec.structs.fields(Problem))


class InvalidRequestError(AppError):
    code = "invalid_request"
    status = 400
    title = "Invalid request"


class TooLargeError(AppError):
    code = "too_large"
    status = 413
    title = "Too large"


class UnsupportedMediaTypeError(AppError):
    code = "unsupported_media_type"
    status = 415
    title = "Unsupported content type"


def problem_response(request: Request, error: Exception) -> Response[bytes]:
    """What to send for an error that ended an API request. Nothing of an unplanned error's cause is told."""
    if isinstance(error, AppError):
        more = {name: value for name, value in error.extra.items() if name in MEMBERS}
        document = problem(error.status, error.code, error.title, error.detail, **more)
        return _response(_with_reference(document), error.headers)
    status = error.status_code if isinstance(error, HTTPException) else 500
    sentence = SENTENCES_BY_STATUS.get(status, FALLBACK_SENTENCE)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        detail = (
            f"The request body is larger than {most_a_body_holds(request)}, the most that this address takes."
        )
        return _response(_with_reference(_problem_of(status, detail)), {})
    if isinstance(error, HTTPException) and status < 500:
        document = _problem_of(status, SENTENCES_BY_STATUS.get(status) or error.detail or _title(status))
        return _response(
            _with_reference(document), {name: str(value) for name, value in (error.headers or {}).items()}
        )
    if status == 500:
        log.error("Request %s %s failed.", request.method, template_of(request), exc_info=error)
    return _response(_with_reference(_problem_of(status, sentence)), {})


def _with_reference(document: Problem) -> Problem:
    """The document with the request's id, which finds it in our log; not where everybody gets the same answer."""
    if document.status in KEPT_STATUSES:
        return document
    return msgspec.structs.replace(document, reference=current_id())


def problem(status: int, code: str, title: str, detail: str, **more: Any) -> Problem:
    """A problem document; `type` leads to the paragraph on this code at /api/docs."""
    return Problem(
        type=f"/api/docs#error-{code}", title=title, status=status, detail=detail, code=code, **more
    )


def _problem_of(status: int, detail: str, **more: Any) -> Problem:
    code = CODES_BY_STATUS.get(status, "internal_error" if status >= 500 else "invalid_request")
    return problem(status, code, _title(status), detail, **more)


def unavailable(status: int) -> bytes:
    """The document for when there is no time even to ask the application; outside a request the same for all."""
    document = _problem_of(status, SENTENCES_BY_STATUS[status])
    return msgspec.json.encode(document if CURRENT.get() is None else _with_reference(document))


def too_many(detail: str) -> bytes:
    """The document for who has had more answers made than one may."""
    return msgspec.json.encode(_with_reference(_problem_of(429, detail)))


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase.capitalize()
    except ValueError:
        return "Error"


def _response(document: Problem, headers: dict[str, str]) -> Response[bytes]:
    own = {"Retry-After": str(RETRY_AFTER_SECONDS)} if document.status in (429, 503) else {}
    return Ready(
        msgspec.json.encode(document, enc_hook=str),
        status=document.status,
        headers={**own, **headers},
        media_type=PROBLEM_TYPE,
    )
