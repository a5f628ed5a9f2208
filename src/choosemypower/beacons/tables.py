"""Beacons that were counted. Every column is gone through in docs/privacy.md."""

from piccolo.columns import Bytea, Date
from piccolo.table import Table


class BeaconRow(Table, tablename="beacon"):
    hash = Bytea(primary_key=True, default=None)  # of the random id of one page view
    day = Date(default=None)  # UTC
