"""About, privacy, terms, accessibility: who we are, how we work, what we keep."""

from datetime import date

from litestar import Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from choosemypower.cache.policies import PAGE
from choosemypower.http import Request
from choosemypower.settings import Settings
from choosemypower.web.routes import reads
from choosemypower.web.views import Crumb, PageView
from choosemypower.web.way_back import TRAVELLING, lined_page
from choosemypower.world import World

REVIEWED_ON = date(2026, 11, 22)
"""Day on which a person last read these texts against the program."""


class TextView(PageView, frozen=True, kw_only=True):
    reviewed_on: date = REVIEWED_ON


class AboutView(TextView, frozen=True, kw_only=True):
    operated_by: str
    """Who runs the site; empty: not told."""


class PrivacyView(TextView, frozen=True, kw_only=True):
    keep_days: int
    """Of the contact form's messages."""
    looks_up_meters: bool
    """Addresses and meter numbers may be asked for here, of the look-up service."""


@reads(PAGE, "/about", query=TRAVELLING, budget="provider")
async def about(request: Request, world: NamedDependency[World]) -> Response[bytes] | Redirect:
    """Who runs this, how we are paid, how we work out a year, where the facts come from."""
    settings: Settings = request.app.state.settings
    name = "About ChooseMyPower"
    view = AboutView(
        title=name,
        description="Who runs this site and how it is paid, how we work out a year of bills, where the facts come "
        "from, and what is left out.",
        h1=name,
        canonical_path="/about",
        breadcrumbs=(Crumb("Home", "/"), Crumb(name)),
        operated_by=settings.operated_by.strip(),
    )
    return lined_page(request, world, "pages/about.html", view)


@reads(PAGE, "/privacy", query=TRAVELLING, budget="provider")
async def privacy(request: Request, world: NamedDependency[World]) -> Response[bytes] | Redirect:
    """What we store about a visitor."""
    settings: Settings = request.app.state.settings
    view = PrivacyView(
        title="Privacy",
        description="No third parties, no accounts, no cookies unless you ask: what this site keeps, and what not.",
        h1="Privacy",
        canonical_path="/privacy",
        breadcrumbs=(Crumb("Home", "/"), Crumb("Privacy")),
        keep_days=settings.contact_keep_days,
        looks_up_meters=settings.ercot_api_key is not None,
    )
    return lined_page(request, world, "pages/privacy.html", view)


@reads(PAGE, "/terms", query=TRAVELLING, budget="provider")
async def terms(request: Request, world: NamedDependency[World]) -> Response[bytes] | Redirect:
    """What a visitor may rely on."""
    view = _view(
        "/terms", "Terms", "This site informs and does not advise. The facts label of a plan decides."
    )
    return lined_page(request, world, "pages/terms.html", view)


@reads(PAGE, "/accessibility", query=TRAVELLING, budget="provider")
async def accessibility(request: Request, world: NamedDependency[World]) -> Response[bytes] | Redirect:
    """Which standard we follow, and what we know to be missing."""
    view = _view(
        "/accessibility", "Accessibility", "The standard that we follow, what is known to be missing."
    )
    return lined_page(request, world, "pages/accessibility.html", view)


def _view(path: str, name: str, description: str) -> TextView:
    return TextView(
        title=name,
        description=description,
        h1=name,
        canonical_path=path,
        breadcrumbs=(Crumb("Home", "/"), Crumb(name)),
    )


handlers = [about, privacy, terms, accessibility]
