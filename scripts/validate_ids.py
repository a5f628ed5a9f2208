"""Is an identifier of a plan or of a meter written into the program? (The specification's `validate-ids`.)

    python scripts/validate_ids.py [FILE…]      default: src, templates and static, without the reference tables

Plans come from datasets and meters from visitors: an identifier in the code would be somebody's plan, or somebody's
home. Looked for: meter identifiers (ESIID, 17 or 22 digits beginning with 10), the state's `idKey` or our `plan_id`
given a literal, and the 24 hexadecimal digits of the upstream API.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("src", "templates", "static")
SUFFIXES = {".py", ".html", ".jinja", ".xml", ".txt", ".js", ".json", ".css"}
PATTERNS = {
    "a meter identifier": re.compile(r"(?<![\w.])10\d{15}(?:\d{5})?(?![\w.])"),
    "an identifier of the state's listing": re.compile(r"(?i)\bid_?key['\"]?\s*[=:]{1,2}\s*['\"]?\d{3,}"),
    "a plan identifier": re.compile(r"\bplan_?[iI]d['\"]?\s*(?:==|=|:)\s*['\"][\w-]{6,}['\"]"),
    "an identifier of the upstream API": re.compile(r"(?<![\w-])[0-9a-f]{24}(?![\w-])"),
}


def main(arguments: list[str]) -> int:
    files = [Path(name) for name in arguments] or [
        path
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in SUFFIXES and "vendor" not in path.parts
    ]
    found = [line for file in files for line in problems(file)]
    print("\n".join(found) if found else f"No identifier of a plan or a meter in {len(files)} files.")
    return 1 if found else 0


def problems(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return [
        f"{file}:{number}: {what}: {match[0]}"
        for number, line in enumerate(lines, 1)
        for what, pattern in PATTERNS.items()
        if (match := pattern.search(line))
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
