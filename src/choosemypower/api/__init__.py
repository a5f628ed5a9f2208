"""JSON and CSV; one file per resource family.

Owns: API Structs (camelCase), envelopes, problem documents, OpenAPI.
Leaves to others: rules and SQL.
"""

from litestar.handlers import HTTPRouteHandler

from choosemypower.api import (
    bills,
    contact,
    dataset_changes,
    datasets,
    docs,
    events,
    facet_counts,
    health_operations,
    labels,
    market,
    meters,
    navigate,
    places,
    plan_csv,
    plan_list,
    plans,
    providers,
    search,
    vitals,
    zips,
)
from choosemypower.api.problems import PROBLEM_TYPE, problem_response, too_many, unavailable
from choosemypower.api.routes import operations_of
from choosemypower.api_reference import ApiReference

RESOURCES = (
    plan_list,
    plan_csv,
    plans,
    bills,
    labels,
    facet_counts,
    providers,
    places,
    zips,
    search,
    datasets,
    dataset_changes,
    market,
    contact,
    events,
    vitals,
    navigate,
)
"""The modules of the resources, in the order of the documentation. Each has `handlers`; a new one is added here."""

_handlers = [handler for resource in RESOURCES for handler in resource.handlers]
_specified = (*navigate.OPERATIONS, *health_operations.OPERATIONS)
OPERATIONS = (*operations_of(_handlers), *_specified)
"""Everything that the API can be asked where no meter look-up is set up."""
OPERATIONS_WITH_METERS = (*operations_of(_handlers), *operations_of(meters.handlers), *_specified)
handlers: list[HTTPRouteHandler] = [*_handlers, docs.openapi_handler(OPERATIONS)]


def handlers_for(*, has_meters: bool) -> list[HTTPRouteHandler]:
    """What app.py registers. Without a look-up its operations are neither there nor mentioned."""
    if not has_meters:
        return handlers
    return [*_handlers, *meters.handlers, docs.openapi_handler(OPERATIONS_WITH_METERS)]


def reference_for(*, has_meters: bool) -> ApiReference:
    """What the page on the API says of them."""
    return docs.reference(OPERATIONS_WITH_METERS if has_meters else OPERATIONS)


__all__ = [
    "OPERATIONS",
    "OPERATIONS_WITH_METERS",
    "PROBLEM_TYPE",
    "handlers",
    "handlers_for",
    "problem_response",
    "reference_for",
    "too_many",
    "unavailable",
]
