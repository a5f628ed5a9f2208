"""A city's list over the bundled dataset: every plan, true counts, one address, fragments that match their page."""

import html
import re
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import httpx
import msgspec
import pytest

from choosemypower.app import Site
from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.charges import Condition
from choosemypower.plans.conditions import has_price_condition, price_conditions
from choosemypower.pricing import CostGroup
from choosemypower.web.cards import card_html
from choosemypower.web.city_view import CityRequest
from choosemypower.world import World
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

HOUSTON = "/electricity-plans/houston"
FRAGMENT = "/fragments/electricity-plans/houston"
CARD = re.compile(r'<li class="card"[^>]*>\s*<div class="card-name"><h3><a href="([^"?]+)')


def catalogue_of(site: Site) -> Catalogue:
    catalogue: Catalogue = site.litestar.state.shelf.world.catalogue
    return catalogue


def main_list(text: str) -> list[str]:
    """Addresses of the plans of a page's own list, without the glances at later groups."""
    return CARD.findall(text.split('id="more"')[0])


async def test_the_pages_of_a_list_hold_every_plan_of_the_utility_once(
    client: httpx.AsyncClient, site: Site
) -> None:
    found: list[str] = []
    page = 1
    while True:
        response = await client.get(HOUSTON if page == 1 else f"{HOUSTON}?page={page}")
        if response.status_code == 404:
            break
        found += main_list(response.text)
        page += 1
    expected = {plan.url for plan in catalogue_of(site).by_utility["centerpoint"]}
    assert len(found) == len(set(found))
    assert set(found) == expected


async def test_show_more_brings_the_cards_of_the_next_page(client: httpx.AsyncClient) -> None:
    page = await client.get(f"{HOUSTON}?page=2")
    more = await client.get("/fragments/more-plans/houston?page=2")
    assert main_list(more.text) == main_list(page.text)
    assert "HX-Push-Url" not in more.headers
    assert "<title>" not in more.text
    assert "Plans 21 to 40 of" in more.text


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("/electricity-plans/houston-tx", HOUSTON),
        ("/electricity-plans/HOUSTON", HOUSTON),
        (f"{HOUSTON}/", HOUSTON),
        (f"{HOUSTON}/fixed-rate/12-month", f"{HOUSTON}/12-month/fixed-rate"),
        (f"{HOUSTON}/12-month/12-month", f"{HOUSTON}/12-month"),
        (f"{HOUSTON}/renewable", f"{HOUSTON}/green-energy"),
        (f"{HOUSTON}/no-contract", f"{HOUSTON}/month-to-month"),
        (f"{HOUSTON}/high-usage", f"{HOUSTON}/2000-kwh"),
        (f"{HOUSTON}/12-month/nothing-like-it", f"{HOUSTON}/12-month"),
        (f"{HOUSTON}?term=12&sort=&home=&heat=", f"{HOUSTON}/12-month"),
        (f"{HOUSTON}?term=12&term=3-11", f"{HOUSTON}?term=3-11,12"),
        (f"{HOUSTON}?kwh=1000", f"{HOUSTON}/1000-kwh"),
        (f"{HOUSTON}?kwh=1500&home=1600", f"{HOUSTON}?kwh=1500"),
        (f"{HOUSTON}?page=1", HOUSTON),
        (f"{HOUSTON}?utility=centerpoint", HOUSTON),
        (
            f"{HOUSTON}/prepaid/12-month/fixed-rate/green-energy",
            f"{HOUSTON}/12-month/fixed-rate/green-energy?with=prepaid",
        ),
    ],
)
async def test_every_other_spelling_moves_to_the_canonical_address(
    client: httpx.AsyncClient, given: str, canonical: str
) -> None:
    response = await client.get(given)
    assert (response.status_code, response.headers["location"]) == (301, canonical)
    assert (await client.get(canonical)).status_code == 200


@pytest.mark.parametrize("query", ["utm_source=mail", "gclid=1&fbclid=2", "x=%00%ff", "TERM=12"])
async def test_unknown_parameters_change_nothing(client: httpx.AsyncClient, query: str) -> None:
    plain = await client.get(HOUSTON)
    response = await client.get(f"{HOUSTON}?{query}")
    assert response.status_code == 200
    assert response.text == plain.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/electricity-plans/atlantis", 404, "We do not know this city."),
        (f"{HOUSTON}?page=999", 404, "There are only"),
        (f"{HOUSTON}?page=two", 422, "page"),
        (f"{HOUSTON}?sort=rating", 422, "sort"),
        (f"{HOUSTON}?green=lots", 422, "green"),
        (f"{HOUSTON}?kwh=9", 422, "Enter between 100 and 6,000 kWh a month."),
        (f"{HOUSTON}?home=77", 422, "home sizes"),
        (f"{HOUSTON}?months=1-2-3", 422, "Enter 12 numbers. We found 3."),
        ("/fragments/electricity-plans/atlantis", 404, "We do not know this city."),
        (f"{FRAGMENT}?sort=rating", 422, "sort"),
    ],
)
async def test_what_cannot_be_shown_is_said_in_a_sentence(
    client: httpx.AsyncClient, path: str, status: int, words: str
) -> None:
    response = await client.get(path)
    assert response.status_code == status
    assert words in html.unescape(response.text)
    assert "HX-Push-Url" not in response.headers


async def test_a_closed_city_leads_to_the_reason(client: httpx.AsyncClient, site: Site) -> None:
    closed = next(city for city in site.litestar.state.shelf.world.atlas.cities.values() if not city.is_open)
    response = await client.get(f"/electricity-plans/{closed.slug}")
    assert response.status_code == 301
    assert response.headers["location"] == f"/texas/{closed.slug}/municipal-utility"


@pytest.mark.parametrize(
    ("path", "is_indexed"),
    [
        (HOUSTON, True),
        (f"{HOUSTON}/12-month", True),
        (f"{HOUSTON}/12-month/fixed-rate", True),
        (f"{HOUSTON}/12-month/fixed-rate/green-energy", False),
        (f"{HOUSTON}?sort=renewable", False),
        (f"{HOUSTON}?page=2", False),
        (f"{HOUSTON}/indexed-rate", False),
        (f"{HOUSTON}?home=1600", False),
    ],
)
async def test_only_small_choices_with_plans_are_indexed(
    client: httpx.AsyncClient, path: str, is_indexed: bool
) -> None:
    response = await client.get(path)
    assert response.status_code == 200
    robots = re.search(r'<meta name="robots" content="([^"]+)"', response.text)
    assert robots is not None
    assert robots[1].startswith("index") is is_indexed


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        (f"{HOUSTON}/12-month?home=1600&sort=renewable", f"{HOUSTON}/12-month"),
        (f"{HOUSTON}?without=prepaid", HOUSTON),
        (f"{HOUSTON}?only=by-the-hour", HOUSTON),
        (f"{HOUSTON}?page=3", f"{HOUSTON}?page=3"),
        (f"{HOUSTON}?term=3-11", f"{HOUSTON}?term=3-11"),
    ],
)
async def test_use_order_and_what_is_left_out_are_no_part_of_the_canonical_link(
    client: httpx.AsyncClient, path: str, canonical: str
) -> None:
    text = (await client.get(path)).text
    link = re.search(r'<link rel="canonical" href="https?://[^/"]+([^"]*)"', text)
    assert link is not None
    assert html.unescape(link[1]) == canonical


async def test_counts_beside_the_options_are_those_of_the_pages_they_lead_to(
    client: httpx.AsyncClient,
) -> None:
    text = (await client.get(f"{HOUSTON}/fixed-rate")).text
    page, checked = Page(text), 0
    before = re.search(r"Show ([\d,]+) plans?</button>", text)
    assert before is not None
    all_plans = int(before[1].replace(",", ""))
    for name in ("max-usd-per-year", "term", "without", "with", "green", "provider"):
        options = [
            element
            for element in page.all("input")
            if element.attributes.get("name") == name and element.attributes["value"]
        ]
        for option in options[:4]:
            value = option.attributes["value"]
            label = next(
                label
                for label in page.all("label")
                if label.text and label.attributes.get("for") is None and _holds(label, option, page)
            )
            goes = label.text.split()[-1] == "go"
            count = int(label.text.split()[-2 if goes else -1].replace(",", ""))
            if goes:
                count = all_plans - count
            target = await client.get(f"{HOUSTON}?rate=fixed&{name}={value}", follow_redirects=True)
            shown = re.search(r"Show ([\d,]+) plans?</button>", target.text)
            assert shown is not None
            assert int(shown[1].replace(",", "")) == count, (name, value)
            checked += 1
    assert checked > 10


def _holds(label: object, option: object, page: Page) -> bool:
    return page.elements.index(option) == page.elements.index(label) + 1


async def test_a_limit_to_the_cost_leaves_the_plans_that_cost_no_more(client: httpx.AsyncClient) -> None:
    listed = await client.get("/api/v1/plans?city=houston&home=1600&heat=electric&page-size=1000")
    costs = [plan["cost"]["usdPerYear"] for plan in listed.json()["data"]]
    limit = sorted(round(float(usd)) for usd in costs if usd is not None)[len(costs) // 2]
    within = sum(usd is not None and round(float(usd)) <= limit for usd in costs)
    address = f"{HOUSTON}?max-usd-per-year={limit}&home=1600&heat=electric"
    text = (await client.get(address)).text
    assert f"Show {within:,} plans</button>" in text
    assert f"Electricity plans in Houston, up to ${limit:,} a year" in text
    assert f'<span class="vh">Remove </span>Up to ${limit:,} a year' in text
    assert 'content="noindex, follow"' in text
    unknown = costs.count(None)
    assert (f"{unknown} plans without a yearly cost are left out." in text) == (unknown > 1)
    # The home can be changed under the limit, and the limit taken away for the same home.
    assert f'<input type="hidden" name="max-usd-per-year" value="{limit}">' in text
    assert f'href="{HOUSTON}?home=1600&amp;heat=electric"' in text


async def test_a_limit_below_every_cost_offers_to_take_it_away(client: httpx.AsyncClient) -> None:
    text = (await client.get(f"{HOUSTON}?max-usd-per-year=1")).text
    assert "No plan matches all of these filters." in text
    assert re.search(r"Remove Up to \$1 a year</a> \(\d+\splans\)", text)


async def test_a_filter_without_plans_offers_each_filter_to_remove(client: httpx.AsyncClient) -> None:
    response = await client.get(f"{HOUSTON}/indexed-rate/prepaid")
    assert response.status_code == 200
    assert "No plan matches all of these filters." in response.text
    assert re.search(
        r'href="/electricity-plans/houston/prepaid"[^>]*>Remove Indexed price</a> \(\d+', response.text
    )
    assert page_problems(response.text) == []


async def test_a_fragment_is_the_pages_list_with_the_pages_address(client: httpx.AsyncClient) -> None:
    page = await client.get(f"{HOUSTON}/12-month?home=1600&heat=electric")
    fragment = await client.get(f"{FRAGMENT}?sort=&home=1600&heat=electric&term=12&green=")
    assert fragment.status_code == 200
    assert fragment.headers["HX-Push-Url"] == f"{HOUSTON}/12-month?home=1600&heat=electric"
    section = re.compile(r'<section id="plan-results".*?</section>', re.DOTALL)
    found, wanted = section.search(fragment.text), section.search(page.text)
    assert found is not None
    assert wanted is not None
    assert found[0] == wanted[0]
    title = re.search(r"<title>(.*?)</title>", page.text)
    assert title is not None
    assert title[0] in fragment.text
    assert re.search(
        r'hx-swap-oob="textContent:#results-status">\d+ plans\. Lowest \$[\d,]+ a year\.<', fragment.text
    )
    assert Page(fragment.text).problems == []


async def test_more_of_a_list_without_plans_is_said_too(client: httpx.AsyncClient) -> None:
    response = await client.get("/fragments/more-plans/houston/indexed-rate/prepaid")
    assert response.status_code == 200
    assert "No plans match." in response.text


async def test_a_city_that_is_mostly_closed_says_so_before_the_list(client: httpx.AsyncClient) -> None:
    before_the_list = (await client.get("/electricity-plans/austin")).text.split('id="plan-results"')[0]
    assert "Most homes in Austin belong to Austin Energy" in before_the_list
    assert "cannot choose" not in (await client.get(HOUSTON)).text.split('id="plan-results"')[0]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("houston?term=3-11", "3- to 11-month electricity plans in Houston"),
        ("houston?term=25-", "25-month or longer electricity plans in Houston"),
        ("houston/month-to-month", "Month-to-month electricity plans in Houston"),
    ],
)
async def test_a_range_of_terms_reads_well_in_the_title(
    client: httpx.AsyncClient, path: str, title: str
) -> None:
    assert f"<title>{title}: " in (await client.get(f"/electricity-plans/{path}")).text


async def test_a_use_in_the_path_stands_in_the_title(client: httpx.AsyncClient) -> None:
    text = (await client.get(f"{HOUSTON}/12-month/2000-kwh")).text
    assert "<title>12-month electricity plans in Houston, at 2,000\u00a0kWh a month: " in text


async def test_answers_do_not_depend_on_htmx_headers(client: httpx.AsyncClient) -> None:
    headers = {"HX-Request": "true", "HX-Target": "plan-results", "Cookie": "a=b", "Accept-Language": "es"}
    plain, other = await client.get(HOUSTON), await client.get(HOUSTON, headers=headers)
    assert plain.text == other.text
    assert "set-cookie" not in other.headers


async def test_groups_come_in_order_and_say_how_many(client: httpx.AsyncClient) -> None:
    text = (await client.get(HOUSTON)).text
    headings = re.findall(r"<h2[^>]*>(\d+ plans? (?:with|priced|we)[^<]+)</h2>", text)
    endings = [heading.split(" ", 2)[2] for heading in headings]
    wanted = [
        "with a price for the whole year",
        "with a price for less than a year",
        "priced by the hour",
        "we cannot price well",
    ]
    assert endings == [ending for ending in wanted if ending in endings]
    assert endings[:2] == wanted[:2]


async def test_yearly_costs_of_the_first_group_never_fall_down_the_list(client: httpx.AsyncClient) -> None:
    costs: list[int] = []
    for page in (1, 2):
        text = (await client.get(HOUSTON if page == 1 else f"{HOUSTON}?page={page}")).text
        shown = re.findall(r'card-year small">\$([\d,]+) a year', text.split('id="more"')[0])
        costs += [int(cost.replace(",", "")) for cost in shown]
    assert len(costs) == 40
    assert costs == sorted(costs)


def answered(text: str) -> list[tuple[str, str]]:
    """Reason and plan id of each row of the answer."""
    box = text.split('class="answer')[1].split("</section>")[0] if 'class="answer' in text else ""
    return re.findall(r'class="reason">([^<]+)<.*?name="plan" value="([^"]+)"', box, re.DOTALL)


async def test_an_answer_stands_before_the_list_and_is_the_lowest_by_the_stated_rules(
    client: httpx.AsyncClient, site: Site
) -> None:
    world: World = site.litestar.state.shelf.world
    costs = [
        cost
        for cost in world.typical_costs(world.catalogue.of_utilities(("centerpoint",)))
        if cost.group is CostGroup.WHOLE_YEAR and not cost.plan.is_prepaid
        and not has_price_condition(cost.plan)
    ]  # fmt: skip
    rows = answered((await client.get(HOUSTON)).text)
    lowest = min(costs, key=lambda cost: (cost.year_cents or 0, cost.tie_rank))
    assert rows[0] == ("Lowest cost with a price for the whole year", lowest.plan.plan_id)
    free = [cost for cost in costs if cost.worst_fee_usd == 0]
    green = [cost for cost in costs if cost.plan.renewable_percent == 100]
    for reason, kind in (
        ("Lowest you can leave at any time for nothing", free),
        ("Lowest that is 100% renewable", green),
    ):
        best = min(kind, key=lambda cost: (cost.year_cents or 0, cost.tie_rank), default=None)
        named = dict(rows).get(reason)
        assert named == (None if best is None or best is lowest else best.plan.plan_id)


async def test_an_answer_says_why_a_row_is_missing_and_leads_to_the_plans_it_would_come_from(
    client: httpx.AsyncClient,
) -> None:
    """Each reason has a row, is said of the first row, or is said to have none: nothing is left out in silence."""
    reasons = {
        "Lowest you can leave at any time for nothing": "you can leave at any time for nothing",
        "Lowest that is 100% renewable": "are 100% renewable",
    }
    missing = 0
    for path in (
        HOUSTON,
        f"{HOUSTON}?without=bill-credit,prepaid",
        f"{HOUSTON}/12-month",
        f"{HOUSTON}/some-green",
        "/electricity-plans/dallas",
        "/electricity-plans/dallas?provider=txu-energy",
    ):
        text = (await client.get(path, follow_redirects=True)).text
        rows = dict(answered(text))
        assert rows, path
        also = re.findall(r"Also the lowest that is ([^<]+)\.", text)
        for reason, words in reasons.items():
            is_also = any(words.removeprefix("are ").split(" for")[0] in one for one in also) or (
                "free to leave" in "".join(also) and "leave" in reason
            )
            said = re.search(
                rf"No row for plans that {words}: (.+?)\.(?: <a href=\"([^\"]+)\" rel=\"nofollow\">See (\d+))?",
                text,
            )
            assert (reason in rows) + is_also + (said is not None) == 1, (path, reason)
            if said is None:
                continue
            missing += 1
            if said[2] is None:
                assert said[1] == "there are none here"
                continue
            led = (await client.get(html.unescape(said[2]), follow_redirects=True)).text
            assert re.search(rf"<title>[^<]* {said[3]}\s+plan", led), path
            assert reason not in dict(answered(led))
    assert missing >= 3


async def test_the_answer_follows_filters_and_usage_and_leaves_other_orders_alone(
    client: httpx.AsyncClient,
) -> None:
    small, large = [(await client.get(f"{HOUSTON}?kwh={kwh}")).text for kwh in (400, 2500)]
    months = [re.findall(r'class="answer.*?<b>\$([\d,]+)</b>', text, re.DOTALL) for text in (small, large)]
    assert int(months[0][0]) < int(months[1][0])
    green = (await client.get(f"{HOUSTON}/green-energy")).text
    assert len(answered(green)) == 1, "one plan is the lowest of all and the lowest that is renewable"
    assert "Also the lowest that is 100% renewable." in green
    assert answered((await client.get(f"{HOUSTON}?sort=provider")).text) == []
    assert answered((await client.get(f"{HOUSTON}?page=2")).text) == []


async def test_plans_that_cost_about_the_same_are_exactly_those_behind_the_link(
    client: httpx.AsyncClient,
) -> None:
    near_words = re.compile(
        r'<a href="([^"]+)" rel="nofollow">(\d+) plans (?:without conditions )?cost '
        r"(about the same \(within|at most) \$(\d+)"
    )
    flat = "months=" + "-".join(["1000"] * 12)
    tried = 0
    for path in (
        "",
        "/green-energy",
        "/12-month",
        f"?{flat}",
        f"/green-energy?{flat}",
        "?kwh=600",
        "?kwh=2500",
    ):
        page = (await client.get(HOUSTON + path)).text
        near = near_words.search(page)
        if near is None:
            continue
        tried += 1
        assert f"Show {near[2]} plans</button>" in (await client.get(html.unescape(near[1]))).text
        address = html.unescape(near[1]).removeprefix(HOUSTON)
        segment, _, query = address.partition("?")
        filters = {"/green-energy": "&green=100", "/12-month": "&term=12"}.get(segment, "")
        answer = await client.get(f"/api/v1/plans?city=houston&page-size=200&{query}{filters}")
        years = {plan["planId"]: Decimal(plan["cost"]["usdPerYear"]) for plan in answer.json()["data"]}
        first = re.search(r'class="answer.*?name="plan" value="([^"]+)"', page, re.DOTALL)
        assert first is not None
        assert len(years) == int(near[2]), path
        first_usd, within_usd = years[first[1]], int(near[4])
        assert max(years.values()) <= first_usd + within_usd, path
        is_close = min(years.values()) >= first_usd - within_usd
        assert is_close == (near[3] != "at most"), (path, "lower ones are said to be the same")
    assert tried >= 4


async def test_a_city_with_two_utilities_asks_who_delivers(client: httpx.AsyncClient, site: Site) -> None:
    city = next(
        city for city in site.litestar.state.shelf.world.atlas.cities.values() if len(city.utilities) == 2
    )
    path = f"/electricity-plans/{city.slug}"
    text = (await client.get(path)).text
    assert "Who delivers your power?" in text
    for utility in city.utilities:
        assert f'href="{path}?utility={utility}"' in text
    chosen = (await client.get(f"{path}?utility={city.utilities[0]}")).text
    assert "Who delivers your power?" not in chosen
    plans = catalogue_of(site).by_utility.get(city.utilities[0], ())
    assert f"Show {len(plans)} plans</button>" in chosen


@pytest.mark.parametrize(
    "path",
    [
        HOUSTON,
        f"{HOUSTON}/12-month/fixed-rate/green-energy?with=no-deposit",
        f"{HOUSTON}?home=2500&heat=gas&pool=yes",
        f"{HOUSTON}?months=1301-1098-901-977-1105-1467-1710-1769-1524-1180-978-1110&sort=highest-month",
        f"{HOUSTON}?only=hard-to-price",
        f"{HOUSTON}?page=5",
        "/electricity-plans/dallas",
        "/electricity-plans/lewisville",
    ],
)
async def test_markup_is_sound_and_light(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert page_problems(response.text) == []
    assert int(response.headers["content-length"]) <= 20_000
    assert len(Page(response.text).elements) <= 1500


@pytest.mark.parametrize(
    ("more", "last"),
    [
        ("", "Houston"),
        ("?home=1600&heat=electric", "Houston"),
        ("?sort=highest-month", "Houston"),
        ("?page=2", "Houston"),
        ("/12-month", "Filtered plans"),
        ("?without=prepaid", "Filtered plans"),
    ],
)
async def test_only_a_filter_is_a_step_below_the_city(
    client: httpx.AsyncClient, more: str, last: str
) -> None:
    text = (await client.get(f"/electricity-plans/houston{more}")).text
    assert re.findall(r'<span aria-current="page">([^<]+)', text) == [last]


async def test_head_answers_like_get(client: httpx.AsyncClient) -> None:
    get, head = await client.get(HOUSTON), await client.head(HOUSTON)
    assert head.status_code == get.status_code
    assert head.content == b""


async def test_a_redirect_prices_nothing(site: Site) -> None:
    world: World = site.litestar.state.shelf.world
    asked = CityRequest(
        world.atlas.cities["houston"],
        ["Fixed-Rate", "12-month"],
        [("max-usd-per-year", "1500"), ("kwh", "777")],
        world=world,
        renderer=site.litestar.state.renderer,
    )
    assert asked.links.here() == f"{HOUSTON}/12-month/fixed-rate?max-usd-per-year=1500&kwh=780"
    assert "costs" not in vars(asked)


async def test_a_listing_seen_again_changes_the_day_and_nothing_that_was_made(site: Site) -> None:
    world: World = site.litestar.state.shelf.world
    renderer = site.litestar.state.renderer
    seen_on = datetime(2026, 11, 27, 18, tzinfo=UTC)
    again = world.confirmed(msgspec.structs.replace(world.dataset, confirmed_at=seen_on))
    before, after = (
        CityRequest(one.atlas.cities["houston"], [], [], world=one, renderer=renderer).view()
        for one in (world, again)
    )
    assert "as of November\u00a027, 2026." in after.about
    assert "as of November\u00a027, 2026." not in before.about
    assert before.plans == after.plans
    plan_id = before.plans.costs[0].plan.plan_id
    kept = [one.once(card_html, plan_id, "", None, renderer) for one in (world, again)]
    assert kept[0] is kept[1]


async def test_a_condition_of_the_price_is_said_on_card_page_and_comparison(
    client: httpx.AsyncClient, site: Site
) -> None:
    plan = next(
        plan
        for plan in catalogue_of(site).by_utility["centerpoint"]
        if price_conditions(plan) == (Condition.AUTOPAY, Condition.PAPERLESS)
    )
    words = "Needs autopay and paperless billing"
    assert words in (await client.get(f"{HOUSTON}?with=needs-paperless")).text
    page = (await client.get(plan.url)).text
    assert words in page
    assert "We do not know the price without it." in page  # the bundled listing does not keep the words
    assert "The list does not say the price without it." not in page
    assert words in (await client.get(f"/compare/plans?plan={plan.plan_id}")).text
    plain = (await client.get(f"{HOUSTON}?without=conditions")).text
    assert "Needs " not in plain.split('class="plans"')[1].split('id="more"')[0]


async def test_the_filter_panel_is_the_same_whoever_asked_before(site: Site) -> None:
    """Most of it is kept for every home: nothing of one home may stay in it."""
    known = site.litestar.state.shelf.world
    other = World(known.catalogue, known.atlas, known.profiles, known.on, listed_on=known.listed_on)
    city, renderer = known.atlas.cities["houston"], site.litestar.state.renderer
    homes = [("home", "800")], [("kwh", "2600"), ("sort", "provider")], [("only", "by-the-hour")]
    filters: list[list[tuple[str, str]]] = [
        [],
        [("term", "12")],
        [("term", "3-11,25-"), ("without", "prepaid")],
        [("green", "100"), ("max-usd-per-year", "2000")],
        [("with", "no-deposit"), ("provider", "gexa-energy")],
    ]
    asked = [([*chosen, *home], index) for chosen in filters for index, home in enumerate(homes)]
    panels = [
        {
            str(query): CityRequest(city, [], query, world=world, renderer=renderer).view().panel
            for query, _ in order
        }
        for world, order in ((known, asked), (other, reversed(asked)))
    ]
    assert panels[0] == panels[1]


async def test_an_empty_list_offers_no_way_to_another_empty_list(client: httpx.AsyncClient) -> None:
    for query in (
        "max-usd-per-year=1&with=prepaid&green=100",
        "max-usd-per-year=1",
        "only=by-the-hour&max-usd-per-year=1",
    ):
        text = html.unescape((await client.get(f"{HOUSTON}?{query}", follow_redirects=True)).text)
        assert "No plan matches all of these filters." in text, query
        assert "(0 plans)" not in text
        assert "Clear all filters" in text


@pytest.mark.parametrize("part", ["", "by-the-hour", "less-than-a-year"])
async def test_leave_out_says_how_many_plans_go_also_beside_one_group_alone(
    client: httpx.AsyncClient, part: str
) -> None:
    beside = (await client.get(HOUSTON, params={"only": part} if part else None)).text
    told = dict(re.findall(r'name="without" value="([\w-]+)">[^<]*<span class="count">([^<]*) go<', beside))
    assert told
    all_plans = listed_in_form(beside)
    for word, goes in told.items():
        left = listed_in_form(
            (await client.get(HOUSTON, params={"without": word}, follow_redirects=True)).text
        )
        assert int(goes) == all_plans - left, word


def listed_in_form(text: str) -> int:
    """How many plans the button of the filters promises."""
    found = re.search(r"Show ([\d,]+) plans?<", text)
    assert found
    return int(found[1].replace(",", ""))


async def test_what_an_address_may_not_say_is_called_by_its_name(client: httpx.AsyncClient) -> None:
    """Not "the filter page": a page or an order is none."""
    for query, said in (
        ("page=0", "page cannot be “0”. It takes a whole number from 1."),
        ("term=7-3", "term cannot be “7-3”. It takes 12, 3-11 or 25-."),
    ):
        text = (await client.get(f"{HOUSTON}?{query}")).text
        assert f">{said}<" in text


async def test_a_list_of_one_plan_speaks_of_one(client: httpx.AsyncClient, site: Site) -> None:
    world: World = site.litestar.state.shelf.world
    lone = next(city for city in world.atlas.cities.values() if city.utilities == ("nueces",))
    in_houston = Counter(plan.provider_slug for plan in catalogue_of(site).by_utility["centerpoint"])
    providers = [slug for slug, count in in_houston.items() if count == 1]
    paths = [f"/electricity-plans/{lone.slug}", *(f"{HOUSTON}?provider={slug}" for slug in providers)]
    pages = [(await client.get(path, follow_redirects=True)).text for path in paths]
    texts = [Page(page).text_of("main") for page in pages]
    assert len(texts) >= 3
    for text in texts:
        assert "Plan 1 of 1" in text
        assert not re.search(r"Plans 1 to 1|None of these|they would|what each|in the order|cost first", text)
    assert any("This plan is not picked to look at first" in text for text in texts)
    with_year = [text for text in texts if "1 plan with a price for the whole year" in text]
    assert all(re.search(r"\$[\d,]+ a year, give or take \$\d+", text) for text in with_year)
