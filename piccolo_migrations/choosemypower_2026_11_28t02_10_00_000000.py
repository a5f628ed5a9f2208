"""Since when a plan has stood in the listings as it stands, without a break."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Integer
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-28T02:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The dataset in which a plan came, came back or last changed"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="choosemypower", description=DESCRIPTION)
    manager.add_column(
        table_class_name="DatasetPlanRow",
        tablename="dataset_plan",
        column_name="changed_dataset",
        db_column_name="changed_dataset",
        column_class_name="Integer",
        column_class=Integer,
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
