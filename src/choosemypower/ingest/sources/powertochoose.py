"""Power to Choose's JSON API: the state's rows in one ZIP code, prices in cents, names of its own for the columns."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from choosemypower.ingest.sources.answers import SourceAnswer
from choosemypower.ingest.sources.table import SourceOffer

PATH = "/api/PowerToChoose/plans"
NO_PLANS = "no plans found"
LONGEST_CELL = 20_000
_NAMES = {
    "plan_type": "plan type",
    "company_name": "provider",
    "company_tdu_name": "utility",
    "price_kwh500": "kwh500",
    "price_kwh1000": "kwh1000",
    "price_kwh2000": "kwh2000",
    "fact_sheet": "facts url",
    "go_to_plan": "enroll url",
    "renewable_energy_id": "renewable",
}


class Plans(msgspec.Struct, frozen=True):
    data: list[msgspec.Raw] | str | None = None


def rows_of(body: bytes) -> list[msgspec.Raw]:
    """The rows of an answer; none where it says in words that there are no plans. Raises MsgspecError."""
    answer = msgspec.json.decode(body, type=Plans | str)
    data = answer if isinstance(answer, str) else answer.data
    if isinstance(data, str):
        if data.strip().casefold().rstrip(".") != NO_PLANS:
            raise msgspec.ValidationError("it holds a text that is no list of plans")
        return []
    return data or []


def read_answer(answer: SourceAnswer) -> Iterator[SourceOffer]:
    """The rows of one answer."""
    for raw in rows_of(bytes(answer.body)):
        try:
            row = msgspec.json.decode(raw, type=dict[str, Any])
        except msgspec.MsgspecError as error:
            yield SourceOffer(cells={}, reference="", problem=str(error))
            continue
        cells = {
            _NAMES.get(name, name): str(value)
            for name, value in row.items()
            if isinstance(value, str | int | float | bool) and len(str(value)) <= LONGEST_CELL
        }
        yield SourceOffer(cells=cells, reference=str(row.get("plan_id", "")), kept_since=answer.kept_since)


def parameters(zip_code: str) -> Mapping[str, str]:
    return {"zip_code": zip_code}
