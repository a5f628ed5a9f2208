"""From what a visitor knows to twelve numbers: the page, its total alone, and the meter file."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec
from litestar import Response, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import FRAGMENT, PAGE, PRIVATE
from choosemypower.errors import AppError
from choosemypower.http import Request
from choosemypower.limits import FILES_OF_ONE_CLIENT
from choosemypower.units import MONTH_NAMES
from choosemypower.usage import (
    USAGE_PARAMETERS,
    MeterFile,
    MeterFileError,
    Profiles,
    UsageChoice,
    parse_month_fields,
    parse_one_bill,
    parse_pasted,
    parse_usage,
    typical_usage,
    with_hours,
)
from choosemypower.usage.meter_notes import MeterNotes, parse_notes, word_of
from choosemypower.usage.uploads import MeterOptions, read_upload
from choosemypower.web import way_back
from choosemypower.web.addresses import first_values, given_address, query_pairs
from choosemypower.web.calculator_view import Calculator, HomePlace, calculator_view, place_of, year_view
from choosemypower.web.forms import limited_for_us, refused_file, require_same_origin, sent_form
from choosemypower.web.meter_view import meter_choices, meter_notes, meter_result
from choosemypower.web.rendering import FragmentResponse, PageResponse, moved
from choosemypower.web.routes import reads
from choosemypower.web.usage_box import heating_of
from choosemypower.web.views import FieldError
from choosemypower.web.way_back import encoded
from choosemypower.world import World

READ = "read"
"""The notes of a meter file: usage/meter_notes.py."""
PLACE_FIELDS = ("zip", "city", way_back.PARAMETER)
BILL_FIELDS = ("bill_month", "bill_kwh")
"""What was typed from one bill: it stays in the address, so that it stays in the form."""
MONTH_FIELDS = tuple(str(number) for number in range(1, 13))
PARAMETERS = (
    *USAGE_PARAMETERS,
    "filled",
    READ,
    *PLACE_FIELDS,
    "way",
    *BILL_FIELDS,
    *MONTH_FIELDS,
    "paste",
)
METER_FILE = f"{paths.CALCULATOR}/meter-file"


class _FormRefused(Exception):
    """A form's fields cannot be used: which, and why."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__(errors)
        self.errors = errors


@reads(PAGE, paths.CALCULATOR, query=PARAMETERS, budget="city")
async def calculator(
    request: Request,
    world: NamedDependency[World],
) -> Response[bytes] | Redirect:
    """The page; a form that was filled in leads to the address with its result, or back with what is wrong."""
    given = first_values(request)
    place = place_of(given, world)
    try:
        usage = _usage_of(given, world.profiles)
    except _FormRefused as refused:
        view = calculator_view(
            typical_usage(world.profiles),
            place,
            world=world,
            errors=refused.errors,
            given=dict(reversed(query_pairs(request))),
            open_way=given.get("way"),
        )
        return PageResponse("calculator/page.html", view, status=422)
    told = parse_notes(given.get(READ, ""), usage.filled_months) if "months" in given else ()
    typed = _typed_bill(given, usage, world.profiles)
    address = _address(usage, place, told, typed)
    if place.error is None and address != given_address(request, PARAMETERS):
        return moved(address)
    view = calculator_view(usage, place, world=world, notes=meter_notes(told), given=typed)
    return PageResponse("calculator/page.html", view, status=200 if place.error is None else 422)


@reads(FRAGMENT, f"/fragments{paths.CALCULATOR}", query=PARAMETERS, budget="city")
async def year_alone(
    request: Request,
    world: NamedDependency[World],
) -> Response[bytes]:
    """The total for a form that is being filled in; what is wrong with it stands in its place."""
    given = first_values(request)
    place = place_of(given, world)
    try:
        view = year_view(_usage_of(given, world.profiles), place, world)
    except _FormRefused as refused:
        typical = year_view(typical_usage(world.profiles), place, world)
        view = msgspec.structs.replace(typical, error=refused.errors[0].message)
        return FragmentResponse("calculator/_fragment.html", view, status=422)
    return FragmentResponse("calculator/_fragment.html", view)


@reads(PRIVATE, METER_FILE)
async def no_meter_file() -> Redirect:
    """Somebody came back to the address of a result, which was not kept: to the form."""
    return moved(f"{paths.CALCULATOR}#meter-file")


@post(
    METER_FILE, status_code=200, middleware=[limited_for_us(FILES_OF_ONE_CLIENT)], **PRIVATE.handler_options()
)
async def meter_file(
    request: Request,
    world: NamedDependency[World],
) -> Response[bytes]:
    """The year of a meter file, which is read, added up and forgotten."""
    require_same_origin(request)
    place = HomePlace()
    try:
        form = await sent_form(request, MeterFileError("The file is larger than 10 MB."))
        place = place_of({name: str(form.get(name) or "") for name in PLACE_FIELDS}, world)
        file = form.get("file")
        content = await file.read() if isinstance(file, UploadFile) else b""
        if not content:
            raise MeterFileError("Choose the file that you downloaded.")
        read = await read_upload(content, MeterOptions(), request.app.state.workers, request.receive)
    except AppError as error:
        view = calculator_view(
            typical_usage(world.profiles),
            place,
            world=world,
            errors=(FieldError("meter-file", error.detail),),
            open_way="file",
        )
        return refused_file("calculator/page.html", view, error)
    return PageResponse("calculator/page.html", _meter_view(read, place, world))


def _meter_view(read: MeterFile, place: HomePlace, world: World) -> Calculator:
    """The result of a meter file, or its meters to choose from: each a link with its own year."""
    reading = read.choose(None)
    if reading is not None:
        return calculator_view(
            reading.usage,
            place,
            world=world,
            open_way="file",
            meter=meter_result(reading),
            kept_at=_address(reading.usage, place, reading.told),
        )
    choices = meter_choices(
        read,
        [_address(one.reading.usage, place, one.reading.told) if one.reading else "" for one in read.meters],
        _address(read.together.usage, place, read.together.told) if read.together else None,
    )
    return calculator_view(
        typical_usage(world.profiles), place, world=world, open_way="file", choices=choices
    )


def _usage_of(given: Mapping[str, str], profiles: Profiles) -> UsageChoice:
    """What the form that was sent says, or the parameters of an address. Raises _FormRefused."""
    way = given.get("way")
    try:
        if way == "bill":
            return _one_bill(given, profiles)
        if way == "months":
            usage = (
                parse_pasted(given["paste"], profiles)
                if "paste" in given
                else parse_month_fields(given, profiles)
            )
            return with_hours(usage, given.get("hours", ""))
        usage = parse_usage(given, profiles)
    except AppError as error:
        first = FieldError(_field_of(error, way, given), error.detail)
        raise _FormRefused((first, *_further_errors(first, way, given, profiles))) from None
    filled = tuple(
        int(part) for part in given.get("filled", "").split("-") if part in MONTH_FIELDS and "months" in given
    )
    return msgspec.structs.replace(usage, filled_months=tuple(sorted(set(filled)))) if filled else usage


def _one_bill(given: Mapping[str, str], profiles: Profiles) -> UsageChoice:
    heating = heating_of(given.get("heat", ""))
    return parse_one_bill(given.get("bill_month", ""), given.get("bill_kwh", ""), profiles, heating)


def _typed_bill(given: Mapping[str, str], usage: UsageChoice, profiles: Profiles) -> dict[str, str]:
    """One bill as it was typed, where the year is still that of the bill; empty for every other year."""
    try:
        if _one_bill(given, profiles).canonical != usage.canonical:
            return {}
    except AppError:
        return {}
    return {"bill_month": str(int(given["bill_month"])), "bill_kwh": given["bill_kwh"].replace(",", "")}


def _further_errors(
    first: FieldError, way: str | None, given: Mapping[str, str], profiles: Profiles
) -> Iterator[FieldError]:
    """The other fields of the form that cannot be used, so that one round corrects them all."""
    own: tuple[str, ...]
    if way == "bill":
        alone, own = [("bill-kwh", {**given, "bill_month": "1"})], ("Enter kWh",)
    elif way == "months" and "paste" not in given:
        alone = [(f"month-{number}", {number: given[number]}) for number in MONTH_FIELDS if number in given]
        own = MONTH_NAMES
    else:
        return
    for field, fields in alone:
        try:
            _one_bill(fields, profiles) if way == "bill" else parse_month_fields(fields, profiles)
        except AppError as error:
            # What is wrong with a year that has this field alone says nothing of the field.
            if field != first.field and error.detail.startswith(own):
                yield FieldError(field, error.detail)


def _field_of(error: AppError, way: str | None, given: Mapping[str, str]) -> str:
    """The id of the control that an error belongs to."""
    if way == "bill":
        return "bill-month" if error.extra.get("parameter") == "month" else "bill-kwh"
    if way == "months" or error.extra.get("parameter") == "months":
        if "paste" in given:
            return "paste"
        for number, name in enumerate(MONTH_NAMES, start=1):
            if error.detail.startswith(f"{name}:"):
                return f"month-{number}"
        return "month-1"
    return {"heat": "home-heat", "pool": "home-pool"}.get(str(error.extra.get("parameter")), "home-size")


def _address(
    usage: UsageChoice,
    place: HomePlace,
    told: Sequence[MeterNotes] = (),
    typed: Mapping[str, str] = MappingProxyType({}),
) -> str:
    pairs = list(usage.canonical)
    if usage.filled_months:
        pairs.append(("filled", "-".join(str(month) for month in usage.filled_months)))
    if told:
        pairs.append((READ, word_of(told)))
    # In the order of `PARAMETERS`, in which the cache passes them on.
    pairs += [*place.pairs, *typed.items()]
    return paths.with_query(paths.CALCULATOR, encoded(tuple(pairs)))


handlers = [calculator, year_alone, no_meter_file, meter_file]
