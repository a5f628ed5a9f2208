from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import JSONB, Integer, Timestamptz, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-28T09:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What the processes know of alerts, and what each counted"

_PLAIN = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
_TABLES = {
    ("AlertCourseRow", "alert_course"): (
        ("rule", Varchar, {"length": 40, "default": "", "primary_key": True}),
        ("looked_at", Timestamptz, {"default": None, "null": True}),
        ("bad", Integer, {"default": 0}),
        ("good", Integer, {"default": 0}),
        ("since", Timestamptz, {"default": None, "null": True}),
        ("told_at", Timestamptz, {"default": None, "null": True}),
    ),
    ("AlertProcessRow", "alert_process"): (
        ("process", Varchar, {"length": 120, "default": "", "primary_key": True}),
        ("looked_at", Timestamptz, {"default": None}),
        ("figures", JSONB, {"default": None}),
    ),
}


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="choosemypower", description=DESCRIPTION)
    for (class_name, tablename), columns in _TABLES.items():
        manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
        for name, kind, params in columns:
            manager.add_column(
                table_class_name=class_name,
                tablename=tablename,
                column_name=name,
                db_column_name=name,
                column_class_name=kind.__name__,
                column_class=kind,
                params=_PLAIN | params,
                schema=None,
            )
    return manager
