"""Two to four plans in one drawing and on one axis: their months, and their bills at any usage.

Lines differ by dash as well as by colour, and each has its name at its end. What is not known is not drawn.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec
from markupsafe import Markup, escape

from choosemypower.pricing import CostCurve
from choosemypower.sentences import list_of
from choosemypower.units import MONTH_NAMES
from choosemypower.web.charts import Chart, Scale, grid_lines, next_hundred, short, slot_center, svg_of
from choosemypower.web.compare_rows import Compared
from choosemypower.web.curve_chart import CURVE_KWH_MAX, bill_at, curve_path, curve_ticks, usage_band
from choosemypower.web.filters import plural, usd, usd_cents

LINES = ("line-1", "line-2", "line-3", "line-4")
NAME_CHARACTERS = 26
NAME_GAP_PX = 15
"""Names of lines stand this far from each other."""
FIRST_NAME_PX = 12
NAMES_FROM_PERCENT = 55
"""Where the longest name at the end of a line begins, on a phone."""
_TOP_PX, _BOTTOM_PX = 24, 252
_HEIGHT_PX = 290


class _LineEnd(msgspec.Struct, frozen=True):
    name: str
    x_percent: float
    y_px: float
    css: str


def compared_months(compared: Sequence[Compared], months: Sequence[tuple[int, int]]) -> Chart | None:
    """The bills of the twelve months `(year, month)`, one line per plan; None where no plan has any."""
    drawn = [one for one in compared if one.bills.months]
    if not drawn:
        return None
    totals = [[float(month.bill.total_usd) for month in one.bills.months] for one in drawn]
    highest = max(max(line) for line in totals)
    scale = Scale(_TOP_PX, _BOTTOM_PX, min(0.0, *(min(line) for line in totals)), next_hundred(highest))
    parts = [*grid_lines(scale), *_month_names(months)]
    ends, drawn_points = [], []
    for number, (one, line) in enumerate(zip(drawn, totals, strict=True)):
        css = LINES[number]
        points = [(slot_center(at, len(months)), scale.y(value)) for at, value in enumerate(line)]
        drawn_points += points
        parts.append(_path(points, css))
        parts += [f'<circle class="{css}" cx="{short(x)}%" cy="{short(y)}" r="3"/>' for x, y in points]
        ends.append(_LineEnd(one.plan.name, *points[-1], css))
    parts += _names(
        ends, [y for x, y in drawn_points if x >= NAMES_FROM_PERCENT] or [one.y_px for one in ends]
    )
    return Chart(
        chart_id="months",
        caption="Monthly bills",
        sentence=_months_sentence(compared, len(months)),
        svg=svg_of("months", _HEIGHT_PX, parts),
        keys=_keys(drawn),
        columns=("Month", *(one.plan.name for one in drawn)),
        rows=tuple(
            (f"{MONTH_NAMES[month - 1]} {year}", *(_bill_of_month(one, at) for one in drawn))
            for at, (year, month) in enumerate(months)
        ),
    )


def compared_curves(compared: Sequence[Compared], usage_kwh: tuple[int, int]) -> Chart | None:
    """What a month costs at 0 to 3,000 kWh, one line per plan; `usage_kwh` is the home's lowest and highest month."""
    drawn: list[tuple[Compared, CostCurve]] = [
        (one, one.curve) for one in compared if one.curve is not None and one.bills.months
    ]
    if len(drawn) < 2:
        return None
    highest = max(float(point.usd) for _, curve in drawn for point in curve.points)
    scale = Scale(_TOP_PX, _BOTTOM_PX, 0, next_hundred(highest))
    parts = [*grid_lines(scale), *curve_ticks(), usage_band(usage_kwh, scale)]
    parts.append(
        f'<svg x="0" y="{_TOP_PX}" width="100%" height="{_BOTTOM_PX - _TOP_PX}" '
        f'viewBox="0 0 {CURVE_KWH_MAX} {short(scale.high_usd)}" preserveAspectRatio="none">'
    )
    parts += [curve_path(curve, scale.high_usd, LINES[at]) for at, (_, curve) in enumerate(drawn)]
    parts.append("</svg>")
    ends = [
        _LineEnd(one.plan.name, 100, scale.y(float(curve.points[-1].usd)), LINES[at])
        for at, (one, curve) in enumerate(drawn)
    ]
    from_kwh = CURVE_KWH_MAX * NAMES_FROM_PERCENT // 100
    starts = [scale.y(float(bill_at(curve, from_kwh))) for _, curve in drawn]
    parts += _names(ends, [*starts, *(one.y_px for one in ends)])
    low, high = (f"{kwh:,}" for kwh in usage_kwh)
    return Chart(
        chart_id="curve",
        caption="Monthly bill by use",
        sentence=f"This home’s months lie between {low} and {high} kWh.",
        svg=svg_of("curve", _HEIGHT_PX, parts),
        keys=_keys([one for one, _ in drawn]),
        columns=("kWh", *(one.plan.name for one, _ in drawn)),
        rows=tuple(
            (f"{kwh:,}", *(usd(bill_at(curve, kwh)) for _, curve in drawn))
            for kwh in range(0, CURVE_KWH_MAX + 1, 250)
        ),
    )


def _bill_of_month(one: Compared, at: int) -> str:
    months = one.bills.months
    return usd_cents(months[at].bill.total_usd) if at < len(months) else "Not known"


def _months_sentence(compared: Sequence[Compared], count: int) -> str:
    """Whose lines are missing or end early, and where the lines that last the year differ most."""
    drawn = [one for one in compared if one.bills.months]
    parts = [f"No month of {one.plan.name} is known." for one in compared if not one.bills.months]
    parts += [
        f"The price of {one.plan.name} is known for {plural(len(one.bills.months), 'month')} only."
        for one in drawn
        if len(one.bills.months) < count
    ]
    whole = [one for one in drawn if len(one.bills.months) == count]
    if len(whole) > 1:
        gaps = [
            max(one.bills.months[at].bill.total_usd for one in whole)
            - min(one.bills.months[at].bill.total_usd for one in whole)
            for at in range(count)
        ]
        widest = gaps.index(max(gaps))
        month = whole[0].bills.months[widest]
        names = list_of([one.plan.name for one in whole])
        parts.append(
            f"{names} differ most in {MONTH_NAMES[month.month - 1]}, by {usd(gaps[widest])}."
            if gaps[widest] >= 1
            else f"{names} cost the same in every month."
        )
    return " ".join(parts) or f"{drawn[0].plan.name} alone has a known price."


def _keys(drawn: Sequence[Compared]) -> tuple[tuple[Markup, str], ...]:
    return tuple((_SWATCHES[at], one.plan.name) for at, one in enumerate(drawn))


def _month_names(months: Sequence[tuple[int, int]]) -> Iterable[str]:
    for at, (_, month) in enumerate(months):
        name, x = MONTH_NAMES[month - 1], short(slot_center(at, len(months)))
        yield f'<text class="axis mid wide" x="{x}%" y="272">{name[:3]}</text>'
        yield f'<text class="axis mid narrow" x="{x}%" y="272">{name[0]}</text>'


def _path(points: Sequence[tuple[float, float]], css: str) -> str:
    """A line between points at percentages of the width: pieces, since a path takes no percentage."""
    return "".join(
        f'<line class="{css}" x1="{short(x1)}%" y1="{short(y1)}" x2="{short(x2)}%" y2="{short(y2)}"/>'
        for (x1, y1), (x2, y2) in pairwise(points)
    )


def _names(ends: Sequence[_LineEnd], beside_px: Sequence[float]) -> Iterable[str]:
    """The name of each line at its end, above all lines there, or below them where there is no room.

    `beside_px` are the heights of the lines where the names stand.
    """
    first = min(beside_px) - 8 - (len(ends) - 1) * NAME_GAP_PX
    if first < FIRST_NAME_PX:
        first = min(max(beside_px) + 16, _BOTTOM_PX - 6 - (len(ends) - 1) * NAME_GAP_PX)
    for at, end in enumerate(sorted(ends, key=lambda one: one.y_px)):
        y = first + at * NAME_GAP_PX
        anchor = "end" if end.x_percent > 50 else ""
        name = (
            end.name if len(end.name) <= NAME_CHARACTERS else f"{end.name[: NAME_CHARACTERS - 1].rstrip()}…"
        )
        yield f'<text class="value {anchor}" x="{short(end.x_percent)}%" y="{short(y)}">{escape(name)}</text>'


_SWATCHES = tuple(
    Markup(f'<svg viewBox="0 0 22 12" aria-hidden="true"><path class="{css}" d="M0 6h22"/></svg>')  # noqa: S704
    for css in LINES
)
