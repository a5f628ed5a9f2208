"""POST /api/v1/labels/read: a facts label (PDF, HTML, text), proved by its own averages. Nothing is stored."""

from decimal import Decimal
from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower.api.answers import Answer, one_answer
from choosemypower.api.cost_json import LEFT_OUT, BillJson, bill_json
from choosemypower.api.files import FileLimits, file_bodies, read_file
from choosemypower.api.money import usd
from choosemypower.api.operations import Body, Operation
from choosemypower.api.routes import acts
from choosemypower.api.usage_query import UsageQuery, usage_meta, usage_of
from choosemypower.documents.label_files import BYTES_MAX
from choosemypower.documents.label_json import LabelJson, label_json
from choosemypower.documents.label_uploads import UploadedLabel, label_years_of, read_upload
from choosemypower.http import MULTIPART_EXTRA_BYTES, Request
from choosemypower.limits import FILES_OF_ONE_CLIENT
from choosemypower.plans.charges import Condition
from choosemypower.plans.model import CancelFeeKind
from choosemypower.pricing.label_year import LabelYear
from choosemypower.usage import UsageYear
from choosemypower.world import World

LABEL_FILE = FileLimits(
    media_types=(
        "application/pdf",
        "text/html",
        "text/plain",
        "application/octet-stream",
        "application/xhtml+xml",
    ),
    most_bytes=BYTES_MAX,
    if_other="Send application/pdf, text/html, text/plain, or multipart/form-data with a file.",
    if_missing="The form has no file. Send the label as `file`.",
    if_too_large="The file is larger than 2 MB; a facts label has a few hundred kB at most.",
)

EXAMPLE = """Electricity Facts Label (EFL)
Example Power, service area of Oncor
Average Monthly Use 500 kWh 1,000 kWh 2,000 kWh
Average Price per kWh 13.8¢ 13.4¢ 13.2¢
Energy Charge 6.9¢ per kWh
Delivery Charges $4.06 per month and 6.1196¢ per kWh
Type of Product Fixed Rate
Contract Term 12 Months
"""


class LabelsQuery(UsageQuery, frozen=True, kw_only=True):
    """The home whose year is worked out; none of them: the typical Texas home."""


class LabelDayJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a year costs on one of our stated days, assumptions of ours."""

    day: Annotated[str, Meta(description="In words, e.g. “away in the day”.")]
    usd_per_year: Decimal


class LabelYearJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Twelve bills on this label, at the usage in `meta.usage` and today's delivery charge."""

    conditions: Annotated[tuple[Condition, ...], Meta(description="All of these are met, and no others.")]
    usd_per_year: Annotated[Decimal, Meta(description="USD of the twelve bills, `oneTimeUsd` included.")]
    one_time_usd: Annotated[Decimal, Meta(description="USD charged once, in the first bill.")]
    is_by_label_hours: Annotated[
        bool,
        Meta(
            description="True: prices by the hour are weighed by the shares that the label assumes, because the home's "
            "own `hours` are not known; `byDay` says how far that can be off."
        ),
    ]
    by_day: tuple[LabelDayJson, ...]
    bills: tuple[BillJson, ...]


class ReadLabelJson(LabelJson, frozen=True, kw_only=True, rename="camel"):
    """What a facts label states, whether its own averages prove it, and what a year on it costs."""

    term_months: Annotated[
        int | None, Meta(description="0: month to month; null: not said, or said in two ways.")
    ]
    cancel_fee_usd: Annotated[
        Decimal | None,
        Meta(description="USD as printed: see `cancelFeeKind`; null: none or several are printed."),
    ]
    cancel_fee_kind: Annotated[
        CancelFeeKind, Meta(description="What `cancelFeeUsd` is; `unknown` where the words do not say it.")
    ]
    years: Annotated[
        tuple[LabelYearJson, ...],
        Meta(
            description="For a home that meets none of the conditions, then, where there are any, for one that meets "
            "all. Empty unless proven."
        ),
    ]


READ_LABEL = Operation(
    id="readLabel",
    path="/api/v1/labels/read",
    method="post",
    summary="What a facts label states, and what a year on it costs",
    description="An Electricity Facts Label as PDF, HTML or text, in English or Spanish, as the body "
    "(`application/pdf`, `text/html` and `text/plain` too) or as `file` of a form. Its charges are believed only when "
    "they give its own three averages within 0.05 cents per kWh; then `proven` is true and `years` has the bills of "
    "the home that the parameters state. Otherwise `note` says why not, and `charges` is null. What is no label of "
    "text (a locked, empty or scanned PDF, a picture, another document) is refused with a sentence. The file is read "
    "in memory and forgotten.",
    tag="Labels",
    query=LabelsQuery,
    body=Body(
        media_types=file_bodies("The label."),
        example=EXAMPLE,
        example_type="application/octet-stream",
        description=f"Up to {BYTES_MAX:,} bytes.",
    ),
    answer=Answer[ReadLabelJson],
    problems=("label_file", "too_much_work", "unreadable"),
)


@acts(READ_LABEL, longest_body_bytes=BYTES_MAX + MULTIPART_EXTRA_BYTES, rate=FILES_OF_ONE_CLIENT)
async def read_label(request: Request, asked: LabelsQuery, world: World) -> Response[bytes]:
    """What does this label say, and what would this home pay on it?"""
    usage = usage_of(asked, world)
    sent = await read_file(request, LABEL_FILE)
    label = await read_upload(*sent, world.atlas.delivery_charges, request.app.state.workers, request.receive)
    entry = _read_label_json(label, usage.year, world)
    return one_answer(world, asked.link(READ_LABEL.path), entry, usage=usage_meta(usage), left_out=LEFT_OUT)


def _read_label_json(label: UploadedLabel, usage: UsageYear, world: World) -> ReadLabelJson:
    """A label that was sent, with its year."""
    said = label_json(label.reading)
    years = label_years_of(label, usage, world.atlas.delivery_charges, world.on)
    return ReadLabelJson(
        **{name: getattr(said, name) for name in said.__struct_fields__},
        term_months=label.terms.term_months,
        cancel_fee_usd=usd(label.terms.cancel_fee_usd),
        cancel_fee_kind=label.terms.cancel_fee_kind,
        years=tuple(_year(year) for year in years),
    )


def _year(year: LabelYear) -> LabelYearJson:
    return LabelYearJson(
        conditions=tuple(one for one in Condition if one in year.met),
        usd_per_year=usd(year.usd),
        one_time_usd=usd(year.one_time_usd),
        is_by_label_hours=year.is_by_label_hours,
        by_day=tuple(LabelDayJson(day=day, usd_per_year=usd(amount)) for day, amount in year.by_day),
        bills=tuple(bill_json(month) for month in year.months),
    )


handlers = [read_label]
