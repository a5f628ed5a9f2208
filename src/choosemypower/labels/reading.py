"""What a stored text says of a plan: read, proved by its own averages, and of the right utility."""

from collections.abc import Mapping, Sequence

import msgspec

from choosemypower.documents.label_reading import LabelReading, read_label
from choosemypower.documents.label_terms import read_label_terms
from choosemypower.plans.charges import Charges, DeliveryKind, ReadState
from choosemypower.plans.label import LabelSays
from choosemypower.plans.model import Plan
from choosemypower.territories.model import DeliveryCharge

Series = Mapping[str, Sequence[DeliveryCharge]]


def says_of(text: str, plan: Plan, series: Series) -> LabelSays:
    """What this text says of this plan."""
    reading = read_label(text, series)
    if reading.utility is not None and reading.utility != plan.utility:
        return LabelSays(state=ReadState.UNREAD, note="The label is one for the area of another utility.")
    terms = read_label_terms(text)
    return LabelSays(
        state=reading.state,
        charges=_charges(reading) if reading.state is ReadState.PROVEN else None,
        printed_usd_per_kwh=reading.printed_usd_per_kwh,
        issued_on=reading.issued_on,
        prints_delivery=reading.state is ReadState.PROVEN and _prints_delivery(reading),
        term_months=terms.term_months,
        cancel_fee_usd=terms.cancel_fee_usd,
        note=reading.note,
    )


def _prints_delivery(reading: LabelReading) -> bool:
    return reading.charges is not None and reading.charges.delivery.kind is DeliveryKind.PRINTED


def _charges(reading: LabelReading) -> Charges | None:
    """The charges with the delivery that proves them, for utilities whose charge of today is not known."""
    if reading.charges is None or reading.delivery_used is None or reading.charges.delivery.is_bundled:
        return reading.charges
    return msgspec.structs.replace(reading.charges, delivery=reading.delivery_used)
