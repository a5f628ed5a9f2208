"""What a listing asks of a home is said with its sentence everywhere; of the bundle, where the words are."""

import csv
import html
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from choosemypower import ingest
from choosemypower.app import Site
from choosemypower.plans.charges import Condition
from choosemypower.plans.model import Plan
from choosemypower.settings import Settings
from choosemypower.world import World
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.program import running_program
from tests.web.test_compare_pages import rows_of

pytestmark = [pytest.mark.anyio, pytest.mark.db]

IN_THE_LABEL = (
    "The bundled listing does not keep the provider's words: they are in the facts label and the terms."
)
ASKED = {
    Condition.AUTOPAY: "Autopay is required for this price.",
    Condition.PAPERLESS: "You must enroll in paperless billing.",
    Condition.PROMO_CODE: "Enter promo code SAVE12.",
    Condition.BUNDLE: "Internet service from us is required to get this rate.",
    Condition.MEMBERSHIP: "A $15 cooperative membership fee applies.",
    Condition.NEW_CUSTOMER: "Offer only available for new Saver Energy customers.",
    Condition.FIRST_PAYMENT: "A minimum first payment of $60.00 is required to connect service.",
}
ROWS = [
    a_listing_row(
        idKey=number,
        Product=f"Asks {condition.value}",
        SpecialTerms=sentence,
        NewCustomer="FALSE",
        PrePaid=str(condition is Condition.FIRST_PAYMENT),
    )
    for number, (condition, sentence) in enumerate(ASKED.items(), 1)
]
BUYS = a_listing_row(
    idKey=30,
    Product="Buys a setup 12",
    NewCustomer="FALSE",
    SpecialTerms="You must buy our home bundle setup for $39.99 to sign up.",
)
COUNTS = a_listing_row(
    idKey=31,
    Product="Counts a setup 12",
    NewCustomer="FALSE",
    SpecialTerms="You must buy our home bundle setup for $39.99 to sign up.",
    **{"Fees/Credits": "One-time setup fee of $39.99."},
)
BOTH_KINDS = a_listing_row(
    idKey=20, Product="Everybody 12", NewCustomer="FALSE", SpecialTerms="New and returning customers only."
)
BY_COLUMN = a_listing_row(
    idKey=23, Product="New or back 12", NewCustomer="TRUE", SpecialTerms="New and returning customers only."
)
BY_COLUMN_ALONE = a_listing_row(idKey=24, Product="Silent 12", NewCustomer="TRUE", SpecialTerms="")
# 10 cents a kWh less 1 USD: Oncor takes more than 4 USD a month of it, so 5 USD are taken off that nothing explains.
UNEXPLAINED = a_listing_row(
    idKey=25,
    Product="Silent credit 12",
    kwh500="0.098",
    kwh1000="0.099",
    kwh2000="0.0995",
    NewCustomer="FALSE",
    SpecialTerms="",
)
DEARER_WITHOUT = a_listing_row(
    idKey=26,
    Product="Dearer without 12",
    NewCustomer="FALSE",
    SpecialTerms="Autopay is required. Without autopay this plan costs $6 more each month.",
)
PREPAID = a_listing_row(idKey=21, Product="Prepaid, unsaid 12", PrePaid="True", NewCustomer="FALSE")
# 40 cents less 100 USD from 1,000 kWh, and 15 cents a kWh.
OTHERWISE = a_listing_row(
    idKey=22,
    NewCustomer="FALSE",
    Product="Two texts 12",
    kwh500="0.150",
    kwh1000="0.050",
    kwh2000="0.100",
    MinUsageFeesCredits="TRUE",
    SpecialTerms="Use 1,000 kWh or more and get a $75 usage credit.",
    **{"Fees/Credits": "$100 bill credit each month your usage is 1,000 kWh or more."},
)


@pytest.fixture
async def http(migrated: Settings, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    rows = (
        *ROWS,
        BUYS,
        COUNTS,
        BOTH_KINDS,
        BY_COLUMN,
        BY_COLUMN_ALONE,
        UNEXPLAINED,
        PREPAID,
        OTHERWISE,
        DEARER_WITHOUT,
    )
    day = datetime(2026, 1, 9, 18, tzinfo=UTC)
    await ingest.run(str(a_listing_file(tmp_path, *rows)), settings=migrated, as_of=day)
    async with running_program(migrated) as client:
        yield client


def said(answer: httpx.Response) -> str:
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", answer.text)).split())
    return text.replace("“ ", "“").replace(" ”", "”")


async def plans_of(http: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    return {plan["name"]: plan for plan in (await http.get("/api/v1/plans")).json()["data"]}


async def test_each_condition_is_said_with_its_sentence_everywhere(http: httpx.AsyncClient) -> None:
    plans = await plans_of(http)
    for condition, sentence in ASKED.items():
        plan = plans[f"Asks {condition.value}"]
        words = sentence.rstrip(".")
        page = said(await http.get(plan["pageUrl"]))
        assert f"The list says: “{words}”." in page
        assert IN_THE_LABEL not in page
        compared = await http.get(
            f"/compare/plans?plan={plan['planId']}&plan={plans['Everybody 12']['planId']}"
        )
        cell = " ".join(rows_of(compared.text)["Conditions"].split()).replace("“ ", "“").replace(" ”", "”")
        assert f"“{words}”" in cell
        body = (await http.get(f"/api/v1/plans/{plan['planId']}")).json()["data"]
        assert [(one["kind"], one["sentence"]) for one in body["conditions"]] == [(condition.value, words)]


async def test_the_list_is_not_said_to_be_silent_where_it_names_an_amount(http: httpx.AsyncClient) -> None:
    plans = await plans_of(http)
    silent = "The list does not say the price without it."
    assert silent not in said(await http.get(plans["Dearer without 12"]["pageUrl"]))
    assert silent in said(await http.get(plans["Asks autopay"]["pageUrl"]))


async def test_what_a_condition_costs_is_said_to_be_in_no_bill(http: httpx.AsyncClient) -> None:
    plans = await plans_of(http)
    for name, words in {
        "Buys a setup 12": "do not count $39.99.",
        "Asks membership": "do not count $15.",
        "Asks bundle": "",
        "Counts a setup 12": "",
    }.items():
        page = said(await http.get(plans[name]["pageUrl"]))
        assert re.findall(r"do not count [^<]*?\.(?= |$)", page)[:1] == ([words] if words else []), name
    counted = said(await http.get(plans["Counts a setup 12"]["pageUrl"]))
    assert "The first bill and the year hold $39.99" in counted


async def test_lists_say_the_conditions_of_their_prices_too(http: httpx.AsyncClient) -> None:
    plans = await plans_of(http)
    lines = csv.DictReader((await http.get("/api/v1/plans.csv")).content.decode("utf-8-sig").splitlines())
    of_csv = {line["name"]: line["conditions"] for line in lines}
    for condition, sentence in ASKED.items():
        name = f"Asks {condition.value}"
        told = [{"kind": condition.value, "sentence": sentence.rstrip("."), "language": "en"}]
        ids = {"plan": [plans[name]["planId"], plans["Everybody 12"]["planId"]]}
        compared = (await http.get("/api/v1/plans/compare", params=ids)).json()["data"]
        assert plans[name]["conditions"] == told
        assert [one["plan"]["conditions"] for one in compared["plans"]] == [told, []]
        assert "conditions" in compared["differences"]
        assert of_csv[name] == condition.value
    assert of_csv["Silent 12"] == "new-customer"
    assert of_csv["Everybody 12"] == ""


async def test_the_answer_before_a_list_says_who_may_sign_up(http: httpx.AsyncClient) -> None:
    chosen = (await http.get("/electricity-plans/dallas?with=needs-new-customer")).text
    answer = said(httpx.Response(200, text=re.findall(r'(?s)<section class="answer.*?</section>', chosen)[0]))
    assert re.search(
        r"(New or back 12|Silent 12|Asks new-customer) · [^·]+ · new customers only · 12 months", answer
    )


async def test_a_text_that_asks_for_new_customers_counts_whatever_the_column_says(
    http: httpx.AsyncClient,
) -> None:
    plans = await plans_of(http)
    new, everybody = plans["Asks new-customer"], plans["Everybody 12"]
    assert (new["isNewCustomersOnly"], everybody["isNewCustomersOnly"]) == (True, False)
    assert "New customers only" in said(await http.get(new["pageUrl"]))
    compared = await http.get(f"/compare/plans?plan={new['planId']}&plan={everybody['planId']}")
    assert "New customers only" in rows_of(compared.text)["Conditions"]
    assert "None stated" in rows_of(compared.text)["Conditions"]
    left = (await http.get("/api/v1/plans?without=new-customers")).json()["data"]
    assert {"Everybody 12", "Asks new-customer"} & {plan["name"] for plan in left} == {"Everybody 12"}


async def test_a_column_that_asks_for_new_customers_is_a_condition_with_the_words_beside_it(
    http: httpx.AsyncClient,
) -> None:
    plans = await plans_of(http)
    for name, words in (("New or back 12", "New and returning customers only"), ("Silent 12", "")):
        plan = plans[name]
        assert plan["isNewCustomersOnly"] is True
        body = (await http.get(f"/api/v1/plans/{plan['planId']}")).json()["data"]
        assert [(one["kind"], one["sentence"]) for one in body["conditions"]] == [("new-customer", words)]
        page = said(await http.get(plan["pageUrl"]))
        assert "New customers only" in page
        assert (f"The list says: “{words}”." in page) is bool(words)
        compared = rows_of((await http.get(f"/compare/plans?plan={plan['planId']}")).text)["Conditions"]
        assert "New customers only" in compared
    chosen = (await http.get("/api/v1/plans?with=needs-new-customer")).json()["data"]
    assert {plan["name"] for plan in chosen} == {"Asks new-customer", "New or back 12", "Silent 12"}
    listed = said(await http.get("/electricity-plans/dallas?with=needs-new-customer"))
    assert "New or back 12" in listed
    assert "Everybody 12" not in listed
    offered = said(await http.get("/electricity-plans/dallas"))
    assert re.search(r"New customers only \(?3\b", offered), "a filter that says how many it leaves"


async def test_a_price_that_holds_an_unexplained_credit_is_an_estimate_everywhere(
    http: httpx.AsyncClient,
) -> None:
    plan = (await plans_of(http))["Silent credit 12"]
    words = "a credit that the list does not explain"
    cards = said(await http.get("/electricity-plans/dallas"))
    assert f"Estimate: about $5 a month of it is {words}" in cards
    answer = cards.partition("look at first?")[2].partition("Picked by cost alone")[0]
    assert answer
    assert "Silent credit 12" not in answer, "the lowest of all, but whether one gets its price is not known"
    compared = rows_of((await http.get(f"/compare/plans?plan={plan['planId']}")).text)["A month"]
    assert f"Estimate: about $5 a month of it is {words}" in compared
    page = said(await http.get(plan["pageUrl"]))
    assert f"About $5 a month of this price is {words}" in page
    cost = (await http.get(f"/api/v1/plans/{plan['planId']}/bills")).json()["data"]["cost"]
    assert 4 < float(cost["unexplainedCreditUsd"]) < 6
    listed = {one["name"]: one["cost"] for one in (await http.get("/api/v1/plans")).json()["data"]}
    assert listed["Silent credit 12"]["unexplainedCreditUsd"] == cost["unexplainedCreditUsd"]
    assert listed["Everybody 12"]["unexplainedCreditUsd"] is None


async def test_cards_say_who_may_sign_up_and_what_is_asked_of_them(http: httpx.AsyncClient) -> None:
    cards = said(await http.get("/electricity-plans/dallas"))
    assert "Gexa Energy · new customers only" in cards
    assert "Gexa Energy · a first payment before power flows" in cards


async def test_texts_that_state_other_money_are_said_to_contradict_each_other(
    http: httpx.AsyncClient,
) -> None:
    plan = (await plans_of(http))["Two texts 12"]
    assert (
        "The special terms say $75 credit from 1,000 kWh, the text on fees says $100 credit from 1,000 kWh; "
        "the printed prices fit only the text on fees."
    ) in said(await http.get(plan["pageUrl"]))
    fees = (await http.get(f"/api/v1/plans/{plan['planId']}")).json()["data"]["statedFees"]
    assert [float(one["usd"]) for one in fees["elsewhere"]] == [75]


async def test_a_prepaid_plan_says_its_first_payment_or_that_the_list_does_not(
    http: httpx.AsyncClient,
) -> None:
    plans = await plans_of(http)
    unsaid = "The list does not say the first payment: it is in the facts label."
    assert unsaid in said(await http.get(plans["Prepaid, unsaid 12"]["pageUrl"]))
    stated = said(await http.get(plans["Asks first-payment"]["pageUrl"]))
    assert "A first payment before power flows." in stated
    assert "first payment of $60.00 is required to connect service”" in stated
    assert "does not say the first payment" not in stated


def asking(site: Site, condition: Condition) -> Plan:
    world: World = site.litestar.state.shelf.world
    return next(plan for plan in world.catalogue.plans if condition in {one.kind for one in plan.conditions})


@pytest.mark.parametrize(
    "condition", [Condition.AUTOPAY, Condition.DEVICE, Condition.CREDIT_CHECK, Condition.FIRST_PAYMENT]
)
async def test_the_bundle_knows_what_is_asked_and_says_where_the_words_are(
    client: httpx.AsyncClient, site: Site, condition: Condition
) -> None:
    plan = asking(site, condition)
    assert {one.sentence for one in plan.conditions} == {""}
    text = said(await client.get(plan.url))
    assert text.count(IN_THE_LABEL) == 1
    assert "The list says:" not in text
    page = (await client.get(plan.url)).text
    for name, url in (("facts label", plan.text.facts_url), ("terms", plan.text.terms_url)):
        assert url, "each plan of the bundle names its documents"
        assert f'<a href="{html.escape(url)}" rel="nofollow noopener">{name}</a>' in page


async def test_a_city_is_no_surer_of_the_delivery_charge_than_a_plan(
    client: httpx.AsyncClient, site: Site
) -> None:
    """Read in January 2026; CenterPoint's charge of then is documented since December."""
    text = said(await client.get("/electricity-plans/houston"))
    assert "As documented since December 29, 2025, it charges $4.90 a month and 6.0009¢ per kWh" in text
    plan = next(
        one for one in site.litestar.state.shelf.world.catalogue.plans if one.utility == "centerpoint"
    )
    page = said(await client.get(plan.url))
    assert "documented since December 29, 2025" in page
    words = "Delivery charge last confirmed in"
    assert (words in text) is (words in page)
