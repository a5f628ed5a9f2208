"""How long do queries take, and which one was slow? It is named by the function that asked, never by its values."""

import contextlib
import logging
import sys
import time
from collections.abc import Iterator

from choosemypower import spans
from choosemypower.measures import QUERY_BOUNDS, Durations, Tally

log = logging.getLogger(__name__)

SLOW_SECONDS = 1.0
"""Source: the specification. The wait for a connection counts: the visitor waits for it too."""
OURS = "choosemypower."
NOT_THE_ASKER = ("choosemypower.database", "choosemypower.slow_queries", "choosemypower.spans")


class QueryTimes:
    """Every query of a process."""

    def __init__(self) -> None:
        self.durations = Durations(QUERY_BOUNDS)
        self.slow = Tally()

    @contextlib.contextmanager
    def timed(self) -> Iterator[None]:
        """Around one query; one that failed, or was given up, counts as well."""
        began = time.perf_counter()
        try:
            with spans.part("query", _asker):
                yield
        finally:
            took = time.perf_counter() - began
            self.durations.note(took)
            if took > SLOW_SECONDS:
                self.slow.count += 1
                name = _asker()
                log.warning(
                    "Slow query: %s took %.2f ms.",
                    name,
                    took * 1000,
                    extra={"facts": {"query": name, "milliseconds": round(took * 1000, 2)}},
                )


def _asker() -> str:
    """The function of ours that asked. Only for slow ones: looking through the stack costs more than a quick query."""
    frame = sys._getframe()
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(OURS) and module not in NOT_THE_ASKER:
            return f"{module.removeprefix(OURS)}.{frame.f_code.co_qualname}"
        frame = frame.f_back  # type: ignore[assignment]
    return "a query of a task of its own"
