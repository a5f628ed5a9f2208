"""The controls of a city's list: order, filters with their counts, quick filters, chips to remove."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import msgspec
from markupsafe import Markup, escape

from choosemypower.facets import (
    FACET_OF,
    Choices,
    Group,
    OptionGroup,
    PlanIndex,
    Sort,
    choice_label,
    index_of,
)
from choosemypower.facets.canonical import Pairs
from choosemypower.facets.table import PANEL
from choosemypower.web.list_links import Link, ListLinks
from choosemypower.world import World

SORT_LABELS = {
    Sort.COST: "Cost for a year",
    Sort.HIGHEST_MONTH: "Highest month",
    Sort.CANCEL_FEE: "Fee to leave early",
    Sort.SHORTEST_TERM: "Shortest term",
    Sort.LONGEST_TERM: "Longest term",
    Sort.RENEWABLE: "Renewable share",
    Sort.PROVIDER: "Provider, A to Z",
}
_WITHOUT_COST = tuple(group for group in PANEL if group is not Group.COST)
QUICK_BESIDE_OTHERS = 2
"""Quick filters shown beside filters in force, so that the first plan stays on a phone's first screen."""


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """The form "Sort and filter": its HTML is also swapped alone, with new counts."""

    fieldsets: Markup
    """Order, cost, then the other groups. Made here, not in a template: a page has some seventy options."""
    carried: Pairs
    """ZIP code and use of the home, as hidden fields."""
    chosen_text: str
    """" (2)" beside "Sort and filter"; empty while nothing is chosen."""
    button: str


def panel_of(world: World, utilities: tuple[str, ...], index: PlanIndex, links: ListLinks) -> Panel:
    """The panel for one request; `index` knows what the plans cost.

    It counts all plans that the choices leave: one group of the list alone is no choice, and its form leads out of it.
    """
    names = world.once(names_of)
    choices, sort = links.request.choices, links.request.sort
    shown = index.count(choices)
    chosen = sum(1 for _ in choices) + (sort is not Sort.COST)
    if choices.of(Group.COST):
        others = _fieldsets(index, choices, names, shown, _WITHOUT_COST)
    else:
        others = world.lately(_fieldsets_of_any_home, utilities, choices, shown)
    cost = _fieldsets(index, choices, names, shown, (Group.COST,))
    return Panel(
        fieldsets=_sorts(sort) + cost + others,
        carried=links.carried,
        chosen_text=f" ({chosen})" if chosen else "",
        button=f"Show {shown:,} {'plan' if shown == 1 else 'plans'}",
    )


def names_of(world: World) -> Mapping[str, str]:
    """Display names of providers and utilities by slug; ask for them as `world.once(names_of)`."""
    names = {slug: utility.short_name for slug, utility in world.atlas.utilities.items()}
    return names | {provider.slug: provider.name for provider in world.catalogue.providers}


def _fieldsets_of_any_home(world: World, utilities: tuple[str, ...], choices: Choices, shown: int) -> Markup:
    """All groups but the cost: without a limit to the cost they are the same for every home."""
    index = world.once(index_of, utilities)
    return _fieldsets(index, choices, world.once(names_of), shown, _WITHOUT_COST)


def _fieldsets(
    index: PlanIndex, choices: Choices, names: Mapping[str, str], shown: int, wanted: Sequence[Group]
) -> Markup:
    fieldsets = [
        _fieldset(group, names, shown)
        for group in index.option_groups(choices, wanted)
        if group.options and not (group.group is Group.UTILITY and len(index.utilities) < 2)
    ]
    return Markup("".join(fieldsets))  # noqa: S704 - escaped by `_framed`


@lru_cache(maxsize=len(Sort))
def _sorts(chosen: Sort) -> Markup:
    controls = [
        _control("radio", "sort", sort.value, "" if sort is Sort.COST else sort.value, label).shown(
            None, sort is chosen
        )
        for sort, label in SORT_LABELS.items()
    ]
    return Markup(_framed("Sort by", controls))  # noqa: S704 - escaped by `_framed`


def _fieldset(group: OptionGroup, names: Mapping[str, str], shown: int) -> str:
    """One group of controls; beside what may be left out stands how many plans would go."""
    facet = FACET_OF[group.group]
    name = group.group.value
    kind = "radio" if facet.is_single else "checkbox"
    goes = group.group is Group.WITHOUT
    lines, on = [], []
    for option in group.options:
        word = option.choice.word
        label = facet.option_label(word, names)
        if option.is_chosen:
            on.append(label)
        count: int | None = option.count
        if goes:
            count = None if option.is_chosen else shown - option.count
        lines.append(
            _control(kind, name, word, word, label).shown(count, option.is_chosen, " go" if goes else "")
        )
    if facet.is_single:
        lines.insert(0, _control(kind, name, "any", "", "Any").shown(group.count_any, not on))
    legend = f"{facet.label}: {', '.join(on)}" if on else facet.label
    return _folded(legend, lines, is_open=bool(on)) if facet.is_folded else _framed(legend, lines)


class _Control(NamedTuple):
    """What of an option never changes, escaped once: before and after the place of `checked`."""

    opening: str
    label: str

    def shown(self, count: int | None, is_on: bool, unit: str = "") -> str:
        """The control with its label and count; the unit follows the number."""
        opening, label = self
        checked = " checked" if is_on else ""
        if count is None:
            return f"{opening}{checked}>{label}</label>"
        return f'{opening}{checked}>{label} <span class="count">{count:,}{unit}</span></label>'


@lru_cache(maxsize=4096)
def _control(kind: str, name: str, word: str, value: str, label: str) -> _Control:
    """An option of the parameter `name`; `kind` is checkbox or radio."""
    control_id = escape(f"f-{name}-{word}")
    opening = f'<label><input type="{kind}" id="{control_id}" name="{name}" value="{escape(value)}"'
    return _Control(opening, str(escape(label)))


def _framed(legend: str, controls: Iterable[str], *, in_summary: bool = False) -> str:
    """Controls under their legend, one a line."""
    hidden = ' class="vh"' if in_summary else ""
    lines = "\n".join(controls)
    return f'<fieldset class="opts"><legend{hidden}>{escape(legend)}</legend>\n{lines}\n</fieldset>\n'


def _folded(legend: str, controls: Iterable[str], *, is_open: bool) -> str:
    opening = "<details open>" if is_open else "<details>"
    frame = _framed(legend, controls, in_summary=True)
    return f"{opening}<summary>{escape(legend)}</summary>{frame}</details>"


def quick_links(index: PlanIndex, links: ListLinks) -> tuple[Link, ...]:
    """Filters above the list, each with one press: four at first, two beside filters in force, none without plans."""
    choices = links.request.choices
    offered = (
        ("12 months", choices.choosing(Group.TERM, "12")),
        ("100% renewable", choices.choosing(Group.GREEN, "100")),
        ("No bill credits", _leaving_out(choices, "bill-credit")),
        ("No fee to leave", _leaving_out(choices, "cancel-fee")),
    )
    useful = (
        links.link(text, wanted) for text, wanted in offered if wanted != choices and index.select(wanted)
    )
    return tuple(islice(useful, QUICK_BESIDE_OTHERS if any(choices) else None))


def _leaving_out(choices: Choices, word: str) -> Choices:
    wanted = FACET_OF[Group.WITHOUT].ordered((*choices.of(Group.WITHOUT), word))
    return choices.choosing(Group.WITHOUT, *wanted)


def removal_links(
    links: ListLinks, names: Mapping[str, str], index: PlanIndex | None = None
) -> tuple[Link, ...]:
    """One link per choice in force that takes it away; with `index` each says how many plans would be left."""
    choices = links.request.choices
    found = []
    for choice in choices:
        left = choices.without(choice)
        count = None if index is None else index.count(left)
        if count == 0:
            continue  # A way out of an empty list must not lead to another one.
        found.append(links.link(choice_label(choice, names), left, count))
    return tuple(found)


def choice_of_part(text: str, links: ListLinks) -> Link:
    """The chip that leads from one group of the list back to all of it."""
    return links.link(text, links.request.choices)
