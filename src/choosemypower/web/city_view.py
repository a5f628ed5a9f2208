"""Everything a city's page shows, made from the plans in memory."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec
from markupsafe import Markup, escape

from choosemypower import paths
from choosemypower.facets import (
    Choices,
    Group,
    PlanIndex,
    Sort,
    index_of,
    is_indexable,
    known_words,
    parse_request,
    title_words,
)
from choosemypower.facets.canonical import Pairs
from choosemypower.facets.grammar import SEGMENT_OF_USAGE
from choosemypower.pricing import PlanCost, PricedMarket
from choosemypower.providers.model import Provider
from choosemypower.sentences import list_of
from choosemypower.territories.answers import main_other_utility, partly_open_city_note
from choosemypower.territories.model import City, DeliveryCharge, Utility
from choosemypower.territories.places import nearest_open_cities
from choosemypower.usage import UsageChoice, parse_usage
from choosemypower.web.changes_view import changed_text
from choosemypower.web.city_list import ListMaker, PlanList, plans_text
from choosemypower.web.filter_panel import Panel, names_of, panel_of
from choosemypower.web.filters import day, whole_dollars
from choosemypower.web.list_links import Link, ListLinks
from choosemypower.web.plan_money import last_confirmed_text
from choosemypower.web.rendering import Renderer
from choosemypower.web.usage_box import UsageBox, home_words, place_words, usage_box
from choosemypower.web.views import Crumb, DataNotice, PageView, data_notice
from choosemypower.web.way_back import encoded
from choosemypower.world import World

NEAR_CITIES = 6
TRAVEL_MARK, HOME_MARK = "?travel!", "?home!"


class UtilityChoice(msgspec.Struct, frozen=True):
    """One answer to "Who delivers your power?"."""

    name: str
    link: Link


class CityPlans(PageView, frozen=True, kw_only=True):
    """`plans/city.html`, and in parts `plans/_fragment.html` and `plans/_more.html`."""

    city_slug: str
    city_name: str
    lead: str
    closed_note: str
    """Where most ZIP codes of a city are closed: said before the list; elsewhere below it."""
    fragment_url: str
    """Where the form's changes go."""
    utility_choices: tuple[UtilityChoice, ...]
    usage: UsageBox
    panel: Panel
    plans: PlanList
    picked: Pairs = ()
    """Plans that the visitor brings along to compare, which the form of the filters keeps."""
    about: Markup
    """Below the list: delivery charges, ZIP codes, providers, questions, nearby cities."""


class CityAbout(msgspec.Struct, frozen=True, kw_only=True):
    """`plans/_city_about.html`: the same for every home, rendered once per epoch."""

    city_name: str
    utilities: tuple[tuple[Utility, DeliveryCharge | None, str], ...]
    """With its charge, and when that was last confirmed, as a sentence, where that is long ago."""
    zips: str
    closed_note: str
    providers: tuple[Provider, ...]
    nearby: tuple[City, ...]
    changed: str
    """What the newest listing changed here; empty while there is one only."""
    travel_mark: str = TRAVEL_MARK
    """In links, where the query with place and home goes; no address of ours holds it."""
    home_mark: str = HOME_MARK


class CityRequest:
    """One request for a city's list: what it means, and its canonical address."""

    def __init__(
        self,
        city: City,
        segments: Sequence[str],
        query: Iterable[tuple[str, str]],
        *,
        world: World,
        renderer: Renderer,
    ) -> None:
        self.city = city
        self.world = world
        self.renderer = renderer
        request = parse_request(segments, query, world.once(known_words), city.utilities, city.zips)
        self.usage = parse_usage(request.usage_parameters, world.profiles)
        self.links = ListLinks(city.slug, request, self.usage.canonical)
        self.names = world.once(names_of)

    @cached_property
    def costs(self) -> dict[int, PlanCost]:
        """What plans cost this home; worked out when a list is made, as a redirect needs no prices."""
        index = self.world.once(index_of, self.city.utilities)
        return _costs_of(index, self.links.request.choices, self.world.market, self.usage)

    @cached_property
    def index(self) -> PlanIndex:
        """The plans of the city, which knows what they cost this home."""
        return self.world.once(index_of, self.city.utilities).with_costs(self.costs.items())

    def list_maker(self, *, is_added: bool = False) -> ListMaker:
        return ListMaker(
            world=self.world,
            renderer=self.renderer,
            index=self.index,
            costs=self.costs,
            links=self.links,
            usage=self.usage,
            names=self.names,
            is_added=is_added,
        )

    def view(self, *, is_added: bool = False) -> CityPlans:
        """The page's view; `is_added`: its cards are put after others. Raises PageBeyondEnd."""
        plans = self.list_maker(is_added=is_added).make()
        choices, links = self.links.request.choices, self.links
        notice = data_notice(self.world.dataset)
        total = len(self.index.plans)
        about = self.world.once(city_about, self.city.slug, self.renderer)
        title, h1 = _titles(self, plans)
        indexed = is_indexable(segments=links.segment_count, has_query=links.has_query, plans=plans.shown)
        return CityPlans(
            title=title,
            description=_description(self, plans, notice),
            h1=h1,
            canonical_path=links.canonical_path,
            robots_index=indexed,
            breadcrumbs=_crumbs(self.city, links, is_filtered=any(choices)),
            data_notice=notice,
            json_ld=(_item_list(plans, self.renderer),) if indexed else (),
            section=paths.CITIES,
            uses_htmx=True,
            travel=encoded(links.travelling),
            city_slug=self.city.slug,
            city_name=self.city.name,
            lead=_lead(total, plans.costs_shown, is_filtered=any(choices) or links.request.part is not None),
            closed_note=about.closed_note_above,
            fragment_url=f"{paths.FRAGMENTS}{links.base}",
            utility_choices=self._utility_choices(),
            usage=self._usage_box(),
            panel=panel_of(self.world, self.city.utilities, self.index, links),
            plans=plans,
            about=about.with_query(day(notice.as_of), links),
        )

    def _utility_choices(self) -> tuple[UtilityChoice, ...]:
        choices = self.links.request.choices
        if len(self.index.utilities) < 2 or choices.one(Group.UTILITY) is not None:
            return ()
        found = []
        for slug in self.city.utilities:
            wanted = choices.choosing(Group.UTILITY, slug)
            count = self.index.count(wanted)
            link = Link(text=plans_text(count), url=self.links.to(wanted), nofollow=True, count=count)
            found.append(UtilityChoice(self.world.atlas.utilities[slug].name, link))
        return tuple(found)

    def _place(self) -> str:
        request = self.links.request
        slugs = request.choices.of(Group.UTILITY) or self.index.utilities
        return place_words(request.zip, self.city.name, [self.names[slug] for slug in slugs])

    def _usage_box(self) -> UsageBox:
        request = self.links.request
        pairs = tuple(_pairs_of(request.choices)) + (
            () if request.sort is Sort.COST else (("sort", request.sort.value),)
        )
        if request.zip:
            pairs = (*pairs, ("zip", request.zip))
        return usage_box(
            self.usage,
            self.world.profiles,
            carried=pairs,
            home_url=self.links.to(usage=()),
            calculator_url=f"{paths.CALCULATOR}?{encoded(self.links.travelling)}",
            place=self._place(),
        )


def _costs_of(
    index: PlanIndex, choices: Choices, market: PricedMarket, usage: UsageChoice
) -> dict[int, PlanCost]:
    """What plans cost this home, by position: those that the choices leave; with a limit to the cost, all."""
    is_limited = bool(choices.of(Group.COST))
    positions = index.members(index.all_mask if is_limited else index.select(choices))
    costs = market.costs([index.plans[position] for position in positions], usage.year)
    return dict(zip(positions, costs, strict=True))


class KeptAbout(msgspec.Struct, frozen=True):
    """What of a city's page is the same for every home: before and after the day on which the listing was seen."""

    before: tuple[str, ...]
    """Cut where links take the place and the home along."""
    after: tuple[str, ...]
    """Cut where links take the home along."""
    closed_note_above: str

    def with_query(self, listed_on: str, links: ListLinks) -> Markup:
        """The part for one request: its links take the place and the home along."""
        travel = str(escape(f"?{encoded(links.travelling)}"))
        home = str(escape(f"?{encoded(links.usage)}")) if links.usage else ""
        text = f"{travel.join(self.before)}{escape(listed_on)}{home.join(self.after).replace(TRAVEL_MARK, travel)}"
        return Markup(text)  # noqa: S704 - escaped


def city_about(world: World, slug: str, renderer: Renderer) -> KeptAbout:
    """The part of a city's page below its list; ask for it through `world.once`."""
    city = world.atlas.cities[slug]
    view = _about_view(world, city)
    before, after = renderer.render_parts("plans/_city_about.html", view)
    is_mostly_closed = main_other_utility(city, world.atlas) is not None
    assert HOME_MARK not in before, "what is asked before the day takes all along"
    return KeptAbout(
        before=tuple(str(before).split(TRAVEL_MARK)),
        after=tuple(str(after).split(HOME_MARK)),
        closed_note_above=view.closed_note if is_mostly_closed else "",
    )


def _pairs_of(choices: Choices) -> Iterable[tuple[str, str]]:
    """The choices as form fields."""
    for choice in choices:
        yield choice.group.value, choice.word


def _lead(total: int, costs_shown: str, *, is_filtered: bool) -> str:
    """What the list shows; only its number of plans where it shows none."""
    if is_filtered:
        alone = costs_shown.removeprefix("with ")
        return f"{alone[:1].upper()}{alone[1:]}." if alone else ""
    mark = ", " if costs_shown.startswith("with ") else "; "
    return f"{mark.join(filter(None, (plans_text(total), costs_shown)))}."


def _titles(request: CityRequest, plans: PlanList) -> tuple[str, str]:
    """Title and heading: "12-month electricity plans in Houston: 48 plans", "12-month electricity plans in Houston"."""
    before, after = title_words(request.links.request.choices, request.names)
    start = f"{before} electricity plans" if before else "Electricity plans"
    year = request.usage.year
    if year.mean_kwh and SEGMENT_OF_USAGE.get(str(year.mean_kwh)) in request.links.segments:
        after = ", ".join(part for part in (after, f"at {year.mean_kwh:,}\u00a0kWh a month") if part)
    h1 = f"{start[0].upper()}{start[1:]} in {request.city.name}{', ' if after else ''}{after}"
    tail = ", yearly costs" if not before and not after and plans.has_years else ""
    return f"{h1}: {plans_text(plans.shown)}{tail}", h1


def _description(request: CityRequest, plans: PlanList, notice: DataNotice) -> str:
    chosen = request.links.request.choices.one(Group.UTILITY)
    slugs = (chosen,) if chosen else request.city.utilities
    served = list_of([request.names.get(slug, slug) for slug in slugs], "or")
    cost = ""
    if plans.range is not None:
        low, high = whole_dollars(plans.range.lowest_cents), whole_dollars(plans.range.highest_cents)
        span = f"From {low} to {high}" if low != high else low
        cost = f" {span} a year for {home_words(request.usage)}."
    return (
        f"{plans_text(plans.shown)} for homes served by {served}.{cost} Listings as of {day(notice.as_of)}."
    )


def _crumbs(city: City, links: ListLinks, *, is_filtered: bool) -> tuple[Crumb, ...]:
    start = (Crumb("Home", "/"), Crumb("Texas cities", paths.CITIES))
    if not is_filtered:
        return (*start, Crumb(city.name))
    return (*start, Crumb(city.name, links.to(Choices())), Crumb("Filtered plans"))


def _item_list(plans: PlanList, renderer: Renderer) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "numberOfItems": plans.shown,
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": cost.plan.name,
                "url": renderer.absolute(cost.plan.url),
            }
            for position, cost in enumerate(plans.costs, start=1)
        ],
    }


def _about_view(world: World, city: City) -> CityAbout:
    atlas, on = world.atlas, world.on
    return CityAbout(
        city_name=city.name,
        utilities=tuple(
            (
                atlas.utilities[slug],
                charge := atlas.find_delivery_charge(slug, on),
                last_confirmed_text(slug, charge.valid_from, world) if charge is not None else "",
            )
            for slug in city.utilities
            if slug in atlas.utilities
        ),
        zips=", ".join(zip_ for zip_ in city.zips if atlas.zips[zip_].utilities),
        closed_note=partly_open_city_note(city, atlas) or "",
        providers=_providers_of(world, city),
        nearby=nearest_open_cities(atlas, city, NEAR_CITIES),
        changed=changed_text(world, city.utilities),
    )


def _providers_of(world: World, city: City) -> tuple[Provider, ...]:
    known = world.catalogue.providers_by_slug
    index = world.once(index_of, city.utilities)
    return tuple(known[slug] for slug in index.providers if slug in known)
