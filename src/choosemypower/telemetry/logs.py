"""The shape of a line of log, on standard error: text for people, or one JSON object for programs.

Both name the request under way, and neither holds what looks like an e-mail address or a meter number.
"""

import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any

from choosemypower.asked import CURRENT

_MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_METER_NUMBER = re.compile(r"(?<![\w.-])\d{17,22}(?![\w.-])")
"""Any number as long as an ESI ID."""
_LONG_NUMBER = re.compile(r"\d{17}")
LEFT_OUT = "[left out]"


def set_up_logging(level: str, format: str = "text") -> None:
    """Log this program at `level`; libraries only when they warn."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if format == "json" else TextLines())
    logging.basicConfig(handlers=[handler], level="WARNING")
    logging.getLogger("choosemypower").setLevel(level.upper())
    # It warns with a traceback for each lost connection; the follower of the epoch says it in a line.
    logging.getLogger("asyncpg").setLevel("ERROR")


class TextLines(logging.Formatter):
    """Time, level, room, message, and the request's id where there is one."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s: %(message)s", datefmt="%Y-%m-%dT%H:%M:%S%z", validate=True
        )

    def formatMessage(self, record: logging.LogRecord) -> str:
        asked = CURRENT.get()
        line = super().formatMessage(record)
        return line if asked is None else f"{line} [{asked.id}]"

    def format(self, record: logging.LogRecord) -> str:
        return without_personal_data(super().format(record))


class JsonLines(logging.Formatter):
    """One object a line; `facts` given as `extra` become members of it."""

    def format(self, record: logging.LogRecord) -> str:
        import msgspec  # not before: the parent of the worker logs next to nothing, and is kept small

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
        return msgspec.json.encode(line, enc_hook=str).decode()


def without_personal_data(text: str) -> str:
    """The text with e-mail addresses and meter numbers left out, wherever they came from."""
    # Looked for only where they can be: else they took three quarters of what a line of log costs.
    if "@" in text:
        text = _MAIL_ADDRESS.sub(LEFT_OUT, text)
    return _METER_NUMBER.sub(LEFT_OUT, text) if _LONG_NUMBER.search(text) else text
