"""A real server and Debian's chromium. Playwright comes with the dependency group `browser`."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from choosemypower.settings import Settings
from tests.browser.pages import LISTS, PAGES, parts_of
from tests.conftest import _copy
from tests.standins.ercot import Ercot
from tests.standins.server import KEY
from tests.support.server import running_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Page, Playwright

OPERATOR_TOKEN = "a token for the tests only"
OpenPage = Callable[..., "Page"]
_visitors = itertools.count()
Expect = Callable[..., Any]


@pytest.fixture(scope="session")
def expect() -> Expect:
    """Playwright's assertions, which wait; loaded here, so that other tests need no playwright."""
    from playwright.sync_api import expect

    return expect


@pytest.fixture(scope="session")
def ercot() -> Iterator[Ercot]:
    """A stand-in for the meter look-up."""
    stand_in = Ercot()
    with stand_in.running():
        yield stand_in


@pytest.fixture(scope="session")
def base_url(
    postgres_url: str, base_settings: Settings, _stocked_template: str, ercot: Ercot
) -> Iterator[str]:
    """The address of a running site with the bundled plans; one for all tests, which change no plan."""
    look_up = {"ERCOT_API_KEY": KEY, "ERCOT_API_URL": ercot.url}
    with (
        _copy(postgres_url, base_settings, _stocked_template) as settings,
        running_server(
            settings, OPERATOR_TOKEN=OPERATOR_TOKEN, TRUSTED_PROXIES="127.0.0.1/32", **look_up
        ) as url,
    ):
        yield url


@pytest.fixture(scope="session")
def addresses(base_url: str) -> dict[str, str]:
    """Of each kind of page, with plans that are listed."""
    lists = {kind: httpx.get(base_url + path, follow_redirects=True).text for kind, path in LISTS.items()}
    parts = parts_of(lists)
    return {name: path.format(**parts) for name, path in PAGES.items()}


@pytest.fixture(scope="session")
def playwright(base_url: str) -> "Iterator[Playwright]":
    """After the site, whose start runs a loop of its own: in this thread nothing can, from now on."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: "Playwright") -> "Iterator[Browser]":
    with launched(playwright) as browser:
        yield browser


@contextmanager
def launched(playwright: "Playwright", *flags: str) -> "Iterator[Browser]":
    path = shutil.which("chromium")
    assert path is not None, "tests marked `browser` need chromium: apt-get install chromium"
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *flags])
    yield browser
    browser.close()


@pytest.fixture
def open_page(browser: "Browser", base_url: str) -> Iterator[OpenPage]:
    """Opens a path in a fresh context; fails the test when the page's console reports anything."""
    contexts, reports, expected = [], [], []

    def open_at(
        path: str,
        width: int = 1280,
        height: int = 900,
        expects: str | None = None,
        is_answered: int | None = None,
        **options: Any,
    ) -> "Page":
        expected.extend([expects] if expects else [])
        # Each a visitor of its own: what one of them may have counted in two minutes is limited.
        high, low = divmod(next(_visitors), 250)
        context = browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": height},
            extra_http_headers={"X-Forwarded-For": f"198.18.{high}.{low + 1}"},
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: reports.append(message.text))
        page.on("pageerror", lambda error: reports.append(str(error)))
        answer = page.goto(path)
        assert is_answered is None or (answer is not None and answer.status == is_answered)
        return page

    yield open_at
    for context in contexts:
        context.close()
    # A test that cuts the network itself is told so by the browser and by htmx.
    own = ["net::ERR_FAILED", "Failed to fetch", *expected]
    assert [report for report in reports if not any(words in report for words in own)] == []


def meter_file_of_a_year() -> "FilePayload":
    """A kWh in each hour of 2025, two from noon to midnight, as a file that a visitor chooses."""
    days = [date(2025, 1, 1) + timedelta(days=at) for at in range(365)]
    rows = [f"{day:%m/%d/%Y},{hour:02d}:00,{1 + hour // 12}" for day in days for hour in range(24)]
    text = "\n".join(["USAGE_DATE,USAGE_START_TIME,USAGE_KWH", *rows, ""])
    return {"name": "meter.csv", "mimeType": "text/csv", "buffer": text.encode()}
