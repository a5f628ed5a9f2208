"""A condition that the table does not know, joined to one that it knows: "AutoPay and blorp"."""

import re

from choosemypower.documents.idle_words import unknown_words
from choosemypower.documents.statements import CONDITIONS
from choosemypower.documents.tokens import scanned

_PASSED_OVER = ("PAY", "NO", "DOUBT")
_BEGINS = re.compile(r"\W*(?:we|we'll|well|we'd|you|you'll|your bill|le|les|nosotros|usted)\b")
"""How a clause begins that says what is given, and no further condition: "and we'll knock off $2"."""
_JOINTS = ("AND", "OR", "ADDITIONAL")


def joins_an_unknown_condition(sentence: str) -> bool:
    """Whether words of neither list stand beside "and" or "or" next to a known condition of the customer."""
    found, folded = scanned(sentence)
    tokens = [token for token in found if token.kind not in _PASSED_OVER]
    for at, token in enumerate(tokens):
        if token.kind not in _JOINTS or not _is_beside_a_condition([one.kind for one in tokens], at):
            continue
        start = tokens[at - 1].end if at else 0
        end = tokens[at + 1].start if at + 1 < len(tokens) else len(folded)
        behind = folded[token.end : end]
        if not _BEGINS.match(behind) and unknown_words(f"{folded[start : token.start]} {behind}"):
            return True
    return False


def _is_beside_a_condition(kinds: list[str], at: int) -> bool:
    return not CONDITIONS.keys().isdisjoint((*kinds[max(0, at - 1) : at], *kinds[at + 1 : at + 2]))
