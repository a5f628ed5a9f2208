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
        self.bills: tuple[Decimal, ...] = ()
        """What tells this reading from another that proves as well."""
        self._whole = msgspec.structs.replace(charges, delivery=delivery)
        try:
            if all(
                abs(self._average(kwh) - price) <= LABEL_TOLERANCE_USD_PER_KWH
                for kwh, price in zip(PRINTED_AT_KWH, prices, strict=True)
            ):
                self.bills = tuple(self._average(kwh) * kwh for kwh in _TELLING_KWH)
        except ChargesError:
            self.bills = ()
        self.holds = bool(self.bills)

    @property
    def averages(self) -> list[Decimal]:
        """Of the three uses; none where these charges make no bill."""
        try:
            return [self._average(kwh) for kwh in PRINTED_AT_KWH]
        except ChargesError:
            return []

    def _average(self, kwh: int) -> Decimal:
        return printed_average(self._whole, kwh, met=self.met)
