"""Tables of the providers."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, SmallInt, Text, Varchar
from piccolo.table import Table

from choosemypower.datasets.tables import DatasetRow


class ProviderRow(Table, tablename="provider"):
    id = Serial(primary_key=True)
    slug = Varchar(length=120, unique=True)
    name = Text()
    legal_name = Text(null=True, default=None)
    certificate = Varchar(length=10, null=True, default=None)  # PUC directory of 2025-11
    certificate_match = Varchar(length=20, null=True, default=None)
    website = Text(null=True, default=None)
    slug_aliases = Text(null=True, default=None)  # space separated


class ProviderAliasRow(Table, tablename="provider_alias"):
    """A spelling seen in a listing, folded (case, blanks, legal endings), and whose it is."""

    alias = Varchar(length=200, primary_key=True)
    spelling = Text()  # as first seen
    provider = ForeignKey(ProviderRow, null=False, on_delete=OnDelete.restrict)


class ProviderListingRow(Table, tablename="provider_listing"):
    """What one dataset says of a provider."""

    id = Serial(primary_key=True)
    dataset = ForeignKey(DatasetRow, null=False, on_delete=OnDelete.restrict, index=True)
    provider = ForeignKey(ProviderRow, null=False, on_delete=OnDelete.restrict)
    plans = Integer(default=None)
    scorecard = SmallInt(null=True, default=None)  # 0 to 5, as listed
    website = Text(null=True, default=None)
    phone = Text(null=True, default=None)
