"""What a plan's year cost at each date it was listed, as a step line."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec
from markupsafe import Markup

from choosemypower.sentences import list_of
from choosemypower.territories.model import DeliveryCharge
from choosemypower.web.charts import Chart, Scale, grid_lines, next_hundred, short, svg_of
from choosemypower.web.filters import cents_per_kwh, day, usd


class HistoryPoint(msgspec.Struct, frozen=True):
    """A plan's yearly cost from one day to another; None: it cannot be worked out."""

    first_day: date
    last_day: date
    usd_per_year: Decimal | None
    is_listed: bool = True
    usd_per_kwh: Decimal | None = None
    """As printed for 1,000 kWh a month."""
    delivery: DeliveryCharge | None = None
    """The utility's charge that the printed price holds; None: not known."""

    @property
    def drawn_usd(self) -> Decimal | None:
        """The cost while it was listed; a gap otherwise."""
        return self.usd_per_year if self.is_listed else None

    @property
    def text(self) -> str:
        if not self.is_listed:
            return "Not listed"
        return "Not known" if self.usd_per_year is None else usd(self.usd_per_year)

    @property
    def price_text(self) -> str:
        """The printed price while it was listed."""
        return cents_per_kwh(self.usd_per_kwh) if self.is_listed and self.usd_per_kwh is not None else ""


MIN_HISTORY_DATES = 3
STEPS_SHOWN = 6
"""The newest that a sentence names; the table holds all."""


def history_chart(
    points: Sequence[HistoryPoint],
    *,
    chart_id: str,
    is_listed_now: bool = True,
    is_list_old: bool = False,
    usd_per_kwh_now: Decimal | None = None,
    delivery_now: DeliveryCharge | None = None,
) -> Chart:
    """The year's cost for the typical home as it was listed, with gaps where the plan was not.

    `is_list_old` where the newest list is not of these days: its price is then not said to be that of now.
    `usd_per_kwh_now` is the printed price for 1,000 kWh of today's listing, where that is older than the last point.
    """
    price_now = cents_per_kwh(usd_per_kwh_now) if is_listed_now and usd_per_kwh_now is not None else ""
    amounts = [point.drawn_usd for point in points if point.drawn_usd is not None]
    first = points[0].first_day
    last = max((point.last_day for point in points if point.is_listed), default=first)
    return Chart(
        chart_id=chart_id,
        caption="Yearly cost of this plan for the typical home",
        sentence=" ".join(
            part
            for part in (
                _price_steps(points, _last_words(points, is_listed_now, is_list_old), price_now),
                _history_sentence(points, first, last),
                _delivery_sentence(points, delivery_now),
            )
            if part
        ),
        svg=_drawing(points, chart_id) if len(points) >= MIN_HISTORY_DATES and amounts else None,
        columns=("Listed", "At 1,000\u00a0kWh", "A year"),
        rows=tuple(
            (_from_to(point.first_day, point.last_day), point.price_text, point.text) for point in points
        ),
    )


def _from_to(first: date, last: date) -> str:
    return f"{day(first)} to {day(last)}" if last > first else day(first)


def _last_words(points: Sequence[HistoryPoint], is_listed_now: bool, is_list_old: bool) -> str:
    """What the last of the prices is."""
    if not (is_listed_now and points[-1].is_listed):
        return "last"
    return "in the newest list" if is_list_old else "now"


def _price_steps(points: Sequence[HistoryPoint], last_words: str, price_now: str) -> str:
    """ "Label price at 1,000 kWh: 13.9¢ → 13.4¢ on January 17, 2026 → 14.5¢ on January 26, 2026 (now)."."""
    steps: list[tuple[str, date]] = []
    for point in points:
        text = point.price_text
        if text and (not steps or steps[-1][0] != text):
            steps.append((text, point.first_day))
    if not steps:
        return ""
    shown = steps[-STEPS_SHOWN:]
    words = [shown[0][0], *(f"{price} on {day(on)}" for price, on in shown[1:])]
    before = "… → " if len(shown) < len(steps) else ""
    now = f" ({last_words})"
    if price_now and price_now != shown[-1][0]:
        now = f"; now {price_now}, by an older listing"
    return f"Label price at 1,000\u00a0kWh: {before}{' → '.join(words)}{now}."


def _history_sentence(points: Sequence[HistoryPoint], first: date, last: date) -> str:
    """What the year cost, step by step, the first and the last date named."""
    between = f"between {day(first)} and {day(last)}" if first < last else f"on {day(first)}"
    texts: list[str] = []
    for point in points:
        if point.drawn_usd is not None and (not texts or texts[-1] != point.text):
            texts.append(point.text)
    if not texts:
        return f"What it cost a year {between} is not known."
    if len(texts) == 1:
        return f"{texts[0]} a year{', unchanged' if first < last else ''} {between}."
    return f"{' → '.join(texts[-STEPS_SHOWN:])} a year {between}."


def _delivery_sentence(points: Sequence[HistoryPoint], now: DeliveryCharge | None) -> str:
    """Which delivery charge is in the years and which in the label prices; empty where none is known."""
    if now is None or all(point.drawn_usd is None for point in points):
        return ""
    text = f"Every year is counted with the delivery charge documented since {day(now.valid_from)}"
    others = [point.delivery for point in points if point.is_listed and point.delivery not in (None, now)]
    if not others:
        return f"{text}, which the label prices hold too."
    since = list_of([day(one.valid_from) for one in dict.fromkeys(others) if one is not None])
    return f"{text}; label prices hold the one of their own date, documented since {since}."


def _drawing(points: Sequence[HistoryPoint], chart_id: str) -> Markup:
    first, last = points[0].first_day, points[-1].last_day
    span = max((last - first).days, 1)
    amounts = [float(point.drawn_usd) for point in points if point.drawn_usd is not None]
    scale = Scale(24, 180, 0, next_hundred(max(amounts)))
    end_percent = max((_end_of(at, points) - first).days for at in _drawn(points)) / span * 100
    anchor = " end" if end_percent > 20 else ""
    steps = []
    for at in _drawn(points):
        y = short(scale.high_usd - float(points[at].drawn_usd or 0))
        goes_on = at > 0 and points[at - 1].drawn_usd is not None
        start, end = (points[at].first_day - first).days, (_end_of(at, points) - first).days
        steps.append(f"{'L' if goes_on else 'M'}{start} {y}H{end}")
    parts = [
        *grid_lines(scale),
        f'<svg x="0" y="24" width="100%" height="156" viewBox="0 0 {span} {short(scale.high_usd)}" '
        f'preserveAspectRatio="none"><path class="line-plan" vector-effect="non-scaling-stroke" '
        f'stroke-linecap="round" d="{"".join(steps)}"/></svg>',
        f'<text class="axis" x="0" y="204">{day(first)}</text>',
        f'<text class="axis end" x="100%" y="204">{day(last)}</text>',
        f'<text class="value{anchor}" x="{short(end_percent)}%" '
        f'y="{short(max(scale.y(amounts[-1]) - 8, 14))}">${amounts[-1]:,.0f}</text>',
    ]
    return svg_of(chart_id, 220, parts)


def _drawn(points: Sequence[HistoryPoint]) -> list[int]:
    """Places of the stretches with a cost."""
    return [at for at, point in enumerate(points) if point.drawn_usd is not None]


def _end_of(at: int, points: Sequence[HistoryPoint]) -> date:
    """Until when a cost is drawn: up to the next one, so that the line steps; else the last day it was seen."""
    following = points[at + 1] if at + 1 < len(points) else None
    if following is not None and following.drawn_usd is not None:
        return following.first_day
    return points[at].last_day
