"""What the current listing changed: plans that are new, gone, dearer or cheaper."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower.api.answers import Answer, Page, list_answer
from choosemypower.api.money import rate
from choosemypower.api.operations import Operation
from choosemypower.api.queries import ENTRIES, PageNumber, PageSize, about
from choosemypower.api.routes import reads
from choosemypower.api.selection import PlaceQuery, find_place
from choosemypower.cache.tags import MARKET_TAG
from choosemypower.plans.changes import ChangeKind, ListingChanges, PlanChange, read_changes
from choosemypower.world import World

LONG_DAYS = 30


class Since(StrEnum):
    LAST_LISTING = "last-listing"
    THIRTY_DAYS = "30-days"


class PrintedPrices(msgspec.Struct, frozen=True, kw_only=True):
    """Average prices as printed, delivery included, tax excluded."""

    usd_per_kwh_500: Decimal = msgspec.field(name="usdPerKwhAt500")
    usd_per_kwh_1000: Decimal = msgspec.field(name="usdPerKwhAt1000")
    usd_per_kwh_2000: Decimal = msgspec.field(name="usdPerKwhAt2000")


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
    page: PageNumber = 1
    page_size: PageSize = ENTRIES


LIST_CHANGES = Operation(
    id="listDatasetChanges",
    path="/api/v1/datasets/changes",
    summary="Plans that are new, gone, dearer or cheaper",
    description="By name. Empty while only one listing was ever published.",
    tag="Datasets",
    query=ChangesQuery,
    answer=Answer[tuple[PlanChangeJson, ...]],
    problems=("invalid_parameter", "invalid_format", "not_texas", "not_found", "split", "no_data"),
)


@reads(LIST_CHANGES, budget="plan", tags=(MARKET_TAG,))
async def list_changes(asked: ChangesQuery, world: World) -> Response[bytes]:
    """What did the last listing, or the last month, change?"""
    place = find_place(asked, world)
    found = await world.once_read(_since_long_ago if asked.since is Since.THIRTY_DAYS else _since_last)
    here = frozenset(place.utilities)
    changes = [
        change
        for change in found.changes
        if (place.meta is None or change.utility in here) and (not asked.kind or change.kind in asked.kind)
    ]
    page = Page(number=asked.page, size=asked.page_size)
    entries = [_change(change, found) for change in changes[page.bounds]]
    return list_answer(
        world, asked, LIST_CHANGES.path, entries, page=page, total=len(changes), place=place.meta
    )


async def _since_last(world: World) -> ListingChanges:
    return await read_changes(None)


async def _since_long_ago(world: World) -> ListingChanges:
    return await read_changes(LONG_DAYS)


def _change(change: PlanChange, found: ListingChanges) -> PlanChangeJson:
    assert found.before_epoch is not None
    assert found.before_day is not None
    return PlanChangeJson(
        kind=change.kind,
        plan_id=change.plan_id,
        name=change.name,
        provider=change.provider_slug,
        provider_name=change.provider_name,
        utility=change.utility,
        page_url=change.url,
        before_epoch=found.before_epoch,
        before_day=found.before_day,
        before=_prices(change.before),
        after=_prices(change.after),
    )


def _prices(prices: tuple[Decimal, Decimal, Decimal] | None) -> PrintedPrices | None:
    if prices is None:
        return None
    return PrintedPrices(
        usd_per_kwh_500=rate(prices[0]), usd_per_kwh_1000=rate(prices[1]), usd_per_kwh_2000=rate(prices[2])
    )


handlers = [list_changes]
