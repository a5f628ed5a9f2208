"""JSON and CSV; one file per resource family.

Owns: API Structs (camelCase), envelopes, problem documents, OpenAPI.
Leaves to others: rules and SQL.
"""

from typing import Any

from choosemypower.api import (
    bills,
    datasets,
    docs,
    facet_counts,
    navigate,
    places,
    plan_csv,
    plan_list,
    plans,
    providers,
    search,
    zips,
)
from choosemypower.api.problems import problem_response

handlers: list[Any] = [
    *plan_list.handlers,
    *plan_csv.handlers,
    *plans.handlers,
    *bills.handlers,
    *facet_counts.handlers,
    *providers.handlers,
    *places.handlers,
    *zips.handlers,
    *search.handlers,
    *datasets.handlers,
    *navigate.handlers,
    *docs.handlers,
]
"""What app.py registers."""

__all__ = ["handlers", "problem_response"]
