"""Reading the territories, all at once: they are small and change with a release only."""

from typing import TypeVar

import msgspec
from piccolo.table import Table

from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import (
    City,
    DeliveryCharge,
    OtherUtility,
    PlaceName,
    TerritorySource,
    Utility,
    ZipArea,
)
from choosemypower.territories.printed import with_heard
from choosemypower.territories.reference import read_records
from choosemypower.territories.tables import (
    CityRow,
    DeliveryChargeRow,
    HeardChargeRow,
    OtherUtilityRow,
    TerritorySourceRow,
    UtilityRow,
    ZipRow,
)

Record = TypeVar("Record", bound=msgspec.Struct)


async def read_atlas() -> Atlas:
    """Every utility, city, ZIP and delivery charge that the database holds."""
    return Atlas(
        utilities=await _read(UtilityRow, Utility),
        other_utilities=await _read(OtherUtilityRow, OtherUtility),
        cities=await _read(CityRow, City),
        zips=await _read(ZipRow, ZipArea),
        sources=await _read(TerritorySourceRow, TerritorySource),
        delivery_charges=await read_delivery_charges(),
        place_names=read_records(
            "place_names", PlaceName
        ),  # for the search only: no page links to their rows
    )


async def read_delivery_charges() -> tuple[DeliveryCharge, ...]:
    """Every utility's charges: the release's, and those that labels have agreed on since."""
    return with_heard(await _read(DeliveryChargeRow, DeliveryCharge), await read_heard_charges())


async def read_heard_charges() -> tuple[DeliveryCharge, ...]:
    """Those that labels have agreed on, oldest first."""
    rows = await HeardChargeRow.raw(
        "SELECT utility, valid_from, NULL AS valid_to, usd_per_month, usd_per_kwh, basis, source"
        " FROM heard_delivery_charge ORDER BY valid_from, id"
    )
    return msgspec.convert(rows, tuple[DeliveryCharge, ...])


def read_atlas_from_files() -> Atlas:
    """The territories as compiled, without a database."""
    return Atlas(
        utilities=read_records("utilities", Utility),
        other_utilities=read_records("other_utilities", OtherUtility),
        cities=read_records("cities", City),
        zips=read_records("zips", ZipArea),
        sources=read_records("territory_sources", TerritorySource),
        delivery_charges=read_records("delivery_charges", DeliveryCharge),
        place_names=read_records("place_names", PlaceName),
    )


async def _read(table: type[Table], kind: type[Record]) -> tuple[Record, ...]:
    """The rows of a table whose columns are named as the Struct's fields."""
    columns = [getattr(table, name) for name in kind.__struct_fields__]
    rows = await table.select(*columns)
    return msgspec.convert(rows, tuple[kind, ...])  # type: ignore[valid-type]
