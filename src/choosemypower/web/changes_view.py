"""The page of changes: counts, and for a place the plans that came, left, or cost this home more or less."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlencode

import msgspec

from choosemypower import paths
from choosemypower.plans.changes import ChangeKind, ListingChanges, PlanChange
from choosemypower.plans.model import Prices
from choosemypower.sentences import list_of
from choosemypower.territories.model import delivery_on
from choosemypower.units import texas_day, whole_usd
from choosemypower.usage import UsageChoice
from choosemypower.web.calculator_view import HomePlace
from choosemypower.web.changes_feed import counts_text
from choosemypower.web.charts import Chart
from choosemypower.web.filters import MINUS, cents_exact, cents_per_kwh, day, plural, usd_cents, whole_dollars
from choosemypower.web.usage_box import UsageBox, usage_box
from choosemypower.web.views import Crumb, PageView, ZipForm, data_notice
from choosemypower.web.way_back import travel_query, way_crumbs
from choosemypower.world import World
from choosemypower.world.changes import LONG_DAYS, PricedChange

THIRTY_DAYS = f"{LONG_DAYS}-days"
ROWS_MAX = 40


class ChangeRow(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    url: str
    provider: str
    before: str
    """A year at this home's use, or the printed price where no year is known; empty: it is new."""
    after: str
    more: str
    """The difference of a year; empty where there is none to give."""


class ChangeGroup(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[ChangeRow, ...]
    left_out: int
    """Rows beyond the longest table."""


class UtilityCounts(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    url: str
    feed_url: str
    counts: tuple[int, ...]
    """New, gone, dearer, cheaper by the printed price."""


class ChangesPage(PageView, frozen=True, kw_only=True):
    """`pages/changes.html`."""

    zip_form: ZipForm
    carried: tuple[tuple[str, str], ...]
    """What the ZIP form keeps: the home and the period."""
    period: str
    """"Between January 17 and January 26"; empty while there is one listing only."""
    other_period: tuple[str, str] | None
    summary: str
    notices: tuple[str, ...]
    usage: UsageBox | None
    chart: Chart | None
    """12-month plans of the place over time; None where it has several utilities, or less than two days are stored."""
    groups: tuple[ChangeGroup, ...]
    utilities: tuple[UtilityCounts, ...]
    choices: tuple[tuple[str, str], ...]
    """Name and address of each utility of a place that has several."""
    feeds: tuple[tuple[str, str], ...]
    json_url: str
    plans_url: str
    trends_url: str


def changes_page(
    listing: ListingChanges,
    priced: Sequence[PricedChange] | None,
    place: HomePlace,
    usage: UsageChoice,
    chart: Chart | None,
    *,
    is_long: bool,
    world: World,
) -> ChangesPage:
    """The page for one place and home; `priced` None: without a place, the counts of each utility."""
    slugs, is_here = place.utilities, priced is not None
    address = _Address(place, usage, is_long)
    name = _place_name(place, world) if is_here else "Texas"
    title = f"What changed: electricity plans in {name}" if is_here else "What changed on the list of plans"
    feeds = tuple((world.atlas.utilities[one].short_name, paths.changes_feed(one)) for one in slugs)
    return ChangesPage(
        title=f"Error: {title}" if place.error else title,
        description="Plans that are new, gone, dearer or cheaper since the last listing, for your home.",
        h1=title,
        canonical_path=paths.CHANGES,
        robots_index=not (address.place or usage.canonical or is_long),
        breadcrumbs=(Crumb("Home", "/"), *way_crumbs(place.way, usage), Crumb("What changed")),
        travel=travel_query(place.way, usage.canonical),
        data_notice=data_notice(world.dataset),
        zip_form=ZipForm(value=place.zip, error=place.error),
        carried=(*usage.canonical, *address.since),
        period=_period(listing, world),
        other_period=address.other_period() if listing.before_epoch is not None else None,
        summary=_summary_of(listing, priced, name),
        notices=tuple(_notices(listing, slugs, world)) if is_here else (),
        usage=_usage(usage, place, address, world) if is_here else None,
        chart=chart if chart is not None and chart.svg is not None else None,
        groups=tuple(_groups(priced or (), names=_utility_names(slugs, world))),
        utilities=() if is_here else tuple(_utilities(listing.changes, address, world)),
        choices=_choices(place, address, world) if is_here else (),
        feeds=feeds if is_here else (),
        json_url=address.json(),
        trends_url=paths.trends(utility=slugs[0]) if is_here else paths.TRENDS,
        plans_url=_plans_url(place, usage) if is_here else paths.PLANS,
    )


def _summary_of(listing: ListingChanges, priced: Sequence[PricedChange] | None, name: str) -> str:
    if listing.before_epoch is None:
        return ""
    return _summary(list(listing.changes) if priced is None else [one.change for one in priced], name)


def _place_name(place: HomePlace, world: World) -> str:
    """The place in words: "Houston (77002)", or the homes of a utility."""
    if place.city is not None:
        return f"{place.city.name} ({place.zip})" if place.zip else place.city.name
    return f"{world.atlas.utilities[place.utilities[0]].short_name} homes"


class _Address:
    """This page's addresses with something changed."""

    def __init__(self, place: HomePlace, usage: UsageChoice, is_long: bool) -> None:
        one = len(place.utilities) == 1 and (place.city is None or len(place.city.utilities) > 1)
        own = (("utility", place.utilities[0]),) if one else ()
        self.place = (*place.named, *own)
        self.usage = usage.canonical
        self.since = (("since", THIRTY_DAYS),) if is_long else ()
        self.is_long = is_long

    def json(self) -> str:
        pairs = (*self.place, *self.since, *self.usage)
        return paths.with_query("/api/v1/datasets/changes", urlencode(pairs))

    def of_utility(self, slug: str, place: tuple[tuple[str, str], ...] = ()) -> str:
        return paths.with_query(
            paths.CHANGES, urlencode((*place, ("utility", slug), *self.since, *self.usage))
        )

    def other_period(self) -> tuple[str, str]:
        other = () if self.is_long else (("since", THIRTY_DAYS),)
        text = "Since the last listing only" if self.is_long else f"Since {LONG_DAYS} days ago"
        return text, paths.with_query(paths.CHANGES, urlencode((*self.place, *other, *self.usage)))

    def home(self) -> str:
        return paths.with_query(paths.CHANGES, urlencode((*self.place, *self.since)))


def _period(listing: ListingChanges, world: World) -> str:
    before = listing.before_day
    return "" if before is None else f"Between {day(before)} and {day(texas_day(world.dataset.as_of))}"


def _summary(changes: Sequence[PlanChange], name: str) -> str:
    if not changes:
        return f"Nothing changed in {name}: the same plans at the same printed prices."
    kinds = Counter(change.kind for change in changes)
    repriced = kinds[ChangeKind.DEARER] + kinds[ChangeKind.CHEAPER]
    parts = [
        plural(kinds[ChangeKind.NEW], "new plan"),
        plural(kinds[ChangeKind.GONE], "plan gone", "plans gone"),
        f"{repriced:,}\u00a0with another printed price",
    ]
    return f"{name}: {list_of(parts)}."


def _notices(listing: ListingChanges, slugs: Sequence[str], world: World) -> Iterator[str]:
    """What else is different: delivery charges, and providers that came or left altogether."""
    since = listing.before_day
    for slug in slugs:
        utility = world.atlas.utilities[slug]
        series = world.atlas.delivery_charges.get(slug, ())
        now = delivery_on(series, world.on)
        if since is not None and now is not None and now.valid_from > since:
            per_kwh = (
                f" and {cents_exact(now.usd_per_kwh)} per\u00a0kWh" if now.usd_per_kwh is not None else ""
            )
            yield (
                f"{utility.short_name} delivers for {usd_cents(now.usd_per_month)} a month{per_kwh}, documented since "
                f"{day(now.valid_from)}. Every plan pays that, and both years below hold it."
            )
    gone, new = _providers(listing.changes, slugs, world)
    if new:
        yield f"New here: {list_of(new)}."
    if gone:
        yield f"No plans here any more: {list_of(gone)}."


def _providers(
    changes: Iterable[PlanChange], slugs: Sequence[str], world: World
) -> tuple[list[str], list[str]]:
    """Providers whose every plan here went, and those all of whose plans here are new."""
    listed = world.catalogue.of_utilities(slugs)
    here = [change for change in changes if change.utility in slugs]
    new_ids = {change.plan_id for change in here if change.kind is ChangeKind.NEW}
    stayed = {plan.provider_slug for plan in listed if plan.plan_id not in new_ids}
    now = {plan.provider_slug for plan in listed}
    had = {change.provider_slug for change in here if change.kind is ChangeKind.GONE}
    names = {change.provider_slug: change.provider_name for change in here}
    gone = sorted(names[slug] for slug in had - now)
    new = sorted(names[slug] for slug in now - stayed - had if slug in names)
    return gone, new


def _groups(priced: Sequence[PricedChange], names: dict[str, str]) -> Iterator[ChangeGroup]:
    repriced = [one for one in priced if one.change.before is not None and one.change.after is not None]
    dearer = sorted(
        (one for one in repriced if (one.more_cents or 0) > 0), key=lambda one: -(one.more_cents or 0)
    )
    cheaper = sorted(
        (one for one in repriced if (one.more_cents or 0) < 0), key=lambda one: one.more_cents or 0
    )
    same = [one for one in repriced if one.more_cents == 0]
    unknown = [one for one in repriced if one.more_cents is None]
    new = sorted(
        (one for one in priced if one.change.before is None), key=lambda one: _order(one.after_cents)
    )
    gone = sorted(
        (one for one in priced if one.change.after is None), key=lambda one: _order(one.before_cents)
    )
    both = ("Before", "Now", "A year")
    yield from _group("cheaper", "Cost this home less", "", both, cheaper, names)
    yield from _group("dearer", "Cost this home more", "", both, dearer, names)
    yield from _group("new", "New", _note_of_new(new), ("Now",), new, names)
    yield from _group("gone", "Gone", _note_of_gone(gone), ("Before",), gone, names)
    yield from _group(
        "same", "Another printed price, the same year", "The change is at a use that this home does not have.",
        both[:2], same, names,
    )  # fmt: skip
    yield from _group(
        "unknown", "Another printed price, no year known",
        "Their price is not known for twelve months: the average at 1,000\u00a0kWh on the label stands here.",
        both[:2], unknown, names,
    )  # fmt: skip


def _note_without_year(cents: Iterable[int | None]) -> str:
    """What a price per kWh is in a column that else holds years."""
    if all(one is not None for one in cents):
        return ""
    return "Where no price for a whole year is known, the average at 1,000\u00a0kWh on the label stands here."


def _note_of_new(new: Sequence[PricedChange]) -> str:
    return _note_without_year(one.after_cents for one in new)


def _note_of_gone(gone: Sequence[PricedChange]) -> str:
    priced = [one.before_cents for one in gone]
    cost = "What they would cost now if they were still offered." if any(priced) else ""
    return f"{cost} {_note_without_year(priced)}".strip()


def _group(
    key: str,
    title: str,
    note: str,
    columns: tuple[str, ...],
    priced: Sequence[PricedChange],
    names: dict[str, str],
) -> Iterator[ChangeGroup]:
    if priced:
        yield ChangeGroup(
            key=key,
            title=f"{title}: {plural(len(priced), 'plan')}",
            note=note,
            columns=columns,
            rows=tuple(_row(one, names) for one in priced[:ROWS_MAX]),
            left_out=max(0, len(priced) - ROWS_MAX),
        )


def _row(one: PricedChange, names: dict[str, str]) -> ChangeRow:
    change = one.change
    utility = names.get(change.utility, "")
    return ChangeRow(
        name=change.name,
        url=change.url,
        provider=f"{change.provider_name}, {utility}" if utility else change.provider_name,
        before=_figure(one.before_cents, change.before) if change.before else "",
        after=_figure(one.after_cents, change.after) if change.after else "",
        more=_more(one.before_cents, one.after_cents) if one.more_cents else "",
    )


def _more(before: int | None, after: int | None) -> str:
    """Of the whole dollars shown, so that a reader who subtracts finds the same."""
    difference = whole_usd(after or 0) - whole_usd(before or 0)
    if not difference:
        return "under $1"
    return f"{'+' if difference > 0 else MINUS}${abs(difference):,}"


def _figure(cents: int | None, printed: Prices) -> str:
    return f"{cents_per_kwh(printed[1])} per\u00a0kWh" if cents is None else whole_dollars(cents)


def _order(cents: int | None) -> tuple[bool, int]:
    return (cents is None, cents or 0)


def _utility_names(slugs: Sequence[str], world: World) -> dict[str, str]:
    """To be said beside each plan, where a place has several."""
    return {slug: world.atlas.utilities[slug].short_name for slug in slugs} if len(slugs) > 1 else {}


def _utilities(changes: Sequence[PlanChange], address: _Address, world: World) -> Iterator[UtilityCounts]:
    for slug, utility in world.atlas.utilities.items():
        if slug not in world.catalogue.by_utility and not any(one.utility == slug for one in changes):
            continue
        kinds = Counter(change.kind for change in changes if change.utility == slug)
        yield UtilityCounts(
            name=utility.short_name,
            url=address.of_utility(slug),
            feed_url=paths.changes_feed(slug),
            counts=tuple(kinds[kind] for kind in ChangeKind),
        )


def _choices(place: HomePlace, address: _Address, world: World) -> tuple[tuple[str, str], ...]:
    if len(place.utilities) < 2:
        return ()
    return tuple(
        (world.atlas.utilities[slug].short_name, address.of_utility(slug, place.named))
        for slug in place.utilities
    )


def _usage(usage: UsageChoice, place: HomePlace, address: _Address, world: World) -> UsageBox:
    query = travel_query(place.way, usage.canonical)
    return usage_box(
        usage,
        world.profiles,
        carried=(*address.place, *address.since),
        home_url=address.home(),
        calculator_url=paths.with_query(paths.CALCULATOR, query),
        place=place.way.place(world) if place.way else _place_name(place, world),
    )


def _plans_url(place: HomePlace, usage: UsageChoice) -> str:
    if place.way is not None:
        return place.way.url(usage)
    if place.city is None:
        return paths.utility(place.utilities[0])
    own = (("utility", place.utilities[0]),) if len(place.utilities) < len(place.city.utilities) else ()
    return paths.with_query(paths.city(place.city.slug), urlencode((*usage.canonical, *own)))


def changed_text(world: World, slugs: Sequence[str]) -> str:
    """For a line elsewhere: what the newest listing changed for these utilities' homes; empty while it is the first."""
    found = world.catalogue.changes
    if found.before_day is None:
        return ""
    here = [change for change in found.changes if change.utility in slugs]
    return f"Since the listing of {day(found.before_day)}: {counts_text(here)}."
