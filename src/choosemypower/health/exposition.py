"""Metrics in the words of Prometheus, by its own library."""

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from choosemypower.health.metrics import Family
from choosemypower.measures import Durations
from choosemypower.telemetry.listener import ListenerAnswer


def exposition(read: Callable[[], Iterable[Family]]) -> Callable[[str], ListenerAnswer]:
    """What answers /metrics; asks `read` each time."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_OurCollector(read))
    for collect in (GCCollector, PlatformCollector, ProcessCollector):
        collect(registry=registry)

    def answer(accept: str) -> ListenerAnswer:
        encode, content_type = choose_encoder(accept)
        return ListenerAnswer(200, content_type, encode(registry))

    return answer


class _OurCollector(Collector):
    def __init__(self, read: Callable[[], Iterable[Family]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        return map(_metric, self._read())

    def describe(self) -> Iterable[Metric]:
        return ()


def _metric(family: Family) -> Metric:
    if family.kind == "histogram":
        histogram = HistogramMetricFamily(family.name, family.help, labels=family.labels)
        for labels, value in family.samples:
            if isinstance(value, Durations):
                histogram.add_metric(labels, list(value.cumulative()), value.seconds)
        return histogram
    kind = CounterMetricFamily if family.kind == "counter" else GaugeMetricFamily
    metric = kind(family.name, family.help, labels=family.labels)
    for labels, value in family.samples:
        if not isinstance(value, Durations):
            metric.add_metric(labels, float(value))
    return metric
