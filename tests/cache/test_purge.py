"""What the edges are told after publishing, over real HTTP to servers that speak each vendor's protocol."""

import json
from collections.abc import Iterator

import msgspec
import pytest

from choosemypower.edges.purge import purge
from choosemypower.settings import Settings, SettingsError, load_settings
from tests.support.edges import FakeEdge

pytestmark = pytest.mark.anyio


@pytest.fixture
def edge() -> Iterator[FakeEdge]:
    fake = FakeEdge()
    yield fake
    fake.stop()


def settings(cdn: str, edge: FakeEdge, **more: str) -> Settings:
    given = {"CDN": cdn, "CDN_URL": edge.url, "CDN_SERVICE": "s1", "CDN_KEY": "secret", **more}
    return load_settings(given)


TAGS = tuple(f"plan/{number}" for number in range(300))


async def test_fastly_is_told_softly_in_batches(edge: FakeEdge) -> None:
    report = await purge(TAGS, settings("fastly", edge), again_after_seconds=None)
    assert (report.is_done, report.calls) == (True, 2)
    assert edge.purged == set(TAGS)
    for method, path, headers, _ in edge.told:
        assert (method, path) == ("POST", "/service/s1/purge")
        assert headers["fastly-key"] == "secret"
        assert headers["fastly-soft-purge"] == "1"
        assert len(headers["surrogate-key"].split()) <= 256


async def test_cloudflare_is_told_in_its_batches(edge: FakeEdge) -> None:
    report = await purge(TAGS, settings("cloudflare", edge), again_after_seconds=None)
    assert (report.is_done, report.calls) == (True, 10)
    assert edge.purged == set(TAGS)
    for method, path, headers, body in edge.told:
        assert (method, path) == ("POST", "/zones/s1/purge_cache")
        assert headers["authorization"] == "Bearer secret"
        assert len(json.loads(body)["tags"]) <= 30


async def test_every_varnish_is_told(edge: FakeEdge) -> None:
    other = FakeEdge()
    try:
        both = settings("varnish", edge, CDN_URL=f"{edge.url}, {other.url}/")
        report = await purge(("utility/oncor", "plan/1"), both, again_after_seconds=None)
        assert report.is_done
        assert edge.purged == other.purged == {"utility/oncor", "plan/1"}
        assert edge.told[0][0] == "PURGE"
        assert edge.told[0][2]["purge-key"] == "secret"
    finally:
        other.stop()


async def test_purge_comes_twice_since_pods_follow_late(edge: FakeEdge) -> None:
    await purge(("market",), settings("fastly", edge), again_after_seconds=0.01)
    assert len(edge.told) == 2


@pytest.mark.parametrize("cdn", ["fastly", "cloudflare", "varnish"])
async def test_refused_purge_is_tried_again(edge: FakeEdge, cdn: str) -> None:
    edge.fails = 3
    report = await purge(("market",), settings(cdn, edge), again_after_seconds=None, pause_seconds=0.01)
    assert report.is_done
    assert edge.purged == {"market"}


async def test_cloudflare_that_says_no_with_200_is_not_believed(edge: FakeEdge) -> None:
    edge.fails, edge.status_of_failure = 100, 200
    report = await purge(
        ("market",), settings("cloudflare", edge), again_after_seconds=None, pause_seconds=0.001
    )
    assert not report.is_done


async def test_edge_that_is_away_stands_in_the_report(edge: FakeEdge) -> None:
    away = settings("fastly", edge)
    edge.stop()
    report = await purge(("market",), away, again_after_seconds=None, pause_seconds=0.001)
    assert len(report.failures) == 1
    edge.__init__()


async def test_wrong_key_is_not_tried_again(edge: FakeEdge) -> None:
    edge.fails, edge.status_of_failure = 100, 403
    report = await purge(("market",), settings("fastly", edge), again_after_seconds=None)
    assert not report.is_done
    assert len(edge.told) == 1
    assert "secret" not in report.failures[0]


async def test_without_an_edge_nothing_is_done() -> None:
    report = await purge(("market",), load_settings({}))
    assert (report.is_done, report.calls, report.cdn) == (True, 0, "none")


async def test_no_tags_no_call(edge: FakeEdge) -> None:
    assert (await purge((), settings("fastly", edge))).calls == 0


@pytest.mark.parametrize("missing", ["CDN_SERVICE", "CDN_KEY"])
def test_incomplete_configuration_stops_the_start(missing: str) -> None:
    given = {"CDN": "fastly", "CDN_SERVICE": "s", "CDN_KEY": "k"}
    del given[missing]
    with pytest.raises(SettingsError, match=missing):
        load_settings(given)


def test_report_can_be_printed_as_json() -> None:
    from choosemypower.edges.purge import PurgeReport

    assert msgspec.json.encode(PurgeReport(cdn="none", tags=()))
