"""From the labels of a listing to bills: fetched, kept with history, shown, checked."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from choosemypower import ingest, publishing
from choosemypower.editions.tags import ALL_TAGS
from choosemypower.labels.check import check_labels
from choosemypower.labels.run import FetchReport, fetch_labels
from choosemypower.plans.queries import read_catalogue
from choosemypower.plans.tables import LabelVersionRow
from choosemypower.settings import Settings
from choosemypower.territories.tables import HeardChargeRow
from tests.documents.labels import PLAIN, a_label
from tests.labels.test_fetch import FAST
from tests.standins.labels import LabelServer
from tests.support.edges import FakeEdge
from tests.support.listings import a_listing_file, a_listing_row, a_spanish_twin
from tests.support.program import running_program
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.db]

LABEL = a_label("Energy Charge 6.9¢ per kWh\n", PLAIN)
DEARER = a_label("Energy Charge 7.9¢ per kWh\n", "14.8¢ 14.4¢ 14.2¢", day="August 1, 2026")
WRONG = a_label("Energy Charge 7.9¢ per kWh\n", PLAIN)
# 7.9 cents and a delivery of 4.50 USD and 6.5 cents, which no release knows.
WITH_NEW_DELIVERY = a_label(
    "Energy Charge 7.9¢ per kWh\n",
    "15.3¢ 14.9¢ 14.6¢",
    day="November 2, 2026",
    delivery="Oncor Delivery Charges: $4.50 per billing cycle and 6.5¢ per kWh\n",
)


@pytest.fixture
def server() -> Iterator[LabelServer]:
    with LabelServer().running() as running:
        yield running


async def listing(settings: Settings, server: LabelServer, folder: Path, **more: Any) -> Settings:
    """One plan whose listing names a label of this server."""
    row = a_listing_row(
        Product="Saver 12",
        FactsURL=f"{server.url}/en",
        **{"kwh500": "0.1380", "kwh1000": "0.1340", "kwh2000": "0.1320", **more},
    )
    await ingest.run(
        str(a_listing_file(folder, row, a_spanish_twin(row, FactsURL=f"{server.url}/es"))), settings=settings
    )
    return msgspec.structs.replace(settings, label_stand_ins=server.host, use_cached_data=False)


async def listing_with_a_new_delivery(settings: Settings, server: LabelServer, folder: Path) -> Settings:
    """Three plans of two providers whose prices hold the delivery of WITH_NEW_DELIVERY."""
    rows = [
        a_listing_row(
            Product=f"Saver {number}",
            RepCompany=provider,
            FactsURL=f"{server.url}/{number}",
            **{"kwh500": "0.1530", "kwh1000": "0.1490", "kwh2000": "0.1460"},
        )
        for number, provider in enumerate(("First Power", "First Power", "Second Power"), start=1)
    ]
    await ingest.run(str(a_listing_file(folder, *rows)), settings=settings)
    return msgspec.structs.replace(settings, label_stand_ins=server.host, use_cached_data=False)


async def run(settings: Settings) -> FetchReport:
    return await fetch_labels(settings, progress=lambda *_: None, policy=FAST)


async def the_plan() -> Any:
    catalogue = await read_catalogue()
    assert catalogue is not None
    (plan,) = catalogue.plans
    return plan


async def test_a_proven_label_gives_its_plan_the_charges(
    migrated: Settings, server: LabelServer, tmp_path: Path
) -> None:
    settings = await listing(migrated, server, tmp_path)
    server.says("/en", LABEL, etag='"1"')
    report = await run(settings)
    assert (report.addresses, report.fetched, report.failed, report.proven) == (2, 1, 1, 1)
    plan = await the_plan()
    assert report.changed_plans == (plan.plan_id,)
    assert [one.usd_per_kwh for one in plan.label.charges.items] == [Decimal("0.069")]
    assert plan.label_differences == ()


async def test_a_label_that_stays_the_same_makes_no_version_and_one_that_changes_makes_another(
    migrated: Settings, server: LabelServer, tmp_path: Path
) -> None:
    settings = await listing(migrated, server, tmp_path)
    server.says("/en", LABEL, etag='"1"')
    await run(settings)
    again = await run(settings)
    assert (again.unchanged, again.new_versions, again.changed_plans) == (1, 0, ())
    assert [one.get("if-none-match") for one in server.headers].count('"1"') == 1
    server.says("/en", DEARER, etag='"2"')
    changed = await run(settings)
    assert changed.new_versions == 1
    plan = await the_plan()
    versions = LabelVersionRow.select(LabelVersionRow.text).where(LabelVersionRow.plan == plan.plan_id)
    assert [one["text"] for one in await versions.order_by(LabelVersionRow.id)] == [LABEL, DEARER]
    assert plan.label.charges.items[0].usd_per_kwh == Decimal("0.079")
    assert {one.what.value for one in plan.label_differences} == {
        "price_at_500_kwh",
        "price_at_1000_kwh",
        "price_at_2000_kwh",
    }


async def test_a_label_that_contradicts_itself_gives_no_charges(
    migrated: Settings, server: LabelServer, tmp_path: Path
) -> None:
    settings = await listing(migrated, server, tmp_path)
    server.says("/en", LABEL)
    await run(settings)
    server.says("/en", WRONG)
    assert (await run(settings)).proven == 0
    assert (await the_plan()).label.charges is None
    checked = await check_labels()
    assert (checked.labels, checked.by_state, checked.is_well) == (1, {"contradicted": 1}, False)
    assert "Saver 12" in checked.as_text()


async def test_a_label_of_another_utility_is_not_believed(
    migrated: Settings, server: LabelServer, tmp_path: Path
) -> None:
    settings = await listing(
        migrated, server, tmp_path, TduCompanyName="CENTERPOINT ENERGY HOUSTON ELECTRIC LLC"
    )
    server.says("/en", LABEL)
    report = await run(settings)
    assert report.proven == 0
    assert "another utility" in (await the_plan()).label.says.note


@pytest.mark.parametrize(
    "label",
    [DEARER.replace("Saver 12", "Green Weekends"), DEARER.replace("Term 12 months", "Term 24 months")],
)
async def test_a_label_of_another_plan_of_the_same_utility_is_not_believed(
    migrated: Settings, server: LabelServer, tmp_path: Path, label: str
) -> None:
    settings = await listing(migrated, server, tmp_path)
    server.says("/en", label)
    assert (await run(settings)).proven == 0
    assert "another plan" in (await the_plan()).label.says.note
    server.says("/en", DEARER)
    assert (await run(settings)).proven == 1


async def test_what_was_asked_for_lately_is_not_asked_for_again(
    migrated: Settings, server: LabelServer, tmp_path: Path
) -> None:
    settings = await listing(migrated, server, tmp_path)
    server.says("/en", LABEL)
    await run(settings)
    before = len(server.asked)
    again = await run(msgspec.structs.replace(settings, use_cached_data=True))
    assert (again.recent, again.fetched + again.unchanged + again.failed, again.is_done) == (2, 0, True)
    assert len(server.asked) == before


async def test_where_nothing_comes_the_run_says_so(
    migrated: Settings, server: LabelServer, tmp_path: Path
) -> None:
    report = await run(await listing(migrated, server, tmp_path))
    assert (report.failed, report.is_done) == (2, False)
    assert "does not know that" in report.as_text()


async def test_pages_and_answers_follow_a_label_as_soon_as_it_is_fetched(
    migrated: Settings, server: LabelServer, tmp_path: Path
) -> None:
    settings = await listing(migrated, server, tmp_path)
    async with running_program(settings) as http:

        async def cost() -> Any:
            return (await http.get(f"/api/v1/plans/{plan.plan_id}/bills")).json()["data"]["cost"]

        plan = await the_plan()
        assert (await cost())["method"] != "label"
        page = await http.get(plan.url)
        server.says("/en", DEARER)
        await publishing.publish_fetched_labels(settings, say=lambda _: None, progress=lambda *_: None)

        async def is_followed() -> bool:
            return (await cost())["method"] == "label"

        await until(is_followed)
        later = await http.get(plan.url, headers={"If-None-Match": page.headers["etag"]})
        assert later.status_code == 200
        assert "Facts label of August 1, 2026" in later.text
        assert "the label of August 1, 2026 says 14.4¢ at 1,000\u00a0kWh, the listing of" in later.text
        assert "14.4¢ at 1,000 kWh" in later.text
        assert "The bills follow the label." in later.text
        told = (await http.get(f"/api/v1/plans/{plan.plan_id}")).json()["data"]["label"]
        assert (told["state"], told["issuedOn"], told["address"]) == (
            "proven",
            "2026-08-01",
            f"{server.url}/en",
        )
        assert [one["what"] for one in told["differences"]][1] == "price_at_1000_kwh"
        assert (await cost())["giveOrTakeUsd"] is None


async def test_three_labels_of_two_providers_add_a_delivery_charge_that_pages_show(
    migrated: Settings, server: LabelServer, tmp_path: Path
) -> None:
    settings = await listing_with_a_new_delivery(migrated, server, tmp_path)
    server.says("/1", WITH_NEW_DELIVERY)
    server.says("/2", WITH_NEW_DELIVERY)
    assert [one.added for one in (await run(settings)).delivery] == [()]
    async with running_program(settings) as program:
        server.says("/3", WITH_NEW_DELIVERY)
        report = await run(settings)
        assert "NEW from 2026-11-02: $4.50 a month" in report.as_text()

        async def charges() -> Any:
            answer = await program.get("/api/v1/utilities/oncor")
            return answer.json()["data"]["deliveryCharges"]

        async def is_shown() -> bool:
            return bool((await charges())[-1]["usdPerMonth"] == "4.50")

        await until(is_shown)
        *_, before, newest = await charges()
        assert (newest["validFrom"], newest["usdPerKwh"]) == ("2026-11-02", "0.065000")
        assert before["validTo"] == "2026-11-01"
        assert "/3" in newest["source"]
        page = (await program.get("/utilities/oncor")).text
        assert "Last confirmed by a facts label of November" in page
    again = await run(settings)
    assert [one.added for one in again.delivery] == [()]
    assert [str(one.last_confirmed_on) for one in again.delivery] == ["2026-11-02"]
    assert (await check_labels()).delivery == again.delivery


async def test_a_delivery_charge_that_a_check_finds_is_told_to_the_edge(
    migrated: Settings, server: LabelServer, tmp_path: Path
) -> None:
    settings = await listing_with_a_new_delivery(migrated, server, tmp_path)
    for number in (1, 2, 3):
        server.says(f"/{number}", WITH_NEW_DELIVERY)
    await run(settings)
    await HeardChargeRow.delete(force=True)  # as before a release that reads more of these labels
    edge = FakeEdge()
    try:
        behind = msgspec.structs.replace(settings, cdn="varnish", cdn_url=edge.url)
        said: list[str] = []
        found = await publishing.check_stored_labels(behind, say=said.append)
        assert [str(one.valid_from) for heard in found.delivery for one in heard.added] == ["2026-11-02"]
        assert edge.purged == set(ALL_TAGS)
        assert "Purged" in said[0]
        edge.purged.clear()
        await publishing.check_stored_labels(behind, say=said.append)
        assert not edge.purged
    finally:
        edge.stop()
