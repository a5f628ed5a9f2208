"""From the bytes of a file to its text: which encoding it has, and whether it is a text at all."""

import codecs
import re

from choosemypower.ingest.errors import ListingRefusedError

_OTHER_FORMATS = (
    (b"\x1f\x8b", "compressed with gzip; unpack it first (gunzip)"),
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook; save the sheet as CSV first"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save the sheet as CSV first"),
    (b"%PDF", "a PDF"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "compressed with xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it first"),
    (b"SQLite format 3", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PAR1", "a Parquet file; save it as CSV first"),
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<!?\s*[a-z][a-z0-9]*[\s>/]", re.IGNORECASE | re.DOTALL
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode_listing(content: bytes) -> str:
    """The text of a listing. Raises ListingRefusedError when the bytes are not the text of a table."""
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise ListingRefusedError("The file is empty.")
    for start, what in _OTHER_FORMATS:
        if content.startswith(start):
            raise ListingRefusedError(f"This is not a listing: the file is {what}.")
    text = _decoded(content)
    _refuse_markup(text)
    _refuse_binary(text)
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace").lstrip("\ufeff")
    head = content[:400]
    zeros = head.count(0)
    if zeros > len(head) // 3:
        # UTF-16 without its mark: every other byte of Latin text is zero.
        return content.decode(
            "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be", "replace"
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Windows-1252, or UTF-8 with a few lines of it: each line speaks for itself.
        return "".join(map(_decoded_line, content.splitlines(keepends=True)))


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _refuse_markup(text: str) -> None:
    head = text[:4000].lstrip()
    if _MARKUP.match(head):
        raise ListingRefusedError(
            "This is a web page, not a listing. The site may have answered with an error page or a form."
        )
    if head.startswith("{") or re.match(r'\[\s*[{\d"]', head):
        raise ListingRefusedError("This is JSON, not a listing: a table in CSV form is expected.")


def _refuse_binary(text: str) -> None:
    head = text[:100_000]
    odd = len(_CONTROL.findall(head)) + head.count("\ufffd")
    if odd > 8 + len(head) // 100:
        raise ListingRefusedError("This is not a listing: the file holds binary data, not a table.")
