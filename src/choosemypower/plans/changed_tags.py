"""What differs between two datasets, as the tags of the pages that show it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from choosemypower.editions.tags import (
    MARKET_TAG,
    NOT_FOUND_TAG,
    REDIRECT_TAG,
    SITEMAP_TAG,
    plan_tag,
    provider_tag,
    utility_tag,
)
from choosemypower.plans.tables import PlanRow

# The plans that came, went or say something else, and all those of providers of whom something else is said.
DIFFERENT = (
    "WITH pair AS (SELECT coalesce(older.plan, newer.plan) AS plan, older.version AS was, newer.version AS is_now"
    " FROM (SELECT plan, version FROM dataset_plan WHERE dataset = {}) AS older"
    " FULL JOIN (SELECT plan, version FROM dataset_plan WHERE dataset = {}) AS newer ON older.plan = newer.plan),"
    " renewed AS (SELECT coalesce(older.provider, newer.provider) AS provider"
    " FROM (SELECT * FROM provider_listing WHERE dataset = {}) AS older"
    " FULL JOIN (SELECT * FROM provider_listing WHERE dataset = {}) AS newer ON older.provider = newer.provider"
    " WHERE (older.scorecard, older.website, older.phone)"
    " IS DISTINCT FROM (newer.scorecard, newer.website, newer.phone))"
    " SELECT plan.plan_id, plan.utility, provider.slug AS provider, was IS NULL OR is_now IS NULL AS came_or_went"
    " FROM pair JOIN plan ON plan.plan_id = pair.plan JOIN provider ON provider.id = plan.provider"
    " WHERE was IS DISTINCT FROM is_now OR plan.provider IN (SELECT provider FROM renewed)"
)


async def changed_tags(before: int | None, after: int) -> tuple[str, ...]:
    """The tags, widest first, of all that the listings `after` say otherwise than `before`.

    Empty when both say the same. A plan that counts brings its utility and provider along, whose lists show it.
    """
    older = before if before is not None else 0
    rows = await PlanRow.raw(DIFFERENT, older, after, older, after)
    if not rows:
        return ()
    wide = [MARKET_TAG]
    if any(row["came_or_went"] for row in rows):
        wide += [SITEMAP_TAG, REDIRECT_TAG, NOT_FOUND_TAG]
    return (*wide, *_tags(rows))


async def tags_of_plans(plan_ids: Iterable[str]) -> tuple[str, ...]:
    """The tags, widest first, of all that shows the price of one of these plans."""
    rows = await PlanRow.raw(
        "SELECT plan.plan_id, plan.utility, provider.slug AS provider"
        " FROM plan JOIN provider ON provider.id = plan.provider WHERE plan.plan_id = ANY({}::text[])",
        list(plan_ids),
    )
    return (MARKET_TAG, *_tags(rows))


def _tags(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return (
        *sorted({utility_tag(row["utility"]) for row in rows}),
        *sorted({provider_tag(row["provider"]) for row in rows}),
        *sorted(plan_tag(row["plan_id"]) for row in rows),
    )
