"""Publish a listing beside a running program, and read what it then answers."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from choosemypower import ingest
from choosemypower.settings import Settings
from tests.support.waiting import until


async def read(http: httpx.AsyncClient, path: str) -> Any:
    response = await http.get(path)
    assert response.status_code == 200, response.text
    return response.json()


async def publish(http: httpx.AsyncClient, settings: Settings, file: Path, day: int) -> None:
    """Ingest a listing of that day of January 2026 and wait until answers are made from it."""
    as_of = datetime(2026, 1, day, 18, tzinfo=UTC)
    # What was rolled back once is doubtful when it comes again.
    report = await ingest.run(str(file), settings=settings, as_of=as_of, accept=True)

    async def is_followed() -> bool:
        response = await http.get("/api/v1/datasets/current")
        return response.status_code == 200 and response.json()["meta"]["epoch"] == report.dataset

    await until(is_followed)
