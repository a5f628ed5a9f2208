"""A listing read to the end, without touching any database: rows, offers, quarantine, tests."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from choosemypower.ingest.decode import decode_listing
from choosemypower.ingest.errors import ListingRefusedError
from choosemypower.ingest.headers import Field
from choosemypower.ingest.listing import Listing, read_listing
from choosemypower.ingest.offers import Pairing, pair_languages, set_twins_apart
from choosemypower.ingest.report import ListingCounts, Quarantine, StraightLine
from choosemypower.ingest.rows import ListedRow, QuarantinedRow, RowReader
from choosemypower.ingest.sources.answers import from_content
from choosemypower.ingest.sources.merge import join
from choosemypower.ingest.sources.table import SourceTable
from choosemypower.ingest.sources.tables import read_tables
from choosemypower.ingest.utilities import UtilityNames
from choosemypower.plans.charges import ReadState
from choosemypower.plans.model import Offer
from choosemypower.pricing.listing import is_straight, straight_line_residual
from choosemypower.providers.commands import ListedProvider
from choosemypower.providers.directory import KnownProvider, ProviderBook, known_brands
from choosemypower.territories.model import Utility
from choosemypower.territories.reference import read_records

KEPT_LINES = 100

Progress = Callable[[str, int, int], None]
Value = TypeVar("Value")


class ListingReading(msgspec.Struct, frozen=True, kw_only=True):
    """All that a listing says."""

    shape: str
    price_unit: str
    offers: tuple[Offer, ...]
    providers: tuple[ListedProvider, ...]
    counts: ListingCounts
    quarantine: tuple[Quarantine, ...]
    straight_line: StraightLine
    unused_columns: tuple[str, ...]
    warnings: tuple[str, ...]


def read_content(
    content: bytes,
    *,
    owners: Mapping[str, KnownProvider] | None = None,
    progress: Progress = lambda step, done, total: None,
) -> ListingReading:
    """What a listing says. `owners`: whose spellings the database already knows.

    Raises ListingRefusedError when the file is no listing that can be trusted.
    """
    gathered = from_content(content)
    listing = read_listing(decode_listing(content) if gathered is None else gathered.listing)
    utilities = read_records("utilities", Utility)
    names, book = UtilityNames(utilities), ProviderBook(known_brands(), owners or {})
    reader = RowReader(listing, names, book)
    listed: list[ListedRow] = []
    left_out: list[QuarantinedRow] = []
    for number, raw in enumerate(listing.rows, start=1):
        row = reader.read(raw)
        if isinstance(row, QuarantinedRow):
            left_out.append(row)
        else:
            listed.append(row)
        if number % 500 == 0 or number == len(listing.rows):
            progress("Reading rows", number, len(listing.rows))
    if Field.LANGUAGE not in listing.columns.places:
        listed = set_twins_apart(listed)
    pairing = pair_languages(listed)
    rows = len(listing.rows)
    of_listing = listed
    if gathered is not None:
        tables = read_tables(gathered.answers, utilities, max(row.line for row in listing.rows) + 1)
        for table in tables:
            rows += len(table.entries)
            theirs, refused = _rows_of(table, names, book)
            left_out += refused
            listed = listed + theirs
            pairing = pairing.joined(join(pairing.offers, pair_languages(theirs).offers, table))
    return ListingReading(
        shape=listing.shape,
        price_unit=reader.unit.name,
        offers=pairing.offers,
        providers=_providers(listed, pairing.offers),
        counts=_counts(rows, pairing, left_out),
        quarantine=_grouped(left_out),
        straight_line=_straight_line(of_listing),
        unused_columns=listing.columns.unused,
        warnings=tuple(_warnings(listing, reader, pairing)),
    )


def _rows_of(
    table: SourceTable, names: UtilityNames, book: ProviderBook
) -> tuple[list[ListedRow], list[QuarantinedRow]]:
    """The rows of a further source, read as those of any listing."""
    listed: list[ListedRow] = []
    left_out = list(table.left_out)
    if table.listing is None:
        return listed, left_out
    try:
        if missing := table.listing.columns.missing():
            raise ListingRefusedError(f"no entry has {', '.join(missing)}")
        reader = RowReader(table.listing, names, book)
    except ListingRefusedError as error:
        reason = f"{table.source.spoken}: {error}"
        return listed, left_out + [QuarantinedRow(line=raw.line, reason=reason) for raw in table.listing.rows]
    for raw in table.listing.rows:
        row = reader.read(raw)
        if isinstance(row, QuarantinedRow):
            left_out.append(QuarantinedRow(line=row.line, reason=f"{table.source.spoken}: {row.reason}"))
        else:
            listed.append(row)
    if Field.LANGUAGE not in table.listing.columns.places:
        listed = set_twins_apart(listed)
    return listed, left_out


def understanding_hash(reading: ListingReading) -> str:
    """What was understood, as a number: another one for the same file means that it is read differently now."""
    providers = [
        (listed.provider.slug, listed.spellings, listed.plans, listed.scorecard, listed.website, listed.phone)
        for listed in reading.providers
    ]
    content = msgspec.json.encode((reading.offers, providers), order="sorted")
    return hashlib.sha256(content).hexdigest()


def _counts(rows: int, pairing: Pairing, left_out: Sequence[QuarantinedRow]) -> ListingCounts:
    rows_in_offers = sum(len(offer.lines) for offer in pairing.offers)
    assert rows == rows_in_offers + len(left_out), "a row vanished"
    by_utility = Counter(offer.utility for offer in pairing.offers)
    return ListingCounts(
        rows=rows,
        rows_in_offers=rows_in_offers,
        rows_quarantined=len(left_out),
        duplicate_rows=pairing.duplicate_rows,
        offers=len(pairing.offers),
        pairs=pairing.pairs,
        english_only=pairing.english_only,
        spanish_only=pairing.spanish_only,
        keys_in_both_languages=pairing.keys_in_both_languages,
        providers=len({offer.provider_slug for offer in pairing.offers}),
        suspect_offers=sum(offer.suspect is not None for offer in pairing.offers),
        offers_by_utility=dict(sorted(by_utility.items())),
    )


def _grouped(left_out: Sequence[QuarantinedRow]) -> tuple[Quarantine, ...]:
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for row in left_out:
        lines[row.reason].append(row.line)
    return tuple(
        Quarantine(reason=reason, rows=len(numbers), lines=tuple(numbers[:KEPT_LINES]))
        for reason, numbers in sorted(lines.items(), key=lambda group: (-len(group[1]), group[0]))
    )


def _providers(rows: Sequence[ListedRow], offers: Sequence[Offer]) -> tuple[ListedProvider, ...]:
    """What the listing says of each provider: what most of its rows say, English rows first."""
    by_slug: defaultdict[str, list[ListedRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.language != "en"):
        by_slug[row.provider.slug].append(row)
    plans = Counter(offer.provider_slug for offer in offers)
    return tuple(
        ListedProvider(
            provider=members[0].provider,
            spellings=tuple(dict.fromkeys(row.provider_spelling for row in members)),
            plans=plans[slug],
            scorecard=_most_common(row.scorecard for row in members),
            website=_most_common(row.text.website for row in members),
            phone=_most_common(row.text.enroll_phone for row in members),
        )
        for slug, members in sorted(by_slug.items())
    )


def _most_common(values: Iterable[Value | None]) -> Value | None:
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None


def _straight_line(rows: Sequence[ListedRow]) -> StraightLine:
    plain = [row for row in rows if row.fees is None]
    charged = [row for row in rows if row.fees is not None]
    failing = [row.line for row in plain if not is_straight(straight_line_residual(*row.prices))]
    texts = {row.text.fees_text for row in charged}
    states = Counter(row.fees.state for row in charged if row.fees is not None)
    return StraightLine(
        rows_without_fee_text=len(plain),
        failing_without_fee_text=len(failing),
        lines_failing_without_fee_text=tuple(failing[:KEPT_LINES]),
        rows_with_fee_text=len(charged),
        failing_before_fees_are_put_back=sum(
            not is_straight(straight_line_residual(*row.prices)) for row in charged
        ),
        failing_after_fees_are_put_back=sum(
            not is_straight(straight_line_residual(*row.prices, row.fees)) for row in charged
        ),
        fee_texts=len(texts),
        fee_texts_read=len({row.text.fees_text for row in charged if row.fees and row.fees.is_believed}),
        rows_by_state={state.value: states[state] for state in ReadState},
    )


def _warnings(listing: Listing, reader: RowReader, pairing: Pairing) -> Iterable[str]:
    yield from listing.warnings
    if reader.unit.warning:
        yield reader.unit.warning
    if listing.shape == "zip_export":
        yield (
            "This is a download for one ZIP code: at most five plans per provider,"
            " by default fixed prices only. It is not the whole market."
        )
    if Field.LANGUAGE not in listing.columns.places and pairing.pairs + pairing.spanish_only:
        yield "The listing does not say which language a row is in; texts, documents and twins tell."
    if reader.odd_renewables:
        yield f"{len(reader.odd_renewables)} rows state a renewable share that cannot be; it is kept as unknown."
    if pairing.unlike_rows:
        yield (
            f"{pairing.unlike_rows} offers differ between their languages in renewable share, prepayment,"
            " hours or new customers; the English row counts."
        )
