"""What a visitor sees when something is wrong: a sentence, the right status, and nothing of the cause."""

import httpx
import pytest
from litestar import Litestar, get
from litestar.exceptions import HTTPException, TooManyRequestsException
from litestar.params import FromPath

from choosemypower.asked import CURRENT, Asked
from choosemypower.errors import InvalidFormError, InvalidParameterError, NoDataError
from choosemypower.settings import load_settings
from choosemypower.web.errors import error_response, unavailable
from choosemypower.web.rendering import Renderer
from tests.web.markup import Page, page_problems

pytestmark = pytest.mark.anyio

RAISED: dict[str, Exception] = {
    "broken": RuntimeError("secret password"),
    "no-data": NoDataError("No listing has been loaded yet."),
    "parameter": InvalidParameterError("Enter between 100 and 6,000 kWh a month."),
    "form": InvalidFormError("March: enter a number or leave it empty."),
    "busy": TooManyRequestsException(headers={"Retry-After": "17"}),
    "bad-gateway": HTTPException("secret upstream", status_code=502),
}


@get(["/{name:str}", "/fragments/{name:str}"])
async def fail(name: FromPath[str]) -> None:
    raise RAISED[name]


@pytest.fixture
async def failing() -> httpx.AsyncClient:
    app = Litestar(
        [fail],
        exception_handlers={Exception: error_response},
        logging_config=None,
        openapi_config=None,
    )
    app.state.renderer = Renderer(load_settings({}))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("broken", 500, "Something went wrong on our side"),
        ("bad-gateway", 500, "Something went wrong on our side"),
        ("no-data", 503, "We have no listings right now."),
        ("parameter", 422, "Enter between 100 and 6,000 kWh a month."),
        ("form", 422, "March: enter a number or leave it empty."),
        ("busy", 429, "Wait 17 seconds and try again."),
    ],
)
async def test_error_page_says_what_to_do(
    failing: httpx.AsyncClient, name: str, status: int, words: str
) -> None:
    response = await failing.get(f"/{name}")
    assert response.status_code == status
    assert words in Page(response.text).text_of("main")
    assert page_problems(response.text) == []
    assert "secret" not in response.text
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("name", "status"), [("broken", 500), ("no-data", 503), ("form", 422)])
async def test_error_fragment_is_a_piece_without_title_or_new_address(
    failing: httpx.AsyncClient, name: str, status: int
) -> None:
    response = await failing.get(f"/fragments/{name}")
    assert response.status_code == status
    assert "<title" not in response.text
    assert "<html" not in response.text
    assert "hx-push-url" not in response.headers
    assert Page(response.text).problems == []


async def test_500_gives_a_reference_and_503_a_time(failing: httpx.AsyncClient) -> None:
    broken = Page((await failing.get("/broken")).text).text_of("main")
    assert "Reference " in broken
    assert int((await failing.get("/no-data")).headers["retry-after"]) > 0
    assert (await failing.get("/busy")).headers["retry-after"] == "17"


async def test_no_byte_of_a_strange_address_reaches_the_page_as_it_is(failing: httpx.AsyncClient) -> None:
    text = (await failing.get("/a%00%22%3E%ff/b")).text
    assert "\x00" not in text
    assert '<link rel="canonical" href="http://localhost:4324/a%00%22%3E%EF%BF%BD/b">' in text


@pytest.mark.parametrize(
    "path", ["/zip?zip=%00abc", "/locations?q=%00x", "/check-my-bill?kwh1=%00x", "/calculator?kwh=%00"]
)
async def test_no_page_repeats_a_nul_that_was_typed(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code in (200, 422)
    assert b"\0" not in response.content


def test_a_page_without_time_names_only_a_reference_that_the_log_knows() -> None:
    """What is refused before anything is done has no line of log: a reference would lead nowhere."""
    assert "Reference" not in unavailable().decode()
    token = CURRENT.set(Asked("of-a-proxy-1", "GET"))
    try:
        assert "of-a-proxy-1" in unavailable().decode().replace("<wbr>", "")
    finally:
        CURRENT.reset(token)
