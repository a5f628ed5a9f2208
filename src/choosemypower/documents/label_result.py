"""What reading a facts label gives."""

from datetime import date
from decimal import Decimal

import msgspec

from choosemypower.plans.charges import Charges, Condition, Delivery, ReadState


class LabelReading(msgspec.Struct, frozen=True, kw_only=True):
    """What a label states, and whether its averages prove it."""

    state: ReadState
    """`proven` or `unread`; `contradicted` where the figures are clear and the averages do not follow from them."""
    charges: Charges | None = None
    printed_usd_per_kwh: tuple[Decimal, ...] = ()
    """At 500, 1,000 and 2,000 kWh."""
    computed_usd_per_kwh: tuple[Decimal, ...] = ()
    averages_meet: tuple[Condition, ...] = ()
    """Conditions that the averages take as met."""
    delivery_used: Delivery | None = None
    """The delivery charge that gives the averages: the label's own or, where passed through, the utility's then."""
    utility: str | None = None
    issued_on: date | None = None
    sentences: tuple[str, ...] = ()
    """Lines of the label that hold its charges."""
    delivery_sentences: tuple[str, ...] = ()
    """Lines that hold its printed delivery charge."""
    alternatives: tuple[Charges, ...] = ()
    """Where two readings prove and differ: both."""
    note: str = ""
    """Why it is not proven, as a sentence."""
    is_label: bool = True
    """False: the text is none at all."""
