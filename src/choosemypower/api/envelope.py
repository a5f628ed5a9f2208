"""The envelope of every answer: `data`, `links`, `meta`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower.api.parameters import PAGE, PAGE_SIZE, Query
from choosemypower.cache.tags import tag_header
from choosemypower.world import World

JSON_TYPE = "application/json"
Entry = TypeVar("Entry")
encoder = msgspec.json.Encoder()


class Links(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Addresses of this answer and of the pages around it, without the host."""

    self: str
    first: str | None = None
    prev: str | None = None
    next: str | None = None
    last: str | None = None


class AnswerMeta(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What an answer was made from."""

    epoch: Annotated[
        int, Meta(description="Number of the dataset. It changes when new listings are published.")
    ]
    as_of: Annotated[datetime, Meta(description="When the listing said this (UTC).")]
    total: Annotated[int | None, Meta(description="Entries on all pages together.")] = None
    total_pages: int | None = None
    place: Annotated[
        dict[str, Any] | None, Meta(description="The place asked for, and whether homes there can choose.")
    ] = None
    usage: Annotated[
        dict[str, Any] | None,
        Meta(description="The year of use behind every cost: kWh by month, January first."),
    ] = None
    left_out: Annotated[str | None, Meta(description="What the costs do not include.")] = None


class Answer(msgspec.Struct, Generic[Entry], frozen=True, kw_only=True):
    data: Entry
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


def read_page(query: Query) -> Page:
    """Which page this request asks for. Raises InvalidParameterError."""
    return Page(number=query.integer(PAGE) or 1, size=query.integer(PAGE_SIZE) or 25)


def page_links(query: Query, path: str, page: Page, total: int) -> Links:
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
    links = page_links(query, path, page, count) if page else Links(self=query.link(path))
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
    return json_response(body, headers=tag_header(*tags) if tags else None)


def json_response(
    body: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None, media_type: str = JSON_TYPE
) -> Response[bytes]:
    """Ready bytes."""
    return Response(
        body,
        status_code=status,
        media_type=media_type,
        headers=dict(headers or {}),
    )
