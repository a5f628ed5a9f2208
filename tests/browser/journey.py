"""What a visitor does on a phone, counted: taps, and how far down each page they had to look."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PHONE = (390, 844)

# What fits must not depend on the fonts at hand: letters as far apart as in the widest of the usual ones.
SPACE_LETTERS = """spacing => {
  for (const one of document.querySelectorAll('body *')) one.style.letterSpacing = spacing;
}"""

# What a control shows of its own words: its box may be narrower than they are.
CUT = """() => {
  const ARROW = 16
  return [...document.querySelectorAll('main :is(button, .btn, label, summary, h1, h2, select)')]
  .filter(one => one.checkVisibility() && !one.closest('.vh, .scroll'))
  .filter(one => {
    if (one.tagName !== 'SELECT') return one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
    const style = getComputedStyle(one), pen = document.createElement('canvas').getContext('2d')
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - ARROW
    return pen.measureText(one.selectedOptions[0].text).width > room + 1
  })
  .map(one => (one.selectedOptions ? one.selectedOptions[0].text : one.innerText).slice(0, 40)) }"""


class Journey:
    """A page and the count. A screen is the height of the window; 2 means: scrolled by one screen at most."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.taps = 0
        self.screens = 0.0
        self._opened_at: float | None = 0.0
        page.on("framenavigated", lambda frame: self._arrive())

    def _arrive(self) -> None:
        self._opened_at = None

    def tap(self, target: "Locator") -> None:
        self.see(target)
        target.click()
        self.taps += 1

    def type(self, target: "Locator", text: str) -> None:
        """Into a field, which is tapped first."""
        self.tap(target)
        target.fill(text)

    def see(self, target: "Locator") -> str:
        """Its words, once it is shown; how far below where its page opened it ends is counted."""
        target.wait_for()
        self.page.wait_for_load_state()
        scrolled = self.page.evaluate("scrollY")
        if self._opened_at is None:
            self._opened_at = scrolled
        box = target.bounding_box()
        assert box is not None
        end = box["y"] + box["height"] + scrolled - self._opened_at
        self.screens = max(self.screens, end / PHONE[1])
        return target.inner_text().replace("\xa0", " ")

    def fits(self) -> None:
        """The page does not scroll sideways, in a wider font either, and no control cuts its words."""
        page = self.page
        for spacing in ("0.06em", ""):
            page.evaluate(SPACE_LETTERS, spacing)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
        assert page.evaluate(CUT) == [], page.url
