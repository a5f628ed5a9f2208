"""How a notice reaches people: Slack, an inbox, the log. All at the same time; none of them holds the others up."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from choosemypower.alerts.model import Alert, Notice, NoticeKind, Severity
from choosemypower.mail import Letter, MailError, send_mail
from choosemypower.settings import Settings

log = logging.getLogger(__name__)

SLACK_SECONDS = 5.0
MAIL_SECONDS = 30.0
ATTEMPTS = 3
PAUSE_SECONDS = 0.5
"""Before the second attempt; twice as long before each further one."""
WORDS = {
    NoticeKind.BEGUN: "Alert",
    NoticeKind.REPEATED: "Still an alert",
    NoticeKind.ENDED: "Over",
}


class NotDeliveredError(Exception):
    """A channel did not take a notice; the sentence holds no address and no secret."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final
        """Trying again soon would not help."""


class Channels:
    """Those that the settings name, and always the log."""

    def __init__(self, settings: Settings, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._settings = settings
        self._pause_seconds = pause_seconds

    async def tell(self, notice: Notice, *, is_log_only: bool = False) -> bool:
        """Send it everywhere; False where somebody should have heard of it and nobody has."""
        _log(notice)
        channels = {} if is_log_only else self._channels()
        if not channels:
            return True
        done = await asyncio.gather(*(self._deliver(name, send, notice) for name, send in channels.items()))
        return any(done)

    def _channels(self) -> dict[str, Callable[[Notice], Awaitable[None]]]:
        settings = self._settings
        channels: dict[str, Callable[[Notice], Awaitable[None]]] = {}
        if settings.slack_webhook_url is not None:
            channels["Slack"] = self._to_slack
        if settings.smtp_url is not None and settings.alerts_to is not None:
            channels["E-mail"] = self._to_inbox
        return channels

    async def _deliver(self, name: str, send: Callable[[Notice], Awaitable[None]], notice: Notice) -> bool:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                await send(notice)
            except NotDeliveredError as error:
                if not error.is_final and attempt < ATTEMPTS:
                    await asyncio.sleep(self._pause_seconds * 2 ** (attempt - 1))
                    continue
                log.warning("%s did not accept the alert %s: %s", name, notice.rule, error)
                return False
            return True
        return False

    async def _to_slack(self, notice: Notice) -> None:
        # Loaded only where it is used.
        import httpx

        try:
            async with asyncio.timeout(SLACK_SECONDS), httpx.AsyncClient(timeout=SLACK_SECONDS) as http:
                answer = await http.post(
                    str(self._settings.slack_webhook_url),
                    json=_slack_message(notice, self._settings.base_url),
                )
        except (httpx.HTTPError, OSError, TimeoutError) as error:
            raise NotDeliveredError(f"it cannot be reached ({type(error).__name__})") from None
        if answer.status_code != 200:
            raise NotDeliveredError(
                f"it answers {answer.status_code}",
                is_final=400 <= answer.status_code < 500 and answer.status_code != 429,
            )

    async def _to_inbox(self, notice: Notice) -> None:
        try:
            async with asyncio.timeout(MAIL_SECONDS):
                await send_mail(letter(notice, self._settings), self._settings)
        except (MailError, TimeoutError) as error:
            raise NotDeliveredError(str(error) or "it does not answer in time") from None


def _slack_message(notice: Notice, site: str) -> dict[str, Any]:
    """An incoming webhook's message: blocks, and a text for notifications."""
    fields = [{"type": "mrkdwn", "text": f"*{name}*\n{_escaped(value)}"} for name, value in _facts(notice)]
    return {
        "text": _escaped(_headline(notice)),
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": _headline(notice)[:150]}},
            {"type": "section", "text": {"type": "mrkdwn", "text": _escaped(notice.alert.message)}},
            {"type": "section", "fields": fields[:10]},
            {
                "type": "context",
                "elements": [{"type": "mrkdwn", "text": _escaped(f"{site} · {_page(notice)}")}],
            },
        ],
    }


def letter(notice: Notice, settings: Settings) -> Letter:
    """The same as a mail."""
    facts = "\n".join(f"{name}: {value}" for name, value in _facts(notice))
    return Letter(
        to=str(settings.alerts_to),
        subject=f"{_headline(notice)} ({notice.alert.severity})",
        text=f"{notice.alert.message}\n\n{facts}\n\n{settings.base_url}\n{_page(notice)}\n",
        key=notice.key,
    )


def _log(notice: Notice) -> None:
    alert = notice.alert
    level = logging.ERROR if alert.severity is Severity.CRITICAL else logging.WARNING
    log.log(
        logging.INFO if notice.kind is NoticeKind.ENDED else level,
        "%s: %s %s",
        _headline(notice),
        alert.message,
        "; ".join(f"{name.lower()} {value}" for name, value in _facts(notice)),
        extra={"alert": msgspec.to_builtins(alert) | {"rule": notice.rule, "kind": str(notice.kind)}},
    )


def _headline(notice: Notice) -> str:
    return f"{WORDS[notice.kind]}: {notice.rule.replace('_', ' ')}"


def _facts(notice: Notice) -> list[tuple[str, str]]:
    alert = notice.alert
    facts = [
        ("Type", str(alert.type)),
        ("Severity", str(alert.severity)),
        ("Time", f"{notice.at:%Y-%m-%d %H:%M:%S} UTC"),
        ("Since", f"{notice.since:%Y-%m-%d %H:%M:%S} UTC"),
    ]
    if alert.threshold is not None:
        facts.append(("Threshold", _value(alert.threshold, alert)))
    if alert.current is not None:
        facts.append(("Current", _value(alert.current, alert)))
    return facts + [(name.capitalize(), value) for name, value in alert.details]


def _value(value: float, alert: Alert) -> str:
    return f"{value:.10g} {alert.unit}".rstrip()


def _page(notice: Notice) -> str:
    return f"docs/runbooks/in-app-alerts.md#{notice.rule}"


def _escaped(text: str) -> str:
    """What Slack takes for a sign of its own, written as it wants it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
