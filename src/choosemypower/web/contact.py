"""The contact page: who helps with what, and a message to us that is stored before it is mailed.

No cookie and no token: the browser's word on where the form came from, a field that only programs fill in, and the
time since the page was opened.
"""

import time
from collections.abc import Mapping

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from litestar.response import Redirect

from choosemypower.cache.policies import NO_STORE, PRIVATE
from choosemypower.http import Request
from choosemypower.leads import FieldProblem, MessageRefusedError, parse_message
from choosemypower.leads.commands import keep_message
from choosemypower.leads.model import MESSAGE_CHARACTERS_MAX, RECEIPT, TRAP
from choosemypower.leads.outbox import Outbox
from choosemypower.limits import MESSAGES_OF_ONE_CLIENT
from choosemypower.settings import Settings
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import Utility
from choosemypower.web.forms import limited_for_us, require_same_origin, sent_pairs
from choosemypower.web.rendering import PageResponse
from choosemypower.web.routes import reads
from choosemypower.web.views import Crumb, FieldError, PageView
from choosemypower.web.way_back import TRAVELLING, WayBackLine, read_line
from choosemypower.world import World

CONTACT = "/contact"
FORM_BYTES_MAX = 64_000
OPEN_SECONDS_MAX = 7 * 86_400
"""A page that claims to have been open for longer tells no time."""


class AnswerTime(msgspec.Struct, frozen=True, kw_only=True):
    """What both pages say of when somebody answers."""

    is_read: bool
    """Somebody is named who reads the messages."""
    answer_days: int | None
    keep_days: int


class ContactView(PageView, frozen=True, kw_only=True):
    answer_time: AnswerTime
    utilities: tuple[Utility, ...]
    opened: int
    """When the page was made, in seconds since 1970."""
    errors: tuple[FieldError, ...] = ()
    name: str = ""
    email: str = ""
    message: str = ""
    trap: str = ""
    """What stands in the hidden field; shown once something does."""
    message_max: int = MESSAGE_CHARACTERS_MAX


class SentView(PageView, frozen=True, kw_only=True):
    answer_time: AnswerTime
    receipt: str


@reads(NO_STORE, CONTACT, query=TRAVELLING)
async def contact(request: Request, world: NamedDependency[World]) -> Response[bytes]:
    """Whom to call for what; and a message to us."""
    return PageResponse(
        "pages/contact.html",
        _view(world.atlas, request.app.state.settings, read_line(request, world, CONTACT)),
    )


@post(
    CONTACT,
    status_code=303,
    request_max_body_size=FORM_BYTES_MAX,
    middleware=[limited_for_us(MESSAGES_OF_ONE_CLIENT)],
    **PRIVATE.handler_options(query=TRAVELLING),
)
async def send_message(
    request: Request,
    world: NamedDependency[World],
) -> Response[bytes] | Redirect:
    """Keep the message and give its receipt; or the form again with every field that is wrong."""
    require_same_origin(request)
    line = read_line(request, world, CONTACT)
    given = dict(await sent_pairs(request))
    try:
        message = parse_message(given, seconds_open=_seconds_open(given), is_timed=True)
    except MessageRefusedError as refused:
        return PageResponse(
            "pages/contact.html",
            _view(world.atlas, request.app.state.settings, line, given, refused.problems),
            status=422,
        )
    stored = await keep_message(message)
    outbox: Outbox = request.app.state.outbox
    outbox.wake()
    query = "&".join([part for part in (f"receipt={stored.receipt}", line.travel) if part])
    return Redirect(f"{CONTACT}/sent?{query}", status_code=303)


@reads(PRIVATE, f"{CONTACT}/sent", query=("receipt", *TRAVELLING))
async def sent(
    request: Request, world: NamedDependency[World], receipt: FromQuery[str] = ""
) -> Response[bytes]:
    """The receipt, to keep."""
    if not RECEIPT.fullmatch(receipt):
        raise NotFoundException
    line = read_line(request, world, CONTACT)
    view = SentView(
        title="Your message has arrived",
        description="The receipt of a message to ChooseMyPower.",
        h1="Your message has arrived",
        canonical_path=f"{CONTACT}/sent",
        robots_index=False,
        breadcrumbs=(Crumb("Home", "/"), Crumb("Contact", CONTACT), Crumb("Sent")),
        line=line.box,
        travel=line.travel,
        receipt=receipt,
        answer_time=_answer_time(request.app.state.settings),
    )
    return PageResponse("pages/contact_sent.html", view)


def _view(
    atlas: Atlas,
    settings: Settings,
    line: WayBackLine,
    given: Mapping[str, str] | None = None,
    problems: tuple[FieldProblem, ...] = (),
) -> ContactView:
    given = given or {}
    return ContactView(
        title="Contact: who helps with what",
        description="We are not your provider. Outage numbers of the utilities, complaints, and errors on this site.",
        h1="Contact",
        canonical_path=CONTACT,
        breadcrumbs=(Crumb("Home", "/"), Crumb("Contact")),
        line=line.box,
        travel=line.travel,
        utilities=tuple(utility for utility in atlas.utilities.values() if utility.outage_phone),
        # Who was too quick may press the button again: his page goes on counting.
        opened=_opened(given) or int(time.time()),
        errors=tuple(FieldError(problem.field, problem.message) for problem in problems),
        name=given.get("name", ""),
        email=given.get("email", ""),
        message=given.get("message", ""),
        trap=given.get(TRAP, ""),
        answer_time=_answer_time(settings),
    )


def _answer_time(settings: Settings) -> AnswerTime:
    return AnswerTime(
        is_read=settings.contact_to is not None,
        answer_days=settings.contact_answer_days,
        keep_days=settings.contact_keep_days,
    )


def _opened(given: Mapping[str, str]) -> int | None:
    """When the page of this form was made; None for what cannot be."""
    text = given.get("opened", "")
    opened = int(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else 0
    return opened if 0 <= time.time() - opened <= OPEN_SECONDS_MAX else None


def _seconds_open(given: Mapping[str, str]) -> float | None:
    opened = _opened(given)
    return None if opened is None else time.time() - opened


handlers = [contact, send_message, sent]
