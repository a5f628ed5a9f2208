"""One document about the whole process, for people and dashboards: from memory, nothing is asked."""

import time
from datetime import UTC, datetime

from litestar import Response, route

from choosemypower import __version__
from choosemypower.cache.page_cache import PageCache
from choosemypower.cache.policies import HEALTH
from choosemypower.cache.routes import API_PREFIX
from choosemypower.health.answers import STARTED_AT, answer, is_strict, is_whole, probe_of, status_of
from choosemypower.health.probe import DatabaseProbe
from choosemypower.http import GET_AND_HEAD, Request
from choosemypower.sharing.state import state_of
from choosemypower.world import World

HEALTH_PREFIX = "/api/health"


@route("/api/health", http_method=GET_AND_HEAD, sync_to_thread=False, **HEALTH.handler_options())
def summary(request: Request) -> Response[bytes]:
    """Everything at a glance; `?strict=true` answers 503 when a part is missing."""
    state = request.app.state
    status = "ok" if is_whole(request) else "degraded"
    return answer(
        {
            "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "status": status,
            "version": __version__,
            "uptimeSeconds": round(time.monotonic() - STARTED_AT, 1),
            "database": _database(probe_of(request), is_reachable=state.shelf.is_database_reachable),
            "cache": _cache(state.page_cache),
            "api": _api(state.page_cache),
            "counts": _counts(state.shelf.world),
        },
        status=503 if is_strict(request) and status != "ok" else 200,
    )


def _database(probe: DatabaseProbe, *, is_reachable: bool) -> dict[str, object]:
    last, size = probe.last, probe.size
    return {
        "status": "ok" if is_reachable and (last is None or last.is_usable) else "degraded",
        "responseMilliseconds": last.milliseconds if last is not None else None,
        "error": last.error if last is not None else None,
        "sizeBytes": size.bytes if size is not None else None,
        "activeConnections": size.connections if size is not None else None,
    }


def _cache(cache: PageCache) -> dict[str, object]:
    rate = cache.traffic.hit_rate
    return {
        "status": status_of(cache),
        "shared": state_of(cache.shared),
        "entries": len(cache.memory),
        "hitRate": round(rate, 4) if rate is not None else None,
    }


def _api(cache: PageCache) -> dict[str, object]:
    """How long the API's answers took that were made here; those from the cache take microseconds."""
    made = [
        durations
        for template, durations in list(cache.traffic.renders.items())
        if template.startswith(API_PREFIX) and not template.startswith(HEALTH_PREFIX)
    ]
    count = sum(durations.count for durations in made)
    seconds = sum(durations.seconds for durations in made)
    return {"answersMade": count, "meanMilliseconds": round(seconds / count * 1000, 2) if count else None}


def _counts(world: World) -> dict[str, int] | None:
    """What the site knows; None while no listing is loaded."""
    if not world.has_listing:
        return None
    return {
        "activePlans": len(world.catalogue.plans),
        "providers": len(world.catalogue.by_provider),
        "cities": sum(city.is_open for city in world.atlas.cities.values()),
        "utilities": len(world.atlas.utilities),
    }
