"""Print the size of `src/` at a revision beside today's: `python scripts/measure_house.py [REVISION]`.

The default is the last commit before the rooms were put in order; see docs/decisions/0018. Needs the history of git.
"""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from radon.complexity import cc_rank, cc_visit  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "src/choosemypower/"
BEFORE = "fa0eb55"
COUNTED = ("WeakKeyDictionary(", "NamedDependency[", "Request[Any")
FEE_GRAMMAR = ("fee_text.py", "thresholds.py", "denials.py", "statements.py", "charges_of_text.py")


class House(NamedTuple):
    lines: Counter[str]
    """By room; what stands in none is `.`."""
    names: Counter[str]
    """Classes and functions of modules without `_`, by room."""
    several: int
    """Class names that two or more modules define."""
    found: Counter[str]
    any_words: int
    complex: int
    """Functions of radon's rank D or worse, outside the grammar of fees."""


def main(revision: str = BEFORE) -> None:
    then, now = measure(revision), measure("HEAD")
    old = set(then.lines)
    print(f"{'':34}{revision:>10}{'HEAD':>10}")
    for room in sorted(then.lines | now.lines, key=lambda room: (room not in old, -now.lines[room])):
        print(f"{room:34}{then.lines[room] or '-':>10}{now.lines[room] or '-':>10}")
    rows = {
        "lines": (then.lines.total(), now.lines.total()),
        "lines of the rooms of then": (then.lines.total(), sum(now.lines[room] for room in old)),
        "public names": (then.names.total(), now.names.total()),
        "public names of the rooms of then": (then.names.total(), sum(now.names[room] for room in old)),
        "public names per 1,000 lines": tuple(
            per_thousand(house, house.names.total()) for house in (then, now)
        ),
        "class names of several things": (then.several, now.several),
        **{name: (then.found[name], now.found[name]) for name in COUNTED},
        "Any per 1,000 lines": tuple(per_thousand(house, house.any_words) for house in (then, now)),
        "functions of radon D or worse": (then.complex, now.complex),
    }
    print()
    for name, (before, after) in rows.items():
        print(f"{name:34}{before:>10,}{after:>10,}")


def per_thousand(house: House, times: int) -> float:
    return round(1000 * times / house.lines.total(), 1)


def measure(revision: str) -> House:
    """The house as it stood at a revision."""
    lines, names, found = Counter[str](), Counter[str](), Counter[str]()
    classes: dict[str, set[str]] = {}
    any_words = complex_functions = 0
    for path in git("ls-tree", "-r", "--name-only", revision, PACKAGE).splitlines():
        if not path.endswith(".py"):
            continue
        text = git("show", f"{revision}:{path}")
        room = path.removeprefix(PACKAGE).rpartition("/")[0].partition("/")[0] or "."
        lines[room] += len(text.splitlines())
        tree = ast.parse(text)
        for part in tree.body:
            if (
                isinstance(part, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
                and part.name[0] != "_"
            ):
                names[room] += 1
                if isinstance(part, ast.ClassDef):
                    classes.setdefault(part.name, set()).add(path)
        found.update({word: text.count(word) for word in COUNTED})
        any_words += sum(isinstance(part, ast.Name) and part.id == "Any" for part in ast.walk(tree))
        if not path.endswith(FEE_GRAMMAR):
            complex_functions += sum(cc_rank(block.complexity) >= "D" for block in cc_visit(text))
    several = sum(len(places) > 1 for places in classes.values())
    return House(lines, names, several, found, any_words, complex_functions)


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main(*sys.argv[1:2])
