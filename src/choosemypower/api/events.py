"""What a page of ours tells of itself: that it was seen, and little else. Counted by lists of ours, never kept as such.

Caches between us and a visitor mean that we do not see every page; so each page says it with a tiny beacon. It holds
the page's path without its query; from that we take the route, the plan, the filters, and throw it away.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import unquote

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower import paths
from choosemypower.api.body import read_json
from choosemypower.api.operations import Body, Operation
from choosemypower.api.queries import Query
from choosemypower.api.routes import acts
from choosemypower.cache.page_cache import PageCache
from choosemypower.cache.policies import BEACON, NO_STORE, PAGE, PRIVATE
from choosemypower.events import OTHER, CountKind, Recorder
from choosemypower.facets import Group, known_words, parse_request
from choosemypower.http import Request
from choosemypower.limits import Rate
from choosemypower.usage import USAGE_PARAMETERS
from choosemypower.world import World

LONGEST_BODY_BYTES = 1_000
LONGEST_PATH = 400
BEACONS_OF_ONE_CLIENT = Rate(name="events", requests=120, seconds=120)
BEACON_ID = "^[0-9a-f]{16,32}$"
PAGES = (PAGE.name, PRIVATE.name, NO_STORE.name)
ROBOTS = re.compile(r"bot\b|bot/|crawl|spider|slurp|lighthouse|preview", re.IGNORECASE)
"""What programs that read pages call themselves."""
USAGE = "usage"
GROUPS = frozenset(group.value for group in Group)


class EventBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Something that happened on a page of ours."""

    event: Annotated[
        Literal["view", "filter", "sign-up"],
        Meta(
            description="`view`: a page was opened; `filter`: its list was filtered without a new page; `sign-up`: the "
            "link from a plan to its provider was taken."
        ),
    ]
    path: Annotated[
        str,
        Meta(description="Of the page, without its query.", max_length=LONGEST_PATH),
    ]
    visit: Annotated[
        Literal["begun", "went-on"] | None,
        Meta(description="The first page of a visit, or the first page or action after it; else left out."),
    ] = None
    filters: Annotated[
        Annotated[str, Meta(max_length=LONGEST_PATH)] | None,
        Meta(
            description="Names of the list's query parameters with commas, without their values: `with,rate`."
        ),
    ] = None
    plans: Annotated[
        Annotated[int, Meta(ge=1, le=4)] | None, Meta(description="How many plans a comparison holds.")
    ] = None
    id: Annotated[
        Annotated[str, Meta(pattern=BEACON_ID)] | None,
        Meta(description="Random, anew for each beacon, so that a repeated one is known and counts once."),
    ] = None


SEND_EVENT = Operation(
    id="sendEvent",
    path="/api/v1/events",
    method="post",
    summary="Count a page view",
    description="For the pages of this site. Only counts by day are kept: no address, no cookie, no identifier; see "
    "/privacy. Whatever is on none of our lists of pages, plans and filters is counted as `other`.",
    tag="Measuring",
    query=Query,
    body=Body(
        media_types={"application/json": EventBody},
        example={
            "event": "view",
            "path": paths.city("houston"),
            "visit": "begun",
            "id": "fedcba9876543210",
        },
    ),
    other_answers={204: "Counted."},
    takes_no_turn=True,
)


@acts(SEND_EVENT, longest_body_bytes=LONGEST_BODY_BYTES, rate=BEACONS_OF_ONE_CLIENT, policy=BEACON)
async def send_event(request: Request, asked: Query, world: World) -> Response[bytes]:
    """Add it to the counts of the day."""
    event = await read_json(request, EventBody)
    if is_from_a_visitor(request):
        page_cache: PageCache = request.app.state.page_cache
        _count(event, request.app.state.events, page_cache, world)
    return Response(b"", status_code=204)


def is_from_a_visitor(request: Request) -> bool:
    """Robots, and pages of other sites, are thanked and not counted."""
    return (
        request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
        and ROBOTS.search(request.headers.get("user-agent", "")) is None
    )


def _count(event: EventBody, events: Recorder, page_cache: PageCache, world: World) -> None:
    path = unquote(event.path[:LONGEST_PATH]).partition("?")[0]
    template = template_of_page(path, page_cache)
    if template == paths.OPERATOR:
        return
    found = [] if event.visit is None else [(CountKind.VISIT, str(event.visit))]
    if event.event == "sign-up":
        found.append((CountKind.SIGN_UP, _plan_id(path, world) or OTHER))
    else:
        names = (event.filters or "").split(",")
        found += [(CountKind.FILTER, name) for name in sorted(_filters(path, names, world))]
    if event.event == "view":
        found += [*events.seen(template), *_seen_in_detail(event, template, path, world)]
    events.count_beacon(event.id, found)


def _seen_in_detail(
    event: EventBody, template: str, path: str, world: World
) -> Iterator[tuple[CountKind, str]]:
    if template == paths.plan("{provider}", "{plan}"):
        yield CountKind.PLAN, _plan_id(path, world) or OTHER
    elif template == paths.COMPARE and event.plans is not None:
        yield CountKind.COMPARISON, str(event.plans)


def template_of_page(path: str, page_cache: PageCache) -> str:
    """The route of a page; `other` for what is none."""
    route = page_cache.routes.find(path, "GET") if path.startswith("/") else None
    if route is None or not route.template or route.policy.name not in PAGES:
        return OTHER
    is_page = not route.template.startswith(("/api/", paths.FRAGMENTS)) or route.template == paths.API_DOCS
    return route.template if is_page else OTHER


def _plan_id(path: str, world: World) -> str | None:
    """The plan whose page this is."""
    segments = path.strip("/").lower().split("/")
    if len(segments) != 4 or "/".join(segments[:2]) != f"{paths.PLANS}/plans".strip("/"):
        return None
    provider = world.catalogue.provider_aliases.get(segments[2], segments[2])
    plan = world.catalogue.by_url.get((provider, segments[3]))
    return plan.plan_id if plan is not None else None


def _filters(path: str, names: list[str], world: World) -> set[str]:
    """The groups of filters that a list has, in its path and its query; and `usage`, where a home was described."""
    found = GROUPS.intersection(names)
    is_described = not set(USAGE_PARAMETERS).isdisjoint(names)
    if path.startswith(f"{paths.PLANS}/") and not path.startswith(f"{paths.PLANS}/plans/"):
        asked = parse_request(path.strip("/").split("/")[2:], (), world.once(known_words))
        found |= {choice.group.value for choice in asked.choices}
        is_described = is_described or bool(asked.usage_parameters)
    return {*found, USAGE} if is_described else {*found}


handlers = [send_event]
