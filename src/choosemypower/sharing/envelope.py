"""How is a kept value written, so that whatever else comes back is a miss and never an error?

Magic, schema version, length, checksum, then msgpack. Not pickle: whoever can write to Redis must not run code here.
"""

import struct
from hashlib import blake2b
from typing import TypeVar

import msgspec

MAGIC = b"CMPW"
SCHEMA = 3
_HEAD = struct.Struct(">4sBI16s")

Value = TypeVar("Value")


def seal(value: object) -> bytes:
    """The value as bytes for Redis."""
    payload = msgspec.msgpack.encode(value)
    return _HEAD.pack(MAGIC, SCHEMA, len(payload), _checksum(payload)) + payload


def open_envelope(sealed: object, kind: type[Value]) -> Value | None:
    """The value again; None when the bytes are truncated, foreign, of another schema or damaged."""
    if not isinstance(sealed, bytes) or len(sealed) < _HEAD.size:
        return None
    magic, schema, length, checksum = _HEAD.unpack_from(sealed)
    payload = sealed[_HEAD.size :]
    if magic != MAGIC or schema != SCHEMA or length != len(payload) or checksum != _checksum(payload):
        return None
    try:
        return msgspec.msgpack.decode(payload, type=kind)
    except msgspec.DecodeError:
        return None


def _checksum(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=16).digest()
