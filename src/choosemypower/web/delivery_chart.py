"""Delivery charges over the years, drawn as steps; gaps where only the monthly part is documented."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import msgspec
from markupsafe import Markup

from choosemypower.territories.model import DeliveryCharge
from choosemypower.web.filters import day, month, usd

AT_KWH = 1000
MIN_DATES = 3
HEIGHT_PX = 220
TOP_PX, BOTTOM_PX = 24, 180


class DeliveryChart(msgspec.Struct, frozen=True, kw_only=True):
    svg: Markup
    sentence: str


class Step(msgspec.Struct, frozen=True):
    start: date
    end: date
    usd: Decimal | None


def delivery_chart(series: Sequence[DeliveryCharge], *, until: date) -> DeliveryChart | None:
    """What delivery cost a month at 1,000 kWh; None with fewer than three documented dates."""
    steps = _delivery_steps(series, until)
    amounts = [step.usd for step in steps if step.usd is not None]
    if len(amounts) < MIN_DATES:
        return None
    sentence = (
        f"Delivery of {AT_KWH:,} kWh cost {usd(amounts[0])} a month in {month(steps[0].start)} "
        f"and {usd(amounts[-1])} since {day(steps[-1].start)}."
    )
    return DeliveryChart(svg=_svg(steps, amounts), sentence=sentence)


def _delivery_steps(series: Sequence[DeliveryCharge], until: date) -> tuple[Step, ...]:
    """Each documented charge until the next one begins."""
    rows = [charge for charge in series if charge.valid_from <= until]
    ends = [charge.valid_from for charge in rows[1:]] + ([until] if rows else [])
    return tuple(
        Step(charge.valid_from, end, charge.usd_at(AT_KWH)) for charge, end in zip(rows, ends, strict=True)
    )


def _svg(steps: Sequence[Step], amounts: Sequence[Decimal]) -> Markup:
    first, span = steps[0].start, max((steps[-1].end - steps[0].start).days, 1)
    top = -(-int(max(amounts)) // 20) * 20 + 20
    path = "".join(_path(steps, first, top))
    last_px = BOTTOM_PX - float(amounts[-1]) / top * (BOTTOM_PX - TOP_PX)
    parts = [
        *_grid(top),
        f'<svg x="0" y="{TOP_PX}" width="100%" height="{BOTTOM_PX - TOP_PX}" viewBox="0 0 {span} {top}" '
        f'preserveAspectRatio="none"><path class="line-delivery" vector-effect="non-scaling-stroke" d="{path}"/></svg>',
        f'<text class="axis" x="0" y="204">{month(first)}</text>',
        f'<text class="axis end" x="100%" y="204">{month(steps[-1].end)}</text>',
        f'<text class="value end" x="100%" y="{max(last_px - 8, 14):.0f}">{usd(amounts[-1])}</text>',
    ]
    # Our own numbers and dates, no text from elsewhere.
    return Markup(  # noqa: S704
        f'<svg width="100%" height="{HEIGHT_PX}" role="img" aria-labelledby="delivery-caption delivery-desc">'
        f"{''.join(parts)}</svg>"
    )


def _path(steps: Sequence[Step], first: date, top: int) -> Iterable[str]:
    is_drawing = False
    for step in steps:
        if step.usd is None:
            is_drawing = False
            continue
        y = f"{top - float(step.usd):.2f}"
        yield f"{'L' if is_drawing else 'M'}{(step.start - first).days} {y}L{(step.end - first).days} {y}"
        is_drawing = True


def _grid(top: int) -> Iterable[str]:
    for value in range(0, top + 1, 20):
        y = BOTTOM_PX - value / top * (BOTTOM_PX - TOP_PX)
        yield f'<line class="{"grid" if value else "base"}" x1="0" x2="100%" y1="{y:.0f}" y2="{y:.0f}"/>'
        if value:
            yield f'<text class="axis" x="0" y="{y - 4:.0f}">${value}</text>'
