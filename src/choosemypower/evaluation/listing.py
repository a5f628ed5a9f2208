"""What a listing file holds, read without a database."""

from pathlib import Path
from typing import Any

import msgspec

from choosemypower.ingest.fetch import read_file
from choosemypower.ingest.reading import read_content


def evaluate_listing(path: Path) -> dict[str, Any]:
    """What a listing file holds: offers, pairs, quarantine, straight-line test. Raises an AppError on refusal.

    A case is a row; it is right when it is in an offer, refused when it is in quarantine. A listing has no right
    answers beside it, so nothing can be found wrong.
    """
    reading = read_content(read_file(path).content)
    counts = reading.counts
    return {
        "cases": counts.rows,
        "right": counts.rows_in_offers,
        "refused": counts.rows_quarantined,
        "wrong": 0,
        "misses": [
            {"reason": group.reason, "rows": group.rows, "lines": list(group.lines)}
            for group in reading.quarantine
        ],
        "shape": reading.shape,
        "price_unit": reading.price_unit,
        **msgspec.to_builtins(counts),
        "straight_line": msgspec.to_builtins(reading.straight_line),
        "suspects": [
            {
                "name": offer.name,
                "provider": offer.provider_slug,
                "utility": offer.utility,
                "lines": list(offer.lines),
                "reason": offer.suspect,
            }
            for offer in reading.offers
            if offer.suspect is not None
        ],
        "providers_by_slug": {
            member.provider.slug: {"name": member.provider.name, "spellings": list(member.spellings)}
            for member in reading.providers
        },
        "unused_columns": list(reading.unused_columns),
        "warnings": list(reading.warnings),
    }
