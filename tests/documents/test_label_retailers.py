"""Layouts of other retailers than those given: read as stated, also where a tool flattens them another way."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from choosemypower.documents import LabelReading, read_label
from choosemypower.plans.charges import Delivery, HourlyPrice, ReadState
from choosemypower.territories.queries import read_atlas_from_files
from tests.documents import retailer_labels_1, retailer_labels_2, retailer_labels_3, retailer_labels_4
from tests.documents.labels import a_label
from tests.documents.test_label_kinds import Kind, same, stated

BATCHES = (retailer_labels_1, retailer_labels_2, retailer_labels_3, retailer_labels_4)
LABELS = {name: kind for batch in BATCHES for name, kind in batch.LABELS.items()}
TRAPS = retailer_labels_2.TRAPS | retailer_labels_3.TRAPS | retailer_labels_4.TRAPS
SERIES = read_atlas_from_files().delivery_charges
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


def test_a_changed_delivery_behind_and_is_no_base_charge_beside_an_unprinted_one() -> None:
    label = LABELS["two credits prose"].label
    assert read_label(label, SERIES).state is ReadState.PROVEN
    changed = label.replace("and $4.06 per month", "and $0.06 per month")
    assert changed != label
    assert read_label(changed, SERIES).state is not ReadState.PROVEN


def test_a_charge_that_comes_once_is_spread_over_a_year() -> None:
    label = LABELS["onetime setup"].label
    assert (
        read_label(label.replace("spread over 12 months", "spread over 24 months")).state
        is not ReadState.PROVEN
    )


def test_a_monthly_delivery_printed_after_it_had_changed_is_the_labels() -> None:
    """6.9 + 6.1196 cents and 4.23 USD, though Oncor took 4.06 in July 2026: 13.8656, 13.4426, 13.2311."""
    delivery = "TDU Delivery Charge: 6.1196¢ per kWh\nTDU Delivery Charge: $4.23 per billing cycle\n"
    reading = read_label(
        a_label("Energy Charge 6.9¢ per kWh\n", "13.9¢ 13.4¢ 13.2¢", delivery=delivery), SERIES
    )
    assert reading.delivery_used == Delivery(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.061196"))


@pytest.mark.parametrize(("cents", "state"), [("6.8804", "proven"), ("6.8803", "contradicted")])
def test_an_average_may_miss_by_half_of_its_last_digit_and_no_more(cents: str, state: str) -> None:
    """With 13.0000 cents a kWh and 2.50 USD: 13.5000, 13.2500 and 13.1250; 13.3 is off by 0.0500 exactly."""
    delivery = "TDU Delivery Charge: 6.1196¢ per kWh\nTDU Delivery Charge: $2.50 per billing cycle\n"
    label = a_label(f"Energy Charge {cents}¢ per kWh\n", "13.5¢ 13.3¢ 13.1¢", delivery=delivery)
    assert read_label(label, SERIES).state.value == state
