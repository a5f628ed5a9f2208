"""Writes of the messages, one transaction each."""

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec

from choosemypower.leads.model import NewMessage, StoredMessage, new_receipt
from choosemypower.leads.tables import ContactMessageRow

RETRY_SECONDS = (60, 120, 300, 900, 1800, 3600)
"""Pauses between attempts to mail; the last one repeats."""
KEEP_SECONDS = 2.5
"""Nobody waits longer than 3 s for an answer, which then says to send the message again."""


async def keep_message(message: NewMessage) -> StoredMessage:
    """Store a message; it waits there until it is mailed. Raises TimeoutError where the database is too slow."""
    storing = asyncio.create_task(_insert(message))
    # Not `asyncio.timeout`, which would wait for the cancelled query: asyncpg takes 5 s more to let it go.
    await asyncio.wait({storing}, timeout=KEEP_SECONDS)
    if not storing.done():
        storing.cancel()
        raise TimeoutError
    return storing.result()


async def _insert(message: NewMessage) -> StoredMessage:
    rows = await ContactMessageRow.raw(
        "INSERT INTO contact_message (receipt, received_at, name, email, text, attempts, next_attempt_at)"
        " VALUES ({}, now(), {}, {}, {}, 0, now()) RETURNING *",
        new_receipt(),
        message.name,
        message.email,
        message.text,
    )
    return msgspec.convert(rows[0], StoredMessage)


async def take_due_message() -> StoredMessage | None:
    """The next message to mail, taken so that no other process takes it too until its next attempt is due."""
    rows = await ContactMessageRow.raw(
        "UPDATE contact_message SET attempts = attempts + 1,"
        " next_attempt_at = now() + make_interval(secs => ({}::int[])[least(attempts + 1, {})])"
        " WHERE id = (SELECT id FROM contact_message WHERE mailed_at IS NULL AND next_attempt_at <= now()"
        " ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *",
        list(RETRY_SECONDS),
        len(RETRY_SECONDS),
    )
    return msgspec.convert(rows[0], StoredMessage) if rows else None


async def note_mailed(receipt: str) -> None:
    """This message has been handed to the mail server."""
    await ContactMessageRow.raw("UPDATE contact_message SET mailed_at = now() WHERE receipt = {}", receipt)


async def delete_old_messages(keep_days: int, *, is_mailed_here: bool) -> int:
    """Delete what is older; returns how many. While mail goes out, what still waits for it is kept."""
    rows = await ContactMessageRow.raw(
        "DELETE FROM contact_message WHERE received_at < {} AND (mailed_at IS NOT NULL OR NOT {}) RETURNING id",
        datetime.now(UTC) - timedelta(days=keep_days),
        is_mailed_here,
    )
    return len(rows)


async def delete_messages(who: str) -> int:
    """Delete the messages of one e-mail address, or the one with this receipt; returns how many."""
    rows = await ContactMessageRow.raw(
        "DELETE FROM contact_message WHERE lower(email) = lower({}) OR receipt = upper({}) RETURNING id",
        who,
        who,
    )
    return len(rows)
