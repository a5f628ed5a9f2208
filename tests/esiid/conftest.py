"""The whole program with a stand-in for the meter look-up."""

from collections.abc import AsyncIterator, Iterator

import httpx
import msgspec
import pytest

from choosemypower.app import Site, create_app
from choosemypower.settings import Settings
from tests.conftest import _copy
from tests.standins.ercot import Ercot
from tests.standins.server import KEY


@pytest.fixture(scope="module")
def ercot() -> Iterator[Ercot]:
    stand_in = Ercot()
    with stand_in.running():
        yield stand_in


@pytest.fixture(autouse=True)
def healthy(ercot: Ercot) -> None:
    ercot.fault, ercot.faulty_calls = None, None
    ercot.asked.clear()


@pytest.fixture(scope="module")
async def site(
    postgres_url: str, base_settings: Settings, _stocked_template: str, ercot: Ercot
) -> AsyncIterator[Site]:
    with _copy(postgres_url, base_settings, _stocked_template) as settings:
        app = create_app(msgspec.structs.replace(settings, ercot_api_key=KEY, ercot_api_url=ercot.url))
        async with app.litestar.lifespan():
            yield app


@pytest.fixture
async def client(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """Each test asks from an address of its own, so that no test uses up another's rate."""
    site.litestar.state.limiter._paid.clear()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=site), base_url="http://localhost:4324"
    ) as http:
        yield http
