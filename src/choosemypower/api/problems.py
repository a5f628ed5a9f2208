"""Problem documents (RFC 9457): how the API says no, always with a stable code and a sentence for people."""

import logging
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from choosemypower.errors import AppError

log = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5

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
    413: "The request body is larger than this address takes.",
    415: "This address does not take that content type. /api/docs says what it takes.",
    429: "Too many requests. Wait as long as the Retry-After header says and try again.",
    503: "The service cannot answer right now. Try again in a few seconds.",
}
FALLBACK_SENTENCE = "Something went wrong on our side. Try again in a few minutes."


class TooLargeError(AppError):
    code = "too_large"
    status = 413
    title = "Too large"


class UnsupportedMediaTypeError(AppError):
    code = "unsupported_media_type"
    status = 415
    title = "Unsupported content type"


def problem_response(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """What to send for an error that ended an API request. Nothing of an unplanned error's cause is told."""
    if isinstance(error, AppError):
        document = problem_document(error.status, error.code, error.title, error.detail, error.extra)
        return _response(error.status, document, error.headers)
    if isinstance(error, HTTPException) and error.status_code < 500:
        return _response(
            error.status_code,
            _document_of_http_error(error),
            {k: str(v) for k, v in (error.headers or {}).items()},
        )
    status = error.status_code if isinstance(error, HTTPException) else 500
    extra: dict[str, object] = {}
    if status == 500:
        extra["reference"] = _log_unplanned(request, error)
    sentence = SENTENCES_BY_STATUS.get(status, FALLBACK_SENTENCE)
    return _response(status, problem_document(status, _code(status), _title(status), sentence, extra), {})


def _log_unplanned(request: Request[Any, Any, Any], error: Exception) -> str:
    """Log an unplanned error once; the reference joins the log line and what the client was told."""
    reference = uuid4().hex[:12]
    log.error(
        "Request %s %s failed, reference %s", request.method, request.scope["path"], reference, exc_info=error
    )
    return reference


def problem_document(
    status: int, code: str, title: str, detail: str, extra: dict[str, object] | None = None
) -> dict[str, object]:
    """The members of a problem document; `type` leads to the paragraph on this code at /api/docs."""
    return {
        "type": f"/api/docs#error-{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        **(extra or {}),
    }


def _document_of_http_error(error: HTTPException) -> dict[str, object]:
    status = error.status_code
    detail = SENTENCES_BY_STATUS.get(status) or error.detail or _title(status)
    extra: dict[str, object] = {}
    if status == 400 and error.extra:
        extra["errors"] = error.extra
    return problem_document(status, _code(status), _title(status), detail, extra)


def _code(status: int) -> str:
    return CODES_BY_STATUS.get(status, "internal_error" if status >= 500 else "invalid_request")


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase.capitalize()
    except ValueError:
        return "Error"


def _response(status: int, document: dict[str, object], headers: dict[str, str]) -> Response[bytes]:
    own: dict[str, str] = {}
    if status in (429, 503):
        own["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return Response(
        msgspec.json.encode(document, enc_hook=str),
        status_code=status,
        headers={**own, **headers},
        media_type=PROBLEM_TYPE,
    )
