"""First process of the cluster's namespaces; when it ends, everything in them does."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.cluster.client import CommandFailed
from bench.cluster.life import STEPS
from bench.cluster.machine import Machine
from bench.cluster.release import Release, StepFailed


def main() -> None:
    folder, programs, *images = map(Path, sys.argv[1:])
    machine = Machine(folder, programs)
    machine.start()
    for node in ("node-1", "node-2"):
        machine.start_node(node, images)
        print(f"{node} is ready", flush=True)
    release = Release(machine)
    wanted = os.environ.get("STEPS", "").split()
    steps = [step for step in STEPS if not wanted or step.__name__ in wanted]
    failed = [step.__name__ for step in steps if not _done(step, release)]
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


def _done(step: Callable[[Release], str], release: Release) -> bool:
    began = time.monotonic()
    try:
        said, well = step(release), True
    except (StepFailed, CommandFailed) as failure:
        said, well = f"FAILED: {failure}", False
    print(f"{step.__name__.replace('_', ' ')} ({time.monotonic() - began:.0f} s): {said}", flush=True)
    return well


if __name__ == "__main__":
    try:
        main()
    except SystemExit as end:
        print(end.code or "", flush=True)
        os._exit(1 if end.code else 0)  # without waiting for threads
