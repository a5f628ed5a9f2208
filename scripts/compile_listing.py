"""Compile src/choosemypower/reference/listing.csv, the listing that comes with the program, from a full export.

    python scripts/compile_listing.py FILE

Facts only: prices, terms, fees as numbers, links, short words for what texts claim. The special terms and the sentences
about fees stay behind; a sentence that could not be read leaves a mark that says so. One line per row of the
listing, so that rows can be counted, in our own columns and order.
"""

import csv
import sys
from decimal import Decimal
from pathlib import Path

import msgspec

from choosemypower.ingest.decode import decode_listing
from choosemypower.ingest.listing import read_listing
from choosemypower.ingest.rows import ListedRow, QuarantinedRow, RowReader
from choosemypower.ingest.utilities import UtilityNames
from choosemypower.plans.charges import FeeReading
from choosemypower.providers.directory import ProviderBook, known_brands
from choosemypower.territories.model import Utility
from choosemypower.territories.reference import read_records

TARGET = Path(__file__).parents[1] / "src" / "choosemypower" / "reference" / "listing.csv"
LINKS = ("facts_url", "terms_url", "rights_url", "enroll_url", "prepaid_url", "website")


def main(source: Path) -> None:
    listing = read_listing(decode_listing(source.read_bytes()))
    utilities = UtilityNames(read_records("utilities", Utility))
    reader = RowReader(listing, utilities, ProviderBook(known_brands(), {}))
    rows = [reader.read(row) for row in listing.rows]
    kept = [facts_of(row) for row in rows if isinstance(row, ListedRow)]
    left_out = [row for row in rows if isinstance(row, QuarantinedRow)]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kept[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    print(f"{TARGET.name}: {len(kept)} rows, {TARGET.stat().st_size / 1000:.0f} kB; {len(left_out)} left out")
    for row in left_out:
        print(f"  line {row.line}: {row.reason}")


def facts_of(row: ListedRow) -> dict[str, str]:
    """What a row says, without its sentences."""
    fees = without_sentences(row.fees) if row.fees is not None else None
    return {
        "id_key": text_of(row.text.id_key),
        "language": {"en": "English", "es": "Spanish"}[row.language],
        "utility": row.utility,
        "provider": row.provider_spelling,
        "plan": row.text.name,
        "usd_per_kwh_500": text_of(row.prices[0]),
        "usd_per_kwh_1000": text_of(row.prices[1]),
        "usd_per_kwh_2000": text_of(row.prices[2]),
        "rate_type": row.rate_type.value,
        "term_months": text_of(row.term_months),
        "prepaid": text_of(row.is_prepaid),
        "time_of_use": text_of(row.is_time_of_use),
        "renewable_percent": text_of(row.renewable_percent),
        "cancel_fee_kind": row.cancel_fee.kind.value,
        "cancel_fee_usd": text_of(row.cancel_fee.usd),
        "new_customer": text_of(row.is_new_customers_only),
        "promotion": text_of(row.is_promotion),
        "scorecard": text_of(row.scorecard),
        "phone": row.text.enroll_phone or "",
        **{name: getattr(row.text, name) or "" for name in LINKS},
        "features": " ".join(row.features),
        "conditions": " ".join(one.kind for one in row.conditions),
        "fee_reading": compact_json(fees) if fees is not None else "",
    }


def without_sentences(fees: FeeReading) -> FeeReading:
    """The numbers of a reading; the provider's words stay behind."""
    bare = msgspec.structs.replace(fees, sentences=(), note=fees.note if fees.fitting else "")
    items = tuple(msgspec.structs.replace(one, sentence=None) for one in fees.items)
    fitting = tuple(msgspec.structs.replace(one, sentence=None) for one in fees.fitting)
    elsewhere = tuple(msgspec.structs.replace(one, sentence=None) for one in fees.elsewhere)
    return msgspec.structs.replace(bare, items=items, fitting=fitting, elsewhere=elsewhere)


def text_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def compact_json(fees: msgspec.Struct) -> str:
    """A fee reading without the members that say nothing."""
    return msgspec.json.encode(fees).decode()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
