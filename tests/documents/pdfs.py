"""Facts labels as PDF, in layouts of our own making, and PDFs that are none."""

import zlib
from collections.abc import Callable
from decimal import Decimal

from fpdf import FPDF

ENERGY, BASE, DELIVERY_FIXED, DELIVERY_KWH = Decimal("11.3"), Decimal("4.95"), Decimal("4.23"), Decimal("5.1")
"""Cents per kWh, USD a month, USD a month, cents per kWh: a label made up here."""
Row = tuple[str, ...]


def average(kwh: int) -> str:
    cents = ENERGY + DELIVERY_KWH + (BASE + DELIVERY_FIXED) * 100 / kwh
    return f"{cents:.1f}¢"


AVERAGES: list[Row] = [
    ("Average Monthly Use", "500 kWh", "1,000 kWh", "2,000 kWh"),
    ("Average Price per kWh", average(500), average(1000), average(2000)),
]
CHARGES: list[Row] = [
    ("Base Charge", f"${BASE} per month"),
    ("Energy Charge", f"{ENERGY}¢ per kWh"),
    ("TDU Delivery Charges", f"${DELIVERY_FIXED} per month"),
    ("TDU Delivery Charges", f"{DELIVERY_KWH}¢ per kWh"),
]
TERMS: list[Row] = [("Type of Product", "Fixed Rate"), ("Contract Term", "12 Months")]
TITLE = "Electricity Facts Label (EFL)"
EDGES = (40.0, 300.0, 390.0, 480.0)
"""Left edges of the columns, points."""


def blank() -> FPDF:
    pdf = FPDF(unit="pt", format="letter")
    pdf.set_font("Helvetica", size=10)
    pdf.add_page()
    return pdf


def put(
    pdf: FPDF, rows: list[Row], top: float, edges: tuple[float, ...] = EDGES, *, leading: float = 16
) -> None:
    for number, row in enumerate(rows):
        for edge, cell in zip(edges, row, strict=False):
            pdf.text(edge, top + number * leading, cell)


def by_rows(pdf: FPDF) -> None:
    pdf.text(40, 60, TITLE)
    put(pdf, [*AVERAGES, *CHARGES, *TERMS], 90)


def by_columns(pdf: FPDF) -> None:
    """Drawn one column after the other: the order of drawing is not that of reading."""
    pdf.text(40, 60, TITLE)
    rows = [*AVERAGES, *CHARGES, *TERMS]
    for column in range(4):
        for number, row in enumerate(rows):
            if column < len(row):
                pdf.text(EDGES[column], 90 + number * 16, row[column])


def from_the_end(pdf: FPDF) -> None:
    for number, row in reversed(list(enumerate([(TITLE,), *AVERAGES, *CHARGES, *TERMS]))):
        for edge, cell in reversed(list(zip(EDGES, row, strict=False))):
            pdf.text(edge, 60 + number * 16, cell)


def terms_first(pdf: FPDF) -> None:
    pdf.text(40, 60, TITLE)
    put(pdf, [*TERMS, *AVERAGES, *CHARGES], 90)


def charges_first(pdf: FPDF) -> None:
    pdf.text(40, 60, TITLE)
    put(pdf, [*CHARGES, *AVERAGES, *TERMS], 90)


def raised_cells(pdf: FPDF) -> None:
    """Cells of one row that stand a little higher or lower than its first."""
    pdf.text(40, 60, TITLE)
    for number, row in enumerate([*AVERAGES, *CHARGES, *TERMS]):
        for column, cell in enumerate(row):
            pdf.text(EDGES[column], 90 + number * 18 + (column % 2) * 2, cell)


def small_print(pdf: FPDF) -> None:
    pdf.set_font("Helvetica", size=6)
    pdf.text(40, 60, TITLE)
    put(pdf, [*AVERAGES, *CHARGES, *TERMS], 80, leading=9)


def ruled_table(pdf: FPDF) -> None:
    pdf.text(40, 60, TITLE)
    for number, row in enumerate([*AVERAGES, *CHARGES, *TERMS]):
        pdf.rect(36, 79 + number * 16, 500, 16)
        put(pdf, [row], 90 + number * 16)


def two_pages(pdf: FPDF) -> None:
    pdf.text(40, 60, TITLE)
    put(pdf, [*AVERAGES, *CHARGES], 90)
    pdf.add_page()
    put(pdf, TERMS, 90)


HOURS = "Hours are 9:00 PM - 4:59 AM."


def words_apart(pdf: FPDF) -> None:
    """Every word drawn alone, as word processors do: a dash and "are" have less ink than their line."""
    pdf.text(40, 60, TITLE)
    for number, row in enumerate([*AVERAGES, *CHARGES, (HOURS,), *TERMS]):
        for edge, cell in zip(EDGES, row, strict=False):
            x = edge
            for word in cell.split():
                pdf.text(x, 90 + number * 16, word)
                x += pdf.get_string_width(word) + 3


LAYOUTS: list[Callable[[FPDF], None]] = [
    by_rows,
    by_columns,
    from_the_end,
    terms_first,
    charges_first,
    raised_cells,
    small_print,
    ruled_table,
    two_pages,
    words_apart,
]


def pdf_of(layout: Callable[[FPDF], None]) -> bytes:
    pdf = blank()
    layout(pdf)
    return bytes(pdf.output())


def locked(pdf: FPDF) -> None:
    by_rows(pdf)
    pdf.set_encryption(owner_password="owner", user_password="user")


def scanned(pdf: FPDF) -> None:
    pdf.rect(40, 40, 500, 700, style="F")


def booklet(pdf: FPDF) -> None:
    for _ in range(20):
        by_rows(pdf)
        pdf.add_page()


def bomb(unpacked_bytes: int = 400_000_000) -> bytes:
    """A PDF of half a megabyte whose page unpacks to hundreds."""
    line = b"BT /F1 12 Tf 40 700 Td (Energy Charge 6.9) Tj ET\n"
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(line * 20_000) for _ in range(unpacked_bytes // len(line) // 20_000))
    stream += packer.flush()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream),
    ]
    pdf = b"%PDF-1.7\n"
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(pdf)
    return pdf + (
        b"xref\n0 5\n0000000000 65535 f \n%btrailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, start)
    )
