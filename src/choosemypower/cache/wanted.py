"""What is asked of the maker, and what comes of it."""

from typing import Self

import msgspec

from choosemypower.cache.answers import Reply
from choosemypower.cache.entries import Entry, Outcome
from choosemypower.cache.routes import Route
from choosemypower.encodings import Encoding


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for, as far as the answer depends on it, and by whom."""

    path: str
    query: str = ""
    """The canonical one: what the route knows, in its order."""
    url: str
    """Both in one: the name under which the answer is kept."""
    route: Route
    accepted: tuple[Encoding, ...]
    """The codings that may be sent, best first."""
    client: str | None = None
    """None where nobody waits."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: an entry, or an answer that may not be kept, or neither when the app raised or was busy."""

    entry: Entry | None = None
    reply: Reply | None = None
    outcome: Outcome = Outcome.MADE
    is_busy: bool = False
    kept: tuple[Encoding, bytes] | None = None
    """Bytes of the entry, for those who come to it after a full memory has dropped it."""
    refusal: Reply | None = None
    """What the client who began it gets instead: he has used up what he may have made."""

    @classmethod
    def of(cls, entry: Entry, outcome: Outcome = Outcome.MADE) -> Self:
        return cls(entry=entry, outcome=outcome, kept=entry.a_variant())

    def whole_entry(self) -> Entry | None:
        """The entry, with its bytes again where it was dropped meanwhile."""
        if self.entry is not None and self.kept is not None and not self.entry.variants:
            self.entry.put(*self.kept, is_dense=False)
        return self.entry
