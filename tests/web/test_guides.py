"""Guides: each sound, linked, in the sitemap, with its sources, and with figures that are those of the list."""

import re

import httpx
import pytest

from choosemypower.app import Site
from choosemypower.plans.model import RateType
from choosemypower.world import World
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

SLUGS = (
    "facts-label",
    "bill-credits",
    "kinds-of-price",
    "your-bill",
    "switching",
    "moving",
    "renewable",
    "help",
)


def world_of(site: Site) -> World:
    world: World = site.litestar.state.shelf.world
    return world


@pytest.mark.parametrize("slug", SLUGS)
async def test_a_guide_is_sound_short_and_names_its_sources(client: httpx.AsyncClient, slug: str) -> None:
    answer = await client.get(f"/guides/{slug}", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert int(answer.headers["content-length"]) <= 15_000
    assert page_problems(answer.text) == []
    page = Page(answer.text)
    assert 4 <= len(page.all("h2")) - 2 <= 8
    sources = answer.text.split('id="sources"')[1].split("</ul>")[0]
    assert "<li>" in sources
    assert "In short:" in answer.text
    for other in set(SLUGS) - {slug}:
        assert f"/guides/{other}" in page.links
    assert "/guides" in page.links  # the menu


async def test_every_link_of_the_guides_leads_somewhere(client: httpx.AsyncClient) -> None:
    links: set[str] = set()
    for path in ("/guides", *(f"/guides/{slug}" for slug in SLUGS)):
        links.update(link for link in Page((await client.get(path)).text).links if link.startswith("/"))
    answers = {link: (await client.get(link.split("#")[0])).status_code for link in sorted(links)}
    assert {link: status for link, status in answers.items() if status not in (200, 301, 302)} == {}


async def test_all_guides_are_listed_and_in_the_sitemap_and_others_are_not_there(
    client: httpx.AsyncClient,
) -> None:
    listed = await client.get("/guides")
    assert page_problems(listed.text) == []
    assert "/sitemap-guides.xml" in (await client.get("/sitemap.xml")).text
    sitemap = (await client.get("/sitemap-guides.xml")).text
    home = Page((await client.get("/")).text)
    for slug in SLUGS:
        assert f"/guides/{slug}</loc>" in sitemap
        assert f"/guides/{slug}" in Page(listed.text).links
        assert f"/guides/{slug}" in home.links
    assert (await client.get("/guides/hurry")).status_code == 404


async def test_the_label_worked_through_gives_the_averages_that_it_printed(client: httpx.AsyncClient) -> None:
    text = (await client.get("/guides/facts-label")).text
    table = text.split('id="worked"')[1].split("</table>")[0]
    # Printed on the label: 17.8, 16.6 and 15.6 cents (its reader's notes say $127.60 at 750 and $242.98 at 1,500).
    for printed in ("17.8¢", "16.6¢", "15.6¢", "$127.60", "$242.98"):
        assert printed in table


async def test_no_count_in_a_sentence_of_a_guide_is_zero(client: httpx.AsyncClient) -> None:
    for slug in ("switching", "moving"):
        text = Page((await client.get(f"/guides/{slug}")).text).text_of("main")
        assert not re.search(r"(?<![\d,.$])0 (a single|for each|none|not said|plans|prepaid|charge)", text), (
            slug
        )
    assert (
        "Fees to leave of the fixed-price plans on the list: " in (await client.get("/guides/switching")).text
    )


async def test_counts_in_guides_are_those_of_the_list(client: httpx.AsyncClient, site: Site) -> None:
    world = world_of(site)
    plans = world.catalogue.plans
    fixed = sum(plan.rate_type is RateType.FIXED and not plan.is_time_of_use for plan in plans)
    kinds = (await client.get("/guides/kinds-of-price")).text
    assert re.search(rf'>Fixed</th><td class="num">{fixed:,}</td>', kinds)
    moving = (await client.get("/guides/moving")).text
    assert f"{sum(plan.is_prepaid for plan in plans)}\u00a0prepaid plans" in moving
    bill = (await client.get("/guides/your-bill")).text
    for slug in world.catalogue.by_utility:
        charge = world.atlas.find_delivery_charge(slug, world.on)
        if charge is not None and charge.usd_per_kwh is not None:
            assert f"${charge.usd_per_month + 1000 * charge.usd_per_kwh:.2f}" in bill, slug


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("Houston", "/electricity-plans/houston"),
        ("  fort   WORTH ", "/electricity-plans/fort-worth"),
        ("Amarillo", "/texas/amarillo/municipal-utility"),
        ("lake", "/locations?q=lake"),
        ("77002", "/electricity-plans/houston"),
    ],
)
async def test_a_city_or_a_zip_leads_from_home_to_its_page(
    client: httpx.AsyncClient, typed: str, leads_to: str
) -> None:
    answer = await client.get("/zip", params={"zip": typed})
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(leads_to)


async def test_a_name_that_no_city_has_comes_back_with_what_to_do(client: httpx.AsyncClient) -> None:
    answer = await client.get("/zip", params={"zip": "Gotham <b>"})
    assert answer.status_code == 422
    assert page_problems(answer.text) == []
    assert "We found no Texas city of this name." in answer.text
    assert '<option value="Houston">' in (await client.get("/")).text
