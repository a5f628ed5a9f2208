"""What a list writes by hand is what the encoder would have written."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.api.cost_bytes import cost_bytes
from choosemypower.api.cost_json import cost_json
from choosemypower.pricing import CostGroup, Method, PlanCost, Threshold, ThresholdKind
from tests.support.plans import a_plan

PLAN = a_plan()
cents = st.integers(-2_000, 5_000_000)
months = st.lists(st.integers(1, 12), max_size=3).map(tuple)
thresholds = st.builds(
    Threshold,
    kind=st.sampled_from(ThresholdKind),
    at_kwh=st.integers(0, 5000),
    usd=st.decimals(0, 500, places=2),
    missed_months=months,
    close_months=months,
    max_kwh=st.none() | st.integers(0, 5000),
)
costs = st.builds(
    PlanCost,
    plan=st.just(PLAN),
    group=st.sampled_from(CostGroup),
    method=st.sampled_from(Method),
    known_months=st.integers(1, 12) | st.just(12),
    known_cents=st.none() | cents,
    known_kwh=st.integers(0, 100_000),
    lowest_cents=cents,
    highest_cents=cents,
    highest_month=st.integers(1, 12),
    interval_usd=st.none() | st.integers(1, 400),
    is_rough=st.booleans(),
    by_day_cents=st.none() | st.tuples(cents, cents),
    thresholds=st.lists(thresholds, max_size=2).map(tuple),
    reason=st.none() | st.text(max_size=20),
)


@given(costs)
def test_a_cost_has_the_same_bytes_written_by_hand_as_encoded(cost: PlanCost) -> None:
    assert cost_bytes(cost) == msgspec.json.encode(cost_json(cost))
