"""Tables of the plans. A plan is a row for ever; what it says is a version; a dataset holds versions.

Rows of a dataset are written while it is staged, and nobody reads them before the pointer moves.
"""

from piccolo.columns import (
    JSONB,
    Array,
    BigInt,
    BigSerial,
    Boolean,
    ForeignKey,
    Integer,
    Numeric,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from choosemypower.datasets.tables import DatasetRow, LabelRevisionRow
from choosemypower.providers.tables import ProviderRow


class PlanRow(Table, tablename="plan"):
    plan_id = Varchar(length=20, primary_key=True)
    provider = ForeignKey(ProviderRow, null=False, on_delete=OnDelete.restrict, index=True)
    utility = Varchar(length=60)
    slug = Varchar(length=160)
    identity_key = Text(index=True)  # utility, provider, folded name, term, price type
    first_dataset = ForeignKey(DatasetRow, null=False, on_delete=OnDelete.restrict)
    one_address = Unique([provider, slug])


class PlanAliasRow(Table, tablename="plan_alias"):
    """The state's row ids (idKey) of a plan, both languages."""

    id_key = BigInt(primary_key=True)
    plan = ForeignKey(PlanRow, null=False, on_delete=OnDelete.restrict, index=True)


class PlanVersionRow(Table, tablename="plan_version"):
    id = BigSerial(primary_key=True)
    plan = ForeignKey(PlanRow, null=False, on_delete=OnDelete.restrict, index=True)
    content_hash = Varchar(length=32)
    first_dataset = ForeignKey(DatasetRow, null=False, on_delete=OnDelete.restrict)
    name = Text()
    term_months = SmallInt(default=None)
    rate_type = Varchar(length=10)
    usd_per_kwh_500 = Numeric(digits=(7, 5), default=None)  # delivery included, tax excluded
    usd_per_kwh_1000 = Numeric(digits=(7, 5), default=None)
    usd_per_kwh_2000 = Numeric(digits=(7, 5), default=None)
    renewable_percent = Numeric(digits=(5, 2), null=True, default=None)
    is_prepaid = Boolean(default=None)
    is_time_of_use = Boolean(default=None)
    is_new_customers_only = Boolean(null=True, default=None)
    has_usage_fees = Boolean(default=None)
    is_promotion = Boolean(null=True, default=None)
    cancel_fee_kind = Varchar(length=20)
    cancel_fee_usd = Numeric(digits=(8, 2), null=True, default=None)
    cancel_fee_text = Text()
    fees = JSONB(null=True, default=None)  # plans.charges.FeeReading, written by plans.stored_fees
    features = Array(base_column=Varchar(length=40), default=list)
    conditions = JSONB(null=True, default=None)  # plans.model.StatedCondition, a list
    contradictions = JSONB(null=True, default=None)  # plans.model.Contradiction, a list
    english = JSONB(null=True, default=None)  # plans.model.PlanText
    spanish = JSONB(null=True, default=None)
    suspect = Text(null=True, default=None)
    sources = JSONB(null=True, default=None)  # plans.model.SourceNote, several
    one_version_each = Unique([plan, first_dataset])


class DatasetPlanRow(Table, tablename="dataset_plan"):
    """Which version of which plan a dataset holds."""

    id = BigSerial(primary_key=True)
    dataset = ForeignKey(DatasetRow, null=False, on_delete=OnDelete.restrict, index=True)
    plan = ForeignKey(PlanRow, null=False, on_delete=OnDelete.restrict, index=True)
    version = ForeignKey(PlanVersionRow, null=False, on_delete=OnDelete.restrict)
    rows = Integer(
        default=None
    )  # listing rows that made this offer: 1 or 2, more when the listing repeats itself
    # The dataset of its line in which the plan came, came back or last changed; NULL: that of its version.
    changed_dataset = Integer(null=True, default=None)
    one_version = Unique([dataset, plan])


class LabelAddressRow(Table, tablename="label_address"):
    """What became of the last attempt to fetch a facts label's address."""

    address = Text(primary_key=True)
    tried_at = Timestamptz(default=None)
    failure = Text(null=True, default=None)  # as a sentence; NULL: it was fetched, or had not changed
    etag = Text(null=True, default=None)
    last_modified = Text(null=True, default=None)  # as the server wrote it
    content_hash = Varchar(length=64, null=True, default=None)  # SHA-256 of the last file


class LabelVersionRow(Table, tablename="label_version"):
    """One state of a plan's facts label; what changed since is another row, and nothing is deleted."""

    id = BigSerial(primary_key=True)
    plan = ForeignKey(PlanRow, null=False, on_delete=OnDelete.restrict, index=True)
    language = Varchar(length=2)
    address = Text()
    content_hash = Varchar(length=64)
    media_type = Varchar(length=100)
    fetched_at = Timestamptz(default=None)  # when this content was first seen
    text = Text()  # empty where none could be taken from the file
    reading = JSONB(default=None)  # plans.label.LabelSays
    revision = ForeignKey(LabelRevisionRow, on_delete=OnDelete.restrict)  # NULL: not published yet
