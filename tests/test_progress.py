"""Progress is told on standard error: a bar on a terminal, a line for each step elsewhere."""

import io
import sys

import pytest

from choosemypower.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def tell(progress: Progress) -> None:
    for done in (0, 500, 1000):
        progress("Reading rows", done, 1000)
    progress("Waiting for other runs", 0, 0)


def test_each_step_is_one_line_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as progress:
        tell(progress)
    assert capsys.readouterr() == ("", "Reading rows …\nWaiting for other runs …\n")


def test_a_terminal_shows_how_far_a_step_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress() as progress:
        tell(progress)
    assert "Reading rows: 100%" in terminal.getvalue()
    assert "1000/1000" in terminal.getvalue()
    assert "Waiting for other runs" in terminal.getvalue()


def test_a_bar_is_closed_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    def fail() -> None:
        with Progress() as progress:
            progress("Reading rows", 500, 1000)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert terminal.getvalue().endswith("\n")
