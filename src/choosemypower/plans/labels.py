"""Facts labels of plans as they are stored: every version of every label, read and written here alone.

What is written is seen by nobody before `publish_labels` gives it a revision; so the pages of one edition are alike.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from choosemypower import database
from choosemypower.datasets.follow import CHANNEL
from choosemypower.datasets.tables import LabelRevisionRow
from choosemypower.plans.label import LabelSays, PlanLabel
from choosemypower.plans.model import Plan
from choosemypower.plans.tables import LabelAddressRow, LabelVersionRow

LANGUAGES = ("en", "es")


class KnownAddress(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the last attempt to fetch an address."""

    address: str
    tried_at: datetime
    failure: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_hash: str | None = None


class LabelVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One state of a plan's label, as stored."""

    plan: str
    language: str
    address: str
    content_hash: str
    media_type: str
    fetched_at: datetime
    text: str
    reading: LabelSays


def label_addresses(plan: Plan) -> tuple[tuple[str, str], ...]:
    """The languages of a plan's labels and where they are, English first."""
    texts = zip(LANGUAGES, (plan.english, plan.spanish), strict=True)
    return tuple((language, text.facts_url) for language, text in texts if text and text.facts_url)


async def read_plan_labels(revision: int) -> Mapping[tuple[str, str], PlanLabel]:
    """The newest version of each plan's label in each language, as published with this revision or before."""
    rows = await LabelVersionRow.raw(
        "SELECT DISTINCT ON (plan, language) plan, language, address, fetched_at, reading FROM label_version"
        " WHERE revision <= {} ORDER BY plan, language, id DESC",
        revision,
    )
    return {
        (row["plan"], row["language"]): PlanLabel(
            language=row["language"],
            address=row["address"],
            fetched_at=row["fetched_at"],
            says=msgspec.json.decode(row["reading"], type=LabelSays),
        )
        for row in rows
    }


def label_of(plan: Plan, labels: Mapping[tuple[str, str], PlanLabel]) -> PlanLabel | None:
    """The label that a plan's listing points to now: the first that is proven, else the first that was read."""
    found = [
        label
        for language, address in label_addresses(plan)
        if (label := labels.get((plan.plan_id, language))) is not None and label.address == address
    ]
    return next((label for label in found if label.charges is not None), found[0] if found else None)


async def read_known_addresses() -> Mapping[str, KnownAddress]:
    """Every address that was ever tried."""
    rows = await LabelAddressRow.raw("SELECT * FROM label_address")
    return {row["address"]: msgspec.convert(row, KnownAddress) for row in rows}


async def read_latest_versions() -> Mapping[tuple[str, str], LabelVersion]:
    """The newest version of each plan's label in each language, published or not."""
    rows = await LabelVersionRow.raw(
        "SELECT DISTINCT ON (plan, language) plan, language, address, content_hash, media_type, fetched_at, text,"
        " reading FROM label_version ORDER BY plan, language, id DESC"
    )
    return {(row["plan"], row["language"]): _version(row) for row in rows}


async def keep_label(known: KnownAddress, versions: Sequence[LabelVersion]) -> None:
    """Note what became of an attempt, and the versions that it brought; unpublished until `publish_labels`."""
    async with database.transaction():
        await LabelAddressRow.raw(
            "INSERT INTO label_address (address, tried_at, failure, etag, last_modified, content_hash)"
            " VALUES ({}, {}, {}, {}, {}, {}) ON CONFLICT (address) DO UPDATE SET tried_at = excluded.tried_at,"
            " failure = excluded.failure, etag = excluded.etag, last_modified = excluded.last_modified,"
            " content_hash = excluded.content_hash",
            *msgspec.structs.astuple(known),
        )
        for one in versions:
            await LabelVersionRow.raw(
                "INSERT INTO label_version (plan, language, address, content_hash, media_type, fetched_at, text,"
                " reading) VALUES ({}, {}, {}, {}, {}, {}, {}, {}::jsonb)",
                *msgspec.structs.astuple(one)[:-1],
                database.json_text(one.reading),
            )


async def publish_labels(*, even_if_none: bool = False) -> tuple[str, ...]:
    """Show what was written since the last time and tell every process; the plans whose label became another one.

    `even_if_none`: also where no label did, but what labels say of delivery.
    """
    async with database.transaction():
        waiting = await LabelVersionRow.raw("SELECT DISTINCT plan FROM label_version WHERE revision IS NULL")
        if not waiting and not even_if_none:
            return ()
        made = await LabelRevisionRow.raw(
            "INSERT INTO label_revision (changed_at) VALUES (now()) RETURNING id"
        )
        await LabelVersionRow.raw(
            "UPDATE label_version SET revision = {} WHERE revision IS NULL", made[0]["id"]
        )
        await LabelRevisionRow.raw("SELECT pg_notify({}, {})", CHANNEL, f"labels {made[0]['id']}")
    return tuple(sorted(row["plan"] for row in waiting))


def _version(row: dict[str, object]) -> LabelVersion:
    reading = msgspec.json.decode(str(row["reading"]), type=LabelSays)
    return msgspec.convert(row | {"reading": reading}, LabelVersion)
