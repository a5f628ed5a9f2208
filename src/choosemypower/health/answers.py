"""The health addresses of the parts. Nothing here waits for Redis, and only one of them asks the database."""

import time

import msgspec
from litestar import Response, route

from choosemypower import __version__
from choosemypower.cache.page_cache import PageCache
from choosemypower.cache.policies import HEALTH
from choosemypower.encodings import CompressionCount
from choosemypower.errors import InvalidParameterError
from choosemypower.health.probe import DatabaseProbe
from choosemypower.http import GET_AND_HEAD, Request
from choosemypower.sharing.state import state_of
from choosemypower.world import Shelf, World

STARTED_AT = time.monotonic()


class ReadinessMode:
    """What `READINESS_MODE` may say."""

    STRICT = "strict"
    """Ready only while the database can be used, as the specification has it."""
    SERVE_STALE = "serve-stale"
    """Ready while a listing is loaded: the pages of the last one go on without the database."""


@route("/api/health/system", http_method=GET_AND_HEAD, sync_to_thread=False, **HEALTH.handler_options())
def system(request: Request) -> Response[bytes]:
    """Is this process alive? It is, since it answers; parts are told from memory, and nothing is asked.

    `?strict=true`, for the check after a deployment, answers 503 when a part is missing.
    """
    shelf: Shelf = request.app.state.shelf
    status = "ok" if is_whole(request) else "degraded"
    return answer(
        {
            "status": status,
            "version": __version__,
            "uptimeSeconds": round(time.monotonic() - STARTED_AT, 1),
            "parts": {
                "dataset": "loaded" if shelf.dataset is not None else "none",
                "database": "reachable" if shelf.is_database_reachable else "unreachable",
                "cache": state_of(request.app.state.page_cache.shared),
            },
        },
        status=503 if is_strict(request) and status != "ok" else 200,
    )


def is_whole(request: Request) -> bool:
    """Is every part there, as far as this process knows?"""
    shelf: Shelf = request.app.state.shelf
    last = probe_of(request).last
    is_usable = last is None or last.is_usable
    has_cache = status_of(request.app.state.page_cache) == "ok"
    return shelf.dataset is not None and shelf.is_database_reachable and is_usable and has_cache


def probe_of(request: Request) -> DatabaseProbe:
    """Who looks at the database of this process."""
    probe: DatabaseProbe = request.app.state.database_probe
    return probe


def is_strict(request: Request) -> bool:
    """Whether `strict=true` is asked for. A misspelt one must not pass a deployment that it was to stop."""
    asked = dict(request.query_params)
    is_once = len(request.query_params.getall("strict", [])) <= 1
    if asked.keys() - {"strict"} or asked.get("strict", "false") not in ("true", "false") or not is_once:
        raise InvalidParameterError(
            "This address takes strict=true or strict=false, once, and nothing else.",
            parameter=next(iter(asked.keys() - {"strict"}), "strict"),
            nearest="strict",
            known=("strict",),
        )
    return asked.get("strict") == "true"


def _take_none(request: Request) -> None:
    """Refuse a query: who sends `strict=true` here, where the mode is set for the whole program, must learn it."""
    if request.query_params:
        raise InvalidParameterError("This address takes no parameters.", known=())


@route("/api/health/database", http_method=GET_AND_HEAD, **HEALTH.handler_options())
async def database(request: Request) -> Response[bytes]:
    """Can this process serve? 200 or 503; the mode says whether a loaded listing is enough."""
    _take_none(request)
    state = request.app.state
    look = await probe_of(request).look()
    world: World = state.shelf.world
    mode = state.settings.readiness_mode
    has_data = world.has_listing
    is_ready = has_data and (look.is_usable or mode == ReadinessMode.SERVE_STALE)
    status = "ok" if is_ready and look.is_usable else "degraded" if is_ready else "unavailable"
    dataset = world.dataset if has_data else None
    return answer(
        {
            "status": status,
            "mode": mode,
            "database": {
                "isUsable": look.is_usable,
                "milliseconds": look.milliseconds,
                "publishedEpoch": look.epoch,
                "error": look.error,
            },
            "dataset": dataset
            and {"epoch": dataset.epoch, "asOf": dataset.as_of, "plans": len(world.catalogue.plans)},
        },
        status=200 if is_ready else 503,
    )


@route("/api/health/cache", http_method=GET_AND_HEAD, sync_to_thread=False, **HEALTH.handler_options())
def cache(request: Request) -> Response[bytes]:
    """What of the cache works? Without Redis it is degraded, which is still 200: pages come all the same."""
    _take_none(request)
    kept: PageCache = request.app.state.page_cache
    memory, shared = kept.memory, kept.shared
    return answer(
        {
            "status": status_of(kept),
            "shared": state_of(shared),
            "breakerOpenings": 0 if shared is None else shared.breaker.openings,
            "entries": len(memory),
            "hits": kept.traffic.kept,
            "counts": {
                **msgspec.to_builtins(kept.counts),
                **kept.traffic.by_outcome(),
                "refused": kept.turns.refused,
            },
            "redis": None if shared is None else msgspec.to_builtins(shared.counts),
            "classes": {
                name: {
                    "entries": memory.count(name),
                    "bytes": memory.bytes_by_budget[name],
                    "bytesMax": memory.budgets[name].bytes_max,
                    "evictions": memory.evictions[name],
                }
                for name in memory.classes
            },
            "compressions": CompressionCount.runs,
        }
    )


def status_of(kept: PageCache) -> str:
    """Pages come all the same while Redis does not work, only slower."""
    return "ok" if state_of(kept.shared) in ("ok", "off") else "degraded"


def answer(document: dict[str, object], status: int = 200) -> Response[bytes]:
    return Response(
        msgspec.json.encode(document),
        status_code=status,
        media_type="application/json",
        headers={"Cache-Control": "no-store", "X-Health-Status": str(document["status"])},
    )


handlers = [system, database, cache]
