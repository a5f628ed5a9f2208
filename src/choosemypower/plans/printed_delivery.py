"""What the proven labels of plans print of their utility's delivery charge: one voice per plan, with who sells it."""

from collections.abc import Iterable, Iterator

from choosemypower.plans.label import LabelSays
from choosemypower.plans.model import Plan
from choosemypower.territories.printed import PrintedDelivery


def printed_by_plans(plans: Iterable[Plan]) -> tuple[PrintedDelivery, ...]:
    """What the present labels of these plans print."""
    return tuple(
        printed_deliveries(
            (plan, plan.label.address, plan.label.says) for plan in plans if plan.label is not None
        )
    )


def printed_deliveries(labels: Iterable[tuple[Plan, str, LabelSays]]) -> Iterator[PrintedDelivery]:
    """Of plans, the address of a label and what it says; the first label of a plan that prints it is heard."""
    heard: set[str] = set()
    for plan, address, says in labels:
        delivery = says.charges.delivery if says.charges is not None and says.prints_delivery else None
        if (
            plan.plan_id in heard
            or delivery is None
            or says.issued_on is None
            or delivery.usd_per_month is None
            or delivery.usd_per_kwh is None
        ):
            continue
        heard.add(plan.plan_id)
        yield PrintedDelivery(
            utility=plan.utility,
            provider=plan.provider_slug,
            issued_on=says.issued_on,
            usd_per_month=delivery.usd_per_month,
            usd_per_kwh=delivery.usd_per_kwh,
            label=address,
        )
