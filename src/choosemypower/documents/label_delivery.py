"""The delivery charge that a label prints, holds in its prices, or leaves to the utility."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from choosemypower.documents.figures import Figure, Unit
from choosemypower.documents.hours import clock_hours, part_named
from choosemypower.documents.label_extras import on_one_line, sum_of_parts
from choosemypower.documents.label_hours import label_of
from choosemypower.plans.charges import BUNDLED, Delivery

_SAYS_BUNDLED = re.compile(
    r"bundled|\ball[- ]in(?:clusive)? (?:energy |electricity )?(?:rate|price|charge)"
    r"|energy (?:and|&|plus|\+) (?:\w+ )?delivery\b"
    r"|(delivery|tdu|tdsp) charges? (are |is )?(already )?(included|incl\.) in"
    r"(?! (?:the|these|all|its) (?:\w+ )?averages?\b)"
    r"|\(?(includes?|including) (all )?(tdu|tdsp|oncor|utility|delivery)( delivery)? charges\)"
    r"|all delivery charges .{0,40}included"
    r"|\b(?:deliver|tdu|tdsp|oncor|center ?point|aep|tnmp|lp ?& ?l)[^.;$¢]{0,60}\b(?:is|are|sits?|comes?)"
    r" (?:already )?(?:a )?(?:part of|inside|within|in) (?:the|this|that|these|those|our|your)\b"
    r"(?! (?:\w+ )?averages?\b)"
    r"|(?:deliver\w*|\btdu|\btdsp)\b[^.;¢]{0,60}\$ ?0(?:\.0+)?\b[^.;$¢]{0,30}\b(?:part of|inside|within|included in) "
    r"(?:the|our|your|this|that)\b(?! (?:\w+ )?averages?\b)"
    r"|(?:no|not|never)[^.;$¢]{0,30} separate(?:ly)? (?:delivery|line for delivery)"
    r"|deliver\w*[^.;$¢]{0,60} not billed separately"
    r"|cargos de entrega .{0,30}incluid|included in (the )?(variable |energy )?(rate|charge|price)"
)
_SAYS_PASSED_THROUGH = re.compile(
    r"\bwhat (?:\w+ ){1,3}(?:bills|charges) us\b|pass(ed)?[- ]?through|\bforward (?:them|it)\b"
    r"|tariff|tdu delivery charges|delivery charges|\btdu\b|\btdsp\b"
)
_NO_MONTHLY_DELIVERY = re.compile(
    r"\n[^\n\d]{0,30}(?:oncor|center ?point|aep|tnmp|lp ?& ?l|lubbock|tdu|tdsp|delivery|utility)[^\n\d]{0,40}"
    r"(?:month\w*|meter\w*|customer|base|fixed)[^\n\d]{0,40}?(?:none|n/a|no charge|\$0)[ ]*(?:per month)?[ ]*(?:\n|$)"
    r"|\bno (?:fixed|monthly|customer|meter) (?:part|portion|component|charge)\b"
)
"""A row that says the utility takes nothing by month: "LP&L monthly charge ... none"."""


def delivery_of(folded: str, figures: Sequence[Figure]) -> Delivery:
    by_month = sum_of_parts([one for one in figures if one.unit is Unit.MONTH])
    by_kwh = sum_of_parts([one for one in figures if one.unit is Unit.KWH and not _is_by_hour(one)])
    if by_kwh is None:
        hourly = [one.usd for one in figures if one.unit is Unit.KWH]
        by_kwh = max(hourly, default=None)
    if by_month is None and by_kwh is not None and _NO_MONTHLY_DELIVERY.search(folded):
        by_month = Decimal(0)
    is_nothing = not by_month and not by_kwh
    if is_nothing and _SAYS_BUNDLED.search(on_one_line(folded)):
        return BUNDLED
    return Delivery(usd_per_month=by_month, usd_per_kwh=by_kwh)


@lru_cache(maxsize=256)
def _is_by_hour(figure: Figure) -> bool:
    return part_named(label_of(figure)) is not None or clock_hours(figure.line) is not None


def says_passed_through(folded: str) -> bool:
    """Whether the label leaves delivery to the utility's own charge."""
    return (
        _SAYS_PASSED_THROUGH.search(on_one_line(folded)) is not None
        and _SAYS_BUNDLED.search(on_one_line(folded)) is None
    )
