"""Does Redis answer, but take no writes? After a failover it may be a replica (READONLY), or full (OOM)."""

import logging
import re

log = logging.getLogger(__name__)

KNOWN_CODES = re.compile(r"\b(READONLY|OOM|MISCONF|NOREPLICAS|NOPERM)\b")


class WriteRefusals:
    """Remembers that writes are refused, and says it once; `taken()` after each write that was not."""

    def __init__(self) -> None:
        self.code: str | None = None
        """Redis' own word for it, such as READONLY; None: it takes writes, as far as we know."""

    def note(self, error: Exception) -> bool:
        """A call was refused; True when that is news."""
        # An error inside a script is told with words before it.
        found = KNOWN_CODES.search(
            f"{type(error).__name__.upper()} {error}".replace("READONLYERROR", "READONLY")
        )
        if found is None:
            log.debug("Redis refuses: %s", error)
            return False
        is_news = self.code != found[1]
        self.code = found[1]
        if is_news:
            log.warning("Redis takes no writes (%s); pages are kept in each process only.", self.code)
        return is_news

    def taken(self) -> None:
        """A write was taken."""
        if self.code is not None:
            log.info("Redis takes writes again.")
            self.code = None
