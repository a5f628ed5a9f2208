"""A plan's page: what the listing says, what it costs this home, and what happens when things are missing."""

import html
import re
from datetime import timedelta
from decimal import Decimal

import httpx
import msgspec
import pytest

from choosemypower import database
from choosemypower.app import Site
from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.model import CancelFeeKind, Plan, PriceRecord
from choosemypower.pricing import CostGroup, ThresholdKind
from choosemypower.usage import parse_usage, typical_usage
from choosemypower.web.filters import cents_per_kwh, day, whole_dollars
from choosemypower.web.home import largest_cities
from choosemypower.web.plan_facts import split_terms
from choosemypower.web.plan_gone import gone_page
from choosemypower.web.plan_money import delivery_line
from choosemypower.web.plan_view import plan_page
from choosemypower.web.way_back import WayBackLine, line_box, way_of_city
from choosemypower.world import World
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]


def catalogue_of(site: Site) -> Catalogue:
    catalogue: Catalogue = site.litestar.state.shelf.world.catalogue
    return catalogue


def text_of(response: httpx.Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


@pytest.fixture
def credit_plan(site: Site) -> Plan:
    """A plan of the bundle with a credit at 1,000 kWh that the 1,600 sq ft electric home misses."""
    world: World = site.litestar.state.shelf.world
    usage = parse_usage({"home": "1600", "heat": "electric"}, world.profiles)
    for cost in world.market.costs(world.catalogue.plans, usage.year):
        if any(one.kind is ThresholdKind.CREDIT and one.missed_months for one in cost.thresholds):
            return cost.plan
    raise AssertionError("the bundle has plans with credits")


async def test_every_plan_of_the_bundle_has_a_sound_page(client: httpx.AsyncClient, site: Site) -> None:
    for plan in catalogue_of(site).plans[::40]:
        response = await client.get(plan.url, headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 200, plan.url
        assert page_problems(response.text) == [], plan.url
        assert int(response.headers["content-length"]) <= 15_000


async def test_the_page_says_what_the_listing_says(client: httpx.AsyncClient, site: Site) -> None:
    plan = next(one for one in catalogue_of(site).plans if one.english and one.spanish and one.text.facts_url)
    text = text_of(await client.get(plan.url))
    for price in (plan.usd_per_kwh_500, plan.usd_per_kwh_1000, plan.usd_per_kwh_2000):
        assert f"{price * 100:.1f}¢" in text
    assert "Check the facts label. If it differs from this page, the label is right." in text
    assert plan.cancel_fee.text in text
    page = Page((await client.get(plan.url)).text)
    assert plan.text.facts_url in page.links
    assert {"en", "es"} <= {element.attributes.get("lang") for element in page.all("section")}


async def test_a_known_fee_to_leave_is_never_called_not_stated(client: httpx.AsyncClient, site: Site) -> None:
    plans = catalogue_of(site).plans
    known = [plan for plan in plans if plan.cancel_fee.kind is not CancelFeeKind.UNKNOWN]
    for plan in known[::60]:
        assert "as listed Not stated" not in text_of(await client.get(plan.url)), plan.url
    unknown = next(
        plan for plan in plans if plan.cancel_fee.kind is CancelFeeKind.UNKNOWN and not plan.cancel_fee.text
    )
    assert "as listed Not stated" in text_of(await client.get(unknown.url))


async def test_a_missed_credit_is_told_with_both_bills(client: httpx.AsyncClient, credit_plan: Plan) -> None:
    text = text_of(await client.get(f"{credit_plan.url}?home=1600&heat=electric"))
    assert "This plan leans on a credit that you would miss in" in text
    below, at = re.search(r"kWh the bill is \$(\d+)\. At [\d,]+ kWh it is \$(\d+)", text).groups()
    assert int(below) > int(at)


async def test_the_reason_of_a_doubt_is_said_once(client: httpx.AsyncClient, site: Site) -> None:
    plan = next(plan for plan in catalogue_of(site).plans if plan.suspect)
    text = text_of(await client.get(plan.url))
    assert plan.suspect is not None
    assert text.count(" ".join(plan.suspect.split())) == 1


async def test_what_two_languages_say_differently_is_on_card_plan_comparison_and_in_json(
    client: httpx.AsyncClient, site: Site
) -> None:
    sentence = "English says $250 to leave, Spanish says $150: ask before you sign."
    plan = next(
        plan for plan in catalogue_of(site).plans if sentence in [one.sentence for one in plan.contradictions]
    )
    assert (plan.suspect, plan.cancel_fee.usd, plan.utility) == (None, 250, "centerpoint")
    listed = await client.get(
        f"/electricity-plans/houston/{plan.term_months}-month/{plan.provider_slug}", follow_redirects=True
    )
    assert sentence in text_of(listed)
    assert text_of(await client.get(plan.url)).count(sentence) == 1
    other = next(one for one in catalogue_of(site).by_utility["centerpoint"] if one is not plan)
    compared = await client.get(f"/compare/plans?plan={plan.plan_id}&plan={other.plan_id}")
    assert sentence in text_of(compared)
    (said,) = (await client.get(f"/api/v1/plans/{plan.plan_id}")).json()["data"]["contradictions"]
    assert said == {
        "what": "cancel-fee",
        "english": "$250 to leave",
        "spanish": "$150 to leave",
        "right": None,
        "sentence": sentence,
    }


async def test_a_comparison_says_every_contradiction_of_its_plans(
    client: httpx.AsyncClient, site: Site
) -> None:
    plans = [plan for plan in catalogue_of(site).plans if plan.contradictions]
    assert len({one.what for plan in plans for one in plan.contradictions}) > 3
    for plan in plans:
        text = text_of(await client.get(f"/compare/plans?plan={plan.plan_id}"))
        for one in plan.contradictions:
            assert one.sentence in text, plan.url


async def test_a_plan_without_a_yearly_cost_shows_its_printed_prices(
    client: httpx.AsyncClient, site: Site
) -> None:
    world: World = site.litestar.state.shelf.world
    costs = world.typical_costs(world.catalogue.plans)
    plan = next(cost.plan for cost in costs if not cost.known_months)
    text = text_of(await client.get(plan.url))
    assert "No yearly cost." in text
    assert "Label prices: " in text
    assert "¢ at 2,000 kWh." in text.split("Label prices: ")[1][:80]


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("?home=1600&kwh=1500", "?kwh=1500"),
        ("?heat=electric&home=1600&sort=cost", None),
        ("?home=", ""),
        ("?utm_source=x", None),
    ],
)
async def test_use_in_the_address_is_canonical(
    client: httpx.AsyncClient, site: Site, query: str, canonical: str | None
) -> None:
    plan = catalogue_of(site).plans[0]
    response = await client.get(plan.url + query)
    if canonical is None:
        assert response.status_code == 200
    else:
        assert (response.status_code, response.headers["location"]) == (301, plan.url + canonical)


async def test_an_alias_of_the_provider_moves_to_its_name(client: httpx.AsyncClient, site: Site) -> None:
    catalogue = catalogue_of(site)
    alias, slug = next(
        (alias, slug) for alias, slug in catalogue.provider_aliases.items() if slug in catalogue.by_provider
    )
    plan = catalogue.by_provider[slug][0]
    response = await client.get(f"/electricity-plans/plans/{alias}/{plan.slug}")
    assert (response.status_code, response.headers["location"]) == (301, plan.url)


@pytest.mark.parametrize("path", ["nobody/nothing", "a%00b/c", "%ff/c", "gexa-energy/..%2f..%2fetc", "'/--"])
async def test_an_unknown_plan_is_404(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(f"/electricity-plans/plans/{path}")
    assert response.status_code == 404
    assert "not" in response.text


async def test_an_unusable_use_is_said_in_a_sentence(client: httpx.AsyncClient, site: Site) -> None:
    response = await client.get(f"{catalogue_of(site).plans[0].url}?kwh=lots")
    assert response.status_code == 422
    assert "Enter kWh as a whole number, like 1260." in response.text


async def test_the_history_of_a_listed_plan_is_on_its_page(client: httpx.AsyncClient, site: Site) -> None:
    text = text_of(await client.get(catalogue_of(site).plans[3].url))
    assert "Price history" in text


async def test_history_needs_three_dates_for_a_drawing(site: Site) -> None:
    plan = catalogue_of(site).plans[0]
    world: World = site.litestar.state.shelf.world
    usage = typical_usage(world.profiles)
    records = [
        PriceRecord(
            dataset_id=number,
            as_of=catalogue_of(site).dataset.as_of.date().replace(day=1 + number * 3),
            last_seen=catalogue_of(site).dataset.as_of.date().replace(day=2 + number * 3),
            usd_per_kwh_500=plan.usd_per_kwh_500 + Decimal(number) / 1000,
            usd_per_kwh_1000=plan.usd_per_kwh_1000 + Decimal(number) / 1000,
            usd_per_kwh_2000=plan.usd_per_kwh_2000 + Decimal(number) / 1000,
        )
        for number in range(3)
    ]
    long = plan_page(plan, usage, records, world=world)
    short = plan_page(plan, usage, records[:2], world=world)
    none = plan_page(plan, usage, None, world=world)
    assert long.history is not None
    assert long.history.svg is not None
    cents = [cents_per_kwh(record.usd_per_kwh_1000) for record in records]
    said = long.history.sentence.replace("\u00a0", " ")
    assert (
        f"{cents[0]} → {cents[1]} on January 4, 2026 → {cents[2]} on January 7, 2026 (in the newest list)"
        in said
    )
    assert short.history is not None
    assert short.history.svg is None
    assert len(short.history.rows) == 2
    assert none.history is None


async def test_a_gone_plan_keeps_its_page_and_names_other_plans_as_others(site: Site) -> None:
    plan = catalogue_of(site).plans[0]
    gone = msgspec.structs.replace(
        plan, plan_id="gone", is_listed=False, last_listed=catalogue_of(site).dataset.as_of.date()
    )
    world = site.litestar.state.shelf.world
    usage = typical_usage(world.profiles)
    box = line_box(usage, None, world, gone.url)
    line = WayBackLine(box=box, travel="", home="")
    view = gone_page(gone, (), world=world, line=line, usage=usage, way=None)
    (city,) = largest_cities(world.atlas, 1, utility=plan.utility)
    from_list = gone_page(gone, (), world=world, line=line, usage=usage, way=way_of_city(city))
    assert [one.name for one in from_list.breadcrumbs][-2:] == [f"{city.name} plans", plan.name]
    assert [one.name for one in view.breadcrumbs][-2:] == [plan.provider_name, plan.name]
    assert not view.robots_index
    assert len(view.similar) == 3
    assert {one.plan.utility for one in view.similar} == {plan.utility}
    text = site.litestar.state.renderer.render("plans/gone.html", view)
    assert "This offer is no longer listed." in text
    assert page_problems(text) == []


async def test_without_a_database_the_page_comes_without_its_history(
    client: httpx.AsyncClient, site: Site
) -> None:
    plan = catalogue_of(site).plans[7]
    await database.engine().close_connection_pool()
    config = dict(database.engine().config)
    database.engine().config = {**config, "dsn": "postgresql://nobody@127.0.0.1:1/nothing"}
    try:
        response = await client.get(plan.url)
        unknown = await client.get("/electricity-plans/plans/nobody/nothing-either")
    finally:
        database.engine().config = config
        await database.engine().start_connection_pool()
    assert response.status_code == 200
    assert "Price history" not in response.text
    assert "no-store" in response.headers["cache-control"]
    assert unknown.status_code == 503


def test_special_terms_are_cut_where_the_listing_marks_cuts() -> None:
    assert split_terms("One ::: Two | Three ::: ") == ("One", "Two", "Three")
    assert split_terms(None) == ()


async def test_a_plan_and_a_comparison_say_how_signing_up_works(
    client: httpx.AsyncClient, credit_plan: Plan
) -> None:
    for path in (credit_plan.url, f"/compare/plans?plan={credit_plan.plan_id}"):
        text = text_of(await client.get(path))
        assert "How signing up works" in text, path
        assert "ESI ID" in text
        assert "Your power stays on" in text
        assert "three federal business days" in text
    signing = re.search(
        r'aria-labelledby="signing-title".*?</section>', (await client.get(credit_plan.url)).text, re.DOTALL
    )
    assert signing is not None
    assert "Terms of service" in signing[0]


async def test_a_home_of_800_square_feet_is_an_800_square_foot_home(client: httpx.AsyncClient) -> None:
    page = (await client.get("/electricity-plans/houston?home=800")).text
    assert "an 800" in page
    assert "a 800" not in page


async def test_months_that_nobody_knows_are_dashed_and_said(client: httpx.AsyncClient, site: Site) -> None:
    """Of each number of known months: outlines of one height that say nothing, rows that say "Not known", no year."""
    world: World = site.litestar.state.shelf.world
    costs = world.typical_costs(catalogue_of(site).plans)
    some = {cost.known_months: cost.plan for cost in costs if 0 < cost.known_months < 12}
    assert len(some) > 1
    for known, plan in some.items():
        text = (await client.get(plan.url)).text
        bills = text[text.index("Twelve monthly bills") :].partition("</figure>")[0]
        outlines = re.findall(r'<rect class="unknown"[^>]*height="(\d+)"', text)
        assert (len(outlines), len(set(outlines))) == (12 - known, 1)
        assert bills.count("Not known</td>") == 12 - known
        money = text[text.index('aria-label="Cost for a year"') : text.index("per kWh at this use")]
        assert "not known" in money
        assert "a year" not in money.replace("Cost for a year", "")


async def test_the_month_comes_first_then_its_range_then_the_year(
    client: httpx.AsyncClient, site: Site
) -> None:
    world: World = site.litestar.state.shelf.world
    cost = next(
        cost for cost in world.typical_costs(catalogue_of(site).plans) if cost.group is CostGroup.WHOLE_YEAR
    )
    text = text_of(await client.get(cost.plan.url))
    in_turn = [
        f"{whole_dollars(cost.known_cents or 0, 12)} a month",
        f"From {whole_dollars(cost.lowest_cents or 0)} to {whole_dollars(cost.highest_cents or 0)}, the highest",
        f"{whole_dollars(cost.known_cents or 0)} a year",
    ]
    places = [text.index(words) for words in in_turn]
    assert places == sorted(places)


async def test_an_old_delivery_charge_says_when_it_was_last_confirmed(
    client: httpx.AsyncClient, site: Site
) -> None:
    """The bundle's newest charges are of 2025; a reader of a later season is told."""
    world: World = site.litestar.state.shelf.world
    plan = next(cost.plan for cost in world.typical_costs(catalogue_of(site).plans) if cost.year_cents)
    bills = world.year_bills(plan, typical_usage(world.profiles).year)
    assert bills.delivery_from is not None
    for days, is_old in ((30, False), (200, True)):
        later = World(
            world.catalogue, world.atlas, world.profiles, bills.delivery_from + timedelta(days=days)
        )
        line = delivery_line(bills, plan.utility, later)
        assert f"since {day(bills.delivery_from)}" in line
        assert ("Delivery charge last confirmed in" in line) is is_old


async def test_an_hourly_plan_without_hourly_prices_shows_no_bill_at_any_use(
    client: httpx.AsyncClient, site: Site
) -> None:
    world = site.litestar.state.shelf.world
    hourly = [
        plan
        for plan in catalogue_of(site).plans
        if plan.is_time_of_use and not world.year_bills(plan, typical_usage(world.profiles).year).months
    ]
    assert hourly
    for plan in hourly[:5]:
        text = text_of(await client.get(plan.url))
        assert "The price depends on the hour." in text
        assert "How the bill grows" not in text, plan.url
        assert "What is in the price" not in text, plan.url
        told = (await client.get(f"/api/v1/plans/{plan.plan_id}/bills")).json()["data"]
        assert (told["charges"], told["costCurve"]) == ([], None), plan.url
    compared = "&".join(f"plan={plan.plan_id}" for plan in hourly[:2])
    text = text_of(await client.get(f"/compare/plans?{compared}"))
    assert "Energy charge" not in text
    assert "Base charge" not in text


async def test_what_is_known_for_some_months_is_never_called_a_year(
    client: httpx.AsyncClient, site: Site
) -> None:
    plans = [plan for plan in catalogue_of(site).plans if plan.suspect is None and not plan.is_time_of_use]
    for plan in (
        next(one for one in plans if one.rate_type == "fixed" and one.term_months == 3),
        next(one for one in plans if one.rate_type == "variable"),
    ):
        text = text_of(await client.get(plan.url))
        assert "Where the money of " in text, plan.url
        assert "a year’s money" not in text, plan.url
        assert not re.search(r"Highest in (\w+), \S+ Lowest in \1", text), "one month has no highest"


async def test_a_plan_that_cannot_be_priced_does_not_say_that_its_price_was_worked_out(
    client: httpx.AsyncClient, site: Site
) -> None:
    world = site.litestar.state.shelf.world
    costs = world.typical_costs(catalogue_of(site).plans)
    unpriced = [cost.plan for cost in costs if cost.known_cents is None and cost.by_day_cents is None]
    assert unpriced
    for plan in unpriced[:10]:
        page = (await client.get(plan.url)).text
        assert "Worked out from the three label prices" not in page
        assert "Only the three printed prices are known." in page
