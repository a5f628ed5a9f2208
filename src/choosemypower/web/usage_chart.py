"""A home's twelve months of use as bars."""

from collections.abc import Sequence

from markupsafe import Markup

from choosemypower.units import MONTH_NAMES
from choosemypower.web.charts import BAR_SHARE_OF_SLOT, Chart

HEIGHT_PX = 190
TOP_PX, BOTTOM_PX = 24, 150


def usage_chart(kwh_by_month: Sequence[int], filled: Sequence[int] = ()) -> Chart | None:
    """Twelve bars of kWh, January first; None for a home that uses nothing. Filled-in months are said in the table."""
    highest = max(kwh_by_month)
    if not highest:
        return None
    parts = [f'<line class="base" x1="0" x2="100%" y1="{BOTTOM_PX}" y2="{BOTTOM_PX}"/>']
    slot = 100 / len(kwh_by_month)
    keys = {kwh_by_month.index(highest), kwh_by_month.index(min(kwh_by_month))}
    for at, kwh in enumerate(kwh_by_month):
        height = max(kwh / highest * (BOTTOM_PX - TOP_PX), 1)
        x, center = (at + (1 - BAR_SHARE_OF_SLOT) / 2) * slot, (at + 0.5) * slot
        top = BOTTOM_PX - height
        css = "value mid" if at in keys else "value mid roomy"
        name = MONTH_NAMES[at]
        parts.append(
            f'<rect class="fill-you" x="{x:.2f}%" width="{slot * BAR_SHARE_OF_SLOT:.2f}%" y="{top:.1f}" '
            f'height="{height:.1f}"/>'
            f'<text class="{css}" x="{center:.2f}%" y="{top - 5:.1f}">{kwh:,}</text>'
            f'<text class="axis mid wide" x="{center:.2f}%" y="170">{name[:3]}</text>'
            f'<text class="axis mid narrow" x="{center:.2f}%" y="170">{name[0]}</text>'
        )
    low = min(kwh_by_month)
    return Chart(
        chart_id="use",
        caption="Your use by month, in kWh",
        sentence=(
            f"Most in {MONTH_NAMES[kwh_by_month.index(highest)]}, {highest:,}\u00a0kWh. "
            f"Least in {MONTH_NAMES[kwh_by_month.index(low)]}, {low:,}\u00a0kWh."
        ),
        svg=Markup(  # noqa: S704 - made of numbers and month names
            f'<svg width="100%" height="{HEIGHT_PX}" role="img" aria-labelledby="use-caption use-desc">'
            f"{''.join(parts)}</svg>"
        ),
        columns=("Month", "kWh"),
        rows=tuple(
            (name + (" (filled in)" if at + 1 in filled else ""), f"{kwh_by_month[at]:,}")
            for at, name in enumerate(MONTH_NAMES)
        ),
    )
