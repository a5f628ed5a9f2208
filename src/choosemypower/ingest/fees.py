"""What the Fees/Credits texts of a listing state. A listing has few of them, each in many rows."""

from functools import lru_cache

from choosemypower.plans.charges import FeeReading
from choosemypower.plans.fee_text import read_fees


@lru_cache(maxsize=2000)
def read_fee_text(text: str) -> FeeReading:
    """The credits and fees that a text states, or that it cannot be read."""
    return read_fees(text)
