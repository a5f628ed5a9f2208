"""Writes of the plans: stage what a listing offers, as versions that history keeps for ever."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from choosemypower import database
from choosemypower.datasets.model import DatasetState
from choosemypower.plans.columns import TERM_COLUMNS, to_columns
from choosemypower.plans.identity import Assignment, PlanFacts, assign_plans
from choosemypower.plans.model import Offer, RateType
from choosemypower.plans.tables import DatasetPlanRow, PlanAliasRow, PlanRow, PlanVersionRow

BATCH = 1000
"""Plans per statement."""


class PriceChange(msgspec.Struct, frozen=True, kw_only=True):
    plan_id: str
    name: str
    provider_slug: str
    utility: str
    usd_per_kwh_1000_before: Decimal
    usd_per_kwh_1000_after: Decimal


class StagedPlans(msgspec.Struct, frozen=True, kw_only=True):
    """What a staged dataset changes against the one that is published."""

    plans: int
    new: int
    """Not in the published dataset."""
    never_seen: int
    """New and never listed before."""
    gone: int
    changed: int
    """In both, and anything of it differs."""
    price_changes: tuple[PriceChange, ...]
    """Those whose prices differ, the largest change first."""


async def stage_plans(
    dataset_id: int,
    offers: Iterable[Offer],
    provider_ids: Mapping[str, int],
    *,
    baseline_id: int | None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> StagedPlans:
    """Write a dataset's plans; nobody reads them before it is published.

    A version is written only where something of the plan changed against `baseline_id`, the published dataset.
    """
    async with database.transaction():
        past = await _read_past(baseline_id)
        assignments = assign_plans(offers, [plan.facts for plan in past.values()])
        payloads = {given.plan_id: to_columns(given.offer) for given in assignments}
        hashes = {plan_id: _content_hash(payload) for plan_id, payload in payloads.items()}
        for start in range(0, len(assignments), BATCH):
            batch = assignments[start : start + BATCH]
            await _write_plans(dataset_id, batch, provider_ids)
            versions = await _write_versions(dataset_id, batch, past, payloads, hashes)
            await _write_members(dataset_id, batch, versions, baseline_id)
            progress(start + len(batch), len(assignments))
        await _write_aliases(assignments)
        await _move_first_sight(dataset_id, [given.plan_id for given in assignments if not given.is_new])
    return _difference(assignments, past, hashes)


class _Past(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as last seen, or as the published dataset has it."""

    facts: PlanFacts
    name: str
    version_id: int
    content_hash: str


async def _read_past(baseline_id: int | None) -> dict[str, _Past]:
    rows = await PlanRow.raw(
        "SELECT plan.plan_id, plan.slug, plan.utility, provider.slug AS provider_slug,"
        " listed.plan IS NOT NULL AS is_listed, version.id AS version_id, version.content_hash, version.name,"
        " version.english->>'name' AS english_name, version.spanish->>'name' AS spanish_name,"
        " term_months, rate_type, is_prepaid, is_time_of_use, usd_per_kwh_500, usd_per_kwh_1000,"
        " usd_per_kwh_2000, cancel_fee_kind, cancel_fee_usd,"
        " ARRAY(SELECT id_key FROM plan_alias WHERE plan_alias.plan = plan.plan_id) AS id_keys"
        " FROM plan"
        " JOIN provider ON provider.id = plan.provider"
        " LEFT JOIN dataset_plan AS listed ON listed.plan = plan.plan_id AND listed.dataset = {}"
        " JOIN LATERAL (SELECT * FROM plan_version WHERE plan_version.plan = plan.plan_id"
        " AND (listed.version IS NULL OR plan_version.id = listed.version)"
        " ORDER BY plan_version.id DESC LIMIT 1) AS version ON TRUE",
        baseline_id,
    )
    return {row["plan_id"]: _past(row) for row in rows}


def _past(row: dict[str, Any]) -> _Past:
    names = [name for name in (row["english_name"], row["spanish_name"]) if name]
    facts = PlanFacts(
        plan_id=row["plan_id"],
        slug=row["slug"],
        utility=row["utility"],
        provider_slug=row["provider_slug"],
        names=tuple(names) or (row["name"],),
        term_months=row["term_months"],
        rate_type=RateType(row["rate_type"]),
        is_prepaid=row["is_prepaid"],
        is_time_of_use=row["is_time_of_use"],
        prices=(row["usd_per_kwh_500"], row["usd_per_kwh_1000"], row["usd_per_kwh_2000"]),
        cancel_fee=(row["cancel_fee_kind"], row["cancel_fee_usd"]),
        id_keys=tuple(row["id_keys"]),
        is_listed=row["is_listed"],
    )
    return _Past(
        facts=facts, name=row["name"], version_id=row["version_id"], content_hash=row["content_hash"]
    )


def _content_hash(payload: dict[str, Any]) -> str:
    """What a version says, as a number; a plan without further sources and contradictions has the one it had before
    there were any."""
    said = {name: value for name, value in payload.items() if name not in _LATER_COLUMNS or value is not None}
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()[:32]


_LATER_COLUMNS = frozenset({"sources", "contradictions"})


async def _write_plans(dataset_id: int, batch: Sequence[Assignment], provider_ids: Mapping[str, int]) -> None:
    rows = [
        {
            "plan_id": given.plan_id,
            "provider": provider_ids[given.offer.provider_slug],
            "utility": given.offer.utility,
            "slug": given.slug,
            "identity_key": given.identity_key,
            "first_dataset": dataset_id,
        }
        for given in batch
        if given.is_new
    ]
    await PlanRow.raw(
        "INSERT INTO plan (plan_id, provider, utility, slug, identity_key, first_dataset)"
        " SELECT * FROM jsonb_to_recordset({}::jsonb) AS given(plan_id varchar, provider int, utility varchar,"
        " slug varchar, identity_key text, first_dataset int)",
        database.json_text(rows),
    )


async def _write_versions(
    dataset_id: int,
    batch: Sequence[Assignment],
    past: Mapping[str, _Past],
    payloads: Mapping[str, dict[str, Any]],
    hashes: Mapping[str, str],
) -> dict[str, int]:
    """The version of each plan of the batch, by plan; those that say what was said before are kept."""
    versions = {
        given.plan_id: past[given.plan_id].version_id
        for given in batch
        if given.plan_id in past and past[given.plan_id].content_hash == hashes[given.plan_id]
    }
    rows = [
        payloads[given.plan_id]
        | {"plan": given.plan_id, "content_hash": hashes[given.plan_id], "first_dataset": dataset_id}
        for given in batch
        if given.plan_id not in versions
    ]
    columns = ", ".join(_VERSION_COLUMNS)
    types = ", ".join(f"{name} {kind}" for name, kind in _VERSION_COLUMNS.items())
    written = await PlanVersionRow.raw(
        f"INSERT INTO plan_version ({columns}) SELECT {columns}"  # noqa: S608
        f" FROM jsonb_to_recordset({{}}::jsonb) AS given({types}) RETURNING id, plan",
        database.json_text(rows),
    )
    return versions | {row["plan"]: row["id"] for row in written}


_VERSION_COLUMNS = {"plan": "varchar", "content_hash": "varchar", "first_dataset": "int"} | TERM_COLUMNS


async def _write_members(
    dataset_id: int, batch: Sequence[Assignment], versions: Mapping[str, int], baseline_id: int | None
) -> None:
    """Which version of which plan the dataset holds, and since when the plan has stood so without a break."""
    rows = [
        {
            "dataset": dataset_id,
            "plan": given.plan_id,
            "version": versions[given.plan_id],
            "rows": len(given.offer.lines),
        }
        for given in batch
    ]
    await DatasetPlanRow.raw(
        "INSERT INTO dataset_plan (dataset, plan, version, rows, changed_dataset)"
        " SELECT given.*, CASE WHEN before.version = given.version"
        " THEN coalesce(before.changed_dataset, version.first_dataset) ELSE given.dataset END"
        " FROM jsonb_to_recordset({}::jsonb)"
        " AS given(dataset int, plan varchar, version bigint, rows int)"
        " JOIN plan_version AS version ON version.id = given.version"
        " LEFT JOIN dataset_plan AS before ON before.dataset = {} AND before.plan = given.plan",
        database.json_text(rows),
        baseline_id or 0,
    )


async def _write_aliases(assignments: Sequence[Assignment]) -> None:
    """Note the row ids; one that now stands for another offer goes to it, and the old plan keeps its own id."""
    owners: dict[int, str] = {}
    for given in assignments:
        for id_key in given.offer.id_keys:
            owners.setdefault(id_key, given.plan_id)
    await PlanAliasRow.raw(
        "INSERT INTO plan_alias (id_key, plan)"
        " SELECT * FROM jsonb_to_recordset({}::jsonb) AS given(id_key bigint, plan varchar)"
        " ON CONFLICT (id_key) DO UPDATE SET plan = excluded.plan WHERE plan_alias.plan <> excluded.plan",
        database.json_text([{"id_key": id_key, "plan": plan} for id_key, plan in owners.items()]),
    )


async def _move_first_sight(dataset_id: int, plan_ids: list[str]) -> None:
    """A plan was first listed on the earliest day that any dataset which did not fail has it."""
    await PlanRow.raw(
        "UPDATE plan SET first_dataset = {} FROM dataset AS before, dataset AS now"
        " WHERE before.id = plan.first_dataset AND now.id = {} AND plan.plan_id = ANY({}::varchar[])"
        " AND (before.state = {} OR before.as_of > now.as_of)",
        dataset_id,
        dataset_id,
        plan_ids,
        DatasetState.FAILED.value,
    )


def _difference(
    assignments: Sequence[Assignment], past: Mapping[str, _Past], hashes: Mapping[str, str]
) -> StagedPlans:
    listed_before = {plan_id for plan_id, plan in past.items() if plan.facts.is_listed}
    listed_now = {given.plan_id for given in assignments}
    changes = [
        PriceChange(
            plan_id=given.plan_id,
            name=given.offer.name,
            provider_slug=given.offer.provider_slug,
            utility=given.offer.utility,
            usd_per_kwh_1000_before=past[given.plan_id].facts.prices[1],
            usd_per_kwh_1000_after=given.offer.usd_per_kwh_1000,
        )
        for given in assignments
        if given.plan_id in listed_before and given.offer.prices != past[given.plan_id].facts.prices
    ]
    return StagedPlans(
        plans=len(assignments),
        new=len(listed_now - listed_before),
        never_seen=sum(given.is_new for given in assignments),
        gone=len(listed_before - listed_now),
        changed=sum(hashes[plan_id] != past[plan_id].content_hash for plan_id in listed_now & listed_before),
        price_changes=tuple(
            sorted(
                changes,
                key=lambda change: (
                    -abs(change.usd_per_kwh_1000_after - change.usd_per_kwh_1000_before),
                    change.plan_id,
                ),
            )
        ),
    )
