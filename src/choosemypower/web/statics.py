"""Files: style, script, icons under their hashed names, and the few that have a fixed address."""

from datetime import UTC, datetime, timedelta

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from choosemypower.cache.policies import ASSET, SITEMAP
from choosemypower.http import Request
from choosemypower.web.assets import Asset
from choosemypower.web.rendering import renderer_of
from choosemypower.web.routes import reads

SPECULATION_RULES = "application/speculationrules+json"
SECURITY = "/.well-known/security.txt"
SECURITY_VALID = timedelta(days=180)
"""How long it may be believed after it was read; RFC 9116 advises less than a year."""


@reads(ASSET, "/assets/{name:path}")
async def asset(request: Request, name: FromPath[str]) -> Response[bytes]:
    """A file by its hashed name. Everything else below /assets/ is 404, and nobody keeps that answer."""
    found = renderer_of(request).assets.find(name.removeprefix("/"))
    if found is None:
        raise NotFoundException
    return _file(found)


@reads(SITEMAP, "/favicon.ico")
async def favicon(request: Request) -> Response[bytes]:
    """The icon, for browsers that ask without reading the page."""
    return _file(renderer_of(request).assets.fixed["favicon.ico"])


@reads(SITEMAP, "/static/rules.json")
async def speculation_rules(request: Request) -> Response[bytes]:
    """Which links a browser may fetch before they are followed (Speculation-Rules header)."""
    return _file(renderer_of(request).assets.fixed["rules.json"], media_type=SPECULATION_RULES)


@reads(SITEMAP, SECURITY)
async def security(request: Request) -> Response[bytes]:
    """Whom to tell about a weakness (RFC 9116): the contact form, which needs no account."""
    renderer, expires = renderer_of(request), datetime.now(UTC) + SECURITY_VALID
    lines = (
        f"Contact: {renderer.absolute('/contact')}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en",
        f"Canonical: {renderer.absolute(SECURITY)}",
    )
    return Response("".join(f"{line}\n" for line in lines).encode(), media_type="text/plain")


def _file(found: Asset, media_type: str | None = None) -> Response[bytes]:
    return Response(found.content, media_type=media_type or found.content_type)


handlers = [asset, favicon, speculation_rules, security]
