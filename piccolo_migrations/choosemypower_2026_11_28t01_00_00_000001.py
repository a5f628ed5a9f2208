from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import BigSerial, Integer, Text, Timestamptz, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-28T01:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "Messages of the contact form"

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
_COLUMNS = (
    ("id", BigSerial, {"default": None, "primary_key": True}),
    ("receipt", Varchar, {"length": 12, "default": "", "unique": True}),
    ("received_at", Timestamptz, {"default": None}),
    ("name", Varchar, {"length": 100, "default": None, "null": True}),
    ("email", Varchar, {"length": 254, "default": ""}),
    ("text", Text, {"default": ""}),
    ("mailed_at", Timestamptz, {"default": None, "null": True}),
    ("attempts", Integer, {"default": 0}),
    ("next_attempt_at", Timestamptz, {"default": None}),
)


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="choosemypower", description=DESCRIPTION)
    manager.add_table(class_name="ContactMessageRow", tablename="contact_message", schema=None, columns=None)
    for name, kind, params in _COLUMNS:
        manager.add_column(
            table_class_name="ContactMessageRow",
            tablename="contact_message",
            column_name=name,
            db_column_name=name,
            column_class_name=kind.__name__,
            column_class=kind,
            params=_PLAIN | params,
            schema=None,
        )
    return manager
