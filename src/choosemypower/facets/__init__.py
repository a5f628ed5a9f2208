"""The filter grammar: parse, order, canonical URL, counts, index rule.

Owns: which filters a URL means, and how many plans each filter would leave.
Leaves to others: rendering links (`web`), what a filter's cost means (`pricing`).
"""

from choosemypower.facets.canonical import canonical_address, canonical_query, canonical_segments
from choosemypower.facets.grammar import FEATURES, GREEN_PERCENTS, LEAVE_OUTS, MAX_SEGMENTS
from choosemypower.facets.index import FacetOption, OptionGroup, PlanIndex, index_of
from choosemypower.facets.labels import choice_label, title_words
from choosemypower.facets.model import Choice, Choices, Group, ListPart, Sort, TermRange
from choosemypower.facets.parse import FacetRequest, KnownWords, known_words, parse_request
from choosemypower.facets.robots import is_indexable

__all__ = [
    "FEATURES",
    "GREEN_PERCENTS",
    "LEAVE_OUTS",
    "MAX_SEGMENTS",
    "Choice",
    "Choices",
    "FacetOption",
    "FacetRequest",
    "Group",
    "KnownWords",
    "ListPart",
    "OptionGroup",
    "PlanIndex",
    "Sort",
    "TermRange",
    "canonical_address",
    "canonical_query",
    "canonical_segments",
    "choice_label",
    "index_of",
    "is_indexable",
    "known_words",
    "parse_request",
    "title_words",
]
