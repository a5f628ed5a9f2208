"""A message to us: stored before it is mailed, with a receipt. What the form at /contact does, as JSON."""

from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower.api.answers import Answer, Links, answer
from choosemypower.api.body import read_members
from choosemypower.api.operations import Body, Operation
from choosemypower.api.problems import WrongMember
from choosemypower.api.queries import Query
from choosemypower.api.routes import acts
from choosemypower.errors import InvalidFormError
from choosemypower.http import Request
from choosemypower.leads import FieldProblem, MessageRefusedError, NewMessage, parse_message
from choosemypower.leads.commands import keep_message
from choosemypower.leads.model import (
    EMAIL_CHARACTERS_MAX,
    MESSAGE_CHARACTERS_MAX,
    MESSAGE_CHARACTERS_MIN,
    NAME_CHARACTERS_MAX,
    RECEIPT,
)
from choosemypower.leads.outbox import Outbox
from choosemypower.limits import MESSAGES_OF_ONE_CLIENT
from choosemypower.settings import Settings
from choosemypower.world import World

LONGEST_BODY_BYTES = 64_000


class MessageBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A message to us."""

    email: Annotated[
        str,
        Meta(
            description="Only to answer: `name@example.com`.",
            extra_json_schema={"format": "email", "maxLength": EMAIL_CHARACTERS_MAX},
        ),
    ]
    message: Annotated[
        str,
        Meta(
            description="What is wrong and where. No account or meter numbers, please.",
            extra_json_schema={"minLength": MESSAGE_CHARACTERS_MIN, "maxLength": MESSAGE_CHARACTERS_MAX},
        ),
    ]
    name: Annotated[
        str | None, Meta(description=f"At most {NAME_CHARACTERS_MAX} characters; may be left out.")
    ] = None
    website: Annotated[
        str | None, Meta(description="Leave it out or empty: programs that fill in every field are refused.")
    ] = None


class ReceiptJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """That we have a message."""

    receipt: Annotated[str, Meta(pattern=f"^{RECEIPT.pattern}$", description="Name it to have it deleted.")]
    is_read: Annotated[bool, Meta(description="False: it is kept, and nobody is named yet who reads it.")]
    answer_days: Annotated[
        int | None, Meta(description="Working days within which people answer. Null: nothing is promised.")
    ]
    keep_days: Annotated[int, Meta(description="Days after which it is deleted.")]


SEND_MESSAGE = Operation(
    id="sendMessage",
    path="/api/v1/contact",
    method="post",
    summary="Write to us",
    description="Say what is wrong on this site. The message is stored before this answers, and mailed to whoever "
    "answers until that succeeds. The form at /contact does the same; both count towards one rate.",
    tag="Contact",
    query=Query,
    body=Body(
        media_types={"application/json": MessageBody},
        example={
            "email": "ana@example.org",
            "message": "The fee of this plan is $20, not $15.",
            "name": "Ana Ortiz",
        },
    ),
    answer=Answer[ReceiptJson],
    problems=("invalid_form",),
)


@acts(SEND_MESSAGE, longest_body_bytes=LONGEST_BODY_BYTES, rate=MESSAGES_OF_ONE_CLIENT)
async def send_message(request: Request, asked: Query, world: World) -> Response[bytes]:
    """Keep the message and give its receipt."""
    stored = await keep_message(_parse(await read_members(request, MessageBody)))
    outbox: Outbox = request.app.state.outbox
    outbox.wake()
    settings: Settings = request.app.state.settings
    receipt = ReceiptJson(
        receipt=stored.receipt,
        is_read=settings.contact_to is not None,
        answer_days=settings.contact_answer_days,
        keep_days=settings.contact_keep_days,
    )
    return answer(world, receipt, Links(self=SEND_MESSAGE.path))


def _parse(given: dict[str, object]) -> NewMessage:
    """Raises InvalidFormError, whose `errors` name every member that is wrong."""
    texts = {name: text for name, text in given.items() if isinstance(text, str)}
    no_texts = [name for name, value in given.items() if not isinstance(value, str | None)]
    problems = [FieldProblem(name, f"{name} must be a text.") for name in no_texts]
    try:
        message = parse_message(texts)
    except MessageRefusedError as refused:
        problems += [problem for problem in refused.problems if problem.field not in no_texts]
    else:
        if not problems:
            return message
    raise InvalidFormError(
        " ".join(problem.message for problem in problems),
        errors=tuple(WrongMember(member=problem.field, detail=problem.message) for problem in problems),
    )


handlers = [send_message]
