"""Do the templates keep to what our Content-Security-Policy and our escaping allow?

    python scripts/lint_templates.py [FOLDER …]        default: templates/

Forbidden: inline event handlers, style attributes, inline scripts and styles (data blocks of JSON-LD are allowed),
`hx-on`, `js:` and `javascript:` values, trigger filters in square brackets (htmx runs those through the Function
constructor), `|safe` without a reason, `{% autoescape false %}`, filters that do not exist, images without alt,
forms that post without a target of ours. A line that needs an exception says so in the line before it:
`{# lint: safe because the bytes come from our own table #}`.

Prints `file:line: what is wrong` for each finding and exits 1; exits 0 with nothing to say.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from choosemypower.web.filters import FILTERS

ROOT = Path(__file__).resolve().parents[1]

RULES = (
    ("inline event handler", re.compile(r"""<[^>]*\son[a-z]+\s*=""", re.IGNORECASE)),
    ("style attribute", re.compile(r"""<[^>]*\sstyle\s*=""", re.IGNORECASE)),
    ("inline style element", re.compile(r"<style\b", re.IGNORECASE)),
    (
        "inline script",
        re.compile(r"""<script(?![^>]*\ssrc=)(?![^>]*type="application/ld\+json")[^>]*>""", re.IGNORECASE),
    ),
    ("hx-on", re.compile(r"\b(?:data-)?hx-on\b", re.IGNORECASE)),
    ("js: value", re.compile(r"""=\s*["']?\s*(?:js|javascript):""", re.IGNORECASE)),
    ("trigger filter", re.compile(r"""\bhx-trigger\s*=\s*(?:"[^"]*\[|'[^']*\[)""", re.IGNORECASE)),
    ("autoescape switched off", re.compile(r"\{%-?\s*autoescape\s+false", re.IGNORECASE)),
    (
        "file of another site",
        re.compile(r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)=["'](?:https?:)?//"""),
    ),
    ("image without alt", re.compile(r"<img\b(?![^>]*\balt=)", re.IGNORECASE)),
)
EXCEPTION = re.compile(r"\{#\s*lint:\s*\S.{7,}?#\}")
TAG = re.compile(r"<[a-zA-Z][^<]*?>", re.DOTALL)


def main(arguments: list[str]) -> int:
    """Lint the folders and say how it went."""
    folders = [Path(argument) for argument in arguments] or [ROOT / "templates"]
    files = sorted(path for folder in folders for path in folder.rglob("*.html"))
    if not files:
        print(f"No template found in {', '.join(map(str, folders))}.", file=sys.stderr)
        return 2
    findings = [finding for path in files for finding in lint_file(path)]
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} findings in {len(files)} templates.", file=sys.stderr)
    return 1 if findings else 0


def lint_file(path: Path) -> Iterator[str]:
    """What is wrong with one template, as `file:line: what`."""
    text = path.read_text(encoding="utf-8")
    excused = {number + 1 for number, line in enumerate(text.splitlines(), 1) if EXCEPTION.search(line)}
    for line, problem in sorted({*_markup_problems(text), *_template_problems(text)}):
        if line not in excused:
            yield f"{path}:{line}: {problem}"


def _markup_problems(text: str) -> Iterator[tuple[int, str]]:
    # Comments of the template may name what they forbid; their lines stay, so that numbers are right.
    text = re.sub(r"\{#.*?#\}", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL)
    # An expression may contain ">": it would end the tag too early.
    masked = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", lambda match: _blank(match[0]), text, flags=re.DOTALL)
    for tag in TAG.finditer(masked):
        for problem, pattern in RULES:
            if pattern.search(tag[0]):
                yield _line(masked, tag.start()), problem
    for problem, pattern in RULES:
        if problem == "autoescape switched off":
            for match in pattern.finditer(text):
                yield _line(text, match.start()), problem


def _template_problems(text: str) -> Iterator[tuple[int, str]]:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    known = {*environment.filters, *FILTERS}
    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as error:
        yield error.lineno, f"cannot be parsed: {error.message}"
        return
    for node in tree.find_all(nodes.Filter):
        if node.name == "safe":
            yield node.lineno, "|safe without a reason in the line before"
        elif node.name not in known:
            yield node.lineno, f"unknown filter {node.name!r}"


def _blank(expression: str) -> str:
    return "".join("\n" if character == "\n" else "x" for character in expression)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
