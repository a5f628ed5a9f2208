"""Files: style, script, icons under their hashed names, and the few that have a fixed address."""

from typing import Any

from litestar import Request, Response, route
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from choosemypower.cache.policies import ASSET, SITEMAP
from choosemypower.web.assets import Asset
from choosemypower.web.rendering import GET_AND_HEAD, Pages

SPECULATION_RULES = "application/speculationrules+json"


@route("/assets/{name:str}", http_method=GET_AND_HEAD, **ASSET.handler_options())
async def asset(
    request: Request[Any, Any, Any], name: FromPath[str], pages: NamedDependency[Pages]
) -> Response[bytes]:
    """A file by its hashed name. An unknown name is 404 and nobody keeps that answer."""
    found = pages.assets.find(name)
    if found is None:
        raise NotFoundException
    return _file(request, found)


@route("/favicon.ico", http_method=GET_AND_HEAD, **SITEMAP.handler_options())
async def favicon(request: Request[Any, Any, Any], pages: NamedDependency[Pages]) -> Response[bytes]:
    """The icon, for browsers that ask without reading the page."""
    return _file(request, pages.assets.fixed["favicon.ico"])


@route("/static/rules.json", http_method=GET_AND_HEAD, **SITEMAP.handler_options())
async def speculation_rules(
    request: Request[Any, Any, Any], pages: NamedDependency[Pages]
) -> Response[bytes]:
    """Which links a browser may fetch before they are followed (Speculation-Rules header)."""
    return _file(request, pages.assets.fixed["rules.json"], media_type=SPECULATION_RULES)


def _file(request: Request[Any, Any, Any], found: Asset, media_type: str | None = None) -> Response[bytes]:
    body = found.body_for(request.headers.get("accept-encoding", ""))
    headers = {"ETag": body.etag}
    if len(found.bodies) > 1:
        headers["Vary"] = "Accept-Encoding"
        if body.encoding != "identity":
            headers["Content-Encoding"] = body.encoding.value
    if _has_same(request.headers.get("if-none-match", ""), body.etag):
        return Response(b"", status_code=304, media_type=media_type or found.content_type, headers=headers)
    return Response(body.content, media_type=media_type or found.content_type, headers=headers)


def _has_same(if_none_match: str, etag: str) -> bool:
    return any(known.strip().removeprefix("W/") in (etag, "*") for known in if_none_match.split(","))


handlers = [asset, favicon, speculation_rules]
