"""What a message says, and what happens when Slack or the mail server is down, slow or refuses."""

import asyncio
import logging

import msgspec
import pytest

from choosemypower.alerts import NoticeKind
from choosemypower.settings import Settings, SettingsError, load_settings
from tests.alerts.fleet import Fleet, a_fleet, kinds
from tests.standins.slack import Slack
from tests.support.postgres import unreachable_postgres
from tests.support.smtp import MailServer
from tests.support.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.db]

MAILED = {"mail_from": "Site <site@example.org>", "alerts_to": "people@example.org"}


def data_lines(slack: Slack) -> list[str]:
    return [line for line in slack.headlines if "data stale" in line]


async def test_slack_is_told_in_blocks_with_the_fields_of_the_specification(
    stocked: Settings, slack: Slack
) -> None:
    async with a_fleet(stocked, slack) as fleet:
        await fleet.look(3)
    (message,) = (message for message in slack.messages if "data stale" in message["text"])
    header, sentence, facts, _ = message["blocks"]
    assert header["text"]["text"] == "Alert: data stale"
    assert "over a day" in sentence["text"]["text"]
    told = dict(field["text"].split("\n", 1) for field in facts["fields"])
    assert told["*Type*"] == "data"
    assert told["*Severity*"] == "critical"
    assert told["*Threshold*"] == "24 h"
    assert float(told["*Current*"].removesuffix(" h")) > 24
    assert told["*Time*"].endswith("UTC")


async def test_mail_and_log_say_the_same(
    stocked: Settings, mail: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_fleet(stocked, None, smtp_url=mail.url, **MAILED) as fleet:
        caplog.set_level(logging.INFO, logger="choosemypower")
        await fleet.look(3)
    (letter,) = (letter for letter in mail.letters if "data stale" in letter["Subject"])
    assert letter["To"] == "people@example.org"
    assert letter["Subject"] == "Alert: data stale (critical)"
    for words in ("Type: data", "Severity: critical", "Threshold: 24 h", "Current: "):
        assert words in letter.get_content()
    (line,) = (record for record in caplog.records if "data stale" in record.getMessage())
    assert line.levelno == logging.ERROR
    assert "threshold 24 h" in line.getMessage()


async def test_without_a_channel_the_log_alone_is_told(
    stocked: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_fleet(stocked, None) as fleet:
        caplog.set_level(logging.INFO, logger="choosemypower")
        assert kinds(await fleet.look(5), "data_stale") == [NoticeKind.BEGUN]
    assert sum("Alert: data stale" in record.getMessage() for record in caplog.records) == 1


async def test_what_slack_did_not_take_is_said_again_at_the_next_look(
    stocked: Settings, slack: Slack
) -> None:
    async with a_fleet(stocked, slack, count=1) as fleet:
        slack.status = 503
        assert await fleet.look(4) == []
        assert slack.messages == []
        attempts = slack.attempts
        slack.status = 200
        assert kinds(await fleet.look(3), "data_stale") == [NoticeKind.BEGUN]
        assert data_lines(slack) == ["Alert: data stale"]
        assert attempts >= 6, "each message was tried three times"


async def test_one_channel_that_is_down_does_not_keep_the_other(
    stocked: Settings, slack: Slack, mail: MailServer
) -> None:
    mail.stop()
    async with a_fleet(stocked, slack, count=1, smtp_url=mail.url, **MAILED) as fleet:
        await fleet.look(6)
    assert data_lines(slack) == ["Alert: data stale"]


async def test_a_webhook_that_is_gone_is_not_tried_again_at_once_and_never_logged(
    stocked: Settings, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.status = 404
    async with a_fleet(stocked, slack, count=1) as fleet:
        caplog.set_level(logging.DEBUG, logger="choosemypower")
        await fleet.look(3)
    assert slack.attempts == 2, "one for each alert: data old and data stale"
    assert "answers 404" in caplog.text
    assert "/services/" not in caplog.text


async def test_visitors_are_answered_while_slack_hangs(stocked: Settings, slack: Slack) -> None:
    slack.may_answer.clear()
    async with a_fleet(stocked, slack, count=1) as fleet:
        await fleet.look(2)
        telling = asyncio.create_task(fleet.look(1))
        await until(lambda: slack.attempts > 0)
        for answered in range(10):
            assert (await fleet.http.get(f"/api/v1/plans?zip=77002&kwh={1000 + answered}")).status_code == 200
        assert not telling.done()
        slack.may_answer.set()
        assert kinds(await telling, "data_stale") == [NoticeKind.BEGUN]


async def test_the_life_of_an_alert_survives_a_restart(stocked: Settings, slack: Slack) -> None:
    async with a_fleet(stocked, slack) as fleet:
        await fleet.look(5)
        fleet.watches = [fleet.another()]
        await fleet.look(50)
        assert data_lines(slack) == ["Alert: data stale"]
        await fleet.look(10)
        assert data_lines(slack) == ["Alert: data stale", "Still an alert: data stale"]


async def test_a_process_that_never_saw_the_database_only_writes_to_its_log(
    base_settings: Settings, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = msgspec.structs.replace(base_settings, database_url="postgresql://nobody@127.0.0.1:1/nothing")
    async with a_fleet(nowhere, slack) as fleet:
        caplog.set_level(logging.INFO, logger="choosemypower")
        await fleet.look(4)
    assert slack.messages == []
    assert "Alert: database down" in caplog.text


async def test_what_began_while_the_database_was_away_ends_once_when_it_is_back(
    stocked: Settings, slack: Slack
) -> None:
    async def ended(fleet: Fleet) -> int:
        await fleet.look(3)
        return sum("Over: database down" in line for line in slack.headlines)

    async with a_fleet(stocked, slack) as fleet:
        await fleet.look()
        async with unreachable_postgres(fleet.settings):
            await fleet.look(4)
        assert await ended(fleet) == 1
        assert await ended(fleet) == 1


@pytest.mark.parametrize("url", ["hooks.slack.com/services/T/B/hush", "ftp://x/hush", "https:///hush"])
def test_a_webhook_that_cannot_be_used_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(SettingsError, match="SLACK_WEBHOOK_URL") as refused:
        load_settings({"SLACK_WEBHOOK_URL": url})
    assert "hush" not in str(refused.value)


def test_alerts_by_mail_need_a_mail_server() -> None:
    with pytest.raises(SettingsError, match="ALERTS_TO needs SMTP_URL"):
        load_settings({"ALERTS_TO": "people@example.org"})
