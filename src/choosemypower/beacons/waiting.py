"""Beacons that one process holds until they are written."""

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Generic, TypeVar

Said = TypeVar("Said")

HASH_BYTES = 16
MOST_WAITING = 20_000
"""Of one process, some 10 MB: two minutes of the fastest flood that it answers, while the database is away."""


class WaitingBeacons(Generic[Said]):
    """What each waiting beacon said, by the hash of its id. `room` keeps the ids of different senders apart."""

    def __init__(self, room: str) -> None:
        self._room = room
        self._most = MOST_WAITING
        self._said: dict[bytes, Said] = {}

    def __len__(self) -> int:
        return len(self._said)

    def __iter__(self) -> Iterator[Said]:
        return iter(self._said.values())

    def add(self, beacon: str, said: Said) -> tuple[bool, Said | None]:
        """Is it the first of its id, and what the oldest one said where there is no room for both any more."""
        key = blake2b(f"{self._room} {beacon}".encode(), digest_size=HASH_BYTES).digest()
        if key in self._said:
            return False, None
        self._said[key] = said
        return True, self._said.pop(next(iter(self._said))) if len(self._said) > self._most else None

    def take(self) -> Mapping[bytes, Said]:
        """All of them, to be written; they wait no longer."""
        taken, self._said = self._said, {}
        return taken

    def put_back(self, taken: Mapping[bytes, Said]) -> list[Said]:
        """They could not be written. Returns what the oldest said for which there is no room any more."""
        self._said = {**self._said, **taken}
        return [self._said.pop(next(iter(self._said))) for _ in range(len(self._said) - self._most)]
