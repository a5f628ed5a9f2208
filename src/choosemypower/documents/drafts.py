"""A text half read: what its sentences have stated so far."""

from collections.abc import Sequence
from typing import Any

import msgspec

from choosemypower.documents.bands import Band
from choosemypower.documents.parts import Part, Price, Statement


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    statements: tuple[Statement, ...] = ()
    prices: tuple[Price, ...] = ()
    denials: tuple[tuple[str, Band], ...] = ()
    """"No fee from 1,000 kWh": must agree with the rest."""
    has_no_base: bool = False
    has_no_fee: bool = False
    has_no_low_use: bool = False
    """No fee for low use, whoever asks: then none can be stated."""
    is_bundled: bool = False
    prose: frozenset[str] = frozenset()
    """What the sentences without amounts speak of."""
    doubt: int = 0

    @property
    def last(self) -> Statement | None:
        return self.statements[-1] if self.statements else None

    @property
    def has_fee(self) -> bool:
        return any(one.noun in ("FEE", "LOW_USE") for one in self.statements)

    def has_band(self, band: Band) -> bool:
        """Whether a charge for just these uses has been stated."""
        return any(
            one.band is not None and (one.band.min_kwh, one.band.max_kwh) == (band.min_kwh, band.max_kwh)
            for one in self.statements
        )

    def but(self, **changes: Any) -> "Draft":
        return msgspec.structs.replace(self, **changes)

    def with_parts(self, parts: Sequence[Part], doubt: int) -> "Draft":
        return self.but(
            statements=(*self.statements, *(part for part in parts if isinstance(part, Statement))),
            prices=(*self.prices, *(part for part in parts if isinstance(part, Price))),
            doubt=self.doubt + doubt,
        )
