"""Valid plans, utilities and catalogues, made from the one field a test is about."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from choosemypower.datasets.model import Dataset, DatasetState
from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.model import CancelFee, CancelFeeKind, Plan, PlanText, RateType
from choosemypower.providers.model import Provider

_numbers = count(1)


def a_plan(**fields: Any) -> Plan:
    """A plain fixed 12-month plan at 13.1, 12.7 and 12.5 cents."""
    number = next(_numbers)
    name = fields.pop("name", f"Plain {number}")
    values: dict[str, Any] = {
        "plan_id": f"p{number}",
        "slug": f"plain-{number}",
        "name": name,
        "provider_slug": "example-energy",
        "provider_name": "Example Energy",
        "utility": "centerpoint",
        "term_months": 12,
        "rate_type": RateType.FIXED,
        "usd_per_kwh_500": Decimal("0.1310"),
        "usd_per_kwh_1000": Decimal("0.1270"),
        "usd_per_kwh_2000": Decimal("0.1250"),
        "renewable_percent": Decimal(0),
        "is_prepaid": False,
        "is_time_of_use": False,
        "is_new_customers_only": False,
        "has_usage_fees": False,
        "is_promotion": False,
        "cancel_fee": CancelFee(kind=CancelFeeKind.FLAT, usd=Decimal(150), text="150"),
        "fees": None,
        "features": (),
        "english": PlanText(name=name),
        "spanish": None,
    }
    return Plan(**(values | fields))


def a_catalogue(
    plans: Iterable[Plan] = (), providers: Iterable[Provider] = (), *, epoch: int = 1
) -> Catalogue:
    """A catalogue of these plans; providers that are not given are made from the plans."""
    plans = tuple(plans)
    given = {provider.slug: provider for provider in providers}
    for number, plan in enumerate(plans, start=1000):
        given.setdefault(
            plan.provider_slug, Provider(id=number, slug=plan.provider_slug, name=plan.provider_name)
        )
    moment = datetime(2026, 1, 9, 18, tzinfo=UTC)
    dataset = Dataset(
        id=epoch,
        source="example.csv",
        shape="state_export",
        content_hash="0" * 64,
        as_of=moment,
        confirmed_at=moment,
        fetched_at=moment,
        state=DatasetState.PUBLISHED,
        rows=len(plans),
        offers=len(plans),
    )
    return Catalogue(dataset, plans, given.values())
