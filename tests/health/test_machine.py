"""What is left of memory and disk, as a container and as a machine say it."""

from pathlib import Path

from choosemypower.health.machine import disk, memory

MEMINFO = "MemTotal:       2000 kB\nMemFree:         100 kB\nMemAvailable:    500 kB\n"


def container(folder: Path, limit: str) -> Path:
    (folder / "memory.max").write_text(f"{limit}\n")
    (folder / "memory.current").write_text("900\n")
    (folder / "memory.stat").write_text("anon 500\ninactive_file 300\nactive_file 100\n")
    return folder


def test_of_a_container_what_can_be_read_again_is_not_used(tmp_path: Path) -> None:
    room = memory(container(tmp_path, "1000"))
    assert room is not None
    assert (room.used_bytes, room.bytes_max) == (600, 1000)


def test_a_container_without_a_limit_has_the_machines(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text(MEMINFO)
    for cgroup in (container(tmp_path, "max"), tmp_path / "nowhere"):
        room = memory(cgroup, tmp_path / "meminfo")
        assert room is not None
        assert (room.used_bytes, room.bytes_max) == (1500 * 1024, 2000 * 1024)


def test_what_no_system_says_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("nothing of the kind\n")
    assert memory(tmp_path / "nowhere", tmp_path / "meminfo") is None
    assert memory(tmp_path / "nowhere", tmp_path / "none") is None


def test_the_disk_of_a_folder_that_is_not_there_yet_is_its_parents(tmp_path: Path) -> None:
    there, later = disk(tmp_path), disk(tmp_path / "a" / "b")
    assert there is not None
    assert later is not None
    assert there.bytes_max == later.bytes_max > there.used_bytes > 0
