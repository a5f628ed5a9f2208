"""How is the page cache put around the app? From its routes and the settings."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from litestar import Litestar

from choosemypower import __version__
from choosemypower.cache.edition import Editions, Release
from choosemypower.cache.entries import Headers
from choosemypower.cache.page_cache import PageCache
from choosemypower.cache.routes import route_table
from choosemypower.settings import Settings

if TYPE_CHECKING:
    from choosemypower.cache.redis_store import RedisStore


def build_page_cache(
    litestar: Litestar,
    settings: Settings,
    *,
    editions: Editions,
    headers: Headers = (),
) -> PageCache:
    """The page cache around this app. Raises RouteWithoutPolicyError when a route names no policy."""
    base = urlsplit(settings.base_url)
    return PageCache(
        litestar,
        routes=route_table(litestar),
        editions=editions,
        shared=_shared_store(settings),
        headers=headers,
        host=base.netloc,
        scheme=base.scheme,
    )


def _shared_store(settings: Settings) -> "RedisStore | None":
    if settings.redis_url is None:
        return None
    # Loaded only where it is used: the library takes 15 MB and a quarter of a second.
    from choosemypower.cache.redis_store import RedisStore, redis_client

    return RedisStore(redis_client(settings.redis_url))


def release_of(settings: Settings) -> Release:
    """This build of the program, on this site."""
    return Release(name=f"{__version__}-{content_digest(settings)}", made_at=newest_content(settings))


def content_digest(settings: Settings) -> str:
    """Eight letters that differ between two builds, and between two sites: pages of one must not be given out by the
    other, though they may share a Redis.

    Read from what pages are made of (code, templates, style, the site's address), so that no one has to remember a
    version number.
    """
    digest = sha256(settings.base_url.encode())
    for name, path in _contents(settings):
        digest.update(name.encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def newest_content(settings: Settings) -> float:
    """When what pages are made of was last changed, in seconds since 1970."""
    return max(path.stat().st_mtime for _, path in _contents(settings))


def _contents(settings: Settings) -> Iterator[tuple[str, Path]]:
    source = Path(__file__).resolve().parents[1]
    for folder in (source, settings.templates_dir, settings.static_dir):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in (".pyc", ".pyo"):
                yield str(path.relative_to(folder)), path
