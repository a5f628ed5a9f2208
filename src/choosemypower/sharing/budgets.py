"""Which classes of kept values are there, how long does each stay good, and how many bytes may it take?"""

import msgspec

KEY_PREFIX = "choosemypower:"  # the specification's
KEY_SCHEMA = "1"
"""Raised whenever the shape of a key or of a kept value changes: old entries are then never read."""


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """What one class of answers may take, and how long it stays good within one epoch."""

    name: str
    lifetime_seconds: int
    shared_bytes_max: int
    """In Redis, for all processes: the specification's megabytes; least recently used goes first."""
    bytes_max: int
    """In one process, with all that it costs there. All of them together leave a worker under 200 MB."""


MB = 1_000_000
BUDGETS = {
    budget.name: budget
    for budget in (
        Budget(name="plan", lifetime_seconds=3600, shared_bytes_max=100 * MB, bytes_max=25 * MB),
        Budget(name="city", lifetime_seconds=86_400, shared_bytes_max=50 * MB, bytes_max=35 * MB),
        Budget(name="provider", lifetime_seconds=14_400, shared_bytes_max=25 * MB, bytes_max=8 * MB),
        Budget(name="session", lifetime_seconds=1800, shared_bytes_max=200 * MB, bytes_max=8 * MB),
        # Ours, not the specification's: assets of this release, and what is not there. Neither goes to Redis.
        Budget(name="asset", lifetime_seconds=365 * 86_400, shared_bytes_max=10 * MB, bytes_max=8 * MB),
        Budget(name="not_found", lifetime_seconds=60, shared_bytes_max=4 * MB, bytes_max=4 * MB),
    )
}
