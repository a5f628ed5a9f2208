"""Charts as SVG text: x in percent and y in pixels, so that one drawing serves every width with the same text size.

Colours, dark mode and print come from CSS classes alone; nothing here carries a style. Every chart brings the
sentence that says what it shows and the table with its numbers.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec
from markupsafe import Markup

from choosemypower.pricing import Cliff, CostCurve, CurvePoint, MonthBill, Threshold, ThresholdKind
from choosemypower.web.filters import MONTHS, day, list_of, usd, usd_cents

MONTH_NAMES = MONTHS
CURVE_KWH_MAX = 3000
BAR_SHARE_OF_SLOT = 0.68
PART_GAP_PX = 2
LABELS_PERCENT = 8
"""Left part of a bar chart that belongs to the dollar labels."""


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """One figure: `plans/_chart.html` draws it."""

    chart_id: str
    """Prefix of the ids inside, unique on its page."""
    caption: str
    sentence: str
    """What the chart shows, for `desc` and for the line below."""
    svg: Markup | None
    """None: too little to draw; the sentence and the table stay."""
    keys: tuple[tuple[Markup, str], ...] = ()
    """Swatches and their meaning."""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class _Scale(msgspec.Struct, frozen=True):
    """From dollars to pixels, zero included."""

    top_px: float
    bottom_px: float
    low_usd: float
    high_usd: float

    def y(self, value: float) -> float:
        share = (value - self.low_usd) / (self.high_usd - self.low_usd)
        return self.bottom_px - share * (self.bottom_px - self.top_px)


# The cost curve


def curve_chart(
    curve: CostCurve,
    *,
    chart_id: str,
    name: str,
    use_kwh: tuple[int, int],
    lowest: tuple[str, CostCurve] | None = None,
    among: str = "for this home",
) -> Chart:
    """The bill at 0 to 3,000 kWh with its cliffs, the home's months as a band, the lowest plan as a dashed line."""
    others = lowest[1].points if lowest else ()
    scale = _Scale(24, 252, 0, _next_hundred(max(float(p.usd) for p in (*curve.points, *others))))
    parts = [*_grid(scale), *_curve_ticks(), _use_band(use_kwh, scale)]
    parts.append(
        f'<svg x="0" y="{_n(scale.top_px)}" width="100%" height="{_n(scale.bottom_px - scale.top_px)}" '
        f'viewBox="0 0 {CURVE_KWH_MAX} {_n(scale.high_usd)}" preserveAspectRatio="none">'
    )
    if lowest:
        parts.append(_curve_path(lowest[1], scale.high_usd, "line-flat"))
    parts.append(_curve_path(curve, scale.high_usd, "line-plan"))
    parts.append("</svg>")
    for cliff in curve.cliffs:
        parts.extend(_cliff_marks(cliff, scale))
    keys = [(SWATCHES["plan"], name)]
    if lowest:
        keys.append((SWATCHES["flat"], f"{lowest[0]}, the lowest {among}"))
    keys.append((SWATCHES["you"], f"Your months, {use_kwh[0]:,} to {use_kwh[1]:,} kWh"))
    other_usd = {point.usage_kwh: usd(point.usd) for point in others}
    return Chart(
        chart_id=chart_id,
        caption="Monthly bill by use",
        sentence=curve_sentence(curve),
        svg=_svg(chart_id, 290, parts),
        keys=tuple(keys),
        columns=("kWh", name, *((lowest[0],) if lowest else ())),
        rows=tuple(
            (
                f"{point.usage_kwh:,}",
                usd(point.usd),
                *((other_usd.get(point.usage_kwh, "–"),) if lowest else ()),
            )
            for point in curve.points
        ),
    )


def curve_sentence(curve: CostCurve) -> str:
    """What the curve does, in one sentence: "The bill climbs to $218 at 999 kWh, falls by $125 to $93 …"."""
    last = curve.points[-1]
    if not curve.cliffs:
        return (
            f"The bill climbs evenly from {usd(curve.points[0].usd)} at 0 kWh "
            f"to {usd(last.usd)} at {last.usage_kwh:,} kWh, without a jump."
        )
    steps = []
    for cliff in curve.cliffs:
        verb = "falls" if cliff.usd < 0 else "jumps"
        steps.append(
            f"climbs to {usd(cliff.below.usd)} at {cliff.below.usage_kwh:,} kWh, "
            f"{verb} by {usd(abs(cliff.usd))} to {usd(cliff.at.usd)} at {cliff.at.usage_kwh:,} kWh"
        )
    return "The bill " + ", ".join(steps) + ", then climbs again."


def _curve_ticks() -> Iterable[str]:
    for use in range(0, CURVE_KWH_MAX + 1, 500):
        anchor = "" if use == 0 else " end" if use == CURVE_KWH_MAX else " mid"
        if use == CURVE_KWH_MAX - 500:
            anchor += " roomy"  # on narrow charts it would touch the last one
        unit = "\u00a0kWh" if use == CURVE_KWH_MAX else ""
        yield f'<text class="axis{anchor}" x="{_percent(use)}" y="272">{use:,}{unit}</text>'


def _use_band(use_kwh: tuple[int, int], scale: _Scale) -> str:
    low, high = (min(max(use, 0), CURVE_KWH_MAX) for use in use_kwh)
    width = max(high - low, CURVE_KWH_MAX // 100)
    return (
        f'<rect class="band" x="{_percent(low)}" y="{_n(scale.top_px)}" width="{_percent(width)}" '
        f'height="{_n(scale.bottom_px - scale.top_px)}"/>'
    )


def _curve_path(curve: CostCurve, high_usd: float, css: str) -> str:
    breaks = {cliff.at.usage_kwh for cliff in curve.cliffs}
    steps = []
    for position, point in enumerate(curve.points):
        if point.usage_kwh > CURVE_KWH_MAX:
            break
        move = "M" if position == 0 or point.usage_kwh in breaks else "L"
        steps.append(f"{move}{point.usage_kwh} {_n(high_usd - float(point.usd))}")
    return f'<path class="{css}" vector-effect="non-scaling-stroke" d="{"".join(steps)}"/>'


def _cliff_marks(cliff: Cliff, scale: _Scale) -> Iterable[str]:
    x = _percent(cliff.at.usage_kwh)
    is_right = cliff.at.usage_kwh > CURVE_KWH_MAX * 0.6
    yield (
        f'<line class="line-drop" x1="{x}" x2="{x}" y1="{_n(scale.y(float(cliff.below.usd)))}" '
        f'y2="{_n(scale.y(float(cliff.at.usd)))}"/>'
    )
    for point, is_top in ((cliff.below, cliff.usd < 0), (cliff.at, cliff.usd >= 0)):
        yield _cliff_point(point, x, scale, is_top=is_top, is_right=is_right)


def _cliff_point(point: CurvePoint, x: str, scale: _Scale, *, is_top: bool, is_right: bool) -> str:
    y = scale.y(float(point.usd))
    anchor, shift = (" end", -8) if is_right else ("", 8)
    text_y = max(y - 6, 14) if is_top else min(y + 16, scale.bottom_px - 4)
    return (
        f'<circle class="dot-plan" cx="{x}" cy="{_n(y)}" r="4"/>'
        f'<text class="value{anchor}" x="{x}" dx="{shift}" y="{_n(text_y)}">'
        f"{usd(point.usd)} at {point.usage_kwh:,}</text>"
    )


# The twelve months


def months_chart(months: Sequence[MonthBill], thresholds: Sequence[Threshold], *, chart_id: str) -> Chart:
    """Twelve bills, the utility's part below and the provider's above, with a dot per month where a credit counts."""
    totals = [float(month.bill.total_usd) for month in months]
    scale = _Scale(28, 196, min(0.0, *totals), _next_hundred(max(totals)))
    highest = max(range(len(months)), key=lambda at: months[at].bill.total_usd)
    lowest = min(range(len(months)), key=lambda at: months[at].bill.total_usd)
    parts = [*_grid(scale)]
    for position, month in enumerate(months):
        parts.extend(_month_bar(position, len(months), month, scale, is_key=position in (highest, lowest)))
    credits_ = [threshold for threshold in thresholds if threshold.kind is ThresholdKind.CREDIT]
    if credits_:
        missed, close = missed_and_close(credits_)
        parts.extend(
            _chart_dot(position, len(months), _state_of(month.month, missed, close))
            for position, month in enumerate(months)
        )
    high, low = months[highest], months[lowest]
    sentence = (
        f"Highest in {MONTH_NAMES[high.month - 1]}, {usd(high.bill.total_usd)}. "
        f"Lowest in {MONTH_NAMES[low.month - 1]}, {usd(low.bill.total_usd)}."
    )
    if credits_ and missed:
        verb = "misses" if len(missed) == 1 else "miss"
        sentence += f" {list_of([MONTH_NAMES[month - 1] for month in missed])} {verb} the credit."
    dot_keys = tuple((SWATCHES[word], text) for word, text in DOT_WORDS) if credits_ else ()
    return Chart(
        chart_id=chart_id,
        caption="Twelve monthly bills",
        sentence=sentence,
        svg=_svg(chart_id, 250, parts),
        keys=((SWATCHES["provider"], "Provider"), (SWATCHES["delivery"], "Delivery"), *dot_keys),
        columns=("Month", "kWh", "Provider", "Delivery", "Bill"),
        rows=tuple(
            (
                f"{MONTH_NAMES[month.month - 1]} {month.year}",
                f"{month.bill.usage_kwh:,}",
                usd_cents(month.bill.provider_usd),
                usd_cents(month.bill.delivery_usd),
                usd_cents(month.bill.total_usd),
            )
            for month in months
        ),
    )


def _month_bar(position: int, count: int, month: MonthBill, scale: _Scale, *, is_key: bool) -> Iterable[str]:
    slot = (100 - LABELS_PERCENT) / count
    width = slot * BAR_SHARE_OF_SLOT
    x = LABELS_PERCENT + position * slot + (slot - width) / 2
    center = f"{_n(_slot_center(position, count))}%"
    total, delivery = float(month.bill.total_usd), float(month.bill.delivery_usd)
    zero_px, total_px, delivery_px = scale.y(0), scale.y(total), scale.y(delivery)
    if 0 < delivery < total:
        yield _bar(x, width, delivery_px, zero_px, "fill-delivery")
        yield _bar(x, width, total_px, delivery_px - PART_GAP_PX, "fill-provider")
    else:  # a credit larger than the provider's part, or delivery inside the price: one bar for the whole bill
        yield _bar(x, width, min(total_px, zero_px), max(total_px, zero_px), "fill-provider")
    css = "value mid" if is_key else "value mid wide"
    yield (
        f'<text class="{css}" x="{center}" y="{_n(min(total_px, zero_px) - 5)}">'
        f"{usd(month.bill.total_usd)}</text>"
    )
    name = MONTH_NAMES[month.month - 1]
    yield f'<text class="axis mid wide" x="{center}" y="216">{name[:3]}</text>'
    yield f'<text class="axis mid narrow" x="{center}" y="216">{name[0]}</text>'


def _bar(x: float, width: float, top_px: float, bottom_px: float, css: str) -> str:
    return (
        f'<rect class="{css}" x="{_n(x)}%" width="{_n(width)}%" y="{_n(top_px)}" '
        f'height="{_n(max(bottom_px - top_px, 1))}"/>'
    )


# The parts of a year


def split_chart(provider_usd: Decimal, delivery_usd: Decimal, credit_usd: Decimal, *, chart_id: str) -> Chart:
    """One bar: what of a year goes to the provider and what to the utility."""
    total = float(provider_usd + delivery_usd)
    share = min(max(float(provider_usd) / total, 0.0), 1.0) if total > 0 else 0.0
    parts = [
        f'<svg x="0" y="24" width="100%" height="36" viewBox="0 0 1000 36" preserveAspectRatio="none">'
        f'<rect class="fill-provider" width="{_n(max(share * 1000 - 3, 0))}" height="36"/>'
        f'<rect class="fill-delivery" x="{_n(share * 1000)}" width="{_n((1 - share) * 1000)}" height="36"/></svg>',
        f'<text class="value" x="0" y="16">Provider {usd(provider_usd)}</text>',
        f'<text class="value end" x="100%" y="16">Delivery {usd(delivery_usd)}</text>',
        '<text class="axis" x="0" y="78">changes with the plan</text>',
        '<text class="axis end" x="100%" y="78">same on every plan</text>',
    ]
    rows = [("Provider, before credits", usd(provider_usd + credit_usd))]
    if credit_usd:
        rows.append(("Bill credits", usd(-credit_usd)))
    rows += [("Delivery", usd(delivery_usd)), ("Together", usd(provider_usd + delivery_usd))]
    if not credit_usd:
        rows[0] = ("Provider", usd(provider_usd))
    return Chart(
        chart_id=chart_id,
        caption="Where a year’s money goes",
        sentence=f"Provider {usd(provider_usd)}, delivery {usd(delivery_usd)}.",
        svg=None if total <= 0 else _svg(chart_id, 86, parts),
        columns=("Part", "A year"),
        rows=tuple(rows),
    )


# The price history


class HistoryPoint(msgspec.Struct, frozen=True):
    """A plan's yearly cost from one day to another; None: it cannot be worked out."""

    first_day: date
    last_day: date
    usd_per_year: Decimal | None
    is_listed: bool = True

    @property
    def drawn_usd(self) -> Decimal | None:
        """The cost while it was listed; a gap otherwise."""
        return self.usd_per_year if self.is_listed else None

    @property
    def text(self) -> str:
        if not self.is_listed:
            return "Not listed"
        return "Not known" if self.usd_per_year is None else usd(self.usd_per_year)


MIN_HISTORY_DATES = 3


def history_chart(points: Sequence[HistoryPoint], *, chart_id: str) -> Chart:
    """The year's cost for the typical home as it was listed, with gaps where the plan was not."""
    amounts = [point.drawn_usd for point in points if point.drawn_usd is not None]
    first, last = points[0].first_day, points[-1].last_day
    return Chart(
        chart_id=chart_id,
        caption="Yearly cost of this plan for the typical home",
        sentence=_history_sentence(amounts, first, last),
        svg=_history_svg(points, chart_id) if len(points) >= MIN_HISTORY_DATES and amounts else None,
        columns=("From", "To", "A year"),
        rows=tuple((day(point.first_day), day(point.last_day), point.text) for point in points),
    )


def _history_sentence(amounts: Sequence[Decimal], first: date, last: date) -> str:
    between = f"between {day(first)} and {day(last)}" if first < last else f"on {day(first)}"
    if not amounts:
        return f"We cannot work out its cost {between}."
    if min(amounts) == max(amounts):
        return f"{usd(amounts[0])} a year{', unchanged' if first < last else ''} {between}."
    return f"From {usd(min(amounts))} to {usd(max(amounts))} {between}."


def _history_svg(points: Sequence[HistoryPoint], chart_id: str) -> Markup:
    first, last = points[0].first_day, points[-1].last_day
    span = max((last - first).days, 1)
    amounts = [float(point.drawn_usd) for point in points if point.drawn_usd is not None]
    scale = _Scale(24, 180, 0, _next_hundred(max(amounts)))
    steps, is_drawing = [], False
    for point in points:
        if point.drawn_usd is None:
            is_drawing = False
            continue
        y = _n(scale.high_usd - float(point.drawn_usd))
        start, end = (point.first_day - first).days, (point.last_day - first).days
        steps.append(f"{'L' if is_drawing else 'M'}{start} {y}L{max(end, start)} {y}")
        is_drawing = True
    parts = [
        *_grid(scale),
        f'<svg x="0" y="24" width="100%" height="156" viewBox="0 0 {span} {_n(scale.high_usd)}" '
        f'preserveAspectRatio="none"><path class="line-plan" vector-effect="non-scaling-stroke" '
        f'd="{"".join(steps)}"/></svg>',
        f'<text class="axis" x="0" y="204">{day(first)}</text>',
        f'<text class="axis end" x="100%" y="204">{day(last)}</text>',
        f'<text class="value end" x="100%" y="{_n(max(scale.y(amounts[-1]) - 8, 14))}">'
        f"${amounts[-1]:,.0f}</text>",
    ]
    return _svg(chart_id, 220, parts)


# The dots of a card


@lru_cache(maxsize=4096)
def month_dots(missed: tuple[int, ...], close: tuple[int, ...]) -> Markup:
    """Twelve dots, January first: solid for paid, half for close, a ring for missed. The text beside says it."""
    parts = []
    for month in range(1, 13):
        x = 10.5 + (month - 1) * 21
        state = _state_of(month, missed, close)
        css = ' class="paid"' if state == "paid" else ""
        parts.append(f'<circle{css} cx="{_n(x)}" cy="9" r="5"/>')
        if state == "close":
            parts.append(f'<path class="half" d="M{_n(x)} 4a5 5 0 0 0 0 10z"/>')
        parts.append(f'<text x="{_n(x)}" y="29">{MONTH_NAMES[month - 1][0]}</text>')
    return Markup(  # noqa: S704 - made of numbers
        f'<svg class="dots" width="252" height="33" aria-hidden="true">{"".join(parts)}</svg>'
    )


def missed_and_close(thresholds: Iterable[Threshold]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The calendar months that miss at least one threshold, and those that only come close."""
    missed: set[int] = set()
    close: set[int] = set()
    for threshold in thresholds:
        missed.update(threshold.missed_months)
        close.update(threshold.close_months)
    return tuple(sorted(missed)), tuple(sorted(close - missed))


def _state_of(month: int, missed: Sequence[int], close: Sequence[int]) -> str:
    return "missed" if month in missed else "close" if month in close else "paid"


def _slot_center(position: int, count: int) -> float:
    """Middle of a month's slot, in percent of the width."""
    return LABELS_PERCENT + (position + 0.5) * (100 - LABELS_PERCENT) / count


def _chart_dot(position: int, count: int, state: str) -> str:
    x = _slot_center(position, count)
    if state == "paid":
        return f'<circle class="dot-paid" cx="{_n(x)}%" cy="236" r="5"/>'
    ring = f'<circle class="ring-{state}" cx="{_n(x)}%" cy="236" r="5"/>'
    if state == "close":  # a path cannot stand at a percentage, a nested drawing can
        ring += (
            f'<svg x="{_n(x)}%" y="231" width="5" height="10" overflow="visible">'
            '<path class="dot-close" d="M0 0a5 5 0 0 0 0 10z"/></svg>'
        )
    return ring


# What all of them share


def _svg(chart_id: str, height: int, parts: Iterable[str]) -> Markup:
    return Markup(  # noqa: S704 - made of our numbers and of words from this file
        f'<svg width="100%" height="{height}" role="img" '
        f'aria-labelledby="{chart_id}-caption {chart_id}-desc">{"".join(parts)}</svg>'
    )


def _grid(scale: _Scale) -> Iterable[str]:
    step = _grid_step(scale.high_usd)
    value = 0.0
    while value <= scale.high_usd + 0.5:
        y = _n(scale.y(value))
        css = "grid" if value else "base"
        yield f'<line class="{css}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        if value:
            yield f'<text class="axis" x="0" y="{_n(scale.y(value) - 4)}">${value:,.0f}</text>'
        value += step


def _grid_step(high: float) -> float:
    """A round step that gives at most five lines above zero."""
    for step in (25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000):
        if high / step <= 5:
            return step
    return high


def _next_hundred(value: float) -> float:
    return max(100.0, -(-value // 100) * 100.0)


def _percent(use_kwh: int) -> str:
    return f"{_n(use_kwh / CURVE_KWH_MAX * 100)}%"


def _n(value: float) -> str:
    """A number as short as SVG allows."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _swatch(inner: str) -> Markup:
    return Markup(f'<svg viewBox="0 0 22 12" aria-hidden="true">{inner}</svg>')  # noqa: S704


SWATCHES = {
    "plan": _swatch('<path class="line-plan" d="M0 6h22"/>'),
    "flat": _swatch('<path class="line-flat" d="M0 6h22"/>'),
    "you": _swatch('<rect class="band" width="22" height="12"/>'),
    "provider": _swatch('<rect class="fill-provider" width="22" height="12"/>'),
    "delivery": _swatch('<rect class="fill-delivery" width="22" height="12"/>'),
    "paid": _swatch('<circle class="dot-paid" cx="11" cy="6" r="5"/>'),
    "close": _swatch(
        '<circle class="ring-close" cx="11" cy="6" r="5"/><path class="dot-close" d="M11 1a5 5 0 0 0 0 10z"/>'
    ),
    "missed": _swatch('<circle class="ring-missed" cx="11" cy="6" r="5"/>'),
}
DOT_WORDS = (("paid", "credit paid"), ("close", "close to the limit"), ("missed", "credit missed"))
