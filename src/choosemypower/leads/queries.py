"""Reads of the messages, for commands only: no page shows them."""

import msgspec

from choosemypower.leads.model import StoredMessage
from choosemypower.leads.tables import ContactMessageRow


async def list_messages(who: str | None = None) -> tuple[StoredMessage, ...]:
    """Every message, or those of one e-mail address or receipt; the oldest first."""
    rows = await ContactMessageRow.raw(
        "SELECT receipt, received_at, name, email, text, mailed_at, attempts FROM contact_message"
        " WHERE {}::text IS NULL OR lower(email) = lower({}) OR receipt = upper({}) ORDER BY id",
        who,
        who,
        who,
    )
    return msgspec.convert(rows, tuple[StoredMessage, ...])
