"""What browsers measure of our pages: one small beacon a page, counted by route and device, never kept as such."""

from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower import paths
from choosemypower.api.body import read_json
from choosemypower.api.events import BEACON_ID, LONGEST_PATH, is_from_a_visitor, template_of_page
from choosemypower.api.operations import Body, Operation
from choosemypower.api.queries import Query
from choosemypower.api.routes import acts
from choosemypower.cache.page_cache import PageCache
from choosemypower.cache.policies import BEACON
from choosemypower.events import OTHER
from choosemypower.http import Request
from choosemypower.limits import Rate
from choosemypower.vitals import DeviceClass, Metric, VitalsRecorder
from choosemypower.vitals.model import MOST
from choosemypower.world import World

LONGEST_BODY_BYTES = 800
VITALS_OF_ONE_CLIENT = Rate(name="vitals", requests=120, seconds=120)

Milliseconds = Annotated[float, Meta(ge=0, le=MOST[Metric.LCP])]


class VitalsBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a browser measured of one page; what it did not is left out."""

    path: Annotated[str, Meta(description="Of the page, without its query.", max_length=LONGEST_PATH)]
    device: Annotated[
        DeviceClass, Meta(description="By the window's width: below 640 px, below 1,024 px, or wider.")
    ]
    id: Annotated[
        str,
        Meta(
            description="Random, anew for each page view, so that a repeated beacon is known.",
            pattern=BEACON_ID,
        ),
    ]
    lcp: Annotated[Milliseconds | None, Meta(description="Largest contentful paint.")] = None
    fid: Annotated[Milliseconds | None, Meta(description="First input delay.")] = None
    inp: Annotated[Milliseconds | None, Meta(description="Interaction to next paint.")] = None
    cls: Annotated[
        Annotated[float, Meta(ge=0, le=MOST[Metric.CLS])] | None, Meta(description="Cumulative layout shift.")
    ] = None
    fcp: Annotated[Milliseconds | None, Meta(description="First contentful paint.")] = None
    ttfb: Annotated[Milliseconds | None, Meta(description="Time to first byte.")] = None
    load: Annotated[Milliseconds | None, Meta(description="Until everything was loaded.")] = None


SEND_VITALS = Operation(
    id="sendVitals",
    path="/api/v1/vitals",
    method="post",
    summary="Count how quick a page was",
    description="For the pages of this site. Only histograms by route, device and day are kept; see /privacy. What is "
    "no page of ours, was sent before or comes from a program that reads pages is not counted.",
    tag="Measuring",
    query=Query,
    body=Body(
        media_types={"application/json": VitalsBody},
        example={
            "path": paths.city("houston"),
            "device": "phone",
            "id": "0123456789abcdef",
            "lcp": 812.4,
            "cls": 0.01,
        },
    ),
    other_answers={204: "Counted."},
    takes_no_turn=True,
)


@acts(SEND_VITALS, longest_body_bytes=LONGEST_BODY_BYTES, rate=VITALS_OF_ONE_CLIENT, policy=BEACON)
async def send_vitals(request: Request, asked: Query, world: World) -> Response[bytes]:
    """Add it to the histograms."""
    measured = await read_json(request, VitalsBody)
    page_cache: PageCache = request.app.state.page_cache
    recorder: VitalsRecorder = request.app.state.vitals
    route = template_of_page(measured.path, page_cache)
    if route not in (OTHER, paths.OPERATOR) and is_from_a_visitor(request):
        given = {metric: getattr(measured, metric.value) for metric in Metric}
        values = {metric: value for metric, value in given.items() if value is not None}
        recorder.note(measured.id, route, measured.device, values)
    return Response(b"", status_code=204)


handlers = [send_vitals]
