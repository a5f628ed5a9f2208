"""The chart on a real cluster of two nodes: install, upgrade, break, roll back, drain, uninstall. `make cluster-test`.

Prints one line a step, with what visitors met meanwhile; ends with 1 when a step did not do what it must. All of it
runs in namespaces of its own (see `machine.py`) and leaves nothing behind. `STEPS` names steps, of which most build on
the ones before them.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.cluster.machine import remove_groups

NAMESPACES = ("unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", type=Path, help="folder of scripts/build_kubernetes.py")
    parser.add_argument("images", type=Path, nargs="+", help="archives of images, as podman save writes them")
    options = parser.parse_args()
    if os.geteuid():
        sys.exit("A node needs root: namespaces, control groups and mounts.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to stop"))
    with tempfile.TemporaryDirectory(prefix="choosemypower-") as folder:
        Path(folder).chmod(0o755)
        inside = (
            sys.executable,
            "-m",
            "bench.cluster.inside",
            folder,
            str(options.programs),
            *map(str, options.images),
        )
        process = subprocess.Popen([*NAMESPACES, *inside])
        try:
            code = process.wait()
        finally:
            process.kill()
            process.wait()
            remove_groups()
    sys.exit(code)


if __name__ == "__main__":
    main()
