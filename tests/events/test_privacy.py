"""What visitors tell us stands nowhere that it should not; and docs/privacy.md names every column that is kept."""

import io
import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest
from piccolo.table import Table
from redis.asyncio import Redis

from choosemypower.alerts.channels import Channels
from choosemypower.alerts.rules import VITALS, MeasuredVital
from choosemypower.alerts.watch import Watch
from choosemypower.app import Site, create_app
from choosemypower.beacons.tables import BeaconRow
from choosemypower.events.tables import VisitorCountRow
from choosemypower.health.exposition import exposition
from choosemypower.health.metrics import Observed, families
from choosemypower.leads.tables import ContactMessageRow
from choosemypower.settings import Settings
from choosemypower.telemetry.lines import Lines
from choosemypower.telemetry.logs import JsonLines, TextLines
from choosemypower.telemetry.pulse import Pulse
from choosemypower.vitals.tables import VitalCountRow
from tests.cache.conftest import RedisServer
from tests.standins.slack import Slack
from tests.support.lines import told_to
from tests.support.smtp import mail_server

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"
STREET = "4711 Marked Oak Lane"
ESIID = "10089010238174711471147"[:17]
EMAIL = "marked.person@example.org"
NAME = "Marked Person"
TEXT = "My marked bill was $471.17 in July."
KWH, USD = "47117", "471.17"
MARKS = (STREET, "Marked Oak", "Marked%20Oak", "Marked+Oak", ESIID, EMAIL, "marked.person", NAME, TEXT, USD)
QUERY = {"address": STREET, "esiid": ESIID, "email": EMAIL, "name": NAME, "usd": USD, "utm_source": EMAIL}
METER_FILE = f"ESIID,USAGE_DATE,USAGE_KWH\n{ESIID},01/01/2026,{USD}\n"


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    yield server
    server.stop()


@pytest.fixture
async def observed(stocked_unconnected: Settings, redis: RedisServer) -> AsyncIterator[Site]:
    """A site with everything on that keeps or says something."""
    settings = msgspec.structs.replace(stocked_unconnected, redis_url=redis.url, log_level="DEBUG")
    site = create_app(settings)
    async with site.litestar.lifespan():
        yield site


@pytest.fixture
def logged() -> Iterator[list[io.StringIO]]:
    """Every line that the program logs, as text and as JSON."""
    lines = [io.StringIO(), io.StringIO()]
    with told_to(Lines(lines[0], TextLines())), told_to(Lines(lines[1], JsonLines())):
        yield lines


async def tell_everything(site: Site) -> None:
    """Marked data through every route of the site, as a query, a form, JSON, a file and a beacon."""
    world = site.litestar.state.shelf.world
    known = {"city": "houston", "slug": "oncor", "zip": "77002", "zip_code": "77002"}
    plan = world.catalogue.plans[0]
    known |= {"provider": plan.provider_slug, "plan": plan.slug, "plan_id": plan.plan_id}
    home = {"kwh1": KWH, "usd1": USD, "month1": "7", "zip": "77002"}
    transport = httpx.ASGITransport(app=site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:4324") as http:
        message = {"email": EMAIL, "name": NAME, "message": TEXT}
        assert (await http.post("/api/v1/contact", json=message)).status_code == 200
        for method, template, _ in site.page_cache.routes.routes:
            path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda match: known.get(match[1], "marked"), template)
            if method in ("GET", "HEAD"):
                await http.request(
                    method, path, params=QUERY | home, headers={"Referer": f"http://x/{EMAIL}"}
                )
            elif method == "POST":
                await http.post(path, data=QUERY | home)
                await http.post(path, json=QUERY)
                await http.post(path, files={"file": (f"{ESIID}.csv", METER_FILE)}, params=QUERY)
        for typed in (EMAIL, STREET, ESIID):
            await http.get("/zip", params={"zip": typed})
            await http.get(f"/{typed}")
            await http.get(f"/electricity-plans/{typed}/{typed}")
            await http.post("/api/v1/events", json={"event": "view", "path": f"/{typed}", "filters": typed})
            await http.post(
                "/api/v1/events", json={"event": "sign-up", "path": f"/electricity-plans/plans/a/{typed}"}
            )
            await http.post("/api/v1/events", json={"event": typed, "path": "/", "visit": typed})
            await http.post("/api/v1/events", json={"event": "view", "path": "/", "id": typed})
            for path in (f"/{typed}", f"/zip/{typed}", f"/electricity-plans/{typed}"):
                told = {"path": path, "device": "phone", "id": "0123456789abcdef", "lcp": float(USD)}
                await http.post("/api/v1/vitals", json=told)
                await http.post("/api/v1/vitals", json=told | {"id": typed, typed: typed})


async def test_what_visitors_tell_us_is_in_no_count_log_metric_or_key(
    observed: Site, redis: RedisServer, logged: list[io.StringIO]
) -> None:
    await tell_everything(observed)
    await observed.litestar.state.events.write()
    await observed.litestar.state.vitals.write()
    places = {
        "counts": json.dumps(await VisitorCountRow.raw("SELECT * FROM visitor_count"), default=str),
        "vitals": json.dumps(await VitalCountRow.raw("SELECT * FROM vital_count"), default=str),
        "beacons": json.dumps(await BeaconRow.raw("SELECT * FROM beacon"), default=repr),
        "alerts": await alerts_of(observed),
        "log": logged[0].getvalue() + logged[1].getvalue(),
        "metrics": metrics_of(observed),
        "keys of Redis": " ".join(await keys_of(redis)),
    }
    for place, text in places.items():
        assert text, place
        for mark in MARKS:
            # No digit beside it: the same ones occur by chance within a measured time (1471.1723).
            assert not re.search(rf"(?<!\d){re.escape(mark)}(?!\d)", text, re.IGNORECASE), f"{mark}: {place}"


async def alerts_of(site: Site) -> str:
    """What Slack and an inbox are told when the listing is old and every other limit is missed."""
    state = site.litestar.state
    with Slack().running() as slack, mail_server() as mail:
        settings = msgspec.structs.replace(
            state.settings,
            slack_webhook_url=slack.url,
            smtp_url=mail.url,
            mail_from="site@example.net",
            alerts_to="people@example.net",
        )
        now = datetime.now(UTC)
        slow = {name: MeasuredVital(p75=9_000.0, count=100) for name in VITALS}

        async def vitals() -> Mapping[str, MeasuredVital]:
            return slow

        watch = Watch(
            settings,
            site.page_cache,
            state.shelf,
            vitals=vitals,
            clock=lambda: now,
            channels=Channels(settings),
        )
        for _ in range(12):
            await watch.look()
            now += timedelta(minutes=5)
        assert any("Largest Contentful Paint" in str(message) for message in slack.messages)
        letters = [letter.as_string() for letter in mail.letters]
        assert len(letters) >= len(VITALS)
        return json.dumps(slack.messages) + "".join(letters)


async def test_it_is_in_no_table_but_that_of_the_messages(observed: Site) -> None:
    await tell_everything(observed)
    await observed.litestar.state.events.write()
    tables = await VisitorCountRow.raw(
        "SELECT table_name AS name FROM information_schema.tables"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    for name in (row["name"] for row in tables):
        if name == "contact_message":
            continue
        for mark in MARKS:
            found = await VisitorCountRow.raw(
                f'SELECT 1 FROM "{name}" AS one WHERE one::text ILIKE {{}} LIMIT 1',
                f"%{mark}%",
            )
            assert not found, f"{mark} stands in the table {name}"


@pytest.mark.parametrize("table", [VisitorCountRow, VitalCountRow, BeaconRow, ContactMessageRow])
def test_every_column_that_is_kept_has_been_gone_through(
    table: type[Table],
) -> None:
    section = PRIVACY.read_text().split(f"`{table._meta.tablename}`")[1].split("\n## ")[0]
    named = re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)
    assert named == [column._meta.name for column in table._meta.columns]


def metrics_of(site: Site) -> str:
    state = site.litestar.state
    observed = Observed(
        page_cache=state.page_cache,
        shelf=state.shelf,
        workers=state.workers,
        probe=state.database_probe,
        vitals=state.vitals,
        data_dir=state.settings.data_dir,
        services={},
    )
    return exposition(lambda: families(observed, Pulse()))("").body.decode()


async def keys_of(redis: RedisServer) -> list[str]:
    async with Redis.from_url(redis.url) as client:
        return [key.decode() async for key in client.scan_iter(count=1000)]
