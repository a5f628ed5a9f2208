"""HTML pages and fragments; one file per page family.

Owns: view Structs, handlers, formatting filters.
Leaves to others: rules and SQL.
"""

from litestar import Router
from litestar.di import Provide

from choosemypower.web import home, locations, statics, zips
from choosemypower.web.errors import error_response
from choosemypower.web.rendering import pages_of, redirect_trailing_slash

handlers = [
    Router(
        path="/",
        route_handlers=[
            *home.handlers,
            *zips.handlers,
            *locations.handlers,
            *statics.handlers,
        ],
        dependencies={"pages": Provide(pages_of, sync_to_thread=False)},
        before_request=redirect_trailing_slash,
    )
]
"""What app.py registers. Every page handler may take `pages: NamedDependency[Pages]`."""

__all__ = ["error_response", "handlers"]
