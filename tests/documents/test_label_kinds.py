"""Labels in layouts that nobody gave us: read as stated, and never accepted as before when a figure changes."""

import re
from decimal import ROUND_HALF_UP, Decimal

import msgspec
import pytest

from choosemypower.documents import read_label
from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Charge,
    Charges,
    Delivery,
    EnergyTier,
    HourlyPrice,
    PriceByTotal,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.pricing import PRINTED_AT_KWH, printed_average

NAME = "Electricity Facts Label (EFL)\nExample Power, Saver 12\nOncor Electric Delivery service area\nJuly 21, 2026\n"
TERMS = "Type of Product Fixed Rate\nContract Term 12 months\nTermination fee? Yes, $150.00\n"
USES = "Average Monthly Use 500 kWh 1,000 kWh 2,000 kWh\nAverage Price per kWh {0}¢ {1}¢ {2}¢\n"
ONCOR = "Oncor Delivery Charges: $4.06 per month and 6.1196¢ per kWh\n"
DELIVERY = Delivery(usd_per_month=Decimal("4.06"), usd_per_kwh=Decimal("0.061196"))


class Kind(msgspec.Struct, frozen=True):
    """A layout: its text with places for the three averages, and what it states."""

    text: str
    charges: tuple[Charge, ...]
    delivery: Delivery = DELIVERY

    @property
    def label(self) -> str:
        return self._with_averages(self.text)

    def changed(self, old: str, new: str) -> str:
        """The label with the averages of its charges, but another figure at the one place of `old`."""
        assert self.text.count(old) == 1
        return self._with_averages(self.text.replace(old, new))

    def _with_averages(self, text: str) -> str:
        charges = Charges(items=self.charges, delivery=self.delivery)
        averages = [printed_average(charges, kwh) * 100 for kwh in PRINTED_AT_KWH]
        return text.format(*(one.quantize(Decimal("0.1"), ROUND_HALF_UP) for one in averages))


def energy(cents: str, **more: object) -> EnergyTier:
    return EnergyTier(usd_per_kwh=Decimal(cents) / 100, **more)  # type: ignore[arg-type]


def hours(name: str, cents: str, share: str, delivery: str | None = None) -> HourlyPrice:
    return HourlyPrice(
        name=name,
        usd_per_kwh=Decimal(cents) / 100,
        share=Decimal(share),
        delivery_usd_per_kwh=None if delivery is None else Decimal(delivery),
    )


def rows(text: str) -> str:
    return NAME + USES + text + TERMS


PLAIN = (energy("7.3"), BaseCharge(usd=Decimal("9.95")))
FEE = UsageFee(usd=Decimal("8.95"), max_kwh=999)
SUMMER, REST = (6, 7, 8, 9), (1, 2, 3, 4, 5, 10, 11, 12)
GLUED = (
    "ElectricityFactsLabel(EFL)\nExamplePower\nOncorElectricDelivery\nJuly21,2026\n"
    "AverageMonthlyUse500kWh1,000kWh2,000kWh\nAveragePriceperkWh{0}¢{1}¢{2}¢\nBaseCharge:$9.95perbillingcycle\n"
    "EnergyCharge:7.3¢perkWh\nOncorDeliveryCharges:$4.06permonthand6.1196¢perkWh\nTypeofProductFixedRate\n"
)
SPANISH = (
    "Etiqueta de Datos de Electricidad\nExample Power\nÁrea de servicio de Oncor\n"
    "Uso Mensual Promedio 500 kWh 1,000 kWh 2,000 kWh\nPrecio promedio por kWh {0}¢ {1}¢ {2}¢\n"
    "Cargo Base: $9.95 por ciclo de facturación\nCargo por Energía: 7.3¢ por kWh\n"
    "Cargos de entrega de Oncor: $4.06 por mes y 6.1196¢ por kWh\nTipo de producto Tarifa fija\n\n"
)
ENGLISH = rows("Base Charge: $9.95 per billing cycle\nEnergy Charge: 7.3¢ per kWh\n" + ONCOR)
NIGHTS = (
    "Night hours are 9:00 PM to 6:00 AM. Average prices assume 40% of usage at night and 60% in the day.\n"
)
KINDS = {
    "names, then figures": Kind(
        rows(
            "Base Charge\nEnergy Charge\nTDU Delivery Charge\nTDU Delivery Charge\n$9.95 per billing cycle\n"
            "7.3¢ per kWh\n$4.06 per billing cycle\n6.1196¢ per kWh\n"
        ),
        PLAIN,
    ),
    "figures, then names": Kind(
        rows(
            "$9.95 per billing cycle\n7.3¢ per kWh\n$4.06 per billing cycle\n6.1196¢ per kWh\n"
            "Base Charge\nEnergy Charge\nTDU Delivery Charge\nTDU Delivery Charge\n"
        ),
        PLAIN,
    ),
    "each figure above its name": Kind(
        rows(
            "7.3¢ per kWh\nEnergy Charge\n$9.95 per billing cycle\nBase Charge\n"
            "$4.06 per billing cycle\nOncor Delivery Charge\n6.1196¢ per kWh\nOncor Delivery Charge\n"
        ),
        PLAIN,
    ),
    "names, units, prices in columns": Kind(
        rows(
            "Charge\nEnergy Charge\nBase Charge\nDelivery Charge\nDelivery Charge\nUnit\n¢ per kWh\n$ per month\n"
            "¢ per kWh\n$ per month\nPrice\n7.3¢\n$9.95\n6.1196¢\n$4.06\n"
        ),
        PLAIN,
    ),
    "units in the names, bare figures": Kind(
        rows(
            "Energy Charge (¢ per kWh)  7.3\nBase Charge ($ per billing cycle)  9.95\n"
            "TDU Delivery (¢ per kWh)  6.1196\nTDU Delivery ($ per billing cycle)  4.06\n"
        ),
        PLAIN,
    ),
    "glued words": Kind(GLUED, PLAIN),
    "Spanish alone": Kind(SPANISH, PLAIN),
    "Spanish first": Kind(SPANISH + ENGLISH, PLAIN),
    "private-use digits": Kind(
        re.sub(r"(?<!\{)\d(?!\})", lambda at: chr(0xE120 + int(at[0])), ENGLISH), PLAIN
    ),
    "only the names of both companies": Kind(
        rows("Example Power: $9.95/month + 7.3¢/kWh\nOncor: $4.06/month + 6.1196¢/kWh\n"), PLAIN
    ),
    "averages last": Kind(
        NAME + "Base Charge: $9.95 per billing cycle\nEnergy Charge: 7.3¢ per kWh\n" + ONCOR + USES + TERMS,
        PLAIN,
    ),
    "tiers, first and next": Kind(
        rows(
            "Energy Charge\nFirst 500 kWh: 11.2¢ per kWh\nNext 500 kWh: 9.4¢ per kWh\n"
            f"All kWh over 1,000: 7.1¢ per kWh\n{ONCOR}"
        ),
        (
            energy("11.2", to_kwh=500),
            energy("9.4", from_kwh=500, to_kwh=1000),
            energy("7.1", from_kwh=1000),
        ),
    ),
    "tiers, in the heads of columns": Kind(
        rows(f"Usage  0-1,000 kWh  1,001+ kWh\nEnergy Charge  11.2¢ per kWh  8.1¢ per kWh\n{ONCOR}"),
        (energy("11.2", to_kwh=1000), energy("8.1", from_kwh=1000)),
    ),
    "price by the total": Kind(
        rows(
            "Energy Charge when monthly usage is 0 - 1,000 kWh: 11.2¢ per kWh for all kWh\n"
            f"Energy Charge when monthly usage is 1,001 kWh or more: 8.1¢ per kWh for all kWh\n{ONCOR}"
        ),
        (
            PriceByTotal(max_kwh=1000, usd_per_kwh=Decimal("0.112")),
            PriceByTotal(min_kwh=1001, usd_per_kwh=Decimal("0.081")),
        ),
    ),
    "low-use fee": Kind(
        rows(
            "Energy Charge: 7.3¢ per kWh\n"
            f"Minimum Usage Fee: $8.95 per billing cycle if usage is less than 1,000 kWh\n{ONCOR}"
        ),
        (energy("7.3"), FEE),
    ),
    "a base charge that falls away": Kind(
        rows(
            "Energy Charge: 7.3¢ per kWh\n"
            f"Base Charge: $8.95 per billing cycle, waived when usage is 1,000 kWh or more\n{ONCOR}"
        ),
        (energy("7.3"), FEE),
    ),
    "credit by use": Kind(
        rows(
            f"Energy Charge: 9.3¢ per kWh\n{ONCOR}"
            "You receive a bill credit of $40.00 in every billing cycle in which your usage reaches 1,000 kWh.\n"
        ),
        (energy("9.3"), UsageCredit(usd=Decimal(40), min_kwh=1000)),
    ),
    "bundled": Kind(
        rows(
            "Base Charge: $9.95 per billing cycle\nEnergy Charge: 13.3¢ per kWh\n"
            "The energy charge includes all TDU delivery charges.\n"
        ),
        (energy("13.3"), PLAIN[1]),
        BUNDLED,
    ),
    "weekends named by their days": Kind(
        rows(
            "Energy Charge, Monday through Friday: 15.3¢ per kWh\n"
            f"Energy Charge, Saturday and Sunday: 2.1¢ per kWh\n{ONCOR}"
            "This example assumes that 68% of your usage is on weekdays and 32% on weekends.\n"
        ),
        (hours("weekday", "15.3", "0.68"), hours("weekend", "2.1", "0.32")),
    ),
    "free nights, delivery charged": Kind(
        rows(f"Day Energy Charge: 17.3¢ per kWh\nNight Energy Charge: 0¢ per kWh\n{ONCOR}{NIGHTS}"),
        (hours("day", "17.3", "0.6"), hours("night", "0", "0.4")),
    ),
    "free nights, delivery free too": Kind(
        rows(
            f"Day Energy Charge: 17.3¢ per kWh\nNight Energy Charge: 0¢ per kWh\n{ONCOR}{NIGHTS}"
            "Energy and delivery charges are free at night.\n"
        ),
        (hours("day", "17.3", "0.6"), hours("night", "0", "0.4", delivery="0")),
    ),
    "prices by season": Kind(
        rows(
            "Summer Energy Charge (June through September): 14.3¢ per kWh\n"
            f"Non-Summer Energy Charge (all other months): 8.8¢ per kWh\n{ONCOR}"
        ),
        (energy("14.3", months=SUMMER), energy("8.8", months=REST)),
    ),
    "prices from month to month": Kind(
        rows(
            f"Energy Charge (June - September): 14.3¢ per kWh\nEnergy Charge (October - May): 8.8¢ per kWh\n{ONCOR}"
        ),
        (energy("14.3", months=SUMMER), energy("8.8", months=REST)),
    ),
}


def stated(items: tuple[Charge, ...]) -> list[object]:
    """Charges without the words they were read from, and without those of nothing."""
    plain = []
    for one in items:
        if isinstance(one, BaseCharge) and not one.usd:
            continue
        bare = msgspec.structs.replace(one, sentence=None)
        plain.append(msgspec.structs.replace(bare, windows=()) if isinstance(bare, HourlyPrice) else bare)
    return sorted(plain, key=str)


@pytest.mark.parametrize("name", KINDS)
def test_an_unseen_layout_is_read_as_stated(name: str) -> None:
    kind = KINDS[name]
    reading = read_label(kind.label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(kind.charges))
    assert reading.charges.delivery == kind.delivery


def same(read: list[object], wanted: list[object]) -> bool:
    """Equal, whatever the decimals of a nought."""
    return sorted(map(_canonical, read)) == sorted(map(_canonical, wanted))


def _canonical(charge: object) -> str:
    plain = msgspec.to_builtins(charge, builtin_types=(Decimal,))
    return str(
        sorted((key, f"{value:.6f}" if isinstance(value, Decimal) else value) for key, value in plain.items())
    )


def summer_credit(usd: str, *months: int) -> UsageCredit:
    return UsageCredit(usd=Decimal(usd), min_kwh=1000, months=months)


SEASONAL_CREDITS = {
    "Summer Bill Credit: $30.00 per billing cycle from June through September when usage is 1,000 kWh or more": (
        summer_credit("30", 6, 7, 8, 9),
    ),
    "Usage credit of $25.00 per month applies in July and August if usage is at least 1,000 kWh.": (
        summer_credit("25", 7, 8),
    ),
    "Winter Usage Credit (December - February) $40.00 per month (usage >= 1000 kWh)": (
        summer_credit("40", 1, 2, 12),
    ),
    "Crédito de verano (junio a septiembre): $30.00 por ciclo de facturación cuando el uso es de 1,000 kWh o más": (
        summer_credit("30", 6, 7, 8, 9),
    ),
    "Bill Credit $100.00 per month when usage is 1,000 kWh or more\n"
    "Additional Summer Credit $20.00 per month in June, July, August when usage is 1,000 kWh or more": (
        UsageCredit(usd=Decimal(100), min_kwh=1000),
        summer_credit("20", 6, 7, 8),
    ),
}


@pytest.mark.parametrize("text", SEASONAL_CREDITS)
def test_a_credit_of_some_months_is_read_with_its_months(text: str) -> None:
    charges = (energy("12.9"), *SEASONAL_CREDITS[text])
    reading = read_label(Kind(rows(f"{ONCOR}Energy Charge: 12.9¢ per kWh\n{text}\n"), charges).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(stated(reading.charges.items), stated(charges))


@pytest.mark.parametrize(
    "text",
    [
        "Summer Credit $30.00 per month when usage is 1,000 kWh or more",
        "Bill Credit $30.00 per month except July when usage is 1,000 kWh or more",
        "Bill Credit $30.00 per month from June through September when usage is 1,000 kWh or more",
    ],
)
def test_a_credit_whose_averages_hold_it_all_year_does_not_pass_for_one_of_a_season(text: str) -> None:
    all_year = (energy("12.9"), UsageCredit(usd=Decimal(30), min_kwh=1000))
    reading = read_label(Kind(rows(f"{ONCOR}Energy Charge: 12.9¢ per kWh\n{text}\n"), all_year).label)
    assert reading.state is not ReadState.PROVEN


FIGURE = re.compile(r"(?<![\d.,])\$?\d+\.\d+(?=¢|\s*(?:per|¢|/|\n)|perbilling|permonth)")


@pytest.mark.parametrize("name", [name for name in KINDS if name != "private-use digits"])
def test_a_changed_figure_is_refused_or_read_as_changed(name: str) -> None:
    label = KINDS[name].label
    before = read_label(label)
    prices = label.partition("Type")[0].partition("Tipo")[0]
    figures = list(FIGURE.finditer(prices))
    assert figures
    for match in figures:
        number = Decimal(match[0].lstrip("$"))
        other = str((number + max(number / 10, Decimal("0.3"))).quantize(number))
        changed = read_label(
            label[: match.start()] + match[0].replace(str(number), other) + label[match.end() :]
        )
        is_as_before = changed.state is ReadState.PROVEN and changed.charges == before.charges
        assert not is_as_before, match[0]


def test_the_lines_of_charges_stand_beside_them() -> None:
    reading = read_label(KINDS["low-use fee"].label)
    assert reading.charges is not None
    assert [one.sentence for one in reading.charges.items] == [
        "Energy Charge: 7.3¢ per kWh",
        "Minimum Usage Fee: $8.95 per billing cycle if usage is less than 1,000 kWh",
    ]
    assert reading.delivery_sentences == (ONCOR.strip(),)
