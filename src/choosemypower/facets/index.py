"""Which plans a set of choices leaves, and how many each further choice would leave: one bit per plan.

An option's plans are an integer with one bit per plan, so that choosing is `&`, adding up is `|` and counting
is `bit_count`: microseconds for all options of a city, made once per dataset and set of utilities.
"""

from collections.abc import Iterable, Sequence

import msgspec

from choosemypower.facets.costs import CostLimits
from choosemypower.facets.facet import CountedPlans, Facet
from choosemypower.facets.model import Choice, Choices, Group
from choosemypower.facets.table import FACET_OF, FACETS, PANEL
from choosemypower.plans.model import Plan
from choosemypower.pricing import PlanCost
from choosemypower.world import World

MAX_KEPT_WORDS = 200
"""Masks kept of words that only a request made: ranges of terms."""


class FacetOption(msgspec.Struct, frozen=True):
    """One option with the number of plans shown if it were chosen and the other groups stayed."""

    choice: Choice
    count: int
    is_chosen: bool


class OptionGroup(msgspec.Struct, frozen=True):
    group: Group
    options: tuple[FacetOption, ...]
    """Those that would leave a plan, and those chosen."""
    count_any: int
    """Plans shown if nothing of this group were chosen."""


class PlanIndex:
    """The plans of one place as bits. `plans[i]` is bit i."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = tuple(plans)
        self.all_mask = (1 << len(self.plans)) - 1
        self._masks = {facet.group: facet.masks(self.plans) for facet in FACETS}
        self.providers = tuple(self._masks[Group.PROVIDER])
        """By name."""
        self.utilities = tuple(self._masks[Group.UTILITY])
        self._limits: CostLimits | None = None
        self._made: dict[Choice, int] = {}
        self._offered = {
            facet.group: self._with_masks(facet, facet.offered(self._counted(facet))) for facet in FACETS
        }

    def with_costs(self, costs: Iterable[tuple[int, PlanCost]]) -> "PlanIndex":
        """The same index for one home: it can tell which plans cost at most so much.

        Each cost comes with the position of its plan. Where the choices hold a limit, those of all plans are needed;
        else those of the plans that the choices leave are enough.
        """
        index = object.__new__(PlanIndex)
        index.__dict__.update(self.__dict__)
        index._limits = CostLimits(costs)
        facet = FACET_OF[Group.COST]
        offered = index._with_masks(facet, facet.offered(index._counted(facet)))
        index._offered = self._offered | {Group.COST: offered}
        return index

    def mask_of(self, choice: Choice) -> int:
        """The plans that one option alone leaves."""
        return self._mask(FACET_OF[choice.group], choice.word)

    def select(self, choices: Choices) -> int:
        """The plans that all choices together leave, as bits."""
        mask = self.all_mask
        for group, words in choices.by_group:
            mask &= self._group_mask(FACET_OF[group], words)
        return mask

    def count(self, choices: Choices) -> int:
        """How many plans all choices together leave."""
        return self.select(choices).bit_count()

    def chosen(self, choices: Choices) -> list[Plan]:
        """The plans that all choices together leave, in the order of `plans`."""
        return [self.plans[position] for position in self.members(self.select(choices))]

    def members(self, mask: int) -> Sequence[int]:
        """The positions of the plans in a selection, in the order of `plans`."""
        if mask == self.all_mask:
            return range(len(self.plans))
        return [position for position, bit in enumerate(f"{mask:b}"[::-1]) if bit == "1"]

    def option_groups(self, choices: Choices, wanted: Sequence[Group] = PANEL) -> tuple[OptionGroup, ...]:
        """The wanted groups with their options and counts; by default all, in the order of the filter panel."""
        masks = {group: self._group_mask(FACET_OF[group], words) for group, words in choices.by_group}
        selected = self._intersection(masks.values())
        found = []
        for group in wanted:
            others = selected
            if group in masks:
                others = self._intersection(mask for other, mask in masks.items() if other is not group)
            options = self._options(FACET_OF[group], choices.of(group), others, selected)
            found.append(OptionGroup(group, options, others.bit_count()))
        return tuple(found)

    def _options(
        self, facet: Facet, chosen: Sequence[str], others: int, selected: int
    ) -> tuple[FacetOption, ...]:
        # Boxes of a group whose words narrow each other count on top of those already ticked.
        base = selected if facet.narrows else others
        options = []
        for choice, mask in self._listed(facet, chosen):
            is_chosen = choice.word in chosen
            count = (mask & base).bit_count()
            if count or is_chosen:
                options.append(FacetOption(choice, count, is_chosen))
        return tuple(options)

    def _listed(self, facet: Facet, chosen: Sequence[str]) -> Sequence[tuple[Choice, int]]:
        """The options of a group: those offered to everybody, and those chosen, in their order."""
        offered = self._offered[facet.group]
        words = [choice.word for choice, _ in offered]
        if all(word in words for word in chosen):
            return offered
        return self._with_masks(facet, (*words, *chosen))

    def _with_masks(self, facet: Facet, words: Iterable[str]) -> tuple[tuple[Choice, int], ...]:
        return tuple((Choice(facet.group, word), self._mask(facet, word)) for word in facet.listed(words))

    def _counted(self, facet: Facet) -> CountedPlans:
        return CountedPlans(plans=self.plans, masks=self._masks[facet.group], limits=self._limits)

    def _mask(self, facet: Facet, word: str) -> int:
        mask = self._masks[facet.group].get(word)
        if mask is not None:
            return mask
        if facet.group is Group.COST:
            return facet.mask_of(word, self._counted(facet))
        made = self._made.get(Choice(facet.group, word))
        if made is None:
            made = facet.mask_of(word, self._counted(facet))
            if len(self._made) < MAX_KEPT_WORDS:
                self._made[Choice(facet.group, word)] = made
        return made

    def _group_mask(self, facet: Facet, words: Iterable[str]) -> int:
        """The plans that a group leaves: its words narrow each other, or add up."""
        if facet.narrows:
            return self._intersection(self._mask(facet, word) for word in words)
        mask = 0
        for word in words:
            mask |= self._mask(facet, word)
        return mask

    def _intersection(self, masks: Iterable[int]) -> int:
        result = self.all_mask
        for mask in masks:
            result &= mask
        return result


def index_of(world: World, utilities: tuple[str, ...]) -> PlanIndex:
    """The index of the plans of these utilities; ask for it as `world.once(index_of, utilities)`."""
    return PlanIndex(world.catalogue.of_utilities(utilities))
