"""All plans of a utility against a home's own use: twelve months as JSON, or a meter file. Nothing is stored."""

import asyncio
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency
from msgspec import Meta

from choosemypower.api.body import InvalidRequestError, media_type, parse_json
from choosemypower.api.cost_json import LEFT_OUT, CostedPlan, usage_json
from choosemypower.api.envelope import Answer, list_answer, read_page
from choosemypower.api.operations import Body, Operation
from choosemypower.api.parameters import PAGE, PAGE_SIZE, Parameter, Query
from choosemypower.api.plan_list import costed_plan
from choosemypower.api.problems import TooLargeError, UnsupportedMediaTypeError
from choosemypower.api.selection import (
    CITY,
    FILTER_PARAMETERS,
    SORT,
    UTILITY,
    ZIP,
    find_place,
    select_at,
)
from choosemypower.cache.policies import API_ACTION
from choosemypower.usage import (
    LONGEST_FILE_BYTES,
    Heating,
    MeterReading,
    Profiles,
    UsageChoice,
    parse_usage,
    read_meter_file,
    usage_of_months,
)
from choosemypower.world import World

LONGEST_JSON_BYTES = 10_000
MULTIPART_EXTRA_BYTES = 100_000
FILE_TYPES = ("text/csv", "application/xml", "text/xml", "text/plain", "application/octet-stream")

# JSON knows no whole numbers: 1000.0 is one.
MonthKwh = Annotated[float, Meta(ge=0, le=9999, multiple_of=1)]
MeanKwh = Annotated[float, Meta(description="kWh a month, mean of the year.", ge=100, le=6000, multiple_of=1)]
Months = Annotated[
    tuple[MonthKwh | None, ...],
    Meta(
        description="kWh of twelve months, January first; null: unknown, filled in from the others.",
        min_length=12,
        max_length=12,
        extra_json_schema={"contains": {"type": "number", "minimum": 1}},
    ),
]


def _as_parameter(parameter: Parameter) -> Meta:
    return Meta(
        description=f"As the parameter `{parameter.name}`, which wins.",
        extra_json_schema={name: parameter.schema[name] for name in ("pattern", "maxLength")},
    )


class BillsBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How much power the home uses, in one of three ways; `months` wins over `kwh`, and `kwh` over `home`."""

    months: Months | None = None
    kwh: MeanKwh | None = None
    home: Literal[800, 1200, 1600, 2000, 2500, 3000, 4000] | None = None
    heat: Heating = Heating.UNSURE
    pool: bool = False
    zip: Annotated[str, _as_parameter(ZIP)] | None = None
    city: Annotated[str, _as_parameter(CITY)] | None = None
    utility: Annotated[str, _as_parameter(UTILITY)] | None = None


FILE_SCHEMA: dict[str, object] = {"type": "string", "contentMediaType": "application/octet-stream"}
POST_BILLS = Operation(
    id="postBills",
    path="/api/v1/bills",
    method="post",
    summary="What every plan costs at a home's own use",
    description="Plans of a utility, a city or a ZIP code, or of all of Texas. Twelve months as JSON, or a meter "
    "file: Smart Meter Texas CSV or Green Button XML, as the body or as "
    "`file` of a form. The place comes as a parameter, or as a member of the JSON. The file is read, added up by "
    "month and forgotten.",
    tag="Bills",
    parameters=(ZIP, CITY, UTILITY, *FILTER_PARAMETERS, SORT, PAGE, PAGE_SIZE),
    body=Body(
        media_types={
            "application/json": BillsBody,
            "text/csv": FILE_SCHEMA,
            "application/xml": FILE_SCHEMA,
            "multipart/form-data": {
                "type": "object",
                "properties": {"file": {**FILE_SCHEMA, "description": "The meter file."}},
                "required": ["file"],
            },
        },
        example={
            "utility": "centerpoint",
            "months": [1301, 1098, 1010, 900, 1080, 1450, 1750, 1790, 1560, 1200, 940, 1080],
        },
        description=f"JSON up to {LONGEST_JSON_BYTES:,} bytes, files up to {LONGEST_FILE_BYTES:,}.",
    ),
    answer=Answer[tuple[CostedPlan, ...]],
    problems=(
        "invalid_request",
        "invalid_parameter",
        "invalid_format",
        "not_texas",
        "not_found",
        "split",
        "too_large",
        "unsupported_media_type",
        "meter_file",
        "no_data",
    ),
)


@post(
    POST_BILLS.path,
    status_code=200,
    request_max_body_size=LONGEST_FILE_BYTES + MULTIPART_EXTRA_BYTES,
    **API_ACTION.handler_options(query=POST_BILLS.query_names),
)
async def post_bills(
    request: Request[Any, Any, Any],
    world: NamedDependency[World],
) -> Response[Any]:
    """What would this home pay on each plan?"""
    query = Query(request.scope["query_string"], POST_BILLS.query)
    page = read_page(query)
    usage = await _read_usage(request, query, world.profiles)
    place = find_place(query, world)
    costs = select_at(query, place, usage.choice, world).costs
    return list_answer(
        world,
        query,
        POST_BILLS.path,
        [costed_plan(world, cost.plan, cost) for cost in costs[page.bounds]],
        page=page,
        total=len(costs),
        place=place.meta,
        usage=usage.describe(),
        left_out=LEFT_OUT,
    )


class StatedUsage(NamedTuple):
    """The year of use that a body states."""

    choice: UsageChoice
    meter: MeterReading | None = None
    """The file that it was read from."""

    def describe(self) -> dict[str, Any]:
        """For `meta.usage`."""
        described = usage_json(self.choice)
        if self.meter is not None:
            described |= {
                "firstDay": self.meter.first_day,
                "lastDay": self.meter.last_day,
                "coveredMonths": self.meter.covered_months,
                "hourlyShares": self.choice.year.hourly_shares,
                "notes": self.meter.notes,
            }
        return described


async def _read_usage(request: Request[Any, Any, Any], query: Query, profiles: Profiles) -> StatedUsage:
    kind = media_type(request)
    if kind == "application/json":
        body = await request.body()
        if len(body) > LONGEST_JSON_BYTES:
            raise TooLargeError(f"The JSON is longer than {LONGEST_JSON_BYTES:,} bytes.")
        asked = parse_json(body, BillsBody)
        query.fill_in({ZIP: asked.zip, CITY: asked.city, UTILITY: asked.utility})
        return StatedUsage(_usage_of(asked, profiles))
    if kind == "multipart/form-data":
        return await _read_meter(await _read_upload(request), profiles)
    if kind in FILE_TYPES:
        body = await request.body()
        if len(body) > LONGEST_FILE_BYTES:
            raise TooLargeError("The file is larger than 10 MB.")
        return await _read_meter(body, profiles)
    raise UnsupportedMediaTypeError(
        "Send application/json, text/csv, application/xml, or multipart/form-data with a file."
    )


async def _read_meter(content: bytes, profiles: Profiles) -> StatedUsage:
    # A year of quarter hours takes some 0.3 s: other requests go on meanwhile.
    meter = await asyncio.to_thread(read_meter_file, content, profiles)
    return StatedUsage(meter.usage, meter)


def _usage_of(asked: BillsBody, profiles: Profiles) -> UsageChoice:
    if asked.months is not None:
        months = [None if kwh is None else int(kwh) for kwh in asked.months]
        return usage_of_months(months, profiles, asked.heat)
    given = {"heat": asked.heat.value, "pool": "yes" if asked.pool else "no"}
    if asked.kwh is not None:
        given["kwh"] = str(int(asked.kwh))
    if asked.home is not None:
        given["home"] = str(asked.home)
    return parse_usage(given, profiles)


async def _read_upload(request: Request[Any, Any, Any]) -> bytes:
    form = await request.form()
    try:
        upload = form.get("file")
        if isinstance(upload, str):
            return upload.encode()
        if upload is None or not hasattr(upload, "read"):
            raise InvalidRequestError("The form has no file. Send the meter file as `file`.")
        content: bytes = await upload.read(LONGEST_FILE_BYTES + 1)
    finally:
        await form.close()
    if len(content) > LONGEST_FILE_BYTES:
        raise TooLargeError("The file is larger than 10 MB.")
    return content


OPERATIONS = (POST_BILLS,)
handlers = [post_bills]
