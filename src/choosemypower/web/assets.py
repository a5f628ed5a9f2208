"""Style, script and pictures: read once, named by their content. The page cache compresses each once, at the start.

`asset("css/site.css")` in a template is `/assets/site.<hash>.css`. A file in `static/previous/` answers
under the very name it has there: an image build puts the files of the release before there, so that a page of
the old release finds its style while both run.
"""

import hashlib
import re
from pathlib import Path

import msgspec

CONTENT_TYPES = {  # Litestar adds the charset to text types
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".json": "application/json; charset=utf-8",
}
HASHED_FOLDERS = ("css", "js", "vendor", "icons")
PREVIOUS_FOLDER = "previous"
HASH_LENGTH = 12


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """One file of ours."""

    name: str
    """What follows `/assets/`."""
    content_type: str
    content: bytes


class Assets:
    """All files under `static/` that pages ask for."""

    def __init__(self, folder: Path) -> None:
        self.by_name: dict[str, Asset] = {}
        """What `/assets/{name}` answers."""
        self.fixed: dict[str, Asset] = {}
        """Files at the top of the folder, by their own name: /favicon.ico and the like."""
        self._urls: dict[str, str] = {}
        for path in sorted(folder.rglob("*")):
            place = path.relative_to(folder)
            if path.suffix not in CONTENT_TYPES or not path.is_file():
                continue
            if len(place.parts) == 1:
                self.fixed[path.name] = _asset(path.name, path.read_bytes())
            elif place.parts[0] in HASHED_FOLDERS:
                self._add_hashed(path, place)
            elif place.parts[0] == PREVIOUS_FOLDER:
                asset = _asset(path.name, path.read_bytes())
                self.by_name.setdefault(asset.name, asset)

    def url(self, place: str) -> str:
        """The address of a file of ours, by its place under static/. Raises KeyError for an unknown one."""
        return self._urls[place]

    @property
    def paths(self) -> list[str]:
        """The address of every file with a hashed name."""
        return [f"/assets/{name}" for name in self.by_name]

    def find(self, name: str) -> Asset | None:
        return self.by_name.get(name)

    def _add_hashed(self, path: Path, place: Path) -> None:
        content = path.read_bytes()
        if path.suffix == ".css":
            content = compact_css(content.decode()).encode()
        elif place.parts[0] == "js":
            content = _compact_script(content.decode()).encode()
        digest = hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
        name = f"{path.stem}.{digest}{path.suffix}"
        self.by_name[name] = _asset(name, content)
        self._urls[place.as_posix()] = f"/assets/{name}"


def compact_css(text: str) -> str:
    """A style sheet without comments and line breaks. Ours has no brace, semicolon or comment in a string."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};,])\s*", r"\1", text)
    return re.sub(r":\s+", ":", text).replace(";}", "}").strip()


def _compact_script(text: str) -> str:
    """A script without indentation and lines of comment. In ours no string goes over several lines (tests/web)."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _asset(name: str, content: bytes) -> Asset:
    return Asset(name=name, content_type=CONTENT_TYPES[Path(name).suffix], content=content)
