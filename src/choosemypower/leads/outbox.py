"""From the database to whoever answers: each message is mailed, and tried again until it is.

Every process looks; a message is taken by one. A process that dies between mailing and noting it mails the message
again later, under the same Message-ID. Messages are deleted when they are too old to keep.
"""

import asyncio
import logging

from choosemypower import database
from choosemypower.leads.commands import delete_old_messages, note_mailed, take_due_message
from choosemypower.leads.model import StoredMessage
from choosemypower.mail import Letter, MailError, send_mail
from choosemypower.settings import Settings

log = logging.getLogger(__name__)

LOOK_SECONDS = 30.0
"""How long a message that was not mailed at once waits at least."""
DELETE_SECONDS = 3600.0


class Outbox:
    """Mails and deletes messages while its block runs."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_mailing(self) -> bool:
        """Is there a mail server, and somebody to write to?"""
        settings = self._settings
        return None not in (settings.smtp_url, settings.mail_from, settings.contact_to)

    async def __aenter__(self) -> "Outbox":
        self._task = asyncio.create_task(self._run(), name="contact-outbox")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def wake(self) -> None:
        """There is a new message: do not wait for the next look."""
        self._wake.set()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        delete_at = loop.time() + LOOK_SECONDS  # not while the server starts
        while True:
            try:
                if self.is_mailing:
                    await self.mail_due()
                if loop.time() >= delete_at:
                    await self.delete_old()
                    delete_at = loop.time() + DELETE_SECONDS
            except Exception as error:  # the database may be away: messages wait in it
                log.warning("Waiting messages cannot be read: %s", database.cause(error))
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)
            except TimeoutError:
                continue

    async def mail_due(self) -> int:
        """Mail what waits and is due; returns how many went out. A server that refuses ends the round."""
        mailed = 0
        while (message := await take_due_message()) is not None:
            try:
                await send_mail(_letter(message, str(self._settings.contact_to)), self._settings)
            except MailError as error:
                log.warning(
                    "Message %s could not be sent (attempt %s): %s", message.receipt, message.attempts, error
                )
                break
            await note_mailed(message.receipt)
            mailed += 1
        return mailed

    async def delete_old(self) -> int:
        """Delete what is past CONTACT_KEEP_DAYS; returns how many."""
        deleted = await delete_old_messages(self._settings.contact_keep_days, is_mailed_here=self.is_mailing)
        if deleted:
            log.info("Deleted %s messages older than %s days.", deleted, self._settings.contact_keep_days)
        return deleted


def _letter(message: StoredMessage, to: str) -> Letter:
    sender = f"{message.name} <{message.email}>" if message.name else message.email
    return Letter(
        to=to,
        subject=f"Message {message.receipt} from the contact form",
        text=f"From: {sender}\nReceived: {message.received_at:%Y-%m-%d %H:%M} UTC\n\n{message.text}\n",
        key=f"contact-{message.receipt}",
        reply_to=message.email,
        reply_to_name=message.name,
    )
