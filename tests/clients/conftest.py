"""The site under a real server, and what it says of itself."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from choosemypower.settings import Settings
from tests.support.server import running_server


@pytest.fixture
def base_url(stocked: Settings) -> Iterator[str]:
    with running_server(stocked) as url:
        yield url


@pytest.fixture
def document(base_url: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{base_url}/api/openapi.json").json()
    return found


@pytest.fixture
def plan_id(base_url: str) -> str:
    """Of a plan that is listed."""
    listed = httpx.get(f"{base_url}/api/v1/plans?page-size=1").json()
    return str(listed["data"][0]["planId"])
