"""What the program logs, in a stream of the test's own."""

import contextlib
import logging
from collections.abc import Iterator

from choosemypower.telemetry.lines import Lines, write_no_more_to, write_requests_to


@contextlib.contextmanager
def told_to(lines: Lines) -> Iterator[None]:
    """For the block, every line goes there too; of libraries only warnings, as `set_up_logging` has it.

    It sets the level of a process without handlers only. Here pytest has some, and Granian, where another test has run
    it in this process, has set INFO: httpx would tell each request of the test's own client.
    """
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.WARNING)
    root.addHandler(lines)
    write_requests_to(lines)
    try:
        yield
    finally:
        write_no_more_to(lines)
        root.removeHandler(lines)
        root.setLevel(level)
