"""Which build of the program is this? Pages of two builds, or of two sites, are never mixed."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from choosemypower import __version__
from choosemypower.editions.edition import Release
from choosemypower.settings import Settings


def release_of(settings: Settings) -> Release:
    """This build, on this site: read from what pages are made of (code, templates, style, the site's address), so
    that no one has to remember a version number."""
    digest = sha256(settings.base_url.encode())
    made_at = 0.0
    for name, path in _contents(settings):
        digest.update(name.encode() + b"\0")
        digest.update(path.read_bytes())
        made_at = max(made_at, path.stat().st_mtime)
    return Release(name=f"{__version__}-{digest.hexdigest()[:8]}", made_at=made_at)


def _contents(settings: Settings) -> Iterator[tuple[str, Path]]:
    source = Path(__file__).resolve().parents[1]
    for folder in (source, settings.templates_dir, settings.static_dir):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in (".pyc", ".pyo"):
                yield str(path.relative_to(folder)), path
