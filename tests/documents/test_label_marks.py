"""Marks that PDF tools leave in labels: leader dots, sums cut at their point, numbers of notes glued to names."""

from decimal import Decimal

from choosemypower.documents import read_label
from choosemypower.plans.charges import BaseCharge, Charges, Delivery, ReadState, UsageCredit, UsageFee

D = Decimal
ONCOR = Delivery(usd_per_month=D("4.06"), usd_per_kwh=D("0.060295"))
END = "Type of Product   Fixed Rate\nContract Term   12 Months\n"


def _charges(text: str) -> Charges:
    reading = read_label(text)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    return reading.charges


def test_leader_dots_part_names_uses_and_figures() -> None:
    charges = _charges(
        "Electricity Facts Label\nKeel 12 - Oncor - 9/14/2026\n"
        "Average Monthly Use ........ 500 kWh ....... 1,000 kWh ....... 2,000 kWh\n"
        "Average Price per kWh ...... 17.6¢ ......... 16.4¢ ........... 15.8¢\n"
        "Energy Charge .............. 9.12¢ per kWh\n"
        "Base Charge ................ $7.95 per billing cycle\n"
        "Oncor Delivery per kWh ..... 6.0295¢\nOncor Delivery per month ... $4.06\n" + END
    )
    assert [one.usd for one in charges.of(BaseCharge)] == [D("7.95")]
    assert charges.delivery == ONCOR


def test_sums_cut_at_their_point_are_whole() -> None:
    charges = _charges(
        "Electricity Facts Label\nRidge 12 - Oncor - 09/01/2026\n"
        "Average Monthly Use 500 kWh 1 000 kWh 2 000 kWh\nAverage Price per kWh 18. 8 ¢ 17. 6 ¢ 17. 0 ¢\n"
        "Energy Charge 10. 41 ¢ per kWh\nBase Charge $ 7 .50 per month\n"
        "TDU Delivery Charges $ 4. 06 per month and 6. 0295 ¢ per kWh\n" + END
    )
    assert [one.usd for one in charges.of(BaseCharge)] == [D("7.50")]
    assert charges.delivery == ONCOR


def test_numbers_of_notes_glued_to_names_lead_to_their_limits() -> None:
    charges = _charges(
        "Electricity Facts Label\nAnchor 12   CenterPoint   1/9/2026\n"
        "Average Monthly Use     500 kWh    1000 kWh   2000 kWh\n"
        "Average Price per kWh   16.9¢      8.9¢       12.4¢\n"
        "Energy Charge           9.90¢ per kWh\n"
        "Usage Credit1           $75.00 per month\nLow Usage Charge2       $15.00 per month\n"
        "TDU Delivery            $4.90 per month & 6.0009¢ per kWh\n"
        "1 Applied when usage is 1,000 kWh or greater.\n2 Applied when usage is below 500 kWh.\n" + END
    )
    assert [(one.usd, one.min_kwh, one.max_kwh) for one in charges.of(UsageCredit)] == [(D(75), 1000, None)]
    assert [(one.usd, one.min_kwh, one.max_kwh) for one in charges.of(UsageFee)] == [(D(15), 0, 499)]
