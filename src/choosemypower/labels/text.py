"""A label's file as text, read in a process of its own: no file can hold up whoever asks."""

from choosemypower.documents.label_files import LabelFile, LabelFileError, read_in_worker
from choosemypower.workers.pool import Limits, Pool, TooMuchWorkError, UnreadableError

LIMITS = Limits(seconds=10, cpu_seconds=5, memory_bytes=200_000_000)
NO_TEXT = (LabelFileError, TooMuchWorkError, UnreadableError)
"""What is wrong with the file, as a sentence."""


async def text_of_file(content: bytes, media_type: str, pool: Pool) -> str:
    """The text of a PDF, an HTML page or a plain text. Raises NO_TEXT and BusyError."""
    work = pool.run(read_in_worker, content, LabelFile(media_type), limits=LIMITS, refuses=LabelFileError)
    return (await work).text


async def text_of_own_file(content: bytes) -> str:
    """The same for a command, with a process for this file only. Raises NO_TEXT."""
    pool = Pool(workers=1)
    async with pool.running():
        return await text_of_file(content, "", pool)
