"""What special terms and fee texts ask of a home, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.documents import read_conditions, read_name_conditions
from choosemypower.plans.charges import Condition


def kinds(text: str, language: str = "en") -> set[Condition]:
    return {one.kind for one in read_conditions(text, language)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Autopay is required.", {Condition.AUTOPAY}),
        ("A minimum first payment of $75.00 is required to connect service.", {Condition.FIRST_PAYMENT}),
        ("No deposit. $40 initial payment.", {Condition.FIRST_PAYMENT}),
        ("Se requiere un primer pago de $75.00 para conectar el servicio.", {Condition.FIRST_PAYMENT}),
        ("This product requires Auto Pay & E-bill.", {Condition.AUTOPAY, Condition.PAPERLESS}),
        ("If you stop autopay you will be charged $5 a month.", {Condition.AUTOPAY}),
        ("You must enroll in paperless billing.", {Condition.PAPERLESS}),
        ("A monthly credit is available by enrolling in paperless billing.", {Condition.PAPERLESS}),
        ("Connected thermostat required, see label.", {Condition.DEVICE}),
        ("Promo code required: AB12", {Condition.PROMO_CODE}),
        ("Internet service from us is required to get this rate.", {Condition.BUNDLE}),
        ("A $15 cooperative membership fee applies.", {Condition.MEMBERSHIP}),
        ("For new customers only.", {Condition.NEW_CUSTOMER}),
        ("Offer only available for new Infuse Energy customers.", {Condition.NEW_CUSTOMER}),
        ("You must be a new residential customer of ours.", {Condition.NEW_CUSTOMER}),
        ("Not available to current customers.", {Condition.NEW_CUSTOMER}),
        ("This plan is for first-time customers only.", {Condition.NEW_CUSTOMER}),
        ("Fixed price. No deposit with approved credit.", {Condition.CREDIT_CHECK}),
        ("Introductory rate for three months.", {Condition.FIRST_MONTHS_PRICE}),
        ("You must stay at the address for at least 12 months.", {Condition.MINIMUM_STAY}),
        ("Se requiere pago automático.", {Condition.AUTOPAY}),
        ("Debe inscribirse en factura electrónica.", {Condition.PAPERLESS}),
        ("Código de promoción necesario: AB12", {Condition.PROMO_CODE}),
        ("Solo para nuevos clientes.", {Condition.NEW_CUSTOMER}),
        ("Se requiere termostato conectado.", {Condition.DEVICE}),
        ("Precio fijo. Sin depósito con crédito aprobado.", {Condition.CREDIT_CHECK}),
        ("Cuota de membresía de $15.", {Condition.MEMBERSHIP}),
    ],
)
def test_a_condition_is_found_where_a_word_demands_it(text: str, expected: set[Condition]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "New and returning customers only.",
        "For existing and new customers.",
        "Available to new or existing customers.",
        "Solo para clientes nuevos y recurrentes.",
        "Para clientes nuevos y existentes.",
        "Paperless eBill and Bill Alert Options",
        "Free online bill pay and automatic billing options are also available.",
        "No credit check or deposit required.",
        "Sin verificación de crédito ni depósito.",
        "This plan is not eligible to be used with any referral or promotional codes.",
        "You may set up Autopay through your online account.",
        "No hidden fees like base charges or bundle fees.",
        "Autopay is not required.",
        "Get 4 LED bulbs after 60 days of continuous service.",
        "",
    ],
)
def test_what_is_offered_or_denied_is_no_condition(text: str) -> None:
    assert kinds(text) == set()


def test_a_condition_keeps_its_sentence_and_language() -> None:
    (one,) = read_conditions("Energía limpia. Se requiere pago automático. ¡Llame hoy!", "es")
    assert (one.kind, one.sentence, one.language) == (
        Condition.AUTOPAY,
        "Se requiere pago automático",
        "es",
    )


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Autopay Texas 12", "en", {Condition.AUTOPAY}),
        ("Embrace Green 12 - New Customer Special", "en", {Condition.NEW_CUSTOMER}),
        ("Think Clean 12 with Smart Thermostat Connected", "en", {Condition.DEVICE}),
        ("Plan 12 con Pago Automático", "es", {Condition.AUTOPAY}),
        ("Simple 12 - No Autopay", "en", set()),
        ("New Texas Saver 12", "en", set()),
    ],
)
def test_a_name_says_what_its_plan_asks(name: str, language: str, expected: set[Condition]) -> None:
    assert {one.kind for one in read_name_conditions(name, language)} == expected


@given(st.text(max_size=300))
def test_any_text_has_each_condition_once(text: str) -> None:
    found = [one.kind for one in read_conditions(text, "en")]
    assert len(found) == len(set(found))
