"""Put uv into a folder of its own with pip, by its hash, with whatever Python 3.11+ is there.

Usage: bootstrap.py FOLDER LOCK_FILE. Says in one sentence what to install when something is missing. The wheel is kept
in the user's cache, so that the next clone needs no network.
"""

import os
import subprocess
import sys
from pathlib import Path

NEEDED = (3, 11)


def main(folder: Path, lock_file: Path) -> int:
    """Exit code 0 when FOLDER/bin/uv is there afterwards, as LOCK_FILE has it."""
    if sys.version_info < NEEDED:
        found = f"{sys.version_info.major}.{sys.version_info.minor}"
        return refuse(
            f"Python {NEEDED[0]}.{NEEDED[1]} or newer is needed and python3 is {found}: install one, "
            "or name it, as in: make run PYTHON=python3.12"
        )
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        return refuse(
            f"This Python has no venv or pip: install them, on Debian or Ubuntu with: apt install {name}"
        )
    print(f"Setting up uv in {folder} …", flush=True)
    if not (folder / "bin" / "pip").exists():
        venv.create(folder, with_pip=True, clear=True)
    if not install(folder / "bin" / "pip", lock_file):
        return refuse(
            "uv could not be installed from the package index: check the network, then run the same command again."
        )
    (folder / "bin" / "uv").touch()  # newer than the lock file, as make wants it
    return 0


def install(pip: Path, lock_file: Path) -> bool:
    """From the wheels kept earlier; otherwise fetched, kept, then installed."""
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "choosemypower" / "wheels"
    locked: list[str | Path] = [
        "--quiet",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--requirement",
        lock_file,
    ]
    offline = [pip, "install", "--no-index", "--find-links", kept, *locked]
    if kept.is_dir() and not subprocess.run(offline, check=False, stderr=subprocess.DEVNULL).returncode:
        return True
    fetched = subprocess.run([pip, "download", "--dest", kept, *locked], check=False)
    return not (fetched.returncode or subprocess.run(offline, check=False).returncode)


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
