"""Where a listing comes from: a file, or an address; never more than we are ready to hold."""

import asyncio
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import msgspec

from choosemypower.ingest.errors import FetchFailedError, ListingRefusedError
from choosemypower.units import TEXAS
from choosemypower.upstreams.client import USER_AGENT

LIVE_EXPORT_URL = "http://www.powertochoose.org/en-us/Plan/ExportToCsv"
LARGEST_BYTES = 64 * 1024 * 1024
"""Forty times the state's export."""
MOST_REDIRECTS = 5


TIME_OF_FILE = "time of the file"


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    content: bytes
    source: str
    """The address, or the name of the file."""
    as_of: datetime
    """When the listing said so, as far as its origin tells (UTC)."""
    as_of_from: str
    """How `as_of` was found: `file name`, `time of fetching` or `time of the file`."""
    fetched_at: datetime

    @property
    def is_dated(self) -> bool:
        """Whether its origin says of when it is; the time of a file may be that of a copy."""
        return self.as_of_from != TIME_OF_FILE


async def fetch_listing(source: str, *, seconds: float = 60) -> Fetched:
    """The bytes behind a file name or an http(s) address, within this time. Raises an AppError with the reason."""
    if re.match(r"(?i)[a-z][a-z0-9+.-]+://", source):
        return await _fetch_address(source, seconds)
    return await asyncio.to_thread(read_file, Path(source))


def read_file(path: Path) -> Fetched:
    try:
        if not path.is_file():
            raise FetchFailedError(f"{path} is not a file." if path.exists() else f"There is no file {path}.")
        status = path.stat()
        if status.st_size > LARGEST_BYTES:
            raise ListingRefusedError(_too_large(f"{status.st_size / 1024**2:,.0f} MB"))
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise FetchFailedError(f"{path} cannot be read: {error.strerror or error}.") from None
    if len(content) > LARGEST_BYTES:
        raise ListingRefusedError(_too_large("more"))
    now = datetime.now(UTC)
    named = _moment_in_name(path.name, now)
    return Fetched(
        content=content,
        source=path.name,
        as_of=named or min(datetime.fromtimestamp(status.st_mtime, UTC), now),
        as_of_from="file name" if named else TIME_OF_FILE,
        fetched_at=now,
    )


async def _fetch_address(address: str, seconds: float) -> Fetched:
    if urlsplit(address).scheme.lower() not in {"http", "https"}:
        raise FetchFailedError(f"{address} cannot be fetched: only http:// and https:// addresses can.")
    try:
        async with asyncio.timeout(seconds):
            content = await _download(address, seconds)
    except (TimeoutError, httpx.TimeoutException):
        raise FetchFailedError(f"{address} did not answer within {seconds:g} s.") from None
    except (httpx.InvalidURL, httpx.HTTPError, OSError) as error:
        reason = str(error).strip() or type(error).__name__
        raise FetchFailedError(f"{address} cannot be fetched: {reason.rstrip('.')}.") from None
    now = datetime.now(UTC)
    named = _moment_in_name(unquote(urlsplit(address).path.rpartition("/")[2]), now)
    return Fetched(
        content=content,
        source=_without_credentials(address),
        as_of=named or now,
        as_of_from="file name" if named else "time of fetching",
        fetched_at=now,
    )


async def _download(address: str, seconds: float) -> bytes:
    """The body of a successful answer, stopped as soon as it grows too large."""
    async with (
        httpx.AsyncClient(
            follow_redirects=True,
            max_redirects=MOST_REDIRECTS,
            timeout=seconds,
            headers={"User-Agent": USER_AGENT, "Accept": "text/csv, text/plain;q=0.9, */*;q=0.5"},
        ) as client,
        client.stream("GET", address) as response,
    ):
        if response.status_code != 200:
            raise FetchFailedError(
                f"{address} answered {response.status_code} {response.reason_phrase}".rstrip() + "."
            )
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in {"text/html", "application/xhtml+xml"}:
            raise ListingRefusedError(f"{address} answered with a web page instead of a listing.")
        content = bytearray()
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > LARGEST_BYTES:
                raise ListingRefusedError(_too_large("more"))
        return bytes(content)


def _too_large(size: str) -> str:
    return (
        f"The listing is too large: {size}, and {LARGEST_BYTES // 1024**2} MB is the most that is read"
        " (the state's whole export has 1.5 MB)."
    )


def _moment_in_name(name: str, now: datetime) -> datetime | None:
    """Noon in Texas of the day that a file name holds, e.g. `ptc_2026-01-17.csv`; None when it holds none."""
    for found in re.finditer(r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)", name):
        try:
            day = date(*map(int, found.groups()))
        except ValueError:
            continue
        moment = datetime.combine(day, time(12), TEXAS).astimezone(UTC)
        if day <= now.astimezone(TEXAS).date():
            return min(moment, now)
    return None


def _without_credentials(address: str) -> str:
    """An address that may be shown: without user name and password."""
    return re.sub(r"(?i)^([a-z]+://)[^/@]*@", r"\1", address)
