"""A plan's terms as columns: none forgotten on the way to the database or back."""

from decimal import Decimal

import msgspec

from choosemypower.plans.charges import Condition, UsageCredit
from choosemypower.plans.columns import TERM_COLUMNS, from_columns, to_columns
from choosemypower.plans.model import (
    CancelFee,
    CancelFeeKind,
    Contradiction,
    PlanText,
    RateType,
    Said,
    SourceNote,
    StatedCondition,
    Terms,
)
from tests.support.charges import some_fees

EVERYTHING = Terms(
    name="Saver 12",
    term_months=12,
    rate_type=RateType.VARIABLE,
    usd_per_kwh_500=Decimal("0.131"),
    usd_per_kwh_1000=Decimal("0.1275"),
    usd_per_kwh_2000=Decimal("0.12504"),
    renewable_percent=Decimal("24.5"),
    is_prepaid=True,
    is_time_of_use=True,
    is_new_customers_only=True,
    has_usage_fees=True,
    is_promotion=False,
    cancel_fee=CancelFee(kind=CancelFeeKind.PER_REMAINING_MONTH, usd=Decimal(20), text="20 / month"),
    fees=some_fees(UsageCredit(usd=Decimal("125.00"), min_kwh=1000)),
    features=("no-deposit", "smart-meter"),
    conditions=(StatedCondition(kind=Condition.AUTOPAY, sentence="Autopay is required", language="en"),),
    english=PlanText(name="Saver 12", id_key=7),
    spanish=PlanText(name="Ahorro 12"),
    contradictions=(Contradiction(what=Said.CANCEL_FEE, english="$20 to leave", spanish="$30 to leave"),),
    suspect="why",
    sources=(SourceNote(source="ComparePower", reference="7"),),
)


def test_every_field_has_its_column_and_every_column_its_field() -> None:
    assert set(to_columns(EVERYTHING)) == set(TERM_COLUMNS)
    assert set(from_columns(dict.fromkeys(TERM_COLUMNS) | {"cancel_fee_kind": "flat"})) == {
        field.name for field in msgspec.structs.fields(Terms)
    }


def test_the_example_says_something_in_every_field() -> None:
    """So that a new field is not forgotten here either."""
    for field in msgspec.structs.fields(Terms):
        assert getattr(EVERYTHING, field.name) not in (None, (), field.default), field.name


def test_terms_come_back_from_the_columns_that_they_were_written_to() -> None:
    columns = to_columns(EVERYTHING)
    # What the database makes of them: numbers of numeric columns, texts of JSON columns.
    for name, sql_type in TERM_COLUMNS.items():
        if sql_type.startswith("NUMERIC"):
            columns[name] = Decimal(columns[name])
        elif sql_type == "JSONB":
            columns[name] = msgspec.json.encode(columns[name]).decode()
    assert Terms(**from_columns(columns)) == EVERYTHING


def test_no_fee_to_leave_is_stored_as_zero() -> None:
    free = msgspec.structs.replace(EVERYTHING, cancel_fee=CancelFee(kind=CancelFeeKind.NONE))
    assert to_columns(free)["cancel_fee_usd"] == "0.00"
