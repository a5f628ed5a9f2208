"""Further sources: proven charges, quarantine with reasons, what stands when one of them fails."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from choosemypower.ingest import bundled_listing
from choosemypower.ingest.reading import read_content
from choosemypower.ingest.sources.answers import to_content
from choosemypower.ingest.sources.gather import gather, questions
from choosemypower.settings import Settings
from tests.standins.comparepower import DUNS, ComparePower, faulty
from tests.standins.server import KEY

LISTING = bundled_listing().read_text()


@pytest.fixture
def api() -> Iterator[ComparePower]:
    with ComparePower().running() as running:
        assert isinstance(running, ComparePower)
        yield running


def settings_for(api: ComparePower, folder: Path, **more: object) -> Settings:
    settings = Settings(
        comparepower_api_key=KEY, comparepower_api_url=api.url, data_dir=folder, api_timeout_ms=5000
    )
    return msgspec.structs.replace(settings, **more)


def test_without_a_key_nothing_is_asked() -> None:
    assert questions(Settings()) == ()


def test_every_utility_is_asked_once_and_its_charges_are_proven(api: ComparePower, tmp_path: Path) -> None:
    answers, reports = asyncio.run(gather(settings_for(api, tmp_path), lambda *_: None))
    assert len(api.asked) == len(reports) == len(DUNS)
    alone, reading = read_content(LISTING.encode()), read_content(to_content(LISTING, answers))
    new = [offer for offer in reading.offers if offer.sources]
    assert len(new) == 20 * len(DUNS) == len(reading.offers) - len(alone.offers)
    assert all(offer.sources[0].is_only and offer.sources[0].charges and not offer.suspect for offer in new)
    assert reading.counts.rows == reading.counts.rows_in_offers + reading.counts.rows_quarantined


def test_every_field_error_is_left_out_with_its_reason(api: ComparePower, tmp_path: Path) -> None:
    api.has_faulty = True
    answers, _ = asyncio.run(gather(settings_for(api, tmp_path), lambda *_: None))
    reading = read_content(to_content(LISTING, answers))
    before = read_content(LISTING.encode()).counts.rows_quarantined
    assert reading.counts.rows_quarantined - before == len(faulty("")) * len(DUNS)
    assert sum(group.reason.startswith("ComparePower: ") for group in reading.quarantine) >= 6


def test_what_fails_keeps_its_last_answer_marked_by_its_day(api: ComparePower, tmp_path: Path) -> None:
    settings = settings_for(api, tmp_path, use_cached_data=False)
    first, _ = asyncio.run(gather(settings, lambda *_: None))
    api.fault, api.faulty_calls = "html", 2
    second, reports = asyncio.run(gather(settings, lambda *_: None))
    assert len(second) == len(first)
    kept = [report for report in reports if report.has_failed]
    assert len(kept) == 2
    assert all(report.state == "kept" and report.kept_since for report in kept)
    reading = read_content(to_content(LISTING, second))
    marked = [offer for offer in reading.offers if offer.sources and offer.sources[0].kept_since]
    assert len(marked) == 40


def test_a_young_recording_is_read_instead_of_asking(api: ComparePower, tmp_path: Path) -> None:
    settings = settings_for(api, tmp_path)
    first, _ = asyncio.run(gather(settings, lambda *_: None))
    again, reports = asyncio.run(gather(settings, lambda *_: None))
    assert len(api.asked) == len(DUNS)
    assert {report.state for report in reports} == {"recorded"}
    assert to_content(LISTING, first) == to_content(LISTING, again)
