"""What the readers of meter files give back, and how they refuse."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from choosemypower.errors import InvalidFormError

SENTENCE_NO_KWH = (
    "This file has no USAGE_KWH column. Download the 15-minute or daily report from smartmetertexas.com."
)


class MeterFileError(InvalidFormError):
    """The file cannot be used; the sentence says why and what to do."""

    code = "meter_file"
    title = "This meter file cannot be used"


class Reading(NamedTuple):
    """Power used in a stretch of one day."""

    day: date
    minutes: int
    kwh: Decimal
    hour: int | None
    """Hour in which it began; None for readings of a day or longer."""


class ReadFile(NamedTuple):
    readings: Iterable[Reading]
    notes: list[str]
