"""A listing and the answers of further sources as one document: what a run reads, keeps and compares."""

from datetime import date
from enum import StrEnum

import msgspec

FORMAT = "choosemypower-sources-1"
_START = b'{"format":"' + FORMAT.encode()


class Source(StrEnum):
    COMPAREPOWER = "comparepower"
    POWER_TO_CHOOSE = "power_to_choose_api"

    @property
    def spoken(self) -> str:
        """As said in a sentence."""
        return _TITLES[self]


_TITLES = {Source.COMPAREPOWER: "ComparePower", Source.POWER_TO_CHOOSE: "Power to Choose’s API"}


class SourceAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one source said of one utility, word for word."""

    source: Source
    utility: str
    kept_since: date | None = None
    """It could not be asked: this is its last answer, of that day."""
    body: msgspec.Raw


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    format: str = FORMAT
    listing: str
    """The text of the state's listing."""
    answers: tuple[SourceAnswer, ...]


def to_content(listing: str, answers: tuple[SourceAnswer, ...]) -> bytes:
    """The document; the same listing and answers give the same bytes."""
    return msgspec.json.encode(Gathered(listing=listing, answers=answers))


def from_content(content: bytes) -> Gathered | None:
    """The document that these bytes are; None for a listing alone."""
    return msgspec.json.decode(content, type=Gathered) if content.startswith(_START) else None
