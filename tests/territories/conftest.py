"""The territories as compiled, read once for all tests of the room."""

import pytest

from choosemypower.territories.atlas import Atlas
from choosemypower.territories.queries import read_atlas_from_files


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return read_atlas_from_files()
