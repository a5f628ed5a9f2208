"""The meter of a home: from an address or a meter number to its utility and its plans. Nothing of it is kept."""

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from choosemypower import paths
from choosemypower.cache.policies import PRIVATE
from choosemypower.errors import AppError
from choosemypower.esiid import Meter, MeterLookup, parse_meter_number, parse_street
from choosemypower.esiid.lookup import LOOKUPS_OF_ONE_CLIENT
from choosemypower.http import Request
from choosemypower.territories.answers import plans_path
from choosemypower.territories.model import Utility
from choosemypower.usage import UsageChoice
from choosemypower.web.forms import limited_for_us, require_same_origin, sent_pairs
from choosemypower.web.meter_form import MeterForm
from choosemypower.web.rendering import PageResponse
from choosemypower.web.views import Crumb, FieldError, PageView
from choosemypower.web.way_back import TRAVELLING, read_travel, travel_query, way_of_zip
from choosemypower.world import World

FORM_BYTES_MAX = 4_000
LONGEST_SHOWN = 120
AGAIN_SECONDS = 30
"""When to come back after the look-up did not answer."""
ADDRESS, METER = "address", "esiid"


class MeterLine(msgspec.Struct, frozen=True, kw_only=True):
    """One meter to choose."""

    meter: Meter
    utility: Utility | None
    path: str | None
    """Its plans; None where its homes cannot choose, or its utility is not one that we know."""


class MetersView(PageView, frozen=True, kw_only=True):
    meter_form: MeterForm
    meters: tuple[MeterLine, ...]
    was_found: bool
    """A look-up was made and answered."""
    zip_path: str


@post(
    paths.meters("{zip:str}"),
    status_code=200,
    request_max_body_size=FORM_BYTES_MAX,
    middleware=[limited_for_us(LOOKUPS_OF_ONE_CLIENT)],
    **PRIVATE.handler_options(query=TRAVELLING),
)
async def find_meters(request: Request, world: NamedDependency[World], zip: FromPath[str]) -> Response[bytes]:
    """The meters at an address of this ZIP, or the one of a number; several to choose from."""
    lookup: MeterLookup | None = request.app.state.meters
    usage, way = read_travel(request, world)
    area = world.atlas.zips.get(zip)
    if lookup is None or area is None:
        raise NotFoundException
    require_same_origin(request)
    given = dict(await sent_pairs(request))
    form = MeterForm(
        zip=area.zip,
        travel=travel_query(way, usage.canonical),
        address=given.get(ADDRESS, "").strip()[:LONGEST_SHOWN],
        esiid=given.get(METER, "").strip()[:LONGEST_SHOWN],
    )
    field = METER if form.esiid else ADDRESS
    try:
        meters = await _look_up(field, given, area.zip, lookup, world)
    except AppError as error:
        form = msgspec.structs.replace(form, errors=(FieldError(field, error.detail),))
        status = 503 if error.status == 503 else 422
        headers = {"Retry-After": str(AGAIN_SECONDS)} if status == 503 else {}
        return PageResponse(
            "territories/meters.html",
            _view(form, (), usage, world, was_found=False),
            status=status,
            headers=headers,
        )
    return PageResponse("territories/meters.html", _view(form, meters, usage, world, was_found=True))


async def _look_up(
    field: str, given: dict[str, str], zip_code: str, lookup: MeterLookup, world: World
) -> tuple[Meter, ...]:
    """What was asked for. Raises an AppError with the sentence for its field."""
    if field == METER:
        esiid = parse_meter_number(given[METER], world.atlas)
        return (await lookup.get_meter(esiid, world.atlas),)
    street = parse_street(given.get(ADDRESS, ""))
    return await lookup.find_meters(street, zip_code, world.atlas)


def _view(
    form: MeterForm, meters: tuple[Meter, ...], usage: UsageChoice, world: World, *, was_found: bool
) -> MetersView:
    return MetersView(
        title=f"Your meter in {form.zip}",
        description="The meter of a home, and the utility that delivers there.",
        h1=_heading(len(meters)) if was_found else "Find your meter",
        canonical_path=paths.zip_code(form.zip),
        robots_index=False,
        breadcrumbs=(
            Crumb("Home", paths.HOME),
            Crumb(form.zip, paths.zip_code(form.zip)),
            Crumb("Your meter"),
        ),
        section=paths.CITIES,
        meter_form=form,
        meters=tuple(_line(meter, usage, world) for meter in meters),
        was_found=was_found,
        zip_path=paths.with_query(paths.zip_code(form.zip), form.travel),
        travel=form.travel,
    )


def _heading(count: int) -> str:
    if count == 0:
        return "No meter found"
    return "Your meter" if count == 1 else f"{count} meters: choose yours"


def _line(meter: Meter, usage: UsageChoice, world: World) -> MeterLine:
    utility = world.atlas.utilities[meter.utility] if meter.utility else None
    area = world.atlas.zips.get(meter.zip or "")
    path = plans_path(meter.zip, utility.slug, world.atlas) if utility else None
    if utility and area and path and path.startswith(paths.PLANS):
        way = way_of_zip(area, world, utility.slug)
        path = way.url(usage) if way is not None else path
    return MeterLine(
        meter=meter,
        utility=utility,
        path=path,
    )


handlers = [find_meters]
