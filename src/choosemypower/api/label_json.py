"""A plan's fetched facts label as JSON."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from choosemypower.plans.charges import ReadState
from choosemypower.plans.label import Difference
from choosemypower.plans.model import Plan
from choosemypower.units import Moment


class LabelDifferenceJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where the label and the listing say two things."""

    what: Difference
    label: Annotated[Decimal, Meta(description="USD per kWh, months (0: month to month) or USD, by `what`.")]
    listing: Annotated[Decimal, Meta(description="In the same unit.")]


class PlanLabelJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The facts label as we fetched and read it."""

    address: str
    language: Annotated[str, Meta(description="`en` or `es`.")]
    fetched_at: Annotated[Moment, Meta(description="When this content was first seen (UTC).")]
    issued_on: Annotated[date | None, Meta(description="The date on the label; null: none was found.")]
    state: Annotated[
        ReadState,
        Meta(
            description="`proven`: its charges give its own averages, and the bills are made from them. In all other "
            "states the bills follow the listing."
        ),
    ]
    note: Annotated[str, Meta(description="Why it is not proven; empty when it is.")]
    usd_per_kwh: Annotated[
        tuple[Decimal, ...],
        Meta(description="Its own averages at 500, 1,000 and 2,000 kWh; empty where it prints none."),
    ]
    differences: Annotated[
        tuple[LabelDifferenceJson, ...],
        Meta(description="Averages that differ by 0.1 cents or more, another term, another fee to leave."),
    ]


def plan_label_json(plan: Plan) -> PlanLabelJson | None:
    """The label of a plan; None where it was not fetched."""
    label = plan.label
    if label is None:
        return None
    return PlanLabelJson(
        address=label.address,
        language=label.language,
        fetched_at=label.fetched_at,
        issued_on=label.says.issued_on,
        state=label.says.state,
        note=label.says.note,
        usd_per_kwh=label.says.printed_usd_per_kwh,
        differences=tuple(
            LabelDifferenceJson(what=one.what, label=one.label, listing=one.listing)
            for one in plan.label_differences
        ),
    )
