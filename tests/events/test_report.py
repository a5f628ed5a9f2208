"""What the report says, of a day of visitors over four processes and of single days."""

import json
import math
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.visitors import let_visit
from choosemypower.datasets.tables import DatasetRow
from choosemypower.events.commands import add_counts
from choosemypower.events.model import CounterKey
from choosemypower.events.report import make_report, report_text
from choosemypower.settings import Settings
from choosemypower.vitals import Metric
from choosemypower.vitals.commands import add_vitals
from choosemypower.vitals.model import Slot, bucket_of
from tests.support.server import running_servers

pytestmark = [pytest.mark.anyio, pytest.mark.db]

VIEWS = int(os.environ.get("VISITORS_VIEWS", "400"))
"""`make visitors` sets 20,000."""
NOON = datetime(2026, 11, 28, 18, tzinfo=UTC)
TODAY = date(2026, 11, 28)


@pytest.mark.server
async def test_every_page_view_over_four_processes_is_in_the_report(stocked: Settings) -> None:
    with running_servers(stocked, 4, TRUSTED_PROXIES="127.0.0.1") as urls:
        visitors = await let_visit(urls, VIEWS)
    # One beacon in five was sent to two of them. Each of them wrote what it had when it was told to end.
    report = printed_report(stocked)
    done = visitors.done
    assert done["views"] == VIEWS
    assert {
        "views": report["views"],
        "visits": report["visits"],
        "went-on": report["visits"] - report["bounces"],
        "zip searches": report["zipSearches"],
        "plan views": report["planViews"],
        "comparisons": report["comparisons"],
        "sign-ups": report["signUps"],
    } == dict(done)
    assert sum(report["hours"]) == VIEWS
    assert report["days"][-1]["views"] + report["days"][-2]["views"] == VIEWS
    (lcp,) = (one for one in report["vitals"] if one["metric"] == "lcp")
    assert lcp["count"] == len(visitors.lcp)
    assert lcp["value"] == pytest.approx(nearest_rank(visitors.lcp, 0.75), rel=0.01)


def nearest_rank(values: list[float], share: float) -> float:
    return sorted(values)[math.ceil(share * len(values)) - 1]


def printed_report(settings: Settings) -> Any:
    said = subprocess.run(
        [Path(sys.executable).with_name("choosemypower"), "report", "--days", "2", "--json"],
        env={**os.environ, "DATABASE_URL": settings.database_url or ""},
        capture_output=True,
        check=True,
    )
    return json.loads(said.stdout)


async def test_days_without_a_visitor_are_there_and_say_so(migrated: Settings) -> None:
    report = await make_report(3, now=NOON)
    assert [day.day for day in report.days] == [TODAY - timedelta(days=2), TODAY - timedelta(days=1), TODAY]
    assert (report.views, report.bounce_share, report.hit_share) == (0, None, None)
    assert report.days[0].data_age_hours is None
    assert "0  page views" in report_text(report)


async def test_only_the_days_asked_for_count(migrated: Settings) -> None:
    await add_counts({CounterKey(TODAY - timedelta(days=days), "view", "/"): 1 for days in range(10)})
    assert (await make_report(1, now=NOON)).views == 1
    assert (await make_report(7, now=NOON)).views == 7
    assert (await make_report(400, now=NOON)).views == 10


async def test_what_was_kept_is_shown_as_a_share_by_day(migrated: Settings) -> None:
    await add_counts(
        {
            CounterKey(TODAY, "cache", "hit"): 90,
            CounterKey(TODAY, "cache", "shared"): 5,
            CounterKey(TODAY, "cache", "made"): 4,
            CounterKey(TODAY, "cache", "refused"): 1,
            CounterKey(TODAY - timedelta(days=1), "cache", "made"): 100,
        }
    )
    report = await make_report(2, now=NOON)
    assert [day.hit_share for day in report.days] == [0.0, 0.95]
    assert report.hit_share == pytest.approx(0.475)


async def test_the_age_of_the_data_is_that_of_the_listing_served_then(stocked: Settings) -> None:
    (listing,) = await DatasetRow.raw("SELECT as_of FROM dataset")
    now = datetime.now(UTC)
    report = await make_report(2, now=now)
    assert report.days[0].data_age_hours is None, "nothing was published yet"
    hours = (now - listing["as_of"]).total_seconds() / 3600
    assert report.days[1].data_age_hours == pytest.approx(hours, abs=0.1)


async def test_vitals_are_shown_for_the_days_and_by_day(migrated: Settings) -> None:
    slots = {
        Slot(NOON - timedelta(days=days), "/", "phone", "lcp", bucket_of(Metric.LCP, 2000.0 + 1000 * days)): 4
        for days in (0, 1)
    }
    await add_vitals(slots)
    report = await make_report(2, now=NOON)
    (lcp,) = report.vitals
    assert (lcp.metric, lcp.count, lcp.is_good) == ("lcp", 8, False)
    assert lcp.value == pytest.approx(3000, rel=0.01)
    assert [one.value for one in report.vital_days] == pytest.approx([3000, 2000], rel=0.01)
    assert "lcp of 8  above 2,500" in report_text(report)


async def test_an_evening_in_texas_is_in_the_trend_of_vitals(migrated: Settings) -> None:
    evening = datetime(2026, 7, 2, 2, 30, tzinfo=UTC)  # half past nine on the first of July
    await add_vitals({Slot(evening, "/", "phone", "lcp", bucket_of(Metric.LCP, 2000.0)): 4})
    report = await make_report(1, now=evening + timedelta(minutes=10))
    assert report.last_day == date(2026, 7, 1)
    assert [one.count for one in report.vitals] == [4]
    assert [(one.day, one.value) for one in report.vital_days] == [
        (date(2026, 7, 2), pytest.approx(2000, rel=0.01))
    ]


async def test_the_most_frequent_come_first_and_plans_have_names(stocked: Settings) -> None:
    await add_counts(
        {
            CounterKey(TODAY, "zip-unanswered", "other"): 3,
            CounterKey(TODAY, "zip-unanswered", "79936"): 8,
            CounterKey(TODAY, "plan", "gone-long-ago"): 1,
        }
    )
    report = await make_report(1, now=NOON)
    assert [line.label for line in report.unanswered_zips] == ["79936", "other"]
    assert report.plans[0].name is None
    assert "8  79936" in report_text(report)
