"""Prices over time as steps, one line for each series, with a gap wherever no listing is stored."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

import msgspec
from markupsafe import Markup

from choosemypower.plans.market_history import is_gap
from choosemypower.web.charts import Chart, Scale, grid_lines, next_hundred, short, svg_of
from choosemypower.web.filters import day, usd

LINES = ("line-1", "line-2", "line-3", "line-4")
TOP_PX, BOTTOM_PX, HEIGHT_PX = 24, 180, 220
NAMED_GAP_PERCENT = 22
"""A gap this wide has room for its name on a phone."""


class Point(msgspec.Struct, frozen=True):
    """What held from one day to another."""

    first_day: date
    last_day: date
    usd: Decimal


class ChartSeries(msgspec.Struct, frozen=True):
    name: str
    points: tuple[Point, ...]


def trends_chart(chart_id: str, caption: str, series: Sequence[ChartSeries], *, until: date) -> Chart | None:
    """One drawing for all series; None where there is nothing. Two days at least make a line."""
    drawn = [one for one in series if one.points][: len(LINES)]
    if not drawn:
        return None
    first = min(one.points[0].first_day for one in drawn)
    last = max(point.last_day for one in drawn for point in one.points)
    return Chart(
        chart_id=chart_id,
        caption=caption,
        sentence=_sentence(drawn, first, last, until),
        svg=_drawing(chart_id, drawn, first, last) if first < last else None,
        keys=tuple((swatch(css), one.name) for css, one in zip(LINES, drawn, strict=False)),
    )


def swatch(css: str) -> Markup:
    """The line of a series, for the key."""
    return Markup(f'<svg viewBox="0 0 22 12" aria-hidden="true"><path class="{css}" d="M0 6h22"/></svg>')  # noqa: S704


def _gaps_of(points: Sequence[Point]) -> list[tuple[date, date]]:
    """Between which days of the listings nothing is known."""
    return [
        (one.last_day, after.first_day)
        for one, after in pairwise(points)
        if is_gap(one.last_day, after.first_day)
    ]


def _sentence(drawn: Sequence[ChartSeries], first: date, last: date, until: date) -> str:
    said = []
    for one in drawn:
        old, new = one.points[0], one.points[-1]
        if old is new:
            said.append(f"{one.name}: {usd(old.usd)}.")
        else:
            said.append(
                f"{one.name}: {usd(old.usd)} on {day(old.first_day)}, {usd(new.usd)} on {day(new.last_day)}."
            )
    said += [
        f"No listing is stored between {day(start)} and {day(end)}." for start, end in _common_gaps(drawn)
    ]
    if is_gap(last, until):
        said.append(f"None is stored after {day(last)}.")
    return " ".join(said)


def _common_gaps(drawn: Sequence[ChartSeries]) -> list[tuple[date, date]]:
    """Gaps of the longest series: where a single term had no plan, the listing may well be there."""
    return _gaps_of(max(drawn, key=lambda one: len(one.points)).points)


def _drawing(chart_id: str, drawn: Sequence[ChartSeries], first: date, last: date) -> Markup:
    span = max((last - first).days, 1)
    scale = Scale(
        TOP_PX, BOTTOM_PX, 0, next_hundred(max(float(point.usd) for one in drawn for point in one.points))
    )
    parts = [*_gap_marks(drawn, first, span), *grid_lines(scale)]
    parts.append(
        f'<svg x="0" y="{TOP_PX}" width="100%" height="{BOTTOM_PX - TOP_PX}" '
        f'viewBox="0 0 {span} {short(scale.high_usd)}" preserveAspectRatio="none">'
    )
    for css, one in zip(LINES, drawn, strict=False):
        parts.append(f'<path class="{css}" d="{"".join(_steps(one.points, first, scale.high_usd))}"/>')
    parts.append("</svg>")
    for css, one in zip(LINES, drawn, strict=False):
        parts += _dots(one.points, css, first, span, scale)
    parts.append(f'<text class="axis" x="0" y="204">{day(first)}</text>')
    parts.append(f'<text class="axis end" x="100%" y="204">{day(last)}</text>')
    return svg_of(chart_id, HEIGHT_PX, parts)


def _end(points: Sequence[Point], at: int) -> date:
    """Until when a point holds: to the next one, so that the line steps, or to the last day it was seen."""
    after = points[at + 1].first_day if at + 1 < len(points) else None
    return after if after is not None and not is_gap(points[at].last_day, after) else points[at].last_day


def _steps(points: Sequence[Point], first: date, high: float) -> Iterator[str]:
    for at, point in enumerate(points):
        goes_on = at > 0 and not is_gap(points[at - 1].last_day, point.first_day)
        start, y = (point.first_day - first).days, short(high - float(point.usd))
        yield f"{'L' if goes_on else 'M'}{start} {y}H{(_end(points, at) - first).days}"


def _dots(points: Sequence[Point], css: str, first: date, span: int, scale: Scale) -> Iterator[str]:
    """A listing of one day alone has no length: a dot."""
    for at, point in enumerate(points):
        if _end(points, at) == point.first_day:
            x = (point.first_day - first).days / span * 100
            yield f'<circle class="{css}" cx="{short(x)}%" cy="{short(scale.y(float(point.usd)))}" r="3"/>'


def _gap_marks(drawn: Sequence[ChartSeries], first: date, span: int) -> Iterator[str]:
    for start, end in _common_gaps(drawn):
        x, width = (start - first).days / span * 100, (end - start).days / span * 100
        yield (
            f'<rect class="gap" x="{short(x)}%" width="{short(width)}%" y="{TOP_PX}" height="{BOTTOM_PX - TOP_PX}"/>'
        )
        if width >= NAMED_GAP_PERCENT:
            yield f'<text class="axis mid" x="{short(x + width / 2)}%" y="{TOP_PX + 16}">no listing</text>'
