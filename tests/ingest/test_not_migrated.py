from pathlib import Path

import pytest

from choosemypower import database, ingest
from choosemypower.errors import AppError
from choosemypower.settings import Settings
from tests.support.listings import a_listing_file

pytestmark = [pytest.mark.anyio, pytest.mark.db]


async def test_a_database_without_tables_is_a_sentence(empty: Settings, tmp_path: Path) -> None:
    async with database.pool(empty):
        with pytest.raises(AppError, match="run `choosemypower migrate` first"):
            await ingest.run(str(a_listing_file(tmp_path)), settings=empty)
