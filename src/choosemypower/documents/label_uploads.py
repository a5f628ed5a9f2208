"""A facts label that somebody sent, read in a process of its own: no file and no text can hold up the server."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from choosemypower.documents.label_files import LabelFileError, text_of
from choosemypower.documents.label_reading import LabelReading, read_label
from choosemypower.documents.label_terms import LabelTerms, read_label_terms
from choosemypower.plans.charges import ReadState
from choosemypower.pricing import ChargesError
from choosemypower.pricing.label_year import LabelYear, label_years
from choosemypower.territories.model import DeliveryCharge
from choosemypower.usage.model import UsageYear
from choosemypower.workers.pool import Limits, Pool, unless_gone

LIMITS = Limits(seconds=8, cpu_seconds=5, memory_bytes=200_000_000)
"""Less than the ten seconds that proxies wait."""


class LabelUpload(msgspec.Struct, frozen=True):
    """What is known beside the bytes."""

    media_type: str = ""
    series: dict[str, tuple[DeliveryCharge, ...]] = {}
    """The utilities' charges by date, for labels that pass them through."""


class UploadedLabel(msgspec.Struct, frozen=True, kw_only=True):
    """A label that was sent, as we read it."""

    reading: LabelReading
    terms: LabelTerms


def read_in_worker(content: bytes, upload: LabelUpload) -> UploadedLabel:
    """The text of a file and what it states. Raises LabelFileError, also for a text that is no label."""
    text = text_of(content, upload.media_type)
    reading = read_label(text, upload.series)
    if reading.state is ReadState.UNREAD and not reading.is_label:
        raise LabelFileError(reading.note)
    return UploadedLabel(reading=reading, terms=read_label_terms(text))


async def read_upload(
    content: bytes,
    media_type: str,
    series: Mapping[str, Sequence[DeliveryCharge]],
    pool: Pool,
    receive: Callable[[], Awaitable[Any]],
) -> UploadedLabel:
    """What a label states; `receive` is the request's, whose body is read.

    Raises LabelFileError and the errors of `workers.pool`.
    """
    upload = LabelUpload(media_type, {utility: tuple(charges) for utility, charges in series.items()})
    work = pool.run(read_in_worker, content, upload, limits=LIMITS, refuses=LabelFileError)
    return await unless_gone(receive, work)


def label_years_of(
    label: UploadedLabel, usage: UsageYear, series: Mapping[str, Sequence[DeliveryCharge]], on: date
) -> tuple[LabelYear, ...]:
    """What a proven label costs a home in a year: see `label_years`. Empty for any other, or without a price for it."""
    reading = label.reading
    charges = reading.charges
    if reading.state is not ReadState.PROVEN or charges is None:
        return ()
    if not charges.delivery.is_bundled and reading.delivery_used is not None:
        charges = msgspec.structs.replace(charges, delivery=reading.delivery_used)
    try:
        return label_years(charges, usage, series.get(reading.utility or "", ()), on)
    except ChargesError:
        return ()
