"""A facts label's file as text: PDF, HTML or plain text. Foreign bytes: called in a process of `workers`.

Why pypdfium2 and selectolax: docs/decisions/0013-label-files.md. A table's row becomes one line again, by position:
PDFs give cells in the order in which they were drawn.
"""

from statistics import median
from typing import TYPE_CHECKING

import msgspec

from choosemypower.documents.label_text import MOST_CHARACTERS
from choosemypower.errors import AppError

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

BYTES_MAX = 2 * 1024 * 1024
PAGES_MAX = 12
"""A label has one to three pages, in two languages six; a provider's terms have more."""
PIECES_MAX = 20_000
"""Of text on one page."""
TAGS_MAX = 20_000
"""Of an HTML page: elements within elements cost the square of their depth."""
COLUMN_GAP = 1.5
"""Heights of a line: a wider gap between two pieces parts two cells."""
_HIDDEN = "script, style, noscript, template, head"
_BLOCKS = "p, div, tr, li, br, h1, h2, h3, h4, h5, h6, section, article, table, ul, ol, dt, dd"


class LabelFileError(AppError):
    """The file holds no text that we can read; the message says what to do instead."""

    code = "label_file"
    status = 422
    title = "We cannot read this label"


class LabelFile(msgspec.Struct, frozen=True):
    """What is known of a file before it is read."""

    media_type: str = ""


class LabelFileText(msgspec.Struct, frozen=True):
    text: str


_BELOW_FONT = 2.0
_TALLEST_LINE = 30.0
"""Points; a font that claims more is not believed."""


class _Piece(msgspec.Struct):
    """A run of text on a page; points, from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        return self.top - self.bottom


def read_in_worker(content: bytes, file: LabelFile) -> LabelFileText:
    """`text_of` in the shape that a worker process calls."""
    return LabelFileText(text_of(content, file.media_type))


def text_of(content: bytes, media_type: str = "") -> str:
    """The text of a label's file, a table's row in one line. What the bytes are counts, not what they are called.

    Raises LabelFileError.
    """
    if len(content) > BYTES_MAX:
        raise LabelFileError("The file is larger than 2 MB; a facts label has a few hundred kB at most.")
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").lower()
    if b"%pdf-" in start:
        text = _pdf_text(content)
    elif start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<div", b"<table")) or (
        media_type.partition(";")[0].strip().casefold() in ("text/html", "application/xhtml+xml")
    ):
        text = _html_text(content)
    else:
        text = _plain_text(content, start)
    if not text.strip():
        raise LabelFileError("The file holds no text.")
    if len(text) > MOST_CHARACTERS:
        raise LabelFileError("The text is too long for a facts label. Send the label alone, not a booklet.")
    return text


def _plain_text(content: bytes, start: bytes) -> str:
    if start.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8", b"ii*\0", b"mm\0*")):
        raise LabelFileError("This is a picture. Send the PDF of the label, or paste its text.")
    if start.startswith((b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise LabelFileError(
            "This is an office document or an archive. Send the label as a PDF, or paste its text."
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace").replace("\0", "")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    controls = sum(character < " " and character not in "\t\r\n\f" for character in text)
    if controls > len(text) // 50:
        raise LabelFileError("This is no PDF, HTML or text. Send the label as a PDF, or paste its text.")
    return text.replace("\0", "")


def _pdf_text(content: bytes) -> str:
    import pypdfium2 as pdfium  # only workers and commands load it

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium.raw.FPDF_ERR_PASSWORD:
            raise LabelFileError("This PDF is locked with a password. Send one that opens without.") from None
        raise LabelFileError("This PDF is broken: it cannot be opened. Download it again.") from None
    try:
        if len(document) == 0:
            raise LabelFileError("This PDF has no pages. Download it again.")
        if len(document) > PAGES_MAX:
            raise LabelFileError(
                f"This PDF has {len(document)} pages; a facts label has three at most. Send the label alone."
            )
        text = "\f".join(_page_text(document[number]) for number in range(len(document)))
    except pdfium.PdfiumError:
        raise LabelFileError("This PDF is broken: a page cannot be read. Download it again.") from None
    finally:
        document.close()
    if not text.strip():
        raise LabelFileError(
            "This PDF holds pictures of pages, no text: it was scanned. Paste the label's text instead."
        )
    return text


def _page_text(page: "PdfPage") -> str:
    text_page = page.get_textpage()
    count = text_page.count_rects()
    if count > PIECES_MAX:
        raise LabelFileError(
            "This PDF is drawn from too many pieces for a facts label. Paste the text instead."
        )
    pieces = []
    for number in range(count):
        left, bottom, right, top = text_page.get_rect(number)
        text = text_page.get_text_bounded(left, bottom, right, top).strip()
        if text and top > bottom:
            low, high = _line_of_ink(text_page, left, bottom, right, top)
            pieces.append(_Piece(left, low, right, high, " ".join(text.split())))
    return "\n".join(_line_text(line) for line in _lines(pieces))


def _line_of_ink(
    text_page: "PdfTextPage", left: float, bottom: float, right: float, top: float
) -> tuple[float, float]:
    """Where the line of a piece begins and ends: a dash drawn alone has the height of its font, not of its ink."""
    for x in ((left + right) / 2, left):
        at = text_page.get_index(x, (bottom + top) / 2, 1, 1)
        if at is not None:
            _, low, _, high = text_page.get_charbox(at, loose=True)
            if low <= bottom + _BELOW_FONT and high >= top - _BELOW_FONT and high - low <= _TALLEST_LINE:
                return low, high
    return bottom, top


def _lines(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Pieces whose middles lie within half a line of each other, from the top of the page down."""
    lines: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if lines and abs(lines[-1][0].middle - piece.middle) < min(lines[-1][0].height, piece.height) / 2:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _line_text(line: list[_Piece]) -> str:
    line.sort(key=lambda piece: piece.left)
    height = median(piece.height for piece in line)
    text, end = line[0].text, line[0].right
    for piece in line[1:]:
        gap = piece.left - end
        text += ("  " if gap > COLUMN_GAP * height else " " if gap > height / 10 else "") + piece.text
        end = max(end, piece.right)
    return text


def _html_text(content: bytes) -> str:
    from selectolax.lexbor import LexborHTMLParser  # only workers and commands load it

    if content.count(b"<") > TAGS_MAX:
        raise LabelFileError(
            "This page has too many parts for a facts label. Paste the label's text instead."
        )
    tree = LexborHTMLParser(content)
    for node in tree.css(_HIDDEN):
        node.decompose()
    for node in tree.css("td, th"):
        node.insert_after("  ")
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
        if node.tag != "br":
            node.insert_after("\n")
    body = tree.body
    lines = (body.text() if body is not None else "").replace("\xa0", " ").splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
