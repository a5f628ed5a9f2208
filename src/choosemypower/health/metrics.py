"""What `/metrics` says, read from the parts when Prometheus asks; and liveness beside it, on the same listener."""

import contextlib
import os
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from choosemypower import __version__, database
from choosemypower.cache.page_cache import PageCache
from choosemypower.handover import WORKERS_LOST
from choosemypower.health.last_ingests import LastIngests
from choosemypower.health.machine import disk, memory
from choosemypower.health.probe import DatabaseProbe
from choosemypower.measures import Durations
from choosemypower.sharing.breaker import BreakerState
from choosemypower.telemetry import lines
from choosemypower.telemetry.listener import Listener, ListenerAnswer
from choosemypower.telemetry.pulse import Pulse
from choosemypower.upstreams import Upstream
from choosemypower.vitals import VitalsRecorder
from choosemypower.vitals.model import LIMITS
from choosemypower.workers.pool import Pool
from choosemypower.world import Shelf

LIVE = "/api/health/live"
METRICS = "/metrics"
NAME = "choosemypower"


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of one process that are measured."""

    page_cache: PageCache
    shelf: Shelf
    workers: Pool
    probe: DatabaseProbe
    vitals: VitalsRecorder
    data_dir: Path
    services: Mapping[str, Upstream]
    """Of others, that this process asks, by name."""


@contextlib.asynccontextmanager
async def listener_for(host: str, port: int, observed: Observed) -> AsyncIterator[None]:
    """Answer on this port for the block; nothing where it is 0."""
    if not port:
        yield
        return
    # Loaded only where it is used.
    from choosemypower.health.exposition import exposition

    pulse = Pulse()
    listener = Listener(
        host,
        port,
        {
            METRICS: exposition(lambda: families(observed, pulse)),
            LIVE: lambda _: live(pulse),
        },
    )
    async with pulse.beating():
        listener.start()
        try:
            yield
        finally:
            listener.stop()


def live(pulse: Pulse) -> ListenerAnswer:
    """Is the process alive? 503 only when its event loop stands still, which a restart mends."""
    document = {
        "status": "ok" if pulse.is_alive else "stuck",
        "version": __version__,
        "silentSeconds": round(pulse.silent_seconds, 3),
    }
    return ListenerAnswer(200 if pulse.is_alive else 503, "application/json", msgspec.json.encode(document))


class Family(msgspec.Struct, frozen=True):
    """One metric: samples are (labels, value); a histogram's value is a Durations."""

    name: str
    kind: str
    """`counter`, `gauge` or `histogram`."""
    help: str
    labels: tuple[str, ...]
    samples: list[tuple[tuple[str, ...], float | Durations]]


def families(observed: Observed, pulse: Pulse) -> Iterable[Family]:
    """Everything that is measured here, at this moment."""
    yield from _traffic(observed.page_cache)
    yield from _cache(observed.page_cache)
    yield from _redis(observed.page_cache)
    yield from _breakers(observed)
    yield from _database()
    yield from _probe(observed.probe)
    yield from _data(observed.shelf)
    yield from _queues(observed)
    yield from _browsers(observed.vitals)
    yield from _machine(observed.data_dir)
    yield _histogram(
        "event_loop_lag_seconds", "How late the event loop is, asked four times a second.", pulse.lags
    )
    yield _counter("log_lines_dropped", "Lines of log that nobody took in time.", lines.dropped())
    yield _gauge("build_info", "1; the label says which release this is.", 1, ("version", __version__))


def _gauge(name: str, about: str, value: float, label: tuple[str, str] | None = None) -> Family:
    names, values = ((label[0],), (label[1],)) if label else ((), ())
    return Family(f"{NAME}_{name}", "gauge", about, names, [(values, value)])


def _counter(name: str, about: str, value: float) -> Family:
    return Family(f"{NAME}_{name}", "counter", about, (), [((), value)])


def _by(kind: str, name: str, about: str, label: str, values: Mapping[str, float | Durations]) -> Family:
    """One label, a sample for each of its values."""
    return Family(f"{NAME}_{name}", kind, about, (label,), [((one,), value) for one, value in values.items()])


def _histogram(name: str, about: str, durations: Durations) -> Family:
    return Family(f"{NAME}_{name}", "histogram", about, (), [((), durations)])


def _traffic(cache: PageCache) -> Iterable[Family]:
    tallies = list(cache.traffic.tallies.items())
    yield Family(
        f"{NAME}_requests",
        "counter",
        "Answers by route, page class, status class and what the cache did.",
        ("route", "class", "status", "cache"),
        [
            ((one.route, one.page_class, one.status, one.outcome), tally.count)
            for one, tally in tallies
            if tally.count
        ],
    )
    yield _by(
        "histogram",
        "render_seconds",
        "How long answers took to make, by route; those from the cache are not among them.",
        "route",
        dict(cache.traffic.renders),
    )


def _cache(cache: PageCache) -> Iterable[Family]:
    memory = cache.memory
    names = memory.classes
    for kind, name, about, values in (
        ("gauge", "cache_entries", "Answers kept in this process.", {n: memory.count(n) for n in names}),
        ("gauge", "cache_bytes", "What they take.", {n: memory.bytes_by_budget[n] for n in names}),
        ("gauge", "cache_bytes_max", "What they may take.", {n: memory.budgets[n].bytes_max for n in names}),
        ("counter", "cache_evictions", "Answers that had to go.", {n: memory.evictions[n] for n in names}),
    ):
        yield _by(kind, name, about, "class", values)
    counts = cache.counts
    yield _by(
        "counter",
        "cache_fills",
        "Answers that came into this process's cache, by where they were made.",
        "from",
        {"app": counts.filled, "redis": counts.filled_from_shared},
    )
    yield _counter("cache_failed_fills", "Answers that could not be made.", counts.failed_fills)
    yield _counter("cache_coalesced", "Requests that waited for another one's answer.", counts.coalesced)
    stale = sum(cache.traffic.by_outcome().get(name, 0) for name in ("refreshing", "stale"))
    yield _counter("cache_stale", "Answers past their time.", stale)


def _database() -> Iterable[Family]:
    queries = database.QUERIES
    yield _histogram(
        "query_seconds", "How long queries took, the wait for a connection included.", queries.durations
    )
    yield _counter("slow_queries", "Those over a second; the log names them.", queries.slow.count)


def _probe(probe: DatabaseProbe) -> Iterable[Family]:
    last, size = probe.last, probe.size
    yield from _last_ingests(probe.last_ingests)
    if last is not None:
        yield _gauge("database_usable", "1: the last look found it usable.", last.is_usable)
        yield _gauge("database_look_seconds", "How long the last look took.", last.milliseconds / 1000)
    if size is not None:
        yield _gauge("database_size_bytes", "How large the database is.", size.bytes)
        yield _gauge("database_connections", "Of everybody, to this database.", size.connections)
        yield _gauge("ingest_staged", "1: a listing waits to be accepted.", size.is_listing_staged)


def _browsers(vitals: VitalsRecorder) -> Iterable[Family]:
    yield _by(
        "counter",
        "vitals_beacons",
        "What browsers told of pages: counted, or sent before.",
        "outcome",
        {"counted": vitals.counted, "repeated": vitals.repeated},
    )
    yield Family(
        f"{NAME}_vitals",
        "counter",
        "Measurements of browsers, by whether they keep the limit that three of four should keep.",
        ("metric", "verdict"),
        [
            ((metric.value, verdict), vitals.verdicts[metric, verdict == "kept"])
            for metric in LIMITS
            for verdict in ("kept", "over")
        ],
    )


def _machine(data_dir: Path) -> Iterable[Family]:
    for name, about, room in (
        ("memory", "of the container's memory, or of the machine's where it has no limit", memory()),
        ("disk", "of the disk that holds DATA_DIR", disk(data_dir)),
    ):
        if room is not None:
            yield _gauge(f"{name}_bytes", f"Used, {about}.", room.used_bytes)
            yield _gauge(f"{name}_bytes_max", f"There is, {about}.", room.bytes_max)
    yield _counter(
        "workers_lost",
        "Processes of this server that ended unasked, each replaced by the next.",
        int(os.environ.get(WORKERS_LOST, "0")),
    )


def _redis(cache: PageCache) -> Iterable[Family]:
    shared = cache.shared
    yield _gauge("redis_configured", "1: REDIS_URL is set.", shared is not None)
    if shared is None:
        return
    yield _histogram("redis_seconds", "How long calls of Redis took.", shared.calls)
    yield _by(
        "counter",
        "redis_events",
        "What happened between this process and Redis: hits, misses, failures and so on.",
        "event",
        msgspec.to_builtins(shared.counts),
    )
    yield _gauge(
        "redis_takes_writes",
        "0: Redis answers and refuses writes (READONLY after a failover, or full).",
        shared.refusals.code is None,
    )
    yield _counter("redis_breaker_openings", "How often Redis was left alone.", shared.breaker.openings)


def _breakers(observed: Observed) -> Iterable[Family]:
    """Of Redis, and of other people's services."""
    states = {name: _state_of(service) for name, service in observed.services.items()}
    shared = observed.page_cache.shared
    if shared is not None:
        states["redis"] = shared.breaker.state
    if states:
        yield Family(
            f"{NAME}_breaker_state",
            "gauge",
            "1 for the state in which the breaker is.",
            ("breaker", "state"),
            [((name, one.value), one is state) for name, state in states.items() for one in BreakerState],
        )
    services = observed.services.items()
    calls = {name: service.calls for name, service in services}
    yield _by("counter", "service_calls", "Attempts that went out to a service of others.", "service", calls)
    openings = {name: service.fuse.openings for name, service in services}
    yield _by(
        "counter", "service_openings", "How often a service of others was left alone.", "service", openings
    )


def _state_of(service: Upstream) -> BreakerState:
    if service.fuse.is_trying:
        return BreakerState.HALF_OPEN
    return BreakerState.OPEN if service.fuse.is_open else BreakerState.CLOSED


def _last_ingests(last: LastIngests | None) -> Iterable[Family]:
    """As the database remembers them: the process that read a listing is long gone."""
    if last is None:
        return
    yield _by(
        "gauge",
        "ingest_last_timestamp_seconds",
        "When a listing was last read, by what came of it; what never came is left out.",
        "outcome",
        last.at,
    )
    if last.quarantined_rows is not None:
        yield _gauge("ingest_quarantined_rows", "Left out, of the newest file.", last.quarantined_rows)
    if last.rows is not None:
        yield _gauge("ingest_file_rows", "Of the newest file, with those left out.", last.rows)
    if last.seconds is not None:
        yield _gauge("ingest_seconds", "How long reading the newest file took.", last.seconds)


def _data(shelf: Shelf) -> Iterable[Family]:
    yield _gauge(
        "database_reachable", "1: the published version can be asked for.", shelf.is_database_reachable
    )
    dataset = shelf.dataset
    if dataset is None:
        return
    now = datetime.now(UTC)
    yield _gauge("data_epoch", "Which version of the listings is served.", dataset.epoch)
    yield _gauge("data_age_seconds", "Since the listing said so.", (now - dataset.as_of).total_seconds())
    yield _gauge(
        "data_confirmed_age_seconds",
        "Since a listing with this content was last read.",
        (now - dataset.confirmed_at).total_seconds(),
    )
    yield _gauge("data_plans", "Plans in it.", len(shelf.world.catalogue.plans))
    yield _by(
        "gauge",
        "ingest_rows",
        "Rows of the listing that is served, and the offers read from them.",
        "kind",
        {"rows": dataset.rows, "offers": dataset.offers},
    )


def _queues(observed: Observed) -> Iterable[Family]:
    making, waiting = observed.page_cache.turns.load
    yield _gauge("turns_under_way", "Answers that are being made.", making)
    yield _gauge("turns_waiting", "Requests that wait for their turn.", waiting)
    yield _counter(
        "turns_refused", "Requests for which there was no turn in time.", observed.page_cache.turns.refused
    )
    reading, queued = observed.workers.load
    yield _gauge("uploads_reading", "Files of strangers that are being read.", reading)
    yield _gauge("uploads_waiting", "Files of strangers that wait for a process.", queued)
    load = database.pool_load()
    if load is not None:
        yield _gauge("database_pool_size", "Connections that this process holds.", load.size)
        yield _gauge("database_pool_in_use", "Those that somebody uses.", load.in_use)
        yield _gauge("database_pool_waiting", "Who waits for one.", load.waiting)
    yield _gauge("scrape_timestamp_seconds", "When this was read.", time.time())
