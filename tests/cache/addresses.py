"""One address of each public route of the real site, for promises that all of them keep."""

import re
from collections.abc import Iterator

from choosemypower.app import Site
from choosemypower.cache.policies import CacheKind
from choosemypower.cache.routes import Route

EXAMPLES = {
    "/electricity-plans/{city}": "/electricity-plans/houston",
    "/texas/{city_slug}/municipal-utility": "/texas/austin/municipal-utility",
    "/utilities/{slug}": "/utilities/oncor",
    "/zip/{zip}": "/zip/77002",
    "/api/v1/zips/{zip_code}": "/api/v1/zips/77002",
    "/api/v1/utilities/{slug}": "/api/v1/utilities/oncor",
    "/api/v1/cities/{slug}": "/api/v1/cities/houston",
}
QUERIES = {"kwh": "1234", "sort": "term", "page": "1", "zip": "77002", "q": "hous", "city": "houston"}


def public_routes(site: Site) -> Iterator[tuple[str, Route]]:
    """Each route that others may keep, and an address of it without a query."""
    catalogue = site.litestar.state.shelf.world.catalogue
    plan = catalogue.plans[0]
    for method, template, route in site.page_cache.routes.routes:
        if method != "GET" or route.policy.kind is CacheKind.NEVER:
            continue
        path = EXAMPLES.get(template, template)
        fills = {
            "plan_id": plan.plan_id,
            "provider": plan.provider_slug,
            "plan": plan.slug,
            "city": "houston",
        }
        fills |= {"slug": plan.provider_slug, "name": "unknown.css", "city_slug": "austin", "zip": "77002"}
        path = re.sub(r"\{(\w+)(?::path)?\}", lambda match, fills=fills: fills.get(match[1], "green"), path)
        yield path, route


def example_query(route: Route) -> str:
    """Every parameter of a route that has an example, in canonical order."""
    return "&".join(f"{name}={QUERIES[name]}" for name in route.query if name in QUERIES)
