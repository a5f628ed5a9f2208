"""The application: the one file that knows every room."""

import asyncio
import contextlib
import gc
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec
from litestar import Litestar, Response
from litestar.di import Provide
from litestar.exceptions import HTTPException, ServiceUnavailableException
from litestar.types import Receive, Scope, Send

from choosemypower import api, database, health, paths, stops, web
from choosemypower.alerts.browsers import vitals_lately
from choosemypower.alerts.watch import Watch
from choosemypower.cache.answers import Affords, Reply, affords_all
from choosemypower.cache.page_cache import PageCache
from choosemypower.cache.parts import Parts
from choosemypower.cache.routes import is_of_api, route_table
from choosemypower.editions.edition import Edition, Editions, Release
from choosemypower.editions.release import release_of
from choosemypower.errors import AppError
from choosemypower.esiid import open_lookup
from choosemypower.events import CountKind, Recorder
from choosemypower.health.metrics import Observed, listener_for
from choosemypower.http import Request, template_of
from choosemypower.leads.outbox import Outbox
from choosemypower.limits import (
    Decision,
    RateLimiter,
    TooManyRequestsError,
    client_of,
    may_be_many,
    unseen_of_one_client,
)
from choosemypower.limits.bodies import BodyLimits
from choosemypower.limits.hosts import AllowedHosts, Program
from choosemypower.settings import Settings, load_settings
from choosemypower.sharing.budgets import KEY_PREFIX
from choosemypower.sharing.sessions import SessionStore
from choosemypower.telemetry import lines
from choosemypower.telemetry.logs import set_up_logging
from choosemypower.telemetry.requests import watched
from choosemypower.telemetry.traces import traces_to
from choosemypower.units import texas_today
from choosemypower.vitals import VitalsRecorder
from choosemypower.web.rendering import HTML, Renderer
from choosemypower.web.security import security_headers
from choosemypower.workers.pool import Pool
from choosemypower.world import Shelf, World

if TYPE_CHECKING:
    from choosemypower.sharing.redis_store import RedisStore

log = logging.getLogger(__name__)

REHEARSAL_SECONDS = 5.0

MAX_BODY_BYTES = 11 * 1024 * 1024
"""A meter file may have 10 MB; every other handler sets a smaller limit of its own."""


class Site:
    """The whole program as one ASGI app: the page cache, which also puts on the security headers, ⊃ Litestar."""

    def __init__(self, litestar: Litestar, page_cache: PageCache, host_names: Sequence[str] = ()) -> None:
        self.litestar = litestar
        self.page_cache = page_cache
        # Only where names are set: a frame costs every hit 1 to 2 % of its CPU.
        self.answer = AllowedHosts(page_cache.answer, host_names) if host_names else page_cache.answer
        """What the server calls: see `answering`."""

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        return self.answer(scope, receive, send)  # type: ignore[arg-type]


def answering() -> Program:
    """What Granian's worker calls for each request: the site of the environment, without a frame around it."""
    return create_app().answer


def create_app(settings: Settings | None = None, *, today: Callable[[], date] = texas_today) -> Site:
    """The site for these settings (default: from the environment). Opens nothing until its lifespan begins.

    `today` gives the Texas day of reading, with whose month the year of a home begins.
    """
    settings = settings or load_settings()
    set_up_logging(settings.log_level, settings.log_format)
    database.configure(
        msgspec.structs.replace(settings, database_url=settings.database_read_url or settings.database_url)
    )
    meters = open_lookup(settings)
    litestar = Litestar(
        route_handlers=[*web.handlers, *api.handlers_for(has_meters=meters is not None), *health.handlers],
        dependencies={
            "world": Provide(_world, sync_to_thread=False),
        },
        exception_handlers={
            AppError: answer_error,
            HTTPException: answer_error,
            Exception: answer_error,
        },
        lifespan=[_lifespan],
        openapi_config=None,  # ours is written from the operations: api/openapi.py
        request_max_body_size=MAX_BODY_BYTES,
        logging_config=None,
    )
    litestar.state.settings = settings
    litestar.state.renderer = Renderer(settings)
    litestar.state.api_reference = api.reference_for(has_meters=meters is not None)
    litestar.state.shelf = shelf = Shelf(settings, today)
    shared = _shared_store(settings)
    litestar.state.limiter = limiter = RateLimiter(shared, prefix=KEY_PREFIX)
    page_cache = _page_cache(
        litestar, settings, _editions_of(shelf, release_of(settings)), shared, _affords(settings, limiter)
    )
    litestar.state.page_cache = page_cache
    litestar.state.database_probe = health.DatabaseProbe()
    litestar.state.sessions = SessionStore(page_cache.shared)
    litestar.state.outbox = Outbox(settings)
    litestar.state.vitals = VitalsRecorder()
    litestar.state.events = events = Recorder()
    events.watch(CountKind.CACHE, page_cache.traffic.pages_by_outcome)
    litestar.state.workers = Pool()
    litestar.state.meters = meters
    return Site(litestar, page_cache, settings.host_names)


def _editions_of(shelf: Shelf, release: Release) -> Editions:
    """What answers depend on: this build, and the listing of the moment."""

    def make(now: float) -> Edition | None:
        if shelf.dataset is None:
            return None
        shelf.turn()  # else what comes before the shelf's own timer is kept for the new day, with the old prices
        return Edition.of(shelf.dataset, release, now)

    return Editions(make)


def _shared_store(settings: Settings) -> "RedisStore | None":
    """What the processes share, without Redis nothing."""
    if settings.redis_url is None:
        return None
    # Loaded only where it is used: the library takes 15 MB and a quarter of a second.
    from choosemypower.sharing.redis_store import RedisStore, redis_client

    return RedisStore(redis_client(settings.redis_url))


def _affords(settings: Settings, limiter: RateLimiter) -> Affords:
    """How many answers each client may have made anew."""
    if settings.unseen_per_minute == 0:
        return affords_all
    rate = unseen_of_one_client(settings.unseen_per_minute)

    async def affords(client: str, path: str) -> Reply | None:
        if may_be_many(client):
            return None
        decision = await limiter.take(rate, client)
        return None if decision.is_allowed else _too_many(path, decision)

    return affords


def _page_cache(
    litestar: Litestar,
    settings: Settings,
    editions: Editions,
    shared: "RedisStore | None",
    affords: Affords,
) -> PageCache:
    """The page cache around this app. Raises RouteWithoutPolicyError when a route names no policy."""
    base = urlsplit(settings.base_url)
    return PageCache(
        BodyLimits(litestar),  # type: ignore[arg-type]
        Parts(
            routes=route_table(litestar),
            editions=editions,
            unavailable=_unavailable,
            client_of=partial(_client_of, settings.trusted_networks),
            affords=affords,
            shared=shared,
            headers=security_headers(settings.base_url),
        ),
        host=base.netloc,
        scheme=base.scheme,
        watch=watched,
    )


def _client_of(trusted_networks: Sequence[str], scope: dict[str, Any]) -> str:
    peer = scope.get("client")
    return client_of(peer[0] if peer else None, scope["headers"], trusted_networks)


def _unavailable(path: str, status: int) -> Reply:
    """503 or 429 in the form that this path's readers understand, when nothing could be made in time."""
    is_api = is_of_api(path)
    kind, body = (
        (api.PROBLEM_TYPE, api.unavailable(status))
        if is_api
        else (f"{HTML}; charset=utf-8", web.unavailable())
    )
    return Reply(status=status, headers=((b"content-type", kind.encode()),), body=body)


def _too_many(path: str, decision: Decision) -> Reply:
    """429 in the form that this path's readers understand."""
    error = TooManyRequestsError(decision)
    is_api = is_of_api(path)
    kind, body = (
        (api.PROBLEM_TYPE, api.too_many(error.detail))
        if is_api
        else (f"{HTML}; charset=utf-8", web.too_many(decision.retry_after_seconds))
    )
    headers = {"content-type": kind, "cache-control": "no-store", **error.headers}
    return Reply(
        status=429,
        headers=tuple((name.lower().encode(), value.encode()) for name, value in headers.items()),
        body=body,
    )


@contextlib.asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    stops.end_with_parent()
    with lines.gathering():
        async with _running(app, settings):
            yield


@contextlib.asynccontextmanager
async def _running(app: Litestar, settings: Settings) -> AsyncIterator[None]:
    async with (
        stops.at_once_while_starting() as is_started,
        traces_to(settings.traces_url),
        listener_for(settings.host, settings.metrics_port, _observed(app)),
        database.pool(settings),
        app.state.database_probe.watching(),
        app.state.page_cache.running(),
        app.state.outbox,
        app.state.events,
        app.state.vitals,
        app.state.workers.running(),
    ):
        shelf: Shelf = app.state.shelf
        page_cache: PageCache = app.state.page_cache
        shelf.on_change.append(lambda _: page_cache.renew_edition())
        shelf.on_confirm.append(lambda *_: page_cache.renew_edition())
        await shelf.start()
        await _rehearse(page_cache, shelf)
        _set_aside()
        shelf.on_change.append(lambda _: _set_aside())
        page_cache.prepare(app.state.renderer.assets.paths)
        is_started()
        _say_ready(settings, shelf)
        try:
            async with Watch(settings, page_cache, shelf, vitals=vitals_lately):
                yield
        finally:
            await shelf.stop()
            if app.state.meters is not None:
                await app.state.meters.close()


def _say_ready(settings: Settings, shelf: Shelf) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    listing = f"listing {shelf.dataset.id}" if shelf.dataset is not None else "no listing yet"
    log.info("Listening on http://%s:%s with %s.", host, settings.port, listing)


def _observed(app: Litestar) -> Observed:
    """What /metrics reads."""
    state = app.state
    return Observed(
        page_cache=state.page_cache,
        shelf=state.shelf,
        workers=state.workers,
        probe=state.database_probe,
        vitals=state.vitals,
        data_dir=state.settings.data_dir,
        services={"meters": state.meters.upstream} if state.meters is not None else {},
    )


async def _rehearse(page_cache: PageCache, shelf: Shelf) -> None:
    """Be able to render before the first visitor is let in: he would wait for what all pages share, in vain."""
    if shelf.dataset is None:
        return
    city = max(shelf.world.atlas.cities.values(), key=lambda city: (city.is_open, len(city.zips)))
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(REHEARSAL_SECONDS):
            await page_cache.rehearse(
                [(paths.HOME, ""), (paths.city(city.slug), ""), ("/api/v1/plans", f"city={city.slug}")]
            )


def _set_aside() -> None:
    """Take what lives as long as the data out of the garbage collector's sight: looking through it took 84 ms."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


# The only dependency: Litestar resolves several in a task group, which costs a request 0.2 ms.
def _world(request: Request) -> World:
    shelf: Shelf = request.app.state.shelf
    return shelf.world


def answer_error(request: Request, error: Exception) -> Response[bytes]:
    """An error as its reader expects it: problem+json under /api, a page or fragment elsewhere."""
    if isinstance(error, database.UNREACHABLE):
        log.warning("The database did not answer for %s: %r", template_of(request), error)
        error = ServiceUnavailableException()
    if is_of_api(request.scope["path"]):
        return api.problem_response(request, error)
    return web.error_response(request, error)
