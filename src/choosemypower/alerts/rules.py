"""The rules: what is bad, and from which value on. The limits are the specification's, except where a line says so."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import msgspec

from choosemypower.alerts.figures import Figures
from choosemypower.alerts.model import AlertType, Rule, RuleResult, Severity

DATABASE_SLOW_MS = 1000.0
API_MEAN_MS = 1000.0
ERROR_SHARE = 0.01
HIT_SHARE = 0.85
STALE_HOURS = 24.0
"""From then on every page says that the listing is old."""
FEW_ANSWERS = 100
"""Of fewer in five minutes no share is told: one failure among twenty visitors at night is not 5 %. Ours."""
FEW_LOOKUPS = 1000
"""The same for the cache, which has to be filled first. Ours."""
FEW_VITALS = 20
"""The same for measurements of visitors' browsers. Ours."""
VITALS_EVERY = timedelta(minutes=5)


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What one process sees at one moment."""

    database_error: str | None = None
    """Why the database cannot be used; None: it can."""
    database_ms: float = 0.0
    redis_error: str | None = None
    figures: Figures = Figures()
    """Of all processes, where they could be read."""
    data_hours: float | None = None
    """Since a listing was last read; None: there is none."""
    last_run: "LastRun | None" = None
    vitals: Mapping[str, "MeasuredVital"] = {}
    """By the name of `VITALS`; what nobody has measured is missing."""


class LastRun(msgspec.Struct, frozen=True, kw_only=True):
    """The newest reading of a listing that came to nothing."""

    state: str
    dataset: int
    reason: str


class MeasuredVital(msgspec.Struct, frozen=True, kw_only=True):
    """What visitors' browsers measured lately."""

    p75: float
    """In the unit of its rule."""
    count: int


Judge = Callable[[Look], RuleResult | None]
"""None: nothing can be said now."""


def rules(data_old_hours: float) -> tuple[tuple[Rule, Judge], ...]:
    """Every rule with its judge. A listing is old after so many hours."""
    return (*_database(), *_cache(), *_answers(), *_data(data_old_hours), *_vitals())


def _database() -> Iterator[tuple[Rule, Judge]]:
    yield (
        Rule(
            name="database_down",
            type=AlertType.SYSTEM,
            severity=Severity.CRITICAL,
            title="The database cannot be used. Pages still come from memory; contact requests are refused.",
            is_well="The database can be used again.",
        ),
        lambda look: RuleResult(
            is_bad=look.database_error is not None, details=_named(error=look.database_error)
        ),
    )
    yield (
        Rule(
            name="database_slow",
            type=AlertType.PERFORMANCE,
            severity=Severity.WARNING,
            title="The database takes over a second for the simplest question.",
            is_well="The database answers in time again.",
            threshold=DATABASE_SLOW_MS,
            unit="ms",
        ),
        lambda look: (
            None
            if look.database_error is not None
            else RuleResult(is_bad=look.database_ms > DATABASE_SLOW_MS, current=round(look.database_ms, 2))
        ),
    )


def _cache() -> Iterator[tuple[Rule, Judge]]:
    yield (
        Rule(
            name="cache_down",
            type=AlertType.SYSTEM,
            severity=Severity.WARNING,
            title="Redis cannot be used. Each process keeps its own pages; rates are limited by process.",
            is_well="Redis can be used again.",
        ),
        lambda look: RuleResult(is_bad=look.redis_error is not None, details=_named(error=look.redis_error)),
    )
    yield (
        Rule(
            name="cache_hit_rate",
            type=AlertType.PERFORMANCE,
            severity=Severity.WARNING,
            title="Too few answers come from the cache.",
            is_well="Enough answers come from the cache again.",
            threshold=HIT_SHARE * 100,
            unit="%",
            bad_looks=10,  # warming asks for thousands of new pages within a minute or two, which is no fault
        ),
        _judge_hits,
    )


def _judge_hits(look: Look) -> RuleResult:
    figures = look.figures
    if figures.lookups < FEW_LOOKUPS:
        return RuleResult(is_bad=False)
    share = figures.hits / figures.lookups
    return RuleResult(
        is_bad=share < HIT_SHARE,
        current=round(share * 100, 2),
        details=_named(lookups=figures.lookups, processes=figures.processes),
    )


def _answers() -> Iterator[tuple[Rule, Judge]]:
    yield (
        Rule(
            name="api_slow",
            type=AlertType.PERFORMANCE,
            severity=Severity.WARNING,
            title="The API takes over a second on average to make an answer.",
            is_well="The API answers in time again.",
            threshold=API_MEAN_MS,
            unit="ms",
        ),
        _judge_api,
    )
    yield (
        Rule(
            name="error_rate",
            type=AlertType.SYSTEM,
            severity=Severity.CRITICAL,
            title="More than one answer in a hundred is an error of ours (5xx).",
            is_well="Errors of ours are rare again.",
            threshold=ERROR_SHARE * 100,
            unit="%",
        ),
        _judge_errors,
    )


def _judge_api(look: Look) -> RuleResult:
    figures = look.figures
    if not figures.api_made:
        return RuleResult(is_bad=False)
    mean_ms = figures.api_seconds / figures.api_made * 1000
    return RuleResult(
        is_bad=mean_ms > API_MEAN_MS,
        current=round(mean_ms, 2),
        details=_named(answers_made=figures.api_made, processes=figures.processes),
    )


def _judge_errors(look: Look) -> RuleResult:
    figures = look.figures
    if figures.answers < FEW_ANSWERS:
        return RuleResult(is_bad=False)
    share = figures.errors / figures.answers
    return RuleResult(
        is_bad=share > ERROR_SHARE,
        current=round(share * 100, 2),
        details=_named(errors=figures.errors, answers=figures.answers, processes=figures.processes),
    )


def _data(old_hours: float) -> Iterator[tuple[Rule, Judge]]:
    for name, severity, hours, title in (
        ("data_old", Severity.WARNING, old_hours, f"No listing was read for over {old_hours:g} hours."),
        (
            "data_stale",
            Severity.CRITICAL,
            STALE_HOURS,
            "No listing was read for over a day; every page now says so.",
        ),
    ):
        yield (
            Rule(
                name=name,
                type=AlertType.DATA,
                severity=severity,
                title=title,
                is_well="A listing was read again.",
                threshold=hours,
                unit="h",
            ),
            _judge_age(hours),
        )
    for name, state, title in (
        ("ingest_failed", "failed", "The last reading of a listing failed."),
        (
            "ingest_staged",
            "staged",
            "A listing waits to be accepted: it looks doubtful (`choosemypower ingest --accept`).",
        ),
    ):
        yield (
            Rule(
                name=name,
                type=AlertType.DATA,
                severity=Severity.WARNING,
                title=title,
                is_well="The newest listing is published.",
            ),
            _judge_run(state),
        )


def _judge_age(limit_hours: float) -> Judge:
    def judge(look: Look) -> RuleResult | None:
        if look.data_hours is None:
            return None
        return RuleResult(is_bad=look.data_hours > limit_hours, current=round(look.data_hours, 2))

    return judge


def _judge_run(state: str) -> Judge:
    def judge(look: Look) -> RuleResult | None:
        if look.database_error is not None:
            return None
        run = look.last_run
        if run is None or run.state != state:
            return RuleResult(is_bad=False)
        return RuleResult(is_bad=True, details=_named(dataset=run.dataset, reason=run.reason or None))

    return judge


VITALS: Mapping[str, tuple[str, float, str]] = {
    "lcp": ("Largest Contentful Paint", 2500, "ms"),
    "fid": ("First Input Delay", 100, "ms"),
    "inp": ("Interaction to Next Paint", 200, "ms"),
    "cls": ("Cumulative Layout Shift", 0.1, ""),
    "fcp": ("First Contentful Paint", 1800, "ms"),
    "ttfb": ("Time to First Byte", 600, "ms"),
}
"""Name, limit at the 75th percentile, unit. INP's limit is web.dev's: the specification is older than INP."""


def _vitals() -> Iterator[tuple[Rule, Judge]]:
    for name, (title, limit, unit) in VITALS.items():
        yield (
            Rule(
                name=f"vitals_{name}",
                type=AlertType.PERFORMANCE,
                severity=Severity.WARNING,
                title=f"One visitor in four waits too long: {title}."
                if unit
                else f"Pages move while they load: {title}.",
                is_well=f"{title} is within its limit again.",
                threshold=limit,
                unit=unit,
                bad_looks=2,
                every=VITALS_EVERY,
            ),
            _judge_vital(name, limit),
        )


def _judge_vital(name: str, limit: float) -> Judge:
    def judge(look: Look) -> RuleResult | None:
        if look.database_error is not None:
            return None
        vital = look.vitals.get(name)
        if vital is None or vital.count < FEW_VITALS:
            return RuleResult(is_bad=False)
        return RuleResult(
            is_bad=vital.p75 > limit,
            current=round(vital.p75, 4),
            details=_named(percentile="75th", measurements=vital.count),
        )

    return judge


def _named(**details: object) -> tuple[tuple[str, str], ...]:
    return tuple((name.replace("_", " "), str(value)) for name, value in details.items() if value is not None)
