"""The entries of a utility's feed: one for each of the last listings that changed something there."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec
from markupsafe import Markup, escape

from choosemypower.plans.changes import (
    ChangeKind,
    ListingChanges,
    PlanChange,
    StandingListing,
    changes_between,
    read_standing_by_day,
)
from choosemypower.sentences import list_of
from choosemypower.web.atom import FeedEntry
from choosemypower.web.filters import cents_per_kwh, day, plural
from choosemypower.world import World

LISTINGS_MAX = 10
PLANS_MAX = 60
KIND_TITLES = {
    ChangeKind.NEW: "New",
    ChangeKind.GONE: "Gone",
    ChangeKind.DEARER: "Dearer",
    ChangeKind.CHEAPER: "Cheaper",
}


class ListingStep(msgspec.Struct, frozen=True, kw_only=True):
    """From one listing to the next."""

    after: StandingListing
    found: ListingChanges


async def latest_changes(world: World) -> tuple[ListingStep, ...]:
    """The last listings with what they changed, newest first; ask through `world.once_read`."""
    standing = (await read_standing_by_day(world.catalogue.epoch))[-LISTINGS_MAX - 1 :]
    steps = [
        ListingStep(after=after, found=await changes_between(before, after))
        for before, after in pairwise(standing)
    ]
    return tuple(reversed(steps))


def change_entries(
    steps: Sequence[ListingStep], utility: str, *, page: str, absolute: Callable[[str], str]
) -> Iterator[FeedEntry]:
    """An entry for each listing that changed something for this utility's homes."""
    for step in steps:
        here = [change for change in step.found.changes if change.utility == utility]
        if not here or step.found.before_day is None:
            continue
        yield FeedEntry(
            key=f"{page}#listing-{step.found.before_epoch}-{step.after.epoch}",
            title=f"{day(step.after.day)}: {counts_text(here)}",
            at=step.after.as_of,
            url=page,
            content=_content(here, absolute, f"Since the listing of {day(step.found.before_day)}."),
        )


def counts_text(changes: Sequence[PlanChange]) -> str:
    """How many of each kind, by the printed prices: "3 new, 1 gone, 2 dearer and 4 cheaper"."""
    counted = Counter(change.kind for change in changes)
    said = [f"{counted[kind]:,}\u00a0{title.lower()}" for kind, title in KIND_TITLES.items() if counted[kind]]
    return list_of(said) or "no change"


def _content(changes: Sequence[PlanChange], absolute: Callable[[str], str], since: str) -> Markup:
    parts = [
        Markup("<p>{} Average prices on the label at 1,000&#160;kWh, delivery included.</p>").format(since)
    ]
    for kind, title in KIND_TITLES.items():
        these = [change for change in changes if change.kind is kind]
        if not these:
            continue
        lines = Markup("").join(_line(change, absolute) for change in these[:PLANS_MAX])
        more = len(these) - PLANS_MAX
        rest = Markup("<p>And {}.</p>").format(plural(more, "more plan")) if more > 0 else ""
        parts.append(
            Markup("<h3>{}: {}</h3><ul>{}</ul>{}").format(title, plural(len(these), "plan"), lines, rest)
        )
    return Markup("").join(parts)


def _line(change: PlanChange, absolute: Callable[[str], str]) -> Markup:
    prices = " → ".join(
        cents_per_kwh(_at_1000(one)) for one in (change.before, change.after) if one is not None
    )
    return Markup('<li><a href="{}">{}</a> by {}: {}</li>').format(
        absolute(change.url), escape(change.name), change.provider_name, prices
    )


def _at_1000(prices: tuple[Decimal, Decimal, Decimal]) -> Decimal:
    return prices[1]
