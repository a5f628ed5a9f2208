import contextlib
import csv
import gzip
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from choosemypower.ingest.decode import decode_listing
from choosemypower.ingest.errors import ListingRefusedError
from choosemypower.ingest.headers import Field, read_header
from choosemypower.ingest.listing import Listing, read_listing
from tests.support.listings import STATE_COLUMNS, a_listing, a_listing_row, a_plain_listing


def cells(listing: Listing, field: Field) -> list[str | None]:
    return [listing.cell(row, field) for row in listing.rows]


def refusal(content: bytes | str) -> str:
    with pytest.raises(ListingRefusedError) as refused:
        read_listing(decode_listing(content if isinstance(content, bytes) else content.encode()))
    return refused.value.detail


def test_the_states_export_is_read_to_its_end_mark() -> None:
    listing = read_listing(a_listing(a_listing_row(), a_listing_row(idKey=7)))
    assert (listing.shape, len(listing.rows)) == ("state_export", 2)
    assert listing.columns.unused == ()
    assert cells(listing, Field.ID_KEY) == ["5001", "7"]


def test_lines_are_those_of_the_file_even_where_fields_hold_line_breaks() -> None:
    listing = read_listing(a_listing(a_listing_row(SpecialTerms="one\r\ntwo\r\nthree"), a_listing_row()))
    assert [row.line for row in listing.rows] == [2, 5]


def raw_listing(*special_terms: str) -> str:
    """A listing as the state writes it: every field in quotes, the quotes in texts as they are."""
    rows = [a_listing_row(idKey=number, SpecialTerms=text) for number, text in enumerate(special_terms, 1)]
    lines = [
        [f"[{name}]" for name in STATE_COLUMNS],
        *([row[name] for name in STATE_COLUMNS] for row in rows),
    ]
    return "".join(",".join(f'"{cell}"' for cell in line) + "\r\n" for line in lines) + "\r\nEND OF FILE\r\n"


@pytest.mark.parametrize(
    "text",
    [
        '*Named "Among the Best" by its customers',
        'Ask for "free", "cheap" and "green", all at once',
        'He said "yes"\r\nand signed, of course',
        'Say "hello", then\n"goodbye"',
        '"Free Nights"',
        '"Free", every night, at 9"',
        '6" pipe, 9" pipe',
        '"',
        '""',
    ],
)
def test_quotes_inside_a_text_that_nobody_doubled_cost_no_row(text: str) -> None:
    listing = read_listing(raw_listing("before", text, "after"))
    assert cells(listing, Field.ID_KEY) == ["1", "2", "3"]
    read = [str(cell).replace('""', '"') for cell in cells(listing, Field.SPECIAL_TERMS)]
    assert read == ["before", text.replace('""', '"'), "after"]
    assert [row.problem for row in listing.rows] == [None] * 3


# A quote, a comma and a quote are the border of two fields, wherever they stand.
@given(
    st.lists(
        st.text(alphabet='ab", \n', max_size=12).filter(lambda text: '","' not in f'{text}"'),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=150, deadline=None)
def test_stray_quotes_never_swallow_another_row(texts: list[str]) -> None:
    try:
        listing = read_listing(raw_listing(*texts, "the last one"))
    except ListingRefusedError:
        return
    ids = [row.cells[0] for row in listing.rows if row.problem is None]
    damaged = sum(row.problem is not None for row in listing.rows)
    assert len(ids) + damaged >= len(texts) + 1
    assert ids[-1] == str(len(texts) + 1)


def test_a_row_whose_quotes_cannot_be_understood_is_left_out_alone() -> None:
    good = raw_listing("one", "two", "three")
    lines = good.splitlines(keepends=True)
    lines[2] = lines[2].replace('"ONCOR ELECTRIC DELIVERY COMPANY","GEXA', '"ONCOR"x "GEXA')
    listing = read_listing("".join(lines))
    assert [row.problem for row in listing.rows] == [
        None,
        "its quotes do not show where its fields end",
        None,
    ]
    assert [row.line for row in listing.rows] == [2, 3, 4]


@pytest.mark.parametrize(
    "spelled",
    [
        {}, {"kwh500": "Price/kWh 500", "kwh1000": "Price/kWh 1,000", "kwh2000": "Price/kWh 2,000"},
        {"kwh500": "price_kwh_500", "kwh1000": "PRICE-KWH-1000", "kwh2000": "Price kWh 2000"},
        {"kwh500": "Average Price per kWh (500)", "kwh1000": "avg_price_1000", "kwh2000": "Rate @ 2000 kWh"},
        {"TduCompanyName": "TDSP", "RepCompany": "Retail Electric Provider", "Product": "Plan Name"},
        {"TduCompanyName": "tdu_area", "RepCompany": "rep name", "Product": "OFFER"},
        {"TduCompanyName": "Delivery Utility", "RepCompany": "Provider Name", "Product": "Product Name"},
        {"TermValue": "Contract Length (months)", "CancelFee": "Early Termination Fee", "Renewable": "Renewable %"},
        {"TermValue": "TERM_MONTHS", "CancelFee": "ETF", "RateType": "Type of Rate"},
    ],
)  # fmt: skip
def test_columns_are_known_by_many_names(spelled: dict[str, str]) -> None:
    listing = read_listing(a_plain_listing(headers=spelled))
    row = listing.rows[0]
    said = [listing.cell(row, field) for field in (Field.PRICE_500, Field.PRICE_1000, Field.PRICE_2000)]
    assert said == ["0.1310", "0.1270", "0.1250"]
    assert listing.cell(row, Field.UTILITY) == "ONCOR ELECTRIC DELIVERY COMPANY"
    assert listing.cell(row, Field.PROVIDER) == "GEXA ENERGY"
    assert listing.cell(row, Field.PLAN) == "Saver 12"
    assert (listing.cell(row, Field.TERM), listing.cell(row, Field.CANCEL_FEE)) == ("12", "150.00")


@given(
    st.permutations(STATE_COLUMNS),
    st.booleans(),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\r\n", "\n"]),
)
@settings(max_examples=60, deadline=None)
def test_order_brackets_delimiter_and_line_ends_do_not_matter(
    columns: list[str], has_brackets: bool, delimiter: str, line_end: str
) -> None:
    text = a_listing(columns=columns, has_brackets=has_brackets, delimiter=delimiter).replace(
        "\r\n", line_end
    )
    listing = read_listing(text)
    assert {field: listing.cell(listing.rows[0], field) for field in Field} == {
        field: read_listing(a_listing()).cell(read_listing(a_listing()).rows[0], field) for field in Field
    }


@given(
    st.sampled_from(STATE_COLUMNS),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["_", " ", "-", ""]),
)
def test_case_and_separators_of_a_header_do_not_matter(column: str, case: object, separator: str) -> None:
    words = separator.join(filter(None, (part for part in column.replace("/", " / ").split(" "))))
    assert callable(case)
    assert read_header([f" [{case(words)}] "]).places.keys() == read_header([column]).places.keys()


@pytest.mark.parametrize(
    "column", ["YRACURL", "idKey", "Fixed", "Rating", "Language", "PromotionDesc", "Website"]
)
def test_columns_that_other_years_lack_are_not_needed(column: str) -> None:
    listing = read_listing(a_listing(columns=[name for name in STATE_COLUMNS if name != column]))
    assert len(listing.rows) == 1


def test_a_listing_without_a_needed_column_is_refused_by_name() -> None:
    columns = [name for name in STATE_COLUMNS if name not in {"kwh1000", "TermValue"}]
    assert "no column for the price at 1,000 kWh and the term" in refusal(a_listing(columns=columns))


def test_a_title_above_the_header_is_skipped() -> None:
    assert len(read_listing("Power to Choose\nplans of June\n\n" + a_plain_listing()).rows) == 1


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(), lambda text: b"\xef\xbb\xbf" + text.encode(), lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"), lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("cp1252"),
    ],
)  # fmt: skip
def test_encodings_are_told_apart(encode: object) -> None:
    assert callable(encode)
    text = a_listing(a_listing_row(Product="Energía “Niño” 12 – más"))
    listing = read_listing(decode_listing(encode(text)))
    assert cells(listing, Field.PLAN) == ["Energía “Niño” 12 – más"]


def test_a_utf8_file_with_one_windows_line_keeps_both() -> None:
    one, other = a_plain_listing(a_listing_row(Product="Energía")), "Señal"
    content = one.encode() + one.splitlines()[1].replace("Energía", other).encode("cp1252") + b"\r\n"
    assert cells(read_listing(decode_listing(content)), Field.PLAN) == ["Energía", other]


def test_an_export_without_its_end_mark_is_refused() -> None:
    assert "no END OF FILE line at its end: the download was cut" in refusal(a_listing(end_mark=""))


@pytest.mark.parametrize("end_mark", ["END OF FILE", '\n\n"END OF FILE"\n', "end of file,,,,,\r\n"])
def test_the_end_mark_has_many_looks(end_mark: str) -> None:
    assert len(read_listing(a_listing(end_mark=end_mark)).rows) == 1


@pytest.mark.parametrize("has_brackets", [True, False])
def test_an_export_cut_anywhere_is_refused(has_brackets: bool) -> None:
    text = a_listing(*(a_listing_row(idKey=number) for number in range(1, 6)), has_brackets=has_brackets)
    whole = len(text) - len("END OF FILE\r\n")
    start_of_last_row = text.rindex("\r\n", 0, whole - 4)
    for end in range(start_of_last_row + 3, whole - 40, 7):
        assert "cut" in refusal(text[:end]), end


def test_a_row_with_fewer_fields_than_announced_refuses_the_file_with_its_line() -> None:
    text = (
        a_plain_listing(a_listing_row(), a_listing_row())
        + "1,ONCOR,GEXA ENERGY,Saver 12,0.13\r\n"
        + "x," * 28
        + "x"
    )
    assert "The row on line 4 has 5 fields, but the header announces 29 columns" in refusal(text)


def test_a_header_that_announces_a_column_which_no_row_has_is_refused() -> None:
    text = a_plain_listing().replace("Language,Rating", "Language,Rating,SignUpBonus")
    assert "the header announces 30 columns" in refusal(text)


def test_a_row_with_more_fields_than_announced_is_marked_and_the_rest_is_read() -> None:
    text = a_plain_listing(a_listing_row()).rstrip() + ",surplus\r\n" + a_plain_listing().splitlines()[1]
    listing = read_listing(text)
    assert [bool(row.problem) for row in listing.rows] == [True, False]


def test_rows_below_the_end_mark_are_marked() -> None:
    listing = read_listing(a_listing() + a_plain_listing().splitlines()[1] + "\r\n")
    assert [row.problem for row in listing.rows] == [None, "it stands after the END OF FILE line"]


def _workbook() -> bytes:
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."), (b"\r\n \r\n", "The file is empty."), (b"\xef\xbb\xbf", "The file is empty."),
        (b"<!DOCTYPE html><html><body>403 Forbidden</body></html>", "web page"), (b"\n\n <html>", "web page"),
        (gzip.compress(a_listing().encode()), "compressed with gzip"), (_workbook(), "Excel workbook"),
        (b"%PDF-1.7 ...", "a PDF"), (bytes(range(256)) * 40, "binary data"), (b'{"data": []}', "JSON"),
        (b"[{}]", "JSON"), (b"just some words", "no header row was found"),
        (b"name,age\nann,3\n", "no header row was found"), (a_listing().encode()[:200], "was cut"),
    ],
)  # fmt: skip
def test_what_is_no_listing_is_refused_with_the_reason(content: bytes, sentence: str) -> None:
    assert sentence in refusal(content)


def test_a_header_without_rows_is_refused() -> None:
    header = a_plain_listing().splitlines()[0]
    assert "no rows" in refusal(header + "\r\n")
    assert "no END OF FILE" in refusal(a_listing(end_mark="").splitlines()[0])


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_listing_or_a_sentence(content: bytes) -> None:
    with contextlib.suppress(ListingRefusedError):
        read_listing(decode_listing(content))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=29, max_size=29))
def test_any_texts_in_a_row_come_back_as_they_are(texts: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow(texts)
    head = a_listing(end_mark="")
    assume(any(text.strip() for text in texts))
    _, row = read_listing(head + file.getvalue() + "END OF FILE\r\n").rows
    assert list(row.cells) == texts
