"""Charges of a label held against the averages that it prints."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from choosemypower.plans.charges import Charges, Condition, Delivery
from choosemypower.pricing.bills import ChargesError, printed_average
from choosemypower.pricing.line_fit import PRINTED_AT_KWH
from choosemypower.pricing.listing import LABEL_TOLERANCE_USD_PER_KWH

_TELLING_KWH = (300, 500, 999, 1000, 1500, 2000, 3000)


class Proof:
    """Charges held against printed averages."""

    def __init__(
        self, charges: Charges, delivery: Delivery, met: frozenset[Condition], prices: Sequence[Decimal]
    ) -> None:
        self.charges, self.delivery, self.met = charges, delivery, met
        whole = msgspec.structs.replace(charges, delivery=delivery)
        self.averages: list[Decimal] = []
        self.bills: tuple[Decimal, ...] = ()
        """What tells this reading from another that proves as well."""
        try:
            self.averages = [printed_average(whole, kwh, met=met) for kwh in PRINTED_AT_KWH]
            if all(
                abs(average - price) <= LABEL_TOLERANCE_USD_PER_KWH
                for average, price in zip(self.averages, prices, strict=True)
            ):
                self.bills = tuple(printed_average(whole, kwh, met=met) * kwh for kwh in _TELLING_KWH)
        except ChargesError:
            self.averages = []
        self.holds = bool(self.bills)
