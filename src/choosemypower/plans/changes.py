"""What differs between two listings that stand: plans that are new, gone, dearer or cheaper."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from choosemypower import paths
from choosemypower.datasets.queries import read_lineage
from choosemypower.plans.model import Prices
from choosemypower.plans.tables import PlanRow
from choosemypower.units import texas_day


class ChangeKind(StrEnum):
    NEW = "new"
    GONE = "gone"
    DEARER = "dearer"
    CHEAPER = "cheaper"


class PlanChange(msgspec.Struct, frozen=True, kw_only=True):
    """One plan that changed; prices are the printed averages at 500, 1,000 and 2,000 kWh."""

    kind: ChangeKind
    plan_id: str
    name: str
    provider_slug: str
    provider_name: str
    utility: str
    url: str
    before: tuple[Decimal, Decimal, Decimal] | None
    """None: it is new."""
    after: tuple[Decimal, Decimal, Decimal] | None
    """None: it is gone."""


class ListingChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What the current listing changed against an earlier one."""

    before_epoch: int | None
    """None: there is no earlier one."""
    before_day: date | None
    changes: tuple[PlanChange, ...]


class StandingListing(msgspec.Struct, frozen=True, kw_only=True):
    """A listing that was published and stands."""

    epoch: int
    as_of: datetime
    """UTC."""
    seen_at: datetime
    """When it was last seen unchanged."""

    @property
    def day(self) -> date:
        return texas_day(self.as_of)

    @property
    def last_day(self) -> date:
        return max(self.day, texas_day(self.seen_at))


PRICES = "{0}.usd_per_kwh_500 AS {0}_500, {0}.usd_per_kwh_1000 AS {0}_1000, {0}.usd_per_kwh_2000 AS {0}_2000"
DIFFERENT = (
    "SELECT plan.plan_id, plan.slug, plan.utility, provider.slug AS provider_slug, provider.name AS provider_name,"  # noqa: S608
    f" coalesce(newer.name, older.name) AS name, {PRICES.format('older')}, {PRICES.format('newer')}"
    " FROM (SELECT plan, version FROM dataset_plan WHERE dataset = {}) AS was"
    " FULL JOIN (SELECT plan, version FROM dataset_plan WHERE dataset = {}) AS now ON was.plan = now.plan"
    " JOIN plan ON plan.plan_id = coalesce(was.plan, now.plan) JOIN provider ON provider.id = plan.provider"
    " LEFT JOIN plan_version AS older ON older.id = was.version"
    " LEFT JOIN plan_version AS newer ON newer.id = now.version"
    " WHERE was.version IS DISTINCT FROM now.version"
    " ORDER BY lower(coalesce(newer.name, older.name)), plan.plan_id"
)
NOTHING_BEFORE = ListingChanges(before_epoch=None, before_day=None, changes=())


async def read_changes(days: int | None, *, current: int | None = None) -> ListingChanges:
    """Against the listing before the current one, or that of so many days before it; else the oldest.

    `current` is another listing that stands, whose changes are meant; None: the newest.
    """
    standing = await read_standing_by_day(current)
    if len(standing) < 2:
        return NOTHING_BEFORE
    *earlier, last = standing
    before = earlier[-1]
    if days is not None:
        limit = last.day - timedelta(days=days)
        before = next((one for one in reversed(earlier) if one.day <= limit), earlier[0])
    return await changes_between(before, last)


async def read_standing_by_day(current: int | None = None) -> tuple[StandingListing, ...]:
    """The listings that stand, oldest first, up to the current one.

    A listing may be published after one of a later day. What it changed is told against the one before it in time.
    """
    standing = await read_standing(current)
    if not standing:
        return ()
    last = standing[-1]
    return tuple(
        sorted((one for one in standing if one.as_of <= last.as_of), key=lambda one: (one.as_of, one is last))
    )


async def read_standing(current: int | None = None) -> tuple[StandingListing, ...]:
    """The listings that stand, oldest publication first, up to `current`; each once."""
    ids = list(dict.fromkeys(await read_lineage()))
    if current in ids:
        ids = ids[: ids.index(current) + 1]
    rows = await PlanRow.raw("SELECT id, as_of, confirmed_at FROM dataset WHERE id = ANY({}::int[])", ids)
    by_id = {
        row["id"]: StandingListing(
            epoch=row["id"], as_of=row["as_of"], seen_at=row["confirmed_at"] or row["as_of"]
        )
        for row in rows
    }
    return tuple(by_id[one] for one in ids if one in by_id)


async def changes_between(before: StandingListing, after: StandingListing) -> ListingChanges:
    """What the later of two listings changed."""
    return ListingChanges(
        before_epoch=before.epoch,
        before_day=before.day,
        changes=await _differences(before.epoch, after.epoch),
    )


async def _differences(before: int, after: int) -> tuple[PlanChange, ...]:
    found = (_change(row) for row in await PlanRow.raw(DIFFERENT, before, after))
    return tuple(change for change in found if change is not None)


def _change(row: Mapping[str, Any]) -> PlanChange | None:
    was = _prices(row["older_500"], row["older_1000"], row["older_2000"])
    now = _prices(row["newer_500"], row["newer_1000"], row["newer_2000"])
    kind = kind_of(was, now)
    if kind is None:
        return None
    return PlanChange(
        kind=kind,
        plan_id=row["plan_id"],
        name=row["name"],
        provider_slug=row["provider_slug"],
        provider_name=row["provider_name"],
        utility=row["utility"],
        url=paths.plan(row["provider_slug"], row["slug"]),
        before=was,
        after=now,
    )


def _prices(at_500: Decimal | None, at_1000: Decimal | None, at_2000: Decimal | None) -> Prices | None:
    if at_500 is None or at_1000 is None or at_2000 is None:
        return None
    return at_500, at_1000, at_2000


def kind_of(before: Prices | None, after: Prices | None) -> ChangeKind | None:
    """How a plan changed: by its price at 1,000 kWh, where that stands by the sum of the three; None: prices stand."""
    if before is None or after is None:
        return ChangeKind.NEW if before is None else ChangeKind.GONE
    difference = after[1] - before[1] or sum(after) - sum(before)
    if not difference:
        return None
    return ChangeKind.DEARER if difference > 0 else ChangeKind.CHEAPER
