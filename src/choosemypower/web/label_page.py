""" "Read a label": a facts label that somebody sends, as a file or as text; read, shown and forgotten."""

from litestar import Response, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import PAGE, PRIVATE
from choosemypower.documents.label_files import BYTES_MAX, LabelFileError
from choosemypower.documents.label_uploads import UploadedLabel, read_upload
from choosemypower.errors import AppError
from choosemypower.http import MULTIPART_EXTRA_BYTES, Request
from choosemypower.limits import FILES_OF_ONE_CLIENT
from choosemypower.usage import UsageChoice, parse_usage, typical_usage
from choosemypower.web.addresses import first_values, given_address
from choosemypower.web.calculator_view import HomePlace, place_of
from choosemypower.web.forms import limited_for_us, refused_file, require_same_origin, sent_form
from choosemypower.web.label_view import LabelResult, label_result
from choosemypower.web.rendering import PageResponse, moved
from choosemypower.web.routes import reads
from choosemypower.web.usage_box import UsageBox
from choosemypower.web.views import Crumb, FieldError, PageView
from choosemypower.web.way_back import TRAVELLING, encoded, line_box, travel_query, way_crumbs
from choosemypower.world import World

PARAMETERS = (*TRAVELLING, "zip", "city")
LABEL = f"{paths.READ_A_LABEL}/label"
TOO_LARGE = "The file is larger than 2 MB; a facts label has a few hundred kB."
LONGEST_SHOWN = 60_000
"""Of a text that is shown again; no label is longer."""
TITLE = "Read a facts label"


class ReadALabel(PageView, frozen=True, kw_only=True):
    """`pages/read_a_label.html`."""

    errors: tuple[FieldError, ...]
    action: str = LABEL
    pasted: str
    carried: tuple[tuple[str, str], ...]
    """The home, which the form keeps."""
    usage: UsageBox
    result: LabelResult | None


@reads(PAGE, paths.READ_A_LABEL, query=PARAMETERS, budget="city")
async def read_a_label(request: Request, world: NamedDependency[World]) -> Response[bytes] | Redirect:
    """The form, for the home of the address."""
    given = first_values(request)
    usage = parse_usage(given, world.profiles)
    place = place_of(given, world)
    address = paths.with_query(paths.READ_A_LABEL, encoded(_pairs(usage, place)))
    if address != given_address(request, PARAMETERS):
        return moved(address)
    return PageResponse("pages/read_a_label.html", _view(usage, place, world))


@reads(PRIVATE, LABEL)
async def no_label() -> Redirect:
    """Somebody came back to the address of a result, which was not kept: to the form."""
    return moved(paths.READ_A_LABEL)


@post(
    LABEL,
    status_code=200,
    middleware=[limited_for_us(FILES_OF_ONE_CLIENT)],
    request_max_body_size=BYTES_MAX + MULTIPART_EXTRA_BYTES,
    **PRIVATE.handler_options(),
)
async def label(request: Request, world: NamedDependency[World]) -> Response[bytes]:
    """What a label says, and what this home would pay; or the form with what is wrong."""
    require_same_origin(request)
    usage, place, pasted = typical_usage(world.profiles), HomePlace(), ""
    try:
        form = await sent_form(request, LabelFileError(TOO_LARGE))
        given = {name: str(form.get(name) or "").strip() for name in PARAMETERS}
        place = place_of(given, world)
        pasted = str(form.get("text") or "").strip()
        usage = parse_usage({name: value for name, value in given.items() if value}, world.profiles)
        read = await _read(request, form.get("file"), pasted, world)
    except AppError as error:
        field = "text" if pasted else "file"
        view = _view(usage, place, world, pasted=pasted, errors=(FieldError(field, error.detail),))
        return refused_file("pages/read_a_label.html", view, error)
    result = label_result(read, usage, world, place.utilities)
    return PageResponse("pages/read_a_label.html", _view(usage, place, world, pasted=pasted, result=result))


async def _read(request: Request, file: object, pasted: str, world: World) -> UploadedLabel:
    """The file, or else the text. Raises LabelFileError and the errors of `workers.pool`."""
    content, kind = pasted.encode(), "text/plain"
    if isinstance(file, UploadFile) and (sent := await file.read()):
        content, kind = sent, file.content_type or ""
    if not content:
        raise LabelFileError("Choose the file of the label, or paste its text.")
    return await read_upload(
        content, kind, world.atlas.delivery_charges, request.app.state.workers, request.receive
    )


def _pairs(usage: UsageChoice, place: HomePlace) -> tuple[tuple[str, str], ...]:
    # The order in which PARAMETERS names them.
    if place.is_left_list:
        return (*place.pairs, *usage.canonical)
    return (*usage.canonical, *place.pairs)


def _view(
    usage: UsageChoice,
    place: HomePlace,
    world: World,
    *,
    pasted: str = "",
    errors: tuple[FieldError, ...] = (),
    result: LabelResult | None = None,
) -> ReadALabel:
    return ReadALabel(
        title=f"Error: {TITLE}" if errors else TITLE,
        description="Send the Electricity Facts Label of any plan: what it charges, whether its average prices are "
        "true to it, and what a year costs your home. Nothing is kept.",
        h1=TITLE,
        canonical_path=paths.READ_A_LABEL,
        breadcrumbs=(Crumb("Home", "/"), *way_crumbs(place.way, usage), Crumb(TITLE)),
        travel=travel_query(place.way, usage.canonical),
        uses_htmx=True,
        errors=errors,
        pasted=pasted[:LONGEST_SHOWN],
        carried=_pairs(usage, place),
        usage=line_box(usage, place.way, world, paths.READ_A_LABEL),
        result=result,
    )


handlers = [read_a_label, no_label, label]
