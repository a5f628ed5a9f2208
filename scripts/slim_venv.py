"""Take out of a virtual environment what the program never reads. Run while the image is built.

    python slim_venv.py /opt/choosemypower/venv

Goes: debug information of compiled modules, sources of compiled modules, type stubs, the packages' own test
suites, and packages that come along for what nothing here does: Litestar's own command line and its made-up examples,
Pydantic's look-up of mail domains, and the formatter that Piccolo imports to write new migrations: images never do.
"""

import shutil
import struct
import sys
from pathlib import Path

SOURCE_SUFFIXES = {".c", ".cpp", ".h", ".pyx", ".pxd", ".pxi", ".pyi"}
NEVER_IMPORTED = (
    *("rich", "rich_click", "markdown_it", "mdurl", "pygments", "docstring_parser"),
    *("faker", "polyfactory", "dns", "email_validator", "black", "blackd", "blib2to3", "pip"),
)
OTHER_NAMES = {"dnspython": "dns", "markdown_it_py": "markdown_it"}
"""Packages that are imported by another name than they are installed by."""
FORMATTER = '''\
"""Stands here because piccolo.conf.apps imports it; new migrations are written outside the image."""


def format_str(source: str, **_: object) -> str:
    raise RuntimeError("This image writes no migrations. Write them in a checkout: piccolo migrations new")
'''
LAUNCHERS = {"choosemypower", "granian"}
"""The commands that work in an image: those of packages that are gone would end in a traceback."""
UNREAD_MODULES = "selectolax/parser.*.so"
"""The older of the two engines in selectolax; we read HTML with the other."""
LOADED_SEGMENT = 1


def main(venv: Path) -> None:
    for site in venv.glob("lib/python*/site-packages"):
        before = bytes_in(site)
        remove_unread(site)
        for library in site.rglob("*.so*"):
            strip_debug_information(library)
        remove_launchers(venv)
        print(f"slim_venv: {before / 1e6:.0f} MB before, {bytes_in(site) / 1e6:.0f} MB after")


def remove_unread(site: Path) -> None:
    for folder in [path for path in site.rglob("*") if path.is_dir() and path.name in {"tests", "test"}]:
        shutil.rmtree(folder, ignore_errors=True)
    for path in site.rglob("*"):
        if path.is_file() and path.suffix in SOURCE_SUFFIXES:
            path.unlink()
    for module in site.glob(UNREAD_MODULES):
        module.unlink()
    for package in NEVER_IMPORTED:
        shutil.rmtree(site / package, ignore_errors=True)
    for metadata in site.glob("*.dist-info"):
        # What is gone is not listed either: scanners and bills of materials read these.
        name = metadata.name.partition("-")[0]
        if OTHER_NAMES.get(name, name) in NEVER_IMPORTED:
            shutil.rmtree(metadata)
    (site / "black.py").write_text(FORMATTER)


def remove_launchers(venv: Path) -> None:
    """Drop the packages' commands; what activates the environment and the links to Python stay."""
    for launcher in (venv / "bin").iterdir():
        if not (launcher.is_symlink() or launcher.name.startswith("activate") or launcher.name in LAUNCHERS):
            launcher.unlink()


def strip_debug_information(library: Path) -> None:
    """Cut an ELF library behind the last byte that is ever loaded, section table included.

    The dynamic loader reads segments only; sections serve debuggers and linkers.
    """
    content = bytearray(library.read_bytes())
    if content[:6] != b"\x7fELF\x02\x01":
        return
    (segments_at,) = struct.unpack_from("<Q", content, 32)
    entry_size, count = struct.unpack_from("<HH", content, 54)
    end = segments_at + entry_size * count
    for number in range(count):
        kind, _, offset, _, _, size = struct.unpack_from(
            "<IIQQQQ", content, segments_at + number * entry_size
        )
        if kind == LOADED_SEGMENT:
            end = max(end, offset + size)
    struct.pack_into("<Q", content, 40, 0)
    struct.pack_into("<HHH", content, 58, 0, 0, 0)
    # A file of its own: what stands there may be one with the installer's cache and with other environments.
    slim = library.with_name(f"{library.name}.slim")
    slim.write_bytes(content[:end])
    shutil.copymode(library, slim)
    slim.replace(library)


def bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
