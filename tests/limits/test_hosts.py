"""With ALLOWED_HOSTS the site answers to its own names only; health answers to any."""

from typing import Any

import httpx
import msgspec
import pytest

from choosemypower.app import Site, create_app
from choosemypower.settings import Settings, SettingsError, load_settings

pytestmark = pytest.mark.anyio


@pytest.fixture
async def guarded(stocked_unconnected: Settings) -> Any:
    settings = msgspec.structs.replace(
        stocked_unconnected, allowed_hosts="ChooseMyPower.org, *.preview.example, [::1]"
    )
    site = create_app(settings)
    async with site.litestar.lifespan():
        yield site


async def status(site: Site, *hosts: str, path: str = "/about") -> int:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site), base_url="http://any") as client:
        request = client.build_request("GET", path)
        others = [pair for pair in request.headers.raw if pair[0].lower() != b"host"]
        request.headers = httpx.Headers([*others, *((b"Host", host.encode()) for host in hosts)])
        return (await client.send(request)).status_code


async def test_own_names_are_answered_in_any_case_and_on_any_port(guarded: Site) -> None:
    for host in ("choosemypower.org", "CHOOSEMYPOWER.ORG.", "choosemypower.org:8080", "[::1]:4324", "[::1]"):
        assert await status(guarded, host) == 200, host
    assert await status(guarded, "pr-7.preview.example") == 200


async def test_other_names_are_misdirected(guarded: Site) -> None:
    for host in (
        "evil.example",
        "choosemypower.org.evil.example",
        "preview.example",
        "xchoosemypower.org",
        "",
    ):
        assert await status(guarded, host) == 421, host


async def test_a_request_names_exactly_one_host(guarded: Site) -> None:
    assert await status(guarded) == 400
    assert await status(guarded, "choosemypower.org", "choosemypower.org") == 400
    assert await status(guarded, "choosemypower.org", "evil.example") == 400


async def test_probes_ask_by_any_name(guarded: Site) -> None:
    assert await status(guarded, "10.0.0.7:4324", path="/api/health/system") == 200


@pytest.mark.parametrize("given", ["https://choosemypower.org", "choosemypower.org:80", "*", "a/b", "a b"])
def test_a_name_with_scheme_or_port_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="ALLOWED_HOSTS"):
        load_settings({"ALLOWED_HOSTS": given})
