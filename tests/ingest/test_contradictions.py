"""English and Spanish rows that say one thing differently: one offer, both sayings, the worse one shown."""

from decimal import Decimal

import pytest

from choosemypower.ingest.reading import read_content
from choosemypower.plans.model import CancelFeeKind, Offer, RateType, Said
from tests.support.listings import a_listing, a_listing_row, a_spanish_twin

STRAIGHT = {"kwh500": "0.1310", "kwh1000": "0.1270", "kwh2000": "0.1250"}


def offers_of(*rows: dict[str, str]) -> tuple[Offer, ...]:
    return read_content(a_listing(*rows).encode()).offers


def twins(english: dict[str, object], spanish: dict[str, object]) -> tuple[Offer, ...]:
    row = a_listing_row()
    texts = [{name: str(value) for name, value in said.items()} for said in (english, spanish)]
    return offers_of(row | texts[0], a_spanish_twin(row, **texts[1]))


@pytest.mark.parametrize(
    ("english", "spanish", "sentence"),
    [
        (
            {"CancelFee": "150.00"},
            {"CancelFee": "250.00"},
            "English says $150 to leave, Spanish says $250: ask before you sign.",
        ),
        (
            {"CancelFee": "12.50 per remaining month"},
            {"CancelFee": "150"},
            "English says $12.50 for each month left to leave, Spanish says $150: ask before you sign.",
        ),
        (
            {"TermValue": "12"},
            {"TermValue": "24"},
            "English says 12 months, Spanish says 24 months: ask before you sign.",
        ),
        (
            {"RateType": "Fixed"},
            {"RateType": "Variable"},
            "English says a fixed price, Spanish says a variable price: ask before you sign.",
        ),
        (
            {"Renewable": "24"},
            {"Renewable": "20"},
            "English says 24% renewable, Spanish says 20%: ask before you sign.",
        ),
        (
            {"PrePaid": "False"},
            {"PrePaid": "True"},
            "English says not prepaid, Spanish says prepaid: ask before you sign.",
        ),
        (
            {"NewCustomer": "FALSE"},
            {"NewCustomer": "TRUE"},
            "English says open to all customers, Spanish says new customers only: ask before you sign.",
        ),
    ],
)
def test_one_thing_said_differently_is_said_as_both_and_is_no_doubt_of_the_price(
    english: dict[str, object], spanish: dict[str, object], sentence: str
) -> None:
    (offer,) = twins(english, spanish)
    assert [one.sentence for one in offer.contradictions] == [sentence]
    assert offer.suspect is None
    assert offer.english is not None
    assert offer.spanish is not None
    assert offer.id_keys == (5001, 5002), "both rows are kept"


@pytest.mark.parametrize("is_swapped", [False, True])
def test_the_fields_hold_what_is_worse_for_a_home(is_swapped: bool) -> None:
    def told(english: dict[str, object], spanish: dict[str, object]) -> Offer:
        (offer,) = twins(spanish, english) if is_swapped else twins(english, spanish)
        return offer

    assert told({"CancelFee": "150.00"}, {"CancelFee": "250.00"}).cancel_fee.usd == 250
    assert told({"CancelFee": "20 per remaining month"}, {"CancelFee": "150"}).cancel_fee.usd == 20
    assert told({"CancelFee": "none"}, {"CancelFee": "150"}).cancel_fee.usd == 150
    assert told({"RateType": "Fixed"}, {"RateType": "Variable"}).rate_type is RateType.VARIABLE
    assert told({"Renewable": "100"}, {"Renewable": "20"}).renewable_percent == 20
    assert told({"PrePaid": "False"}, {"PrePaid": "True"}).is_prepaid
    assert told({"NewCustomer": "FALSE"}, {"NewCustomer": "TRUE"}).is_new_customers_only


def test_a_plan_keeps_the_term_of_its_english_row_by_which_it_is_known() -> None:
    for english, spanish in (("12", "24"), ("24", "12")):
        (offer,) = twins({"TermValue": english}, {"TermValue": spanish})
        assert offer.term_months == int(english)


def test_a_plan_without_a_term_is_no_twin_of_one_with_a_term_and_a_label_of_its_own() -> None:
    one, other = twins(
        {"TermValue": "3"}, {"TermValue": "0", "FactsURL": "https://example.com/another-label"}
    )
    assert (one.contradictions, other.contradictions, one.suspect, other.suspect) == ((), (), None, None)


def test_a_term_that_one_language_leaves_out_is_that_of_the_label_which_both_name() -> None:
    fee = {"CancelFee": "20 per remaining month", "FactsURL": "https://example.com/label?term=3"}
    (offer,) = twins({"TermValue": "3", **fee}, {"TermValue": "0", **fee})
    assert offer.term_months == 3
    assert [one.sentence for one in offer.contradictions] == [
        "English says 3 months, Spanish says month to month: ask before you sign."
    ]
    assert offer.cancel_fee.worst_case_usd(offer.term_months) == 60


def test_prices_of_which_one_row_alone_makes_a_bill_are_settled() -> None:
    for crooked, right in (("spanish", "en"), ("english", "es")):
        odd = {"kwh500": "0.1710"}
        (offer,) = twins(odd if crooked == "english" else {}, odd if crooked == "spanish" else {})
        (said,) = offer.contradictions
        assert (said.what, said.right) == (Said.PRICES, right)
        assert said.sentence.endswith(
            f"the printed prices fit only the {'English' if right == 'en' else 'Spanish'} one."
        )
        assert offer.suspect is None
        assert offer.prices == (Decimal("0.131"), Decimal("0.127"), Decimal("0.125"))


def test_prices_that_both_make_a_bill_are_one_card_that_is_doubted() -> None:
    (offer,) = twins({"kwh500": "0.1310"}, {"kwh500": "0.1330"})
    assert offer.suspect == "English says 13.1¢ at 500 kWh, Spanish says 13.3¢: ask before you sign."
    assert offer.prices[0] == Decimal("0.131")
    assert offer.cancel_fee.kind is CancelFeeKind.FLAT


def test_rows_that_say_several_things_differently_stay_two_offers() -> None:
    one, other = twins({}, {"TermValue": "24", "kwh500": "0.1330", "CancelFee": "300"})
    assert (one.spanish, other.english) == (None, None)
    assert (one.suspect, other.suspect) == (None, None), "they may be two plans"
    one, other = twins({}, {"kwh500": "0.1330", "CancelFee": "300"})
    for offer in (one, other):
        assert offer.suspect == (
            "English says 13.1¢ at 500 kWh, Spanish says 13.3¢: ask before you sign. "
            "English says $150 to leave, Spanish says $300: ask before you sign."
        )


def test_what_one_row_leaves_out_is_no_contradiction() -> None:
    (offer,) = twins({"Renewable": "24"}, {"Renewable": ""})
    assert (offer.contradictions, offer.renewable_percent) == ((), 24)


def test_two_plans_of_one_name_in_each_language_are_never_joined_across() -> None:
    row, dearer = a_listing_row(), a_listing_row(idKey=5003, CancelFee="175.00")
    offers = offers_of(row, dearer, a_spanish_twin(row, CancelFee="250.00"))
    assert len(offers) == 3
    assert not any(offer.contradictions for offer in offers)
