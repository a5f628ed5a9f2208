"""What is counted: a kind and a label, by day. Labels come from lists of ours, never from a visitor's words."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

OTHER = "other"
"""The label of everything that is on none of our lists: unknown pages, ZIP codes, plans."""
LABEL_CHARACTERS_MAX = 100
KEEP_DAYS = 400
"""A little more than a year, so that a month can be held against the same month of the year before."""


class CountKind(StrEnum):
    """What a count is of; the comment says what its labels are."""

    VIEW = "view"  # route template of a page
    HOUR = "hour"  # hour in Texas, 00 to 23: views of all pages
    VISIT = "visit"  # begun, or went-on: its second page or first action; the others bounced
    ZIP = "zip"  # ZIP code of Texas that was searched
    ZIP_UNANSWERED = "zip-unanswered"  # the same without plans or a reason; or the answer's code
    ZIP_ANSWER = "zip-answer"  # code of the answer to a search
    FILTER = "filter"  # group of a filter, or usage: lists seen with it
    PLAN = "plan"  # plan_id: its page was seen
    COMPARISON = "comparison"  # number of plans in it
    SIGN_UP = "sign-up"  # plan_id: the link to the provider was taken
    CACHE = "cache"  # what the page cache did for a request


class CounterKey(NamedTuple):
    """What one number belongs to."""

    day: date
    kind: str
    label: str
