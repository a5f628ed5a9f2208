"""axe-core on an open page, as every rule that is not experimental sees it."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Page

FETCH = Path(__file__).parents[2] / "scripts" / "fetch_tools.py"


class Look(NamedTuple):
    """How a visitor's browser shows the page."""

    width: int
    colours: str = "light"
    """light, dark or forced"""
    text_percent: int = 100

    def __str__(self) -> str:
        return f"{self.width} px, {self.colours}, text at {self.text_percent} %"


USUAL = [Look(390), Look(1280)]
ALL = [
    *(Look(width, colours) for width in (320, 390, 768, 1280) for colours in ("light", "dark", "forced")),
    *(Look(width, text_percent=200) for width in (320, 390, 768, 1280)),
]


def findings(page: "Page", looks: list[Look]) -> list[str]:
    """What axe finds wrong with the page in each of the looks, a line for each element."""
    page.evaluate(_source())
    return [f"{look}: {line}" for look in looks for line in _findings(page, look)]


def _findings(page: "Page", look: Look) -> list[str]:
    _show(page, look)
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    lines = [
        f"{rule['id']}: {rule['help']}: {' '.join(map(str, node['target']))}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth") > look.width:
        lines.append("the page scrolls sideways")
    return lines


def _show(page: "Page", look: Look) -> None:
    page.set_viewport_size({"width": look.width, "height": 844})
    page.emulate_media(
        color_scheme="dark" if look.colours == "dark" else "light",
        forced_colors="active" if look.colours == "forced" else "none",
    )
    page.evaluate("percent => { document.documentElement.style.fontSize = `${percent}%` }", look.text_percent)


@cache
def _source() -> str:
    fetched = subprocess.run([sys.executable, FETCH, "axe-core"], capture_output=True, text=True, check=False)
    assert fetched.returncode == 0, fetched.stderr
    return Path(fetched.stdout.strip()).read_text()
