"""The meter at an address, and who delivers at a meter number. Looked up, never derived; nothing of it is kept."""

from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower.api.answers import Answer, Links, answer
from choosemypower.api.body import read_json_or
from choosemypower.api.operations import Body, Operation
from choosemypower.api.place_json import NamedUtility, named_utilities
from choosemypower.api.queries import Query
from choosemypower.api.routes import acts
from choosemypower.api.zips import WHOLE_ZIP_PATTERN
from choosemypower.esiid import (
    Meter,
    MeterAddressError,
    MeterLookup,
    MeterNumberError,
    hinted_utility,
    parse_meter_number,
    parse_street,
)
from choosemypower.esiid.lookup import LOOKUPS_OF_ONE_CLIENT
from choosemypower.esiid.model import LEAST_ADDRESS, MOST_ADDRESS
from choosemypower.http import Request
from choosemypower.territories.answers import answer_zip, plans_path
from choosemypower.world import World

LONGEST_BODY_BYTES = 2_000
EXAMPLE_DIGITS = "the digits on your bill"


class AddressBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    address: Annotated[
        str,
        Meta(
            description="Street and number.",
            extra_json_schema={"minLength": LEAST_ADDRESS, "maxLength": MOST_ADDRESS},
        ),
    ]
    zip: Annotated[str, Meta(extra_json_schema={"pattern": WHOLE_ZIP_PATTERN})]


class MeterNumberBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    esiid: Annotated[
        str,
        Meta(description="17 or 22 digits; blanks and a spreadsheet's apostrophe are forgiven."),
    ]


class MeterJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A meter as the look-up knows it."""

    esiid: str
    address: str
    city: str | None
    state: str | None
    zip: str | None
    utility: Annotated[
        NamedUtility | None,
        Meta(
            description="Who delivers there, by `duns`; null: a utility whose homes cannot choose, or unknown."
        ),
    ]
    duns: str | None
    status: Annotated[str | None, Meta(description="As the look-up says it.")]
    is_active: Annotated[bool | None, Meta(description="Null: not said.")]
    has_switch_hold: Annotated[
        bool | None,
        Meta(
            description="True: the home may not change its provider until the hold is lifted. Null: not said."
        ),
    ]
    plans_url: Annotated[str | None, Meta(description="Plans that this meter can take, without the host.")]


class MeterNumberJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What we know of a meter number."""

    meter: MeterJson
    hinted_utility: Annotated[
        str | None,
        Meta(description="Slug of the utility that the first digits hint at; `meter.utility` decides."),
    ]


FIND_METERS = Operation(
    id="findMeters",
    path="/api/v1/addresses/meters",
    method="post",
    summary="The meters at an address",
    description="Asked of ERCOT's records at once, through the meter look-up; an address may have several. Nothing is "
    "kept, and nothing of the question stands in an address or a log.",
    tag="Meters",
    query=Query,
    body=Body(
        media_types={"application/json": AddressBody},
        example={"address": "1100 Louisiana St", "zip": "77002"},
    ),
    answer=Answer[tuple[MeterJson, ...]],
    problems=("meter_address", "upstream_unavailable"),
)
VALIDATE_METER = Operation(
    id="validateMeter",
    path="/api/v1/meters/validate",
    method="post",
    summary="Who delivers at a meter number",
    description="The form of the number is checked at once; who delivers there is looked up. No utility and no address "
    "is ever derived from the digits.",
    tag="Meters",
    query=Query,
    body=Body(media_types={"application/json": MeterNumberBody}, example={"esiid": EXAMPLE_DIGITS}),
    answer=Answer[MeterNumberJson],
    problems=("meter_number", "meter_not_found", "upstream_unavailable"),
)


@acts(FIND_METERS, longest_body_bytes=LONGEST_BODY_BYTES, rate=LOOKUPS_OF_ONE_CLIENT)
async def find_meters(request: Request, asked: Query, world: World) -> Response[bytes]:
    """Which meters are at this address?"""
    body = await read_json_or(request, AddressBody, MeterAddressError)
    street = parse_street(body.address)
    place = answer_zip(body.zip, world.atlas, plans_by_utility=None)
    if place.area is None:
        raise MeterAddressError(place.message)
    lookup: MeterLookup = request.app.state.meters
    meters = await lookup.find_meters(street, place.area.zip, world.atlas)
    return answer(
        world, tuple(_json(meter, world) for meter in meters), Links(self=FIND_METERS.path), total=len(meters)
    )


@acts(VALIDATE_METER, longest_body_bytes=LONGEST_BODY_BYTES, rate=LOOKUPS_OF_ONE_CLIENT)
async def validate_meter(request: Request, asked: Query, world: World) -> Response[bytes]:
    """Who delivers at this meter?"""
    body = await read_json_or(request, MeterNumberBody, MeterNumberError)
    esiid = parse_meter_number(body.esiid, world.atlas)
    lookup: MeterLookup = request.app.state.meters
    meter = await lookup.get_meter(esiid, world.atlas)
    hint = hinted_utility(esiid, world.atlas)
    found = MeterNumberJson(meter=_json(meter, world), hinted_utility=hint.slug if hint else None)
    return answer(world, found, Links(self=VALIDATE_METER.path))


def _json(meter: Meter, world: World) -> MeterJson:
    utility = named_utilities((meter.utility,), world)[0] if meter.utility else None
    return MeterJson(
        esiid=meter.esiid,
        address=meter.address,
        city=meter.city,
        state=meter.state,
        zip=meter.zip,
        utility=utility,
        duns=meter.duns,
        status=meter.status,
        is_active=meter.is_active,
        has_switch_hold=meter.has_switch_hold,
        plans_url=plans_path(meter.zip, meter.utility, world.atlas) if meter.utility else None,
    )


handlers = [find_meters, validate_meter]
