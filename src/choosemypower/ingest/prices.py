"""Dollars or cents: decided once per file, from what its prices are and what its headers say; never mixed."""

from collections.abc import Iterable
from decimal import Decimal
from statistics import median

import msgspec

from choosemypower.ingest.errors import ListingRefusedError
from choosemypower.ingest.fields import BadFieldError, read_number

DEAREST_USD_PER_KWH = Decimal(5)
CHEAPEST_USD_PER_KWH = Decimal("0.005")
"""Delivery alone costs ten times as much; a price below is one in the other unit, or a slip."""
STEP = Decimal("0.00001")
"""Listings round to 0.1 cent, a few rows to 0.01; floats carry noise behind that."""


class PriceUnit(msgspec.Struct, frozen=True):
    """How the numbers of one file become USD per kWh."""

    name: str
    """`usd` or `cents`."""
    warning: str | None = None

    def usd_per_kwh(self, cell: str | None, usage_kwh: int) -> Decimal:
        """The price in one field. Raises BadFieldError for what no price can be."""
        try:
            number = read_number(cell)
        except BadFieldError as error:
            raise BadFieldError(f"its price at {usage_kwh} kWh, {error}") from None
        if number is None:
            raise BadFieldError(f"it has no price at {usage_kwh} kWh")
        usd = number / 100 if self.name == "cents" else number
        if usd < 0:
            raise BadFieldError(f"its price at {usage_kwh} kWh is negative")
        if usd > DEAREST_USD_PER_KWH:
            raise BadFieldError(f"its price at {usage_kwh} kWh is above 5 USD per kWh")
        if usd < CHEAPEST_USD_PER_KWH:
            raise BadFieldError(f"its price at {usage_kwh} kWh is below half a cent")
        return usd.quantize(STEP)


def find_unit(cells: Iterable[str | None], said_by_headers: str | None) -> PriceUnit:
    """The unit of a file's prices. Raises ListingRefusedError when no price can be read.

    No plan costs 1 USD per kWh and none 1 cent, delivery included: the middle of all prices tells the unit.
    """
    texts = [cell for cell in cells if cell]
    numbers = []
    for text in texts:
        try:
            number = read_number(text)
        except BadFieldError:
            continue
        if number is not None and number > 0:
            numbers.append(number)
    if not numbers:
        raise ListingRefusedError("None of the listing's prices can be read.")
    marked = sum("¢" in text or "cent" in text.casefold() for text in texts)
    if marked * 2 > len(texts):
        said_by_headers = "cents"
    found = "cents" if median(numbers) >= 1 else "usd"
    if said_by_headers is None or said_by_headers == found:
        return PriceUnit(found)
    names = {"cents": "cents", "usd": "dollars"}
    return PriceUnit(
        found,
        f"The headers speak of {names[said_by_headers]}, but the prices (middle: {median(numbers).normalize():f})"
        f" can only be {names[found]}; they were read as {names[found]}.",
    )
