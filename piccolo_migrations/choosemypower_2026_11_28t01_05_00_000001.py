"""Who says that a utility delivers in a ZIP: claims beside each ZIP, and the sources that they name."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Array, Text, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-28T01:05:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "Claims and sources of the territories"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="choosemypower", description=DESCRIPTION)
    manager.add_table("TerritorySourceRow", tablename="territory_source", schema=None, columns=None)
    manager.add_column(
        table_class_name="TerritorySourceRow",
        tablename="territory_source",
        column_name="code",
        db_column_name="code",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 40,
            "default": "",
            "null": False,
            "primary_key": True,
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
        table_class_name="TerritorySourceRow",
        tablename="territory_source",
        column_name="says",
        db_column_name="says",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
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
        table_class_name="TerritorySourceRow",
        tablename="territory_source",
        column_name="dated",
        db_column_name="dated",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 10,
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
        table_class_name="ZipRow",
        tablename="zip",
        column_name="claims",
        db_column_name="claims",
        column_class_name="Array",
        column_class=Array,
        params={
            "base_column": Text(
                default="",
                null=False,
                primary_key=False,
                unique=False,
                index=False,
                index_method=IndexMethod.btree,
                choices=None,
                db_column_name=None,
                secret=False,
            ),
            "default": list,
            "null": False,
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
