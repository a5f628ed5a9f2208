"""What a file is by its first bytes: ZIP archives and spreadsheets are opened, others refused with what to do."""

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath

from choosemypower.usage.meter_table import Table, table_of
from choosemypower.usage.readings import MeterFileError

LONGEST_FILE_BYTES = 10_000_000
_LONGEST_SPREADSHEET_BYTES = 80_000_000
"""Of all parts of a spreadsheet unpacked: a year of quarter hours has 15 MB."""
_MOST_MEMBERS = 200
_MOST_COLUMNS = 200
_SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".ods")
_READABLE = (".csv", ".xml", ".txt", ".tsv", "", *_SPREADSHEETS)
_WORDS_BESIDE = re.compile(r"read ?me|licen[cs]e|notes?|about", re.IGNORECASE)
_WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_OF_A_BILL = (
    "If it is a bill, type its kWh and its month under “One typical bill”. "
    "If it is a meter report, download it as a CSV or Green Button file."
)
_JSON = "This is JSON. At smartmetertexas.com choose CSV or Green Button as the format of the report instead."
_WITH_ZEROS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How UTF-16 begins, with a mark or as XML."""
_ENOUGH_TO_TELL = 64
_WEB_PAGE = "This is a web page, not a meter file. Sign in and use the button that downloads the report."
_ARCHIVE = "Unpack it, and send the CSV or XML file in it."
_SENTENCES = {
    b"%PDF": f"This is a PDF. {_OF_A_BILL}",
    b"\x89PNG": f"This is a picture. {_OF_A_BILL}",
    b"\xff\xd8\xff": f"This is a photo. {_OF_A_BILL}",
    b"GIF8": f"This is a picture. {_OF_A_BILL}",
    b"\xd0\xcf\x11\xe0": "This is an old Excel file. Save it as CSV or .xlsx, and try again.",
    b"{\\rtf": "This is a text document. Save its table as CSV, and try again.",
    b"{": _JSON,
    b"[": _JSON,
    b"<html": _WEB_PAGE,
    b"<HTML": _WEB_PAGE,
    b"<table": _WEB_PAGE,
    b"<TABLE": _WEB_PAGE,
    b"\x1f\x8b": f"This is a gzip archive. {_ARCHIVE}",
    b"Rar!": f"This is a RAR archive. {_ARCHIVE}",
    b"7z\xbc\xaf": f"This is a 7z archive. {_ARCHIVE}",
}
_PHOTO_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
"""Of phones; they stand behind four bytes of length. RIFF and WEBP do in pictures of the web."""


def opened(content: bytes) -> bytes | Table:
    """The text of a CSV or XML file, or the first table of a spreadsheet. Raises MeterFileError."""
    _check_size(len(content))
    if not content.strip():
        raise MeterFileError("The file is empty. Download the report again.")
    if content.startswith(b"PK"):
        content_or_table = _unpacked(content)
        if isinstance(content_or_table, Table):
            return content_or_table
        content = content_or_table
    content = _with_mark(content)
    _check_kind(content)
    return content


def _with_mark(content: bytes) -> bytes:
    """UTF-16 that lost the mark at its beginning, with it again."""
    begin = content[:_ENOUGH_TO_TELL]
    first, second = begin[::2].count(0), begin[1::2].count(0)
    if len(begin) < _ENOUGH_TO_TELL or first + second < len(begin) // 3 or (first and second):
        return content
    if content.startswith(_WITH_ZEROS):
        return content
    return (b"\xff\xfe" if second else b"\xfe\xff") + content


def _check_size(length: int) -> None:
    if length > LONGEST_FILE_BYTES:
        raise MeterFileError("The file is larger than 10 MB. Download one year at most.")


def _check_kind(content: bytes) -> None:
    begin = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, sentence in _SENTENCES.items():
        if begin.startswith(mark):
            raise MeterFileError(sentence)
    if content[4:12] in _PHOTO_BRANDS or content[8:12] == b"WEBP":
        raise MeterFileError(f"This is a photo. {_OF_A_BILL}")
    if b"\0" in content and not content.startswith(_WITH_ZEROS):
        raise MeterFileError("This is not a meter file. Download the 15-minute or daily report as CSV.")


def _unpacked(content: bytes, is_within: bool = False) -> bytes | Table:
    """The one file of an archive, or the readings of a workbook; `is_within`: it lay in an archive itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS:
                raise MeterFileError("The ZIP archive holds too many files. Send the CSV or XML file alone.")
            if any(member.filename in _WORKBOOKS for member in members):
                if sum(member.file_size for member in members) > _LONGEST_SPREADSHEET_BYTES:
                    raise MeterFileError(
                        "The spreadsheet is too large. Save the readings of one year as CSV."
                    )
                return _sheet(content)
            if is_within:
                raise MeterFileError(
                    "The ZIP archive holds another one. Unzip both, and send the file in them."
                )
            member = _one_member(archive, members)
        return _unpacked(member, is_within=True) if member.startswith(b"PK") else member
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        OverflowError,
    ):
        raise MeterFileError(
            "This ZIP archive or spreadsheet is damaged. Unzip it, or save it as CSV, and try again."
        ) from None


def _one_member(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> bytes:
    files = [
        member
        for member in members
        if member.filename
        and not member.is_dir()
        and not member.filename.startswith("__MACOSX/")
        and not PurePosixPath(member.filename).name.startswith(".")
        and PurePosixPath(member.filename).suffix.lower() in _READABLE
        and not _WORDS_BESIDE.fullmatch(PurePosixPath(member.filename).stem)
    ]
    if len(files) != 1:
        count = "no CSV, XML or spreadsheet file" if not files else f"{len(files)} files"
        raise MeterFileError(f"The ZIP archive holds {count}. Unzip it, and send one file at a time.")
    if files[0].flag_bits & 1:
        raise MeterFileError("The ZIP archive is locked with a password. Unzip it, and send the file in it.")
    with archive.open(files[0]) as member:
        content = member.read(LONGEST_FILE_BYTES + 1)
    _check_size(len(content))
    if not content.strip():
        raise MeterFileError("The file in the ZIP archive is empty. Download the report again.")
    return content


def _sheet(content: bytes) -> Table:
    """The first sheet with a column of energy."""
    from python_calamine import CalamineError, CalamineWorkbook  # loaded by the few who send spreadsheets

    refusal: MeterFileError | None = None
    tables: list[Table] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for number in range(min(len(book.sheet_names), 10)):
                cells = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
                rows = [[_text(cell) for cell in row[:_MOST_COLUMNS]] for row in cells]
                del cells
                try:
                    tables.append(table_of(lambda rows=rows: iter(rows), ","))  # type: ignore[misc]
                except MeterFileError as error:
                    refusal = refusal or error
    except CalamineError:
        raise MeterFileError("This spreadsheet cannot be read. Save it as CSV, and try again.") from None
    if len(tables) > 1:
        raise MeterFileError(
            f"The spreadsheet has {len(tables)} sheets with readings, and any of them can be the year. Save one as CSV."
        )
    if tables:
        return tables[0]
    raise refusal or MeterFileError("The spreadsheet is empty. Save the readings as CSV, and try again.")


def _text(cell: object) -> str:
    """A cell as CSV would write it; a spreadsheet counts days in fractions, so times are rounded to the second."""
    match cell:
        case datetime():
            whole = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
            return whole.date().isoformat() if whole.time() == time() else whole.isoformat(" ")
        case date():
            return cell.isoformat()
        case time():
            return cell.replace(microsecond=0).isoformat()
        case timedelta():
            seconds = round(cell.total_seconds())
            return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)
