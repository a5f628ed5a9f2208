"""About, contact, privacy, terms, accessibility: who we are, how we work, what we keep."""

from datetime import date

from litestar import Response, route
from litestar.di import NamedDependency

from choosemypower.cache.policies import PAGE
from choosemypower.territories.model import Utility
from choosemypower.web.rendering import GET_AND_HEAD, Pages
from choosemypower.web.views import Crumb, PageView
from choosemypower.world import World

REVIEWED_ON = date(2026, 11, 22)
"""Day on which a person last read these texts against the program."""


class TrustView(PageView, frozen=True, kw_only=True):
    reviewed_on: date = REVIEWED_ON


class ContactView(TrustView, frozen=True, kw_only=True):
    utilities: tuple[Utility, ...]


@route("/about", http_method=GET_AND_HEAD, **PAGE.handler_options())
async def about(pages: NamedDependency[Pages]) -> Response[bytes]:
    """How we are paid, how we work out a year, where the facts come from."""
    view = _view(
        "/about",
        "About ChooseMyPower",
        "How we work out a year of bills, where the facts come from, what is left out, and how we are paid.",
    )
    return pages.page("pages/about.html", view)


@route("/contact", http_method=GET_AND_HEAD, **PAGE.handler_options())
async def contact(pages: NamedDependency[Pages], world: NamedDependency[World]) -> Response[bytes]:
    """Whom to call for what; what we can help with."""
    view = ContactView(
        title="Contact: who helps with what",
        description="We are not your provider. Outage numbers of the utilities, complaints, and errors on this site.",
        h1="Contact",
        canonical_path="/contact",
        breadcrumbs=(Crumb("Home", "/"), Crumb("Contact")),
        utilities=tuple(utility for utility in world.atlas.utilities.values() if utility.outage_phone),
    )
    return pages.page("pages/contact.html", view)


@route("/privacy", http_method=GET_AND_HEAD, **PAGE.handler_options())
async def privacy(pages: NamedDependency[Pages]) -> Response[bytes]:
    """What we store about a visitor."""
    view = _view(
        "/privacy",
        "Privacy",
        "No third parties, no accounts, no cookies unless you ask: what this site keeps, and what not.",
    )
    return pages.page("pages/privacy.html", view)


@route("/terms", http_method=GET_AND_HEAD, **PAGE.handler_options())
async def terms(pages: NamedDependency[Pages]) -> Response[bytes]:
    """What a visitor may rely on."""
    view = _view(
        "/terms", "Terms", "This site informs and does not advise. The facts label of a plan decides."
    )
    return pages.page("pages/terms.html", view)


@route("/accessibility", http_method=GET_AND_HEAD, **PAGE.handler_options())
async def accessibility(pages: NamedDependency[Pages]) -> Response[bytes]:
    """Which standard we follow, and what we know to be missing."""
    view = _view(
        "/accessibility", "Accessibility", "The standard that we follow, what is known to be missing."
    )
    return pages.page("pages/accessibility.html", view)


def _view(path: str, name: str, description: str) -> TrustView:
    return TrustView(
        title=name,
        description=description,
        h1=name,
        canonical_path=path,
        breadcrumbs=(Crumb("Home", "/"), Crumb(name)),
    )


handlers = [about, contact, privacy, terms, accessibility]
