"""Raw answers kept on disk, to be read again without asking anybody."""

import hashlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    content: bytes
    recorded_at: float
    """Seconds since 1970."""

    @property
    def age_hours(self) -> float:
        return (time.time() - self.recorded_at) / 3600


class Recordings:
    """A folder with one file for each question; what is written is there whole or not at all.

    The name of a file is a hash of the question. Only for services that are asked nothing personal.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, path: str, parameters: Mapping[str, str]) -> Recording | None:
        """The last answer to this question; None when there is none."""
        file = self._file(path, parameters)
        try:
            content = file.read_bytes()
            return Recording(content=content, recorded_at=file.stat().st_mtime)
        except OSError:
            return None

    def keep(self, path: str, parameters: Mapping[str, str], content: bytes) -> None:
        """Remember this answer instead of the last."""
        file = self._file(path, parameters)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content)
        part.replace(file)

    def _file(self, path: str, parameters: Mapping[str, str]) -> Path:
        question = "&".join([path, *(f"{name}={value}" for name, value in sorted(parameters.items()))])
        return self.folder / f"{hashlib.sha256(question.encode()).hexdigest()[:32]}.json"
