"""Percentiles of what browsers measured are right within 1 %, and nothing but buckets is kept."""

import asyncio
import math
import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from choosemypower.alerts.browsers import vitals_lately
from choosemypower.settings import Settings
from choosemypower.vitals import (
    DeviceClass,
    Metric,
    VitalsRecorder,
    read_percentiles,
    read_percentiles_by_day,
)
from choosemypower.vitals.commands import put_days_together
from choosemypower.vitals.model import MOST, bucket_of, value_of
from choosemypower.vitals.queries import ALL, Percentile, percentile

pytestmark = pytest.mark.anyio

ROUTE = "/electricity-plans/{city}"
NOON = datetime(2026, 11, 20, 12, 1, tzinfo=UTC)


def nearest_rank(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[max(1, math.ceil(share * len(ordered))) - 1]


@given(
    st.sampled_from(Metric),
    st.lists(st.floats(0, 1), min_size=1, max_size=200),
    st.sampled_from((0.5, 0.75, 0.95, 0.99)),
)
def test_any_percentile_is_within_one_percent(metric: Metric, parts: list[float], share: float) -> None:
    values = [part * MOST[metric] for part in parts]
    histogram = Counter(bucket_of(metric, value) for value in values)
    wanted = nearest_rank(values, share)
    smallest = 0.0001 if metric is Metric.CLS else 0.1
    assert percentile(metric, histogram, share) == pytest.approx(wanted, rel=0.0051, abs=smallest)


@given(st.sampled_from(Metric), st.floats(0, 1))
def test_larger_values_are_in_later_buckets(metric: Metric, part: float) -> None:
    value = part * MOST[metric]
    assert bucket_of(metric, value) <= bucket_of(metric, value * 1.02)
    assert value_of(metric, 0) == 0


@pytest.mark.db
async def test_ten_thousand_beacons_of_two_processes_give_the_right_percentiles(migrated: Settings) -> None:
    draw = random.Random(7)
    moment = NOON
    recorders = [VitalsRecorder(clock=lambda: moment) for _ in range(2)]
    sent: dict[DeviceClass, dict[Metric, list[float]]] = {
        device: {metric: [] for metric in Metric} for device in DeviceClass
    }
    for number in range(10_000):
        device = draw.choice(list(DeviceClass))
        values = {
            Metric.LCP: draw.lognormvariate(7.5, 0.6),
            Metric.FID: draw.expovariate(1 / 20),
            Metric.INP: draw.lognormvariate(4.6, 0.8),
            Metric.CLS: draw.expovariate(20),
            Metric.FCP: draw.lognormvariate(7, 0.5),
            Metric.TTFB: draw.lognormvariate(5, 0.9),
        }
        recorders[number % 2].note(f"{number:016x}", ROUTE, device, values)
        for metric, value in values.items():
            sent[device][metric].append(value)
        if number == 5_000:
            for recorder in recorders:
                await recorder.write()
    for recorder in recorders:
        await recorder.write()
    for share in (0.5, 0.75, 0.95, 0.99):
        found = await read_percentiles(NOON - timedelta(hours=1), NOON + timedelta(hours=1), share=share)
        by_key = {(one.route, one.device, one.metric): one for one in found}
        for metric in set(Metric) - {Metric.LOAD}:
            for device in DeviceClass:
                one = by_key[ROUTE, device.value, metric]
                assert one.count == len(sent[device][metric])
                assert one.value == pytest.approx(nearest_rank(sent[device][metric], share), rel=0.01)
            everything = [value for device in DeviceClass for value in sent[device][metric]]
            assert by_key[ALL, ALL, metric].count == 10_000
            assert by_key[ALL, ALL, metric].value == pytest.approx(nearest_rank(everything, share), rel=0.01)


@pytest.mark.db
async def test_old_days_are_put_together_and_their_percentiles_stay(migrated: Settings) -> None:
    moment = NOON
    recorder = VitalsRecorder(clock=lambda: moment)
    for number in range(48):
        moment = NOON.replace(hour=0) + timedelta(minutes=30 * number)
        recorder.note(f"{number:016x}", ROUTE, DeviceClass.PHONE, {Metric.LCP: 100.0 * (number + 1)})
    await recorder.write()
    day = NOON.date()
    before = await read_percentiles_by_day(day, day)
    rows = await read_percentiles(NOON.replace(hour=12), NOON.replace(hour=13))
    await put_days_together(NOON + timedelta(days=5))
    assert await read_percentiles_by_day(day, day) == before
    assert rows != ()
    assert await read_percentiles(NOON.replace(hour=12), NOON.replace(hour=13)) == ()
    recorder.note("f" * 16, ROUTE, DeviceClass.PHONE, {Metric.LCP: 1.0})
    await recorder.write()
    await put_days_together(NOON + timedelta(days=6))
    assert (await read_percentiles_by_day(day, day))[day][0].count == 49


@pytest.mark.db
async def test_a_repeated_beacon_counts_once(migrated: Settings) -> None:
    recorder = VitalsRecorder(clock=lambda: NOON)
    for _ in range(100):
        recorder.note("a" * 16, ROUTE, DeviceClass.PHONE, {Metric.LCP: 900.0})
    assert (len(recorder.waiting), recorder.repeated) == (1, 99)
    await recorder.write()
    (first, *_) = await read_percentiles(NOON - timedelta(hours=1), NOON + timedelta(hours=1))
    assert first.count == 1


@pytest.mark.db
async def test_a_beacon_that_reaches_several_processes_again_and_again_counts_once(
    migrated: Settings,
) -> None:
    recorders = [VitalsRecorder(clock=lambda: NOON) for _ in range(4)]
    for _ in range(3):
        for recorder in recorders:
            for number in range(50):
                recorder.note(f"{number:016x}", ROUTE, DeviceClass.PHONE, {Metric.LCP: 900.0})
        await asyncio.gather(*(recorder.write() for recorder in recorders))
    (first, *_) = await read_percentiles(NOON - timedelta(hours=1), NOON + timedelta(hours=1))
    assert first.count == 50
    assert sum(recorder.counted for recorder in recorders) == 50
    assert sum(recorder.repeated for recorder in recorders) == 4 * 3 * 50 - 50
    assert sum(recorder.verdicts.total() for recorder in recorders) == 50


def test_limits_are_those_of_the_specification() -> None:
    def one(metric: Metric, value: float) -> Percentile:
        return Percentile(route=ROUTE, device="phone", metric=metric, count=1, value=value)

    for metric, limit in (
        ("lcp", 2500),
        ("fid", 100),
        ("inp", 200),
        ("cls", 0.1),
        ("fcp", 1800),
        ("ttfb", 600),
    ):
        assert one(Metric(metric), limit).is_good
        assert not one(Metric(metric), limit * 1.01).is_good
    assert one(Metric.LOAD, 60_000).is_good


@pytest.mark.db
async def test_alerts_read_what_browsers_measured_in_the_last_minutes(migrated: Settings) -> None:
    recorder = VitalsRecorder()
    for number in range(40):
        recorder.note(f"{number:016x}", ROUTE, DeviceClass.PHONE, {Metric.LCP: 4000.0, Metric.CLS: 0.02})
    await recorder.write()
    found = await vitals_lately()
    assert found.keys() == {"lcp", "cls"}
    assert found["lcp"].count == 40
    assert found["lcp"].p75 == pytest.approx(4000, rel=0.01)
    assert found["cls"].p75 == pytest.approx(0.02, rel=0.01)
