"""How long do the texts of labels and listings take to read?

    python -m bench.reading [--rounds 5]

Processor time of one core over the cases that come with the program and the bundled listing's plans; each text is read
anew. Prints medians and writes bench/results/reading.json.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from choosemypower.documents import read_fees, read_label
from choosemypower.documents.how_well import CASES
from choosemypower.territories.queries import read_atlas_from_files

RESULTS = Path(__file__).parent / "results"
LABEL_BAR_MS = 10.0
LISTING_BAR_SECONDS = 0.5
PRICES = (Decimal("0.178"), Decimal("0.124"), Decimal("0.147"))
"""Of a plan with a credit of 50 USD from 1,000 kWh."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    series = read_atlas_from_files().delivery_charges
    folder = CASES / "labels" / "texts"
    labels = [path.read_text(encoding="utf-8") for path in folder.iterdir()]
    texts = [case["text"] for case in json.loads((CASES / "fees.json").read_text(encoding="utf-8"))["cases"]]

    def read_texts() -> None:
        read_fees.cache_clear()
        for text in texts:
            read_fees(text, PRICES)

    by_label = [
        statistics.median(_seconds(lambda text=text: read_label(text, series), rounds)) * 1000  # type: ignore[misc]
        for text in labels
    ]
    result = {
        "labels": len(labels),
        "label_ms_median": round(statistics.median(by_label), 2),
        "label_ms_worst": round(max(by_label), 2),
        "label_bar_ms": LABEL_BAR_MS,
        "fee_texts": len(texts),
        "fee_texts_seconds": round(statistics.median(_seconds(read_texts, rounds)), 3),
        "listing_bar_seconds": LISTING_BAR_SECONDS,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "reading.json").write_text(json.dumps(result, indent=2))
    print(
        f"Reading a label's text: {result['label_ms_median']} ms, the slowest of {len(labels)} "
        f"{result['label_ms_worst']} ms (bar {LABEL_BAR_MS:.0f} ms). {len(texts)} different fee texts, of which a "
        f"listing has 14: {result['fee_texts_seconds']} s (bar {LISTING_BAR_SECONDS} s)."
    )
    return 0


def _seconds(work: Callable[[], object], rounds: int) -> list[float]:
    took = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return took


if __name__ == "__main__":
    sys.exit(main())
