"""Who serves a ZIP code, with an answer of its own kind for every Texas ZIP."""

from typing import Annotated

from litestar import Response

from choosemypower.api.answers import Answer, one_answer
from choosemypower.api.operations import Operation
from choosemypower.api.place_json import NamedUtility, ZipJson, named_utilities, zip_json
from choosemypower.api.queries import Query, about
from choosemypower.api.routes import reads
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.errors import AppError
from choosemypower.territories.answers import ZIP_PATTERN, answer_zip
from choosemypower.territories.model import ZipAnswer, ZipAnswerCode, ZipArea
from choosemypower.world import World

WHOLE_ZIP_PATTERN = f"^{ZIP_PATTERN}$"


class InvalidZipError(AppError):
    code = "invalid_format"
    status = 400
    title = "Not a ZIP code"


class NotTexasError(AppError):
    code = "not_texas"
    status = 404
    title = "Not in Texas"


class UnknownZipError(AppError):
    code = "not_found"
    status = 404
    title = "Unknown ZIP code"


class SplitZipError(AppError):
    """Several utilities deliver here: the caller has to say which."""

    code = "split"
    status = 409
    title = "Several utilities"


REFUSALS: dict[ZipAnswerCode, type[AppError]] = {
    ZipAnswerCode.INVALID_FORMAT: InvalidZipError,
    ZipAnswerCode.NOT_TEXAS: NotTexasError,
    ZipAnswerCode.NOT_FOUND: UnknownZipError,
}


class ZipQuery(Query, frozen=True, kw_only=True):
    zip_code: Annotated[
        str,
        about(
            "Five digits; the four of a ZIP+4 are ignored.",
            "path",
            example="77002",
            documented={"pattern": WHOLE_ZIP_PATTERN},
        ),
    ]


GET_ZIP = Operation(
    id="getZip",
    path="/api/v1/zips/{zip_code:str}",
    summary="Who serves a ZIP code",
    description="Every Texas ZIP code has an answer. Where homes cannot choose, `kind` says why and `closed` whom to "
    "ask.",
    tag="Places",
    query=ZipQuery,
    answer=Answer[ZipJson],
    problems=("invalid_format", "not_texas", "not_found"),
)


@reads(GET_ZIP, budget="city", tags=(MARKET_TAG,))
async def get_zip(asked: ZipQuery, world: World) -> Response[bytes]:
    """Who serves this ZIP code?"""
    answer = find_zip(asked.zip_code, world)
    area = area_of(answer)
    entry = zip_json(area, world, message=answer.message, page_url=answer.redirect_url)
    return one_answer(world, f"/api/v1/zips/{area.zip}", entry)


def find_zip(given: str, world: World) -> ZipAnswer:
    """What the territories say of a ZIP code, in the light of the plans on the list."""
    return answer_zip(given, world.atlas, plans_by_utility=world.catalogue.plans_by_utility)


def area_of(answer: ZipAnswer) -> ZipArea:
    """The ZIP's area. Raises the refusal of a ZIP that is malformed, elsewhere or unknown."""
    if (refusal := REFUSALS.get(answer.code)) is not None:
        raise refusal(answer.message)
    assert answer.area is not None, "every other code is about a known ZIP"
    return answer.area


def refuse_split(answer: ZipAnswer, world: World) -> SplitZipError:
    """The problem that asks for one of a split ZIP's utilities."""
    area = area_of(answer)
    utilities: tuple[NamedUtility, ...] = named_utilities(area.utilities, world)
    return SplitZipError(
        f"{answer.message} Ask again with utility= and one of: {', '.join(area.utilities)}.",
        zip=area.zip,
        utilities=utilities,
    )


handlers = [get_zip]
