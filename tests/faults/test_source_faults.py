"""The listing's source in every kind of trouble: visitors keep the plans that they had, and the command says why."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from choosemypower import database, ingest
from choosemypower.errors import AppError
from choosemypower.ingest import ListingOutcome
from choosemypower.settings import Settings
from tests.cache.pods import PLANS
from tests.drain.processes import Proxy, serving
from tests.faults.house import SEEN, House, Visits
from tests.support.listings import a_listing, a_listing_row
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.server, pytest.mark.db]


def rows(name: str, count: int = PLANS, **fields: object) -> list[dict[str, str]]:
    """A listing whose plans all bear this family name."""
    return [
        a_listing_row(idKey=7000 + number, Product=f"{name} {number}", kwh1000=f"0.12{number % 100:02d}")
        | {field: str(value) for field, value in fields.items()}
        for number in range(count)
    ]


@contextmanager
def source(
    body: bytes, *, status: int = 200, kind: str = "text/csv", cut: int = 0, wait: float = 0
) -> Iterator[str]:
    """A station that answers this. `cut`: so many bytes less than it promises; `wait`: seconds before each piece."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                if wait:
                    for byte in body:
                        time.sleep(wait)
                        self.wfile.write(bytes((byte,)))
                else:
                    self.wfile.write(body[: len(body) - cut])

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/listing.csv"
    finally:
        server.shutdown()
        server.server_close()


GOOD = a_listing(*rows("Beta")).encode()
REFUSED = {
    "500": {"body": b"Internal Server Error", "status": 500, "kind": "text/plain"},
    "a page instead of a table": {"body": b"<!doctype html><title>Maintenance</title>", "kind": "text/html"},
    "cut in the middle": {"body": GOOD, "cut": len(GOOD) // 2},
    "empty": {"body": b""},
}
STAGED = {
    "negative prices": a_listing(*rows("Beta", kwh500="-0.1", kwh1000="-0.1", kwh2000="-0.1")).encode(),
    "one plan of all": a_listing(*rows("Beta", 1)).encode(),
}


@pytest.mark.parametrize("trouble", REFUSED)
async def test_a_source_that_gives_no_listing_changes_nothing(house: House, trouble: str) -> None:
    with source(**REFUSED[trouble]) as url:  # type: ignore[arg-type]
        async with house.under_load() as visits:
            with pytest.raises(AppError):
                await house.publish(url)
            await visits.more(10)
    assert set.union(*visits.families.values()) == {"Alpha"}


async def test_a_source_that_drips_is_given_up(house: House) -> None:
    with source(GOOD, wait=0.2) as url:
        async with house.under_load() as visits:
            with pytest.raises(AppError):
                await house.publish(url, fetch_seconds=2)
            await visits.more(10)
    assert set.union(*visits.families.values()) == {"Alpha"}


@pytest.mark.parametrize("trouble", STAGED)
async def test_a_listing_that_cannot_be_right_waits_to_be_accepted(house: House, trouble: str) -> None:
    with source(STAGED[trouble]) as url:
        async with house.under_load() as visits:
            with contextlib.suppress(AppError):
                assert (await house.publish(url)).status is ListingOutcome.STAGED
            await visits.more(10)
    assert set.union(*visits.families.values()) == {"Alpha"}


async def test_a_listing_ten_times_as_large_is_published_while_visitors_come(house: House) -> None:
    with source(a_listing(*rows("Beta", 10 * PLANS)).encode()) as url:
        async with house.under_load() as visits:
            report = await house.publish(url)
            await house.follows(report.dataset)
            await visits.more(20)
    assert report.status is ListingOutcome.PUBLISHED
    assert {"Beta"} in visits.families.values()


async def test_ids_that_stand_twice_are_one_plan_each(house: House) -> None:
    twice = [*rows("Gamma", 10 * PLANS), *rows("Gamma", 10)]
    with source(a_listing(*twice).encode()) as url:
        async with house.under_load() as visits:
            report = await house.publish(url)
            await house.follows(report.dataset)
            await visits.more(20)
    assert report.status is ListingOutcome.PUBLISHED


async def test_two_publishers_at_once_end_with_one_whole_listing(house: House) -> None:
    with (
        source(a_listing(*rows("Delta", 10 * PLANS)).encode()) as first,
        source(a_listing(*rows("Alpha", 10 * PLANS)).encode()) as second,
    ):
        async with house.under_load() as visits:
            reports = await house.publish_both(first, second)
            assert {report.status for report in reports} == {ListingOutcome.PUBLISHED}
            await house.follows(max(report.dataset or 0 for report in reports))
            await visits.more(20)


async def test_versions_published_one_after_the_other_are_never_mixed(house: House) -> None:
    async with house.under_load() as visits:
        for name in ("Beta", "Gamma", "Delta"):
            with source(a_listing(*rows(name, 10 * PLANS)).encode()) as url:
                await house.follows((await house.publish(url)).dataset)
            await asyncio.sleep(0.3)
        await visits.more(20)
    assert len(visits.families) >= 3


async def test_a_listing_is_published_while_one_server_follows_another(own_database: Settings) -> None:
    proxy = Proxy()
    fresh = httpx.Limits(max_keepalive_connections=0)
    with contextlib.ExitStack() as servers:
        old = await asyncio.to_thread(servers.enter_context, serving(own_database))
        proxy.in_service = [old.port]
        async with (
            proxy.listening() as url,
            httpx.AsyncClient(base_url=url, timeout=30, limits=fresh) as http,
        ):
            for path in SEEN:
                assert (await http.get(path)).status_code == 200, path
            visits = Visits(http)
            async with visits.going_on():
                await visits.more(10)
                new = await asyncio.to_thread(servers.enter_context, serving(own_database))
                proxy.in_service = [old.port, new.port]
                database.configure(own_database)
                with source(a_listing(*rows("Gamma", 11 * PLANS)).encode()) as listing:
                    async with database.pool(own_database):
                        report = await ingest.run(listing, settings=own_database)
                proxy.in_service = [new.port]
                old.terminate()
                code, _ = await old.ended()
                assert code == 0

                async def follows() -> bool:
                    health = (await http.get("/api/health/database")).json()
                    return bool(health["dataset"]["epoch"] == report.dataset)

                await until(follows)
                await visits.more(20)
            visits.check()
    assert report.status is ListingOutcome.PUBLISHED
    assert len(visits.families) == 2
