"""Which version of the listings answers come from."""

from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower.api.answers import Answer, one_answer
from choosemypower.api.operations import Operation
from choosemypower.api.queries import Query
from choosemypower.api.routes import reads
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.units import Moment
from choosemypower.world import World


class DatasetJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One version of the listings."""

    epoch: Annotated[int, Meta(description="Its number; every answer names it in `meta.epoch`.")]
    source: Annotated[str, Meta(description="The listing's address, or the name of the file that was read.")]
    shape: Annotated[str, Meta(description="`state_export`, `zip_export`, `archive`, `bundle` or `sheet`.")]
    content_hash: Annotated[str, Meta(description="SHA-256 of the listing's bytes.")]
    as_of: Annotated[Moment, Meta(description="When the listing said this (UTC).")]
    confirmed_at: Annotated[Moment, Meta(description="When the same content was last seen (UTC).")]
    fetched_at: Moment
    row_count: Annotated[int, Meta(description="Data rows of the listing.")]
    plan_count: int
    provider_count: Annotated[int, Meta(description="Providers with a plan in it.")]


CURRENT_DATASET = Operation(
    id="getCurrentDataset",
    path="/api/v1/datasets/current",
    summary="The published dataset",
    description="Its epoch changes when new listings are published. Kept nowhere: `confirmedAt` is that of now.",
    tag="Datasets",
    query=Query,
    answer=Answer[DatasetJson],
    is_uncached=True,
    takes_no_turn=True,
)


@reads(CURRENT_DATASET, budget="plan", tags=(MARKET_TAG,))
async def current_dataset(_: Query, world: World) -> Response[bytes]:
    """Which dataset is published?"""
    dataset = world.dataset
    entry = DatasetJson(
        epoch=dataset.epoch,
        source=dataset.source,
        shape=dataset.shape,
        content_hash=dataset.content_hash,
        as_of=dataset.as_of,
        confirmed_at=dataset.confirmed_at,
        fetched_at=dataset.fetched_at,
        row_count=dataset.rows,
        plan_count=len(world.catalogue.plans),
        provider_count=len(world.catalogue.by_provider),
    )
    return one_answer(world, CURRENT_DATASET.path, entry)


handlers = [current_dataset]
