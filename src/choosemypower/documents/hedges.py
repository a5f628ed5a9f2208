"""Sentences that leave open what they state, or take something out of it."""

from collections.abc import Sequence

from choosemypower.documents.asides import names_averages, tells_of_averages, without_leaving
from choosemypower.documents.statements import AMOUNTS, UNLESS
from choosemypower.documents.tokens import Token, tokens_of

_NOUNS = frozenset({"CREDIT", "FEE", "BASE", "LOW_USE"})
_HEDGES = frozenset({"DOUBT", "LIMIT", "REWARD", "INSTEAD", "ONE_BILL", "SEASON", "MONTH"})


def hedges(part: str) -> bool:
    """Whether words of a sentence leave open for whom, when or whether an amount holds, or none says what it is."""
    if tells_of_averages(part):
        return False
    tokens = tokens_of(part)
    kinds = {token.kind for token in tokens}
    of_averages = names_averages(part)
    hedging = {
        token.kind
        for at, token in enumerate(tokens)
        if not (of_averages and token.text in ("average", "avg", "promedio"))
        and not _is_a_manner(tokens[:at], token, kinds)
    }
    return bool(hedging & _HEDGES) or ("PAY" in kinds and not kinds & _NOUNS)


def excepts(part: str) -> bool:
    """Whether a sentence takes something out, "unless you pay a deposit", or says of an amount what it is not for."""
    tokens = tokens_of(part)
    kinds = {token.kind for token in tokens}
    is_denied = {"MONEY", "CREDIT"} <= kinds and bool(kinds & {"NOT", "WAIVED"})
    takes_out = bool(without_leaving([part])) and any(token.text.startswith(UNLESS) for token in tokens)
    return takes_out or (is_denied and not names_averages(part))


def _is_a_manner(before: Sequence[Token], token: Token, kinds: set[str]) -> bool:
    """Whether a word that may hedge only says how a charge is called or taken: "usage reward: $40", "minus $50"."""
    if token.kind == "INSTEAD":
        return "BASE" not in kinds
    if token.kind == "LIMIT" and "month" in token.text and not kinds & (_NOUNS | AMOUNTS | {"USE"}):
        return True  # "Energy prices do not change for 12 months."
    is_name = token.text.startswith("reward") and all(one.kind != "MONEY" for one in before)
    return "CREDIT" in kinds and (is_name or token.text in ("minus", "menos"))
