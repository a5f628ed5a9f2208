"""Other people's services that we ask: one way to do it for all of them.

Owns: time limits, retries with jitter, the breaker, the rate at which we ask, how much we take in, recordings.
Leaves to others: what an answer means (`esiid`, `ingest`).
"""

from choosemypower.upstreams.client import Upstream, UpstreamQuestion, UpstreamReply
from choosemypower.upstreams.failures import Failure, UpstreamError
from choosemypower.upstreams.policy import UpstreamPolicy
from choosemypower.upstreams.recordings import Recordings

__all__ = [
    "Failure",
    "Recordings",
    "Upstream",
    "UpstreamError",
    "UpstreamPolicy",
    "UpstreamQuestion",
    "UpstreamReply",
]
