"""Where a setting's text stands: in its variable, in the file that `NAME_FILE` names, or under a host's own name.

Owns: names of variables and files of secrets. Leaves to others: what the text means (`settings`).
"""

from collections.abc import Mapping
from pathlib import Path

ALIASES = {
    "DATABASE_URL": "NETLIFY_DATABASE_URL",
    "DATABASE_DIRECT_URL": "NETLIFY_DATABASE_URL_UNPOOLED",
}
"""Names under which a host gives the same value; ours wins."""
FILE_BYTES_MAX = 64 * 1024


class UnreadableVariableError(Exception):
    """The message names the variable and never repeats a secret."""


def text_of(name: str, environment: Mapping[str, str]) -> str | None:
    """The text of this variable without blanks around it; None when it is unset or blank.

    Raises UnreadableVariableError when its file cannot be read, or when both the variable and its file are given.
    """
    text = environment.get(name, "").strip()
    file = environment.get(f"{name}_FILE", "").strip()
    if text and file:
        raise UnreadableVariableError(f"{name} and {name}_FILE are both set: keep one of them.")
    if file:
        text = _file_text(f"{name}_FILE", Path(file))
    if not text and name in ALIASES:
        text = environment.get(ALIASES[name], "").strip()
    return text or None


def _file_text(variable: str, file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(FILE_BYTES_MAX + 1)
        text = content.decode()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise UnreadableVariableError(f"{variable}={file} cannot be read: {reason}.") from None
    if len(content) > FILE_BYTES_MAX:
        raise UnreadableVariableError(f"{variable}={file} cannot be read: it is longer than 64 kB.")
    if not text.strip():
        raise UnreadableVariableError(f"{variable}={file} cannot be used: the file is empty.")
    return text.strip()
