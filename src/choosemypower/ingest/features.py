"""What a listing's own text claims, in short words, from English or Spanish; rather too few than wrong."""

import re

_CLAIMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (word, re.compile(pattern, re.IGNORECASE))
    for word, pattern in (
        (
            "autopay-discount",
            r"auto[\s-]?pay(?:ment)?\s+(?:bill\s+)?(?:discount|credit)"
            r"|(?:discount|credit)\w*[^.:|]{0,60}\b(?:auto[\s-]?pay|automatic\s+payment)"
            r"|(?:auto[\s-]?pay|automatic\s+payment)\w*[^.:|]{0,60}\b(?:discount(?:ed)?|credit)\b(?!\s*card)"
            r"|(?:descuento|cr[eé]dito|con\s+descuento)[^.:|]{0,60}\bpago\s+autom[aá]tico"
            r"|pago\s+autom[aá]tico[^.:|]{0,80}\b(?:descuento|con\s+descuento)",
        ),
        (
            "free-nights",
            r"\bfree\s+(?:electricity\s+)?(?:\w+\s+)?nights?\b|\bnights?\s+free\b|\bnoches?\s+grat(?:is|uitas?)\b",
        ),
        (
            "free-weekends",
            r"\bfree\s+(?:electricity\s+)?(?:\w+\s+)?weekends?\b|\bweekends?\s+free\b|\bfin(?:es)?\s+de\s+semana\s+grat(?:is|uitos?)\b",
        ),
        (
            "no-deposit",
            r"\bno\s+(?:security\s+)?deposits?\b|\bno\s+credit\s+check\s+(?:or|and|nor)\s+deposit\b|\bzero\s+deposit\b"
            r"|\bdeposit\s+(?:is\s+)?not\s+required\b|\bwithout\s+a?\s*deposit\b|\bsin\s+dep[oó]sitos?\b"
            r"|\bno\s+(?:se\s+)?requiere\s+dep[oó]sito\b",
        ),
        ("smart-meter", r"\bsmart\s+meters?\b|\bmedidor(?:es)?\s+inteligentes?\b"),
        ("smart-thermostat", r"\bthermostats?\b|\btermostatos?\b"),
    )
)  # fmt: skip
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
