"""Sentences without an amount that keep the charge before them from some homes or months: "Seniors are exempt."."""

import re
from collections.abc import Sequence

from choosemypower.documents.tokens import Token

_TIMES = frozenset({"SEASON", "SEASON_NAME", "MONTH"})
_HOMES = re.compile(
    r"\b(?:seniors?|military|veterans?|students?|teachers?|renters?|homeowners?|apartments?|movers?|employees?"
    r"|ancianos?|militares?|veteran[oa]s?|estudiantes?|maestr[oa]s?|inquilin[oa]s?|apartamentos?)\b"
)
_KEEPS_FROM = re.compile(
    r"\b(?:exempt|only|exclud\w*|except|not|neither|nor|never|no|twice|double|half|exent[oa]s?|excluye\w*|excepto|salvo|solo"
    r"|solamente|doble|mitad)\b"
)


def keeps_from_some(tokens: Sequence[Token]) -> bool:
    """Whether a sentence of these tokens does."""
    words = " ".join(token.text for token in tokens)
    names_some = any(token.kind in _TIMES for token in tokens) or _HOMES.search(words) is not None
    return names_some and _KEEPS_FROM.search(words) is not None
