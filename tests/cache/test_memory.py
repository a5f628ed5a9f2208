"""What the page cache may take of a process's memory, and that it takes no more whatever is asked."""

import asyncio
import ctypes
import gc
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

from choosemypower.sharing.budgets import BUDGETS
from tests.cache.support import SmallSite, raw_get, small_cache

ADDRESSES = 7_000
KINDS = ("/pages/{}", "/api/plans?kwh={}", "/missing/{}", "/assets/{}.css")
MB = 1_000_000
QUARTER = {
    name: msgspec.structs.replace(budget, bytes_max=budget.bytes_max // 4) for name, budget in BUDGETS.items()
}
"""So that fewer addresses fill them."""


def test_budgets_of_a_process_leave_room_for_the_rest_of_it() -> None:
    assert sum(budget.bytes_max for budget in BUDGETS.values()) <= 120 * MB
    specified = {"plan": 100 * MB, "city": 50 * MB, "provider": 25 * MB, "session": 200 * MB}
    assert {name: BUDGETS[name].shared_bytes_max for name in specified} == specified


def test_full_budgets_take_what_they_count() -> None:
    """In a process of its own: thousands of addresses of all kinds, each asked twice, in two codings."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.cache.test_memory"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    assert said["evictions"] > ADDRESSES / 3, "the budgets were full"
    assert said["counted"] <= sum(budget.bytes_max for budget in QUARTER.values())
    # 10 MB for what is not the entries': remembered requests and tags, the allocator's gaps.
    assert said["taken"] <= said["counted"] * 1.1 + 10 * MB, said


class WordySite(SmallSite):
    """Pages of ten to fifty kilobytes that do not compress to nothing, with the tags of twenty plans."""

    def __init__(self) -> None:
        super().__init__()
        self._random = random.Random(4)
        self._words = [f"{self._random.getrandbits(40):x}" for _ in range(3_000)]

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        words = self._random.choices(self._words, k=self._random.randrange(200, 1_200))
        tags = " ".join(f"plan/{self._random.getrandbits(50):x}" for _ in range(20)).encode()
        status = 404 if scope["path"].startswith("/missing") else 200
        body = f"{scope['path']} {' <p class=card> '.join(words)}".encode()
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"surrogate-key", tags)]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def fill() -> dict[str, int]:
    cache = small_cache(WordySite(), budgets=QUARTER)
    for number in range(100):
        await ask(cache, number)
    cache.forget()
    before = resident_bytes()
    for number in range(ADDRESSES):
        await ask(cache, number)
        if number % 100 == 0:  # what waits to be compressed is no entry, and a busy machine lets it pile up
            await cache.maker.settle()
    await cache.maker.settle()
    return {
        "taken": resident_bytes() - before,
        "counted": sum(cache.memory.bytes_by_budget.values()),
        "evictions": sum(cache.memory.evictions.values()),
    }


async def ask(cache: Any, number: int) -> None:
    path, _, query = KINDS[number % len(KINDS)].format(number).partition("?")
    if path.startswith("/assets") and number > 200:
        path = "/pages/more"  # there are only so many files, and they are compressed for long
        query = f"page={number}"
    for coding in ("br", "br", "gzip") if number % 9 == 0 else ("br", "br"):
        await raw_get(cache, path, {"accept-encoding": coding}, query=query)


def resident_bytes() -> int:
    """Without what only waits to be reused: how much of that the allocator holds differs by half between two runs."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    status = Path("/proc/self/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0]) * 1024


if __name__ == "__main__":
    print(json.dumps(asyncio.run(fill())))
