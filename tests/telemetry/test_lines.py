"""Lines of log are written by a thread: in order, whole, soon, none lost at the end; nobody waits for their reader."""

import io
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import httpx
import pytest

from choosemypower.asked import Asked
from choosemypower.settings import Settings
from choosemypower.telemetry.lines import LINES_MAX, Lines
from choosemypower.telemetry.logs import JsonLines, TextLines
from tests.support.server import running_server
from tests.support.waiting import until_true


def answered(number: int) -> Asked:
    asked = Asked(f"visit-{number:06}", "GET")
    asked.route, asked.page_class, asked.cache, asked.status = "/zip/{zip}", "city", "made", 200
    asked.level = logging.INFO
    return asked


def said(level: int, words: str) -> logging.LogRecord:
    return logging.LogRecord("choosemypower.x", level, "", 0, words, (), None)


class Writes(io.StringIO):
    """Remembers what came in one piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def write(self, text: str) -> int:
        self.pieces.append(text)
        return super().write(text)


def test_lines_stand_in_the_order_in_which_they_came_and_requests_come_many_at_once() -> None:
    stream = Writes()
    lines = Lines(stream, JsonLines())
    with lines.gathering():
        for number in range(1000):
            lines.note(answered(number))
        lines.handle(said(logging.WARNING, "the last"))
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line.get("requestId", line["message"]) for line in told] == [
        *(f"visit-{number:06}" for number in range(1000)),
        "the last",
    ]
    assert all(piece.endswith("\n") for piece in stream.pieces)
    assert len(stream.pieces) < 200


def test_a_line_of_a_request_looks_like_every_other_line() -> None:
    for form in (TextLines(), JsonLines()):
        stream = io.StringIO()
        lines = Lines(stream, form)
        lines.note(answered(1))
        lines.handle(said(logging.INFO, "Database look: 1.00 ms."))
        of_request, other = stream.getvalue().splitlines()
        if isinstance(form, JsonLines):
            assert json.loads(of_request).keys() >= json.loads(other).keys() | {
                "requestId",
                "route",
                "status",
            }
        else:
            assert of_request.split()[0][:17] == other.split()[0][:17]
            assert of_request.split()[1:3] == ["INFO", "choosemypower.access:"]
            assert "GET /zip/{zip} 200 " in of_request
            assert of_request.endswith("[visit-000001]")


def test_what_is_no_line_of_a_request_is_written_while_the_program_goes_on() -> None:
    stream = io.StringIO()
    lines = Lines(stream, TextLines())
    with lines.gathering():
        lines.handle(said(logging.ERROR, "trouble"))
        until_true(lambda: "trouble" in stream.getvalue(), "the line never came")
        lines.note(answered(1))
        until_true(lambda: "visit-000001" in stream.getvalue(), "the line never came")


def test_lines_come_again_after_each_pause() -> None:
    stream = io.StringIO()
    lines = Lines(stream, TextLines())
    with lines.gathering():
        for number in range(3):
            lines.note(answered(number))
            until_true(lambda: f"visit-{number:06}" in stream.getvalue(), "the line never came")  # noqa: B023
            until_true(lambda: lines.is_idle, "the thread never rested")


def test_a_line_for_programs_tells_how_long_its_answer_was_made_and_what_nobody_answered() -> None:
    stream = io.StringIO()
    lines = Lines(stream, JsonLines())
    made, unanswered = answered(1), Asked("visit-000002", "another")
    made.render_seconds, made.ended_at = 0.00251, made.began_at + 0.0126
    unanswered.level = logging.INFO
    for asked in (made, unanswered):
        lines.note(asked)
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first["message"] == "GET /zip/{zip} 200 12.60 ms made"
    assert (first["class"], first["milliseconds"], first["renderMilliseconds"]) == ("city", 12.6, 2.51)
    assert second["message"] == "another - no answer 0.00 ms -"
    assert (second["status"], second["level"]) == (0, "info")
    assert "renderMilliseconds" not in second


@contextmanager
def pipe_that_nobody_reads() -> Iterator[tuple[TextIO, TextIO]]:
    reading, writing = os.pipe()
    with os.fdopen(reading) as reader, os.fdopen(writing, "w") as writer:
        yield reader, writer


def test_nobody_waits_for_a_reader_that_does_not_read_and_what_is_dropped_is_counted_and_told() -> None:
    count = LINES_MAX + 5000
    with pipe_that_nobody_reads() as (reader, writer):
        lines = Lines(writer, JsonLines())
        with lines.gathering():
            for number in range(count):
                lines.note(answered(number))
            assert lines.dropped > 0
            told = iter(reader.readline, "")
            came, dropped = 0, 0
            while came + dropped < count:
                line = json.loads(next(told))
                if "requestId" in line:
                    came += 1
                else:
                    assert line["level"] == "warning"
                    dropped += int(line["message"].split()[0])
    assert dropped == lines.dropped


def test_a_reader_that_is_gone_stops_nothing() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    writer = os.fdopen(writing, "w")
    lines = Lines(writer, TextLines())
    with lines.gathering():
        lines.note(answered(1))
        lines.handle(said(logging.ERROR, "trouble"))
    assert lines.dropped >= 2
    with pytest.raises(BrokenPipeError):
        writer.close()


@pytest.mark.db
@pytest.mark.server
def test_a_server_that_is_told_to_stop_writes_the_line_of_every_request_first(
    stocked_for_module: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    with running_server(stocked_for_module, LOG_FORMAT="json", LOG_LEVEL="INFO") as url:
        for number in range(40):
            named = {"x-request-id": f"visit-{number:06}"}
            assert httpx.get(f"{url}/nothing-{number}", headers=named).status_code == 404
    told = [json.loads(line).get("requestId") for line in capfd.readouterr().err.splitlines()]
    assert {f"visit-{number:06}" for number in range(40)} <= set(told)
