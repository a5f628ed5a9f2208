"""How long does asking every source take, with all pauses that a shared server wants?

    python -m bench.sources

The bundled listing and stand-ins of ComparePower and of Power to Choose's API, each asked for every utility with the
specification's pauses (BATCH_SIZE 5, BATCH_DELAY_MS 1500) and answers that take 0.3 s: at first with nothing known,
then again with the recorded answers, then asked anew with one utility's prices changed. Writes
bench/results/sources.json.
"""

import asyncio
import json
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from choosemypower import database, ingest
from choosemypower.embedded import database_for
from choosemypower.ingest.sources.gather import questions
from choosemypower.migrations import migrate
from choosemypower.settings import Settings, load_settings
from tests.standins.comparepower import ComparePower
from tests.standins.powertochoose import PowerToChoose
from tests.standins.server import KEY

RESULTS = Path(__file__).parent / "results"
BARS_SECONDS = {"fresh": 480.0, "recorded": 30.0, "one utility changed": 120.0}
ANSWER_SECONDS = 0.3


async def measure(settings: Settings, state: PowerToChoose) -> dict[str, float]:
    """Seconds of each kind of run, from the command to the published dataset."""
    await migrate(settings)
    database.configure(settings)
    took: dict[str, float] = {}
    async with database.pool(settings):
        took["fresh"] = await _run(settings)
        took["recorded"] = await _run(settings)
        state.fields = {"price_kwh1000": 12.9}
        asking = msgspec.structs.replace(settings, use_cached_data=False)
        took["one utility changed"] = await _run(asking)
    return took


async def _run(settings: Settings) -> float:
    began = time.monotonic()
    report = await ingest.run(str(ingest.bundled_listing()), settings=settings)
    if not report.is_complete:
        raise SystemExit(f"A source failed: {report.summary()}")
    return time.monotonic() - began


def main() -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-sources-")))
        pricing, state = ComparePower(), PowerToChoose()
        for one in (pricing, state):
            one.fault, one.slow_seconds = "slow", ANSWER_SECONDS
            stack.enter_context(one.running())
        settings = Settings(
            home=load_settings().home,
            data_dir=folder / "data",
            comparepower_api_key=KEY,
            comparepower_api_url=pricing.url,
            ptc_api_url=state.url,
            batch_size=5,
            batch_delay_ms=1500,
        )
        settings = stack.enter_context(database_for(settings))
        took = asyncio.run(measure(settings, state))
        asked = len(questions(settings))
    result: dict[str, Any] = {"questions": asked}
    for name, seconds in took.items():
        result[name] = {"seconds": round(seconds, 1), "bar_seconds": BARS_SECONDS[name]}
        print(f"{asked} questions, {name}: {seconds:.1f} s (bar {BARS_SECONDS[name]:.0f} s)")
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "sources.json").write_text(json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
