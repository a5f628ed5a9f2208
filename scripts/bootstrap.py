"""Put uv into a folder of its own, from PyPI, with whatever Python 3.11+ is there.

Usage: bootstrap.py FOLDER UV_VERSION. Says in one sentence what to install when something is missing.
"""

import subprocess
import sys
from pathlib import Path

NEEDED = (3, 11)


def main(folder: Path, version: str) -> int:
    """Exit code 0 when FOLDER/bin/uv is there afterwards."""
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
    print(f"Setting up uv {version} in {folder} …", flush=True)
    venv.create(folder, with_pip=True, clear=True)
    done = subprocess.run([folder / "bin" / "pip", "install", "--quiet", f"uv=={version}"], check=False)
    if done.returncode:
        return refuse(
            "uv could not be installed from PyPI: check the network, then run the same command again."
        )
    return 0


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
