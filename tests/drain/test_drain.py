"""A pod that stops, and a release that replaces another, cost no visitor a request."""

import asyncio
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import msgspec
import pytest

from choosemypower.settings import Settings
from tests.drain.processes import ROOT, Load, Proxy, serving, starting
from tests.support.waiting import HANG_SECONDS

pytestmark = [pytest.mark.anyio, pytest.mark.server]


async def test_requests_under_way_finish_when_the_server_is_told_to_stop(stocked: Settings) -> None:
    """50 requests/s of 1 s each; the proxy stops sending, then SIGTERM, as preStop arranges it."""
    with serving(stocked, slow=True, SERVER_KILL_TIMEOUT_SECONDS="600") as server:
        load = Load(server.url, ("/test/slow",), per_second=50)
        running = asyncio.create_task(load.run(3, at_least=100))
        await load.all_sent.wait()
        await server.has_received(load.sent)
        server.terminate()
        code, _ = await server.ended()
        await running
        assert set(load.outcomes) == {"200"}, load.failures
        assert load.outcomes["200"] == load.sent
        assert code == 0


async def test_one_hung_request_does_not_hold_the_process_beyond_the_kill_timeout(stocked: Settings) -> None:
    with serving(stocked, slow=True, SERVER_KILL_TIMEOUT_SECONDS="3") as server:
        async with httpx.AsyncClient(timeout=HANG_SECONDS) as client:
            hung = asyncio.create_task(client.get(server.url + "/test/hang"))
            await server.has_received(1)
            server.terminate()
            code, seconds = await server.ended()
            with pytest.raises(httpx.HTTPError):
                await hung
        assert code == 0
        assert seconds > 2.5, "it had its 3 s; for ever is what it would take"


async def test_an_idle_connection_does_not_delay_the_stop(stocked: Settings) -> None:
    with serving(stocked, SERVER_KILL_TIMEOUT_SECONDS=str(2 * int(HANG_SECONDS))) as server:
        async with httpx.AsyncClient(timeout=HANG_SECONDS) as client:
            assert (await client.get(server.url + "/api/health/system")).status_code == 200
            server.terminate()
            code, _ = await server.ended()
        assert code == 0


async def test_rolling_to_the_next_release_fails_no_request_and_old_assets_still_answer(
    stocked: Settings, tmp_path: Path
) -> None:
    """Two releases behind one proxy: the next one comes, is ready, takes over; the old one drains and goes."""
    next_home = _next_release(stocked.home, tmp_path)
    pages = ("/", "/electricity-plans/houston", "/electricity-plans", "/api/v1/plans")
    proxy = Proxy()
    async with proxy.listening() as url:
        with serving(stocked) as old:
            proxy.in_service = [old.port]
            old_style = await _style_address(url)
            load = Load(url, (*pages, old_style), per_second=30)
            running = asyncio.create_task(load.run(8))
            with await asyncio.to_thread(_enter, stocked, next_home) as new:
                await asyncio.sleep(1)
                proxy.in_service = [old.port, new.port]
                await asyncio.sleep(1)
                proxy.in_service = [new.port]
                await asyncio.sleep(1)
                old.terminate()
                code, _ = await old.ended()
                await running
                assert code == 0
                new_style = await _style_address(url)
                assert new_style != old_style
                async with httpx.AsyncClient(timeout=HANG_SECONDS) as client:
                    assert (await client.get(url + old_style)).status_code == 200
                    assert (await client.get(url + new_style)).status_code == 200
    assert set(load.outcomes) == {"200"}, load.failures


class _Entered:
    """A server that was started in a thread, so that the load goes on meanwhile."""

    def __init__(self, settings: Settings) -> None:
        self._context = serving(settings)
        self._server = self._context.__enter__()

    def __enter__(self):
        return self._server

    def __exit__(self, *raised: object) -> None:
        self._context.__exit__(None, None, None)


def _enter(settings: Settings, home: Path) -> _Entered:
    return _Entered(msgspec.structs.replace(settings, home=home))


def _next_release(home: Path, folder: Path) -> Path:
    """This release with another style sheet, and the assets of this one as an image build keeps them."""
    for name in ("templates", "static", "piccolo_migrations"):
        shutil.copytree(home / name, folder / name)
    keep = [sys.executable, str(ROOT / "scripts" / "keep_assets.py")]
    subprocess.run([*keep, str(home / "static"), str(folder / "static" / "previous")], check=True)
    for sheet in (folder / "static" / "css").glob("*.css"):
        sheet.write_text(sheet.read_text() + "\n.next-release { color: inherit }\n")
    return folder


async def _style_address(url: str) -> str:
    async with httpx.AsyncClient(timeout=HANG_SECONDS) as client:
        page = await client.get(url + "/")
    found = re.search(r'href="(/assets/[^"]+\.css)"', page.text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.2, 0.5])
async def test_a_stop_is_heard_while_the_worker_starts(stocked: Settings, seconds: float) -> None:
    """A signal lost there would hold the process until the kill timeout."""
    with starting(stocked, SERVER_KILL_TIMEOUT_SECONDS=str(2 * int(HANG_SECONDS))) as server:
        while not server.workers:
            assert server.process.poll() is None
            await asyncio.sleep(0.01)
        await asyncio.sleep(seconds)
        server.terminate()
        code, _ = await server.ended()
    assert code == 0
