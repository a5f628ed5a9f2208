"""What changed since an earlier listing: page, feed and lines elsewhere, over listings that a test publishes."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from choosemypower.settings import Settings
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.program import running_program
from tests.support.publishing import publish, read
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

ATOM = "{http://www.w3.org/2005/Atom}"
STAYS = a_listing_row(idKey=1, Product="Stays 12")
WAS = a_listing_row(idKey=2, Product="Cheaper 12", kwh500=0.15, kwh1000=0.14, kwh2000=0.135)
CHEAPER = WAS | {"kwh500": "0.139", "kwh1000": "0.129", "kwh2000": "0.124"}
GOES = a_listing_row(idKey=3, Product="Goes & 6", TermValue=6, RepCompany="ABUNDANCE ENERGY")
ALSO = a_listing_row(idKey=4, Product="Dearer 24", TermValue=24)
DEARER = ALSO | {"kwh500": "0.1410", "kwh1000": "0.1370", "kwh2000": "0.1350"}
NEW = a_listing_row(idKey=9, Product="New 36", TermValue=36)
MONTHLY = a_listing_row(idKey=10, Product="Any Month", TermValue=1, Fixed=0, RateType="Variable")
PAGE = "/changes?utility=oncor"
COUNTS = "1\u00a0new, 1\u00a0gone, 2\u00a0dearer and 1\u00a0cheaper"


@pytest.fixture
def listings(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Three: the second takes, brings and reprices, the third changes nothing but what Houston could take."""
    second = (STAYS, CHEAPER, DEARER, NEW, MONTHLY | {"kwh1000": "0.1330"})
    return (
        a_listing_file(tmp_path, STAYS, WAS, GOES, ALSO, MONTHLY, name="a.csv"),
        a_listing_file(tmp_path, *second, name="b.csv"),
        a_listing_file(
            tmp_path, *second, a_listing_row(idKey=20, TduCompanyName="CENTERPOINT ENERGY HOUSTON ELECTRIC LLC"),
            name="c.csv",
        ),
    )  # fmt: skip


def tables(text: str) -> dict[str, str]:
    """Each heading with what follows it, without tags."""
    parts = re.split(r"<h2[^>]*>(.*?)</h2>", text)
    return {
        head: re.sub(r"<[^>]+>|\s+", " ", body) for head, body in zip(parts[1::2], parts[2::2], strict=True)
    }


async def test_a_place_sees_what_is_new_gone_dearer_and_cheaper_for_its_home(
    migrated: Settings, listings: tuple[Path, Path, Path]
) -> None:
    async with running_program(migrated) as http:
        await publish(http, migrated, listings[0], 9)
        await publish(http, migrated, listings[1], 12)
        answer = await http.get(f"{PAGE}&kwh=1000")
        assert answer.status_code == 200
        assert page_problems(answer.text) == []
        assert "Between January\u00a09, 2026 and January\u00a012, 2026" in answer.text
        shown = tables(answer.text)
        assert "Cheaper 12" in shown["Cost this home less: 1\u00a0plan"]
        assert "Dearer 24" in shown["Cost this home more: 1\u00a0plan"]
        assert "New 36" in shown["New: 1\u00a0plan"]
        assert "Goes &amp; 6" in shown["Gone: 1\u00a0plan"]
        assert "What they would cost now" not in shown["Gone: 1\u00a0plan"], "no year of six months is known"
        assert "the average at 1,000 kWh on the label stands here" in shown["Gone: 1\u00a0plan"]
        assert "no price for a whole year" not in shown["New: 1\u00a0plan"]
        assert "Any Month" in shown["Another printed price, no year known: 1\u00a0plan"]
        assert "Stays 12" not in answer.text
        assert "No plans here any more: Abundance Energy." in answer.text
        assert "12-month plans: a month of exactly 1,000\u00a0kWh" in answer.text
        market = (await read(http, "/api/v1/market?utility=oncor&term=12"))["data"]
        assert (
            f"Lowest at exactly 1,000\u00a0kWh: ${float(market[0]['usdPerMonthLowest']):,.0f} on January\u00a09, 2026"
            in answer.text
        )

        by_name = {
            one["name"]: one["cost"]
            for one in (await read(http, "/api/v1/datasets/changes?utility=oncor&kwh=1000"))["data"]
        }
        for name, group in (("Cheaper 12", "less"), ("Dearer 24", "more")):
            row = shown[f"Cost this home {group}: 1\u00a0plan"]
            before, after, more = re.findall(r"[+−]?\$[\d,]+", row)
            cost = by_name[name]
            assert before == f"${float(cost['beforeUsdPerYear']):,.0f}"
            assert after == f"${float(cost['afterUsdPerYear']):,.0f}"
            # A cent more or less on each kWh of 12,000.
            assert abs(abs(int(re.sub(r"\D", "", more))) - 120 * (1.1 if name == "Cheaper 12" else 1)) <= 1
        assert by_name["Any Month"]["moreUsdPerYear"] is None
        assert (by_name["New 36"]["beforeUsdPerYear"], by_name["Goes & 6"]["afterUsdPerYear"]) == (
            None,
            None,
        )
        everywhere = (await read(http, "/api/v1/datasets/changes"))["data"]
        assert {one["cost"] for one in everywhere} == {None}


async def test_texas_is_counted_by_utility_and_lines_elsewhere_lead_here(
    migrated: Settings, listings: tuple[Path, Path, Path]
) -> None:
    async with running_program(migrated) as http:
        await publish(http, migrated, listings[0], 9)
        await publish(http, migrated, listings[1], 12)
        whole = (await http.get("/changes")).text
        page = Page(whole)
        row = re.search(r">Oncor</a></th>(.*?)</tr>", whole)
        assert row is not None
        assert re.findall(r">(\d+)<", row[1]) == ["1", "1", "2", "1"]
        assert "/changes?utility=oncor" in page.links
        changed = f"Since the listing of January\u00a09, 2026: {COUNTS}."
        for path in ("/", "/electricity-plans/dallas"):
            text = (await http.get(path)).text
            assert changed in text, path
            assert 'href="/changes' in text
        await publish(http, migrated, listings[2], 14)
        dallas = (await http.get("/electricity-plans/dallas")).text
        assert "Since the listing of January\u00a012, 2026: no change." in dallas
        assert "Nothing changed in Oncor homes" in (await http.get(PAGE)).text
        long = (await http.get(f"{PAGE}&since=30-days")).text
        assert "Between January\u00a09, 2026 and January\u00a014, 2026" in long


async def test_a_feed_holds_an_entry_for_each_listing_that_changed_something(
    migrated: Settings, listings: tuple[Path, Path, Path]
) -> None:
    async with running_program(migrated) as http:
        for listing, day in zip(listings, (9, 12, 14), strict=True):
            await publish(http, migrated, listing, day)
        answer = await http.get("/utilities/oncor/changes.atom")
        assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
        feed = ElementTree.fromstring(answer.content)
        assert feed.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated", "author"):
            assert len(feed.findall(f"{ATOM}{name}")) == 1, name
        links = {one.attrib["rel"]: one.attrib["href"] for one in feed.findall(f"{ATOM}link")}
        assert links["self"].endswith("/utilities/oncor/changes.atom")
        assert links["alternate"].endswith(PAGE)
        (entry,) = feed.findall(f"{ATOM}entry")
        texts = {
            name: entry.findtext(f"{ATOM}{name}") or "" for name in ("id", "title", "updated", "content")
        }
        assert texts["updated"] == "2026-01-12T18:00:00Z" == feed.findtext(f"{ATOM}updated")
        assert texts["title"] == f"January\u00a012, 2026: {COUNTS}"
        assert texts["id"].startswith("http")
        assert "Goes &amp; 6</a>" in texts["content"]
        ElementTree.fromstring(f"<div>{texts['content']}</div>".replace("&#160;", " "))
        assert {link for link in Page(texts["content"]).links if not link.startswith("http")} == set()
        again = ElementTree.fromstring((await http.get("/utilities/oncor/changes.atom")).content)
        assert again.findtext(f"{ATOM}entry/{ATOM}id") == texts["id"]
        assert 'type="application/atom+xml"' in (await http.get(PAGE)).text


async def test_a_listing_published_after_a_later_one_is_told_against_the_one_before_it_in_time(
    migrated: Settings, listings: tuple[Path, Path, Path]
) -> None:
    """Of the 9th, the 26th, then the 12th: the 12th is told against the 9th; a new one of the 30th against the 26th."""
    first, second, third = listings
    async with running_program(migrated) as http:
        await publish(http, migrated, first, 9)
        await publish(http, migrated, third, 26)
        await publish(http, migrated, second, 12)
        told = Page((await http.get(PAGE)).text).text_of("main")
        assert "Between January 9, 2026 and January 12, 2026" in told.replace("\u00a0", " ")
        assert "1 new plan, 1 plan gone" in told
        feed = ElementTree.fromstring((await http.get("/utilities/oncor/changes.atom")).text)
        assert [one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")] == [
            f"January\u00a012, 2026: {COUNTS}"
        ]
        api = (await read(http, "/api/v1/datasets/changes?utility=oncor"))["meta"]
        assert (api["total"], api["asOf"][:10]) == (5, "2026-01-12")


async def test_a_listing_older_than_all_others_has_nothing_before_it(
    migrated: Settings, listings: tuple[Path, Path, Path]
) -> None:
    async with running_program(migrated) as http:
        await publish(http, migrated, listings[1], 26)
        await publish(http, migrated, listings[0], 9)
        told = Page((await http.get(PAGE)).text).text_of("main")
        assert "We hold no earlier listing than this one." in told


async def test_a_plan_says_its_present_price_also_where_a_later_listing_had_another(
    migrated: Settings, listings: tuple[Path, Path, Path]
) -> None:
    async with running_program(migrated) as http:
        await publish(http, migrated, listings[1], 12)
        await publish(http, migrated, listings[0], 9)
        (plan,) = [one for one in (await read(http, "/api/v1/plans"))["data"] if one["name"] == "Cheaper 12"]
        text = (await http.get(plan["pageUrl"])).text.replace("\u00a0", " ")
        assert "14.0¢ → 12.9¢ on January 12, 2026; now 14.0¢, by an older listing." in text
