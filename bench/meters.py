"""How long does a meter file take to read, and how much memory?

    python -m bench.meters [--rounds 5]

A year of quarter hours as Smart Meter Texas writes it, the same as Green Button XML, and two years of five minutes,
the most that is taken. Processor time of one core; memory is what a process of its own grows by while it reads.
Prints medians and writes bench/results/meters.json.
"""

import argparse
import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from choosemypower.units import TEXAS
from choosemypower.usage.meter import read_meter_file
from choosemypower.usage.profiles import read_profiles

RESULTS = Path(__file__).parent / "results"
YEAR_BAR_SECONDS = 1.0
MEMORY_BAR_MB = 60.0
QUARTER = timedelta(minutes=15)
BEGIN = datetime(2025, 1, 1, 6, tzinfo=UTC)
IN_A_YEAR = 35_040
HEADER = (
    "ESIID,USAGE_DATE,REVISION_DATE,USAGE_START_TIME,USAGE_END_TIME,USAGE_KWH,ESTIMATED_ACTUAL,"
    "CONSUMPTION_SURPLUSGENERATION\n"
)
ATOM = "http://www.w3.org/2005/Atom"
ESPI = "http://naesb.org/espi"


def quarters(count: int) -> Iterator[tuple[datetime, int]]:
    """Starts and watt-hours: a home that needs more in the afternoon."""
    for number in range(count):
        moment = BEGIN + QUARTER * number
        yield moment, 120 + 37 * (moment.hour % 12) + number % 89


def smart_meter_texas(count: int = IN_A_YEAR) -> bytes:
    rows = [HEADER]
    for moment, watt_hours in quarters(count):
        begin, end = moment.astimezone(TEXAS), (moment + QUARTER).astimezone(TEXAS)
        rows.append(
            f"'10089010000000000000,{begin:%m/%d/%Y},{end:%m/%d/%Y} 06:00:00, {begin:%H:%M}, {end:%H:%M},"
            f"{watt_hours / 1000},A,Consumption\n"
        )
    return "".join(rows).encode()


def green_button(count: int = IN_A_YEAR) -> bytes:
    readings = "".join(
        f"<IntervalReading><timePeriod><duration>900</duration><start>{int(moment.timestamp())}</start></timePeriod>"
        f"<value>{watt_hours}</value></IntervalReading>"
        for moment, watt_hours in quarters(count)
    )
    return (
        f'<feed xmlns="{ATOM}"><entry><content><ReadingType xmlns="{ESPI}"><flowDirection>1</flowDirection>'
        "<powerOfTenMultiplier>0</powerOfTenMultiplier><uom>72</uom></ReadingType></content></entry>"
        f'<entry><content><IntervalBlock xmlns="{ESPI}">{readings}</IntervalBlock></content></entry></feed>'
    ).encode()


def largest() -> bytes:
    """Two years of five minutes, the most readings that are taken, in 10 MB."""
    row = "1008901000,{at:%m/%d/%Y %H:%M},{kwh:.3f},kWh\n"
    rows = (
        row.format(
            at=(BEGIN + timedelta(minutes=5 * number)).replace(tzinfo=None), kwh=0.04 + number % 89 / 1000
        )
        for number in range(2 * 3 * IN_A_YEAR)
    )
    return ("ESIID,Start Date/Time,Usage (kWh),Unit\n" + "".join(rows)).encode()


def seconds(content: bytes, rounds: int) -> float:
    """Median processor seconds of one reading."""
    profiles = read_profiles()
    took = []
    for _ in range(rounds):
        began = time.process_time()
        read_meter_file(content, profiles)
        took.append(time.process_time() - began)
    return statistics.median(took)


def memory_mb(content: bytes) -> float:
    """By how much a process grows that reads it, at its highest."""
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_grow, args=(content, send))
    process.start()
    grown = float(receive.recv())
    process.join()
    return grown


def _grow(content: bytes, send: Any) -> None:
    profiles = read_profiles()
    read_meter_file(smart_meter_texas(96 * 40), profiles)
    Path("/proc/self/clear_refs").write_text("5")  # the highest point counts from now on
    before = _status("VmRSS")
    read_meter_file(content, profiles)
    send.send(_status("VmHWM") - before)


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith(name + ":")]
    return int(line.split()[1]) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    big = largest()
    result = {
        "readings": IN_A_YEAR,
        "csv_seconds": round(seconds(smart_meter_texas(), rounds), 2),
        "green_button_seconds": round(seconds(green_button(), rounds), 2),
        "year_bar_seconds": YEAR_BAR_SECONDS,
        "largest_mb": round(len(big) / 1e6, 1),
        "largest_seconds": round(seconds(big, 1), 2),
        "largest_grows_by_mb": round(memory_mb(big), 1),
        "memory_bar_mb": MEMORY_BAR_MB,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "meters.json").write_text(json.dumps(result, indent=2))
    print(
        f"Reading a year of quarter hours: {result['csv_seconds']} s as CSV, {result['green_button_seconds']} s as "
        f"Green Button (bar {YEAR_BAR_SECONDS:.0f} s). {result['largest_mb']} MB: {result['largest_seconds']} s, and "
        f"{result['largest_grows_by_mb']} MB of memory (bar {MEMORY_BAR_MB:.0f} MB)."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
