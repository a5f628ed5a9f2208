"""One number a day as bars: traffic, hit rate, age of the data."""

from collections.abc import Sequence
from datetime import date

from choosemypower.web.charts import Chart, short, svg_of

TOP_PX, BOTTOM_PX, HEIGHT_PX = 24, 150, 178


def day_chart(
    values: Sequence[tuple[str, float | None]],
    *,
    chart_id: str,
    caption: str,
    unit: str,
    columns: tuple[str, str],
) -> Chart:
    """A bar for each value; None leaves a gap. The highest carries its number."""
    known = [value for _, value in values if value is not None]
    highest = max(known, default=0.0)
    return Chart(
        chart_id=chart_id,
        caption=caption,
        sentence=_sentence(values, unit),
        svg=svg_of(chart_id, HEIGHT_PX, _bars(values, highest, unit)) if highest else None,
        columns=columns,
        rows=tuple((name, "Not known" if value is None else _text(value, unit)) for name, value in values),
    )


def day_name(day: date) -> str:
    """Short, below an axis."""
    return f"{day:%b} {day.day}"


def _bars(values: Sequence[tuple[str, float | None]], highest: float, unit: str) -> list[str]:
    slot = 100 / len(values)
    at_highest = next(at for at, (_, value) in enumerate(values) if value == highest)
    parts = [f'<line class="base" x1="0" x2="100%" y1="{BOTTOM_PX}" y2="{BOTTOM_PX}"/>']
    for at, (_, value) in enumerate(values):
        if value is None:
            continue
        height = max(value / highest * (BOTTOM_PX - TOP_PX), 1 if value else 0)
        parts.append(
            f'<rect class="fill-you" x="{short(round((at + 0.1) * slot, 2))}%" width="{short(round(slot * 0.8, 2))}%" '
            f'y="{short(round(BOTTOM_PX - height, 1))}" height="{short(round(height, 1))}"/>'
        )
    center = (at_highest + 0.5) * slot
    anchor = " end" if center > 80 else " mid" if center > 20 else ""
    parts.append(
        f'<text class="value{anchor}" x="{short(round(center, 2))}%" y="{TOP_PX - 6}">{_text(highest, unit)}</text>'
        f'<text class="axis" x="0" y="170">{values[0][0]}</text>'
    )
    if len(values) > 1:
        parts.append(f'<text class="axis end" x="100%" y="170">{values[-1][0]}</text>')
    return parts


def _sentence(values: Sequence[tuple[str, float | None]], unit: str) -> str:
    known = [(name, value) for name, value in values if value is not None]
    if not any(value for _, value in known):
        # A count of a day without visitors is 0; a measure of such a day is not known.
        return (
            f"{_text(0, unit)} on every day that is known."
            if 0 < len(known) < len(values)
            else "Nothing was counted."
        )
    name, value = max(known, key=lambda pair: pair[1])
    return f"Most: {_text(value, unit)} ({name})."


def _text(value: float, unit: str) -> str:
    number = (
        f"{value:,.0f}"
        if value % 1 == 0 or value >= 1000
        else f"{value:,.1f}"
        if value >= 1
        else f"{value:.3f}"
    )
    return f"{number}{unit}"
