"""Am I paying too much? Two numbers of a bill in, money out, nothing kept."""

import html
import re
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest

from choosemypower.app import Site
from choosemypower.plans.model import CancelFeeKind, Plan, RateType
from choosemypower.units import texas_today
from choosemypower.usage import typical_usage
from choosemypower.web.filters import usd_cents
from choosemypower.world import World
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PATH = "/check-my-bill"
HIGH = "zip=77002&kwh1=1000&usd1=400"


async def test_the_form_is_private_and_not_for_search_engines(client: httpx.AsyncClient) -> None:
    for query in ("", f"?{HIGH}"):
        answer = await client.get(PATH + query)
        assert answer.status_code == 200
        assert page_problems(answer.text) == []
        assert answer.headers["cache-control"] == "private, no-store"
        assert "noindex" in answer.text + answer.headers.get("x-robots-tag", "")


async def test_two_numbers_say_what_is_paid_and_what_could_be(client: httpx.AsyncClient) -> None:
    text = (await client.get(f"{PATH}?{HIGH}")).text
    assert "You pay about $4,800 a year at this use." in text  # 12 × 1,000 kWh at 40¢
    assert re.search(r"lowest like-for-like plan costs \$[\d,]+: \$[\d,]+ a month less", text)
    assert "your price is 40.0¢ per kWh" in text
    assert "<svg" in text
    assert "An estimate:" in text
    assert "as a mean month, because you gave no month for it" in text


async def test_the_saving_a_month_is_a_twelfth_of_the_difference(client: httpx.AsyncClient) -> None:
    text = (await client.get(f"{PATH}?{HIGH}")).text
    costs, less = re.search(r"plan costs \$([\d,]+): \$([\d,]+) a month less", text).groups()  # type: ignore[union-attr]
    assert abs((4800 - int(costs.replace(",", ""))) / 12 - int(less)) <= 1


async def test_a_fee_pays_back_in_months_and_leaving_is_free_fourteen_days_before_the_end(
    client: httpx.AsyncClient,
) -> None:
    ends = texas_today() + timedelta(days=20)
    text = (await client.get(f"{PATH}?{HIGH}&ends={ends}&fee=900")).text
    assert "Leaving now costs $900 and pays back in" in text
    assert "wait." in text
    free = ends - timedelta(days=14)
    assert f"{free:%B}\u00a0{free.day}, {free.year}" in text
    near = texas_today() + timedelta(days=10)
    assert "You can leave now without a fee." in (await client.get(f"{PATH}?{HIGH}&ends={near}&fee=900")).text


async def test_a_contract_that_has_ended_may_have_been_renewed(client: httpx.AsyncClient) -> None:
    ended = texas_today() - timedelta(days=30)
    text = (await client.get(f"{PATH}?{HIGH}&ends={ended}&fee=900")).text
    assert "Unless you have renewed it, you can leave now without a fee." in text


@pytest.mark.parametrize(
    "bill", ["kwh1=1260&usd1=1", "kwh1=1000&usd1=9.99", "kwh1=900&usd1=130&kwh2=1260&usd2=5"]
)
async def test_a_bill_below_any_price_is_refused_with_what_delivery_alone_costs(
    client: httpx.AsyncClient, site: Site, bill: str
) -> None:
    answer = await client.get(f"{PATH}?zip=77002&{bill}")
    assert answer.status_code == 422
    assert page_problems(answer.text) == []
    typed = httpx.QueryParams(bill)
    number = "2" if "kwh2" in typed else "1"
    kwh = int(typed[f"kwh{number}"])
    world: World = site.litestar.state.shelf.world
    newest = world.atlas.delivery_charges["centerpoint"][-1]
    alone = newest.usd_per_month + (newest.usd_per_kwh or 0) * kwh
    assert f'href="#usd{number}"' in answer.text
    assert f"for {kwh:,} kWh cannot be a price: delivery alone costs about ${alone:,.0f}." in answer.text


async def test_a_bill_below_delivery_alone_is_answered_with_a_doubt(client: httpx.AsyncClient) -> None:
    text = (await client.get(f"{PATH}?zip=77002&kwh1=1000&usd1=40")).text
    assert "Check the amount." in text
    assert "your bill of $40.00 seems to be without delivery, or after a credit." in text
    assert "You pay less than any of them" not in text, "nothing is concluded from an amount in doubt"
    assert "There is no reason in the price to leave" not in text
    assert "Check the amount." not in (await client.get(f"{PATH}?zip=77002&kwh1=1000&usd1=120")).text


async def test_a_contract_of_long_ago_is_answered_and_one_of_no_time_says_why(
    client: httpx.AsyncClient,
) -> None:
    text = (await client.get(f"{PATH}?{HIGH}&ends=2020-03-18")).text
    assert "Your contract ended on March\u00a018, 2020. Unless you have renewed it, you can leave now" in text
    for field, day, year in (("ends", "1999-03-18", "1999"), ("starts", "2099-01-01", "2099")):
        answer = await client.get(f"{PATH}?{HIGH}&{field}={day}")
        assert answer.status_code == 422
        assert re.search(f"A contract cannot (begin|end) in {year}. Enter a day from 2002 to ", answer.text)
    turned = await client.get(f"{PATH}?{HIGH}&starts=2026-05-01&ends=2026-03-01")
    assert "Your contract cannot end before it began." in turned.text


async def test_the_line_of_the_home_is_that_of_the_bills(client: httpx.AsyncClient) -> None:
    def line_of(text: str) -> str:
        return text.partition('id="usage-line">')[2].partition("</span>")[0].replace("\u00a0", " ")

    assert "typical home" in line_of((await client.get(f"{PATH}?zip=77002")).text)
    assert line_of((await client.get(f"{PATH}?{HIGH}")).text).endswith("your use of 1,000 kWh a month")
    one_month = line_of((await client.get(f"{PATH}?{HIGH}&month1=8")).text)
    assert "1 month of yours and 11 estimated" in one_month


async def test_a_cheap_bill_is_left_alone(client: httpx.AsyncClient) -> None:
    text = (await client.get(f"{PATH}?zip=77002&kwh1=1000&usd1=100")).text
    assert "You pay less than any of them." in text
    assert "There is no reason in the price to leave now." in text


async def test_every_wrong_field_is_named_at_once(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{PATH}?zip=7700&kwh1=much&usd1=-3&kwh2=5&month3=13&ends=never&fee=lots")
    assert answer.status_code == 422
    assert page_problems(answer.text) == []
    for field in ("zip", "kwh1", "usd1", "usd2", "kwh3", "usd3", "month3", "ends", "fee"):
        assert f'href="#{field}"' in answer.text, field


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kwh1=1000&usd1=100", "zip"),
        ("zip=78701&kwh1=1000&usd1=100", "zip"),
        ("zip=75067&kwh1=1000&usd1=100", "utility"),
        ("utility=acme&kwh1=1000&usd1=100", "utility"),
        ("zip=77002&utility=oncor&kwh1=1000&usd1=100", "utility"),
        ("zip=77002&kwh1=1&usd1=100", "usd1"),
        ("zip=77002&kwh1=１０００&usd1=100", "kwh1"),
        ("zip=77002&kwh1=1000&usd1=1e3", "usd1"),
        ("zip=77002&kwh1=1000&usd1=100&ends=9999-12-31", "ends"),
        ("zip=77002&kwh1=1000&usd1=100&month1=3&kwh2=1000&usd2=100&month2=3", "month2"),
    ],
)
async def test_what_cannot_be_used_is_refused_at_its_field(
    client: httpx.AsyncClient, query: str, field: str
) -> None:
    answer = await client.get(f"{PATH}?{query}")
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)


async def test_it_is_linked_from_the_home_page(client: httpx.AsyncClient) -> None:
    assert f'href="{PATH}"' in (await client.get("/")).text


@pytest.mark.parametrize("zip_code", ["rubbish", "7700", "99999", "90210"])
async def test_a_zip_that_cannot_be_alone_is_an_error(client: httpx.AsyncClient, zip_code: str) -> None:
    response = await client.get("/check-my-bill", params={"zip": zip_code})
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert (await client.get("/check-my-bill", params={"zip": "77002"})).status_code == 200


def a_dear_plan(site: Site, **wanted: object) -> Plan:
    """A fixed plan of CenterPoint homes that costs more than others, under a name that no other has."""
    world: World = site.litestar.state.shelf.world
    plans = world.catalogue.by_utility["centerpoint"]
    names = [plan.name for plan in plans]
    found = [
        cost
        for cost in world.typical_costs(plans)
        if cost.usd_per_year is not None
        and cost.plan.rate_type is RateType.FIXED
        and cost.plan.term_months >= 12
        and names.count(cost.plan.name) == 1
        and cost.plan.cancel_fee.kind is CancelFeeKind.FLAT
        and all(getattr(cost.plan, name) == value for name, value in wanted.items())
    ]
    return max(found, key=lambda cost: cost.usd_per_year or 0).plan


async def test_the_own_plan_by_name_needs_no_bill(client: httpx.AsyncClient, site: Site) -> None:
    plan = a_dear_plan(site)
    world: World = site.litestar.state.shelf.world
    (cost,) = world.typical_costs((plan,))
    for name in (plan.name, plan.name.upper(), f"{plan.name} · {plan.provider_name}", plan.plan_id):
        answer = await client.get(PATH, params={"zip": "77002", "plan": name})
        assert answer.status_code == 200, name
        assert page_problems(answer.text) == []
        text = Page(answer.text).text_of("main")
        assert f"{plan.name} costs ${round(cost.usd_per_year or 0):,} a year at this use" in text
        assert re.search(r"lowest like-for-like plan costs \$[\d,]+: \$[\d,]+ a month less", text)
        assert f"Leaving now costs ${plan.cancel_fee.usd:,.0f} and pays back in" in text
        assert "Your own price is that of the day on which you signed" in text


async def test_the_own_plan_and_its_first_day_tell_the_end(client: httpx.AsyncClient, site: Site) -> None:
    plan = a_dear_plan(site, term_months=12)
    starts = texas_today() - timedelta(days=100)
    text = (await client.get(PATH, params={"plan": plan.plan_id, "starts": str(starts)})).text
    ends = starts.replace(year=starts.year + 1)
    assert f"Your contract ends on {ends:%B}\u00a0{ends.day}, {ends.year}." in text


async def test_a_bill_beside_the_plan_counts_and_the_list_is_said_too(
    client: httpx.AsyncClient, site: Site
) -> None:
    plan = a_dear_plan(site)
    text = (
        await client.get(f"{PATH}?{HIGH}", params={"plan": plan.name, **dict(httpx.QueryParams(HIGH))})
    ).text
    assert "You pay about $4,800 a year at this use." in text
    assert f"On the list now {plan.name} costs $" in text


async def test_the_plans_of_the_utility_are_offered_without_script(
    client: httpx.AsyncClient, site: Site
) -> None:
    page = Page((await client.get(f"{PATH}?from=houston%3Fzip%3D77002")).text)
    offered = [
        one.attributes["value"] for one in page.all("option") if " · " in one.attributes.get("value", "")
    ]
    world: World = site.litestar.state.shelf.world
    assert len(offered) == len(set(offered)) == len(world.catalogue.by_utility["centerpoint"])
    for label in offered[::40]:
        answer = await client.get(PATH, params={"zip": "77002", "plan": label, "kwh1": "900", "usd1": "150"})
        assert answer.status_code == 200, label


@pytest.mark.parametrize("name", ["No such plan", "x" * 5000, "' OR 1=1", "%00", "·"])
async def test_a_plan_that_we_do_not_list_says_what_to_do(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.get(PATH, params={"zip": "77002", "plan": name})
    assert answer.status_code == 422
    assert page_problems(answer.text) == []
    assert "We do not list this plan now." in answer.text
    assert 'href="#plan"' in answer.text


async def test_a_plan_without_a_price_for_a_year_asks_for_a_bill(
    client: httpx.AsyncClient, site: Site
) -> None:
    world: World = site.litestar.state.shelf.world
    costs = world.typical_costs(world.catalogue.by_utility["centerpoint"])
    plan = next(cost.plan for cost in costs if cost.usd_per_year is None)
    answer = await client.get(PATH, params={"plan": plan.plan_id})
    assert answer.status_code == 422
    assert "Nobody knows the price of this plan for a year. Type two numbers of a bill too." in answer.text


async def test_a_plans_page_leads_to_the_question_for_those_who_have_it(
    client: httpx.AsyncClient, site: Site
) -> None:
    plan = a_dear_plan(site)
    page = Page((await client.get(f"{plan.url}?from=houston%3Fzip%3D77002&home=2500")).text)
    (link,) = [one for one in page.links if one.startswith(f"{PATH}?plan=")]
    text = Page((await client.get(link)).text).text_of("main")
    assert f"{plan.name} costs $" in text
    assert "77002 · Houston · CenterPoint Energy · 2,500 sq" in text


async def test_the_lowest_plan_is_named_with_who_may_sign_up(client: httpx.AsyncClient, site: Site) -> None:
    world: World = site.litestar.state.shelf.world
    text = Page((await client.get(f"{PATH}?zip=77002&kwh1=1140&usd1=400")).text).text_of("main")
    said = text.partition("The lowest is ")[2]
    name = said.partition(" by ")[0]
    plan = next(one for one in world.catalogue.by_utility["centerpoint"] if one.name == name)
    assert plan.is_new_customers_only
    assert said.startswith(f"{name} by {plan.provider_name} (new customers only).")


async def test_who_has_the_lowest_plan_is_told_once(client: httpx.AsyncClient) -> None:
    dear = Page((await client.get(f"{PATH}?zip=77002&kwh1=1140&usd1=400")).text)
    lowest = dear.text_of("main").partition("The lowest is ")[2].partition(" by ")[0]
    own = Page((await client.get(f"{PATH}?zip=77002&plan={quote(lowest)}")).text).text_of("main")
    assert "it is the lowest" in own
    assert "The lowest is " not in own


async def test_without_a_bill_the_years_of_both_plans_are_drawn_month_by_month(
    client: httpx.AsyncClient, site: Site
) -> None:
    world = site.litestar.state.shelf.world
    plan = a_dear_plan(site)
    text = (await client.get("/check-my-bill", params={"zip": "77002", "plan": plan.plan_id})).text
    drawn = text.partition('<figure class="chart">')[2].partition("</figure>")[0]
    assert drawn.count("<circle ") == 24, "twelve months of each plan"
    year = world.year_bills(plan, typical_usage(world.profiles).year)
    for month in year.months:
        assert f"<td>{usd_cents(month.bill.total_usd)}</td>" in drawn.replace(' class="num"', "")


async def test_a_fee_that_pays_back_after_the_new_price_has_ended_does_not_pay(
    client: httpx.AsyncClient,
) -> None:
    text = (await client.get(f"{PATH}?zip=77002&kwh1=1140&usd1=152&fee=500")).text
    assert "Leaving now costs $500 and pays back in " in text
    assert "Stay until you can leave for nothing." in text


@pytest.mark.parametrize(("kwh", "usd"), [(50, 30), (1545, 300), (7001, 1400)])
async def test_the_lowest_is_that_of_the_same_home_on_every_page(
    client: httpx.AsyncClient, kwh: int, usd: int
) -> None:
    """However small the bill, and though no address says a mean month to the kWh."""
    text = (await client.get(f"{PATH}?zip=77002&kwh1={kwh}&usd1={usd}")).text
    said = re.search(r"lowest like-for-like plan costs \$([\d,]+)", text)
    linked = re.search(r'The lowest is <a href="([^"]+)"', text)
    assert said is not None
    assert linked is not None
    home = re.search(r"months=[\d-]+", linked[1])
    assert home is not None
    answer = await client.get(f"/api/v1/plans?zip=77002&page-size=200&without=conditions&{home[0]}")
    years = [
        float(plan["cost"]["usdPerYear"])
        for plan in answer.json()["data"]
        if plan["cost"]["usdPerYear"] and plan["rateType"] == "fixed"
        if not (plan["isPrepaid"] or plan["suspect"] or plan["cost"]["unexplainedCreditUsd"])
    ]
    assert int(said[1].replace(",", "")) == round(min(years))
    page = (await client.get(html.unescape(linked[1]))).text
    assert f"${said[1]} a year" in Page(page).text_of("main") or kwh == 50


async def test_what_is_saved_is_told_for_the_months_whose_price_is_known(client: httpx.AsyncClient) -> None:
    """A fee of $100, and a contract that ends long after the price of the lowest plan."""
    ends = texas_today() + timedelta(days=2000)
    text = Page((await client.get(f"{PATH}?{HIGH}&ends={ends}&fee=100")).text).text_of("main")
    less = re.search(r"\$([\d,]+) a month less", text)
    ahead = re.search(r"ends, after (\d+) months, you would be \$([\d,]+) ahead, fee included", text)
    assert less is not None
    assert ahead is not None
    months, ahead_usd = int(ahead[1]), int(ahead[2].replace(",", ""))
    assert abs(int(less[1]) * months - 100 - ahead_usd) <= months / 2 + 1
    soon = texas_today() + timedelta(days=14 + 61)
    text = Page((await client.get(f"{PATH}?{HIGH}&ends={soon}&fee=100")).text).text_of("main")
    ahead = re.search(r"nothing you would be (\$)([\d,]+) ahead, fee included", text)
    assert ahead is not None
    assert abs(int(less[1]) * 2 - 100 - int(ahead[2].replace(",", ""))) <= 3


async def test_the_lowest_of_a_home_that_uses_next_to_nothing_is_no_flat_bill(
    client: httpx.AsyncClient,
) -> None:
    """Rounding is wide beside bills of a few dollars, which are lower all the same than $145 for any use."""
    months = "-".join(["1"] * 12)
    text = (await client.get(f"/electricity-plans/houston?months={months}")).text
    box = text.split('class="answer')[1].split("</section>")[0]
    first = re.search(r"<b>\$(\d+)", box)
    assert first is not None
    assert int(first[1]) < 50
    assert "·  <" not in box
    assert re.search(r"\$\d+ to \$\d+ a year", box)
