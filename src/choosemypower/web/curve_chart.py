"""The cost curve as a chart: what a plan costs at each use, with its cliffs and the home's own months."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from choosemypower.pricing import Cliff, CostCurve, CurvePoint
from choosemypower.web.charts import SWATCHES, Chart, Scale, grid_lines, next_hundred, short, svg_of
from choosemypower.web.filters import usd

CURVE_KWH_MAX = 3000
SAME_SLOPE_USD_PER_KWH = Decimal("0.0005")
LABEL_FITS_TO_KWH = 2000
"""Up to here a label fits between its point and the right edge, at 320 px too."""


def curve_chart(
    curve: CostCurve,
    *,
    chart_id: str,
    name: str,
    usage_kwh: tuple[int, int],
    lowest: tuple[str, CostCurve] | None = None,
    among: str = ", the lowest with a price for the year",
) -> Chart:
    """The bill at 0 to 3,000 kWh with its cliffs, the home's months as a band, the lowest plan as a dashed line."""
    others = lowest[1].points if lowest else ()
    scale = Scale(24, 252, 0, next_hundred(max(float(p.usd) for p in (*curve.points, *others))))
    parts = [*grid_lines(scale), *curve_ticks(), usage_band(usage_kwh, scale)]
    parts.append(
        f'<svg x="0" y="{short(scale.top_px)}" width="100%" height="{short(scale.bottom_px - scale.top_px)}" '
        f'viewBox="0 0 {CURVE_KWH_MAX} {short(scale.high_usd)}" preserveAspectRatio="none">'
    )
    if lowest:
        parts.append(curve_path(lowest[1], scale.high_usd, "line-flat"))
    parts.append(curve_path(curve, scale.high_usd, "line-plan"))
    parts.append("</svg>")
    for cliff in curve.cliffs:
        parts.extend(_cliff_marks(cliff, scale))
    keys = [(SWATCHES["plan"], name)]
    if lowest:
        keys.append((SWATCHES["flat"], f"{lowest[0]}{among}"))
    keys.append((SWATCHES["you"], f"Your months, {usage_kwh[0]:,} to {usage_kwh[1]:,} kWh"))
    return Chart(
        chart_id=chart_id,
        caption="Monthly bill by use",
        sentence=_curve_sentence(curve),
        svg=svg_of(chart_id, 290, parts),
        keys=tuple(keys),
        columns=("kWh", name, *((lowest[0],) if lowest else ())),
        rows=tuple(
            (
                f"{point.usage_kwh:,}",
                usd(point.usd),
                *((usd(bill_at(lowest[1], point.usage_kwh)),) if lowest else ()),
            )
            for point in curve.points
        ),
    )


def bill_at(curve: CostCurve, usage_kwh: int) -> Decimal:
    """A curve's bill between its points too: it has a point at every step, and is straight from one to the next."""
    points = curve.points
    after = next((at for at, point in enumerate(points) if point.usage_kwh >= usage_kwh), len(points) - 1)
    high, low = points[after], points[max(after - 1, 0)]
    if high.usage_kwh == usage_kwh or high is low:
        return high.usd
    share = Decimal(usage_kwh - low.usage_kwh) / (high.usage_kwh - low.usage_kwh)
    return low.usd + (high.usd - low.usd) * share


def _curve_sentence(curve: CostCurve) -> str:
    """What the curve does, in one sentence: "The bill climbs to $218 at 999 kWh, falls by $125 to $93 …"."""
    if not curve.cliffs:
        return _sentence_without_jump(curve.points)
    steps = []
    for cliff in curve.cliffs:
        verb = "falls" if cliff.usd < 0 else "jumps"
        steps.append(
            f"climbs to {usd(cliff.below.usd)} at {cliff.below.usage_kwh:,} kWh, "
            f"{verb} by {usd(abs(cliff.usd))} to {usd(cliff.at.usd)} at {cliff.at.usage_kwh:,} kWh"
        )
    return "The bill " + ", ".join(steps) + ", then climbs again."


def _sentence_without_jump(points: Sequence[CurvePoint]) -> str:
    """ "The bill stays at $145 up to 1,000 kWh, then climbs to $427 at 3,000 kWh, without a jump."."""
    bends = _bends(points)
    start, last = bends[0], bends[-1]
    if len(bends) == 2:
        if start.usd == last.usd:
            return f"The bill is {usd(start.usd)} at every use up to {last.usage_kwh:,} kWh."
        return (
            f"The bill climbs evenly from {usd(start.usd)} at 0 kWh "
            f"to {usd(last.usd)} at {last.usage_kwh:,} kWh, without a jump."
        )
    steps, before = [], None
    for low, high in pairwise(bends):
        slope = _slope(low, high)
        if abs(slope) < SAME_SLOPE_USD_PER_KWH:
            steps.append(f"stays at {usd(high.usd)} up to {high.usage_kwh:,} kWh")
        else:
            how = "" if not before else " faster" if slope > before else " more slowly"
            where = f" from {usd(low.usd)} at 0 kWh" if low is start else ""
            steps.append(f"climbs{how}{where} to {usd(high.usd)} at {high.usage_kwh:,} kWh")
        before = 0 if abs(slope) < SAME_SLOPE_USD_PER_KWH else slope
    return f"The bill {', then '.join(steps)}, without a jump."


def _bends(points: Sequence[CurvePoint]) -> list[CurvePoint]:
    """The first point of a curve, those where a kWh more begins to cost another amount, and the last."""
    # A point one kWh below the next only marks a break; rounding to cents would bend the line there.
    kept = [one for one, following in pairwise(points) if following.usage_kwh - one.usage_kwh > 1]
    kept.append(points[-1])
    bends = kept[:1]
    for before, here, after in zip(kept, kept[1:], kept[2:], strict=False):
        if abs(_slope(before, here) - _slope(here, after)) > SAME_SLOPE_USD_PER_KWH:
            bends.append(here)
    return [*bends, kept[-1]]


def _slope(low: CurvePoint, high: CurvePoint) -> Decimal:
    """USD for a kWh more."""
    return (high.usd - low.usd) / (high.usage_kwh - low.usage_kwh)


def curve_ticks() -> Iterable[str]:
    """The usages below a cost curve."""
    for use in range(0, CURVE_KWH_MAX + 1, 500):
        anchor = "" if use == 0 else " end" if use == CURVE_KWH_MAX else " mid"
        if use == CURVE_KWH_MAX - 500:
            anchor += " roomy"  # on narrow charts it would touch the last one
        unit = "\u00a0kWh" if use == CURVE_KWH_MAX else ""
        yield f'<text class="axis{anchor}" x="{_percent(use)}" y="272">{use:,}{unit}</text>'


def usage_band(usage_kwh: tuple[int, int], scale: Scale) -> str:
    """Where the months of a home lie on a cost curve."""
    low, high = (min(max(use, 0), CURVE_KWH_MAX) for use in usage_kwh)
    width = max(high - low, CURVE_KWH_MAX // 100)
    return (
        f'<rect class="band" x="{_percent(low)}" y="{short(scale.top_px)}" width="{_percent(width)}" '
        f'height="{short(scale.bottom_px - scale.top_px)}"/>'
    )


def curve_path(curve: CostCurve, high_usd: float, css: str) -> str:
    """A cost curve, broken where the bill jumps."""
    breaks = {cliff.at.usage_kwh for cliff in curve.cliffs}
    steps = []
    for position, point in enumerate(curve.points):
        if point.usage_kwh > CURVE_KWH_MAX:
            break
        move = "M" if position == 0 or point.usage_kwh in breaks else "L"
        steps.append(f"{move}{point.usage_kwh} {short(high_usd - float(point.usd))}")
    return f'<path class="{css}" vector-effect="non-scaling-stroke" d="{"".join(steps)}"/>'


def _cliff_marks(cliff: Cliff, scale: Scale) -> Iterable[str]:
    x = _percent(cliff.at.usage_kwh)
    yield (
        f'<line class="line-drop" x1="{x}" x2="{x}" y1="{short(scale.y(float(cliff.below.usd)))}" '
        f'y2="{short(scale.y(float(cliff.at.usd)))}"/>'
    )
    falls = cliff.usd < 0
    upper, lower = (cliff.below, cliff.at) if falls else (cliff.at, cliff.below)
    yield _cliff_point(upper, x, scale, anchor=_upper_anchor(cliff.at.usage_kwh, falls=falls), dy=-10)
    yield _cliff_point(lower, x, scale, anchor="end" if lower.usage_kwh > LABEL_FITS_TO_KWH else "", dy=16)


def _upper_anchor(usage_kwh: int, *, falls: bool) -> str:
    """Where the upper label stands clear of the line, which climbs from the left and goes on to the right."""
    if not falls or usage_kwh > CURVE_KWH_MAX * 0.4:
        return "end"
    return "mid" if usage_kwh >= CURVE_KWH_MAX * 0.25 else ""


def _cliff_point(point: CurvePoint, x: str, scale: Scale, *, anchor: str, dy: int) -> str:
    y = scale.y(float(point.usd))
    dx = {"end": 4, "mid": 0, "": 8}[anchor] if dy < 0 else {"end": -8, "": 8}[anchor]
    text_y = min(max(y + dy, 14), scale.bottom_px - 4)
    return (
        f'<circle class="dot-plan" cx="{x}" cy="{short(y)}" r="4"/>'
        f'<text class="value{" " + anchor if anchor else ""}" x="{x}" dx="{dx}" y="{short(text_y)}">'
        f"{usd(point.usd)} at {point.usage_kwh:,}</text>"
    )


def _percent(usage_kwh: int) -> str:
    return f"{short(usage_kwh / CURVE_KWH_MAX * 100)}%"
