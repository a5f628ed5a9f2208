"""Tables of the dataset versions. Nothing here is ever deleted: history is made of it."""

from piccolo.columns import (
    JSONB,
    BigSerial,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table


class DatasetRow(Table, tablename="dataset"):
    id = Serial(primary_key=True)
    source = Text()
    shape = Varchar(length=40)
    content_hash = Varchar(length=64, index=True)
    understood_hash = Varchar(
        length=64, null=True, default=None
    )  # what was read in it; NULL: by an old release
    as_of = Timestamptz(default=None)
    confirmed_at = Timestamptz(default=None)
    fetched_at = Timestamptz(default=None)
    state = Varchar(length=20)
    rows = Integer(default=None)  # data rows of the file, without header and end mark
    offers = Integer(default=None)
    report = JSONB(null=True, default=None)  # the ingest report, as printed
    listing = Bytea(null=True, default=None)  # the file, gzip, while it is staged


class PublicationRow(Table, tablename="publication"):
    """Every change of the pointer, newest last: the current dataset is that of the highest id."""

    id = BigSerial(primary_key=True)
    dataset = ForeignKey(DatasetRow, null=False, on_delete=OnDelete.restrict)
    action = Varchar(length=20)  # publish | rollback
    changed_at = Timestamptz(default=None)


class ReferenceLoadRow(Table, tablename="reference_load"):
    """Which version of a bundled reference table the database holds."""

    name = Varchar(length=60, primary_key=True)
    content_hash = Varchar(length=64)
    loaded_at = Timestamptz(default=None)


class LabelRevisionRow(Table, tablename="label_revision"):
    """Every time that facts labels were published; pages say what the labels of the highest id and before say."""

    id = Serial(primary_key=True)
    changed_at = Timestamptz(default=None)
