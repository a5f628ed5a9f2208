"""When does an entry end? Never all at once: ends are spread, and renewals come before them."""

import math
import random

JITTER = 0.10


def jittered_seconds(lifetime_seconds: float) -> float:
    """A class's lifetime, up to a tenth shorter or longer, so that what was made together ends apart."""
    return lifetime_seconds * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311


def early_by_seconds(lifetime_seconds: float, render_seconds: float) -> float:
    """How long before its end an entry is renewed, drawn anew for each process and entry (XFetch).

    Without a coordinator the processes renew at different moments, so that few of them render the same page.
    """
    spread = max(render_seconds, lifetime_seconds * 0.01)
    return min(spread * -math.log(1.0 - random.random()), lifetime_seconds / 2)  # noqa: S311
