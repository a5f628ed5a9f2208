"""Sentences whose amount this plan does not take from, or give to, every home: denied, of others, open or of some only.

The printed prices cannot tell such an amount from a charge of the plan, so the words refuse the text.
"""

import re

from choosemypower.documents.words import fold

# ruff: noqa: E501 -- patterns read across
_HOMES = r"(?:renters?|tenants?|apartments?|condos?|mobile homes?|students?|seniors?|veterans?|teachers?|homeowners?|movers?|inquilin[oa]s?|apartamentos?|estudiantes?)\b"
"""Some of the homes that have a plan."""
_KINDS = (
    r"\b(?:there (?:is|are) no|zero) \$ ?\d|\bsin (?:el |un )?(?:cargo|tarifa|cuota) de \$ ?\d",
    r"\b(?:never (?:see|pay)|will not (?:bill|charge) you|forget|tired of|goodbye to|olvidese del?|ya no (?:cobramos|se cobra|aplicamos))\b.{0,20}\$ ?\d",
    r"\b(?:does not|doesn't|do not|don't|no) (?:include|offer|have|incluye|ofrece|tiene) (?:the|a|an|el|la|un) .{0,12}\$ ?\d",
    r"\$ ?\d.*\b(?:not part of|discontinued|no longer offered|used to apply|was offered|you avoid|we don't(?=$|\.))",
    r"\bunlike\b.*\$ ?\d|\ba diferencia de\b.*\$ ?\d|\$ ?\d.*\b(?:elsewhere|than the competition|compared (?:with|to) other|frente a otr)",
    r"\b(?:others?|competitors?'?s?|other (?:plans?|companies|providers|retailers))(?: \w+)? (?:bills?|charges?|gives?|adds?|have|has|plan)\b.{0,16}\$ ?\d",
    r"\botr[oa]s (?:\w+ )?(?:cobran|dan|ofrecen|tienen|pagan)\b.{0,30}\$ ?\d|\bour (?:old|other|former|previous) plan\b.*\$ ?\d",
    r"\b(?:our|on our) (?!plan\b)\w+ plan (?:gives?|has|had|pays?|adds?|charges?)\b.*\$ ?\d|\bcustomers (?:on|of) our \w+ plan\b.*\$ ?\d",
    r"\b(?:fees?|charges?) (?:of )?(?:up to|as (?:low|much|little|high) as|starting at) \$ ?\d",
    r"^(?:up to|hasta) \$ ?[\d.]+ (?:de )?(?:fee|charge|cargo|tarifa)|\baverages \$ ?\d",
    r"\b(?:win|chance to)\b.*\$ ?\d|\$ ?\d.*\b(?:sorteo|while supplies last|if you leave a review)",
    r"\b(?:leave a review|enter code|referred)\b.*\$ ?\d|\$ ?\d.*\b(?:for referring|online enrollment)\b",
    r"\b(?:qualifying customers|members of the|personas mayores|square feet|more meters)\b.*\$ ?\d|\$ ?\d.*\bfor customers in \w",
    rf"\b(?:neither|not|nor|n't|no)(?: (?:is|are|be|es|son|it|they|any|offered|available|valid[oa]?s?|open|eligible|applicable|applied|appl(?:y|ies)|aplican?|disponibles?|given|granted|paid|for|to|in|our|the|para|a|en|los|las))* {_HOMES}",
    rf"\b{_HOMES} (?:\w+ ){{0,2}}?(?:(?:do|does|are|is|will|can)(?: not|n't)|cannot|excluded|ineligible|not eligible|no (?:reciben|califican))\b",
    r"\b(?:first|1st|initial)[- ]month (?:\w+ ){0,2}?(?:credit|discount|bonus|invoice|bill)\b(?!.*\b(?:each|every|monthly)\b)",
    # Not each month, or not each home, in words of their own.
    r"\bevery (?:other|second|third) (?:month|bill|billing cycle|cycle|invoice)\b|\balternat(?:e|ing) (?:months|bills|cycles|billing cycles)\b|\b(?:even|odd)[- ]numbered\b|\bcada (?:dos|tres|otro) mes(?:es)?\b",
    r"\b(?:per|each|every|a|al|por|cada) (?:quarter|trimestre)\b|\$ ?\d[^.;]*\b(?:per|por) (?:contract|contrato)\b|\b(?:once|twice|one|(?<![\d$,.])\d{1,2}|two|three|four|six)(?: times?)?(?: \w+)? (?:per|a|each|every) (?:year|contract|term)\b(?!.*\btotal)",
    r"\blimit(?:ed)? (?:to|of) (?:\w+ ){1,3}(?:per|a|each) (?:year|contract|term|household|customer)\b|\b(?:customers|homes|members|people) (?:over|under|aged) (?:the age of )?\d\d\b|\b(?:over|under|age) \d\d only\b",
    r"^(?:(?:and|only|for|to|applies|available|valid|good|on|in|the|your|our) )*(?:veterans?|seniors?|military|teachers?|students?|employees|first responders|homeowners|renters|(?:first|last|initial) (?:bill|month|invoice)s?)(?: (?:customers?|members?|homes?|families))?(?: only)?$",
)  # fmt: skip
_TOLD_ONLY = re.compile("|".join(_KINDS))


def is_told_only(sentence: str) -> bool:
    """Whether a sentence tells of an amount that is not, or not surely, on the bill of every home with this plan."""
    return _TOLD_ONLY.search(fold(sentence).strip(" .,:;-")) is not None
