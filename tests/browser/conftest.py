"""A real server and Debian's chromium. Playwright comes with the dependency group `browser`."""

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from choosemypower.settings import Settings
from tests.conftest import _copy
from tests.support.server import running_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OpenPage = Callable[..., "Page"]
Expect = Callable[..., Any]


@pytest.fixture(scope="session")
def expect() -> Expect:
    """Playwright's assertions, which wait; loaded here, so that other tests need no playwright."""
    from playwright.sync_api import expect

    return expect


@pytest.fixture(scope="module")
def base_url(postgres_url: str, base_settings: Settings, _stocked_template: str) -> Iterator[str]:
    """The address of a running site with the bundled plans."""
    with _copy(postgres_url, base_settings, _stocked_template) as settings, running_server(settings) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path is not None, "tests marked `browser` need chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: "Browser", base_url: str) -> Iterator[OpenPage]:
    """Opens a path in a fresh context; fails the test when the page's console reports anything."""
    contexts, reports, expected = [], [], []

    def open_at(
        path: str, width: int = 1280, height: int = 900, expects: str | None = None, **options: Any
    ) -> "Page":
        expected.extend([expects] if expects else [])
        context = browser.new_context(
            base_url=base_url, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: reports.append(message.text))
        page.on("pageerror", lambda error: reports.append(str(error)))
        page.goto(path)
        return page

    yield open_at
    for context in contexts:
        context.close()
    # A test that cuts the network itself is told so by the browser and by htmx.
    own = ["net::ERR_FAILED", "Failed to fetch", *expected]
    assert [report for report in reports if not any(words in report for words in own)] == []
