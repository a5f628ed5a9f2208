"""From the bytes of a listing to its offers."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from choosemypower.ingest.errors import ListingRefusedError
from choosemypower.ingest.reading import ListingReading, read_content
from choosemypower.plans.model import CancelFeeKind, Offer, RateType
from tests.support.listings import STATE_COLUMNS, a_listing, a_listing_row, a_plain_listing, a_spanish_twin

ODD_CELLS = (
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "1e-999",
    "NaN",
    "Infinity",
    "-Infinity",
    "9" * 400,
    "0.0000000001",
    "TRUE",
    "\x00",
    "http://[",
    "https://a.com:99999/",
    "<a href='x'>",
    "&#0;",
    "&#x110000;",
    "12 months",
    "20 / remaining month",
    "½",
    "١٢",
    "²",
    "1,2,3",
)


def read(*rows: dict[str, str], **options: Any) -> ListingReading:
    return read_content(a_listing(*rows, **options).encode())


def the_offer(*rows: dict[str, str], **options: Any) -> Offer:
    (offer,) = read(*rows, **options).offers
    return offer


def test_the_english_and_the_spanish_row_are_one_offer() -> None:
    row = a_listing_row(Product="Saver 12", SpecialTerms="New customers only.")
    offer = the_offer(row, a_spanish_twin(row, Product="Ahorro 12", SpecialTerms="Sólo clientes nuevos."))
    assert offer.english is not None
    assert offer.spanish is not None
    assert (offer.name, offer.english.name, offer.spanish.name) == ("Saver 12", "Saver 12", "Ahorro 12")
    assert (offer.id_keys, offer.lines, offer.suspect) == ((5001, 5002), (2, 3), None)


def test_two_plans_that_share_prices_and_terms_pair_with_their_own_twins() -> None:
    plain, hours = (
        a_listing_row(idKey=1, Product="Living 3"),
        a_listing_row(idKey=7, Product="Days 3", TimeOfUse="True"),
    )
    reading = read(plain, hours, a_spanish_twin(hours), a_spanish_twin(plain))
    names = [
        (offer.english.name, offer.spanish.name)
        for offer in reading.offers
        if offer.english and offer.spanish
    ]
    assert sorted(names) == [("Days 3", "Days 3"), ("Living 3", "Living 3")]
    assert (reading.counts.pairs, reading.counts.keys_in_both_languages) == (2, 1)


def test_prices_off_the_line_without_any_fee_are_suspect() -> None:
    assert the_offer(a_listing_row(kwh500="0.158", kwh1000="0.147", kwh2000="0.132")).suspect is not None
    # B = 79.00, 147.00, 264.00: (264 − 147) − 2 (147 − 79) = −19 USD.


def test_prices_within_the_rounding_are_not_suspect() -> None:
    assert the_offer(a_listing_row(kwh500="0.131", kwh1000="0.127", kwh2000="0.1245")).suspect is None


def test_rows_that_repeat_another_are_counted_and_joined() -> None:
    reading = read(a_listing_row(idKey=1), a_listing_row(idKey=2), a_listing_row(idKey=2))
    (offer,) = reading.offers
    assert (offer.id_keys, offer.lines, reading.counts.duplicate_rows) == ((1, 2), (2, 3, 4), 2)
    assert reading.counts.rows == reading.counts.rows_in_offers == 3


def test_an_unknown_utility_puts_its_row_aside_and_nothing_else() -> None:
    reading = read(a_listing_row(), a_listing_row(idKey=2, TduCompanyName="GOTHAM POWER"))
    (group,) = reading.quarantine
    assert (group.reason, group.lines) == ("its utility 'GOTHAM POWER' is not known", (3,))
    assert (reading.counts.rows, reading.counts.rows_in_offers, reading.counts.rows_quarantined) == (2, 1, 1)


def test_an_unknown_provider_is_named_by_rule() -> None:
    reading = read(a_listing_row(RepCompany="BRAND NEW VOLTS LLC"))
    assert [(member.provider.slug, member.provider.name) for member in reading.providers] == [
        ("brand-new-volts", "Brand New Volts")
    ]


def test_one_provider_under_two_spellings_is_one_and_its_twins_pair() -> None:
    row = a_listing_row(RepCompany="Octopus Energy")
    reading = read(row, a_spanish_twin(row, RepCompany="OCTOPUS ENERGY  LLC "))
    assert (reading.counts.providers, reading.counts.pairs) == (1, 1)
    assert reading.providers[0].spellings == ("Octopus Energy", "OCTOPUS ENERGY LLC")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kwh500": "-0.1"}, "its price at 500 kWh is negative"),
        ({"kwh1000": "14.9"}, "above 5 USD per kWh"),
        ({"kwh2000": "n/a"}, "it has no price at 2000 kWh"),
        ({"kwh2000": "call us"}, "'callus' is not a number"),
        ({"TermValue": "12.5"}, "is not a whole number of months"),
        ({"TermValue": ""}, "it states no term"),
        ({"Product": " "}, "it names no plan"),
        ({"RepCompany": "--"}, "it names no provider"),
        ({"RateType": "", "Fixed": ""}, "it does not say whether its price is fixed"),
    ],
)
def test_a_row_that_cannot_be_is_left_out_with_its_reason_and_line(
    fields: dict[str, str], reason: str
) -> None:
    reading = read(a_listing_row(), a_listing_row(idKey=9, **fields))
    (group,) = reading.quarantine
    assert reason in group.reason
    assert (group.rows, group.lines, reading.counts.offers) == (1, (3,), 1)


def test_a_file_of_cents_with_float_noise_gives_dollars() -> None:
    row = a_listing_row(kwh500="15.299999999999999", kwh1000="14.899999999999999", kwh2000="14.7")
    assert the_offer(row).prices == (Decimal("0.15300"), Decimal("0.14900"), Decimal("0.14700"))


def test_an_export_of_2020_is_read() -> None:
    """No YRACURL, line breaks and markup in fields, padded blanks, fees by ESIID, indexed prices."""
    row = a_listing_row(
        TduCompanyName="AEP TEXAS CENTRAL COMPANY  ",
        RepCompany=" 4CHANGE ENERGY ",
        Product="Maxx   Saver\r\nSelect 12 ",
        CancelFee="175.00 per ESIID",
        RateType="Indexed",
        Fixed="2",
        SpecialTerms="<b>Great</b><br/>plan\r\nfor you",
    )
    offer = the_offer(row, columns=[name for name in STATE_COLUMNS if name != "YRACURL"])
    assert (offer.name, offer.utility, offer.provider_slug) == (
        "Maxx Saver Select 12",
        "aep-central",
        "4change-energy",
    )
    assert (offer.cancel_fee.kind, offer.cancel_fee.usd) == (CancelFeeKind.FLAT, Decimal("175.00"))
    assert offer.rate_type is RateType.INDEXED
    assert offer.english is not None
    assert offer.english.special_terms == "Great plan for you"


def test_a_sheet_of_july_2026_is_read() -> None:
    """27 columns: no ids, no code of the price; prices as floats, short names of utilities, seasonal credits."""
    columns = [name for name in STATE_COLUMNS if name not in {"idKey", "Fixed"}]
    row = a_listing_row(
        TduCompanyName="Oncor NTU LLC",
        kwh500="0.181",
        kwh1000="0.09200000000000001",
        kwh2000="0.146",
        TermValue="12.0",
        Renewable="26.3",
        **{
            "Fees/Credits": "A $100 bill credit each month your usage is 1,000 kWh or more",
            "MinUsageFeesCredits": "TRUE",
        },
    )
    offer = the_offer(row, columns=columns, has_brackets=False, end_mark="")
    assert (offer.utility, offer.term_months, offer.renewable_percent) == ("oncor", 12, Decimal("26.30"))
    assert offer.prices[1] == Decimal("0.09200")
    assert offer.has_usage_fees
    assert offer.id_keys == ()


def test_the_fee_to_leave_is_found_in_the_pricing_details_of_a_zip_export() -> None:
    row = a_listing_row(**{"Fees/Credits": "Cancellation Fee: $20/month remaining"})
    columns = [name for name in STATE_COLUMNS if name not in {"idKey", "CancelFee", "Language"}]
    offer = the_offer(
        row, columns=columns, has_brackets=False, end_mark="", headers={"Fees/Credits": "Pricing Details"}
    )
    assert (offer.cancel_fee.kind, offer.cancel_fee.usd) == (CancelFeeKind.PER_REMAINING_MONTH, 20)
    assert offer.fees is None


def test_words_that_archives_write_into_empty_fields_are_empty() -> None:
    offer = the_offer(a_listing_row(SpecialTerms="None", Promotion="", **{"Fees/Credits": "FALSE"}))
    assert offer.english is not None
    assert (offer.fees, offer.english.special_terms, offer.is_promotion) == (None, None, None)


def test_columns_that_are_missing_leave_unknown_not_no() -> None:
    columns = [
        name for name in STATE_COLUMNS if name not in {"NewCustomer", "Promotion", "Renewable", "CancelFee"}
    ]
    offer = the_offer(columns=columns)
    assert (offer.is_new_customers_only, offer.is_promotion, offer.renewable_percent) == (None, None, None)
    assert offer.cancel_fee.kind is CancelFeeKind.UNKNOWN


def test_shares_of_one_become_percents_and_impossible_ones_are_unknown() -> None:
    reading = read(
        a_listing_row(idKey=1, Renewable="0.26"), a_listing_row(idKey=2, Renewable="1", Product="Green 12")
    )
    assert {offer.renewable_percent for offer in reading.offers} == {Decimal("26.00"), Decimal("100.00")}
    odd = read(a_listing_row(Renewable="150"))
    assert odd.offers[0].renewable_percent is None
    assert any("renewable share that cannot be" in warning for warning in odd.warnings)


def test_the_language_is_told_from_the_text_where_no_column_says_it() -> None:
    columns = [name for name in STATE_COLUMNS if name != "Language"]
    spanish = a_listing_row(
        Product="Ahorro 12", SpecialTerms="Sólo para nuevos clientes, sin cargo mensual en la factura."
    )
    assert the_offer(spanish, columns=columns).spanish is not None
    assert the_offer(a_listing_row(SpecialTerms="For new customers"), columns=columns).english is not None


@pytest.mark.parametrize(
    "fields",
    [
        {"FactsURL": "https://docs.example.com/ExternalDocs?planname=PN2398&state=TX&language=ES"},
        {"FactsURL": "https://efl.example.com/202601/EFL-ONCOR-Saver 12 (Spanish).pdf"},
        {"TermsURL": "https://www.example.com/esp/Docs/TOS.pdf"},
        {"Product": "Tarifa Fija 12"},
        {"SpecialTerms": "Se requiere termostato; consulte las condiciones."},
    ],
)
def test_one_sign_of_spanish_is_enough_where_no_column_says_it(fields: dict[str, str]) -> None:
    columns = [name for name in STATE_COLUMNS if name != "Language"]
    assert the_offer(a_listing_row(**fields), columns=columns).spanish is not None


@pytest.mark.parametrize(
    "fields",
    [
        {"FactsURL": "https://docs.example.com/ExternalDocs?planname=PN2398&language=EN"},
        {"TermsURL": "https://www.example.com/Docs/TOS_EN_ES.pdf"},
        {"FactsURL": "https://www.es-energy.example.com/efl/12.pdf"},
        {"Product": "El Paso Saver 12"},
        {"SpecialTerms": "Español available: call us."},
    ],
)
def test_a_name_or_a_document_in_both_languages_makes_no_row_spanish(fields: dict[str, str]) -> None:
    columns = [name for name in STATE_COLUMNS if name != "Language"]
    assert the_offer(a_listing_row(**fields), columns=columns).english is not None


def test_two_rows_that_state_the_same_are_one_plan_where_no_column_says_the_language() -> None:
    columns = [name for name in STATE_COLUMNS if name != "Language"]
    rows = (
        a_listing_row(idKey=8, FactsURL="https://example.com/b.pdf"),
        a_listing_row(idKey=7, FactsURL="https://example.com/a.pdf"),
        a_listing_row(idKey=9, Product="Other 12"),
    )
    reading = read(*rows, columns=columns)
    by_name = {offer.name: offer for offer in reading.offers}
    assert (reading.counts.rows, reading.counts.pairs, reading.counts.offers) == (3, 1, 2)
    assert by_name["Saver 12"].english is not None
    assert by_name["Saver 12"].spanish is not None
    assert by_name["Saver 12"].english.facts_url == "https://example.com/a.pdf"
    assert any("which language" in warning for warning in reading.warnings)
    assert read(*rows).counts.pairs == 0, "a column that says so is believed"


def test_a_listing_for_one_zip_says_that_it_is_not_the_market() -> None:
    text = a_plain_listing(headers={"idKey": "ZipCode"})
    assert any("download for one ZIP" in warning for warning in read_content(text.encode()).warnings)


def test_unstated_usage_fees_are_unresolved_never_a_number() -> None:
    offer = the_offer(a_listing_row(MinUsageFeesCredits="TRUE"))
    assert offer.has_usage_fees
    assert offer.fees is not None
    assert not offer.fees.is_believed


def test_a_listing_of_which_no_price_can_be_read_is_refused() -> None:
    with pytest.raises(ListingRefusedError, match="None of the listing's prices"):
        read(a_listing_row(kwh500="x", kwh1000="x", kwh2000="x"))


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(STATE_COLUMNS), st.text(max_size=40) | st.sampled_from(ODD_CELLS), max_size=6
    )
)
def test_whatever_a_row_holds_it_is_in_an_offer_or_in_quarantine(fields: dict[str, str]) -> None:
    text = a_listing(a_listing_row(), a_listing_row() | fields, a_listing_row(idKey=77))
    try:
        counts = read_content(text.encode("utf-8", "replace")).counts
    except ListingRefusedError:
        return
    assert counts.rows == counts.rows_in_offers + counts.rows_quarantined
    assert counts.offers >= 1
