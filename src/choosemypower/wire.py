"""What answers at the database's address speaks PostgreSQL's protocol, or it is not listened to.

asyncpg takes a message of type 0 for none, and reads the same one again for ever: its own timeout never comes, and
nothing else is done by the process meanwhile. So each message's head is looked at before asyncpg sees it.
"""

import asyncio
import struct

import asyncpg.protocol

_HEAD = struct.Struct("!Bi")
"""Type and length; the length counts itself."""
_TYPES = frozenset(b"123ACDEGHIKNRSTVWZcdnstv")
"""Of the messages that a server sends (PostgreSQL, "Message Formats")."""
_LENGTH_MIN, _LENGTH_MAX = 4, 0x3FFFFFFF
"""PostgreSQL allocates no more for one; every piece of text taken for a length is above it."""


class NotPostgresError(ConnectionError):
    """Something else answers at the database's address."""


class Messages:
    """Follows where each message of a stream begins, in whatever pieces it comes."""

    def __init__(self) -> None:
        self._head = b""
        self._rest = 0

    def may_come_from_postgres(self, piece: bytes) -> bool:
        """Whether all messages that begin in this piece, the next of the stream, are of a kind that a server sends."""
        if self._head:
            piece = self._head + piece
        position, end = self._rest, len(piece)
        while position + _HEAD.size <= end:
            kind, length = _HEAD.unpack_from(piece, position)
            if kind not in _TYPES or not _LENGTH_MIN <= length <= _LENGTH_MAX:
                return False
            position += 1 + length
        self._rest = max(0, position - end)
        self._head = piece[position:]
        return not self._head or self._head[0] in _TYPES


class WatchedProtocol(asyncpg.protocol.Protocol):  # type: ignore[misc]
    """asyncpg's, which gives the connection up at the first bytes that PostgreSQL does not say."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._messages = Messages()
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._messages.may_come_from_postgres(data):
            super().data_received(data)
        else:
            self.connection_lost(NotPostgresError())
            self._transport.close()


def watch_connections() -> None:
    """Have every connection of this process watched; asyncpg has no setting for it."""
    asyncpg.protocol.Protocol = WatchedProtocol
