"""Print the SQL of each migration, one file each, for squawk.

    python scripts/migration_sql.py FOLDER

Piccolo writes migrations in Python; its preview says what they run. The connection is to a PostgreSQL of our own.
"""

import asyncio
import contextlib
import io
import os
import re
import sys
import tempfile
from pathlib import Path

from choosemypower.embedded import embedded_postgres

STATEMENT = re.compile(r"(?i)(create|alter|drop|insert|update|delete|comment)\b")


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, embedded_postgres(Path(folder) / "postgres") as url:
        os.environ["DATABASE_URL"] = url
        asyncio.run(_write(target))


async def _write(target: Path) -> None:
    from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

    from choosemypower import database
    from choosemypower.piccolo_app import APP_CONFIG
    from choosemypower.settings import load_settings

    database.configure(load_settings())
    finder = ForwardsMigrationManager(app_name=APP_CONFIG.app_name)
    modules = finder.get_migration_modules(APP_CONFIG.resolved_migrations_folder_path)
    for name in sorted(finder.get_migration_ids(modules)):
        manager = await modules[name].forwards()
        manager.preview = True
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            await manager.run()
        statements = _statements(said.getvalue())
        file = target / f"{re.sub(r'[^0-9a-z]+', '-', name.lower())}.sql"
        file.write_text(";\n".join(statements) + ";\n")
        print(f"{file.name}: {len(statements)} statements")


def _statements(preview: str) -> list[str]:
    """The statements among what Piccolo prints; none of ours holds a semicolon in a literal."""
    pieces = [piece.strip() for line in preview.splitlines() for piece in line.split(";")]
    return [piece for piece in pieces if STATEMENT.match(piece)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
