"""Which bytes of a page a visitor gets, and how rarely they are compressed."""

import asyncio
import gzip
import itertools

import brotli
import pytest

from choosemypower.encodings import CompressionCount
from tests.cache.support import Clock, SmallSite, raw_get, small_cache

pytestmark = pytest.mark.anyio


async def test_each_encoding_has_its_own_bytes_and_tag() -> None:
    cache = small_cache(SmallSite())
    plain = await raw_get(cache, "/pages/austin")
    zipped = await raw_get(cache, "/pages/austin", {"accept-encoding": "gzip"})
    packed = await raw_get(cache, "/pages/austin", {"accept-encoding": "gzip, deflate, br"})
    assert "content-encoding" not in plain[1]
    assert zipped[1]["content-encoding"] == "gzip"
    assert packed[1]["content-encoding"] == "br"
    assert plain[2] == gzip.decompress(zipped[2]) == brotli.decompress(packed[2])
    assert len({answer[1]["etag"] for answer in (plain, zipped, packed)}) == 3
    for answer in (plain, zipped, packed):
        assert answer[1]["vary"] == "Accept-Encoding"
        assert int(answer[1]["content-length"]) == len(answer[2])


@pytest.mark.parametrize(
    ("accept_encoding", "encoding"),
    [
        ("br;q=0.5, gzip;q=1", "gzip"),
        ("gzip;q=0, br;q=0", None),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("identity", None),
        ("identity;q=1, gzip;q=0.5", None),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("deflate", None),
        ("", None),
        ("identity;q=0", None),
        ("br;q=nonsense, gzip", "gzip"),
    ],
)
async def test_encoding_follows_the_weights(accept_encoding: str, encoding: str | None) -> None:
    cache = small_cache(SmallSite())
    for _ in range(2):
        _, headers, _ = await raw_get(cache, "/pages/austin", {"accept-encoding": accept_encoding})
        assert headers.get("content-encoding") == encoding


async def test_who_has_the_first_bytes_need_not_fetch_the_dense_ones() -> None:
    cache = small_cache(SmallSite())
    _, quick, _ = await raw_get(cache, "/pages/austin", {"accept-encoding": "br"})
    await cache.maker.settle()
    await raw_get(cache, "/pages/austin", {"accept-encoding": "br"})
    for etag in (quick["etag"], f"W/{quick['etag']}"):
        for _ in range(2):
            headers = {"accept-encoding": "br", "if-none-match": etag}
            status, _, body = await raw_get(cache, "/pages/austin", headers)
            assert (status, body) == (304, b"")


async def test_hit_compresses_nothing() -> None:
    site = SmallSite()
    cache = small_cache(site)
    for encoding in ("br", "gzip", "identity"):
        await raw_get(cache, "/pages/austin", {"accept-encoding": encoding})
    await cache.maker.settle()
    before = CompressionCount.runs
    for _ in range(50):
        for encoding in ("br", "gzip", "identity", "gzip;q=0.3, br"):
            await raw_get(cache, "/pages/austin", {"accept-encoding": encoding})
    assert CompressionCount.runs == before
    assert site.asked["/pages/austin"] == 1


async def test_page_is_compressed_once_quickly_and_once_densely_per_encoding() -> None:
    cache = small_cache(SmallSite())
    before = CompressionCount.runs
    requests = [{"accept-encoding": encoding} for encoding in ("br", "gzip", "identity") * 10]
    await asyncio.gather(*(raw_get(cache, "/pages/austin", headers) for headers in requests))
    await cache.maker.settle()
    assert CompressionCount.runs - before == 4


async def test_encoding_that_nobody_asks_for_is_not_made() -> None:
    cache = small_cache(SmallSite())
    before = CompressionCount.runs
    for _ in range(3):
        await raw_get(cache, "/pages/austin", {"accept-encoding": "gzip, br"})
        await cache.maker.settle()
    assert CompressionCount.runs - before == 2


@pytest.mark.parametrize("encoding", ["br", "gzip"])
async def test_denser_bytes_follow_when_nobody_waits_and_say_the_same(encoding: str) -> None:
    cache, headers = small_cache(SmallSite()), {"accept-encoding": encoding}
    _, quick, quick_body = await raw_get(cache, "/pages/austin", headers)
    for _ in range(2):
        await raw_get(cache, "/pages/austin", headers)  # the short way is known
    await cache.maker.settle()
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[encoding]
    for _ in range(3):
        _, dense, dense_body = await raw_get(cache, "/pages/austin", headers)
        assert len(dense_body) <= len(quick_body)
        assert unpack(dense_body) == unpack(quick_body)
        assert dense["etag"] != quick["etag"], "other bytes have another tag"
        assert int(dense["content-length"]) == len(dense_body)
    for known in (quick["etag"], dense["etag"]):
        status, _, _ = await raw_get(cache, "/pages/austin", {**headers, "if-none-match": known})
        assert status == 304, "who has the quick ones need not fetch the dense ones"
    assert cache.traffic.by_outcome() == {"made": 1, "hit": 7}, "each is counted, before and after"


async def test_client_without_compression_is_answered_from_kept_bytes() -> None:
    site, clock = SmallSite(), Clock()
    cache = small_cache(site, clock=clock)
    await raw_get(cache, "/pages/austin", {"accept-encoding": "br"})
    await cache.maker.settle()
    first = await raw_get(cache, "/pages/austin", {"accept-encoding": "identity"})
    before = CompressionCount.restored
    for number in range(20):
        clock.move(2)  # the messages of a hit are made anew each second
        # Each client says it in another way, so that none finds the request of the one before.
        headers = {"accept-encoding": f"identity;q=0.{number + 10}"}
        assert (await raw_get(cache, "/pages/austin", headers))[2] == first[2]
        await cache.maker.settle()
    assert CompressionCount.restored == before
    assert site.asked["/pages/austin"] == 1


async def test_page_that_somebody_got_compressed_is_not_kept_in_plain_bytes_too() -> None:
    cache = small_cache(SmallSite())
    plain_bytes = 0
    for number in range(20):
        _, _, body = await raw_get(cache, f"/pages/city-{number}", {"accept-encoding": "br"})
        plain_bytes += len(brotli.decompress(body))
    # At once, not only when there was time to finish: that is when memory is at its highest.
    assert cache.memory.bytes_by_budget["city"] < plain_bytes / 2


@pytest.mark.parametrize("order", list(itertools.permutations(("br", "gzip", "identity"))))
async def test_all_encodings_say_the_same_whichever_was_asked_for_first(order: tuple[str, ...]) -> None:
    cache = small_cache(SmallSite())
    restored = set()
    for encoding in (*order, *order):
        _, headers, body = await raw_get(cache, "/pages/austin", {"accept-encoding": encoding})
        assert headers.get("content-encoding", "identity") == encoding
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}[encoding]
        restored.add(unpack(body))
        await cache.maker.settle()
    assert len(restored) == 1
