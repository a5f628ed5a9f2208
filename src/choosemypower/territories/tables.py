"""Tables of the territories, loaded from the compiled reference files (src/choosemypower/reference)."""

from piccolo.columns import (
    Array,
    Boolean,
    Date,
    DoublePrecision,
    Integer,
    Numeric,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table


class UtilityRow(Table, tablename="utility"):
    slug = Varchar(length=60, primary_key=True)
    name = Text()
    short_name = Text()
    duns = Varchar(length=13, null=True, default=None)  # a string: leading zeros
    eia_utility_id = Varchar(length=10, null=True, default=None)
    puct_company_id = Varchar(length=10, null=True, default=None)
    esiid_prefixes = Array(base_column=Varchar(length=10), default=list)
    esiid_digits = Integer(null=True, default=None)
    outage_phone = Text(null=True, default=None)
    website = Text(null=True, default=None)
    listing_names = Array(base_column=Text(), default=list)
    source = Text()


class DeliveryChargeRow(Table, tablename="delivery_charge"):
    id = Serial(primary_key=True)
    utility = Varchar(length=60, index=True)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)
    usd_per_month = Numeric(digits=(8, 2), default=None)
    usd_per_kwh = Numeric(digits=(9, 6), null=True, default=None)
    basis = Text()
    source = Text()


class HeardChargeRow(Table, tablename="heard_delivery_charge"):
    """Delivery charges that proven labels agree on and no release knows yet; kept for good, as labels go."""

    id = Serial(primary_key=True)
    utility = Varchar(length=60, index=True)
    valid_from = Date(default=None)
    usd_per_month = Numeric(digits=(8, 2), default=None)
    usd_per_kwh = Numeric(digits=(9, 6), default=None)
    basis = Text()
    source = Text()
    heard_at = Timestamptz(default=None)


class OtherUtilityRow(Table, tablename="other_utility"):
    slug = Varchar(length=120, primary_key=True)
    name = Text()
    ownership = Varchar(length=20)
    eia_utility_id = Varchar(length=10, null=True, default=None)
    phone = Text(null=True, default=None)
    website = Text(null=True, default=None)
    source = Text()


class CityRow(Table, tablename="city"):
    slug = Varchar(length=120, primary_key=True)
    name = Text()
    county = Text(null=True, default=None)
    lat = DoublePrecision(default=None)
    lon = DoublePrecision(default=None)
    zips = Array(base_column=Varchar(length=5), default=list)
    utilities = Array(base_column=Varchar(length=60), default=list)
    other_utilities = Array(base_column=Varchar(length=120), default=list)
    kind = Varchar(length=20)
    has_homes = Boolean(default=None)


class ZipRow(Table, tablename="zip"):
    zip = Varchar(length=5, primary_key=True)
    city_slug = Varchar(length=120, index=True)
    city = Text()
    county = Text(null=True, default=None)
    lat = DoublePrecision(default=None)
    lon = DoublePrecision(default=None)
    zip_type = Varchar(length=20)
    is_active = Boolean(default=None)
    kind = Varchar(length=20)
    utilities = Array(base_column=Varchar(length=60), default=list)
    other_utilities = Array(base_column=Varchar(length=120), default=list)
    claims = Array(base_column=Text(), default=list)  # "utility standing source+source"
    evidence = Text()


class TerritorySourceRow(Table, tablename="territory_source"):
    code = Varchar(length=40, primary_key=True)
    says = Text()
    dated = Varchar(
        length=10, null=True, default=None
    )  # a year, a month or a day; None for a conclusion of ours
