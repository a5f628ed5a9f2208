"""Why a service gave no answer that can be used. What was asked is never repeated: it may be somebody's address."""

from enum import StrEnum
from typing import ClassVar

from choosemypower.errors import AppError


class Failure(StrEnum):
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    """Our key is missing or wrong, or we may not ask."""
    NOT_FOUND = "not_found"
    NOT_TAKEN = "not_taken"
    """The service says that the question itself is wrong."""
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    TOO_LARGE = "too_large"
    NOT_UNDERSTOOD = "not_understood"
    """Not JSON, or not of the shape that we know."""
    OPEN = "open"
    """It failed too often a moment ago; it was not asked."""


MAY_BE_RETRIED = frozenset({Failure.TIMEOUT, Failure.UNREACHABLE, Failure.RATE_LIMITED, Failure.SERVER_ERROR})
COUNTS_AGAINST_IT = MAY_BE_RETRIED | {Failure.NOT_UNDERSTOOD, Failure.TOO_LARGE}
"""Failures that say that the service is ill; the others say something of us or of the question."""


class UpstreamError(AppError):
    """A service that we ask gave no usable answer."""

    code: ClassVar[str] = "upstream_unavailable"
    status: ClassVar[int] = 503
    title: ClassVar[str] = "A service that we ask does not answer"

    def __init__(
        self, service: str, failure: Failure, reason: str, *, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(f"{service} {reason}.")
        self.service = service
        self.failure = failure
        self.retry_after_seconds = retry_after_seconds
        """When the service said how long to wait."""
