"""Health: is the process alive, can it serve, is the shared cache there?

Owns: the three answers under /api/health and the one bounded look at the database behind them.
Leaves to others: alerts, restarts, counting (`measures`, `cache`).
"""

from choosemypower.health.answers import handlers

__all__ = ["handlers"]
