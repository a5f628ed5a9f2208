"""How patiently and how often a service is asked. Defaults: the specification's for the pricing API."""

import msgspec


class UpstreamPolicy(msgspec.Struct, frozen=True, kw_only=True):
    service: str
    """As said in a sentence, e.g. "The meter look-up"."""
    base_url: str
    key: str | None = None
    """Sent as `X-API-Key`."""
    timeout_seconds: float = 15.0
    """For one attempt, from connecting to the last byte."""
    attempts: int = 5
    first_wait_seconds: float = 1.0
    """Before the second attempt; doubled before each further one."""
    longest_wait_seconds: float = 16.0
    """Also the most that a service's own `Retry-After` is waited for."""
    jitter_seconds: float = 1.0
    per_second: float = 10.0
    burst: int = 20
    largest_bytes: int = 16 * 1024 * 1024
    failures_to_open: int = 5
    open_seconds: float = 60.0
    """How long it is left alone once it has failed so often in a row."""
