"""The database, past the site: opening a connection, the simplest question, the list of a utility, the whole market."""

import time
from collections.abc import Awaitable, Callable
from typing import Any

from choosemypower import database
from choosemypower.perf.model import Measure
from choosemypower.settings import Settings

ROUNDS = 20
CONNECT_MS, SIMPLE_MS, COMPLEX_MS, LIST_MS = 100.0, 50.0, 200.0, 150.0

_CURRENT = "(SELECT dataset FROM publication ORDER BY id DESC LIMIT 1)"
SIMPLE = "SELECT 1"
COMPLEX = (
    "SELECT plan.utility, provider.name, count(*), min(plan_version.usd_per_kwh_1000),"  # noqa: S608
    " percentile_cont(0.5) WITHIN GROUP (ORDER BY plan_version.usd_per_kwh_1000)"
    " FROM dataset_plan JOIN plan_version ON plan_version.id = dataset_plan.version"
    " JOIN plan ON plan.plan_id = dataset_plan.plan JOIN provider ON provider.id = plan.provider"
    f" WHERE dataset_plan.dataset = {_CURRENT} GROUP BY plan.utility, provider.name ORDER BY 1, 4"
)
LIST = (
    "SELECT plan.*, plan_version.*"  # noqa: S608
    " FROM dataset_plan JOIN plan_version ON plan_version.id = dataset_plan.version"
    " JOIN plan ON plan.plan_id = dataset_plan.plan"
    f" WHERE dataset_plan.dataset = {_CURRENT} AND plan.utility = $1"
    " ORDER BY plan_version.usd_per_kwh_1000, plan.plan_id LIMIT 50"
)
UTILITY = "oncor"


async def measure_database(settings: Settings, rounds: int = ROUNDS) -> tuple[Measure, ...]:
    """The specification's four lines; not measured where DATABASE_URL is unset. Raises `database.ERRORS`."""
    lines = (
        ("connection", CONNECT_MS),
        ("simple query", SIMPLE_MS),
        ("complex query", COMPLEX_MS),
        ("plan list", LIST_MS),
    )
    if settings.database_url is None:
        return tuple(
            Measure(part="database", name=name, limit=limit, unit="ms", why="DATABASE_URL is not set")
            for name, limit in lines
        )
    took: dict[str, list[float]] = {name: [] for name, _ in lines}
    for _ in range(rounds):
        connection = None
        try:
            connection, milliseconds = await _timed(lambda: database.connect(settings, command_timeout=30))
            took["connection"].append(milliseconds)
            for name, statement, values in (
                ("simple query", SIMPLE, ()),
                ("complex query", COMPLEX, ()),
                ("plan list", LIST, (UTILITY,)),
            ):
                took[name].append((await _fetched(connection, statement, values))[1])
        finally:
            if connection is not None:
                await connection.close()
    return tuple(Measure.of("database", name, limit, took[name], is_by_median=True) for name, limit in lines)


async def _fetched(connection: Any, statement: str, values: tuple[str, ...]) -> tuple[Any, float]:
    return await _timed(lambda: connection.fetch(statement, *values))


async def _timed(call: Callable[[], Awaitable[Any]]) -> tuple[Any, float]:
    began = time.perf_counter()
    given = await call()
    return given, (time.perf_counter() - began) * 1000
