"""What a line of log looks like, on standard error: text for people, or one JSON object for programs.

Both name the request under way, and neither holds what looks like an e-mail address or a meter number.
"""

import functools
import logging
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from choosemypower.asked import CURRENT, Asked
from choosemypower.telemetry.lines import Lines, write_requests_to

_MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_METER_NUMBER = re.compile(r"(?<![\w.-])\d{17,22}(?![\w.-])")
"""Any number as long as an ESI ID."""
_LONG_NUMBER = re.compile(r"\d{17}")
LEFT_OUT = "[left out]"
OF_REQUESTS = "choosemypower.access"
"""Who logs the lines of requests."""
_LEVELS = {level: logging.getLevelName(level) for level in (0, logging.DEBUG, logging.INFO)}
_JSON_LEVELS = {level: f'"level":"{name.lower()}"' for level, name in _LEVELS.items()}
SECONDS_AND_ZONE = "%Y-%m-%dT%H:%M:%S%z"


def set_up_logging(level: str, format: str = "text") -> None:
    """Log this program at `level`; libraries only when they warn."""
    if not logging.getLogger().handlers:
        lines = Lines(sys.stderr, JsonLines() if format == "json" else TextLines())
        logging.basicConfig(handlers=[lines], level="WARNING")
        write_requests_to(lines)
    logging.getLogger("choosemypower").setLevel(level.upper())
    # It warns with a traceback for each lost connection; the follower of the epoch says it in a line.
    logging.getLogger("asyncpg").setLevel("ERROR")


class TextLines(logging.Formatter):
    """Time, level, room, message, and the request's id where there is one."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s: %(message)s", datefmt=SECONDS_AND_ZONE, validate=True
        )

    def formatMessage(self, record: logging.LogRecord) -> str:
        asked = CURRENT.get()
        line = super().formatMessage(record)
        return line if asked is None else f"{line} [{asked.id}]"

    def format(self, record: logging.LogRecord) -> str:
        return without_personal_data(super().format(record))

    def of_request(self, asked: Asked, at: float) -> str:
        # In one piece, as below: called for each request.
        took = f"{asked.took_seconds * 1000:.2f}"
        return (
            f"{_local_second(int(at))} {_LEVELS[asked.level]} {OF_REQUESTS}: {asked.method} {asked.route or '-'}"
            f" {asked.status or 'no answer'} {took} ms {asked.cache or '-'} [{asked.id}]"
        )


class JsonLines(logging.Formatter):
    """One object a line; `facts` given as `extra` become members of it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "room": record.name,
            "message": without_personal_data(record.getMessage()),
        }
        asked = CURRENT.get()
        if asked is not None:
            line["requestId"] = asked.id
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["error"] = without_personal_data(self.formatException(record.exc_info))
        return _encoder()(line).decode()

    def of_request(self, asked: Asked, at: float) -> str:
        second = int(at)
        took = f"{asked.took_seconds * 1000:.2f}"
        made = asked.render_seconds
        render = "" if made is None else f',"renderMilliseconds":{made * 1000:.2f}'
        # Nothing in it needs an escape: ids are looked at (`asked.is_id`), all other words are our own.
        return (
            f'{{"time":"{_second(second)}.{int((at - second) * 1000):03}+00:00",{_JSON_LEVELS[asked.level]},'
            f'"room":"{OF_REQUESTS}","message":"{asked.method} {asked.route or "-"} {asked.status or "no answer"} '
            f'{took} ms {asked.cache or "-"}","requestId":"{asked.id}","method":"{asked.method}",'
            f'"route":"{asked.route}","class":"{asked.page_class}","status":{asked.status},"milliseconds":{took},'
            f'"cache":"{asked.cache}"{render}}}'
        )


@functools.cache
def _encoder() -> Callable[[object], bytes]:
    import msgspec  # not before: the parent of the worker logs next to nothing, and is kept small

    return msgspec.json.Encoder(enc_hook=str).encode


# Many lines are of one second.
@functools.lru_cache(maxsize=4)
def _local_second(second: int) -> str:
    return time.strftime(SECONDS_AND_ZONE, time.localtime(second))


@functools.lru_cache(maxsize=4)
def _second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def without_personal_data(text: str) -> str:
    """The text with e-mail addresses and meter numbers left out, wherever they came from."""
    # Looked for only where they can be: else they took three quarters of what a line of log costs.
    if "@" in text:
        text = _MAIL_ADDRESS.sub(LEFT_OUT, text)
    return _METER_NUMBER.sub(LEFT_OUT, text) if _LONG_NUMBER.search(text) else text
