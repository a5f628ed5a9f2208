"""Labels in sentences, in columns apart, with lost signs and glued words: the kinds of two authors who saw no code."""

# ruff: noqa: E501 -- labels read across

from decimal import Decimal

import pytest

from choosemypower.documents import read_label
from choosemypower.documents.label_json import label_json
from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    Condition,
    DailyCharge,
    Days,
    Delivery,
    HourlyPrice,
    PriceByTotal,
    ReadState,
    UsageCredit,
    UsageFee,
)
from tests.documents.test_label_kinds import Kind, energy, hours, same, stated

D = Decimal
CENTERPOINT = Delivery(usd_per_month=D("4.90"), usd_per_kwh=D("0.060009"))
LUBBOCK = Delivery(usd_per_month=D(0), usd_per_kwh=D("0.06312"))
END = "Type of Product Fixed Rate\nContract Term 12 Months\nTermination fee? Yes, $150\n"
USES = "Average Monthly Use 500 kWh 1,000 kWh 2,000 kWh\nAverage Price per kWh {0}¢ {1}¢ {2}¢\n"
HEAD = (
    "Electricity Facts Label\nGulf Current Power\nTidy 12\nCenterPoint Energy service area\nMarch 3, 2026\n"
)
DELIVERY = "CenterPoint Delivery Charges: $4.90 per billing cycle and 6.0009¢ per kWh\n"


def centerpoint(text: str, *charges: Charge) -> Kind:
    return Kind(HEAD + text + END, charges, CENTERPOINT)


def lubbock(text: str, *charges: Charge) -> Kind:
    head = "Electricity Facts Label\nCaprock Light, Even 12\nLubbock Power & Light (LP&L) delivery area\nMarch 3, 2026\n"
    return Kind(head + USES + text + END, charges, LUBBOCK)


CREDIT = UsageCredit(usd=D(40), min_kwh=1000, max_kwh=2000)
TIERS = (energy("7.1", to_kwh=500), energy("8.2", from_kwh=500, to_kwh=1000), energy("9.3", from_kwh=1000))
SHAPES = {
    "sentences": centerpoint(
        "At 500 kWh in a month you pay an average price of {0} cents per kWh. At 1,000 kWh it is {1} cents per kWh, and at "
        "2,000 kWh it is {2} cents per kWh.\nWe charge 8.25 cents for every kilowatt-hour and a base charge of $6.95 in each "
        "billing cycle. CenterPoint, which owns the wires, bills $4.90 each month and 6.0009 cents for every kilowatt-hour; we "
        "pass both on. One-time fees (for example $31.20 for a meter test) are not in the average.\n",
        energy("8.25"),
        BaseCharge(usd=D("6.95")),
    ),
    "Spanish sentences": Kind(
        "Etiqueta de Datos de la Electricidad (EFL)\nCorriente del Golfo, CenterPoint Energy, 3 de marzo de 2026\n"
        "Consumo mensual de 500 kWh: precio medio de {0} centavos por kWh\n"
        "Consumo mensual de 1,000 kWh: precio medio de {1} centavos por kWh\n"
        "Consumo mensual de 2,000 kWh: precio medio de {2} centavos por kWh\n"
        "El precio medio resulta de un cargo por energía de 12.9 centavos por kWh, un cargo básico mensual de $4.50 y los "
        "cargos de entrega de CenterPoint, que son de $4.90 al mes más 6.0009 centavos por kWh. Si en un ciclo usa menos de "
        "1,000 kWh se agrega un cargo por consumo mínimo de $6.00.\nTipo de producto: Tarifa fija\n",
        (energy("12.9"), BaseCharge(usd=D("4.50")), UsageFee(usd=D(6), max_kwh=999)),
        CENTERPOINT,
    ),
    "a limit on the next line": centerpoint(
        f"{USES}Energy Charge: 14.1¢ per kWh\nUsage Credit: $40.00 per billing cycle for usage from 1,000 kWh\n"
        f"through 2,000 kWh\n{DELIVERY}",
        energy("14.1"),
        CREDIT,
    ),
    "bands in columns": centerpoint(
        f"{USES}Usage block             From kWh       To kWh         $/kWh\n"
        "First                          0          500         0.0710\n"
        "Second                       501         1000         0.0820\n"
        "Third                       1001     no limit         0.0930\n\n"
        "Charges of CenterPoint   $/month         $/kWh\nMeter and customer        4.90\n"
        "Delivery                                0.060009\n",
        *TIERS,
    ),
    "names apart from amounts": centerpoint(
        "Average Monthly Use\n\nAverage Price per kWh\n\n500 kWh\n\n1,000 kWh\n\n2,000 kWh\n\n{0}(cid:162)\n\n{1}(cid:162)\n\n"
        "{2}(cid:162)\n\nEnergy Charge\n\nBase Charge\n\nBill Credit (usage of 1,000 to 2,000 kWh)\n\nTDU Charge per kWh\n\n"
        "TDU Charge per month\n\n14.1(cid:162)\n\n$4.95\n\n$40.00\n\n6.0009(cid:162)\n\n$4.90\n\n",
        energy("14.1"),
        BaseCharge(usd=D("4.95")),
        CREDIT,
    ),
    "glued words and lost signs": Kind(
        "ELECTRICITYFACTSLABEL\nGulfCurrentPower|Tidy12|CenterPoint|03/03/2026\nAverageMonthlyUse 500kWh 1,000kWh 2,000kWh\n"
        "AveragePriceperkWh {0}\ufffd {1}\ufffd {2}\ufffd\nEnergyCharge 9.75\ufffd perkWh\n"
        "MinimumUsageCharge $12.95 perbillingcycle,ifusageis800kWhorless\nTDUDeliveryCharge(variable) 6.0009\ufffd perkWh\n"
        "TDUDeliveryCharge(fixed) $4.90 perbillingcycle\nChargesarepassedthroughwithoutmark\ufffdup.\nType of Product Fixed Rate\n",
        (energy("9.75"), UsageFee(usd=D("12.95"), max_kwh=800)),
        CENTERPOINT,
    ),
    "parts of the weekday and a weekend": centerpoint(
        f"{USES}                     When                                              cents/kWh     share assumed\n"
        "Peak                 Monday-Friday 2:00 PM - 7:00 PM                     19.80              17%\n"
        "Off-Peak             Monday-Friday all other hours                        8.10              54%\n"
        "Weekend              Saturday and Sunday, all day                         5.60              29%\n"
        "Base Charge                                                      $4.95 per month\n"
        "CenterPoint delivery all hours                                          6.0009\n"
        "CenterPoint customer/meter                                       $4.90 per month\n",
        hours("peak", "19.8", "0.17"),
        hours("off-peak", "8.1", "0.54"),
        hours("weekend", "5.6", "0.29"),
        BaseCharge(usd=D("4.95")),
    ),
    "a utility that takes nothing by month": lubbock(
        "Daily base charge ........ 29.9 ¢ per day\nEnergy .......... 7.20 ¢ per kWh\nLP&L delivery ...... 6.3120 ¢ per kWh\n"
        "LP&L monthly charge ...... none\nUsage credits, minimum usage fees ..... none\n",
        energy("7.2"),
        DailyCharge(usd_per_day=D("0.299")),
    ),
    "narrow columns": centerpoint(
        "Electricity\nPrice\nAverage Monthly Use  500 kWh  1000 kWh  2000 kWh\nAverage Price\nper kWh              {0}¢    {1}¢    {2}¢\n"
        "Energy\nCharge               13.20¢ per kWh\nUsage                $40.00 per billing cycle\n"
        "Credit               when usage is 1,000\n                     to 2,000 kWh\nDelivery             $4.90 per month\n"
        "Charges              6.0009¢ per kWh\n",
        energy("13.2"),
        CREDIT,
    ),
    "names in pairs above amounts": centerpoint(
        f"{USES}Averages assume 30% of consumption at nighttime as defined below*.\n"
        "Base Charge CenterPoint Energy Monthly Charges\n$4.95 per billing cycle $4.90 per billing cycle\n"
        "Daytime Energy Charge Nighttime Energy Charge*\n17.2500¢ per kWh 0.00¢ per kWh\n"
        "CenterPoint Daytime Delivery Charges CenterPoint Nighttime Delivery Charges*\n6.0009¢ per kWh 0.00¢ per kWh\n"
        "*Nighttime Charge applies to usage from 9:00 PM to 6:00 AM every day.\n",
        hours("day", "17.25", "0.70"),
        hours("night", "0", "0.30", "0"),
        BaseCharge(usd=D("4.95")),
    ),
    "numbered notes": centerpoint(
        f"{USES}Energy Charge (1)                15.1¢ per kWh\nBill Credit (2)                  $40.00\n"
        "CenterPoint Delivery (3)         $4.90 per month, 6.0009¢ per kWh\n(1) Fixed for the term.\n"
        "(2) Applied to each billing cycle with 1,000 to 2,000 kWh.\n(3) Passed through.\n",
        energy("15.1"),
        CREDIT,
    ),
    "notes with stars": centerpoint(
        f"{USES}Energy Charge 15.1¢ per kWh\nUsage Credit* $40.00 per billing cycle\n{DELIVERY}"
        "*The Usage Credit applies in billing cycles with usage between 1,000 and 2,000 kWh.\n",
        energy("15.1"),
        CREDIT,
    ),
    "the limits of a credit below its amount": centerpoint(
        f"{USES}Energy Charge: Per kWh (¢) 16.1000¢\nUsage Credit Per Month ($)\n$40.00\n(1000 - 2000 kWh):\n{DELIVERY}",
        energy("16.1"),
        CREDIT,
    ),
    "credits below one head": centerpoint(
        f"{USES}Energy Charge 17.9 cents per kWh\n{DELIVERY}Bill Credits:\n"
        "$50.00 per billing cycle if usage is more than 999 kWh\n"
        "$25.00 additional per billing cycle if usage is more than 1999 kWh\n",
        energy("17.9"),
        UsageCredit(usd=D(50), min_kwh=1000),
        UsageCredit(usd=D(25), min_kwh=2000),
    ),
    "numbers with blanks": centerpoint(
        "AVERAGE MONTHLY USE   5 00 kWh   1 ,000 kWh   2 ,000 kWh\nAVERAGE PRICE PER kWh   {0} ¢   {1} ¢   {2} ¢\n"
        "ENERGY CHARGE   8 .95 ¢ PER kWh\nBASE CHARGE   $ 4 .95 PER BILLING CYCLE\n"
        "CENTERPOINT DELIVERY CHARGES   6 .0009 ¢ PER kWh\nCENTERPOINT DELIVERY CHARGES   $ 4 .90 PER BILLING CYCLE\n",
        energy("8.95"),
        BaseCharge(usd=D("4.95")),
    ),
    "charges beside the averages": centerpoint(
        "Average Monthly Use     500 kWh   1000 kWh   2000 kWh     Energy Charge         9.05¢ per kWh\n"
        "Average Price per kWh   {0}¢     {1}¢      {2}¢        Base Charge           $7.95 per billing cycle\n"
        "                                                          CenterPoint Delivery  6.0009¢ per kWh\n"
        "                                                          CenterPoint Delivery  $4.90 per billing cycle\n",
        energy("9.05"),
        BaseCharge(usd=D("7.95")),
    ),
    "a credit unless usage is low": centerpoint(
        f"{USES}Energy Charge 12.8¢ per kWh\nBill Credit $45.00 per billing cycle, unless usage is below 1,000 kWh\n{DELIVERY}",
        energy("12.8"),
        UsageCredit(usd=D(45), min_kwh=1000),
    ),
    "dollars called USD": centerpoint(
        f"{USES}Energy Charge 9.45 cents/kWh; Base Charge USD 4.95/month; CenterPoint Delivery 6.0009 cents/kWh and USD 4.90/month\n",
        energy("9.45"),
        BaseCharge(usd=D("4.95")),
    ),
    "what is taken off above its name": centerpoint(
        f"{USES}$0.75\nper day.\nDaily Charge\n-$10.00\nApplies: 1000 kWh usage or more, prorated if under 30 days.\nMonthly Credit\n"
        "11.9000¢\nper kWh.\nEnergy Charge\n6.0009¢\nper kWh; passed through based on daily usage.\nTDSP Delivery Charge\n$4.90\n"
        "per month; prorated and passed through daily.\nTDSP Monthly Charge\n"
        "A balance of at least $40.00 is needed to start; service may stop if the balance falls below $10.00.\n",
        energy("11.9"),
        DailyCharge(usd_per_day=D("0.75")),
        UsageCredit(usd=D(10), min_kwh=1000),
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_label_in_a_shape_of_its_own_is_read_as_stated(name: str) -> None:
    kind = SHAPES[name]
    reading = read_label(kind.label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    read = reading.charges.items
    if reading.charges.of(PriceByTotal):
        assert not any(isinstance(one, PriceByTotal) for one in kind.charges)
    wanted = tuple(one for one in kind.charges if not isinstance(one, BaseCharge) or one.usd)
    assert same(
        stated(tuple(one for one in read if not isinstance(one, BaseCharge) or one.usd)), stated(wanted)
    )
    assert reading.charges.delivery == kind.delivery


def test_parts_of_the_weekday_have_the_days_of_the_week() -> None:
    reading = read_label(SHAPES["parts of the weekday and a weekend"].label)
    assert reading.charges is not None
    days = {one.name: {window.days for window in one.windows} for one in reading.charges.of(HourlyPrice)}
    assert days == {"peak": {Days.WEEKDAYS}, "off-peak": {Days.WEEKDAYS}, "weekend": {Days.WEEKENDS}}


@pytest.mark.parametrize(
    "sentence",
    [
        "The Usage Credit will not apply to a billing cycle with usage above 2,000 kWh.",
        "The credit is given only if you use less than 2,500 kWh.",
    ],
)
def test_a_limit_that_only_a_sentence_names_is_not_passed_over(sentence: str) -> None:
    text = f"{USES}Energy Charge: 14.1¢ per kWh\nUsage Credit: $40.00 per billing cycle from 1,000 kWh\n{DELIVERY}"
    charges = energy("14.1"), UsageCredit(usd=D(40), min_kwh=1000)
    assert read_label(centerpoint(text, *charges).label).state is ReadState.PROVEN
    reading = read_label(centerpoint(f"{text}{sentence}\n", *charges).label)
    assert reading.state is ReadState.UNREAD
    assert reading.note == "The label names a limit of usage that its charges do not have."


UNLESS = {
    "You will be charged a $5.00 Processing Fee for each billing period during which you are not enrolled in Auto-Pay.": (
        D(5),
        (Condition.AUTOPAY,),
    ),
    "Paper invoice fee of $2.99 per bill unless you are enrolled in paperless billing.": (
        D("2.99"),
        (Condition.PAPERLESS,),
    ),
    "Customers who do not use AutoPay and e-bill are charged $6.00 every month.": (
        D(6),
        (Condition.AUTOPAY, Condition.PAPERLESS),
    ),
    "Se le cobrará $5.00 por cada período de facturación en que no esté inscrito en pago automático.": (
        D(5),
        (Condition.AUTOPAY,),
    ),
}


@pytest.mark.parametrize("sentence", UNLESS)
@pytest.mark.parametrize("are_in_averages", [False, True])
def test_a_fee_for_homes_without_autopay_is_read_as_one(sentence: str, are_in_averages: bool) -> None:
    usd, waived_by = UNLESS[sentence]
    rows = f"{USES}Energy Charge: 9.9¢ per kWh\nBase Charge: $4.95 per month\n{DELIVERY}{sentence}\n"
    base = BaseCharge(usd=D("4.95"))
    averages = energy("9.9"), BaseCharge(usd=base.usd + (usd if are_in_averages else 0))
    reading = read_label(centerpoint(rows, *averages).label)
    assert reading.state is ReadState.PROVEN, reading.note
    assert reading.charges is not None
    assert same(
        stated(reading.charges.items), stated((energy("9.9"), base, UsageFee(usd=usd, waived_by=waived_by)))
    )
    assert reading.averages_meet == (() if are_in_averages else waived_by)
    said = label_json(reading).charges
    assert said is not None
    assert said.fees == ()
    assert [(one.usd, one.waived_by) for one in said.fees_unless] == [(usd, waived_by)]


def test_a_first_price_in_a_sentence_is_held_against_the_lasting_one() -> None:
    said = "This is a variable price product. The price of your first billing cycle is {first}¢; afterwards it can change.\n"
    text = f"{USES}Energy Charge: 8.4¢ per kWh\nBase Charge: $0\n{DELIVERY}"
    same_price, other_price = said.format(first="8.4"), said.format(first="9.4")
    assert read_label(centerpoint(text + same_price, energy("8.4")).label).state is ReadState.PROVEN
    assert read_label(centerpoint(text + other_price, energy("8.4")).label).state is not ReadState.PROVEN
