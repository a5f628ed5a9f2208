"""Addresses of a city's list: every link of the page is the canonical URL of what it leads to."""

from functools import cached_property

import msgspec

from choosemypower import paths
from choosemypower.facets import (
    Choices,
    FacetRequest,
    Group,
    ListPart,
    canonical_address,
    canonical_parts,
    canonical_url,
)
from choosemypower.facets.canonical import Pairs
from choosemypower.facets.indexing import MAX_INDEXED_SEGMENTS
from choosemypower.usage import USAGE_PARAMETERS


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link of the list: its text, the page it leads to, and whether search engines should leave it alone."""

    text: str
    url: str
    nofollow: bool = False
    count: int | None = None


class ListLinks:
    """Builds the addresses that one request's page needs."""

    def __init__(self, city_slug: str, request: FacetRequest, usage: Pairs) -> None:
        self.city_slug = city_slug
        self.base = f"{paths.PLANS}/{city_slug}"
        self.request = request
        self.usage = usage

    def to(
        self,
        choices: Choices | None = None,
        *,
        part: ListPart | None = None,
        page: int = 1,
        usage: Pairs | None = None,
    ) -> str:
        """The canonical address of a list; what is not given stays as it is, but part and page start anew."""
        return canonical_url(
            self.base,
            self.request.choices if choices is None else choices,
            self.usage if usage is None else usage,
            part=part,
            sort=self.request.sort,
            page=page,
            zip=self.request.zip,
        )

    def link(self, text: str, choices: Choices, count: int | None = None) -> Link:
        """A link to the list under other choices. Search engines need not follow one that they may not keep."""
        url = canonical_url(self.base, choices, self.usage, sort=self.request.sort, zip=self.request.zip)
        segments = url.count("/") - self.base.count("/")
        return Link(text=text, url=url, nofollow="?" in url or segments > MAX_INDEXED_SEGMENTS, count=count)

    def here(self, page: int | None = None) -> str:
        """The canonical address of this very list, or of another page of it."""
        if page is None or page == self.request.page:
            return self._here
        return self.to(part=self.request.part, page=page)

    @cached_property
    def _here(self) -> str:
        return self.to(part=self.request.part, page=self.request.page)

    def more(self, page: int) -> str:
        """The fragment with the following cards alone."""
        return paths.MORE_PLANS + self.here(page).removeprefix(paths.PLANS)

    @property
    def canonical_path(self) -> str:
        """The address that search engines should keep: without ZIP, use by query, sort, cost and what is left out."""
        request = self.request
        choices = request.choices.choosing(Group.WITHOUT).choosing(Group.COST)
        segments, query = canonical_parts(choices, self.usage, page=request.page)
        kept = tuple(pair for pair in query if pair[0] not in USAGE_PARAMETERS)
        return canonical_address(self.base, segments, kept)

    @property
    def has_query(self) -> bool:
        return "?" in self._here

    @cached_property
    def segments(self) -> tuple[str, ...]:
        return canonical_parts(self.request.choices, self.usage)[0]

    @property
    def segment_count(self) -> int:
        return len(self.segments)

    @cached_property
    def word(self) -> str:
        """This list in the addresses of other pages, whatever the home: "houston/12-month?without=prepaid"."""
        request = self.request
        return canonical_url(
            self.city_slug, request.choices, part=request.part, sort=request.sort, zip=request.zip
        )

    @cached_property
    def carried(self) -> Pairs:
        """What the forms of the list keep besides its filters: the ZIP code and the home."""
        return (("zip", self.request.zip), *self.usage) if self.request.zip else self.usage

    @property
    def travelling(self) -> Pairs:
        """What leads from other pages back to this list, for the same home."""
        return (("from", self.word), *self.usage)
