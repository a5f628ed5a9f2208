"""That warming asks for every page of the sitemap, in the order and at the pace that it was told."""

import asyncio
import json
import time
from collections import Counter
from typing import Any

import httpx
import pytest

from choosemypower.edges.warm import NothingToWarmError, batches_of, warm

pytestmark = pytest.mark.anyio

BASE = "https://choosemypower.org"


class MappedSite:
    """A site with a sitemap of so many cities, three pages each, and two general pages."""

    def __init__(self, cities: int, room: int = 1_000) -> None:
        self.cities = cities
        self.room = room
        """So many pages its memory keeps."""
        self.asked: Counter[str] = Counter()
        self.broken: set[str] = set()
        self.slow: set[str] = set()
        """Not ready when they are first asked for."""
        self.at_once = self.most_at_once = 0

    def document(self, path: str) -> str | None:
        def entries(paths: list[str]) -> str:
            return "".join(f"<url><loc>{BASE}{path}</loc></url>" for path in paths)

        names = [f"city-{number}" for number in range(self.cities)]
        return {
            "/sitemap.xml": "<sitemapindex>"
            + "".join(
                f"<sitemap><loc>{BASE}/sitemap-{part}.xml</loc></sitemap>" for part in ("pages", "cities")
            )
            + "</sitemapindex>",
            "/sitemap-pages.xml": f"<urlset>{entries(['/', '/about'])}</urlset>",
            "/sitemap-cities.xml": "<urlset>"
            + entries(
                [
                    f"/electricity-plans/{name}{rest}"
                    for name in names
                    for rest in ("", "/12-month", "?kwh=1&amp;a=2")
                ]
            )
            + "</urlset>",
        }.get(path)

    def health(self) -> str:
        evictions = max(0, sum(self.asked.values()) - self.room)
        return json.dumps({"classes": {"city": {"evictions": evictions, "bytes": 1}}})

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        path = scope["path"]
        document = self.document(path)
        if path == "/api/health/cache":
            document = self.health()
        elif document is None:
            self.asked[path] += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            await asyncio.sleep(0.001)
            self.at_once -= 1
        status = 503 if path in self.slow else 500 if path in self.broken else 200
        self.slow.discard(path)
        headers = [(b"cache-status", b"choosemypower; fwd=miss; stored")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": (document or "page").encode()})

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=self))


async def test_every_page_is_asked_for_once() -> None:
    site = MappedSite(25)
    steps: list[tuple[int, int]] = []
    async with site.client() as client:
        report = await warm(BASE, client=client, progress=lambda _, done, total: steps.append((done, total)))
    assert (report.pages, report.cities, report.made, report.failed) == (77, 25, 77, 0)
    assert sum(site.asked.values()) == 77
    assert steps[-1] == (77, 77)
    assert 1 < site.most_at_once <= 8
    assert "Warmed 77 pages of 25 cities" in report.as_text()
    assert (report.dropped, report.left_out) == (0, 0)


async def test_the_largest_cities_fill_the_memory_and_nothing_is_made_to_put_them_out() -> None:
    site = MappedSite(25, room=20)
    async with site.client() as client:
        report = await warm(BASE, client=client, batch_size=2)
    # Two general pages and three batches of six fill the room; the next tells that it is full.
    assert (report.pages, report.left_out) == (26, 77 - 26)
    assert sum(site.asked.values()) == 26
    assert "/electricity-plans/city-0" in site.asked
    assert "/electricity-plans/city-24" not in site.asked
    assert report.dropped == 6
    assert "51 pages of the smallest cities were left out" in report.as_text()


async def test_the_last_cities_of_the_sitemap_are_left_out_beyond_the_limit() -> None:
    site = MappedSite(25)
    async with site.client() as client:
        report = await warm(BASE, client=client, max_cities=10)
    assert "/electricity-plans/city-9" in site.asked
    assert "/electricity-plans/city-10" not in site.asked
    assert (report.pages, report.cities, report.skipped_cities) == (32, 10, 15)
    assert "15 cities, the smallest, were left out" in report.as_text()


async def test_pauses_lie_between_batches() -> None:
    site = MappedSite(6)
    began = time.monotonic()
    async with site.client() as client:
        report = await warm(BASE, client=client, batch_size=2, batch_delay_ms=50)
    assert report.batches == 4
    assert time.monotonic() - began >= 0.15


async def test_page_that_fails_is_named_and_the_rest_goes_on() -> None:
    site = MappedSite(3)
    site.broken.add("/electricity-plans/city-1/12-month")
    async with site.client() as client:
        report = await warm(BASE, client=client)
    assert report.failed == 1
    assert report.failures == ("/electricity-plans/city-1/12-month: 500",)
    assert report.made == report.pages - 1


async def test_sitemap_that_takes_long_is_asked_for_again() -> None:
    site = MappedSite(3)
    site.slow.add("/sitemap-cities.xml")
    async with site.client() as client:
        report = await warm(BASE, client=client)
    assert (report.pages, report.failed) == (11, 0)


async def test_site_that_is_away_is_said_plainly() -> None:
    with pytest.raises(NothingToWarmError, match="does not answer"):
        await warm("http://127.0.0.1:9")


def test_batches_hold_whole_cities_the_largest_first() -> None:
    paths = [
        "/",
        "/electricity-plans",
        "/electricity-plans/plans/x/y",
        "/electricity-plans/a",
        "/texas/b/municipal-utility",
        "/electricity-plans/a/green",
    ]
    batches, cities, skipped = batches_of(paths, max_cities=5, batch_size=1)
    assert batches == [
        ["/", "/electricity-plans", "/electricity-plans/plans/x/y"],
        ["/electricity-plans/a", "/electricity-plans/a/green"],
        ["/texas/b/municipal-utility"],
    ]
    assert (cities, skipped) == (2, 0)
