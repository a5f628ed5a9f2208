"""All plans of a utility against a home's own use: twelve months as JSON, or a meter file. Nothing is stored."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Response
from litestar.types import Scope
from msgspec import Meta

from choosemypower.api.answers import Answer, EnergyMeta, Page, UsageMeta, list_answer
from choosemypower.api.body import media_type, parse_json
from choosemypower.api.cost_json import LEFT_OUT, CostedPlan
from choosemypower.api.files import FileLimits, file_bodies, read_file
from choosemypower.api.operations import PROBLEMS_OF_A_PLACE, Body, Operation
from choosemypower.api.plan_list import costed_plan
from choosemypower.api.problems import MeterOfFile, TooLargeError
from choosemypower.api.queries import ENTRIES, PageNumber, PageSize, about
from choosemypower.api.routes import acts
from choosemypower.api.selection import SelectionQuery, select
from choosemypower.api.usage_query import HOME_SIZES, HoursWord, usage_meta
from choosemypower.api.zips import WHOLE_ZIP_PATTERN, area_of, find_zip
from choosemypower.errors import AppError, InvalidParameterError
from choosemypower.http import MULTIPART_EXTRA_BYTES, Request
from choosemypower.limits import FILES_OF_ONE_CLIENT
from choosemypower.usage import (
    LONGEST_FILE_BYTES,
    Heating,
    MeterFile,
    MeterFileError,
    MeterReading,
    Profiles,
    UsageChoice,
    parse_usage,
    usage_of_months,
    with_hours,
)
from choosemypower.usage.parameters import MAX_MEAN_KWH, MAX_MONTH_KWH, MIN_MEAN_KWH
from choosemypower.usage.uploads import MeterOptions, read_upload
from choosemypower.world import World

LONGEST_JSON_BYTES = 10_000
METER_FILE = FileLimits(
    media_types=("text/csv", "application/xml", "text/xml", "text/plain", "application/octet-stream"),
    most_bytes=LONGEST_FILE_BYTES,
    if_other="Send application/json, text/csv, application/xml, or multipart/form-data with a file.",
    if_missing="The form has no file. Send the meter file as `file`.",
    if_too_large="The file is larger than 10 MB.",
)

# JSON knows no whole numbers: 1000.0 is one.
MonthKwh = Annotated[float, Meta(ge=0, le=MAX_MONTH_KWH, multiple_of=1)]
MeanKwh = Annotated[
    float, Meta(description="kWh a month, mean of the year.", ge=MIN_MEAN_KWH, le=MAX_MEAN_KWH, multiple_of=1)
]
Months = Annotated[
    tuple[MonthKwh | None, ...],
    Meta(
        description="kWh of twelve months, January first; null: unknown, filled in from the others.",
        min_length=12,
        max_length=12,
        extra_json_schema={"contains": {"type": "number", "minimum": 1}},
    ),
]
Slug = Annotated[
    str,
    Meta(
        description="As the parameter of this name, which wins.",
        pattern="^[a-zA-Z0-9][a-zA-Z0-9-]*$",
        max_length=100,
    ),
]


ZipWord = Annotated[str, Meta(max_length=100, extra_json_schema={"pattern": WHOLE_ZIP_PATTERN})]
HomeSize = Annotated[int, Meta(extra_json_schema={"enum": HOME_SIZES})]


MeterWord = Annotated[str, Meta(pattern="^(all|[1-9][0-9]?)$", max_length=3)]


class SeveralMetersError(MeterFileError):
    """One must be chosen: nothing is added up that the sender did not ask for."""

    code = "several_meters"
    title = "The file holds several meters"


class BillsBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How much power the home uses, in one of three ways; `months` wins over `kwh`, and `kwh` over `home`."""

    months: Months | None = None
    kwh: MeanKwh | None = None
    home: Annotated[HomeSize | None, Meta(description="Size of the home in square feet.")] = None
    heat: Annotated[Heating | None, Meta(description="How the home is heated.")] = None
    pool: Annotated[bool | None, Meta(description="The home has a pool; counts with `home` only.")] = None
    hours: Annotated[
        HoursWord | None, Meta(description="At which hours it is used: as the parameter of this name.")
    ] = None
    zip: Annotated[ZipWord | None, Meta(description="As the parameter of this name, which wins.")] = None
    city: Slug | None = None
    utility: Slug | None = None


class BillsQuery(SelectionQuery, frozen=True, kw_only=True):
    meter: Annotated[
        MeterWord | None,
        about(
            "Of a meter file with several meters: the number of one, from 1 in the order of the file, or `all` to add "
            "them up. Without it such a file is refused with the list of its meters.",
            example="1",
        ),
    ] = None
    page: PageNumber = 1
    page_size: PageSize = ENTRIES


POST_BILLS = Operation(
    id="postBills",
    path="/api/v1/bills",
    method="post",
    summary="What every plan costs at a home's own use",
    description="Plans of a utility, a city or a ZIP code, or of all of Texas. Twelve months as JSON, or a meter "
    "file: CSV of Smart Meter Texas or of a retailer, Green Button XML, a spreadsheet (.xlsx) or a ZIP archive with "
    "one of the first two, as the body (`text/csv` and `application/xml` too) or as `file` of a form. `meta.usage` "
    "says what was read, day by day, what was left out and why. The place comes as a parameter, or as a member of the "
    "JSON. The file is read, added up by month and forgotten.",
    tag="Bills",
    query=BillsQuery,
    body=Body(
        media_types={
            "application/json": BillsBody,
            **file_bodies("The meter file."),
        },
        example={
            "utility": "centerpoint",
            "months": [1301, 1098, 1010, 900, 1080, 1450, 1750, 1790, 1560, 1200, 940, 1080],
        },
        description=f"JSON up to {LONGEST_JSON_BYTES:,} bytes, files up to {LONGEST_FILE_BYTES:,}.",
    ),
    answer=Answer[tuple[CostedPlan, ...]],
    problems=(*PROBLEMS_OF_A_PLACE, "meter_file", "several_meters", "too_much_work", "unreadable"),
)


def _is_file(scope: Scope) -> bool:
    kinds = [value for name, value in scope["headers"] if name == b"content-type"]
    return not any(kind.strip().lower().startswith(b"application/json") for kind in kinds)


@acts(
    POST_BILLS,
    longest_body_bytes=LONGEST_FILE_BYTES + MULTIPART_EXTRA_BYTES,
    rate=FILES_OF_ONE_CLIENT,
    counts=_is_file,
)
async def post_bills(request: Request, asked: BillsQuery, world: World) -> Response[bytes]:
    """What would this home pay on each plan?"""
    page = Page(number=asked.page, size=asked.page_size)
    stated = await _read_usage(request, world.profiles, asked.meter)
    if asked.zip is not None and stated.body.zip is not None:
        area_of(
            find_zip(stated.body.zip, world)
        )  # the parameter wins, and the member must be one all the same
    asked = msgspec.structs.replace(
        asked,
        zip=asked.zip if asked.zip is not None else stated.body.zip,
        city=asked.city or _lower(stated.body.city),
        utility=asked.utility or _lower(stated.body.utility),
    )
    found = select(asked, stated.choice, world)
    return list_answer(
        world,
        asked,
        POST_BILLS.path,
        [costed_plan(world, cost.plan, cost) for cost in found.costs[page.bounds]],
        page=page,
        total=len(found.costs),
        place=found.place.meta,
        usage=stated.describe(),
        left_out=LEFT_OUT,
    )


def _lower(slug: str | None) -> str | None:
    return None if slug is None else slug.lower()


class _StatedUsage(NamedTuple):
    """The year of use that a body states."""

    choice: UsageChoice
    meter: MeterReading | None = None
    """The file that it was read from."""
    body: BillsBody = BillsBody()
    """The JSON, which may name a place too."""

    def describe(self) -> UsageMeta:
        """For `meta.usage`."""
        if self.meter is None:
            return usage_meta(self.choice)
        return usage_meta(
            self.choice,
            first_day=self.meter.first_day,
            last_day=self.meter.last_day,
            covered_months=self.meter.covered_months,
            covered_days=self.meter.covered_days,
            energy=msgspec.convert(self.meter.energy, EnergyMeta, from_attributes=True),
            watt_hours_by_day=self.meter.watt_hours_by_day,
            day_states=self.meter.day_states,
            notes=self.meter.notes,
        )


async def _read_usage(request: Request, profiles: Profiles, meter: str | None) -> _StatedUsage:
    if media_type(request) == "application/json":
        body = await request.body()
        if len(body) > LONGEST_JSON_BYTES:
            raise TooLargeError(f"The JSON is longer than {LONGEST_JSON_BYTES:,} bytes.")
        stated = parse_json(body, BillsBody)
        return _StatedUsage(_usage_of(stated, profiles), body=stated)
    sent = await read_file(request, METER_FILE)
    file = await read_upload(sent.content, MeterOptions(), request.app.state.workers, request.receive)
    reading = file.choose(meter)
    if reading is None:
        raise _no_such_meter(file, meter)
    return _StatedUsage(reading.usage, reading)


def _no_such_meter(file: MeterFile, meter: str | None) -> AppError:
    """Which meters there are, where none was chosen or another one."""
    meters = tuple(
        MeterOfFile(
            meter=str(one.number),
            ending=one.ending,
            kwh_per_year=None if one.reading is None else one.reading.usage.year.kwh_per_year,
            refusal=one.refusal,
        )
        for one in file.meters
    )
    if meter is None:
        return SeveralMetersError(
            f"The file holds {len(meters)} meters. Ask again with one of them as meter=, or with meter=all to add them "
            "up.",
            meters=meters,
        )
    return InvalidParameterError(
        f"There is no meter “{meter}” in this file, or it cannot be read.", parameter="meter", meters=meters
    )


def _usage_of(asked: BillsBody, profiles: Profiles) -> UsageChoice:
    hours = asked.hours or ""
    if asked.months is not None:
        months = [None if kwh is None else int(kwh) for kwh in asked.months]
        return with_hours(usage_of_months(months, profiles, asked.heat or Heating.UNSURE), hours)
    given = {"heat": asked.heat or "", "pool": "yes" if asked.pool else "no", "hours": hours}
    if asked.kwh is not None:
        given["kwh"] = str(int(asked.kwh))
    if asked.home is not None:
        given["home"] = str(asked.home)
    return parse_usage(given, profiles)


handlers = [post_bills]
