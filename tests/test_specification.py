"""docs/specification.md is true: every file, test, address, command and setting that it names is there."""

import re
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from choosemypower.app import create_app
from choosemypower.cache.routes import RouteTable
from choosemypower.cli import build_parser
from choosemypower.settings import ENVIRONMENT_NAMES, Settings

ROOT = Path(__file__).parents[1]
LINES_OF_THE_SPECIFICATION = 135
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (works|otherwise|open) \| (.+) \|$")
NAMED = re.compile(r"`([^`]+)`")
WORDS_OF_A_REASON = 6


class Line(NamedTuple):
    number: int
    item: str
    state: str
    where: str

    @property
    def named(self) -> list[str]:
        return NAMED.findall(self.where)


def read_lines() -> list[Line]:
    rows = map(ROW.match, (ROOT / "docs" / "specification.md").read_text().splitlines())
    return [Line(int(row[1]), row[2], row[3], row[4]) for row in rows if row]


LINES = read_lines()


@pytest.fixture(scope="module")
def routes(base_settings: Settings) -> RouteTable:
    """Of a site with everything switched on; nothing is opened."""
    settings = msgspec.structs.replace(
        base_settings, database_url="postgresql://nobody@127.0.0.1:1/none", ercot_api_key="a key"
    )
    return create_app(settings).page_cache.routes


def test_every_line_of_the_specification_is_answered() -> None:
    assert [line.number for line in LINES] == list(range(1, LINES_OF_THE_SPECIFICATION + 1))


def test_what_is_done_otherwise_or_open_says_why() -> None:
    for line in LINES:
        if line.state != "works":
            assert len(NAMED.sub("", line.where).split()) >= WORDS_OF_A_REASON, line


@pytest.mark.parametrize("line", LINES, ids=lambda line: str(line.number))
def test_what_a_line_names_is_there(line: Line, routes: RouteTable) -> None:
    assert line.named, "a line names where to look"
    for name in line.named:
        assert is_there(name, routes), f"{name} is not there"


def is_there(name: str, routes: RouteTable) -> bool:
    if (asked := re.fullmatch(r"(GET|POST) (/\S*)", name)) is not None:
        route = routes.find(asked[2], asked[1])
        return route is not None and bool(route.template)
    if (target := re.fullmatch(r"make ([\w-]+)", name)) is not None:
        files = (ROOT / "Makefile", *sorted((ROOT / "mk").glob("*.mk")))
        return any(re.search(rf"^{target[1]}:", file.read_text(), re.MULTILINE) for file in files)
    if (command := re.fullmatch(r"choosemypower ([\w-]+)", name)) is not None:
        return command[1] in build_parser().format_help()
    if re.fullmatch(r"[A-Z][A-Z_]+", name):
        return name in ENVIRONMENT_NAMES.values()
    path, _, test = name.partition("::")
    file = ROOT / path
    return file.exists() and (
        not test or re.search(rf"^(async )?def {test}\(", file.read_text(), re.MULTILINE) is not None
    )


@pytest.mark.parametrize(
    "name",
    [
        "src/no/such.py",
        "tests/test_cli.py::test_no_such",
        "GET /no-such",
        "make no-such",
        "NO_SUCH",
        "choosemypower no-such",
    ],
)
def test_what_is_not_there_is_noticed(name: str, routes: RouteTable) -> None:
    assert not is_there(name, routes)
