"""The groups of filters. A new group is one class here, its name in `Group`, and its place in the panel."""

from collections.abc import Iterable, Sequence
from typing import Final

from choosemypower.facets.facet import (
    CountedPlans,
    Facet,
    KnownWords,
    Names,
    WordFacet,
    masks_by,
)
from choosemypower.facets.grammar import MOST_USD_PER_YEAR
from choosemypower.facets.model import MONTH_TO_MONTH, Group, TermRange
from choosemypower.facets.terms import (
    find_term_of_segment,
    find_term_of_word,
    get_term,
    segment_of_term,
    term_adjective,
    term_label,
)
from choosemypower.facets.words import FEATURE_WORDS, GREEN_WORDS, LEAVE_OUT_WORDS, RATE_WORDS
from choosemypower.plans.model import Plan
from choosemypower.units import MONTHS_IN_YEAR

_TERMS_OFFERED = (MONTH_TO_MONTH, TermRange(3, 11), TermRange(12, 12), TermRange(13, 24), TermRange(25, None))
_TERMS_IN_SITEMAP = (1, 3, 6, 12, 24, 36)


class _Term(Facet):
    group = Group.TERM
    label = "Term"

    def takes(self, known: KnownWords) -> str:
        return "12, 3-11 or 25-"

    def read(self, given: str, known: KnownWords) -> str | None:
        term = find_term_of_word(given)
        return None if term is None else term.word

    def word_of(self, segment: str, known: KnownWords) -> str | None:
        term = find_term_of_segment(segment)
        return None if term is None else term.word

    def segment_of(self, word: str) -> str | None:
        return segment_of_term(get_term(word))

    def segments(self) -> Iterable[tuple[str, str]]:
        for months in _TERMS_IN_SITEMAP:
            term = TermRange(months, months)
            yield segment_of_term(term) or "", term.word

    def place_of(self, word: str) -> tuple[int, float]:
        return get_term(word).place

    def masks(self, plans: Sequence[Plan]) -> dict[str, int]:
        return masks_by(plans, lambda plan: _months(plan.term_months).word)

    def mask_of(self, word: str, counted: CountedPlans) -> int:
        term = get_term(word)
        mask = 0
        for one, plans in counted.masks.items():
            mask |= plans if term.holds(get_term(one).from_months) else 0
        return mask

    def offered(self, counted: CountedPlans) -> Iterable[str]:
        yield from (term.word for term in _TERMS_OFFERED)
        for word in counted.masks:
            if not any(term.holds(get_term(word).from_months) for term in _TERMS_OFFERED):
                yield word

    def option_label(self, word: str, names: Names) -> str:
        return term_label(get_term(word))

    def title(self, word: str, names: Names) -> tuple[str, str]:
        return term_adjective(get_term(word)), ""


def _months(months: int) -> TermRange:
    return TermRange(max(months, 1), max(months, 1))


class _Rate(WordFacet):
    group = Group.RATE
    label = "Price"
    words = RATE_WORDS
    is_title_before = True


class _Green(WordFacet):
    group = Group.GREEN
    label = "Renewable"
    words = GREEN_WORDS
    is_single = True
    is_title_before = True


class _With(WordFacet):
    group = Group.WITH
    label = "Only plans with"
    words = FEATURE_WORDS
    narrows = True
    is_folded = True


class _Without(WordFacet):
    group = Group.WITHOUT
    label = "Leave out"
    words = LEAVE_OUT_WORDS
    narrows = True


class _Cost(Facet):
    group = Group.COST
    label = "Cost for a year"
    is_single = True

    def takes(self, known: KnownWords) -> str:
        return "whole dollars, like 2000"

    def read(self, given: str, known: KnownWords) -> str | None:
        usd = whole_number(given.removeprefix("$").replace(",", ""), MOST_USD_PER_YEAR)
        return None if usd is None else str(usd)

    def word_of(self, segment: str, known: KnownWords) -> str | None:
        return None

    def segment_of(self, word: str) -> str | None:
        return None

    def place_of(self, word: str) -> int:
        return int(word)

    def masks(self, plans: Sequence[Plan]) -> dict[str, int]:
        return {}

    def mask_of(self, word: str, counted: CountedPlans) -> int:
        assert counted.limits is not None, "a limit to the cost needs the costs of a home: with_costs"
        return counted.limits.mask_within(int(word))

    def offered(self, counted: CountedPlans) -> Iterable[str]:
        return () if counted.limits is None else (str(usd) for usd in counted.limits.steps)

    def option_label(self, word: str, names: Names) -> str:
        return f"Up to ${int(word):,} (${round(int(word) / MONTHS_IN_YEAR):,} a month)"

    def chip_label(self, word: str, names: Names) -> str:
        return f"Up to ${int(word):,} a year"

    def title(self, word: str, names: Names) -> tuple[str, str]:
        return "", f"up to ${int(word):,} a year"


class _Named(Facet):
    """A group whose words are slugs of the data, called by the names of those."""

    def segment_of(self, word: str) -> str | None:
        return None

    def offered(self, counted: CountedPlans) -> Iterable[str]:
        return counted.masks

    def listed(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(words))

    def option_label(self, word: str, names: Names) -> str:
        return names.get(word, word)


class _Provider(_Named):
    group = Group.PROVIDER
    label = "Provider"
    is_folded = True

    def takes(self, known: KnownWords) -> str:
        return "the name in a provider's address"

    def read(self, given: str, known: KnownWords) -> str | None:
        return given if given in known.providers else known.provider_aliases.get(given)

    def word_of(self, segment: str, known: KnownWords) -> str | None:
        return self.read(segment, known)

    def segment_of(self, word: str) -> str | None:
        return word

    def place_of(self, word: str) -> str:
        return word

    def masks(self, plans: Sequence[Plan]) -> dict[str, int]:
        """By the names that people read, which is how the panel lists them."""
        names = {plan.provider_slug: plan.provider_name.casefold() for plan in plans}
        masks = masks_by(plans, lambda plan: plan.provider_slug)
        return {slug: masks[slug] for slug in sorted(masks, key=names.__getitem__)}

    def title(self, word: str, names: Names) -> tuple[str, str]:
        return "", f"by {names.get(word, word)}"


class _Utility(_Named):
    group = Group.UTILITY
    label = "Utility"
    is_single = True

    def takes(self, known: KnownWords) -> str:
        return " or ".join(known.utilities) or "no value here"

    def read(self, given: str, known: KnownWords) -> str | None:
        return given if given in known.utilities else None

    def word_of(self, segment: str, known: KnownWords) -> str | None:
        return None

    def place_of(self, word: str) -> str:
        return word

    def masks(self, plans: Sequence[Plan]) -> dict[str, int]:
        return masks_by(plans, lambda plan: plan.utility)

    def title(self, word: str, names: Names) -> tuple[str, str]:
        return "", f"for {names.get(word, word)} homes"


def whole_number(word: str, highest: int) -> int | None:
    """A number from 1 to `highest`; None for anything else."""
    is_number = word.isascii() and word.isdigit() and len(word) <= len(str(highest))
    return int(word) if is_number and 1 <= int(word) <= highest else None


FACETS: Final[tuple[Facet, ...]] = (
    _Term(),
    _Rate(),
    _Green(),
    _With(),
    _Without(),
    _Cost(),
    _Provider(),
    _Utility(),
)
"""In canonical order, which is that of `Group`; a test holds one for every group."""
FACET_OF: Final = {facet.group: facet for facet in FACETS}
PANEL: Final = (
    Group.COST,
    Group.TERM,
    Group.RATE,
    Group.WITHOUT,
    Group.GREEN,
    Group.WITH,
    Group.PROVIDER,
    Group.UTILITY,
)
"""The groups in the order of the filter panel."""
