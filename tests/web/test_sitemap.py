"""Search engines are told of pages that exist, and only of those that may be indexed."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import httpx
import pytest

from choosemypower.app import Site
from choosemypower.web import sitemap
from tests.web.markup import Page

pytestmark = [pytest.mark.anyio, pytest.mark.db]

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
BASE = "http://localhost:4324"
SAMPLE_EVERY = 97


async def locations(client: httpx.AsyncClient, path: str) -> list[str]:
    response = await client.get(path)
    assert response.status_code == 200, path
    assert response.headers["content-type"].startswith("application/xml")
    assert len(response.content) < 10_000_000
    return [
        loc.text or "" for loc in ElementTree.fromstring(response.content).iterfind(".//s:loc", NAMESPACE)
    ]


async def test_robots_names_the_sitemap_and_closes_fragments_only(client: httpx.AsyncClient) -> None:
    text = (await client.get("/robots.txt")).text
    assert f"Sitemap: {BASE}/sitemap.xml" in text
    assert [line for line in text.splitlines() if line.startswith("Disallow")] == ["Disallow: /fragments/"]


async def test_parts_hold_each_address_once_and_below_the_limit(client: httpx.AsyncClient) -> None:
    everything: list[str] = []
    for part in await locations(client, "/sitemap.xml"):
        urls = await locations(client, part.removeprefix(BASE))
        assert 0 < len(urls) <= 50_000, part
        everything += urls
    assert len(everything) == len(set(everything))
    assert all(url.startswith(BASE) and "?" not in url for url in everything)


@pytest.fixture
def short_files(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files of the sitemap that hold no more than 5,000 addresses."""
    site.page_cache.forget()
    with monkeypatch.context() as patch:
        patch.setattr(sitemap, "MAX_URLS", 5_000)
        yield
    site.page_cache.forget()


async def test_part_that_is_too_long_for_a_file_has_several(
    client: httpx.AsyncClient, short_files: None
) -> None:
    files = [url for url in await locations(client, "/sitemap.xml") if "filters" in url]
    assert files == [f"{BASE}/sitemap-filters.xml", *(f"{BASE}/sitemap-filters.xml?page={n}" for n in (2, 3))]
    pieces = [await locations(client, file.removeprefix(BASE)) for file in files]
    assert [len(piece) for piece in pieces[:-1]] == [5_000, 5_000]
    assert 0 < len(pieces[-1]) <= 5_000
    everything = [url for piece in pieces for url in piece]
    assert len(set(everything)) == len(everything)
    assert len({url.split("/")[-2] for url in everything}) > 500, "cities with filters"


@pytest.mark.parametrize("page", ["0", "-1", "9", "1001", "1" + "0" * 30, "two", ""])
async def test_page_of_a_sitemap_that_is_not_there_is_said_so(client: httpx.AsyncClient, page: str) -> None:
    response = await client.get(f"/sitemap-cities.xml?page={page}")
    assert response.status_code in (400, 404)


async def test_large_cities_come_before_small_ones_and_closed_ones_last(client: httpx.AsyncClient) -> None:
    cities = await locations(client, "/sitemap-cities.xml")
    assert cities[0] == f"{BASE}/electricity-plans/houston"
    assert f"{BASE}/electricity-plans/dallas" in cities[:3]
    assert cities.index(f"{BASE}/electricity-plans/abbott") < cities.index(
        f"{BASE}/texas/san-antonio/municipal-utility"
    )
    filters = await locations(client, "/sitemap-filters.xml")
    assert filters[0].startswith(f"{BASE}/electricity-plans/houston/")


async def test_listed_pages_answer_200_may_be_indexed_and_are_canonical(client: httpx.AsyncClient) -> None:
    for part in await locations(client, "/sitemap.xml"):
        urls = await locations(client, part.removeprefix(BASE))
        for url in urls if len(urls) <= SAMPLE_EVERY else urls[::SAMPLE_EVERY]:
            response = await client.get(url.removeprefix(BASE))
            assert response.status_code == 200, url
            assert "noindex" not in response.text, url
            assert f'<link rel="canonical" href="{url}">' in response.text, url


async def test_every_page_that_the_home_page_links_to_and_that_may_be_indexed_is_listed(
    client: httpx.AsyncClient,
) -> None:
    listed = {
        url.removeprefix(BASE) or "/"
        for part in await locations(client, "/sitemap.xml")
        for url in await locations(client, part.removeprefix(BASE))
    }
    links = {link.partition("#")[0] for link in Page((await client.get("/")).text).links}
    for path in {link for link in links if link.startswith("/") and "?" not in link}:
        response = await client.get(path)
        if response.headers["content-type"].startswith("text/html") and "noindex" not in response.text:
            assert path in listed, path
