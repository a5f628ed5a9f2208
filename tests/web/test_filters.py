"""Numbers, dates and words as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from choosemypower.web import filters


@pytest.mark.parametrize(
    ("amount", "text"), [("1968.50", "$1,969"), ("1968.49", "$1,968"), ("0", "$0"), ("-12.4", "\u2212$12")]
)
def test_year_is_whole_dollars_with_a_real_minus(amount: str, text: str) -> None:
    assert filters.usd(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("amount", "text"), [("218.3", "$218.30"), ("1218.305", "$1,218.31"), ("-125", "\u2212$125.00")]
)
def test_bill_has_cents(amount: str, text: str) -> None:
    assert filters.usd_cents(Decimal(amount)) == text


def test_average_price_has_one_decimal_and_a_charge_those_of_its_source() -> None:
    assert filters.cents_per_kwh(Decimal("0.1312")) == "13.1¢"
    assert filters.cents_exact(Decimal("0.060009")) == "6.0009¢"
    assert filters.cents_exact(Decimal("0.0600")) == "6.0¢"


def test_number_and_unit_never_part() -> None:
    assert filters.kwh(15120) == "15,120\u00a0kWh"
    assert filters.plural(1, "plan") == "1\u00a0plan"
    assert filters.plural(0, "plan") == "0\u00a0plans"
    assert filters.plural(2, "city", "cities") == "2\u00a0cities"


def test_percent_is_never_rounded_up() -> None:
    assert filters.percent(Decimal("100.00")) == "100%"
    assert filters.percent(Decimal("99.60")) == "99.6%"


def test_day_is_the_one_in_texas() -> None:
    assert filters.day(date(2026, 1, 9)) == "January\u00a09, 2026"
    # 03:00 UTC is still the evening before in Texas.
    assert filters.day(datetime(2026, 1, 10, 3, tzinfo=UTC)) == "January\u00a09, 2026"
    assert filters.month(date(2027, 1, 1)) == "January\u00a02027"


def test_list_reads_as_a_sentence() -> None:
    assert filters.list_of(("March", "April", "November")) == "March, April and November"
    assert filters.list_of(("Oncor", "TNMP"), "or") == "Oncor or TNMP"
    assert filters.list_of(("May",)) == "May"
    assert filters.list_of(()) == ""


def test_term_of_one_month_or_less_is_month_to_month() -> None:
    assert [filters.term(number) for number in (0, 1, 2, 12)] == [
        "Month to month", "Month to month", "2\u00a0months", "12\u00a0months",
    ]  # fmt: skip


def test_phone_link_holds_digits_only() -> None:
    assert filters.tel("(888) 354-2748") == "+18883542748"
    assert filters.tel("1-888-782-8477") == "+18887828477"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("(888) 354-2748", "888-354-2748"),
        ("800.332.7143", "800-332-7143"),
        ("1-888-782-8477", "1-888-782-8477"),
        ("866-CHOOSE-1", "866-CHOOSE-1"),
    ],
)
def test_phone_numbers_have_one_shape(given: str, shown: str) -> None:
    assert filters.phone(given) == shown


def test_days_inside_a_sources_words_are_spelled_out() -> None:
    said = filters.spelled_dates("Totals published for 2020-03-01")
    assert said == "Totals published for March\u00a01, 2020"
    assert filters.spelled_dates("Docket 2025-99-01") == "Docket 2025-99-01"


def test_host_is_what_a_person_calls_the_site() -> None:
    assert filters.host("https://www.txu.com/plans?x=1") == "txu.com"


def test_data_block_cannot_end_its_script() -> None:
    block = filters.json_ld({"name": "</script><b>&"})
    assert "<" not in block
    assert ">" not in block
    assert "&" not in block


@pytest.mark.parametrize(
    ("given", "on_paper"),
    [
        (
            "https://efl.example.com/Home/EFL?productId=33638&Promo=",
            "efl.example.com/Home/EFL?productId=33638",
        ),
        (
            "https://join.example.com/?RefId=LIST12&tdsp=CNP&utm_source=a_list&UTM_Term=x&gclid=y#top",
            "join.example.com/?tdsp=CNP",
        ),
        ("https://example.com/?fbclid=1", "example.com"),
        ("http://example.com/tos.pdf", "example.com/tos.pdf"),
        ("https://example.com/efl?lang=en&referencia=7&b=a=b", "example.com/efl?lang=en&referencia=7&b=a=b"),
    ],
)
def test_an_address_on_paper_leaves_out_what_follows_its_reader(given: str, on_paper: str) -> None:
    assert filters.printed(given) == on_paper
