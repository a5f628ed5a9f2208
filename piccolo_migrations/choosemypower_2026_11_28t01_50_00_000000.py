"""Conditions of a plan's price, with the sentences that state them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import JSONB
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-28T01:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Conditions of a plan's price"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="choosemypower", description=DESCRIPTION)
    manager.add_column(
        table_class_name="PlanVersionRow",
        tablename="plan_version",
        column_name="conditions",
        db_column_name="conditions",
        column_class_name="JSONB",
        column_class=JSONB,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )
    return manager
