"""JSON and CSV; one file per resource family.

Owns: API Structs (camelCase), envelopes, problem documents, OpenAPI.
Leaves to others: rules and SQL.
"""

from litestar.handlers import HTTPRouteHandler

from choosemypower.api import (
    bills,
    datasets,
    docs,
    facet_counts,
    health_operations,
    navigate,
    places,
    plan_csv,
    plan_list,
    plans,
    providers,
    search,
    zips,
)
from choosemypower.api.problems import PROBLEM_TYPE, problem_response, unavailable
from choosemypower.api.routes import operations_of

RESOURCES = (
    *(plan_list, plan_csv, plans, bills, facet_counts, providers, places, zips, search, datasets, navigate),
)
"""The modules of the resources, in the order of the documentation. Each has `handlers`; a new one is added here."""

_handlers = [handler for resource in RESOURCES for handler in resource.handlers]
OPERATIONS = (*operations_of(_handlers), *navigate.OPERATIONS, *health_operations.OPERATIONS)
"""Everything that the API can be asked."""
handlers: list[HTTPRouteHandler] = [*_handlers, *docs.documentation(OPERATIONS)]
"""What app.py registers."""

__all__ = ["OPERATIONS", "PROBLEM_TYPE", "handlers", "problem_response", "unavailable"]
