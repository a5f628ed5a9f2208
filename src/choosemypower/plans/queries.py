"""Reads of the plans: a whole catalogue at once, single plans that are gone, the history of prices."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec

from choosemypower.datasets.model import Dataset, DatasetState
from choosemypower.datasets.queries import find_current_dataset, get_dataset, read_lineage
from choosemypower.errors import NotFoundError
from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.changes import read_changes
from choosemypower.plans.columns import TERM_COLUMNS, from_columns
from choosemypower.plans.labels import label_of, read_plan_labels
from choosemypower.plans.model import LastListing, Plan, PriceRecord, Prices
from choosemypower.plans.tables import PlanRow
from choosemypower.providers.queries import list_providers
from choosemypower.units import texas_day

Row = dict[str, Any]
"""Of the database, by column."""
Record = TypeVar("Record")

COLUMNS = (
    "plan.plan_id, plan.slug, plan.utility, provider.slug AS provider_slug, provider.name AS provider_name, "
    + ", ".join(f"version.{name}" for name in TERM_COLUMNS)
    + ", first_dataset.as_of AS first_listed, changed.as_of AS updated_on, dataset.as_of AS last_listed,"
    " dataset.id AS dataset_id, dataset.source AS listing_source"
)
JOINS = (
    " JOIN plan ON plan.plan_id = dataset_plan.plan"
    " JOIN provider ON provider.id = plan.provider"
    " JOIN plan_version AS version ON version.id = dataset_plan.version"
    " JOIN dataset ON dataset.id = dataset_plan.dataset"
    " JOIN dataset AS first_dataset ON first_dataset.id = plan.first_dataset"
    " JOIN dataset AS changed ON changed.id = coalesce(dataset_plan.changed_dataset, version.first_dataset)"
)


async def read_catalogue(dataset_id: int | None = None) -> Catalogue | None:
    """All plans of a dataset, the published one unless another is named; None when there is none."""
    dataset = await _find_dataset(dataset_id)
    if dataset is None:
        return None
    rows = await PlanRow.raw(
        f"SELECT {COLUMNS} FROM dataset_plan {JOINS} WHERE dataset_plan.dataset = {{}}",  # noqa: S608
        dataset.id,
    )
    plans: Iterable[Plan] = map(_plan, rows)
    if dataset.label_revision:
        labels = await read_plan_labels(dataset.label_revision)
        plans = [msgspec.structs.replace(plan, label=label_of(plan, labels)) for plan in plans]
    changes = await read_changes(None, current=dataset.id)
    return Catalogue(dataset, plans, await list_providers(dataset.id), changes)


async def read_plans_of(dataset_id: int, plan_ids: Sequence[str]) -> tuple[Plan, ...]:
    """These plans as a dataset held them."""
    rows = await PlanRow.raw(
        f"SELECT {COLUMNS} FROM dataset_plan {JOINS}"  # noqa: S608
        " WHERE dataset_plan.dataset = {} AND plan.plan_id = ANY({}::text[])",
        dataset_id,
        list(plan_ids),
    )
    return tuple(map(_plan, rows))


async def find_plan(plan_id: str) -> Plan | None:
    """A plan as last listed, whether or not it still is; None when nobody ever listed it."""
    return await _find_last("plan.plan_id = {}", plan_id)


async def find_plan_by_url(provider_slug: str, plan_slug: str) -> Plan | None:
    """A plan as last listed, by the address of its page; None when nobody ever listed it."""
    return await _find_last("provider.slug = {} AND plan.slug = {}", provider_slug, plan_slug)


async def list_gone_plans() -> tuple[Plan, ...]:
    """Every plan that was published once and is not in the current dataset, as last listed, latest first."""
    standing = list(await read_lineage())
    if not standing:
        return ()
    rows = await PlanRow.raw(
        f"SELECT DISTINCT ON (plan.plan_id) {COLUMNS} FROM dataset_plan {JOINS}"  # noqa: S608
        " WHERE dataset.id = ANY({}::int[]) AND NOT EXISTS (SELECT 1 FROM dataset_plan AS listed"
        " WHERE listed.dataset = {} AND listed.plan = plan.plan_id)"
        " ORDER BY plan.plan_id, dataset.as_of DESC, dataset.id DESC",
        standing,
        standing[-1],
    )
    days = await _read_days(standing)
    gone = [_gone_plan(row, standing, days) for row in rows]
    gone.sort(key=lambda plan: (plan.name.casefold(), plan.plan_id))
    gone.sort(key=lambda plan: plan.last_listed or date.min, reverse=True)
    return tuple(gone)


async def list_price_records(plan_id: str) -> tuple[PriceRecord, ...]:
    """The prices that a plan has had, oldest first, with the stretches in which it was not listed.

    Datasets that were rolled back, and those of which nobody ever saw a page, are no part of it.
    """
    standing = sorted(set(await read_lineage()))
    rows = await PlanRow.raw(
        "SELECT dataset.id AS dataset_id, dataset.as_of, dataset.confirmed_at, usd_per_kwh_500,"
        " usd_per_kwh_1000, usd_per_kwh_2000"
        " FROM dataset"
        " LEFT JOIN dataset_plan ON dataset_plan.dataset = dataset.id AND dataset_plan.plan = {}"
        " LEFT JOIN plan_version ON plan_version.id = dataset_plan.version"
        " WHERE dataset.id = ANY({}::int[]) ORDER BY dataset.as_of, dataset.id",
        plan_id,
        standing,
    )
    return _records(rows)


async def count_plans(dataset_id: int) -> tuple[int, int]:
    """How many plans a dataset holds, published or not, and how many rows of its listing they came from."""
    rows = await PlanRow.raw(
        "SELECT count(*) AS plans, coalesce(sum(rows), 0)::int AS rows FROM dataset_plan WHERE dataset = {}",
        dataset_id,
    )
    return rows[0]["plans"], rows[0]["rows"]


async def count_plans_by_utility(dataset_id: int) -> dict[str, int]:
    """How many plans of a dataset are offered where; utilities without any are not named."""
    rows = await PlanRow.raw(
        "SELECT plan.utility, count(*) AS plans FROM dataset_plan JOIN plan ON plan.plan_id = dataset_plan.plan"
        " WHERE dataset_plan.dataset = {} GROUP BY plan.utility ORDER BY plan.utility",
        dataset_id,
    )
    return {row["utility"]: row["plans"] for row in rows}


async def _find_dataset(dataset_id: int | None) -> Dataset | None:
    if dataset_id is None:
        return await find_current_dataset()
    try:
        return await get_dataset(dataset_id)
    except NotFoundError:
        return None


async def _find_last(condition: str, *values: object) -> Plan | None:
    standing = list(await read_lineage())
    rows = await PlanRow.raw(
        f"SELECT {COLUMNS} FROM dataset_plan {JOINS}"  # noqa: S608
        f" WHERE {condition} AND dataset.state = {{}}"
        " ORDER BY dataset.id = ANY({}::int[]) DESC, dataset.as_of DESC, dataset.id DESC LIMIT 1",
        *values,
        DatasetState.PUBLISHED.value,
        standing,
    )
    if not rows:
        return None
    current = standing[-1] if standing else None
    if rows[0]["dataset_id"] == current:
        return _plan(rows[0])
    listed = await PlanRow.raw(
        f"SELECT {COLUMNS} FROM dataset_plan {JOINS}"  # noqa: S608
        " WHERE dataset_plan.dataset = {} AND dataset_plan.plan = {}",
        current,
        rows[0]["plan_id"],
    )
    return _plan(listed[0]) if listed else _gone_plan(rows[0], standing, await _read_days(standing))


async def _read_days(dataset_ids: list[int]) -> dict[int, date]:
    """The Texas day of each of these datasets."""
    rows = await PlanRow.raw("SELECT id, as_of FROM dataset WHERE id = ANY({}::int[])", dataset_ids)
    return {row["id"]: texas_day(row["as_of"]) for row in rows}


def _gone_plan(row: Row, standing: list[int], days: Mapping[int, date]) -> Plan:
    """A plan as last listed, with its own listing and the day of the first one without it.

    None for a plan of a dataset that was rolled back: no listing that stands says since when it is gone.
    """
    last = row["dataset_id"]
    after = next((one for at, one in enumerate(standing) if at and standing[at - 1] == last), None)
    return msgspec.structs.replace(
        _plan(row, is_listed=False),
        gone_on=None if after is None else days[after],
        last_listing=LastListing(epoch=last, source=row["listing_source"], as_of=row["last_listed"]),
    )


def _plan(row: Row, *, is_listed: bool = True) -> Plan:
    return Plan(
        plan_id=row["plan_id"],
        slug=row["slug"],
        provider_slug=row["provider_slug"],
        provider_name=row["provider_name"],
        utility=row["utility"],
        first_listed=texas_day(row["first_listed"]),
        updated_on=texas_day(row["updated_on"]),
        last_listed=texas_day(row["last_listed"]),
        is_listed=is_listed,
        **from_columns(row),
    )


def _records(rows: Iterable[Row]) -> tuple[PriceRecord, ...]:
    """One record per stretch of datasets with the same prices, or without the plan; none before it was listed."""
    records: list[PriceRecord] = []
    for row in rows:
        is_listed = row["usd_per_kwh_1000"] is not None
        if not is_listed and not records:
            continue
        last = records[-1] if records else None
        day = texas_day(row["as_of"])
        seen = max(day, texas_day(row["confirmed_at"])) if row["confirmed_at"] else day
        prices = _prices(row) if is_listed else _prices_of(records[-1])
        if last is not None and last.is_listed is is_listed and _prices_of(last) == prices:
            records[-1] = msgspec.structs.replace(last, last_seen=max(last.last_seen, seen))
        else:
            records.append(_record(row["dataset_id"], day, seen, prices, is_listed=is_listed))
    return tuple(records)


def _record(dataset_id: int, day: date, seen: date, prices: Prices, *, is_listed: bool) -> PriceRecord:
    return PriceRecord(
        dataset_id=dataset_id,
        as_of=day,
        last_seen=seen,
        usd_per_kwh_500=prices[0],
        usd_per_kwh_1000=prices[1],
        usd_per_kwh_2000=prices[2],
        is_listed=is_listed,
    )


def _prices(row: Row) -> Prices:
    return (row["usd_per_kwh_500"], row["usd_per_kwh_1000"], row["usd_per_kwh_2000"])


def _prices_of(record: PriceRecord) -> Prices:
    return (record.usd_per_kwh_500, record.usd_per_kwh_1000, record.usd_per_kwh_2000)
