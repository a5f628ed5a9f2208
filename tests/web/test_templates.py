"""The template lint finds each thing that it forbids, and nothing in our templates."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Outcome(NamedTuple):
    returncode: int
    stdout: str


Lint = Callable[[Path], Outcome]


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Lint:
    """The script, run on a folder."""
    spec = importlib.util.spec_from_file_location("lint_templates", ROOT / "scripts" / "lint_templates.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    def run(folder: Path) -> Outcome:
        return Outcome(script.main([str(folder)]), capsys.readouterr().out)

    return run


def test_our_templates_are_clean(lint: Lint) -> None:
    found = lint(ROOT / "templates")
    assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('<button onclick="x()">a</button>', "inline event handler"),
        ('<p class="{{ view.a > 1 }}" style="color:red">a</p>', "style attribute"),
        ("<style>a{}</style>", "inline style element"),
        ("<script>x()</script>", "inline script"),
        ('<div hx-on:click="x()">a</div>', "hx-on"),
        ("<div hx-vals='js:{a: 1}'>a</div>", "js: value"),
        ('<a href="javascript:x()">a</a>', "js: value"),
        ('<div hx-trigger="click[ctrlKey]">a</div>', "trigger filter"),
        ("{{ view.text | safe }}", "|safe without a reason in the line before"),
        ("{{ view.text | shout }}", "unknown filter 'shout'"),
        ("{% autoescape false %}{{ view.text }}{% endautoescape %}", "autoescape switched off"),
        ('<script src="https://cdn.example/x.js"></script>', "file of another site"),
        ('<img src="/a.png">', "image without alt"),
        ("{% if view.a %}", "cannot be parsed"),
    ],
)
def test_lint_names_what_is_forbidden_with_its_line(
    lint: Lint, tmp_path: Path, line: str, problem: str
) -> None:
    template = tmp_path / "bad.html"
    template.write_text(f"<p>fine</p>\n{line}\n")
    found = lint(tmp_path)
    assert found.returncode == 1
    assert f"{template}:2: {problem}" in found.stdout


@pytest.mark.parametrize(
    "line",
    [
        '<script type="application/ld+json">{{ view.document | json_ld }}</script>',
        "<script src=\"{{ asset('js/site.js') }}\" defer></script>",
        '<form hx-trigger="submit, change delay:200ms" hx-sync="this:replace">',
        '<a href="https://www.powertochoose.org">the state</a>',
        "{# no onclick= and no <style> here #}",
        "{{ view.usd | usd }}",
    ],
)
def test_lint_lets_pass_what_is_allowed(lint: Lint, tmp_path: Path, line: str) -> None:
    (tmp_path / "good.html").write_text(f"<p>fine</p>\n{line}\n")
    found = lint(tmp_path)
    assert (found.returncode, found.stdout) == (0, "")


def test_reason_in_the_line_before_excuses_safe(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(
        "{# lint: safe because it is our own table #}\n{{ view.text | safe }}\n"
    )
    assert lint(tmp_path).returncode == 0


def test_lint_without_templates_is_wrong_use(lint: Lint, tmp_path: Path) -> None:
    assert lint(tmp_path).returncode == 2
