"""Amounts that a text tells of without charging or giving them: no price may prove such an amount."""

import pytest

from choosemypower.documents import read_fees
from tests.documents.fee_wordings import C, F
from tests.documents.test_fee_wordings_fresh import printed

FEES = [
    "There is no $9.95 fee under 1,000 kWh.",
    "You will never see a $9.95 usage fee for using less than 1,000 kWh.",
    "Unlike others who charge $9.95 under 1,000 kWh, we don't.",
    "Unlike our Saver plan, which adds $9.95 below 1,000 kWh, this plan does not.",
    "Forget the $9.95 minimum usage fee that others bill below 1,000 kWh.",
    "Tired of a $9.95 fee when you use less than 1,000 kWh? Not here.",
    "Say goodbye to $9.95 usage charges under 1,000 kWh.",
    "Our old plan had a $9.95 fee below 1,000 kWh.",
    "A $9.95 usage fee below 1,000 kWh used to apply.",
    "A fee of up to $9.95 applies below 1,000 kWh.",
    "Fees starting at $9.95 for usage under 1,000 kWh.",
    "Competitors bill $9.95 for months under 1,000 kWh.",
    "Customers on our Flex plan pay $9.95 under 1,000 kWh.",
    "Sin cargo de $9.95 por consumo menor de 1,000 kWh.",
    "Otras compañías cobran $9.95 por menos de 1,000 kWh; nosotros no.",
    "Olvídese del cargo de $9.95 por usar menos de 1,000 kWh.",
    "A diferencia de otros que cobran $9.95 bajo 1,000 kWh, aquí no se cobra.",
    "Ya no cobramos el cargo de $9.95 por consumo menor de 1,000 kWh.",
    "A $9.95 fee under 1,000 kWh is what you avoid with us.",
    "The average home would pay a $9.95 fee under 1,000 kWh elsewhere.",
]
CREDITS = [
    "Save $50 at 1,000 kWh or more compared with other plans.",
    "Our Max plan gives a $50 credit at 1,000 kWh or more; this plan has none.",
    "The $50 credit at 1,000 kWh has been discontinued.",
    "This plan does not include the $50 credit at 1,000 kWh.",
    "Other plans give a $50 credit at 1,000 kWh or more.",
    "Customers with two or more meters get a $50 credit at 1,000 kWh or more.",
    "Referred customers get $50 off at 1,000 kWh or more.",
    "$50 credit for 1,000 kWh or more, while supplies last.",
    "Win a $50 credit if you use 1,000 kWh or more.",
    "Las personas mayores reciben un crédito de $50 con 1,000 kWh o más.",
    "Este plan no incluye el crédito de $50 con 1,000 kWh o más.",
    "Otros planes dan un crédito de $50 con 1,000 kWh o más.",
    "Gane $50 de crédito con 1,000 kWh o más en nuestro sorteo.",
    "Homes over 3,000 square feet get a $50 credit at 1,000 kWh or more.",
    "A $50 credit at 1,000 kWh or more is not part of this offer.",
    "$50 credit at 1,000 kWh or more for online enrollment.",
]


@pytest.mark.parametrize("text", FEES)
def test_a_fee_of_others_or_one_denied_is_none_of_the_plan(text: str) -> None:
    reading = read_fees(text, printed([F(9.95, 0, 999)]))
    assert not reading.is_believed or not reading.items, reading.items


@pytest.mark.parametrize("text", CREDITS)
def test_a_credit_of_others_or_of_some_homes_is_none_of_the_plan(text: str) -> None:
    reading = read_fees(text, printed([C(50, 1000)]))
    assert not reading.is_believed or not reading.items, reading.items
