"""The filter grammar: parse, order, canonical URL, counts, index rule.

Owns: which filters a URL means, and how many plans each filter would leave. `table.py` says each group once,
`words.py` each word: a new filter is one entry there.
Leaves to others: rendering links (`web`), what a filter's cost means (`pricing`).
"""

from choosemypower.facets.canonical import (
    canonical_address,
    canonical_parts,
    canonical_url,
)
from choosemypower.facets.costs import last_usd_within
from choosemypower.facets.facet import Facet, KnownWords
from choosemypower.facets.index import OptionGroup, PlanIndex, index_of
from choosemypower.facets.indexing import is_indexable
from choosemypower.facets.labels import choice_label, option_label, title_words
from choosemypower.facets.model import Choice, Choices, Group, ListPart, Sort, TermRange, choices_of
from choosemypower.facets.parse import FacetRequest, known_words, parse_request
from choosemypower.facets.table import FACET_OF, FACETS
from choosemypower.facets.words import CLAIMS, FEATURES, GREEN_PERCENTS, LEAVE_OUTS

__all__ = [
    "CLAIMS",
    "FACETS",
    "FACET_OF",
    "FEATURES",
    "GREEN_PERCENTS",
    "LEAVE_OUTS",
    "Choice",
    "Choices",
    "Facet",
    "FacetRequest",
    "Group",
    "KnownWords",
    "ListPart",
    "OptionGroup",
    "PlanIndex",
    "Sort",
    "TermRange",
    "canonical_address",
    "canonical_parts",
    "canonical_url",
    "choice_label",
    "choices_of",
    "index_of",
    "is_indexable",
    "known_words",
    "last_usd_within",
    "option_label",
    "parse_request",
    "title_words",
]
