"""What the machine still has for this process: memory below the container's limit, and room on its disk."""

import shutil
from pathlib import Path

import msgspec

CGROUP = Path("/sys/fs/cgroup")
"""Of the container, as it sees itself (version 2)."""
MEMINFO = Path("/proc/meminfo")


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """Of memory or of a disk."""

    used_bytes: int
    bytes_max: int


def memory(cgroup: Path = CGROUP, meminfo: Path = MEMINFO) -> Room | None:
    """Of the container, all its processes together; of the machine where the container has no limit."""
    return _of_container(cgroup) or _of_machine(meminfo)


def _of_container(cgroup: Path) -> Room | None:
    try:
        limit = (cgroup / "memory.max").read_text().strip()
        used = int((cgroup / "memory.current").read_text())
        numbers = _numbers(cgroup / "memory.stat")
    except (OSError, ValueError):
        return None
    if not limit.isdecimal() or int(limit) == 0:
        return None
    # Files that can be read again make room when it is needed.
    return Room(used_bytes=max(0, used - numbers.get("inactive_file", 0)), bytes_max=int(limit))


def _of_machine(meminfo: Path) -> Room | None:
    try:
        numbers = _numbers(meminfo)
        total, available = numbers["MemTotal:"] * 1024, numbers["MemAvailable:"] * 1024
    except (OSError, ValueError, KeyError):
        return None
    return Room(used_bytes=total - available, bytes_max=total)


def _numbers(file: Path) -> dict[str, int]:
    """By the first word of each line, its second."""
    lines = (line.split() for line in file.read_text().splitlines())
    return {words[0]: int(words[1]) for words in lines if len(words) > 1}


def disk(folder: Path) -> Room | None:
    """Of the disk that holds this folder, or will; None where it cannot be asked."""
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        found = shutil.disk_usage(there)
    except OSError:
        return None
    # What only the system's administrator may fill is not free.
    return Room(used_bytes=found.total - found.free, bytes_max=found.total)
