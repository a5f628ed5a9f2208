"""A meter file that somebody sent, read in a process of its own: no file can hold up the server."""

from collections.abc import Awaitable, Callable
from typing import Any

from choosemypower.usage.meter import MeterFile, read_in_worker
from choosemypower.usage.meter import MeterOptions as MeterOptions
from choosemypower.usage.readings import MeterFileError
from choosemypower.workers.pool import Limits, Pool, unless_gone

LIMITS = Limits(seconds=15, cpu_seconds=8, memory_bytes=100_000_000)


async def read_upload(
    content: bytes, options: MeterOptions, pool: Pool, receive: Callable[[], Awaitable[Any]]
) -> MeterFile:
    """What a meter file says of a year; `receive` is the request's, whose body is read.

    Raises MeterFileError and the errors of `workers.pool`.
    """
    work = pool.run(read_in_worker, content, options, limits=LIMITS, refuses=MeterFileError)
    return await unless_gone(receive, work)
