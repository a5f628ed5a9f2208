"""Where a ZIP code leads: the specification's `/api/zip/navigate`, flat, by GET and POST."""

from typing import Annotated

import msgspec
from litestar import HttpMethod, Response, route
from msgspec import UNSET, Meta, UnsetType

from choosemypower.api.body import FORM_TYPE, media_type, read_json
from choosemypower.api.operations import Body, Operation
from choosemypower.api.place_json import ClaimJson, NamedUtility, claims_json, named_utilities
from choosemypower.api.queries import Query, about
from choosemypower.api.routes import acts, reads
from choosemypower.api.usage_query import MeanKwh
from choosemypower.api.zips import REFUSALS, WHOLE_ZIP_PATTERN, InvalidZipError
from choosemypower.cache.policies import API_ACTION, API_READ
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.errors import InvalidParameterError
from choosemypower.http import Ready, Request
from choosemypower.territories.answers import answer_zip
from choosemypower.territories.model import ZipAnswer, ZipAnswerCode, ZipKind
from choosemypower.usage.parameters import MAX_MEAN_KWH, MIN_MEAN_KWH
from choosemypower.world import World

LONGEST_BODY_BYTES = 10_000
SUGGESTIONS = {
    ZipAnswerCode.INVALID_FORMAT: ("Give five digits, like 77002.", "Choose your city at /locations."),
    ZipAnswerCode.NOT_TEXAS: ("Give a ZIP code in Texas, like 77002.",),
    ZipAnswerCode.NOT_FOUND: ("Check the ZIP code.", "Choose your city at /locations."),
    ZipAnswerCode.SPLIT: ("Look on your bill, under delivery, for the utility's name.",),
    ZipAnswerCode.NO_PLANS: ("The state's own list is at powertochoose.org.",),
    ZipAnswerCode.UNKNOWN_UTILITY: ("Your bill names the company that serves you.",),
}


class NavigateAnswer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where a visitor with this ZIP code goes on."""

    success: Annotated[
        bool, Meta(description="False when something has to be chosen first, or there is nothing.")
    ]
    code: Annotated[
        ZipAnswerCode,
        Meta(
            description="`ok`; `municipal`, `cooperative`, `outside_ercot`: no choice here, the page says why; "
            "`split`: choose a utility first; `no_plans`: only when `validatePlansAvailable` was asked; "
            "`unknown_utility`: we do not know who serves it."
        ),
    ]
    zip_code: str
    redirect_url: Annotated[str, Meta(description="The page to go to, without the host.")]
    city_name: str
    city_slug: str
    county: str | None
    state_name: str
    state_slug: str
    service_territory: ZipKind
    tdsp_territory: Annotated[
        str | None, Meta(description="Name of the one utility; null when none or several.")
    ]
    utilities: Annotated[tuple[NamedUtility, ...], Meta(description="The utilities with choice.")]
    requires_utility: Annotated[bool, Meta(description="True: `utilities` must be narrowed to one first.")]
    is_settled: Annotated[bool, Meta(description="The sources agree on one utility and report no other.")]
    claims: Annotated[
        tuple[ClaimJson, ...], Meta(description="Every utility that a source places here, likeliest first.")
    ]
    is_municipal_utility: bool
    plan_count: int
    has_plans: bool
    message: Annotated[str, Meta(description="One or two sentences for people.")]
    suggestions: tuple[str, ...]
    epoch: Annotated[int, Meta(description="Number of the dataset.")]


ZIP_SCHEMA: dict[str, object] = {"type": "string", "pattern": WHOLE_ZIP_PATTERN, "maxLength": 100}
# JSON knows no whole numbers: 1000.0 is one.
UsageKwh = Annotated[
    float,
    Meta(
        description="kWh a month; the page then shows costs for it.",
        ge=MIN_MEAN_KWH,
        le=MAX_MEAN_KWH,
        multiple_of=1,
        extra_json_schema={"type": "integer"},
    ),
]
MustHavePlans = Annotated[bool, Meta(description="`true`: no success when no plan is on the list.")]


class NavigateBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A ZIP code, and what to look at."""

    zip_code: Annotated[
        str,
        Meta(
            description="Five digits; the four of a ZIP+4 are ignored. `zip` is another name for it, and wins.",
            extra_json_schema=ZIP_SCHEMA,
        ),
    ]
    validate_plans_available: MustHavePlans | UnsetType = UNSET
    usage_kwh: UsageKwh | UnsetType = UNSET


class EitherBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The same as it is read: under either name."""

    zip: str | UnsetType = UNSET
    zip_code: str | UnsetType = UNSET
    validate_plans_available: MustHavePlans = False
    usage_kwh: UsageKwh | UnsetType = UNSET


class NavigateQuery(Query, frozen=True, kw_only=True, rename="camel"):
    """The specification's own names."""

    zip: Annotated[
        str | None,
        about(
            "Five digits; the four of a ZIP+4 are ignored. `zipCode` is another name for it.",
            "required",
            "unchecked",
            example="77002",
            documented=ZIP_SCHEMA,
        ),
    ] = None
    zip_code: Annotated[str | None, about("Another name of `zip`.", "hidden", "unchecked")] = None
    validate_plans_available: Annotated[
        str,
        about("`true`: no success when no plan is on the list.", example="true", words=("true", "false")),
    ] = "false"
    usage_kwh: Annotated[
        MeanKwh | None, about("kWh a month; the page then shows costs for it.", example=1000)
    ] = None


class PassedOnQuery(Query, frozen=True, kw_only=True, rename="camel"):
    """What is passed on as it is; the new address reads it."""

    zip: Annotated[str | None, about("As there.", "unchecked")] = None
    zip_code: Annotated[str | None, about("As there.", "unchecked")] = None
    validate_plans_available: Annotated[str | None, about("As there.", "unchecked")] = None
    usage_kwh: Annotated[str | None, about("As there.", "unchecked")] = None


DESCRIPTION = (
    "Malformed ZIP codes answer 400 `invalid_format`, those outside Texas 404 `not_texas`, unknown ones 404 "
    "`not_found`, as problem documents with `success: false` and `suggestions`. Everything else is 200: places "
    "without choice succeed and lead to the page that says why."
)
NAVIGATE = Operation(
    id="navigateZip",
    path="/api/zip/navigate",
    summary="Where a ZIP code leads",
    description=DESCRIPTION,
    tag="ZIP form",
    query=NavigateQuery,
    answer=NavigateAnswer,
    problems=("invalid_format", "not_texas", "not_found"),
)
NAVIGATE_BY_POST = Operation(
    id="navigateZipByPost",
    path="/api/zip/navigate",
    method="post",
    summary="Where a ZIP code leads",
    description=DESCRIPTION,
    tag="ZIP form",
    query=Query,
    body=Body(
        description="JSON, or the same as a form (`application/x-www-form-urlencoded`).",
        media_types={"application/json": NavigateBody},
        example={"zipCode": "77002"},
    ),
    answer=NavigateAnswer,
    problems=("invalid_format", "not_texas", "not_found"),
)
ZIP_LOOKUP = Operation(
    id="zipLookup",
    path="/api/zip-lookup",
    summary="The old address of /api/zip/navigate",
    tag="ZIP form",
    query=PassedOnQuery,
    other_answers={301: "It has moved to /api/zip/navigate; the parameters are kept."},
    needs_data=False,
)
ZIP_LOOKUP_BY_POST = msgspec.structs.replace(
    ZIP_LOOKUP,
    id="zipLookupByPost",
    method="post",
    other_answers={308: "It has moved to /api/zip/navigate; send the same body there."},
)


@reads(NAVIGATE, budget="city", tags=(MARKET_TAG,))
async def navigate(asked: NavigateQuery, world: World) -> Response[bytes]:
    """Where does this ZIP code lead?"""
    return _answer_named(asked, world)


@acts(NAVIGATE_BY_POST, longest_body_bytes=LONGEST_BODY_BYTES)
async def navigate_by_post(request: Request, _: Query, world: World) -> Response[bytes]:
    """Where does this ZIP code lead?"""
    if media_type(request) == FORM_TYPE:
        return _answer_named(NAVIGATE.reader.read(await request.body()), world)
    asked = await read_json(request, EitherBody, also=FORM_TYPE)
    given = [text for text in (asked.zip, asked.zip_code) if isinstance(text, str)]
    usage_kwh = int(asked.usage_kwh) if isinstance(asked.usage_kwh, float) else None
    return _navigate_answer(given, asked.validate_plans_available, usage_kwh, world)


@route(NAVIGATE.path, http_method=[HttpMethod.OPTIONS], **API_ACTION.handler_options())
async def allowed_methods() -> Response[bytes]:
    """Which methods does it take? Litestar's own answer knows only the handler that came first."""
    return Response(b"", status_code=204, headers={"Allow": "GET, HEAD, OPTIONS, POST"})


@route(
    ZIP_LOOKUP.path,
    http_method=[HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST],
    status_code=301,
    **API_READ.handler_options(query=ZIP_LOOKUP.reader.names, is_strict=True),
)
async def zip_lookup(request: Request) -> Response[bytes]:
    """The specification's redirect; 308 for a POST, which a 301 would turn into a GET without its body."""
    ZIP_LOOKUP.reader.read(request.scope["query_string"], {})
    query = request.scope["query_string"].decode("latin-1")
    location = f"{NAVIGATE.path}?{query}" if query else NAVIGATE.path
    status = 308 if request.method == "POST" else 301
    return Ready(b"", status=status, headers={"Location": location})


def _answer_named(asked: NavigateQuery, world: World) -> Response[bytes]:
    """The answer to a query, or to a form that says the same in its body."""
    given = [text for text in (asked.zip, asked.zip_code) if text is not None]
    return _navigate_answer(given, asked.validate_plans_available == "true", asked.usage_kwh, world)


def _navigate_answer(
    given: list[str], must_have_plans: bool, usage_kwh: int | None, world: World
) -> Response[bytes]:
    """The answer for a ZIP code, given once or under both names; the first wins.

    Raises the refusals of malformed, foreign and unknown ones.
    """
    if not given:
        raise InvalidZipError(
            "Give a ZIP code as zip, five digits like 77002.",
            success=False,
            suggestions=SUGGESTIONS[ZipAnswerCode.INVALID_FORMAT],
        )
    counts = world.catalogue.plans_by_utility if must_have_plans else None
    answers = [answer_zip(text, world.atlas, plans_by_utility=counts) for text in given]
    malformed = (answer for answer in answers if answer.code is ZipAnswerCode.INVALID_FORMAT)
    answer = next(malformed, answers[0])
    if (refusal := REFUSALS.get(answer.code)) is not None:
        raise refusal(answer.message, success=False, suggestions=SUGGESTIONS.get(answer.code, ()))
    return Ready(msgspec.json.encode(_describe(answer, usage_kwh, world)))


def _describe(answer: ZipAnswer, usage_kwh: int | None, world: World) -> NavigateAnswer:
    area, page = answer.area, answer.redirect_url
    if area is None or page is None:
        raise InvalidParameterError(answer.message)
    utilities = named_utilities(area.utilities, world)
    count = sum(utility.plan_count for utility in utilities)
    if usage_kwh is not None and area.kind is ZipKind.OPEN and not area.must_ask:
        page += f"{'&' if '?' in page else '?'}kwh={usage_kwh}"
    return NavigateAnswer(
        success=answer.code not in (ZipAnswerCode.SPLIT, ZipAnswerCode.NO_PLANS),
        code=answer.code,
        zip_code=area.zip,
        redirect_url=page,
        city_name=area.city,
        city_slug=area.city_slug,
        county=area.county,
        state_name="Texas",
        state_slug="texas",
        service_territory=area.kind,
        tdsp_territory=utilities[0].name if len(utilities) == 1 else None,
        utilities=utilities,
        requires_utility=answer.code is ZipAnswerCode.SPLIT,
        is_settled=area.is_settled,
        claims=claims_json(area, world.atlas),
        is_municipal_utility=area.kind is ZipKind.MUNICIPAL,
        plan_count=count,
        has_plans=count > 0,
        message=answer.message,
        suggestions=SUGGESTIONS.get(answer.code, ()),
        epoch=world.dataset.epoch,
    )


OPERATIONS = (ZIP_LOOKUP, ZIP_LOOKUP_BY_POST)
"""Those that one handler answers together."""
handlers = [allowed_methods, navigate, navigate_by_post, zip_lookup]
