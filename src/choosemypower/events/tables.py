"""Counts of what visitors do. Every column is gone through in docs/privacy.md."""

from piccolo.columns import BigInt, BigSerial, Date, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from choosemypower.events.model import LABEL_CHARACTERS_MAX


class VisitorCountRow(Table, tablename="visitor_count"):
    id = BigSerial(primary_key=True)
    day = Date(default=None)  # in Texas
    kind = Varchar(length=20)  # events.model.Kind
    label = Varchar(length=LABEL_CHARACTERS_MAX)  # from a list of ours
    times = BigInt(default=None)
    one_number_each = Unique([day, kind, label])
