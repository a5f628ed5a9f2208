"""docs/architecture.md speaks of what is there, and the code of no document that is not."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "choosemypower"
PAGE = (ROOT / "docs" / "architecture.md").read_text()
NAMES = sorted(set(re.findall(r"`([a-z_0-9/.-]+(?:\.(?:py|md|html|toml)|/))`", PAGE)))
EACH_ROOM_HAS_ITS_OWN = {"model.py", "tables.py", "queries.py", "commands.py"}
DOCUMENT = re.compile(r"(?<![\w%*.-])[A-Za-z0-9][\w-]*\.md\b")
WRITTEN_BY_US = {"", ".css", ".html", ".js", ".md", ".mk", ".py", ".toml", ".tpl", ".vcl", ".yaml", ".yml"}


@pytest.mark.parametrize("name", sorted(set(NAMES) - EACH_ROOM_HAS_ITS_OWN))
def test_a_file_that_the_architecture_names_exists(name: str) -> None:
    assert (SOURCE / name).exists() or (ROOT / name).exists()


def test_every_room_is_named() -> None:
    rooms = {f"{path.parent.name}/" for path in SOURCE.glob("*/__init__.py")} - {"reference/"}
    assert rooms <= set(NAMES)


def test_nothing_refers_to_a_document_that_is_not_in_the_repository() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    tracked = [ROOT / name for name in listed.stdout.split("\0") if name]
    there = {path.name for path in tracked if path.suffix == ".md"}
    missing = [
        (str(path.relative_to(ROOT)), name)
        for path in tracked
        if path.suffix in WRITTEN_BY_US and path.exists()
        for name in DOCUMENT.findall(path.read_text())
        if name not in there
    ]
    assert missing == []


def test_one_name_is_one_thing() -> None:
    """What a name of a class stands for must not depend on the file. Names of the shape that sibling modules share
    (`handlers`, `OPERATIONS`, `register`) are no classes: they are the same thing of another resource."""
    places: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for part in ast.parse(path.read_text()).body:
            if isinstance(part, ast.ClassDef) and not part.name.startswith("_"):
                places.setdefault(part.name, []).append(str(path.relative_to(SOURCE)))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
