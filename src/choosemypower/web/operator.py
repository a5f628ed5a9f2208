"""The operator's page: the report as plots and tables, behind OPERATOR_TOKEN. Without that setting there is no page.

The token comes as `Authorization: Bearer …` or in the body of a form; never in an address, never in a cookie. So each
view of the page asks for it again; the browser's password manager may fill it in.
"""

import hmac

import msgspec
from litestar import Response, post, route
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery

from choosemypower import paths
from choosemypower.cache.policies import PRIVATE
from choosemypower.events.report import MOST_DAYS, Ranked, VisitReport, make_report, vital_text
from choosemypower.http import GET_AND_HEAD, Request
from choosemypower.limits import Rate
from choosemypower.limits.middleware import limited
from choosemypower.settings import Settings
from choosemypower.web.charts import Chart
from choosemypower.web.day_chart import day_chart, day_name
from choosemypower.web.forms import limited_for_us, require_same_origin, sent_pairs
from choosemypower.web.rendering import PageResponse
from choosemypower.web.views import PageView

TRIES_OF_ONE_CLIENT = Rate(name="operator", requests=30, seconds=600)
FORM_BYTES_MAX = 2_000
DAYS = (7, 30, 90)
VITALS = (
    ("lcp", "Largest part of the page shown (LCP)", " ms"),
    ("fid", "First tap heard (FID)", " ms"),
    ("inp", "Taps answered (INP)", " ms"),
    ("cls", "Movement of the page (CLS)", ""),
)


class TopList(msgspec.Struct, frozen=True):
    """A table of the most frequent."""

    title: str
    column: str
    lines: tuple[Ranked, ...]


class OperatorView(PageView, frozen=True, kw_only=True):
    days: int = 30
    days_choices: tuple[int, ...] = DAYS
    error: str | None = None
    report: VisitReport | None = None
    """None: the form that asks for the token."""
    charts: tuple[Chart, ...] = ()
    rankings: tuple[TopList, ...] = ()

    def vital_text(self, value: float) -> str:
        return vital_text(value)

    def words(self, label: str) -> str:
        """A code of ours as words: `not_texas`."""
        return label.replace("_", " ") if label.replace("_", "").isalpha() else label


@route(
    paths.OPERATOR,
    http_method=GET_AND_HEAD,
    middleware=[limited(TRIES_OF_ONE_CLIENT)],
    **PRIVATE.handler_options(query=("days",)),
)
async def operator(request: Request, days: FromQuery[str] = "") -> Response[bytes]:
    """The report for whoever sends the token in a header; the form for others."""
    token = _token_of(request)
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if not given:
        return PageResponse("operator/operator.html", _view(_days(days)))
    return await _answer(kind.lower() == "bearer" and _is_it(given.strip(), token), _days(days))


@post(
    paths.OPERATOR,
    status_code=200,
    request_max_body_size=FORM_BYTES_MAX,
    middleware=[limited_for_us(TRIES_OF_ONE_CLIENT)],
    **PRIVATE.handler_options(),
)
async def show_report(request: Request) -> Response[bytes]:
    """The report for whoever typed the token."""
    token = _token_of(request)
    require_same_origin(request)
    given = dict(await sent_pairs(request))
    return await _answer(_is_it(given.get("token", "").strip(), token), _days(given.get("days", "")))


def _token_of(request: Request) -> str:
    settings: Settings = request.app.state.settings
    if settings.operator_token is None:
        raise NotFoundException
    return settings.operator_token


def _is_it(given: str, token: str) -> bool:
    """In a time that tells nothing of how far it fits."""
    return hmac.compare_digest(given.encode(), token.encode())


def _days(text: str) -> int:
    return min(max(int(text), 1), MOST_DAYS) if text.isascii() and text.isdecimal() and len(text) < 4 else 30


async def _answer(is_operator: bool, days: int) -> Response[bytes]:
    if not is_operator:
        view = _view(days, error="That is not the token in OPERATOR_TOKEN.")
        return PageResponse(
            "operator/operator.html",
            view,
            status=401,
            headers={"WWW-Authenticate": 'Bearer realm="operator"'},
        )
    return PageResponse("operator/operator.html", _view(days, report=await make_report(days)))


def _view(days: int, *, error: str | None = None, report: VisitReport | None = None) -> OperatorView:
    return OperatorView(
        title="Operator: what visitors do",
        description="For whoever runs this site.",
        h1="What visitors do" if report else "For the operator",
        canonical_path=paths.OPERATOR,
        robots_index=False,
        days=days,
        days_choices=tuple(sorted({*DAYS, days})),
        error=error,
        report=report,
        charts=_charts(report) if report else (),
        rankings=_rankings(report) if report else (),
    )


def _charts(report: VisitReport) -> tuple[Chart, ...]:
    days = [(day_name(day.day), day) for day in report.days]
    return (
        *(
            _vital_chart(report, metric, caption, unit)
            for metric, caption, unit in VITALS
            if any(one.metric == metric for one in report.vital_days)
        ),
        day_chart(
            [(name, float(day.views)) for name, day in days],
            chart_id="views",
            caption="Page views a day",
            unit="",
            columns=("Day", "Views"),
        ),
        day_chart(
            [(f"{hour}:00", float(views)) for hour, views in enumerate(report.hours)],
            chart_id="hours",
            caption="Page views by hour in Texas",
            unit="",
            columns=("Hour", "Views"),
        ),
        day_chart(
            [(name, None if day.hit_share is None else round(day.hit_share * 100, 1)) for name, day in days],
            chart_id="hits",
            caption="Answers that were kept, of all that our processes gave",
            unit=" %",
            columns=("Day", "Kept"),
        ),
        day_chart(
            [(name, day.data_age_hours) for name, day in days],
            chart_id="age",
            caption="Age of the listing at the end of each day",
            unit=" h",
            columns=("Day", "Age"),
        ),
    )


def _vital_chart(report: VisitReport, metric: str, caption: str, unit: str) -> Chart:
    values = {one.day: one.value for one in report.vital_days if one.metric == metric}
    days = sorted({day.day for day in report.days} | values.keys())
    return day_chart(
        [(day_name(day), values.get(day)) for day in days],
        chart_id=metric,
        caption=f"{caption}: three of four page views stay within",
        unit=unit,
        columns=("Day (UTC)", metric.upper()),
    )


def _rankings(report: VisitReport) -> tuple[TopList, ...]:
    rankings = (
        TopList("ZIP codes without an answer", "ZIP code, or why", report.unanswered_zips),
        TopList("ZIP codes", "ZIP code", report.zips),
        TopList("Answers to ZIP codes", "Answer", report.zip_answers),
        TopList("Pages", "Route", report.pages),
        TopList("Filters, by lists seen with them", "Filter", report.filters),
        TopList("Plans seen", "Plan", report.plans),
        TopList("Sign-up links taken", "Plan", report.signed_up_plans),
        TopList("Comparisons, by their number of plans", "Plans", report.compared),
    )
    return tuple(ranking for ranking in rankings if ranking.lines)


handlers = [operator, show_report]
