"""The question for a home's meter, as ZIP pages carry it where a meter look-up is set up."""

import msgspec

from choosemypower import paths
from choosemypower.http import Request
from choosemypower.web.views import FieldError


class MeterForm(msgspec.Struct, frozen=True, kw_only=True):
    """An address, or a meter number; with what was typed and what was wrong with it."""

    zip: str
    travel: str = ""
    """Place and home, which the answer keeps."""
    address: str = ""
    esiid: str = ""
    errors: tuple[FieldError, ...] = ()

    @property
    def path(self) -> str:
        return paths.with_query(paths.meters(self.zip), self.travel)

    def error_of(self, field: str) -> str | None:
        """What is wrong with a field."""
        return next((error.message for error in self.errors if error.field == field), None)


def meter_form_of(request: Request, zip_code: str, travel: str) -> MeterForm | None:
    """The empty form; None where no meter look-up is set up."""
    return MeterForm(zip=zip_code, travel=travel) if request.app.state.meters is not None else None
