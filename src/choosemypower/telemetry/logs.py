"""The shape of a line of log: time, level, room, message, on standard error."""

import logging


def set_up_logging(level: str) -> None:
    """Log this program at `level`; libraries only when they warn."""
    logging.basicConfig(
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%S%z",
        level="WARNING",
    )
    logging.getLogger("choosemypower").setLevel(level.upper())
    # It warns with a traceback for each lost connection; the follower of the epoch says it in a line.
    logging.getLogger("asyncpg").setLevel("ERROR")
