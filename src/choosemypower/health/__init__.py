"""Health: is the process alive, can it serve, is the shared cache there?

Owns: the answers under /api/health and the one bounded look at the database behind them.
Leaves to others: alerts, restarts, counting (`measures`, `cache`).
"""

from choosemypower.health.answers import handlers as _parts
from choosemypower.health.probe import DatabaseProbe
from choosemypower.health.summary import summary

handlers = [summary, *_parts]

__all__ = ["DatabaseProbe", "handlers"]
