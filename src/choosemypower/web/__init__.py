"""HTML pages and fragments; one file per page family.

Owns: view Structs, handlers, formatting filters.
Leaves to others: rules and SQL.
"""

from litestar import Router

from choosemypower.web import (
    about,
    api_reader,
    bill_check,
    calculator,
    changes,
    city,
    compare,
    contact,
    guides,
    home,
    how_well,
    label_page,
    locations,
    meters,
    operator,
    plan,
    providers,
    remember,
    reminder,
    sitemap,
    statics,
    trends,
    utilities,
    zips,
)
from choosemypower.web.errors import error_response, too_many, unavailable
from choosemypower.web.rendering import redirect_trailing_slash

handlers = [
    Router(
        path="/",
        route_handlers=[
            *home.handlers,
            *changes.handlers,
            *guides.handlers,
            *trends.handlers,
            *city.handlers,
            *plan.handlers,
            *compare.handlers,
            *calculator.handlers,
            *bill_check.handlers,
            *reminder.handlers,
            *zips.handlers,
            *meters.handlers,
            *locations.handlers,
            *providers.handlers,
            *utilities.handlers,
            *about.handlers,
            *how_well.handlers,
            *label_page.handlers,
            *api_reader.handlers,
            *contact.handlers,
            *operator.handlers,
            *remember.handlers,
            *sitemap.handlers,
            *statics.handlers,
        ],
        before_request=redirect_trailing_slash,
    )
]
"""What app.py registers. Every page handler may take ``."""

__all__ = ["error_response", "handlers", "too_many", "unavailable"]
