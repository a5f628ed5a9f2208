"""How long do labels, as text and as PDF, and the fee texts of listings take to read?

    python -m bench.reading [--rounds 5] [--pdf FILE ...]

Processor time of one core over the cases that come with the program, the tests' PDFs in every layout and those that
are named; each is read anew. Prints medians, writes bench/results/reading.json and ends with 1 over a bar.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path

from choosemypower.documents import read_fees, read_label
from choosemypower.documents.how_well import CASES
from choosemypower.documents.label_files import text_of
from choosemypower.territories.queries import read_atlas_from_files
from tests.documents.pdfs import LAYOUTS, pdf_of

RESULTS = Path(__file__).parent / "results"
LABEL_BAR_MS = 10.0
PDF_BAR_MS = 300.0
LISTING_BAR_SECONDS = 0.5
PRICES = (Decimal("0.178"), Decimal("0.124"), Decimal("0.147"))
"""Of a plan with a credit of 50 USD from 1,000 kWh."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pdf", type=Path, nargs="*", default=())
    options = parser.parse_args()
    rounds = options.rounds
    series = read_atlas_from_files().delivery_charges
    folder = CASES / "labels" / "texts"
    labels = [path.read_text(encoding="utf-8") for path in folder.iterdir()]
    texts = [case["text"] for case in json.loads((CASES / "fees.json").read_text(encoding="utf-8"))["cases"]]

    def read_texts() -> None:
        read_fees.cache_clear()
        for text in texts:
            read_fees(text, PRICES)

    def milliseconds(work: Callable[[], object]) -> float:
        return statistics.median(_seconds(work, rounds)) * 1000

    pdfs = [*(pdf_of(layout) for layout in LAYOUTS), *(path.read_bytes() for path in options.pdf)]
    by_label = [milliseconds(partial(read_label, text, series)) for text in labels]
    by_pdf = [milliseconds(lambda content=content: read_label(text_of(content), series)) for content in pdfs]  # type: ignore[misc]
    result = {
        "labels": len(labels),
        "label_ms_median": round(statistics.median(by_label), 2),
        "label_ms_worst": round(max(by_label), 2),
        "label_bar_ms": LABEL_BAR_MS,
        "pdfs": len(pdfs),
        "pdf_ms_median": round(statistics.median(by_pdf), 2),
        "pdf_ms_worst": round(max(by_pdf), 2),
        "pdf_bar_ms": PDF_BAR_MS,
        "fee_texts": len(texts),
        "fee_texts_seconds": round(statistics.median(_seconds(read_texts, rounds)), 3),
        "listing_bar_seconds": LISTING_BAR_SECONDS,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "reading.json").write_text(json.dumps(result, indent=2))
    print(
        f"Reading a label's text: {result['label_ms_median']} ms, the slowest of {len(labels)} "
        f"{result['label_ms_worst']} ms (bar {LABEL_BAR_MS:.0f} ms). "
        f"A PDF: {result['pdf_ms_median']} ms, the slowest of {len(pdfs)} {result['pdf_ms_worst']} ms "
        f"(bar {PDF_BAR_MS:.0f} ms). {len(texts)} different fee texts, of which a listing has 14: "
        f"{result['fee_texts_seconds']} s (bar {LISTING_BAR_SECONDS} s)."
    )
    return int(max(by_label) > LABEL_BAR_MS or max(by_pdf) > PDF_BAR_MS)


def _seconds(work: Callable[[], object], rounds: int) -> list[float]:
    took = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return took


if __name__ == "__main__":
    sys.exit(main())
