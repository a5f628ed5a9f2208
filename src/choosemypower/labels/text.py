"""A label's file as text: the one place that knows kinds of files."""

from choosemypower.documents.label_text import MOST_CHARACTERS

_PLAIN = ("text/plain", "")


class NoTextError(Exception):
    """The file holds no text that we can read; the message is a sentence."""


def text_of_file(content: bytes, media_type: str) -> str:
    """The text of a label's file. Raises NoTextError."""
    kind = media_type.partition(";")[0].strip().casefold()
    start = content[:1024].lstrip().lower()
    if (
        start.startswith(b"%pdf")
        or start.startswith((b"<!doctype", b"<html", b"<?xml"))
        or kind not in _PLAIN
    ):
        raise NoTextError(f"Files of the kind {kind or 'unknown'} are not read yet.")
    text = content.decode("utf-8", errors="replace").replace("\0", "")
    if len(text) > MOST_CHARACTERS:
        raise NoTextError("The text is too long for a facts label.")
    if not text.strip():
        raise NoTextError("The file holds no text.")
    return text
