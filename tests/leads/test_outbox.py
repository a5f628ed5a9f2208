"""A message is mailed once, however often the mail server or a process fails; and deleted when it is old."""

import asyncio
from collections.abc import Iterator

import msgspec
import pytest

from choosemypower.leads import NewMessage
from choosemypower.leads.commands import delete_messages, keep_message
from choosemypower.leads.outbox import Outbox
from choosemypower.leads.queries import list_messages
from choosemypower.leads.tables import ContactMessageRow
from choosemypower.settings import Settings
from tests.support.smtp import MailServer, mail_server

pytestmark = [pytest.mark.anyio, pytest.mark.db]

QUESTION = NewMessage(
    name="Ana Ortiz", email="ana@example.org", text="Which price is right?\nThe page says two."
)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def answered(settings: Settings, mail: MailServer) -> Settings:
    return msgspec.structs.replace(
        settings, smtp_url=mail.url, mail_from="Site <site@example.org>", contact_to="people@example.org"
    )


async def make_due() -> None:
    """As if the pause before the next attempt had passed."""
    await ContactMessageRow.raw("UPDATE contact_message SET next_attempt_at = now()")


async def make_old(days: int) -> None:
    await ContactMessageRow.raw(
        "UPDATE contact_message SET received_at = now() - make_interval(days => {})", days
    )


async def test_a_message_reaches_whoever_answers(migrated: Settings, mail: MailServer) -> None:
    stored = await keep_message(QUESTION)
    assert await Outbox(answered(migrated, mail)).mail_due() == 1
    (letter,) = mail.letters
    assert letter["To"] == "people@example.org"
    assert "ana@example.org" in letter["Reply-To"]
    assert stored.receipt in letter["Subject"]
    assert QUESTION.text.splitlines() == letter.get_content().splitlines()[-2:]


async def test_a_mail_server_that_is_down_or_refuses_gets_the_message_later(
    migrated: Settings, mail: MailServer
) -> None:
    outbox = Outbox(answered(migrated, mail))
    await keep_message(QUESTION)
    mail.stop()
    assert await outbox.mail_due() == 0
    mail.start()
    assert await outbox.mail_due() == 0, "the next attempt waits for its time"
    await make_due()
    mail.refusal = "451 try again later"
    assert await outbox.mail_due() == 0
    mail.refusal = None
    await make_due()
    assert await outbox.mail_due() == 1
    await make_due()
    assert await outbox.mail_due() == 0
    (stored,) = await list_messages()
    assert stored.attempts == 3
    assert stored.mailed_at is not None


async def test_many_processes_mail_each_message_once(migrated: Settings, mail: MailServer) -> None:
    receipts = {(await keep_message(QUESTION)).receipt for _ in range(12)}
    outboxes = [Outbox(answered(migrated, mail)) for _ in range(4)]
    assert sum(await asyncio.gather(*(outbox.mail_due() for outbox in outboxes))) == 12
    assert {str(letter["Subject"]).split()[1] for letter in mail.letters} == receipts
    assert len(mail.letters) == 12


async def test_a_running_outbox_mails_at_once_what_it_is_told_of(
    migrated: Settings, mail: MailServer
) -> None:
    async with Outbox(answered(migrated, mail)) as outbox:
        await keep_message(QUESTION)
        outbox.wake()
        await asyncio.to_thread(mail.arrived.wait)


async def test_a_name_cannot_write_headers(migrated: Settings, mail: MailServer) -> None:
    name = "Eve\nBcc: everybody@example.org"
    await keep_message(msgspec.structs.replace(QUESTION, name=name))
    await Outbox(answered(migrated, mail)).mail_due()
    (letter,) = mail.letters
    assert letter["Bcc"] is None


async def test_old_messages_are_deleted_but_not_before_they_are_mailed(
    migrated: Settings, mail: MailServer
) -> None:
    outbox = Outbox(answered(migrated, mail))
    await keep_message(QUESTION)
    await make_old(migrated.contact_keep_days + 1)
    assert await outbox.delete_old() == 0
    await outbox.mail_due()
    assert await outbox.delete_old() == 1
    assert await list_messages() == ()


async def test_without_anybody_who_answers_a_message_is_still_deleted_in_time(migrated: Settings) -> None:
    await keep_message(QUESTION)
    outbox = Outbox(migrated)
    await make_old(migrated.contact_keep_days - 1)
    assert await outbox.delete_old() == 0
    await make_old(migrated.contact_keep_days + 1)
    assert await outbox.delete_old() == 1


async def test_one_persons_messages_can_be_listed_and_deleted(migrated: Settings) -> None:
    await keep_message(QUESTION)
    other = await keep_message(msgspec.structs.replace(QUESTION, email="bo@example.org"))
    assert [message.email for message in await list_messages("ANA@example.org")] == ["ana@example.org"]
    assert await delete_messages("Ana@Example.org") == 1
    assert await delete_messages(other.receipt.lower()) == 1
    assert await list_messages() == ()
