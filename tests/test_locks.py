"""What is installed is what is locked, and nobody writes down where it comes from (decision 0003)."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "locks").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
WITHOUT_THE_PRODUCT = {"uv", "compile"}
# Put together here, so that this file does not name them either.
REGISTRY_HOSTS = [
    "".join(parts)
    for parts in (
        *(
            ("py", "pi.org"),
            ("python", "hosted.org"),
            ("np", "mjs.org"),
            ("np", "mjs.com"),
            ("yarn", "pkg.com"),
        ),
        *(("crates", ".io"), ("proxy.", "golang.org"), ("sum.", "golang.org"), ("ruby", "gems.org")),
        *(("deb.", "debian.org"), ("archive.", "ubuntu.com"), ("ana", "conda.org")),
    )
]


def test_no_file_of_the_repository_names_a_package_registry() -> None:
    naming = {
        f"{path.relative_to(ROOT)}: {host}"
        for path in _files_of_the_repository()
        for host in REGISTRY_HOSTS
        if host.encode() in path.read_bytes().lower()
    }

    assert naming == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_holds_what_pyproject_asks_for_and_why(lock: Path) -> None:
    pinned = dict(_pins(lock))
    asked = _asked_for(lock.stem)

    missing = [
        str(requirement)
        for requirement in asked
        if not requirement.specifier.contains(pinned.get(canonicalize_name(requirement.name), "0"))
    ]
    directly = {canonicalize_name(requirement.name) for requirement in asked}

    assert missing == [], "type: make lock"
    assert _named_as_direct(lock) == directly, "type: make lock"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_pin_of_a_lock_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]

    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_all_locks_agree_on_every_version() -> None:
    versions: dict[str, set[tuple[str, ...]]] = {}
    for lock in LOCKS:
        for name in {name for name, _ in _pins(lock)}:
            here = tuple(sorted(version for pinned, version in _pins(lock) if pinned == name))
            versions.setdefault(name, set()).add(here)

    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_every_group_of_dependencies_is_locked() -> None:
    """`platform` and `test` are parts of `check`."""
    groups = set(PROJECT["dependency-groups"]) - {"platform", "test"}

    assert {lock.stem for lock in LOCKS} == groups | {"product"}


def _files_of_the_repository() -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            yield ROOT / name


def _asked_for(lock: str) -> list[Requirement]:
    product = [] if lock in WITHOUT_THE_PRODUCT else PROJECT["project"]["dependencies"]
    group = [] if lock == "product" else _group(lock)
    return [Requirement(text) for text in (*product, *group)]


def _group(name: str) -> list[str]:
    texts: list[str] = []
    for item in PROJECT["dependency-groups"][name]:
        texts += [item] if isinstance(item, str) else _group(item["include-group"])
    return texts


def _pins(lock: Path) -> Iterator[tuple[str, str]]:
    for name, version in re.findall(
        r"^([a-z0-9.-]+)(?:\[[^]]*\])?==([^ ;]+)", lock.read_text(), re.MULTILINE
    ):
        yield canonicalize_name(name), version


def _named_as_direct(lock: Path) -> set[str]:
    """Every pin whose comment says that pyproject.toml itself asks for it."""
    entries = re.split(r"^(?=[a-z])", lock.read_text(), flags=re.MULTILINE)[1:]
    return {canonicalize_name(re.split(r"[\[=]", entry)[0]) for entry in entries if "pyproject.toml" in entry}


def test_the_list_of_licences_names_what_the_image_holds_and_nothing_else() -> None:
    rows = re.findall(
        r"^\| ([\w.-]+) \| (\S+) \| (.+) \|$", (ROOT / "docs/licences.md").read_text(), re.MULTILINE
    )
    listed = {_plain(name): version for name, version, _ in rows if name != "package"}
    lock = (ROOT / "locks/product.txt").read_text()
    pinned = re.findall(r"^([\w.-]+)==(\S+)( ; .*)? \\$", lock, re.MULTILINE)
    versions = {_plain(name): version for name, version, _ in pinned}
    assert listed.items() <= versions.items(), "make licences"
    slimmed = (ROOT / "scripts/slim_venv.py").read_text()
    gone = {_plain(name) for name in re.findall(r'"([\w]+)"', slimmed)}
    everywhere = {_plain(name) for name, _, marker in pinned if not marker}
    assert everywhere - gone <= listed.keys(), "make licences"
    assert all(licence != "not said" for _, _, licence in rows)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
