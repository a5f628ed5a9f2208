"""Run a command and note how long it took: `timed.py FILE NAME COMMAND…` adds a line NAME=SECONDS to FILE.

The performance gate reads the file (`choosemypower perf --builds FILE`). A command that fails leaves no line.
"""

import subprocess
import sys
import time
from pathlib import Path


def main() -> int:
    file, name, *command = sys.argv[1:]
    began = time.monotonic()
    status = subprocess.run(command).returncode
    if status == 0:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        with Path(file).open("a") as times:
            times.write(f"{name}={time.monotonic() - began:.1f}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
