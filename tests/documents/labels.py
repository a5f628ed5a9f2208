"""Facts labels in layouts of our own making, with figures whose averages were worked out by hand."""

HEAD = "Electricity Facts Label (EFL)\nExample Power, Saver 12\nOncor Electric Delivery service area\n{day}\n"
USES = "Average Monthly Use 500 kWh 1,000 kWh 2,000 kWh\n"
DELIVERY = "Oncor Delivery Charges: $4.06 per billing cycle and 6.1196¢ per kWh\n"
TAIL = """See Terms of Service statement for a full listing of fees, deposit policy and other terms.
Type of Product Fixed Rate
Contract Term 12 months
Do I have a termination fee? Yes, $150.00
Renewable Content This product is 23.8% renewable.
"""


def a_label(rows: str, averages: str, day: str = "July 21, 2026", delivery: str = DELIVERY) -> str:
    return f"{HEAD.format(day=day)}{USES}Average Price per kWh {averages}\n{rows}{delivery}{TAIL}"


PLAIN = "13.8¢ 13.4¢ 13.2¢"
"""6.9 cents and Oncor's delivery of July 2026: 13.8316, 13.4256, 13.2226."""
