"""The envelope of every answer: `data`, `links`, `meta`."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower.api.queries import Query
from choosemypower.editions.tags import tag_header
from choosemypower.http import Ready
from choosemypower.territories.model import ZipAnswerCode, ZipKind
from choosemypower.units import Moment
from choosemypower.usage import UsageWay
from choosemypower.usage.readings import LeftOut
from choosemypower.world import World

Data = TypeVar("Data")
encoder = msgspec.json.Encoder()


class Links(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Addresses of this answer and of the pages around it, without the host."""

    self: str
    first: str | None = None
    prev: str | None = None
    next: str | None = None
    last: str | None = None


class PlaceMeta(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The place that was asked for, and whether homes there can choose."""

    utilities: Annotated[tuple[str, ...], Meta(description="Slugs of the utilities whose plans are meant.")]
    kind: Annotated[ZipKind, Meta(description="`open`: homes choose. Otherwise why they cannot.")]
    zip: str | None = None
    city: Annotated[str | None, Meta(description="Slug of the city.")] = None
    code: Annotated[ZipAnswerCode | None, Meta(description="The kind of answer, where a ZIP was given.")] = (
        None
    )
    message: Annotated[str | None, Meta(description="The same in one or two sentences for people.")] = None


class EnergyLeftOutMeta(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    reason: LeftOut
    rows: int
    kwh: Decimal


class EnergyMeta(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`inFileKwh` is `countedKwh` and all that was left out."""

    in_file_kwh: Decimal
    counted_kwh: Annotated[Decimal, Meta(description="Read as use of the year from `firstDay` to `lastDay`.")]
    left_out: tuple[EnergyLeftOutMeta, ...]


class UsageMeta(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The year of use behind every cost."""

    way: Annotated[UsageWay, Meta(description="How it was stated; `typical`: nothing was said.")]
    kwh_by_month: Annotated[
        tuple[int, ...], Meta(description="kWh, January first.", min_length=12, max_length=12)
    ]
    kwh_per_year: int
    kwh_per_month: Annotated[int, Meta(description="Mean of the twelve months, rounded.")]
    query: Annotated[str, Meta(description="The parameters that say the same; empty for the typical home.")]
    kwh_per_year_p10: Annotated[
        int | None, Meta(description="One such home in ten stays under this; where the use is a guess.")
    ] = None
    kwh_per_year_p90: Annotated[
        int | None, Meta(description="One such home in ten uses more; where the use is a guess.")
    ] = None
    filled_months: Annotated[
        tuple[int, ...], Meta(description="Calendar months that were not given, and filled in.")
    ] = ()
    first_day: Annotated[date | None, Meta(description="First day of the meter file.")] = None
    last_day: Annotated[date | None, Meta(description="Last day of the meter file.")] = None
    covered_months: Annotated[int | None, Meta(description="Months that the meter file covers.")] = None
    covered_days: Annotated[int | None, Meta(description="Days that the meter file covers.")] = None
    energy: Annotated[
        EnergyMeta | None, Meta(description="Where every kWh of the meter file went; the sums are exact.")
    ] = None
    watt_hours_by_day: Annotated[
        tuple[int, ...], Meta(description="Each day of the meter file, from `firstDay` to `lastDay`.")
    ] = ()
    day_states: Annotated[
        str | None,
        Meta(
            description="A letter for each of them: `r` read, `e` estimated by the utility, `p` read in part, "
            "`s` an even share of a reading of several days, `g` a gap."
        ),
    ] = None
    hourly_shares: Annotated[
        tuple[Decimal, ...] | None,
        Meta(
            description="Share of the year's use in each hour: 24 of Monday to Friday, midnight first, then 24 of "
            "Saturday and Sunday. Where `hours` or a meter file says it."
        ),
    ] = None
    notes: Annotated[
        tuple[str, ...], Meta(description="What of the meter file was left out, filled or estimated.")
    ] = ()


class AnswerMeta(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What an answer was made from."""

    epoch: Annotated[
        int, Meta(description="Number of the dataset. It changes when new listings are published.")
    ]
    as_of: Annotated[Moment, Meta(description="When the listing said this (UTC).")]
    total: Annotated[int | None, Meta(description="Entries on all pages together.")] = None
    total_pages: int | None = None
    place: PlaceMeta | None = None
    usage: UsageMeta | None = None
    left_out: Annotated[str | None, Meta(description="What the costs do not include.")] = None


class Answer(msgspec.Struct, Generic[Data], frozen=True, kw_only=True):
    data: Data
    links: Links
    meta: AnswerMeta


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a list was asked for."""

    number: int
    size: int

    @property
    def bounds(self) -> slice:
        return slice((self.number - 1) * self.size, self.number * self.size)

    def count_pages(self, total: int) -> int:
        return max(1, -(-total // self.size))


def _page_links(query: Query, path: str, page: Page, total: int) -> Links:
    """The addresses of the pages around this one."""
    last = page.count_pages(total)
    first = query.link(path, page=None)
    joint = "&" if "?" in first else "?"

    def address(number: int) -> str:
        return f"{first}{joint}page={number}" if number > 1 else first

    return Links(
        self=address(page.number),
        first=first,
        prev=address(min(page.number - 1, last)) if page.number > 1 else None,
        next=address(page.number + 1) if page.number < last else None,
        last=address(last),
    )


def list_answer(
    world: World,
    query: Query,
    path: str,
    entries: Sequence[object],
    *,
    page: Page | None = None,
    total: int | None = None,
    tags: tuple[str, ...] = (),
    **meta: Any,
) -> Response[bytes]:
    """A list, whole or one page of it. With `page`, `entries` are that page's and `total` counts all."""
    count = len(entries) if total is None else total
    links = _page_links(query, path, page, count) if page else Links(self=query.link(path))
    pages = page.count_pages(count) if page else None
    return answer(world, entries, links, tags=tags, total=count, total_pages=pages, **meta)


def one_answer(
    world: World, path: str, entry: object, *, tags: tuple[str, ...] = (), **meta: Any
) -> Response[bytes]:
    """One thing, at its own address."""
    return answer(world, entry, Links(self=path), tags=tags, **meta)


def answer(
    world: World, data: object, links: Links, *, tags: tuple[str, ...] = (), **meta: Any
) -> Response[bytes]:
    """The envelope. `tags` name what stands in it, widest first ("utility/oncor"), for purging."""
    dataset = world.dataset
    described = AnswerMeta(epoch=dataset.epoch, as_of=dataset.as_of, **meta)
    body = encoder.encode({"data": data, "links": links, "meta": described})
    return Ready(body, headers=tag_header(*tags) if tags else None)
