"""What documents say: Fees/Credits texts of listings and Electricity Facts Labels.

Understood generously, believed only when printed prices prove it. Propose: quantities and the words near them become
one or more readings. Prove: arithmetic of `pricing` against the three printed prices. The table of phrases
(`phrases.py`) is the place for a new way to say a thing.
"""

from choosemypower.documents.charge_words import in_words
from choosemypower.documents.conditions import (
    find_words_of_new_customers,
    read_conditions,
    read_name_conditions,
)
from choosemypower.documents.fee_proof import read_fees
from choosemypower.documents.label_reading import LabelReading, read_label
from choosemypower.documents.other_texts import stated_otherwise

__all__ = [
    "LabelReading",
    "find_words_of_new_customers",
    "in_words",
    "read_conditions",
    "read_fees",
    "read_label",
    "read_name_conditions",
    "stated_otherwise",
]
