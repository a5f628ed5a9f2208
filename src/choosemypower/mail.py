"""How a message leaves by SMTP. The standard library's client, in a thread: mail is rare, and nobody waits for it."""

import asyncio
import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import unquote, urlsplit

import msgspec

from choosemypower.settings import Settings

TIMEOUT_SECONDS = 10.0
"""Of each step of the conversation."""
IMPLICIT_TLS_PORT, SUBMISSION_PORT = 465, 587


class MailError(Exception):
    """The mail server did not take a message; the sentence never holds the password."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One plain-text mail."""

    to: str
    subject: str
    text: str
    key: str
    """What makes it one of its kind: the same key twice is the same mail, and mail programs show it once."""
    reply_to: str | None = None
    reply_to_name: str | None = None


async def send_mail(letter: Letter, settings: Settings) -> None:
    """Hand a letter to the server at SMTP_URL. Raises MailError."""
    if settings.smtp_url is None or settings.mail_from is None:
        raise MailError("SMTP_URL and MAIL_FROM are not set.")
    await asyncio.to_thread(_deliver, compose(letter, settings.mail_from), settings.smtp_url)


def compose(letter: Letter, sender: str) -> EmailMessage:
    """The letter as the wire has it. Line breaks in names and subjects cannot make headers."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(datetime.now(UTC))
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{letter.key}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.reply_to is not None:
        message["Reply-To"] = formataddr((" ".join((letter.reply_to_name or "").split()), letter.reply_to))
    message.set_content(letter.text)
    return message


def _deliver(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    context = ssl.create_default_context()
    try:
        with _connection(parts.scheme, parts.hostname or "localhost", parts.port, context) as server:
            server.ehlo()
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif parts.scheme == "smtp" and parts.password and not _is_here(parts.hostname):
                raise MailError(
                    "The mail server offers no encryption: the password is not sent. Use smtps://."
                )
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
    except smtplib.SMTPAuthenticationError:
        raise MailError("The mail server refuses the user or the password of SMTP_URL.") from None
    except smtplib.SMTPRecipientsRefused:
        raise MailError("The mail server refuses the address that the mail goes to.") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(f"The mail server did not take the message: {type(error).__name__}.") from None


def _connection(scheme: str, host: str, port: int | None, context: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or IMPLICIT_TLS_PORT, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(host, port or SUBMISSION_PORT, timeout=TIMEOUT_SECONDS)


def _is_here(host: str | None) -> bool:
    return host in (None, "localhost", "127.0.0.1", "::1")
