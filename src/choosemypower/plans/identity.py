"""When an offer is still the plan that it was: the rule that gives every offer of a listing its `plan_id`.

An offer is a plan that we know when it carries one of the state's row ids that the plan had, for the same utility,
provider and term; else when it has the plan's natural identity: utility, provider, name, term, kind of price.
Prices, fees and documents may change; that is history. Files without ids, or in one language, keep the plans too.
Everything is decided in a fixed order, so that the same listing over the same past gives the same answer.
"""

import base64
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from choosemypower.plans.model import Offer, RateType
from choosemypower.providers.names import slugify

ID_LENGTH = 13
"""Base-32 digits: 65 bits of a hash."""
LONGEST_SLUG = 140


class PlanFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What of a plan, as last seen, decides whether an offer is it."""

    plan_id: str
    slug: str
    utility: str
    provider_slug: str
    names: tuple[str, ...]
    """Its names, English first; any of them is enough."""
    term_months: int
    rate_type: RateType
    is_prepaid: bool
    is_time_of_use: bool
    prices: tuple[Decimal, Decimal, Decimal]
    cancel_fee: tuple[str, Decimal | None]
    id_keys: tuple[int, ...] = ()
    is_listed: bool = True
    """In the dataset that is current now."""


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """Which plan an offer is."""

    offer: Offer
    plan_id: str
    slug: str
    identity_key: str
    is_new: bool


def assign_plans(offers: Iterable[Offer], known: Iterable[PlanFacts]) -> tuple[Assignment, ...]:
    """The plan of every offer; no plan is given to two of them."""
    return _Assigner(tuple(known)).assign(sorted(offers, key=_order))


def _identity_keys(offer: Offer) -> tuple[str, ...]:
    """The natural identities of an offer, one per language's name, English first."""
    names = dict.fromkeys(text.name for text in (offer.english, offer.spanish) if text is not None)
    return tuple(_natural_key(offer, name) for name in names or (offer.name,))


def _natural_key(offer: Offer | PlanFacts, name: str) -> str:
    """Utility, provider, folded name, term and kind of price as one text."""
    kind = offer.rate_type.value
    if offer.is_prepaid:
        kind += "+prepaid"
    if offer.is_time_of_use:
        kind += "+hours"
    return "|".join((offer.utility, offer.provider_slug, fold_plan_name(name), str(offer.term_months), kind))


def fold_plan_name(name: str) -> str:
    """A plan's name without case, accents, blanks, punctuation and pictures."""
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", name.casefold()) if character.isalnum()
    )
    return plain or re.sub(r"\s+", " ", name.strip())


class _Assigner:
    def __init__(self, known: Sequence[PlanFacts]) -> None:
        self._plans = {plan.plan_id: plan for plan in sorted(known, key=lambda plan: plan.plan_id)}
        self._by_id_key = {id_key: plan for plan in self._plans.values() for id_key in plan.id_keys}
        self._by_identity: defaultdict[str, list[PlanFacts]] = defaultdict(list)
        for plan in self._plans.values():
            for key in _keys_of_plan(plan):
                self._by_identity[key].append(plan)
        self._taken: set[str] = set()
        self._used_ids = set(self._plans)
        self._slugs: defaultdict[str, set[str]] = defaultdict(set)
        for plan in self._plans.values():
            self._slugs[plan.provider_slug].add(plan.slug)

    def assign(self, offers: Sequence[Offer]) -> tuple[Assignment, ...]:
        keys = [_identity_keys(offer) for offer in offers]
        found: dict[int, PlanFacts] = {}
        for place, offer in enumerate(offers):
            self._take(found, place, self._by_ids(offer, having=keys[place]))
        wanted = {key for place in range(len(offers)) if place not in found for key in keys[place]}
        for place, offer in enumerate(offers):
            if place not in found:
                self._take(found, place, self._by_ids(offer, unless=wanted))
        for language in (0, 1):
            self._by_natural_identity(offers, keys, found, language)
        return tuple(
            self._known(offer, found[place], keys[place]) if place in found else self._new(offer, keys[place])
            for place, offer in enumerate(offers)
        )

    def _take(self, found: dict[int, PlanFacts], place: int, plan: PlanFacts | None) -> None:
        if plan is not None:
            found[place] = plan
            self._taken.add(plan.plan_id)

    def _by_ids(
        self, offer: Offer, *, having: Iterable[str] | None = None, unless: Iterable[str] = ()
    ) -> PlanFacts | None:
        """The plan that had one of the offer's row ids, for the same utility, provider and term.

        With `having`: only if it has one of these natural identities. With `unless`: not if it has one of these,
        which other offers of the listing have: an id that moved does not take a plan from them.
        """
        for id_key in offer.id_keys:
            plan = self._by_id_key.get(id_key)
            if plan is None or plan.plan_id in self._taken:
                continue
            is_same = (plan.utility, plan.provider_slug, plan.term_months) == (
                offer.utility, offer.provider_slug, offer.term_months,
            )  # fmt: skip
            keys = set(_keys_of_plan(plan))
            if is_same and keys.isdisjoint(unless) and (having is None or not keys.isdisjoint(having)):
                return plan
        return None

    def _by_natural_identity(
        self,
        offers: Sequence[Offer],
        keys: Sequence[tuple[str, ...]],
        found: dict[int, PlanFacts],
        language: int,
    ) -> None:
        """Match what is left by name, the likeliest couples first: several plans may share one name."""
        couples = [
            (_distance(offer, plan), place, plan.plan_id)
            for place, offer in enumerate(offers)
            if place not in found and language < len(keys[place])
            for plan in self._by_identity.get(keys[place][language], ())
            if plan.plan_id not in self._taken
        ]
        for _, place, plan_id in sorted(couples):
            if place not in found and plan_id not in self._taken:
                self._take(found, place, self._plans[plan_id])

    def _known(self, offer: Offer, plan: PlanFacts, keys: tuple[str, ...]) -> Assignment:
        return Assignment(
            offer=offer, plan_id=plan.plan_id, slug=plan.slug, identity_key=keys[0], is_new=False
        )

    def _new(self, offer: Offer, keys: tuple[str, ...]) -> Assignment:
        return Assignment(
            offer=offer,
            plan_id=self._new_id(keys[0]),
            slug=self._new_slug(offer),
            identity_key=keys[0],
            is_new=True,
        )

    def _new_id(self, key: str) -> str:
        for attempt in range(10_000):
            digest = hashlib.sha256(f"{key}|{attempt}".encode()).digest()
            plan_id = base64.b32encode(digest).decode().lower()[:ID_LENGTH]
            if plan_id not in self._used_ids:
                self._used_ids.add(plan_id)
                return plan_id
        raise AssertionError(f"ten thousand plans share one identity: {key}")

    def _new_slug(self, offer: Offer) -> str:
        base = slugify(offer.name, LONGEST_SLUG - len(offer.utility) - 20) or "plan"
        with_utility = f"{base}-{offer.utility}"
        with_term = f"{base}-{offer.term_months}-month-{offer.utility}"
        used = self._slugs[offer.provider_slug]
        slug = with_utility if with_utility not in used else with_term
        number = 2
        while slug in used:
            slug = f"{with_term}-{number}"
            number += 1
        used.add(slug)
        return slug


def _keys_of_plan(plan: PlanFacts) -> tuple[str, ...]:
    return tuple(_natural_key(plan, name) for name in dict.fromkeys(plan.names))


def _distance(offer: Offer, plan: PlanFacts) -> tuple[bool, bool, Decimal]:
    """How unlike an offer and a plan of one name are: other fee to leave, no longer listed, price difference."""
    fee = (offer.cancel_fee.kind.value, offer.cancel_fee.usd)
    difference = sum((abs(new - old) for new, old in zip(offer.prices, plan.prices, strict=True)), Decimal(0))
    return (fee != plan.cancel_fee, not plan.is_listed, difference)


def _order(offer: Offer) -> tuple[object, ...]:
    """English offers first, then by name; never by the file's order."""
    return (
        offer.english is None,
        offer.utility,
        offer.provider_slug,
        fold_plan_name(offer.name),
        offer.name,
        offer.term_months,
        offer.rate_type.value,
        offer.is_prepaid,
        offer.is_time_of_use,
        offer.cancel_fee.kind.value,
        offer.cancel_fee.usd or Decimal(0),
        offer.prices,
        offer.id_keys,
    )
