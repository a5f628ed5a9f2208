from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.ingest.errors import ListingRefusedError
from choosemypower.ingest.features import read_features
from choosemypower.ingest.fields import (
    BadFieldError,
    read_flag,
    read_number,
    read_rate_type,
    read_scorecard,
    read_term_months,
    read_text,
    read_url,
)
from choosemypower.ingest.prices import find_unit
from choosemypower.ingest.utilities import UtilityNames
from choosemypower.plans.model import RateType
from choosemypower.territories.model import Utility
from choosemypower.territories.reference import read_records


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("www.gexaenergy.com", "https://www.gexaenergy.com"),
        ("http://a.com/x?y=1&amp;z=2", "http://a.com/x?y=1&z=2"),
        ("rates.a.com:8443/doc", "https://rates.a.com:8443/doc"),
        ("HTTPS://A.com/b c", "https://A.com/b%20c"),
        ("//a.com/x", "https://a.com/x"),
        ("https://http://a.com", "http://a.com"),
        ("http:/a.com", "http://a.com"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("foo", None),
        ("mailto:a@b.com", None),
        ("https://user:pw@a.com", None),
        ("N/A", None),
        ("", None),
        ("https://a b.com", None),
        ("https://[::1", None),
        ("https:\\\\a.com", None),
    ],
)
def test_only_web_addresses_are_kept(given: str, kept: str | None) -> None:
    assert read_url(given) == kept


@given(st.text(max_size=60))
def test_whatever_stands_there_an_address_is_http_or_nothing(text: str) -> None:
    url = read_url(text)
    assert url is None or url.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Octo   Green \r\n 12 ", "Octo Green 12"),
        ("<p>Big <b>saver</b></p>", "Big saver"),
        ("A&amp;C", "A&C"),
        ("&lt;br&gt;Save&nbsp;more", "Save more"),
        ("usage < 1000 and > 500", "usage < 1000 and > 500"),
        ("   ", None),
        ("Save\u200b\u00a012", "Save 12"),
        ("<script>alert(1)</script>x", "alert(1) x"),
    ],
)
def test_texts_lose_markup_and_blanks(given: str, kept: str | None) -> None:
    assert read_text(given) == kept


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("0.1490", "0.1490"),
        ("$0.149", "0.149"),
        ("14.9¢", "14.9"),
        ("14,9", "14.9"),
        ("0,149", "0.149"),
        ("1,000", "1000"),
        ("1.49E-01", "0.149"),
        ("26 %", "26"),
        ("", None),
        ("N/A", None),
        ("nan", None),
    ],
)
def test_numbers_are_read_in_many_dresses(given: str, number: str | None) -> None:
    assert read_number(given) == (Decimal(number) if number else None)


@pytest.mark.parametrize(
    ("given", "months"),
    [
        ("12", 12),
        ("12.0", 12),
        ("12 months", 12),
        ("36-month", 36),
        ("0", 0),
        ("1 year", 12),
        ("Month to Month", 0),
        ("48 meses", 48),
    ],
)
def test_any_whole_term_is_taken(given: str, months: int) -> None:
    assert read_term_months(given) == months


@pytest.mark.parametrize("given", ["12.5", "-1", "abc", "", None, "9999999", "nan", "1e400"])
def test_terms_that_cannot_be_are_refused(given: str | None) -> None:
    with pytest.raises(BadFieldError):
        read_term_months(given)


@pytest.mark.parametrize(
    ("kind", "code", "rate_type"),
    [
        ("Fixed", "1", RateType.FIXED),
        ("INDEXED", None, RateType.INDEXED),
        (None, "2", RateType.INDEXED),
        ("", "0", RateType.VARIABLE),
        ("variable rate", "1", RateType.VARIABLE),
        ("Fija", None, RateType.FIXED),
        (None, "Fixed", RateType.FIXED),
    ],
)
def test_the_kind_of_price_comes_from_the_word_or_the_code(
    kind: str | None, code: str | None, rate_type: RateType
) -> None:
    assert read_rate_type(kind, code) is rate_type


def test_a_kind_of_price_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BadFieldError, match="'Moonlight' is not known"):
        read_rate_type("Moonlight", None)


def test_absent_is_none_never_no_or_zero() -> None:
    assert read_flag("") is None
    assert read_scorecard("") is None
    assert read_scorecard("7") is None
    assert (read_flag("TRUE"), read_flag("False"), read_flag("yes"), read_flag("1")) == (
        True,
        False,
        True,
        True,
    )


def test_dollars_and_cents_are_told_by_what_the_prices_are() -> None:
    assert find_unit(["0.149", "0.152", "x"], None).name == "usd"
    cents = find_unit(["14.899999999999999", "15.2", "9.9"], None)
    assert cents.usd_per_kwh("14.899999999999999", 1000) == Decimal("0.14900")


def test_headers_that_contradict_the_prices_lose_with_a_warning() -> None:
    unit = find_unit(["0.149", "0.152"], "cents")
    assert unit.name == "usd"
    assert unit.warning is not None
    assert "can only be dollars" in unit.warning


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("14.9", "above 5 USD"),
        ("-0.1", "negative"),
        ("abc", "is not a number"),
        ("", "no price at 500 kWh"),
        ("0", "below half a cent"),
        ("Infinity", "is not a number"),
    ],
)
def test_a_price_that_cannot_be_names_its_reason(cell: str, reason: str) -> None:
    with pytest.raises(BadFieldError, match=reason):
        find_unit(["0.149"], None).usd_per_kwh(cell, 500)


def test_a_price_in_dollars_within_a_file_of_cents_is_refused_not_mixed() -> None:
    with pytest.raises(BadFieldError, match="below half a cent"):
        find_unit(["14.9", "15.0"], None).usd_per_kwh("0.149", 500)


def test_a_listing_without_any_readable_price_is_refused() -> None:
    with pytest.raises(ListingRefusedError):
        find_unit(["", "n/a", None, "soon"], None)


@pytest.mark.parametrize(
    ("listed", "slug"),
    [
        ("ONCOR ELECTRIC DELIVERY COMPANY", "oncor"),
        ("Oncor NTU LLC", "oncor"),
        ("oncor electric delivery co., llc", "oncor"),
        ("CENTERPOINT", "centerpoint"),
        ("CenterPoint Energy Houston Electric, LLC", "centerpoint"),
        ("AEP TEXAS CENTRAL COMPANY", "aep-central"),
        ("AEP_NORTH", "aep-north"),
        ("AEP Texas North Co", "aep-north"),
        ("TNMP", "tnmp"),
        ("Texas New Mexico Power", "tnmp"),
        ("LUBBOCK POWER & LIGHT SYSTEM", "lubbock"),
        ("LPL", "lubbock"),
        ("NUECES ELECTRIC COOPERATIVE", "nueces"),
        ("1039940674000", "oncor"),
        ("007924772", "aep-central"),
        ("CNPE", "centerpoint"),
        ("ONCR", "oncor"),
        ("AUSTIN ENERGY", None),
        ("Sharyland Utilities", None),
        ("AEP TEXAS", None),
    ],
)
def test_utilities_are_known_by_all_their_spellings(listed: str, slug: str | None) -> None:
    assert UtilityNames(read_records("utilities", Utility)).find(listed) == slug


@pytest.mark.parametrize(
    ("name", "terms", "claims"),
    [
        ("Free Nights 12", None, ("free-nights",)),
        ("Noches gratis", None, ("free-nights",)),
        ("Free Weekends-24", "", ("free-weekends",)),
        ("Prepaid", "no credit check or deposit required", ("no-deposit",)),
        ("PTC 12", "No deposit with approved credit.", ()),
        ("PTC 12", "Sin depósito con crédito aprobado.", ()),
        ("Saver", "Autopay is required.", ()),
        ("Saver", "Includes a $5 auto pay discount each month", ("autopay-discount",)),
        ("Clean 12", "Connected Thermostat Required", ("smart-thermostat",)),
        ("Saver", "auto payment via credit card", ()),
        ("Saver", "Requires a smart meter.", ("smart-meter",)),
        ("Bright Nights 12", None, ()),
    ],
)
def test_features_are_what_the_text_claims_and_no_more(
    name: str, terms: str | None, claims: tuple[str, ...]
) -> None:
    assert read_features(name, terms) == claims
