from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Bytea, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-28T01:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what was understood of a listing; the listing itself while it is staged"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="choosemypower", description=DESCRIPTION)

    manager.add_column(
        table_class_name="DatasetRow",
        tablename="dataset",
        column_name="understood_hash",
        db_column_name="understood_hash",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 64,
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

    manager.add_column(
        table_class_name="DatasetRow",
        tablename="dataset",
        column_name="listing",
        db_column_name="listing",
        column_class_name="Bytea",
        column_class=Bytea,
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
