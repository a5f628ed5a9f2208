"""Search engines are told of pages that exist, and only of those that may be indexed."""

import xml.etree.ElementTree as ElementTree

import httpx
import pytest

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
