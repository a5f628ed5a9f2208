"""A city's list as the page shows it: headed groups, twenty cards at a time, what to do when nothing matches."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from markupsafe import Markup, escape

from choosemypower.facets import Choices, Group, ListPart, PlanIndex, Sort
from choosemypower.pricing import CostGroup, CostRange, GroupedCosts, PlanCost, Ranking, cost_range, rank
from choosemypower.usage import UsageChoice
from choosemypower.web.answer import AnswerBox, answer_of
from choosemypower.web.cards import SORTED_FIELDS, CardHome, card_html, card_item
from choosemypower.web.filter_panel import choice_of_part, quick_links, removal_links
from choosemypower.web.filters import whole_dollars
from choosemypower.web.list_links import Link, ListLinks
from choosemypower.web.plan_words import both_prices
from choosemypower.web.rendering import Renderer
from choosemypower.web.sort_lines import costs_shown, is_known, no_answer, position, sort_line
from choosemypower.web.way_back import encoded
from choosemypower.world import World

PAGE_SIZE = 20
PREVIEW_SIZE = 3
PART_OF_GROUP = {part.group: part for part in ListPart}
GROUP_TITLES = {
    CostGroup.WHOLE_YEAR: "with a price for the whole year",
    CostGroup.LESS_THAN_A_YEAR: "with a price for less than a year",
    CostGroup.BY_THE_HOUR: "priced by the hour",
    CostGroup.NOT_PRICED_WELL: "we cannot price well",
}
GROUP_NOTES = {
    CostGroup.WHOLE_YEAR: "",
    CostGroup.LESS_THAN_A_YEAR: (
        "After the months named you move to another price, and nobody knows it yet."
    ),
    CostGroup.BY_THE_HOUR: "What they cost depends on when this home uses power.",
    CostGroup.NOT_PRICED_WELL: (
        "Their printed prices fit no simple bill or leave too much open, or their listing contradicts itself: "
        "each card says which."
    ),
}


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A run of cards of one group."""

    group: str
    title: str | None
    """None: it continues the run before it, or there is only one group."""
    note: str
    cards: Markup
    first: int
    """Place of its first card in the whole list, from 1."""
    last: int


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """The first plans of a later group, with the way to all of them."""

    title: str
    note: str
    cards: Markup
    all_link: Link | None


class Rest(msgspec.Struct, frozen=True, kw_only=True):
    """What follows the cards shown: the next page, and a glance at the groups after it."""

    position: str
    next_link: Link | None
    next_fragment_url: str
    first_link: Link | None
    """Back to the beginning, on later pages."""
    previews: tuple[Preview, ...]


class PlanList(msgspec.Struct, frozen=True, kw_only=True):
    """`plans/_results.html`."""

    form_url: str
    """Where the forms lead without script: the list without any filter, which they carry themselves."""
    title: str
    """H2 and target of the focus."""
    note: str
    range_line: str
    sort_line: str
    costs_shown: str
    """What the lead may promise of its costs."""
    has_years: bool
    """Whether any of its plans has a price for the whole year."""
    answer: AnswerBox | None
    """Before the list: what we would look at first."""
    no_answer: str
    """Why a list that would have an answer has none."""
    shown: int
    """Plans in the list, all pages together."""
    status: str
    quick: tuple[Link, ...]
    active: tuple[Link, ...]
    clear_url: str
    sections: tuple[Section, ...]
    rest: Rest | None
    removals: tuple[Link, ...]
    """When nothing matches: what to take away, with the number of plans that then remain."""
    travel_query: Markup
    """What links to plans carry, so that nobody is asked twice: "?from=houston&home=1600"."""
    carried: tuple[tuple[str, str], ...]
    """The same for the comparison."""
    picked_elsewhere: tuple[tuple[str, str], ...] = ()
    """Id and name of plans that the visitor brings along to compare and this page does not show."""
    list_key: str
    """Which plans can be compared with each other: those of the same utilities."""
    costs: tuple[PlanCost, ...]
    """Of the cards on this page, in order."""
    range: CostRange | None

    @property
    def added_status(self) -> str:
        """What a screen reader hears after "Show 20 more plans"."""
        return added_status(self.sections, self.shown)


class PageBeyondEnd(Exception):
    """The list has fewer pages than the one asked for."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


class ListMaker:
    """Makes one request's list."""

    def __init__(
        self,
        *,
        world: World,
        renderer: Renderer,
        index: PlanIndex,
        costs: Mapping[int, PlanCost],
        links: ListLinks,
        usage: UsageChoice,
        names: Mapping[str, str],
        is_added: bool = False,
    ) -> None:
        """`is_added`: the cards are put after others, and the first of them takes the focus."""
        self.renderer = renderer
        self.index = index
        self.links = links
        self.usage = usage
        self.names = names
        self.world = world
        choices = links.request.choices
        self.names_utility = len(index.utilities) > 1 and choices.one(Group.UTILITY) is None
        chosen: Iterable[PlanCost] = costs.values()
        if choices.of(Group.COST):  # else only those that the choices leave were priced
            chosen = [costs[position] for position in index.members(index.select(choices))]
        self.ranking = _only(rank(chosen, links.request.sort), links.request.part)
        self.left_out_count = _without_cost(index, costs, choices)
        self.costs = self.ranking.costs
        self.range = cost_range(self.costs)
        self.home = CardHome(
            kwh_by_month=usage.year.kwh_by_month,
            first_month=world.on.month,
            usual_interval_usd=self.range.interval_usd if self.range else 0,
            travel_query=escape(f"?{encoded(links.travelling)}"),
        )
        self.page_count = max(1, -(-len(self.costs) // PAGE_SIZE))
        self.focused = (links.request.page - 1) * PAGE_SIZE + 1 if is_added else None
        """Place of the card that takes the focus."""

    def make(self) -> PlanList:
        """The whole list part of a page. Raises PageBeyondEnd."""
        request = self.links.request
        if request.page > self.page_count:
            raise PageBeyondEnd(self.page_count)
        shown = len(self.costs)
        spread = self.range if request.sort is Sort.COST else None
        start = (request.page - 1) * PAGE_SIZE
        sections = self._sections(start)
        title, note = self._heading(start)
        begins_list = request.page == 1 and request.part is None
        answer = self._answer() if begins_list else None
        active = removal_links(self.links, self.names)
        if request.part is not None:
            part_title = GROUP_TITLES[request.part.group]
            active = (*active, choice_of_part(f"Only plans {part_title}", self.links))
        return PlanList(
            form_url=self.links.base,
            title=title,
            note=note,
            range_line=f"{range_line(spread)} {_left_out_line(self.left_out_count)}".strip(),
            sort_line=sort_line(
                request.sort, self.costs, has_notes=self.ranking.is_grouped or request.part is not None
            ),
            costs_shown=costs_shown(self.costs),
            has_years=self.range is not None,
            answer=answer,
            no_answer=no_answer(len(self.costs))
            if begins_list and request.sort is Sort.COST and answer is None
            else "",
            shown=shown,
            status=status_of(shown, spread),
            quick=quick_links(self.index, self.links),
            active=active,
            clear_url=self.links.to(Choices()),
            sections=sections,
            rest=self._rest(start) if shown else None,
            removals=() if shown else removal_links(self.links, self.names, self.index),
            travel_query=self.home.travel_query,
            carried=self.links.travelling,
            list_key=request.choices.one(Group.UTILITY) or "+".join(self.index.utilities),
            costs=self.costs[start : start + PAGE_SIZE],
            range=spread,
        )

    def _answer(self) -> AnswerBox | None:
        if self.links.request.sort is not Sort.COST:
            return None
        return answer_of(
            self.world.pick_first(self.costs),
            self.index,
            self.links,
            first_month=self.world.on.month,
            utility_names=self.names if self.names_utility else None,
        )

    def _heading(self, start: int) -> tuple[str, str]:
        """Title and note of the list: those of the group that it begins with, where there are several."""
        if not self.ranking.is_grouped and self.links.request.part is None:
            return plans_text(len(self.costs)), ""
        passed = 0
        for group in self.ranking.groups:
            passed += len(group.costs)
            if start < passed:
                return group_title(group.group, len(group.costs)), _note_of(group, self.ranking.sort)
        return plans_text(len(self.costs)), ""

    def _sections(self, start: int) -> tuple[Section, ...]:
        """The cards of one page, cut where a new group begins."""
        end = start + PAGE_SIZE
        sections, passed = [], 0
        for group in self.ranking.groups:
            first, last = max(passed, start), min(passed + len(group.costs), end)
            if first < last:
                begins = first == passed and self.ranking.is_grouped
                # The heading of the list itself stands for the first group of the page.
                title = group_title(group.group, len(group.costs)) if begins and first > start else None
                sections.append(
                    Section(
                        group=PART_OF_GROUP[group.group].value,
                        title=title,
                        note=_note_of(group, self.ranking.sort) if title else "",
                        cards=self._cards(group.costs[first - passed : last - passed], first + 1),
                        first=first + 1,
                        last=last,
                    )
                )
            passed += len(group.costs)
        return tuple(sections)

    def _rest(self, start: int) -> Rest:
        end = min(start + PAGE_SIZE, len(self.costs))
        page = self.links.request.page
        left = min(PAGE_SIZE, len(self.costs) - end)
        next_link = None
        if left:
            text = f"Show {left} more {'plan' if left == 1 else 'plans'}"
            next_link = Link(text=text, url=f"{self.links.here(page + 1)}#plan-{end + 1}", nofollow=True)
        first_link = None
        if page > 1:
            first_link = Link(
                text="Back to the first plans", url=self.links.here(1), nofollow=self.links.has_query
            )
        return Rest(
            position=position(start + 1, end, len(self.costs)),
            next_link=next_link,
            next_fragment_url=self.links.more(page + 1) if left else "",
            first_link=first_link,
            previews=self._previews(end),
        )

    def _previews(self, end: int) -> tuple[Preview, ...]:
        previews, passed = [], 0
        for group in self.ranking.groups if self.ranking.is_grouped else ():
            count = len(group.costs)
            if passed >= end and passed > 0:
                url = self.links.to(part=PART_OF_GROUP[group.group])
                previews.append(
                    Preview(
                        title=group_title(group.group, count),
                        note=_note_of(group, self.ranking.sort),
                        cards=self._cards(group.costs[:PREVIEW_SIZE], None),
                        all_link=Link(text=f"Show all {count:,}", url=url, nofollow=True)
                        if count > PREVIEW_SIZE
                        else None,
                    )
                )
            passed += count
        return tuple(previews)

    def _cards(self, costs: Iterable[PlanCost], first: int | None) -> Markup:
        """The cards of these plans; `first` is the place of the first in the list, None in previews."""
        sorted_by = SORTED_FIELDS.get(self.links.request.sort, "")
        once, renderer, home, cards = self.world.once, self.renderer, self.home, []
        for place, cost in enumerate(costs, first or 0):
            plan = cost.plan
            utility = self.names.get(plan.utility, plan.utility) if self.names_utility else None
            html = once(card_html, plan.plan_id, sorted_by, utility, renderer)
            anchor = place if first else None
            takes_focus = anchor is not None and anchor == self.focused
            both = self._both_prices(cost) if html.has_two_prices else ()
            cards.append(card_item(cost, html, home, anchor, takes_focus=takes_focus, both=both))
        return Markup("".join(cards))  # noqa: S704 - escaped by `card_item`

    def _both_prices(self, cost: PlanCost) -> Sequence[str]:
        return both_prices(self.world.market.conditional_costs(cost.plan, self.usage.year), cost)


def _without_cost(index: PlanIndex, costs: Mapping[int, PlanCost], choices: Choices) -> int:
    """How many plans a limit to the cost leaves out because nobody knows what they cost."""
    if not choices.of(Group.COST):
        return 0
    others = index.select(choices.choosing(Group.COST))
    return sum(costs[position].year_cents is None for position in index.members(others))


def _left_out_line(count: int) -> str:
    if not count:
        return ""
    return f"{plans_text(count)} without a yearly cost {'is' if count == 1 else 'are'} left out."


def _only(ranking: Ranking, part: ListPart | None) -> Ranking:
    """One group of the list alone; in other orders than by cost, its plans in that order."""
    if part is None:
        return ranking
    groups = []
    wanted = part.group
    for group in ranking.groups:
        costs = tuple(cost for cost in group.costs if cost.group is wanted)
        if costs:
            groups.append(msgspec.structs.replace(group, group=wanted, costs=costs))
    return msgspec.structs.replace(ranking, groups=tuple(groups))


def plans_text(count: int) -> str:
    """ "48 plans"."""
    return "1 plan" if count == 1 else f"{count:,} plans"


def _note_of(group: GroupedCosts, sort: Sort) -> str:
    """What its plans have in common; also where prices of an old list are no longer known."""
    note = GROUP_NOTES[group.group]
    if group.group is CostGroup.NOT_PRICED_WELL and sort is Sort.COST and len(group.costs) > 1:
        note += " By name."
    if group.group is not CostGroup.WHOLE_YEAR and any(cost.as_listed is not None for cost in group.costs):
        are_last = sort is Sort.COST and any(map(is_known, group.costs))
        last = ": they come last, by what they cost when listed" if are_last else ""
        note += f" The list is too old to say what prices that can change every month are now{last}."
    return note.strip()


def group_title(group: CostGroup, count: int) -> str:
    """ "111 plans with a price for the whole year"."""
    return f"{plans_text(count)} {GROUP_TITLES[group]}"


def range_line(spread: CostRange | None) -> str:
    """From what to what the plans with a price for the whole year cost, and how much of a difference means little."""
    if spread is None:
        return ""
    low, high = whole_dollars(spread.lowest_cents), whole_dollars(spread.highest_cents)
    if low == high:
        return f"{low} a year, give or take ${spread.interval_usd:,}."
    return (
        f"From {low} to {high} a year; half cost less than {whole_dollars(spread.median_cents)}. "
        f"Figures are give or take ${spread.interval_usd:,} a year unless a card says otherwise."
    )


def status_of(shown: int, spread: CostRange | None) -> str:
    """What a screen reader hears after a change: "48 plans. Lowest $1,969 a year."."""
    if not shown:
        return "No plans match."
    lowest = f" Lowest {whole_dollars(spread.lowest_cents)} a year." if spread else ""
    return f"{plans_text(shown)}.{lowest}"


def added_status(sections: Sequence[Section], total: int) -> str:
    """What a screen reader hears after "Show 20 more plans"."""
    if not sections:
        return "No plans match."
    return f"Plans {sections[0].first:,} to {sections[-1].last:,} of {total:,} added."
