"""In which parts of the program does the time of an answer go? Looked at a few thousand times a second."""

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

EVERY_SECONDS = 0.0005
PARTS = (
    ("compress", ("/encodings.py",)),
    ("page cache", ("/choosemypower/cache/",)),
    ("facets: read the filters, choose, count", ("/choosemypower/facets/",)),
    ("rank", ("/choosemypower/pricing/ranking.py",)),
    ("price twelve months", ("/choosemypower/pricing/", "/choosemypower/usage/")),
    ("templates", ("/templates/", "/jinja2/", "/markupsafe/", "/web/filters.py")),
    (
        "encode JSON",
        (
            "/api/answers.py",
            "/api/cost_json.py",
            "/api/money.py",
        ),
    ),
    ("put together what is shown", ("/choosemypower/",)),
    ("routing (Litestar)", ("/litestar/",)),
)
"""A moment belongs to the innermost function that lies in one of these places; the first place that fits counts."""
REST = "rest"


class Share:
    """How often each part was found at work."""

    def __init__(self) -> None:
        self._found: Counter[str] = Counter()
        self._part_of: dict[str, str | None] = {}

    def look(self, signal_number: int, frame: FrameType | None) -> None:
        """Count the part that is at work now."""
        while frame is not None:
            file = frame.f_code.co_filename
            if file not in self._part_of:
                self._part_of[file] = _part_of(file)
            if (part := self._part_of[file]) is not None:
                self._found[part] += 1
                return
            frame = frame.f_back
        self._found[REST] += 1

    def of(self, seconds: float) -> dict[str, float]:
        """So much time divided among the parts, in the order of the work."""
        total = max(1, self._found.total())
        return {
            part: seconds * self._found[part] / total
            for part in (*(name for name, _ in PARTS), REST)
            if self._found[part]
        }


@contextmanager
def looking() -> Iterator[Share]:
    """Look for the block; only in the main thread, and only where nothing waits: waiting counts as work."""
    share = Share()
    before = signal.signal(signal.SIGALRM, share.look)
    signal.setitimer(signal.ITIMER_REAL, EVERY_SECONDS, EVERY_SECONDS)
    try:
        yield share
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _part_of(file: str) -> str | None:
    return next((name for name, places in PARTS if any(place in file for place in places)), None)
