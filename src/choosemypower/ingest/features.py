"""What a listing's own text claims, in short words, from English or Spanish; rather too few than wrong."""

import re

from choosemypower.facets import CLAIMS

_CLAIMS = tuple(
    (word, re.compile(pattern, re.IGNORECASE))
    for word, pattern in (*CLAIMS.items(), ("smart-thermostat", r"\bthermostats?\b|\btermostatos?\b"))
)
"""What filters ask for (`facets.words`), and what else is worth knowing of a plan."""
_CONDITION = re.compile(
    r"approv\w+\s+credit|credit\s+approv|with\s+(?:good|satisfactory)\s+credit|if\s+you\s+qualify|may\s+be\s+required"
    r"|credit\s+qualif|cr[eé]dito\s+aprobado|aprobaci[oó]n\s+de\s+cr[eé]dito|si\s+(?:usted\s+)?califica",
    re.IGNORECASE,
)


def read_features(name: str, special_terms: str | None) -> tuple[str, ...]:
    """What a plan's name and special terms claim, sorted. A deposit waived for good credit only is no claim."""
    said = f"{name} | {special_terms or ''}"
    claimed = {word for word, pattern in _CLAIMS if pattern.search(said)}
    if _CONDITION.search(said):
        claimed.discard("no-deposit")
    return tuple(sorted(claimed))
