"""One Piccolo app, one history of migrations, whatever room a table lives in."""

from piccolo.conf.apps import AppConfig, table_finder

from choosemypower.settings import migrations_folder

APP_CONFIG = AppConfig(
    app_name="choosemypower",
    migrations_folder_path=str(migrations_folder()),
    table_classes=table_finder(
        [
            "choosemypower.datasets.tables",
            "choosemypower.providers.tables",
            "choosemypower.territories.tables",
            "choosemypower.plans.tables",
            "choosemypower.leads.tables",
            "choosemypower.events.tables",
            "choosemypower.alerts.tables",
            "choosemypower.vitals.tables",
            "choosemypower.beacons.tables",
        ],
        exclude_imported=True,
    ),
    migration_dependencies=[],
)
