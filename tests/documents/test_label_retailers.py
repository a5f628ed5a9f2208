"""Layouts of other retailers than those given: read as stated, also where a tool flattens them another way."""

import re
from collections.abc import Callable

import pytest

from choosemypower.documents import LabelReading, read_label
from choosemypower.plans.charges import HourlyPrice, ReadState
from tests.documents import retailer_labels_1, retailer_labels_2, retailer_labels_3, retailer_labels_4
from tests.documents.test_label_kinds import Kind, same, stated

BATCHES = (retailer_labels_1, retailer_labels_2, retailer_labels_3, retailer_labels_4)
LABELS = {name: kind for batch in BATCHES for name, kind in batch.LABELS.items()}
TRAPS = retailer_labels_2.TRAPS | retailer_labels_3.TRAPS | retailer_labels_4.TRAPS
SHAPES: dict[str, Callable[[str], str]] = {
    "as made": lambda text: text,
    "tabs and other line ends": lambda text: re.sub(r" {2,}", "\t", text).replace("\n", "\r\n"),
    "hidden digits": lambda text: re.sub(r"\d", lambda one: chr(0xE300 + int(one[0])), text),
}


def is_as_stated(reading: LabelReading, kind: Kind) -> bool:
    return (
        reading.charges is not None
        and same(stated(reading.charges.items), stated(kind.charges))
        and reading.charges.delivery == kind.delivery
    )


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_layout_of_another_retailer_is_read_as_stated(name: str, shape: str) -> None:
    reading = read_label(SHAPES[shape](LABELS[name].label))
    assert reading.state is ReadState.PROVEN, reading.note
    assert is_as_stated(reading, LABELS[name])


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_among_them_is_refused(name: str) -> None:
    assert read_label(TRAPS[name]).state is not ReadState.PROVEN


def test_hours_from_midnight_are_read() -> None:
    reading = read_label(LABELS["peak offpeak ev"].label)
    assert reading.charges is not None
    hours = {one.name: one.windows[0].hours for one in reading.charges.of(HourlyPrice)}
    assert hours == {"off-peak": tuple(range(6)), "peak": tuple(range(6, 24))}


@pytest.mark.parametrize("hours", ["10:30 p.m. to 6 a.m.", "41:00 p.m. to 6 a.m."])
def test_hours_that_are_no_whole_ones_are_left_out(hours: str) -> None:
    label = LABELS["overnight sentence"].label
    reading = read_label(label.replace("10 p.m. to 6 a.m.", hours))
    assert reading.charges is not None
    assert not any(one.windows for one in reading.charges.of(HourlyPrice))


COLUMNS_FLIPPED = """Electricity Facts Label
Two Column Power
Oncor
July 20, 2026
Average Monthly Use   500 kWh   1,000 kWh   2,000 kWh
Average Price per kWh   {0}¢   {1}¢   {2}¢
$0 per month   Base Charge:
6.147¢ per kWh   Energy Charge:
6.1196¢ per kWh and $4.06 per month   Oncor Delivery Charge:
Type of Product Fixed Rate
"""


def test_energy_and_delivery_of_nearly_one_price_keep_their_names() -> None:
    kind = Kind(COLUMNS_FLIPPED, LABELS["ocelot 12"].charges[1:], LABELS["ocelot 12"].delivery)
    text = kind.label.replace("6.147", "8.15")
    assert is_as_stated(read_label(text), kind)


TWO_HALVES = """Electricity Facts Label
Two Tongue Power
Oncor
July 20, 2026
Average Monthly Use   500 kWh   1,000 kWh   2,000 kWh
Average Price per kWh   {0}¢   {1}¢   {2}¢
Energy Charge: 8.15¢ per kWh
Base Charge: $6.00 per month
Oncor Delivery: 6.1196¢ per kWh and $4.06 per month
Type of Product Fixed Rate
Etiqueta de Datos de Electricidad
Uso mensual promedio   500 kWh   1,000 kWh   2,000 kWh
Precio promedio por kWh   {0}¢   {1}¢   {2}¢
Cargo por energía: 8.15¢ por kWh
Cargo base: $6.00 por mes
Entrega de Oncor: 6.1196¢ por kWh y $4.06 por mes
Tipo de producto Tarifa fija
"""


@pytest.mark.parametrize("printed", ["1.56¢", "156¢"])
def test_an_average_that_is_no_price_is_not_taken_from_the_other_half(printed: str) -> None:
    kind = Kind(TWO_HALVES, LABELS["ocelot 12"].charges, LABELS["ocelot 12"].delivery)
    assert is_as_stated(read_label(kind.label), kind)
    first = re.search(r"(?<=kWh   )\d\d\.\d¢", kind.label)
    assert first is not None
    bent = kind.label[: first.start()] + printed + kind.label[first.end() :]
    assert read_label(bent).state is not ReadState.PROVEN


DRIVE = """Electricity Facts Label
Wheels Electric
Drive 12
Oncor
July 20, 2026
Average Monthly Use 500 kWh 1000 kWh 2000 kWh
Average Price per kWh (w/ No Devices): 16.3 ¢ 15.9 ¢ 15.7 ¢
Average Price per kWh (w/ EV*): {ev}
Energy Charge: 9.5 ¢/kWh
Oncor Delivery Charges: 6.0295 ¢/kWh
Oncor Base Charge: $4.06 /month
Home Charging Fee: $15 /month /EV
*The average price per kWh assumes one (1) Eligible Vehicle that consumes 300 kWh per month.
Your price may vary if your usage is more or less than the estimated {kwh} kWh per month.
Type of Product: Fixed Rate
"""


@pytest.mark.parametrize(
    ("averages", "kwh", "state"),
    [
        ("10.0 ¢ 12.8 ¢ 14.2 ¢", "300", ReadState.PROVEN),
        ("11.0 ¢ 12.8 ¢ 14.2 ¢", "300", ReadState.UNREAD),
        ("10.0 ¢ 12.8 ¢ 14.2 ¢", "310", ReadState.UNREAD),
    ],
)
def test_the_averages_with_a_vehicle_must_follow_too(averages: str, kwh: str, state: ReadState) -> None:
    assert read_label(DRIVE.replace("{ev}", averages).replace("{kwh}", kwh)).state is state
