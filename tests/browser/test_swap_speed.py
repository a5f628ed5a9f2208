"""How long a choice of filter takes, from the click until the new plans are painted: against the bars that it states.

Neighbours on the machine can only make a swap slower, so that those of many which keep the bar count, as Lighthouse's
best run does. The wait for a further choice and the way to the server are in the figure.
"""

import statistics
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.journey import PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.db]

SWAPS_MAX = 30
WITHIN = 5
"""So many swaps have to keep the bar."""
SWAP_MS = """id => new Promise(done => {
  const box = document.getElementById(id), begun = performance.now();
  document.addEventListener("htmx:after:swap", () => requestAnimationFrame(
    () => setTimeout(() => done(performance.now() - begun))), { once: true });
  box.click();
})"""


def slow_down(page: "Page") -> None:
    """As on a middling phone: a quarter of the processor, and 100 ms to the server and back."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    network = {"offline": False, "latency": 100, "downloadThroughput": -1, "uploadThroughput": -1}
    devtools.send("Network.emulateNetworkConditions", network)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})


@pytest.mark.parametrize(("is_slow", "bar_ms"), [(False, 300), (True, 600)], ids=["here", "on a slow phone"])
@pytest.mark.parametrize("size", [PHONE, (1280, 900)], ids=["390 px", "1280 px"])
def test_from_the_choice_to_the_painted_plans_the_bar_is_kept(
    open_page: OpenPage, size: tuple[int, int], is_slow: bool, bar_ms: int
) -> None:
    page = open_page("/electricity-plans/houston", *size)
    if size == PHONE:
        page.click("#filters > summary")
    if is_slow:
        slow_down(page)
    taken_ms: list[float] = []
    while len(taken_ms) < SWAPS_MAX and sum(taken <= bar_ms for taken in taken_ms) < WITHIN:
        box = ("f-term-12", "f-term-13-24", "f-rate-fixed")[len(taken_ms) % 3]
        taken_ms.append(page.evaluate(SWAP_MS, box))
    kept = sum(taken <= bar_ms for taken in taken_ms)
    assert kept >= WITHIN, f"of {len(taken_ms)} swaps {kept}; median {statistics.median(taken_ms):.0f} ms"
