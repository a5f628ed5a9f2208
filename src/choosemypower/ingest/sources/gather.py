"""Asking every further source for every utility, a few at a time; one that fails takes nothing from the others."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime

import msgspec

from choosemypower.ingest.reading import Progress
from choosemypower.ingest.report import SourceReport
from choosemypower.ingest.sources import comparepower, powertochoose
from choosemypower.ingest.sources.answers import Source, SourceAnswer
from choosemypower.settings import Settings
from choosemypower.territories.model import Utility, ZipArea
from choosemypower.territories.reference import read_records
from choosemypower.units import texas_day
from choosemypower.upstreams import Failure, Recordings, Upstream, UpstreamError, UpstreamPolicy


class Question(msgspec.Struct, frozen=True, kw_only=True):
    source: Source
    utility: str
    path: str
    parameters: Mapping[str, str]


def questions(settings: Settings) -> tuple[Question, ...]:
    """What is asked under these settings; nothing without them."""
    utilities = [one for one in read_records("utilities", Utility) if one.duns]
    asked = []
    if settings.comparepower_api_key is not None:
        asked += [
            Question(
                source=Source.COMPAREPOWER,
                utility=one.slug,
                path=comparepower.PATH,
                parameters=comparepower.parameters(one.duns),
            )
            for one in utilities
            if one.duns
        ]
    if settings.ptc_api_url is not None:
        zips = _sure_zips()
        asked += [
            Question(
                source=Source.POWER_TO_CHOOSE,
                utility=one.slug,
                path=powertochoose.PATH,
                parameters=powertochoose.parameters(zips[one.slug]),
            )
            for one in utilities
            if one.slug in zips
        ]
    return tuple(asked)


async def gather(
    settings: Settings, progress: Progress
) -> tuple[tuple[SourceAnswer, ...], tuple[SourceReport, ...]]:
    """The answers, new, recorded or last ones, and what became of each question."""
    asked = questions(settings)
    upstreams = {source: _upstream(source, settings) for source in {one.source for one in asked}}
    recordings = Recordings(settings.data_dir / "answers")
    got: list[tuple[SourceAnswer | None, SourceReport]] = []
    try:
        for start in range(0, len(asked), settings.batch_size):
            if start and settings.batch_delay_ms:
                await asyncio.sleep(settings.batch_delay_ms / 1000)
            batch = asked[start : start + settings.batch_size]
            got += await asyncio.gather(
                *(_one(question, upstreams[question.source], recordings, settings) for question in batch)
            )
            progress("Asking further sources", len(got), len(asked))
    finally:
        for upstream in upstreams.values():
            await upstream.close()
    return tuple(answer for answer, _ in got if answer is not None), tuple(report for _, report in got)


async def _one(
    question: Question, upstream: Upstream, recordings: Recordings, settings: Settings
) -> tuple[SourceAnswer | None, SourceReport]:
    last = await asyncio.to_thread(recordings.find, question.path, question.parameters)
    if last is not None and settings.use_cached_data and last.age_hours < settings.max_cache_age_hours:
        return _answer(question, last.content, None), _report(question, "recorded")
    try:
        content = await upstream.get(question.path, question.parameters)
        _check(question.source, content, upstream)
    except UpstreamError as error:
        if last is None:
            return None, _report(question, "missing", failure=str(error))
        day = texas_day(datetime.fromtimestamp(last.recorded_at, UTC))
        return (
            _answer(question, last.content, day),
            _report(question, "kept", failure=str(error), kept_since=day),
        )
    await asyncio.to_thread(recordings.keep, question.path, question.parameters, content)
    return _answer(question, content, None), _report(question, "fresh")


def _check(source: Source, content: bytes, upstream: Upstream) -> None:
    """Whether it is an answer at all: its entries are looked at one by one later. Raises UpstreamError."""
    if source is Source.COMPAREPOWER:
        upstream.read(content, list[msgspec.Raw])
        return
    try:
        powertochoose.rows_of(content)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        reason = f"sent an answer that we cannot read: {error}".rstrip(".")
        raise UpstreamError(upstream.policy.service, Failure.NOT_UNDERSTOOD, reason) from None


def _answer(question: Question, content: bytes, kept_since: date | None) -> SourceAnswer:
    return SourceAnswer(
        source=question.source, utility=question.utility, kept_since=kept_since, body=msgspec.Raw(content)
    )


def _report(
    question: Question, state: str, *, failure: str | None = None, kept_since: date | None = None
) -> SourceReport:
    return SourceReport(
        source=question.source.spoken,
        utility=question.utility,
        state=state,
        failure=failure,
        kept_since=kept_since,
    )


def _upstream(source: Source, settings: Settings) -> Upstream:
    is_comparepower = source is Source.COMPAREPOWER
    return Upstream(
        UpstreamPolicy(
            service=source.spoken,
            base_url=settings.comparepower_api_url if is_comparepower else settings.ptc_api_url or "",
            key=settings.comparepower_api_key if is_comparepower else None,
            timeout_seconds=settings.api_timeout_ms / 1000,
        )
    )


def _sure_zips() -> dict[str, str]:
    """Of each utility, a ZIP that nobody else is said to deliver in."""
    found: dict[str, str] = {}
    for area in read_records("zips", ZipArea):
        if area.is_settled and len(area.utilities) == 1:
            found.setdefault(area.utilities[0], area.zip)
    return found
