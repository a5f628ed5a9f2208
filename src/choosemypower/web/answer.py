"""The answer before a list: at most three plans, each with its reason, picked by stated rules (pricing/picks.py)."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from choosemypower.facets import FACET_OF, Choices, Group, PlanIndex, last_usd_within
from choosemypower.pricing import Pick, PickReason, PlanCost
from choosemypower.web.cards import CardMoney, card_money
from choosemypower.web.filters import plural
from choosemypower.web.list_links import Link, ListLinks
from choosemypower.web.plan_words import leaving_words, sign_up_words, term_text

REASONS = {
    PickReason.LOWEST: "Lowest cost with a price for the whole year",
    PickReason.FREE_TO_LEAVE: "Lowest you can leave at any time for nothing",
    PickReason.RENEWABLE: "Lowest that is 100% renewable",
}
ALSO = {
    PickReason.FREE_TO_LEAVE: "free to leave at any time",
    PickReason.RENEWABLE: "100% renewable",
}
WANTED = {
    PickReason.FREE_TO_LEAVE: (Group.WITHOUT, "cancel-fee", "you can leave at any time for nothing"),
    PickReason.RENEWABLE: (Group.GREEN, "100", "are 100% renewable"),
}
"""Filter of the plans that a row is picked from, and what they are."""
FEW_YEARS_USD = 5
"""A year within this of the lowest is about the same, or within the interval of the lowest where that is wider."""


class AnswerRow(msgspec.Struct, frozen=True, kw_only=True):
    """One plan of the answer."""

    reason: str
    also: str
    """ "Also free to leave at any time." where the plan is the lowest of a later kind too."""
    plan_id: str
    name: str
    url: str
    provider: str
    """With who may sign up: "Budget Power · new customers only"."""
    terms: str
    """ "18 months · $125 to leave"."""
    money: CardMoney
    is_ticked: bool = False


class Missed(msgspec.Struct, frozen=True):
    """Why a row is missing, and the plans that it would have been picked from."""

    text: str
    link: Link | None


class AnswerBox(msgspec.Struct, frozen=True, kw_only=True):
    rows: tuple[AnswerRow, ...]
    near: Link | None
    """The plans that cost about the same as the first."""
    missed: tuple[Missed, ...]


def answer_of(
    picks: Sequence[Pick],
    index: PlanIndex,
    links: ListLinks,
    *,
    first_month: int,
    utility_names: Mapping[str, str] | None = None,
) -> AnswerBox | None:
    """The answer for a list; None where no plan can be picked.

    `utility_names` where the list holds plans of several utilities, so that each row says whose homes can take it.
    """
    if not picks:
        return None
    return AnswerBox(
        rows=tuple(_row(pick, first_month, utility_names or {}) for pick in picks),
        near=_near(picks[0].cost, index, links),
        missed=tuple(_missed(picks, index, links)),
    )


def _missed(picks: Sequence[Pick], index: PlanIndex, links: ListLinks) -> Iterator[Missed]:
    found = {reason for pick in picks for reason in (pick.reason, *pick.also)}
    for reason, (group, word, words) in WANTED.items():
        if reason in found:
            continue
        chosen = links.request.choices
        # The word is the last of its group, which keeps the address canonical.
        others = () if group is Group.GREEN else (one for one in chosen.of(group) if one != word)
        wanted = chosen.choosing(group, *others, word)
        count = index.count(wanted)
        why = "none has a price for the whole year that everybody gets" if count else "there are none here"
        yield Missed(
            text=f"No row for plans that {words}: {why}.",
            link=Link(text=f"See {plural(count, 'plan')}", url=links.to(wanted), nofollow=True, count=count)
            if count
            else None,
        )


def _row(pick: Pick, first_month: int, utility_names: Mapping[str, str]) -> AnswerRow:
    plan = pick.cost.plan
    served = f" · for {utility_names[plan.utility]} homes" if plan.utility in utility_names else ""
    also = " and ".join(ALSO[reason] for reason in pick.also)
    return AnswerRow(
        reason=REASONS[pick.reason],
        also=f"Also the lowest that is {also}." if also else "",
        plan_id=plan.plan_id,
        name=plan.name,
        url=plan.url,
        provider=" · ".join(filter(None, (plan.provider_name, sign_up_words(plan)))),
        terms=f"{term_text(plan)} · {leaving_words(plan)}{served}",
        money=card_money(pick.cost, first_month),
    )


def _near(first: PlanCost, index: PlanIndex, links: ListLinks) -> Link | None:
    """A link to exactly the plans within a few dollars of the first, or words that say that lower ones are among them.

    A filter has no lower limit, and what the rules leave out can cost much less than the first.
    """
    within_usd = max(FEW_YEARS_USD, first.interval_usd or 0)
    first_cents = first.known_cents or 0
    # A limit holds what rounds to it: these are the last within the interval to the cent, and the first below it.
    most_usd = last_usd_within(first_cents + 100 * within_usd)
    below_usd = last_usd_within(first_cents - 100 * within_usd) + 1
    chosen = links.request.choices
    left_out = FACET_OF[Group.WITHOUT].ordered((*chosen.of(Group.WITHOUT), "prepaid", "conditions"))
    about = f"cost about the same (within ${within_usd:,} a year)"
    for base, words in (
        (chosen, about),
        (chosen.choosing(Group.WITHOUT, *left_out), f"without conditions {about}"),
    ):
        if not index.count(base.choosing(Group.COST, str(below_usd))):
            return _link_to(base, most_usd, words, index, links)
    words = f"cost at most ${within_usd:,} a year more; those that cost less are left out by these rules"
    return _link_to(chosen, most_usd, words, index, links)


def _link_to(base: Choices, limit_usd: int, words: str, index: PlanIndex, links: ListLinks) -> Link | None:
    """ "13 plans cost about the same (within $5 a year)"; None where the first is alone."""
    wanted = base.choosing(Group.COST, str(limit_usd))
    count = index.count(wanted)
    if count < 2:
        return None
    return Link(text=f"{count:,} plans {words}", url=links.to(wanted), nofollow=True, count=count)
