"""Why a listing is refused. The published data stays as it was."""

from choosemypower.errors import AppError


class ListingRefusedError(AppError):
    """The file or answer is no listing that can be trusted; the sentence says why."""

    code = "listing_refused"
    status = 422
    title = "Listing refused"


class FetchFailedError(AppError):
    """The listing could not be had at all."""

    code = "fetch_failed"
    status = 502
    title = "Listing out of reach"


class NothingStagedError(AppError):
    """There is no listing that somebody could accept."""

    code = "nothing_staged"
    status = 409
    title = "Nothing to accept"


class NotMigratedError(AppError):
    """The database is not of this release."""

    code = "not_migrated"
    status = 503
    title = "Database not ready"
