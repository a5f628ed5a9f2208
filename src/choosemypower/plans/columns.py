"""What a listing says of a plan, as the columns of a version and back.

Both sides are derived: the names and types from the table, the values from `Terms`. A new field of `Terms` needs its
column in `tables.py` and a migration; a test tells of one without the other.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import msgspec
from piccolo.columns import Numeric

from choosemypower.plans.charges import FeeReading
from choosemypower.plans.model import (
    CancelFee,
    CancelFeeKind,
    Contradiction,
    PlanText,
    RateType,
    SourceNote,
    StatedCondition,
    Terms,
)
from choosemypower.plans.stored_fees import from_stored, to_stored
from choosemypower.plans.tables import PlanVersionRow

_OF_THE_VERSION = frozenset({"id", "plan", "content_hash", "first_dataset"})
_COLUMNS = {
    column._meta.name: column
    for column in PlanVersionRow._meta.columns
    if column._meta.name not in _OF_THE_VERSION
}
TERM_COLUMNS = {name: column.column_type for name, column in _COLUMNS.items()}
"""The columns that say something of the plan, with their SQL types."""
_SCALES = {
    name: Decimal(1).scaleb(-column.digits[1])
    for name, column in _COLUMNS.items()
    if isinstance(column, Numeric) and column.digits is not None
}
_FIELDS = tuple(field.name for field in msgspec.structs.fields(Terms) if field.name != "cancel_fee")


def to_columns(terms: Terms) -> dict[str, Any]:
    """The columns of a version, as they go into its hash and into the database."""
    fee = terms.cancel_fee
    values = {name: getattr(terms, name) for name in _FIELDS} | {
        "cancel_fee_kind": fee.kind,
        "cancel_fee_usd": Decimal(0) if fee.kind is CancelFeeKind.NONE else fee.usd,
        "cancel_fee_text": fee.text,
    }
    return {name: _to_column(name, value) for name, value in values.items()}


def _to_column(name: str, value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value.quantize(_SCALES[name]))
    if name in ("sources", "contradictions"):
        return msgspec.to_builtins(value) or None
    return to_stored(value) if isinstance(value, FeeReading) else msgspec.to_builtins(value)


def from_columns(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `Terms` from a row that holds every one of `TERM_COLUMNS`."""
    fields = {name: _from_column(name, row[name]) for name in _FIELDS}
    fields["cancel_fee"] = CancelFee(
        kind=CancelFeeKind(row["cancel_fee_kind"]), usd=row["cancel_fee_usd"], text=row["cancel_fee_text"]
    )
    return fields


def _from_column(name: str, value: Any) -> Any:
    if name == "sources":
        return _source_notes(value) if value is not None else ()
    read = _READ.get(name)
    if name == "contradictions":
        return _contradictions(value) if value is not None else ()
    if name == "conditions":
        return () if value is None else _stated(value)
    return value if value is None or read is None else read(value)


_source_notes = msgspec.json.Decoder(tuple[SourceNote, ...]).decode
_contradictions = msgspec.json.Decoder(tuple[Contradiction, ...]).decode
_plan_text = msgspec.json.Decoder(PlanText).decode

_stated = msgspec.json.Decoder(tuple[StatedCondition, ...]).decode
_READ: dict[str, Callable[[Any], Any]] = {
    "rate_type": RateType,
    "fees": from_stored,
    "features": tuple,
    "english": _plan_text,
    "spanish": _plan_text,
}
"""How columns are read whose value is not the field's own."""
