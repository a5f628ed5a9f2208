"""The contact form as a visitor meets it: seen, corrected and sent, with JavaScript and without."""

import pytest

from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.db]


@pytest.mark.parametrize("java_script", [True, False])
def test_the_form_is_seen_and_can_be_sent(open_page: OpenPage, java_script: bool) -> None:
    page = open_page("/contact", 390, 844, expects="422", java_script_enabled=java_script)
    page.fill("#email", "ana@")
    page.fill("#message", "The fee of this plan is $20, not $15.")
    page.click("#send")
    assert "name@example.com" in page.inner_text(".problem")
    page.fill("#email", "ana@example.org")
    page.wait_for_timeout(3500)  # quicker than people write is refused
    page.click("#send")
    assert page.inner_text("h1") == "Your message has arrived"
