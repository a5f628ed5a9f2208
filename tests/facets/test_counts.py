"""Counts beside the options against counting plan by plan."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.facets import (
    CLAIMS,
    FEATURES,
    LEAVE_OUTS,
    Choice,
    Choices,
    Group,
    PlanIndex,
    TermRange,
    index_of,
    last_usd_within,
)
from choosemypower.facets.costs import CostLimits
from choosemypower.plans.charges import Condition, UsageCredit
from choosemypower.plans.model import CancelFee, CancelFeeKind, Plan, RateType, StatedCondition
from choosemypower.pricing import CostGroup, Method, PlanCost
from tests.support.charges import some_fees
from tests.support.filters import Wanted
from tests.support.plans import a_plan
from tests.support.worlds import a_world

CREDIT = some_fees(UsageCredit(usd=Decimal(125), min_kwh=1000))

FEATURE_TESTS: dict[str, Callable[[Plan], bool]] = {
    "prepaid": lambda plan: plan.is_prepaid,
    "time-of-use": lambda plan: plan.is_time_of_use,
    "bill-credit": lambda plan: bool(plan.fees and plan.fees.of(UsageCredit)),
    # What the plan's own text claims.
    **{word: lambda plan, word=word: word in plan.features for word in CLAIMS},
    # The listing's column, or its text.
    "needs-new-customer": lambda plan: (
        plan.is_new_customers_only is True or "new-customer" in {one.kind.value for one in plan.conditions}
    ),
    **{
        f"needs-{kind}": lambda plan, kind=kind: kind in {one.kind.value for one in plan.conditions}
        for kind in (
            "autopay", "paperless", "device", "promo-code", "bundle", "membership", "first-months-price",
            "credit-check", "first-payment", "minimum-stay",
        )
    },
}  # fmt: skip
LEAVE_OUT_TESTS: dict[str, Callable[[Plan], bool]] = {
    "bill-credit": lambda plan: plan.has_usage_fees or bool(plan.fees and plan.fees.of(UsageCredit)),
    "time-of-use": lambda plan: plan.is_time_of_use,
    "prepaid": lambda plan: plan.is_prepaid,
    "new-customers": lambda plan: plan.is_new_customers_only is True,
    # Who may sign up is no condition of the price.
    "conditions": lambda plan: any(
        one.kind
        not in (
            Condition.NEW_CUSTOMER,
            Condition.CREDIT_CHECK,
            Condition.MINIMUM_STAY,
            Condition.FIRST_PAYMENT,
        )
        for one in plan.conditions
    ),
    # A fee for each month left of a term that is not stated has no known end.
    "cancel-fee": lambda plan: plan.cancel_fee.kind is not CancelFeeKind.NONE,
}

plans_ = st.builds(
    a_plan,
    term_months=st.sampled_from([0, 1, 2, 3, 6, 11, 12, 13, 18, 24, 25, 36, 60]),
    rate_type=st.sampled_from(RateType),
    renewable_percent=st.sampled_from(
        [None, Decimal(0), Decimal("24.9"), Decimal(50), Decimal("99.9"), Decimal(100)]
    ),
    provider_slug=st.sampled_from(["txu-energy", "gexa-energy", "rhythm"]),
    utility=st.sampled_from(["centerpoint", "oncor"]),
    is_prepaid=st.booleans(),
    is_time_of_use=st.booleans(),
    is_new_customers_only=st.sampled_from([None, True, False]),
    has_usage_fees=st.booleans(),
    fees=st.sampled_from([None, CREDIT]),
    conditions=st.lists(st.sampled_from(Condition), unique=True, max_size=2).map(
        lambda kinds: tuple(StatedCondition(kind=kind) for kind in kinds)
    ),
    features=st.lists(st.sampled_from(list(CLAIMS)), unique=True, max_size=2).map(tuple),
    cancel_fee=st.sampled_from(
        [
            CancelFee(kind=CancelFeeKind.NONE, usd=Decimal(0)),
            CancelFee(kind=CancelFeeKind.FLAT, usd=Decimal(150)),
            CancelFee(kind=CancelFeeKind.PER_REMAINING_MONTH, usd=Decimal(20)),
            CancelFee(kind=CancelFeeKind.UNKNOWN),
        ]
    ),
)
wanted_ = st.builds(
    Wanted,
    terms=st.lists(
        st.sampled_from(
            [TermRange(1, 1), TermRange(3, 11), TermRange(12, 12), TermRange(13, 24), TermRange(25, None)]
        ),
        unique=True,
        max_size=3,
    ).map(tuple),
    rates=st.lists(st.sampled_from(RateType), unique=True, max_size=2).map(tuple),
    green_percent=st.sampled_from([None, 10, 25, 50, 100]),
    features=st.lists(st.sampled_from(list(FEATURE_TESTS)), unique=True, max_size=2).map(tuple),
    leave_outs=st.lists(st.sampled_from(list(LEAVE_OUT_TESTS)), unique=True, max_size=2).map(tuple),
    providers=st.lists(st.sampled_from(["txu-energy", "gexa-energy", "rhythm"]), unique=True, max_size=2).map(
        tuple
    ),
    utility=st.sampled_from([None, "centerpoint", "oncor"]),
)


def is_shown(plan: Plan, choices: Wanted) -> bool:
    """The rule in plain words: one condition after the other."""
    months = max(plan.term_months, 1)
    if choices.terms and not any(
        term.from_months <= months and (term.to_months is None or months <= term.to_months)
        for term in choices.terms
    ):
        return False
    if choices.rates and plan.rate_type not in choices.rates:
        return False
    if choices.green_percent is not None and (
        plan.renewable_percent is None or plan.renewable_percent < choices.green_percent
    ):
        return False
    if not all(FEATURE_TESTS[feature](plan) for feature in choices.features):
        return False
    if any(LEAVE_OUT_TESTS[left_out](plan) for left_out in choices.leave_outs):
        return False
    if choices.providers and plan.provider_slug not in choices.providers:
        return False
    return choices.utility is None or plan.utility == choices.utility


def if_chosen(choices: Wanted, choice: Choice) -> Wanted:
    """The filters after choosing one option, the other groups as they are."""
    match choice.group:
        case Group.TERM:
            term = next(
                term
                for term in [TermRange(n, n) for n in range(1, 121)]
                + [TermRange(3, 11), TermRange(13, 24), TermRange(25, None)]
                if term.word == choice.word
            )
            return msgspec.structs.replace(choices, terms=(term,))
        case Group.RATE:
            return msgspec.structs.replace(choices, rates=(RateType(choice.word),))
        case Group.GREEN:
            return msgspec.structs.replace(choices, green_percent=int(choice.word))
        case Group.WITH:
            return msgspec.structs.replace(choices, features=(*choices.features, choice.word))
        case Group.WITHOUT:
            return msgspec.structs.replace(choices, leave_outs=(*choices.leave_outs, choice.word))
        case Group.COST:
            return msgspec.structs.replace(choices, max_usd_per_year=int(choice.word))
        case Group.PROVIDER:
            return msgspec.structs.replace(choices, providers=(choice.word,))
        case Group.UTILITY:
            return msgspec.structs.replace(choices, utility=choice.word)


def test_every_word_has_its_rule_here() -> None:
    """A new one wants a line in FEATURE_TESTS or LEAVE_OUT_TESTS; what texts claim is there by itself."""
    assert set(FEATURE_TESTS) == set(FEATURES)
    assert set(LEAVE_OUT_TESTS) == set(LEAVE_OUTS)


@given(st.lists(plans_, max_size=30), wanted_)
def test_the_selection_is_what_filtering_plan_by_plan_leaves(plans: list[Plan], choices: Wanted) -> None:
    index = PlanIndex(plans)
    selected = {plans[position].plan_id for position in index.members(index.select(choices.choices))}
    assert selected == {plan.plan_id for plan in plans if is_shown(plan, choices)}
    assert index.count(choices.choices) == len(selected)


@given(st.lists(plans_, max_size=30), wanted_)
def test_each_count_is_the_number_of_plans_after_choosing_that_option(
    plans: list[Plan], choices: Wanted
) -> None:
    for group in PlanIndex(plans).option_groups(choices.choices):
        for option in group.options:
            chosen = if_chosen(choices, option.choice)
            assert option.count == sum(is_shown(plan, chosen) for plan in plans), option


Priced = list[tuple[Plan, int | None]]
"""Plans with the cents of a year; None: nobody knows."""


def a_cost(plan: Plan, year_cents: int | None) -> PlanCost:
    return PlanCost(
        plan=plan,
        group=CostGroup.WHOLE_YEAR,
        method=Method.LISTING_LINE,
        known_months=0 if year_cents is None else 12,
        known_cents=year_cents,
    )


def is_within(priced: tuple[Plan, int | None], choices: Wanted) -> bool:
    """What a list shows in whole dollars is compared, so that "$2,000" is within 2,000."""
    plan, cents = priced
    if choices.max_usd_per_year is not None and (
        cents is None or (Decimal(cents) / 100).quantize(Decimal(1), ROUND_HALF_UP) > choices.max_usd_per_year
    ):
        return False
    return is_shown(plan, choices)


@given(
    st.lists(st.tuples(plans_, st.none() | st.integers(80_000, 420_000)), max_size=30),
    wanted_,
    st.none() | st.integers(700, 4300),
)
def test_a_limit_to_the_cost_counts_with_the_other_filters(
    priced: Priced, choices: Wanted, max_usd: int | None
) -> None:
    choices = msgspec.structs.replace(choices, max_usd_per_year=max_usd)
    plain = PlanIndex([plan for plan, _ in priced])
    index = plain.with_costs(enumerate(a_cost(plan, cents) for plan, cents in priced))
    assert index.count(choices.choices) == sum(is_within(one, choices) for one in priced)
    for group in index.option_groups(choices.choices):
        for option in group.options:
            chosen = if_chosen(choices, option.choice)
            assert option.count == sum(is_within(one, chosen) for one in priced), option


@given(st.lists(st.integers(80_000, 81_000), min_size=1, max_size=40), st.integers(80_000, 81_000))
def test_the_last_limit_within_an_amount_leaves_out_less_than_a_dollar_and_holds_nothing_above(
    cents: list[int], most_cents: int
) -> None:
    priced = [(a_plan(), one) for one in cents]
    index = PlanIndex([plan for plan, _ in priced])
    index = index.with_costs(enumerate(a_cost(plan, one) for plan, one in priced))
    limit = str(last_usd_within(most_cents))
    count = index.count(Choices().choosing(Group.COST, limit))
    assert sum(one <= most_cents - 100 for one in cents) <= count <= sum(one <= most_cents for one in cents)


@given(st.lists(st.integers(1, 9_999_900), min_size=1, max_size=40))
def test_limits_offered_are_few_round_and_between_the_lowest_and_the_highest_cost(cents: list[int]) -> None:
    steps = CostLimits(enumerate(a_cost(a_plan(), one) for one in cents)).steps
    assert len(steps) <= 5
    assert list(steps) == sorted(set(steps))
    for step in steps:
        assert step % 50 == 0
        assert any(one <= step * 100 + 49 for one in cents)
        assert any(one > step * 100 for one in cents)


@given(st.lists(plans_, min_size=1, max_size=30), wanted_)
def test_an_option_is_hidden_only_when_it_would_leave_nothing(plans: list[Plan], choices: Wanted) -> None:
    groups = {group.group: group for group in PlanIndex(plans).option_groups(choices.choices)}
    for rate in RateType:
        shown = rate.value in {option.choice.word for option in groups[Group.RATE].options}
        chosen = if_chosen(choices, Choice(Group.RATE, rate.value))
        assert shown == (rate in choices.rates or any(is_shown(plan, chosen) for plan in plans))


@given(st.lists(plans_, min_size=1, max_size=30))
def test_every_term_of_the_market_has_an_option(plans: list[Plan]) -> None:
    terms = next(group for group in PlanIndex(plans).option_groups(Choices()) if group.group is Group.TERM)
    index = PlanIndex(plans)
    covered = 0
    for option in terms.options:
        covered |= index.mask_of(option.choice)
    assert covered == index.all_mask


def test_one_index_serves_all_requests_of_a_dataset() -> None:
    world = a_world([a_plan(), a_plan(utility="oncor")])
    assert world.once(index_of, ("centerpoint",)) is world.once(index_of, ("centerpoint",))
    assert len(world.once(index_of, ("centerpoint",)).plans) == 1
    assert len(world.once(index_of, ("centerpoint", "oncor")).plans) == 2


def test_an_unknown_fee_to_leave_counts_as_a_fee() -> None:
    plans = [
        a_plan(cancel_fee=CancelFee(kind=CancelFeeKind.UNKNOWN)),
        a_plan(cancel_fee=CancelFee(kind=CancelFeeKind.NONE, usd=Decimal(0))),
    ]
    assert PlanIndex(plans).count(Wanted(leave_outs=("cancel-fee",)).choices) == 1
