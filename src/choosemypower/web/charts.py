"""Charts as SVG text: x in percent and y in pixels, so that one drawing serves every width with the same text size.

Colours, dark mode and print come from CSS classes alone; nothing here carries a style. Every chart brings the
sentence that says what it shows and the table with its numbers.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import msgspec
from markupsafe import Markup

from choosemypower.pricing import MonthBill, Threshold, ThresholdKind
from choosemypower.sentences import list_of
from choosemypower.units import MONTH_NAMES
from choosemypower.web.filters import usd, usd_cents

BAR_SHARE_OF_SLOT = 0.68
PART_GAP_PX = 2
UNKNOWN_PX = 60
"""Height of the outline of a month that nobody knows; it stands for no amount."""
LABELS_PERCENT = 11
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


class Scale(msgspec.Struct, frozen=True):
    """From dollars to pixels, zero included."""

    top_px: float
    bottom_px: float
    low_usd: float
    high_usd: float

    def y(self, value: float) -> float:
        share = (value - self.low_usd) / (self.high_usd - self.low_usd)
        return self.bottom_px - share * (self.bottom_px - self.top_px)


# The twelve months


def months_chart(
    months: Sequence[MonthBill],
    thresholds: Sequence[Threshold],
    *,
    chart_id: str,
    unknown: Sequence[tuple[int, int]] = (),
) -> Chart:
    """Twelve bills, the utility's part below and the provider's above, with a dot per month where a credit counts.

    `unknown` are the months `(year, month)` after the known ones: dashed outlines, which say nothing of a height.
    """
    slots = len(months) + len(unknown)
    totals = [float(month.bill.total_usd) for month in months]
    scale = Scale(28, 196, min(0.0, *totals), next_hundred(max(totals)))
    highest = max(range(len(months)), key=lambda at: months[at].bill.total_usd)
    lowest = min(range(len(months)), key=lambda at: months[at].bill.total_usd)
    parts = [*grid_lines(scale)]
    for position, month in enumerate(months):
        parts.extend(_month_bar(position, slots, month, scale, is_key=position in (highest, lowest)))
    parts.extend(_unknown_bars(len(months), slots, unknown, scale))
    credits_ = [threshold for threshold in thresholds if threshold.kind is ThresholdKind.CREDIT]
    missed = sorted({month for credit in credits_ for month in credit.missed_months})
    if credits_:
        parts.extend(_credit_dots(months, slots, missed, credits_))
    high, low = months[highest], months[lowest]
    sentence = (
        f"Highest in {MONTH_NAMES[high.month - 1]}, {usd(high.bill.total_usd)}. "
        f"Lowest in {MONTH_NAMES[low.month - 1]}, {usd(low.bill.total_usd)}."
        if len(months) > 1
        else f"{MONTH_NAMES[high.month - 1]}: {usd(high.bill.total_usd)}."
    )
    if missed:
        verb = "misses" if len(missed) == 1 else "miss"
        sentence += f" {list_of([MONTH_NAMES[month - 1] for month in missed])} {verb} the credit."
    if unknown:
        sentence += f" From {MONTH_NAMES[unknown[0][1] - 1]} {unknown[0][0]}: not known."
    dot_keys = tuple((SWATCHES[word], text) for word, text in DOT_WORDS) if credits_ else ()
    return Chart(
        chart_id=chart_id,
        caption="Twelve monthly bills",
        sentence=sentence,
        svg=svg_of(chart_id, 250, parts),
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
        )
        + tuple((f"{MONTH_NAMES[month - 1]} {year}", "", "", "", "Not known") for year, month in unknown),
    )


def _unknown_bars(first: int, slots: int, unknown: Sequence[tuple[int, int]], scale: Scale) -> Iterable[str]:
    """A dashed outline for each month whose price nobody knows yet."""
    slot = (100 - LABELS_PERCENT) / slots
    width = slot * BAR_SHARE_OF_SLOT
    bottom = scale.y(0)
    for position, (_, month) in enumerate(unknown, start=first):
        x = LABELS_PERCENT + position * slot + (slot - width) / 2
        center, name = f"{short(slot_center(position, slots))}%", MONTH_NAMES[month - 1]
        yield (
            f'<rect class="unknown" x="{short(x)}%" width="{short(width)}%" '
            f'y="{short(bottom - UNKNOWN_PX)}" height="{UNKNOWN_PX}"/>'
            f'<text class="axis mid wide" x="{center}" y="216">{name[:3]}</text>'
            f'<text class="axis mid narrow" x="{center}" y="216">{name[0]}</text>'
        )
    if unknown:
        middle = (slot_center(first, slots) + slot_center(slots - 1, slots)) / 2
        yield f'<text class="axis mid" x="{short(middle)}%" y="{short(bottom - UNKNOWN_PX - 8)}">not known</text>'


def _month_bar(position: int, count: int, month: MonthBill, scale: Scale, *, is_key: bool) -> Iterable[str]:
    slot = (100 - LABELS_PERCENT) / count
    width = slot * BAR_SHARE_OF_SLOT
    x = LABELS_PERCENT + position * slot + (slot - width) / 2
    center = f"{short(slot_center(position, count))}%"
    total, delivery = float(month.bill.total_usd), float(month.bill.delivery_usd)
    zero_px, total_px, delivery_px = scale.y(0), scale.y(total), scale.y(delivery)
    if 0 < delivery < total:
        yield _bar(x, width, delivery_px, zero_px, "fill-delivery")
        yield _bar(x, width, total_px, delivery_px - PART_GAP_PX, "fill-provider")
    else:  # a credit larger than the provider's part, or delivery inside the price: one bar for the whole bill
        yield _bar(x, width, min(total_px, zero_px), max(total_px, zero_px), "fill-provider")
    css = "value mid" if is_key else "value mid wide"
    yield (
        f'<text class="{css}" x="{center}" y="{short(min(total_px, zero_px) - 5)}">'
        f"{usd(month.bill.total_usd)}</text>"
    )
    name = MONTH_NAMES[month.month - 1]
    yield f'<text class="axis mid wide" x="{center}" y="216">{name[:3]}</text>'
    yield f'<text class="axis mid narrow" x="{center}" y="216">{name[0]}</text>'


def _bar(x: float, width: float, top_px: float, bottom_px: float, css: str) -> str:
    return (
        f'<rect class="{css}" x="{short(x)}%" width="{short(width)}%" y="{short(top_px)}" '
        f'height="{short(max(bottom_px - top_px, 1))}"/>'
    )


def slot_center(position: int, count: int) -> float:
    """Middle of a month's slot, in percent of the width."""
    return LABELS_PERCENT + (position + 0.5) * (100 - LABELS_PERCENT) / count


def _credit_dots(
    months: Sequence[MonthBill], slots: int, missed: Sequence[int], credits_: Sequence[Threshold]
) -> Iterator[str]:
    close = {month for credit in credits_ for month in credit.close_months}
    for position, bill in enumerate(months):
        state = "missed" if bill.month in missed else "close" if bill.month in close else "paid"
        yield _chart_dot(position, slots, state)


def _chart_dot(position: int, count: int, state: str) -> str:
    x = slot_center(position, count)
    if state == "paid":
        return f'<circle class="dot-paid" cx="{short(x)}%" cy="236" r="5"/>'
    ring = f'<circle class="ring-{state}" cx="{short(x)}%" cy="236" r="5"/>'
    if state == "close":  # a path cannot stand at a percentage, a nested drawing can
        ring += (
            f'<svg x="{short(x)}%" y="231" width="5" height="10" overflow="visible">'
            '<path class="dot-close" d="M0 0a5 5 0 0 0 0 10z"/></svg>'
        )
    return ring


# The parts of a year


def split_chart(
    provider_usd: Decimal, delivery_usd: Decimal, credit_usd: Decimal, *, chart_id: str, span: str = ""
) -> Chart:
    """One bar: what of a year, or of the months in `span`, goes to the provider and what to the utility."""
    total = float(provider_usd + delivery_usd)
    share = min(max(float(provider_usd) / total, 0.0), 1.0) if total > 0 else 0.0
    parts = [
        f'<svg x="0" y="24" width="100%" height="36" viewBox="0 0 1000 36" preserveAspectRatio="none">'
        f'<rect class="fill-provider" width="{short(max(share * 1000 - 3, 0))}" height="36"/>'
        f'<rect class="fill-delivery" x="{short(share * 1000)}" width="{short((1 - share) * 1000)}" height="36"/>'
        "</svg>",
        f'<text class="value" x="0" y="16">Provider {usd(provider_usd)}</text>',
        f'<text class="value end" x="100%" y="16">Delivery {usd(delivery_usd)}</text>',
        '<text class="axis" x="0" y="78">changes with the plan</text>',
        '<text class="axis end" x="100%" y="78">same on every plan</text>',
    ]
    # To the cent: rounded to dollars, the parts would not add up.
    rows = [("Provider, before credits", usd_cents(provider_usd + credit_usd))]
    if credit_usd:
        rows.append(("Bill credits", usd_cents(-credit_usd)))
    rows += [("Delivery", usd_cents(delivery_usd)), ("Together", usd_cents(provider_usd + delivery_usd))]
    if not credit_usd:
        rows[0] = ("Provider", usd_cents(provider_usd))
    return Chart(
        chart_id=chart_id,
        caption=f"Where the money of {span} goes" if span else "Where a year’s money goes",
        sentence=f"Provider {usd(provider_usd)}, delivery {usd(delivery_usd)}.",
        svg=None if total <= 0 else svg_of(chart_id, 86, parts),
        columns=("Part", span or "A year"),
        rows=tuple(rows),
    )


# What all of them share


def svg_of(chart_id: str, height: int, parts: Iterable[str]) -> Markup:
    """The drawing, named by its caption and described by its sentence."""
    return Markup(  # noqa: S704 - made of our numbers and of words from this file
        f'<svg width="100%" height="{height}" role="img" '
        f'aria-labelledby="{chart_id}-caption {chart_id}-desc">{"".join(parts)}</svg>'
    )


def grid_lines(scale: Scale) -> Iterable[str]:
    """Horizontal lines with their dollars, zero included."""
    step = _grid_step(scale.high_usd)
    value = 0.0
    while value <= scale.high_usd + 0.5:
        y = short(scale.y(value))
        css = "grid" if value else "base"
        yield f'<line class="{css}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        if value:
            yield f'<text class="axis" x="0" y="{short(scale.y(value) - 4)}">${value:,.0f}</text>'
        value += step


def _grid_step(high: float) -> float:
    """A round step that gives at most five lines above zero."""
    for step in (25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000):
        if high / step <= 5:
            return step
    return high


def next_hundred(value: float) -> float:
    """The top of a scale: the next full hundred dollars."""
    return max(100.0, -(-value // 100) * 100.0)


def short(value: float) -> str:
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
