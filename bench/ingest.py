"""How long do reading and publishing a full export take?

    python -m bench.ingest [--rounds 5]

The first round fills an empty database; each further one changes every price, so that every version is written anew.
Prints the median and writes bench/results/ingest.json.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.growth import PRICE_STEP, grown_listing
from choosemypower import database, ingest
from choosemypower.embedded import database_for
from choosemypower.migrations import migrate
from choosemypower.settings import Settings, load_settings

RESULTS = Path(__file__).parent / "results"
BAR_SECONDS = 3.0


async def measure(settings: Settings, folder: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of each round, as the ingest report counts them, and its seconds of this process's CPU.

    On a shared machine the CPU is the steadier of the two; PostgreSQL's own is not in it.
    """
    await migrate(settings)
    database.configure(settings)
    took, busy = [], []
    async with database.pool(settings):
        for number in range(rounds):
            listing = grown_listing(folder / f"listing-{number}.csv", 1, raised_by=PRICE_STEP * number)
            began = time.process_time()
            report = await ingest.run(str(listing), settings=settings)
            busy.append(time.process_time() - began)
            took.append(report.seconds["all"])
    return took, busy


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-ingest-") as name:
        folder = Path(name)
        settings = Settings(home=load_settings().home, data_dir=folder / "data")
        with database_for(settings) as settings:
            took, busy = asyncio.run(measure(settings, folder, options.rounds))
    result: dict[str, Any] = {
        "rows": 1854,
        "rounds_seconds": [round(seconds, 3) for seconds in took],
        "first_seconds": round(took[0], 3),
        "median_seconds": round(statistics.median(took), 3),
        "median_cpu_seconds": round(statistics.median(busy), 3),
        "bar_seconds": BAR_SECONDS,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "ingest.json").write_text(json.dumps(result, indent=2))
    print(
        f"Reading and publishing the whole listing: {result['median_seconds']} s (median of {len(took)}, the first "
        f"{result['first_seconds']} s; bar {BAR_SECONDS:.0f} s), "
        f"{result['median_cpu_seconds']} s of it this process's CPU."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
