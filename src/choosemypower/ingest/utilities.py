"""Which utility a listing means: by the spellings that we know, else by the word that no other utility has."""

import re
from collections.abc import Iterable

from choosemypower.territories.model import Utility

_ENDINGS = frozenset(
    {"llc", "inc", "lp", "co", "company", "corp", "corporation", "system", "tdu", "tdsp", "ltd"}
)
# Tried in order; each pattern on the folded name.
_TELLING_WORDS = (
    (re.compile(r"\boncor\b|\bon(?:cr|co)\b"), "oncor"),
    (re.compile(r"\bcenter ?point\b|\bcnpe?\b"), "centerpoint"),
    (re.compile(r"\baep\b.*\b(central|tcc)\b|\baep ?tcc\b|\bcpl\b"), "aep-central"),
    (re.compile(r"\baep\b.*\b(north|tnc)\b|\baep ?tnc\b|\bwtu\b"), "aep-north"),
    (re.compile(r"\btnmp\b|\b(texas|tx|tex) new mexico\b"), "tnmp"),
    (re.compile(r"\blubbock\b|\blpl\b|\blp and l\b"), "lubbock"),
    (re.compile(r"\bnueces\b"), "nueces"),
)


class UtilityNames:
    """Finds utilities by the names that listings give them, or by their DUNS number."""

    def __init__(self, utilities: Iterable[Utility]) -> None:
        self._by_fold: dict[str, str] = {}
        for utility in utilities:
            names = (utility.slug, utility.name, utility.short_name, utility.duns, *utility.listing_names)
            for name in filter(None, names):
                self._by_fold.setdefault(_fold(name), utility.slug)
        self._slugs = set(self._by_fold.values())

    def find(self, name: str) -> str | None:
        """The slug of the utility that a listing calls so; None when nobody is called so."""
        folded = _fold(name)
        if folded not in self._by_fold:
            telling = next((slug for pattern, slug in _TELLING_WORDS if pattern.search(folded)), None)
            return telling if telling in self._slugs else None
        return self._by_fold[folded]


def _fold(name: str) -> str:
    words = re.findall(r"[a-z0-9]+", name.casefold().replace("&", " and ").replace("_", " "))
    while len(words) > 1 and words[-1] in _ENDINGS:
        words.pop()
    return " ".join(words)
