"""Guides: short texts on how the market works, with figures from the list and the sources of each."""

from datetime import date

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import PAGE
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.errors import NotFoundError
from choosemypower.http import Request
from choosemypower.web.guide_facts import GuideFacts, guide_facts
from choosemypower.web.guide_names import BY_SLUG, GUIDES, REVIEWED_ON, Guide
from choosemypower.web.routes import reads
from choosemypower.web.views import Crumb, PageView, data_notice
from choosemypower.web.way_back import TRAVELLING, lined_page
from choosemypower.world import World


class GuideList(PageView, frozen=True, kw_only=True):
    guides: tuple[Guide, ...] = GUIDES


class GuidePage(PageView, frozen=True, kw_only=True):
    guide: Guide
    others: tuple[Guide, ...]
    facts: GuideFacts
    reviewed_on: date = REVIEWED_ON


@reads(PAGE, paths.GUIDES, query=TRAVELLING, budget="provider")
async def guide_list(request: Request, world: NamedDependency[World]) -> Response[bytes] | Redirect:
    """All guides."""
    view = GuideList(
        title="Guides to electricity plans in Texas",
        description="How to read a facts label, what bill credits do, when to switch, what moving changes: short "
        "guides with their sources.",
        h1="Guides",
        canonical_path=paths.GUIDES,
        breadcrumbs=(Crumb("Home", "/"), Crumb("Guides")),
        section=paths.GUIDES,
    )
    return lined_page(request, world, "guides/list.html", view)


@reads(
    PAGE,
    f"{paths.GUIDES}/{{slug:str}}",
    query=TRAVELLING,
    budget="provider",
    tags=(MARKET_TAG,),
    spelled=True,
)
async def guide_page(
    request: Request,
    world: NamedDependency[World],
    slug: FromPath[str],
) -> Response[bytes] | Redirect:
    """One guide. Capitals lead to its address."""
    guide = BY_SLUG.get(slug.lower())
    if guide is None:
        raise NotFoundError("There is no such guide. /guides lists them all.")
    view = GuidePage(
        title=guide.title,
        description=guide.short,
        h1=guide.title,
        canonical_path=paths.guide(guide.slug),
        breadcrumbs=(Crumb("Home", "/"), Crumb("Guides", paths.GUIDES), Crumb(guide.title)),
        data_notice=data_notice(world.dataset),
        json_ld=(
            {
                "@context": "https://schema.org",
                "@type": "Article",
                "headline": guide.title,
                "description": guide.short,
                "dateModified": REVIEWED_ON.isoformat(),
            },
        ),
        section=paths.GUIDES,
        guide=guide,
        others=tuple(other for other in GUIDES if other is not guide),
        facts=world.once(guide_facts),
    )
    return lined_page(request, world, f"guides/{guide.slug}.html", view)


handlers = [guide_list, guide_page]
