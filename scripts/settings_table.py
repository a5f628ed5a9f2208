"""Write the settings table of README.md anew from the Settings Struct and its docstrings."""

import ast
import itertools
import sys
from pathlib import Path

import msgspec

from choosemypower.settings import ENVIRONMENT_NAMES, Settings
from choosemypower.settings import fields as module

README = Path(__file__).parents[1] / "README.md"
HEAD = "| variable | default | meaning |\n|---|---|---|\n"


def meanings() -> dict[str, str]:
    """The docstring under each field."""
    tree = ast.parse(Path(module.__file__).read_text())
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings").body
    found: dict[str, str] = {}
    for field, following in itertools.pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(following, ast.Expr)
            and isinstance(following.value, ast.Constant)
        ):
            found[field.target.id] = " ".join(str(following.value.value).split())
    return found


def table() -> str:
    """One row for each setting."""
    texts = meanings()
    rows = []
    for field in msgspec.structs.fields(Settings):
        default = "" if field.default in (None, Path(), "") else f"`{field.default}`"
        text = texts.get(field.name, "Port to listen on." if field.name == "port" else "")
        for name, variable in ENVIRONMENT_NAMES.items():
            text = text.replace(f"`{name}`", f"`{variable}`")
        text = text.replace("|", "\\|")
        rows.append(f"| `{ENVIRONMENT_NAMES[field.name]}` | {default} | {text} |\n")
    return HEAD + "".join(rows)


def main() -> int:
    readme = README.read_text()
    start = readme.index(HEAD)
    end = readme.index("\n## ", start)
    README.write_text(readme[:start] + table() + readme[end:])
    return 0


if __name__ == "__main__":
    sys.exit(main())
