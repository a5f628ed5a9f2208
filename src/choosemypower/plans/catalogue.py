"""All plans of one epoch, read once and kept: what every page and API answer is made from.

A catalogue never changes; publishing makes another one. A request takes one and uses it throughout, so that no
answer mixes two versions.
"""

import copy
from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from choosemypower.datasets.model import Dataset
from choosemypower.plans.changes import NOTHING_BEFORE, ListingChanges
from choosemypower.plans.model import Plan
from choosemypower.providers.model import Provider


class Catalogue:
    """The plans and providers of one dataset, with the look-ups that pages need."""

    def __init__(
        self,
        dataset: Dataset,
        plans: Iterable[Plan],
        providers: Iterable[Provider],
        changes: ListingChanges = NOTHING_BEFORE,
    ) -> None:
        self.dataset = dataset
        self.changes = changes
        """What this listing changed against the one before."""
        self.plans = tuple(sorted(plans, key=lambda plan: (plan.name.casefold(), plan.plan_id)))
        self.providers = tuple(sorted(providers, key=lambda provider: provider.name.casefold()))
        """Every provider ever listed; one without plans in this dataset has none in `by_provider`."""
        self.by_id = {plan.plan_id: plan for plan in self.plans}
        self.by_url = {(plan.provider_slug, plan.slug): plan for plan in self.plans}
        self.by_utility = _grouped((plan.utility, plan) for plan in self.plans)
        self.plans_by_utility = {utility: len(members) for utility, members in self.by_utility.items()}
        """How many plans the homes of each utility can take."""
        self.by_provider = _grouped((plan.provider_slug, plan) for plan in self.plans)
        self.providers_by_slug = {provider.slug: provider for provider in self.providers}
        self.provider_aliases = {
            alias: provider.slug for provider in self.providers for alias in provider.slug_aliases
        }

    @property
    def epoch(self) -> int:
        return self.dataset.epoch

    def confirmed(self, dataset: Dataset) -> Self:
        """The same plans with a later word on when their listing was last seen."""
        again = copy.copy(self)
        again.dataset = dataset
        return again

    def of_utilities(self, utilities: Iterable[str]) -> tuple[Plan, ...]:
        """The plans that a home of any of these utilities can take, in the catalogue's order."""
        return tuple(plan for utility in utilities for plan in self.by_utility.get(utility, ()))


def _grouped(pairs: Iterable[tuple[str, Plan]]) -> dict[str, tuple[Plan, ...]]:
    groups: defaultdict[str, list[Plan]] = defaultdict(list)
    for key, plan in pairs:
        groups[key].append(plan)
    return {key: tuple(members) for key, members in groups.items()}
