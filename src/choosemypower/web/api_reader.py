"""The page on the API that people can read without any script: one call that works, then everything else."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.api_reference import ApiReference
from choosemypower.cache.policies import PAGE
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.http import Request
from choosemypower.web.rendering import renderer_of
from choosemypower.web.routes import reads
from choosemypower.web.views import Crumb, PageView
from choosemypower.web.way_back import TRAVELLING, lined_page
from choosemypower.world import World


class ApiReaderView(PageView, frozen=True, kw_only=True):
    """`api/docs.html`."""

    reference: ApiReference
    example_call: str
    example_answer: str | None
    """None while no listing is loaded."""


@reads(PAGE, paths.API_DOCS, query=TRAVELLING, budget="provider", tags=("api-docs", MARKET_TAG))
async def api_reader(request: Request, world: NamedDependency[World]) -> Response[bytes] | Redirect:
    """What can the API be asked?"""
    reference: ApiReference = request.app.state.api_reference
    view = ApiReaderView(
        title="API: Texas electricity plans as JSON and CSV · ChooseMyPower",
        description="The same answers as this site, as JSON and CSV. No key.",
        h1="API",
        canonical_path=paths.API_DOCS,
        breadcrumbs=(Crumb("Home", paths.HOME), Crumb("API")),
        reference=reference,
        example_call=f"curl {renderer_of(request).absolute(reference.example_path)}",
        example_answer=reference.example_answer(world),
    )
    return lined_page(request, world, "api/docs.html", view)


handlers = [api_reader]
