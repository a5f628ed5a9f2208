"""Small errors of the rooms: a stable code, a sentence for people, a status for HTTP.

`api` renders them as problem+json, `web` as a page or a fragment. Nothing else maps an error to a status.
"""

from typing import ClassVar

RETRY_AFTER_SECONDS = 5
"""When to come back, where a refusal knows no better."""


class AppError(Exception):
    """A refusal that a person can act on. `str(error)` is the sentence shown to them."""

    code: ClassVar[str] = "app_error"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "Bad request"

    def __init__(self, detail: str, **extra: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = extra
        """Further members of the problem document, camelCase names, JSON values."""
        self.headers: dict[str, str] = {}
        """What the answer's header says besides, such as Retry-After."""


class NotFoundError(AppError):
    code = "not_found"
    status = 404
    title = "Not found"


class InvalidParameterError(AppError):
    code = "invalid_parameter"
    status = 400
    title = "Invalid parameter"


class InvalidFormError(AppError):
    """A form's or a request body's content cannot be used; `extra["errors"]` names the fields."""

    code = "invalid_form"
    status = 422
    title = "There is a problem"


class NoDataError(AppError):
    """No dataset is loaded yet, or the database that holds one is out of reach."""

    code = "no_data"
    status = 503
    title = "No data yet"
