"""docs/architecture.md speaks of what is there, and the code of no document that is not."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "choosemypower"
PAGE = (ROOT / "docs" / "architecture.md").read_text()
NAMES = sorted(set(re.findall(r"`([a-z_0-9/.-]+(?:\.(?:py|md|html|toml)|/))`", PAGE)))
EACH_ROOM_HAS_ITS_OWN = {"model.py", "tables.py", "queries.py", "commands.py"}
NOT_OURS = re.compile(
    r"\b(?:DESIGN|STYLE|experience|decide|domain|libraries|specification_state|original)\.md\b"
)


@pytest.mark.parametrize("name", sorted(set(NAMES) - EACH_ROOM_HAS_ITS_OWN))
def test_a_file_that_the_architecture_names_exists(name: str) -> None:
    assert (SOURCE / name).exists() or (ROOT / name).exists()


def test_every_room_is_named() -> None:
    rooms = {f"{path.parent.name}/" for path in SOURCE.glob("*/__init__.py")} - {"reference/"}
    assert rooms <= set(NAMES)


def test_no_code_refers_to_a_document_that_is_not_in_the_repository() -> None:
    folders = (SOURCE, ROOT / "scripts", ROOT / "bench", ROOT / "templates")
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".html"}]
    assert [str(path) for path in files if NOT_OURS.search(path.read_text())] == []
