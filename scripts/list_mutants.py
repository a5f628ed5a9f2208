"""Print the mutants that no test noticed, each with the line that it changed, as a list for docs/mutants.md.

python scripts/list_mutants.py      after `make mutants`
"""

import subprocess
import sys
from pathlib import Path

MUTMUT = str(Path(sys.executable).with_name("mutmut"))
UNNOTICED = ("survived", "no tests", "timeout", "suspicious")


def main() -> None:
    results = _output("results")
    for line in results.splitlines():
        name, _, state = line.strip().rpartition(": ")
        if state in UNNOTICED:
            print(f"- `{name}` ({state})")
            print(*(f"    {changed}" for changed in _changed_lines(name)), sep="\n")


def _changed_lines(name: str) -> list[str]:
    lines = _output("show", name).splitlines()
    return [line for line in lines if line[:1] in ("-", "+") and line[:3] not in ("---", "+++")]


def _output(*arguments: str) -> str:
    return subprocess.run([MUTMUT, *arguments], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
