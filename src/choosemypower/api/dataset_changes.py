"""What the current listing changed: plans that are new, gone, dearer or cheaper."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower.api.answers import Answer, Page, list_answer
from choosemypower.api.money import rate, usd
from choosemypower.api.operations import PROBLEMS_OF_A_PLACE, Operation
from choosemypower.api.queries import ENTRIES, PageNumber, PageSize, about
from choosemypower.api.routes import reads
from choosemypower.api.selection import PlaceQuery, find_place
from choosemypower.api.usage_query import Heat, Home, Hours, Kwh, Months, Pool, usage_meta, usage_of
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.plans.changes import ChangeKind, ListingChanges
from choosemypower.units import CENTS_PER_USD
from choosemypower.world import World
from choosemypower.world.changes import (
    LONG_DAYS,
    PricedChange,
    listing_changes,
    priced_changes,
)


class Since(StrEnum):
    LAST_LISTING = "last-listing"
    THIRTY_DAYS = "30-days"


class PrintedPrices(msgspec.Struct, frozen=True, kw_only=True):
    """Average prices as printed, delivery included, tax excluded."""

    usd_per_kwh_500: Decimal = msgspec.field(name="usdPerKwhAt500")
    usd_per_kwh_1000: Decimal = msgspec.field(name="usdPerKwhAt1000")
    usd_per_kwh_2000: Decimal = msgspec.field(name="usdPerKwhAt2000")


class ChangeCost(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the change means for the home asked for: twelve months of bills, both with today's delivery charges."""

    before_usd_per_year: Annotated[
        Decimal | None, Meta(description="Null: it is new, or its price is not known for twelve months.")
    ]
    after_usd_per_year: Annotated[
        Decimal | None, Meta(description="Null: it is gone, or its price is not known for twelve months.")
    ]
    more_usd_per_year: Annotated[
        Decimal | None, Meta(description="After less before; negative: it costs this home less now.")
    ]


class PlanChangeJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One plan that changed."""

    kind: Annotated[
        ChangeKind,
        Meta(
            description="`dearer` and `cheaper`: by the price at 1,000 kWh; where that stands, by all three."
        ),
    ]
    plan_id: str
    name: str
    provider: Annotated[str, Meta(description="Slug of the provider.")]
    provider_name: str
    utility: Annotated[str, Meta(description="Slug of the delivery utility.")]
    page_url: Annotated[str, Meta(description="Its page on this site, without the host.")]
    before_epoch: Annotated[int, Meta(description="The listing that it is compared with.")]
    before_day: Annotated[date, Meta(description="Texas day of that listing.")]
    before: Annotated[PrintedPrices | None, Meta(description="Null: it is new.")]
    after: Annotated[PrintedPrices | None, Meta(description="Null: it is gone.")]
    cost: Annotated[
        ChangeCost | None, Meta(description="Null where no place was asked for: all of Texas is not priced.")
    ]


class ChangesQuery(PlaceQuery, frozen=True, kw_only=True):
    since: Annotated[
        Since,
        about(
            f"Compared with the listing before, or with that of {LONG_DAYS} days ago (the oldest, where none is so "
            "old).",
            example="last-listing",
        ),
    ] = Since.LAST_LISTING
    kind: Annotated[tuple[ChangeKind, ...], about("Only these.", example="cheaper")] = ()
    months: Months = None
    kwh: Kwh = None
    home: Home = None
    heat: Heat = None
    pool: Pool = None
    hours: Hours = None
    page: PageNumber = 1
    page_size: PageSize = ENTRIES


LIST_CHANGES = Operation(
    id="listDatasetChanges",
    path="/api/v1/datasets/changes",
    summary="Plans that are new, gone, dearer or cheaper",
    description="By name, with what each costs the home asked for where a place is given. Empty while only one "
    "listing was ever published.",
    tag="Datasets",
    query=ChangesQuery,
    answer=Answer[tuple[PlanChangeJson, ...]],
    problems=PROBLEMS_OF_A_PLACE,
)


@reads(LIST_CHANGES, budget="plan", tags=(MARKET_TAG,))
async def list_changes(asked: ChangesQuery, world: World) -> Response[bytes]:
    """What did the last listing, or the last month, change?"""
    place = find_place(asked, world)
    listing = await listing_changes(world, is_long=asked.since is Since.THIRTY_DAYS)
    usage = usage_of(asked, world)
    changes = (
        await priced_changes(listing, usage.year, place.utilities, world)
        if place.meta
        else tuple(PricedChange(change=change) for change in listing.changes)
    )
    changes = tuple(one for one in changes if not asked.kind or one.change.kind in asked.kind)
    page = Page(number=asked.page, size=asked.page_size)
    return list_answer(
        world,
        asked,
        LIST_CHANGES.path,
        [_change(one, listing, is_priced=place.meta is not None) for one in changes[page.bounds]],
        page=page,
        total=len(changes),
        place=place.meta,
        usage=usage_meta(usage),
    )


def _change(one: PricedChange, listing: ListingChanges, *, is_priced: bool) -> PlanChangeJson:
    change = one.change
    assert listing.before_epoch is not None
    assert listing.before_day is not None
    return PlanChangeJson(
        kind=change.kind,
        plan_id=change.plan_id,
        name=change.name,
        provider=change.provider_slug,
        provider_name=change.provider_name,
        utility=change.utility,
        page_url=change.url,
        before_epoch=listing.before_epoch,
        before_day=listing.before_day,
        before=_prices(change.before),
        after=_prices(change.after),
        cost=ChangeCost(
            before_usd_per_year=_usd(one.before_cents),
            after_usd_per_year=_usd(one.after_cents),
            more_usd_per_year=_usd(one.more_cents),
        )
        if is_priced
        else None,
    )


def _usd(cents: int | None) -> Decimal | None:
    return None if cents is None else usd(cents / CENTS_PER_USD)


def _prices(prices: tuple[Decimal, Decimal, Decimal] | None) -> PrintedPrices | None:
    if prices is None:
        return None
    return PrintedPrices(
        usd_per_kwh_500=rate(prices[0]), usd_per_kwh_1000=rate(prices[1]), usd_per_kwh_2000=rate(prices[2])
    )


handlers = [list_changes]
