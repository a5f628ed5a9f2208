"""Two prices of a label and one use that its words name between them: every way that they can share out a month."""

import re
from collections.abc import Iterator, Sequence

from choosemypower.documents.figures import Figure
from choosemypower.plans.charges import Charge, EnergyTier, PriceByTotal
from choosemypower.units import PRINTED_AT_KWH

_USE = re.compile(r"(?<![\d.,$])(\d{1,3}(?:,\d{3})+|\d{3,4})(?![\d.,]*[\d¢%]) ?(?:kwh|kilo-?watt)")
_SENTENCE_END = re.compile(r"(?<=[a-z)])[.;](?:\s|$)|\n\n")


def prices_of_two(figures: Sequence[Figure]) -> Iterator[tuple[Charge, ...]]:
    """By tier, the one or the other first; by the month's total where an average is printed right at the limit.

    "Bills up to 1,000 kWh are priced at 14.2¢; once they pass it, every kWh costs 11.8¢": the averages tell.
    """
    prices = list(dict.fromkeys(one.usd for one in figures))
    uses = {use for one in figures for use in _uses_beside(one)}
    limits = {use + 1 if use % 100 == 99 else use for use in uses}
    if len(prices) != 2 or len(limits) != 1:
        return
    limit = limits.pop()
    for first, second in (prices, prices[::-1]):
        yield (
            EnergyTier(to_kwh=limit, usd_per_kwh=first),
            EnergyTier(from_kwh=limit, usd_per_kwh=second),
        )
        if limit in PRINTED_AT_KWH:
            for end in (limit - 1, limit):
                yield (
                    PriceByTotal(max_kwh=end, usd_per_kwh=first),
                    PriceByTotal(min_kwh=end + 1, usd_per_kwh=second),
                )


def _uses_beside(figure: Figure) -> list[int]:
    """The uses that a figure's own sentence names."""
    before = _SENTENCE_END.split(figure.before)[-1]
    behind = _SENTENCE_END.split(figure.behind)[0]
    return [int(use.replace(",", "")) for use in _USE.findall(f"{before} {behind}")]
