"""Commands on what visitors left: `contact list | export | delete | purge`, `report`."""

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING

from choosemypower.commands import prepared, print_json, show
from choosemypower.embedded import database_for
from choosemypower.settings import Settings

if TYPE_CHECKING:
    from choosemypower.leads import StoredMessage

CONTACT_ACTIONS = ("list", "export", "delete", "purge")
OF_ONE_PERSON = ("export", "delete")


def add_contact_options(parser: argparse.ArgumentParser) -> None:
    """What `contact` takes."""
    parser.add_argument("action", choices=CONTACT_ACTIONS)
    parser.add_argument("who", nargs="?", metavar="EMAIL|RECEIPT", help="export, delete: whose messages")
    parser.add_argument("--json", action="store_true", help="print one JSON object on stdout")


def add_report_options(parser: argparse.ArgumentParser) -> None:
    """What `report` takes."""
    parser.add_argument(
        "--days", type=int, default=7, metavar="N", help="so many days, today included; default: 7"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object on stdout")


def report_command(settings: Settings, options: argparse.Namespace) -> int:
    from choosemypower.events.report import MOST_DAYS, make_report, report_text

    if not 1 <= options.days <= MOST_DAYS:
        print(f"--days takes a whole number from 1 to {MOST_DAYS}.", file=sys.stderr)
        return 2
    with database_for(settings) as settings:
        report = asyncio.run(prepared(settings, make_report(options.days)))
    show(options, report, report_text(report))
    return 0


def contact_command(settings: Settings, options: argparse.Namespace) -> int:
    """`export` prints JSON; 1 where `export` or `delete` find no message of that person."""
    from choosemypower.leads.commands import delete_messages
    from choosemypower.leads.outbox import Outbox
    from choosemypower.leads.queries import list_messages

    action, who = options.action, (options.who or "").strip()
    if (action in OF_ONE_PERSON) is not bool(who):
        print(
            "`contact export` and `contact delete` take an e-mail address or a receipt; "
            "`contact list` and `contact purge` take none.",
            file=sys.stderr,
        )
        return 2
    with database_for(settings) as settings:
        if action in ("list", "export"):
            messages = asyncio.run(prepared(settings, list_messages(who or None)))
            return _show(messages, who, as_json=options.json or action == "export")
        work = delete_messages(who) if action == "delete" else Outbox(settings).delete_old()
        deleted = asyncio.run(prepared(settings, work))
    if options.json:
        print_json({"deleted": deleted})
    elif action == "delete":
        print(f"Deleted {_count(deleted)} of {who}.")
    else:
        print(f"Deleted {_count(deleted)} older than {settings.contact_keep_days} days.")
    return 0 if deleted or action == "purge" else 1


def _show(messages: "tuple[StoredMessage, ...]", who: str, *, as_json: bool) -> int:
    if as_json:
        print_json({"messages": messages})
    else:
        print("\n".join(map(_line, messages)) or "No message.")
    return 1 if who and not messages else 0


def _line(message: "StoredMessage") -> str:
    """One message in a list; its text stays out of terminals and their logs."""
    attempts = f"{message.attempts} attempt{'' if message.attempts == 1 else 's'}"
    state = f"mailed {message.mailed_at:%Y-%m-%d}" if message.mailed_at else attempts
    return f"{message.receipt}  {message.received_at:%Y-%m-%d %H:%M} UTC  {state:<17}  {message.email}"


def _count(messages: int) -> str:
    return f"{messages} message{'' if messages == 1 else 's'}"
