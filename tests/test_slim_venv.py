"""What slims the image's environment touches no file of another one."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "scripts" / "slim_venv.py"


def test_a_library_that_is_one_with_the_installers_cache_stays_as_it_was_there(tmp_path: Path) -> None:
    site = tmp_path / "venv/lib/python3.13/site-packages"
    site.mkdir(parents=True)
    (tmp_path / "venv/bin").mkdir()
    cached = tmp_path / "module.so"
    # An ELF program with one segment of 64 bytes, and sections behind it.
    head = b"\x7fELF\x02\x01" + bytes(26) + (64).to_bytes(8, "little") + bytes(14)
    head += (56).to_bytes(2, "little") + (1).to_bytes(2, "little") + bytes(6)
    segment = (1).to_bytes(4, "little") + bytes(28) + (120).to_bytes(8, "little") + bytes(16)
    cached.write_bytes(head + segment + b"debug information")
    os.link(cached, site / "module.so")
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path / "venv")], check=True)
    assert cached.read_bytes().endswith(b"debug information")
    assert (site / "module.so").stat().st_size == 120


def test_no_command_of_a_package_that_is_gone_stays(tmp_path: Path) -> None:
    bin_folder = tmp_path / "venv/bin"
    bin_folder.mkdir(parents=True)
    (tmp_path / "venv/lib/python3.13/site-packages").mkdir(parents=True)
    for name in ("activate", "choosemypower", "granian", "black", "blackd", "faker", "httpx", "rich-click"):
        (bin_folder / name).write_text("#!/venv/bin/python\n")
    (bin_folder / "python3").symlink_to(sys.executable)
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path / "venv")], check=True)
    assert {path.name for path in bin_folder.iterdir()} == {"activate", "choosemypower", "granian", "python3"}
