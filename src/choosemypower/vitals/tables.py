"""Histograms of real-user vitals. Every column is gone through in docs/privacy.md."""

from piccolo.columns import BigInt, BigSerial, Integer, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table


class VitalCountRow(Table, tablename="vital_count"):
    id = BigSerial(primary_key=True)
    began_at = Timestamptz(default=None)  # five minutes; after two days the whole day (UTC)
    route = Varchar(length=100)  # template of a page
    device = Varchar(length=10)  # vitals.model.DeviceClass
    metric = Varchar(length=10)  # vitals.model.Metric
    bucket = Integer(default=None)  # vitals.model.bucket_of
    times = BigInt(default=None)
    vital_counted_once = Unique([began_at, route, device, metric, bucket])
