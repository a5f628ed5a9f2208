"""Charges in notes, names wrapped around their amounts, and seasons with a share of the year's usage."""

# ruff: noqa: E501 -- labels read across

import re
from decimal import Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import (
    BaseCharge,
    Charges,
    EnergyTier,
    PriceByTotal,
    ReadState,
    SolarCredit,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing import PRINTED_AT_KWH, printed_average
from tests.documents.test_label_kinds import NAME, ONCOR, TERMS, USES, Kind, energy, rows, same, stated

D = Decimal
SUMMER, REST = (6, 7, 8, 9), (1, 2, 3, 4, 5, 10, 11, 12)
PLAIN = (energy("8.9"), BaseCharge(usd=D("4.95")))
CREDIT = UsageCredit(usd=D(60), min_kwh=1000, max_kwh=2000)


def season(cents: str, months: tuple[int, ...], share: str) -> EnergyTier:
    return energy(cents, months=months, year_share=D(share))


SEASONS = (season("12.4", SUMMER, "0.42"), season("8.2", REST, "0.58"), BaseCharge(usd=D(5)))
KINDS = {
    "the credit and delivery in notes": Kind(
        rows("Energy Charge   14.9¢ per kWh\nUsage Bonus   See (2)\nOncor Delivery   See (3)\n")
        + "(2) A bonus of $60.00 is taken off the bill for any month in which your usage is at least 1,000 kWh but not more\nthan 2,000 kWh.\n"
        "(3) $4.06 per month and 6.1196¢ per kWh.\n",
        (energy("14.9"), CREDIT),
    ),
    "a note by its word": Kind(
        rows("Energy Charge   14.9¢ per kWh\nMonthly extra: see note 1\n" + ONCOR)
        + "Note 1: a minimum usage fee of $8.75 in months with less than 800 kWh.\n",
        (energy("14.9"), UsageFee(usd=D("8.75"), max_kwh=799)),
    ),
    "a note by its letter": Kind(
        rows("Energy Charge [a]\nBase Charge [b]\n" + ONCOR)
        + "[a] The energy charge is 8.9¢ per kWh\n[b] The base charge is $4.95 per month\n",
        PLAIN,
    ),
    "seasons with shares, the heads in brackets": Kind(
        NAME
        + "                    Summer cycles             Other cycles\n                    (bills ending Jun-Sep)    (bills ending Oct-May)\n"
        "Example energy      12.4 ¢/kWh                8.2 ¢/kWh\nBase charge         $5.00                     $5.00\n"
        "Oncor delivery      6.1196 ¢/kWh and $4.06    6.1196 ¢/kWh and $4.06\n\n"
        + USES
        + "The averages assume 58% of the year's kWh in other cycles and 42% in summer cycles\n"
        + TERMS,
        SEASONS,
    ),
    "seasons with one share": Kind(
        rows(
            "Energy charge June to September: 12.4¢ per kWh\nEnergy charge other months: 8.2¢ per kWh\nBase Charge $5.00 per month\n"
            + ONCOR
            + "It is taken that 42% of your electricity is used in the first of these periods.\n"
        ),
        SEASONS,
    ),
    "seasons in a sentence": Kind(
        rows(
            "From June through September you pay 12.4¢ for each kWh; from October through May 8.2¢. The averages suppose that\n"
            "42% of the year's electricity is used from June through September.\nBase Charge $5.00 per month\n"
            + ONCOR
        ),
        SEASONS,
    ),
    "seasons explained below their prices": Kind(
        rows(
            "Summer energy charge   12.4¢/kWh\nWinter energy charge   8.2¢/kWh\nBase Charge $5.00 per month\n"
            "Summer is June 1 to September 30, winter is October 1 to May 31; 42% of use is in summer, 58% in winter.\n"
            + ONCOR
        ),
        SEASONS,
    ),
    "a price by the month's total in prose": Kind(
        rows(
            "Bills of up to 1,000 kWh are priced at 14.2¢ for every kWh of the bill. Once a bill passes 1,000 kWh, every kWh\n"
            "of it costs 11.8¢ instead.\n" + ONCOR
        ),
        (
            PriceByTotal(max_kwh=1000, usd_per_kwh=D("0.142")),
            PriceByTotal(min_kwh=1001, usd_per_kwh=D("0.118")),
        ),
    ),
    "a credit of the first bill": Kind(
        rows(
            "Energy Charge: 8.9¢ per kWh\nBase Charge: $4.95 per month\n"
            + ONCOR
            + "Welcome credit: $60.00 on your first bill. The averages count it with a twelfth ($5.00 a month).\n"
        ),
        (*PLAIN, UsageCredit(usd=D(60), bills=(1,))),
    ),
    "an export credit in the averages": Kind(
        rows(
            "Included in the Average Price per kWh is a buyback credit for 620 kWh of energy sent to the grid.\n"
            "Base Charge: $4.95 per month\nEnergy Charge: 8.9¢ per kWh\nBuyback Rate: 4.2¢ per kWh\n" + ONCOR
        ),
        (*PLAIN, SolarCredit(kwh=620, usd_per_kwh=D("0.042"), conditions=("solar",))),  # type: ignore[arg-type]
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_it_is_read_as_stated(name: str) -> None:
    kind = KINDS[name]
    reading = read_label(_label_of(kind))
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(kind.charges))
    assert reading.charges.delivery == kind.delivery


_FIGURE = re.compile(r"(?<![\d.,])\d+\.\d+(?= ?¢)|(?<=\$)\d+\.\d\d|\d\d(?=%)")


@pytest.mark.parametrize("name", KINDS)
def test_a_changed_figure_is_never_accepted_as_before(name: str) -> None:
    label = _label_of(KINDS[name])
    before = read_label(label)
    for match in _FIGURE.finditer(label.replace(TERMS, " " * len(TERMS))):
        number = D(match[0])
        other = str((number + max(number / 10, D("0.3"))).quantize(number) if "." in match[0] else number + 7)
        changed = read_label(label[: match.start()] + other + label[match.end() :])
        assert changed.state is not ReadState.PROVEN or changed.charges != before.charges, match[0]


def _label_of(kind: Kind) -> str:
    """Averages of a home that meets the conditions, where there are some."""

    charges = Charges(items=kind.charges, delivery=kind.delivery)
    met = frozenset(charges.conditions)
    averages = [printed_average(charges, kwh, met=met) * 100 for kwh in PRINTED_AT_KWH]
    return kind.text.format(*(f"{one:.1f}" for one in averages))
