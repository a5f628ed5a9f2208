"""What differs between two datasets, as the tags of the pages that show it."""

from choosemypower.plans.tables import PlanRow

MARKET_TAG = "market"
"""On pages about all plans: the start page, the lists of cities and of providers."""
SITEMAP_TAG = "sitemap"


async def changed_tags(before: int | None, after: int) -> tuple[str, ...]:
    """The tags, widest first, of everything that publishing `after` in the place of `before` has changed.

    Empty when both say the same. Plans that came, went, or say something else count, with their utility and
    provider, whose lists show them.
    """
    rows = await PlanRow.raw(
        "SELECT plan.plan_id, plan.utility, provider.slug AS provider,"
        " older.version IS NULL OR newer.version IS NULL AS came_or_went"
        " FROM (SELECT plan, version FROM dataset_plan WHERE dataset = {}) AS older"
        " FULL JOIN (SELECT plan, version FROM dataset_plan WHERE dataset = {}) AS newer ON older.plan = newer.plan"
        " JOIN plan ON plan.plan_id = coalesce(older.plan, newer.plan) JOIN provider ON provider.id = plan.provider"
        " WHERE older.version IS DISTINCT FROM newer.version",
        before if before is not None else 0,
        after,
    )
    if not rows:
        return ()
    wide = [MARKET_TAG, SITEMAP_TAG] if any(row["came_or_went"] for row in rows) else [MARKET_TAG]
    return (
        *wide,
        *sorted({f"utility/{row['utility']}" for row in rows}),
        *sorted({f"provider/{row['provider']}" for row in rows}),
        *sorted(f"plan/{row['plan_id']}" for row in rows),
    )
