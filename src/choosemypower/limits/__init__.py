"""How often may one client ask for something dear?

Owns: who a client is behind trusted proxies, rates, the count that all processes share.
Leaves to others: what is dear (handlers name a `Rate`), Redis' sickness (`cache`).
"""

from choosemypower.limits.clients import client_of, may_be_many
from choosemypower.limits.rates import (
    FILES_OF_ONE_CLIENT,
    MESSAGES_OF_ONE_CLIENT,
    Decision,
    Rate,
    RateLimiter,
    TooManyRequestsError,
    unseen_of_one_client,
)

__all__ = [
    "FILES_OF_ONE_CLIENT",
    "MESSAGES_OF_ONE_CLIENT",
    "Decision",
    "Rate",
    "RateLimiter",
    "TooManyRequestsError",
    "client_of",
    "may_be_many",
    "unseen_of_one_client",
]
