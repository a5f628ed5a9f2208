"""Pictures of every kind of page of a running site at 390 and 1280 pixels, and those of the README.

    screenshots.py [SITE] [--readme]

They go to `.screenshots/`, which git ignores; with `--readme` the two pictures of docs/ are made anew as well. Needs
Debian's chromium and the dependency group `browser`.
"""

import importlib
import re
import shutil
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".screenshots"
SITE = "http://localhost:4324"
WIDTHS = (390, 1280)
HIGHEST_PX = 6000
CITY = "/electricity-plans/houston"
PAGES = {
    "home": "/",
    "plans": "/electricity-plans",
    "city": CITY,
    "city-filtered": f"{CITY}/12-month/fixed-rate?home=1600&heat=electric",
    "city-short-terms": f"{CITY}?only=less-than-a-year",
    "city-empty": f"{CITY}?max-usd-per-year=1",
    "city-two-utilities": "/electricity-plans/alice",
    "plan": "{plan}",
    "plan-short": "{short}",
    "plan-by-the-hour": "{hour}",
    "compare": "{compare}",
    "changes-here": "/changes?zip=77002",
    "changes": "/changes",
    "trends": "/trends?utility=centerpoint",
    "guides": "/guides",
    "guide": "/guides/bill-credits?from=houston",
    "check-my-bill-plan": "/check-my-bill?zip=77002&plan={id}",
    "remembered": "/remembered",
    "api": "/api/docs",
    "providers": "/providers",
    "provider": "/providers/txu-energy?from=houston",
    "utility": "/utilities/centerpoint",
    "cities": "/locations",
    "closed-city": "/texas/austin/municipal-utility",
    "zip-split": "/zip/75056",
    "zip-wrong": "/zip?zip=00000",
    "calculator": "/calculator",
    "calculator-result": "/calculator?kwh=1400&from=houston",
    "check-my-bill": "/check-my-bill",
    "check-my-bill-answer": "/check-my-bill?zip=77002&kwh1=1200&usd1=210",
    "read-a-label": "/read-a-label",
    "how-well": "/how-well",
    "about": "/about",
    "contact": "/contact",
    "privacy": "/privacy",
    "terms": "/terms",
    "accessibility": "/accessibility",
    "not-found": "/nothing-like-it",
}
README_PICTURES = {"city-page": ("city", 880, 640), "comparison": ("compare", 880, 560)}
"""Of docs/: which page, at which width and height."""


def main(arguments: list[str]) -> int:
    site = next((one for one in arguments if not one.startswith("--")), SITE).rstrip("/")
    chromium = shutil.which("chromium")
    if chromium is None:
        print("screenshots: chromium is missing: apt-get install chromium", file=sys.stderr)
        return 1
    try:
        paths = _paths(site)
    except (urllib.error.URLError, OSError) as error:
        print(f"screenshots: {site} does not answer ({error}); start it with make run", file=sys.stderr)
        return 1
    # Of the group `browser`, which checks and other scripts do without.
    playwright_api = importlib.import_module("playwright.sync_api")

    FOLDER.mkdir(exist_ok=True)
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, path in paths.items():
            for width in WIDTHS:
                _take(browser, site + path, FOLDER / f"{name}-{width}.png", width)
            print(f"{name:24} {path}")
        if "--readme" in arguments:
            for picture, (name, width, height) in README_PICTURES.items():
                _take(browser, site + paths[name], ROOT / "docs" / f"{picture}.png", width, height)
        browser.close()
    print(f"{len(paths) * len(WIDTHS)} pictures in {FOLDER.name}/")
    return 0


def _paths(site: str) -> dict[str, str]:
    """The pages, with plans that this site lists now."""
    found = {
        "plan": _plans(site, CITY)[0],
        "short": _plans(site, f"{CITY}?only=less-than-a-year")[0],
        "hour": _plans(site, f"{CITY}?only=by-the-hour")[0],
        "id": _ids(site, CITY)[4],
        "compare": "/compare/plans?from=houston&" + "&".join(f"plan={one}" for one in _ids(site, CITY)[:3]),
    }
    return {name: path.format(**found) for name, path in PAGES.items()}


def _plans(site: str, path: str) -> list[str]:
    links = re.findall(r'href="(/electricity-plans/plans/[^"]+)"', _read(site + path))
    return [link.replace("&amp;", "&") for link in links] or [path]


def _ids(site: str, path: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'name="plan" value="([^"]+)"', _read(site + path))))


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        text: str = answer.read().decode()
    return text


def _take(browser: Any, url: str, file: Path, width: int, height: int | None = None) -> None:
    page = browser.new_page(viewport={"width": width, "height": height or 900})
    page.goto(url)
    if height is None:
        full: int = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(full, HIGHEST_PX)})
    page.screenshot(path=file)
    page.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
