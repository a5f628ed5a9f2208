"""What becomes of a case: right, refused or wrong. A refusal is never right, and one wrong case fails the run."""

from enum import StrEnum


class CaseOutcome(StrEnum):
    RIGHT = "right"
    """Equal to the case in every field."""
    REFUSED = "refused"
    """Nothing was claimed."""
    WRONG = "wrong"
    """Something was claimed that differs from the case."""


class CaseTally:
    """Counts outcomes and keeps what was not right."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys(CaseOutcome, 0)
        self.misses: list[dict[str, object]] = []

    def add(self, outcome: CaseOutcome, miss: dict[str, object] | None = None) -> None:
        self._counts[outcome] += 1
        if outcome is not CaseOutcome.RIGHT and miss is not None:
            self.misses.append({"outcome": outcome.value, **miss})

    @property
    def cases(self) -> int:
        return sum(self._counts.values())

    def counts(self) -> dict[str, int]:
        return {"cases": self.cases, **{outcome.value: count for outcome, count in self._counts.items()}}
