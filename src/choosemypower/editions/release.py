"""Which build of the program is this? Pages of two builds, or of two sites, are never mixed."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from choosemypower import __version__
from choosemypower.editions.edition import Release
from choosemypower.settings import Settings

SAID = ("base_url", "operated_by", "contact_answer_days", "contact_keep_days")
"""Settings whose values stand on pages or in JSON."""
SWITCHES = ("contact_to", "ercot_api_key")
"""Settings that change an answer by being there; their values are nobody's business."""


def release_of(settings: Settings) -> Release:
    """This build, on this site: read from what pages are made of (code, templates, style, what the settings have them
    say), so that no one has to remember a version number. Redis outlives the processes that a changed setting ends.

    Nobody knows when a setting was changed, and processes of one site must agree: `made_at` is of the files alone. The
    `ETag` tells the two pages apart at once; who sends only `If-Modified-Since` has the old one until midnight at most.
    """
    said = [getattr(settings, name) for name in SAID]
    switched = [getattr(settings, name) is not None for name in SWITCHES]
    digest = sha256(repr((said, switched)).encode())
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
