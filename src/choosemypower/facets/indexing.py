"""Which filtered pages search engines may keep."""

MAX_INDEXED_SEGMENTS = 2
MIN_INDEXED_PLANS = 3


def is_indexable(*, segments: int, has_query: bool, plans: int) -> bool:
    """Whether a list page may be indexed: at most two segments, three plans or more, no query."""
    return segments <= MAX_INDEXED_SEGMENTS and plans >= MIN_INDEXED_PLANS and not has_query
