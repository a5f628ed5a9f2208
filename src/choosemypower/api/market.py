"""The market over time: what the stored listings printed, by utility and term."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower.api.answers import Answer, Page, list_answer
from choosemypower.api.money import rate, usd
from choosemypower.api.operations import PROBLEMS_OF_A_PLACE, Operation
from choosemypower.api.queries import PageNumber, PageSize, about
from choosemypower.api.routes import reads
from choosemypower.api.selection import PlaceQuery, find_place
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.plans.market_history import GAP_DAYS, MarketStep, MarketTerm
from choosemypower.units import PRINTED_AT_KWH
from choosemypower.world import World
from choosemypower.world.history import market_history

STEPS = 100


class MarketStepJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A stretch of days in which the listings said the same of a utility's plans of one term."""

    utility: Annotated[str, Meta(description="Slug of the delivery utility.")]
    term: Annotated[MarketTerm, Meta(description="Contract months, in the words of the filter `term`.")]
    first_day: Annotated[date, Meta(description="Texas day of the first listing that says so.")]
    last_day: Annotated[
        date,
        Meta(
            description="Last Texas day on which such a listing was seen. More than "
            f"{GAP_DAYS} days before the next `firstDay` of the same utility and term: no listing is stored between."
        ),
    ]
    plan_count: int
    sources: Annotated[tuple[str, ...], Meta(description="Names of the listings.")]
    kwh_per_month: Annotated[int, Meta(description="Use for which the list prints the prices.")]
    usd_per_kwh_median: Annotated[
        Decimal,
        Meta(description="Middle of the average prices printed for this use, delivery included, tax not."),
    ]
    usd_per_kwh_lowest: Annotated[Decimal, Meta(description="The lowest of them.")]
    usd_per_month_median: Annotated[Decimal, Meta(description="The same for a month of this use.")]
    usd_per_month_lowest: Decimal


class MarketQuery(PlaceQuery, frozen=True, kw_only=True):
    kwh: Annotated[
        int,
        about("Use a month; the list prints prices for these.", example=1000, words=PRINTED_AT_KWH),
    ] = 1000
    term: Annotated[tuple[MarketTerm, ...], about("Only these.", example="12")] = ()
    page: PageNumber = 1
    page_size: PageSize = STEPS


GET_MARKET = Operation(
    id="getMarket",
    path="/api/v1/market",
    summary="The market over time, by utility and term",
    description="Fixed prices for three months or more, by the printed averages of the listings that we keep; prepaid "
    "plans, prices by the hour and doubtful rows are left out. By utility, then term, oldest first.",
    tag="Datasets",
    query=MarketQuery,
    answer=Answer[tuple[MarketStepJson, ...]],
    problems=PROBLEMS_OF_A_PLACE,
)


@reads(GET_MARKET, budget="plan", tags=(MARKET_TAG,))
async def get_market(asked: MarketQuery, world: World) -> Response[bytes]:
    """What did plans cost, as far as listings were stored?"""
    place = find_place(asked, world)
    found = [
        (utility, step)
        for utility in (place.utilities if place.meta else world.atlas.utilities)
        for step in await market_history(world, utility)
        if not asked.term or step.term in asked.term
    ]
    page = Page(number=asked.page, size=asked.page_size)
    return list_answer(
        world,
        asked,
        GET_MARKET.path,
        [_step(utility, step, asked.kwh) for utility, step in found[page.bounds]],
        page=page,
        total=len(found),
        place=place.meta,
    )


def _step(utility: str, step: MarketStep, kwh: int) -> MarketStepJson:
    figure = step.at(kwh)
    return MarketStepJson(
        utility=utility,
        term=step.term,
        first_day=step.first_day,
        last_day=step.last_day,
        plan_count=step.plans,
        sources=step.sources,
        kwh_per_month=kwh,
        usd_per_kwh_median=rate(figure.median),
        usd_per_kwh_lowest=rate(figure.lowest),
        usd_per_month_median=usd(figure.median * kwh),
        usd_per_month_lowest=usd(figure.lowest * kwh),
    )


handlers = [get_market]
