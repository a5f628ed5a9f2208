"""Which plans a set of choices leaves, and how many each further choice would leave: one bit per plan.

An option's plans are an integer with one bit per plan, so that choosing is `&`, adding up is `|` and counting
is `bit_count`: microseconds for all options of a city, made once per dataset and set of utilities.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from typing import TypeVar

import msgspec

from choosemypower.facets import grammar
from choosemypower.facets.costs import CostLimits
from choosemypower.facets.model import MONTH_TO_MONTH, Choice, Choices, Group, TermRange
from choosemypower.plans.charges import UsageCredit, UsageFee
from choosemypower.plans.model import CancelFeeKind, Plan, RateType
from choosemypower.pricing import PlanCost
from choosemypower.world import World

TERM_OPTIONS = (MONTH_TO_MONTH, TermRange(3, 11), TermRange(12, 12), TermRange(13, 24), TermRange(25, None))
GREEN_OPTIONS = (50, 100)

Word = TypeVar("Word")


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
        self._by_term = _masks(self.plans, lambda plan: (max(plan.term_months, 1),))
        self._by_rate = _masks(self.plans, lambda plan: (plan.rate_type,))
        self._by_green = {
            percent: _mask(self.plans, lambda plan, least=percent: (plan.renewable_percent or 0) >= least)  # type: ignore[misc]
            for percent in grammar.GREEN_PERCENTS
        }
        self._by_feature = _masks(self.plans, features_of)
        self._by_leave_out = _masks(self.plans, leave_outs_of)
        self._by_provider = _masks(self.plans, lambda plan: (plan.provider_slug,))
        self._by_utility = _masks(self.plans, lambda plan: (plan.utility,))
        self._costs: CostLimits | None = None
        self._term_masks: dict[TermRange, int] = {}
        names = {plan.provider_slug: plan.provider_name for plan in self.plans}
        self.providers = tuple(sorted(names, key=lambda slug: names[slug].casefold()))
        self.utilities = tuple(self._by_utility)
        self._odd_terms = tuple(
            TermRange(months, months)
            for months in sorted(self._by_term)
            if not any(option.holds(months) for option in TERM_OPTIONS)
        )

    def with_costs(self, costs: Iterable[tuple[int, PlanCost]]) -> "PlanIndex":
        """The same index for one home: it can tell which plans cost at most so much.

        Each cost comes with the position of its plan. Where the choices hold a limit, those of all plans are needed;
        else those of the plans that the choices leave are enough.
        """
        index = copy(self)
        index._costs = CostLimits(costs)
        return index

    def mask_of(self, choice: Choice) -> int:
        """The plans that one option alone leaves."""
        word = choice.word
        match choice.group:
            case Group.TERM:
                term = grammar.find_term_of_word(word)
                return self._mask_of_term(term) if term else 0
            case Group.RATE:
                return self._by_rate.get(RateType(word), 0)
            case Group.GREEN:
                return self._by_green[int(word)]
            case Group.WITH:
                return self._by_feature.get(word, 0)
            case Group.WITHOUT:
                return self.all_mask & ~self._by_leave_out.get(word, 0)
            case Group.COST:
                return self._cost_limits.mask_within(int(word))
            case Group.PROVIDER:
                return self._by_provider.get(word, 0)
            case Group.UTILITY:
                return self._by_utility.get(word, 0)

    def select(self, choices: Choices) -> int:
        """The plans that all choices together leave, as bits."""
        mask = self.all_mask
        for group_mask in self._group_masks(choices).values():
            mask &= group_mask
        return mask

    def count(self, choices: Choices) -> int:
        """How many plans all choices together leave."""
        return self.select(choices).bit_count()

    def members(self, mask: int) -> Iterator[int]:
        """The positions of the plans in a selection, in the order of `plans`."""
        if mask == self.all_mask:
            yield from range(len(self.plans))
            return
        while mask:
            lowest = mask & -mask
            yield lowest.bit_length() - 1
            mask ^= lowest

    def option_groups(self, choices: Choices) -> tuple[OptionGroup, ...]:
        """Every group with its options and their counts, in the order of the filter panel."""
        masks = self._group_masks(choices)
        selected = self.all_mask
        for mask in masks.values():
            selected &= mask
        others = {group: self._others(masks, group) if group in masks else selected for group in Group}
        chosen = {group: _words_of(choices, group) for group in PANEL}
        return tuple(
            OptionGroup(
                group, self._options(group, chosen[group], others[group], selected), others[group].bit_count()
            )
            for group in PANEL
        )

    def _options(
        self, group: Group, chosen: Sequence[str], others: int, selected: int
    ) -> tuple[FacetOption, ...]:
        # Boxes of these two groups narrow each other, so each counts on top of those already ticked.
        narrows = group in (Group.WITH, Group.WITHOUT)
        options = []
        for word in self._words(group, chosen):
            choice = Choice(group, word)
            count = (self.mask_of(choice) & (selected if narrows else others)).bit_count()
            if count or word in chosen:
                options.append(FacetOption(choice, count, word in chosen))
        return tuple(options)

    def _words(self, group: Group, chosen: Sequence[str]) -> Iterable[str]:
        match group:
            case Group.TERM:
                given = (grammar.find_term_of_word(word) for word in chosen)
                terms = {*TERM_OPTIONS, *self._odd_terms, *(term for term in given if term is not None)}
                return [term.word for term in sorted(terms, key=lambda term: term.place)]
            case Group.RATE:
                return [rate.value for rate in RateType]
            case Group.GREEN:
                percents = {*GREEN_OPTIONS, *(int(word) for word in chosen)}
                return [str(percent) for percent in sorted(percents)]
            case Group.WITH:
                return grammar.FEATURES
            case Group.WITHOUT:
                return grammar.LEAVE_OUTS
            case Group.COST:
                steps = {str(usd): usd for usd in (*self._steps, *(int(word) for word in chosen))}
                return sorted(steps, key=lambda word: steps[word])
            case Group.PROVIDER:
                return (*self.providers, *(word for word in chosen if word not in self._by_provider))
            case Group.UTILITY:
                return self.utilities

    def _group_masks(self, choices: Choices) -> dict[Group, int]:
        """The plans that each group with a choice leaves."""
        masks: dict[Group, int] = {}
        if choices.terms:
            masks[Group.TERM] = _union(self._mask_of_term(term) for term in choices.terms)
        if choices.rates:
            masks[Group.RATE] = _union(self._by_rate.get(rate, 0) for rate in choices.rates)
        if choices.green_percent is not None:
            masks[Group.GREEN] = self._by_green[choices.green_percent]
        if choices.features:
            masks[Group.WITH] = self._intersection(self._by_feature.get(word, 0) for word in choices.features)
        if choices.leave_outs:
            masks[Group.WITHOUT] = self.all_mask & ~_union(
                self._by_leave_out.get(word, 0) for word in choices.leave_outs
            )
        if choices.max_usd_per_year is not None:
            masks[Group.COST] = self._cost_limits.mask_within(choices.max_usd_per_year)
        if choices.providers:
            masks[Group.PROVIDER] = _union(self._by_provider.get(slug, 0) for slug in choices.providers)
        if choices.utility is not None:
            masks[Group.UTILITY] = self._by_utility.get(choices.utility, 0)
        return masks

    @property
    def _cost_limits(self) -> CostLimits:
        assert self._costs is not None, "a limit to the cost needs the costs of a home: with_costs"
        return self._costs

    @property
    def _steps(self) -> tuple[int, ...]:
        return () if self._costs is None else self._costs.steps

    def _others(self, masks: dict[Group, int], group: Group) -> int:
        return self._intersection(mask for other, mask in masks.items() if other is not group)

    def _intersection(self, masks: Iterable[int]) -> int:
        result = self.all_mask
        for mask in masks:
            result &= mask
        return result

    def _mask_of_term(self, term: TermRange) -> int:
        mask = self._term_masks.get(term)
        if mask is None:
            mask = _union(plans for months, plans in self._by_term.items() if term.holds(months))
            if len(self._term_masks) < MAX_KEPT_TERMS:
                self._term_masks[term] = mask
        return mask


PANEL = (
    Group.COST,
    Group.TERM,
    Group.RATE,
    Group.WITHOUT,
    Group.GREEN,
    Group.WITH,
    Group.PROVIDER,
    Group.UTILITY,
)
"""The groups in the order of the filter panel."""
MAX_KEPT_TERMS = 200


def index_of(world: World, utilities: tuple[str, ...]) -> PlanIndex:
    """The index of the plans of these utilities; ask for it as `world.once(index_of, utilities)`."""
    return PlanIndex(world.catalogue.of_utilities(utilities))


def features_of(plan: Plan) -> frozenset[str]:
    """Which features of the grammar a plan has, by its fields and by what its listing claims."""
    features = set(plan.features) & set(grammar.FEATURES)
    if plan.is_prepaid:
        features.add("prepaid")
    if plan.is_time_of_use:
        features.add("time-of-use")
    if plan.fees is not None and plan.fees.of(UsageCredit):
        features.add("bill-credit")
    return frozenset(features)


def leave_outs_of(plan: Plan) -> frozenset[str]:
    """Which of the things a visitor may leave out a plan has. An unknown fee to leave counts as a fee."""
    found = features_of(plan) & {"bill-credit", "time-of-use", "prepaid"}
    if plan.has_usage_fees or (plan.fees is not None and plan.fees.of(UsageFee)):
        found |= {"bill-credit"}
    if plan.is_new_customers_only:
        found |= {"new-customers"}
    if plan.cancel_fee.kind is CancelFeeKind.UNKNOWN or plan.cancel_fee.worst_case_usd(plan.term_months) != 0:
        found |= {"cancel-fee"}
    return found


def _words_of(choices: Choices, group: Group) -> tuple[str, ...]:
    return tuple(choice.word for choice in choices if choice.group is group)


def _union(masks: Iterable[int]) -> int:
    result = 0
    for mask in masks:
        result |= mask
    return result


def _mask(plans: Sequence[Plan], holds: Callable[[Plan], bool]) -> int:
    return sum(1 << position for position, plan in enumerate(plans) if holds(plan))


def _masks(plans: Sequence[Plan], words_of: Callable[[Plan], Iterable[Word]]) -> dict[Word, int]:
    masks: dict[Word, int] = {}
    for position, plan in enumerate(plans):
        for word in words_of(plan):
            masks[word] = masks.get(word, 0) | 1 << position
    return masks
