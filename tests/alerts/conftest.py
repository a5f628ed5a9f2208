"""Slack, a mail server and a Redis of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cache.conftest import RedisServer
from tests.standins.slack import Slack
from tests.support.smtp import MailServer, mail_server


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack().running() as stand_in:
        yield stand_in


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    yield server
    server.stop()
