"""The answer before a list: lowest cost by stated rules, and nobody else."""

from decimal import Decimal
from typing import Any

from choosemypower.plans.model import CancelFee, CancelFeeKind
from choosemypower.pricing import CostGroup, Method, PickReason, PlanCost, pick_first, pick_reasons
from tests.support.plans import a_plan

FREE = CancelFee(kind=CancelFeeKind.NONE, usd=Decimal(0), text="0")


def a_cost(
    usd: int, *, group: CostGroup = CostGroup.WHOLE_YEAR, tie_rank: int = 0, **fields: Any
) -> PlanCost:
    plan = a_plan(**fields)
    return PlanCost(
        plan=plan,
        group=group,
        method=Method.LISTING_LINE,
        known_months=12,
        known_cents=usd * 100,
        worst_fee_usd=plan.cancel_fee.worst_case_usd(plan.term_months),
        tie_rank=tie_rank,
    )


def picked(*costs: PlanCost) -> list[tuple[PickReason, str]]:
    return [
        (pick.reason, pick.cost.plan.name)
        for pick in pick_first(
            costs, lambda plan: pick_reasons(plan, has_condition="device" in plan.features)
        )
    ]


def test_each_reason_names_the_lowest_of_its_kind() -> None:
    assert picked(
        a_cost(1500, name="Plain"),
        a_cost(1600, name="Free", cancel_fee=FREE),
        a_cost(1700, name="Green", renewable_percent=Decimal(100)),
        a_cost(1800, name="Dear", cancel_fee=FREE, renewable_percent=Decimal(100)),
    ) == [
        (PickReason.LOWEST, "Plain"),
        (PickReason.FREE_TO_LEAVE, "Free"),
        (PickReason.RENEWABLE, "Green"),
    ]  # fmt: skip


def test_a_plan_that_is_the_lowest_of_several_kinds_has_one_row() -> None:
    (pick,) = pick_first(
        [a_cost(1500, cancel_fee=FREE, renewable_percent=Decimal(100)), a_cost(1600)],
        lambda plan: pick_reasons(plan, has_condition=False),
    )
    assert pick.also == (PickReason.FREE_TO_LEAVE, PickReason.RENEWABLE)


def test_conditions_prepaid_accounts_and_other_groups_are_left_out() -> None:
    left_out = [
        a_cost(900, features=("device",)),
        a_cost(901, is_prepaid=True),
        *(a_cost(902, group=group) for group in CostGroup if group is not CostGroup.WHOLE_YEAR),
    ]
    assert picked(*left_out) == []
    assert picked(*left_out, a_cost(1500, name="Plain")) == [(PickReason.LOWEST, "Plain")]


def test_ties_go_to_the_lower_rank_of_equals() -> None:
    assert picked(a_cost(1500, name="Later", tie_rank=2), a_cost(1500, name="Sooner", tie_rank=1)) == [
        (PickReason.LOWEST, "Sooner")
    ]


def test_nobody_has_to_be_free_to_leave() -> None:
    unknown = CancelFee(kind=CancelFeeKind.UNKNOWN, usd=None, text="?")
    assert picked(a_cost(1500, name="Plain", cancel_fee=unknown)) == [(PickReason.LOWEST, "Plain")]
