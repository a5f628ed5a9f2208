"""What the program logs, in a stream of the test's own."""

import contextlib
import logging
from collections.abc import Iterator

from choosemypower.telemetry.lines import Lines, write_no_more_to, write_requests_to


@contextlib.contextmanager
def told_to(lines: Lines) -> Iterator[None]:
    """For the block, every line goes there too."""
    root = logging.getLogger()
    root.addHandler(lines)
    write_requests_to(lines)
    try:
        yield
    finally:
        write_no_more_to(lines)
        root.removeHandler(lines)
