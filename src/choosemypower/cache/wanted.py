"""What is asked of the maker, and what comes of it."""

import msgspec

from choosemypower.cache.answers import Reply
from choosemypower.cache.entries import Entry
from choosemypower.cache.routes import Route
from choosemypower.encodings import Encoding
from choosemypower.traffic import CacheOutcome


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
    outcome: CacheOutcome = CacheOutcome.MADE
    reply: Reply | None = None
    is_busy: bool = False
    """Nothing was made. With a reply: that is for the client who began it, who has used up what he may have made."""
