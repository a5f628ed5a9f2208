"""What all processes know of the alerts, and what each of them counted."""

from piccolo.columns import JSONB, Integer, Timestamptz, Varchar
from piccolo.table import Table


class AlertCourseRow(Table, tablename="alert_course"):
    """How a rule has gone so far: `model.Course`."""

    rule = Varchar(length=40, primary_key=True)
    looked_at = Timestamptz(null=True, default=None)
    bad = Integer(default=0)
    good = Integer(default=0)
    since = Timestamptz(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)


class AlertProcessRow(Table, tablename="alert_process"):
    """What one process counted in its last five minutes; a day after its last look it is forgotten."""

    process = Varchar(length=120, primary_key=True)
    looked_at = Timestamptz(default=None)
    figures = JSONB(default=None)
