"""What a message to us may hold."""

import re
import secrets
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from choosemypower.errors import InvalidFormError

NAME_CHARACTERS_MAX = 100
EMAIL_CHARACTERS_MAX = 254  # RFC 5321
MESSAGE_CHARACTERS_MIN = 10
MESSAGE_CHARACTERS_MAX = 5000
LEAST_SECONDS = 3
"""Nobody reads the page and writes a message in less; programs do."""
TRAP = "website"
"""A field that people do not see and programs fill in."""
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,63}")
_RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RECEIPT = re.compile(rf"CM-[{_RECEIPT_ALPHABET}]{{4}}-[{_RECEIPT_ALPHABET}]{{4}}")


class FieldProblem(msgspec.Struct, frozen=True):
    """One field that must be corrected."""

    field: str
    message: str


class MessageRefusedError(InvalidFormError):
    """The form cannot be taken as it is; `problems` names every field."""

    code: ClassVar[str] = "invalid_form"

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__(
            " ".join(problem.message for problem in problems),
            errors={problem.field: problem.message for problem in problems},
        )
        self.problems = problems


class NewMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message that may be kept. Texts have no control characters except line breaks in `text`."""

    email: str
    text: str
    name: str | None = None


class StoredMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it is kept."""

    receipt: str
    received_at: datetime
    email: str
    text: str
    name: str | None = None
    mailed_at: datetime | None = None
    attempts: int = 0


def parse_message(
    given: Mapping[str, str], *, seconds_open: float | None = None, is_timed: bool = False
) -> NewMessage:
    """The message in a form's fields `name`, `email`, `message`.

    `is_timed`: the form says when it was opened, `seconds_open` seconds ago (None when it does not say it readably).
    Raises MessageRefusedError with every field that is wrong.
    """
    name = _line(given.get("name", ""))
    email = _line(given.get("email", ""))
    text = _lines(given.get("message", ""))
    problems = [
        *_name_problems(name),
        *_email_problems(email),
        *_text_problems(text),
        *_program_problems(given, seconds_open, is_timed),
    ]
    if problems:
        raise MessageRefusedError(tuple(problems))
    return NewMessage(name=name or None, email=email, text=text)


def new_receipt() -> str:
    """A number that a visitor can read out: no letter looks like a digit."""
    drawn = "".join(secrets.choice(_RECEIPT_ALPHABET) for _ in range(8))
    return f"CM-{drawn[:4]}-{drawn[4:]}"


def _name_problems(name: str) -> list[FieldProblem]:
    if len(name) > NAME_CHARACTERS_MAX:
        return [FieldProblem("name", f"Shorten the name to {NAME_CHARACTERS_MAX} characters.")]
    return []


def _email_problems(email: str) -> list[FieldProblem]:
    if not email:
        return [FieldProblem("email", "Enter your e-mail address, so that we can answer.")]
    if len(email) > EMAIL_CHARACTERS_MAX or not _EMAIL.fullmatch(email) or ".." in email:
        return [FieldProblem("email", "Enter an e-mail address like name@example.com.")]
    return []


def _text_problems(text: str) -> list[FieldProblem]:
    if len(text) < MESSAGE_CHARACTERS_MIN:
        return [FieldProblem("message", f"Write your message, at least {MESSAGE_CHARACTERS_MIN} characters.")]
    if len(text) > MESSAGE_CHARACTERS_MAX:
        over = len(text) - MESSAGE_CHARACTERS_MAX
        return [
            FieldProblem(
                "message",
                f"Shorten the message to {MESSAGE_CHARACTERS_MAX:,} characters: it has {over:,} too many.",
            )
        ]
    return []


def _program_problems(
    given: Mapping[str, str], seconds_open: float | None, is_timed: bool
) -> list[FieldProblem]:
    """What programs do and people do not; a person who did it anyway is told how to go on."""
    problems = []
    if given.get(TRAP, "").strip():
        problems.append(FieldProblem(TRAP, "Leave the field “Website” empty: only programs fill it in."))
    if is_timed and (seconds_open is None or seconds_open < LEAST_SECONDS):
        problems.append(
            FieldProblem("send", "That was quicker than people write. Press “Send message” again.")
        )
    return problems


def _line(text: str) -> str:
    return " ".join("".join(_visible(character) for character in text).split())


def _lines(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(map(_visible, line)).rstrip() for line in lines).strip()


def _visible(character: str) -> str:
    """A blank in the place of control characters, nothing in the place of halves of characters."""
    kind = unicodedata.category(character)
    return "" if kind == "Cs" else " " if kind == "Cc" else character
