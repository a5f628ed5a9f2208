"""What the pool and its processes say to each other: frames of msgpack, never pickles, which could run code.

A frame is four bytes of length, most significant first, and that many bytes. A task is two frames, `Task` and the
foreign bytes; its answer is one.
"""

import struct

import msgspec

LENGTH = struct.Struct(">I")


class Task(msgspec.Struct, frozen=True, array_like=True):
    """Call a function with the bytes that follow and these options."""

    function: str
    """`module:name`."""
    options: msgspec.Raw
    memory_bytes: int
    cpu_seconds: int


class Done(msgspec.Struct, frozen=True, tag=True):
    value: msgspec.Raw


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The function raised one of our own errors: a sentence for the person who sent the bytes."""

    code: str
    detail: str
    extra: dict[str, object]


class OutOfMemory(msgspec.Struct, frozen=True, tag=True):
    pass


class Broke(msgspec.Struct, frozen=True, tag=True):
    """The function failed by a fault of ours; `where` is for the log and says nothing of the bytes."""

    where: str


WorkerAnswer = Done | Refused | OutOfMemory | Broke
