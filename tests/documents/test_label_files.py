"""Labels as PDF and HTML: the charges as printed, whatever the layout; what is no label of text says what it is."""

from collections.abc import Callable

import pytest
from fpdf import FPDF

from choosemypower.documents import read_label
from choosemypower.documents.label_files import LabelFileError, text_of
from choosemypower.documents.label_json import label_json
from choosemypower.labels.text import NO_TEXT, text_of_own_file
from tests.documents.pdfs import (
    AVERAGES,
    BASE,
    CHARGES,
    DELIVERY_FIXED,
    DELIVERY_KWH,
    ENERGY,
    HOURS,
    LAYOUTS,
    TERMS,
    TITLE,
    Row,
    booklet,
    by_columns,
    by_rows,
    charges_first,
    locked,
    pdf_of,
    scanned,
    words_apart,
)


def assert_charges_are_as_printed(text: str) -> None:
    read = label_json(read_label(text, {}))
    assert read.proven, f"{read.note}\n{text}"
    assert read.charges is not None
    assert read.charges.delivery is not None
    assert read.charges.base_usd_per_month == BASE
    assert [tier.cents_per_kwh for tier in read.charges.energy_tiers] == [ENERGY]
    assert read.charges.delivery.usd_per_month == DELIVERY_FIXED
    assert read.charges.delivery.cents_per_kwh == DELIVERY_KWH


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_pdf_is_read_as_printed_whatever_its_layout(layout: Callable[[FPDF], None]) -> None:
    assert_charges_are_as_printed(text_of(pdf_of(layout), "application/pdf"))


def test_words_that_are_drawn_apart_stay_on_their_line() -> None:
    assert HOURS in text_of(pdf_of(words_apart))


def test_charges_before_their_averages_are_believed_only_when_they_prove_them() -> None:
    text = text_of(pdf_of(charges_first)).replace("11.3¢", "11.5¢")
    assert not label_json(read_label(text, {})).proven


def test_a_pdf_is_known_by_its_bytes_whatever_the_server_calls_it() -> None:
    content = b"\r\n" + pdf_of(by_rows)
    assert text_of(content, "text/html") == text_of(content, "application/octet-stream")


def html_of(rows: list[Row]) -> bytes:
    cells = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows)
    script = "<script>document.write('Base Charge $99 per month')</script>"
    return (
        f"<!DOCTYPE html><html><head><title>Energy Charge 99¢</title>{script}</head>"
        f"<body><h1>{TITLE}</h1>{script}<table>{cells}</table></body></html>"
    ).encode()


def test_html_keeps_the_rows_of_tables_and_drops_scripts() -> None:
    text = text_of(html_of([*AVERAGES, *CHARGES, *TERMS]), "text/html; charset=utf-8")
    assert "99" not in text
    assert_charges_are_as_printed(text)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf_of(locked), "password"),
        (pdf_of(scanned), "scanned"),
        (pdf_of(booklet), "21 pages"),
        (pdf_of(by_rows)[:300], "broken"),
        (b"%PDF-1.7\nnothing", "broken"),
        (b"", "no text"),
        (b" \n\t", "no text"),
        (b"<html><body><img src=label.png></body></html>", "no text"),
        (b"<html><body>" + b"<div>" * 100_000 + b"Energy Charge 9 cents", "too many parts"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\xff\xd8\xff\xe0....", "picture"),
        (b"PK\x03\x04....", "office document"),
        (bytes(range(1, 9)) * 200, "no PDF"),
        (b"x" * 70_000, "too long"),
        (b"x" * (2 * 1024 * 1024 + 1), "2 MB"),
    ],
)
def test_a_file_that_is_no_label_of_text_says_what_it_is(content: bytes, words: str) -> None:
    with pytest.raises(LabelFileError, match=words):
        text_of(content)


def test_text_of_windows_and_of_notepad_is_text() -> None:
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert "11.3¢ per kWh" in text_of("Energy Charge 11.3¢ per kWh".encode(encoding), "text/plain")


@pytest.mark.anyio
async def test_a_process_of_its_own_reads_the_same_and_refuses_with_the_same_words() -> None:
    assert await text_of_own_file(pdf_of(by_columns)) == text_of(pdf_of(by_columns))
    with pytest.raises(NO_TEXT, match="scanned"):
        await text_of_own_file(pdf_of(scanned))
