"""Which bytes does this client take, and how are they made? Compression happens here and nowhere else."""

import gzip
import zlib
from collections.abc import Iterable
from enum import Enum, StrEnum
from functools import lru_cache

import brotli

COMPRESS_FROM_BYTES = 700
"""Below this a compressed body plus its header saves nothing worth a second variant."""
OFF_LOOP_FROM_BYTES = 400_000
"""From here a thread compresses for the first visitor too: handing over costs 0.3 ms, as much as 100 kB do."""

REMEMBERED_BELOW_BYTES = 600

_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/ld+json",
    "application/manifest+json",
    "application/javascript",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/vnd.oai.openapi",
    "application/yaml",
    "image/svg+xml",
)


class Encoding(StrEnum):
    """The content codings that we keep; declared in the order in which we prefer them."""

    BROTLI = "br"
    GZIP = "gzip"
    IDENTITY = "identity"


class Effort(Enum):
    """How long may it take? (A city page of 41 kB: Brotli, gzip, on one machine.)"""

    QUICK = (1, 1)
    """While a visitor waits: 0.11 ms for 8.4 kB, 0.29 ms for 8.7 kB."""
    DENSE = (5, 6)
    """When nobody waits: 0.82 ms for 6.8 kB, 0.71 ms for 7.6 kB; Brotli's 9 takes 38 ms and saves 1 %."""
    DENSEST = (11, 9)
    """Once per release, for files."""


class CompressionCount:
    """How often has this process compressed anything? A page seen before must not raise it."""

    runs = 0
    restored = 0
    """How often were plain bytes made from compressed ones?"""


def compress(body: bytes, encoding: Encoding, effort: Effort) -> bytes:
    """The body in this coding. Releases the interpreter lock while it works."""
    brotli_quality, gzip_level = effort.value
    CompressionCount.runs += 1
    if encoding is Encoding.BROTLI:
        return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=brotli_quality, lgwin=18))
    if encoding is Encoding.GZIP:
        # mtime 0: the same page has the same bytes in every process.
        return gzip.compress(body, compresslevel=gzip_level, mtime=0)
    raise ValueError(f"Nothing to compress for {encoding}.")


def restore(body: bytes, encoding: Encoding) -> bytes:
    """The plain body again, from the coding that it was kept in."""
    CompressionCount.restored += encoding is not Encoding.IDENTITY
    if encoding is Encoding.GZIP:
        return zlib.decompress(body, wbits=31)
    if encoding is Encoding.BROTLI:
        return bytes(brotli.decompress(body))
    return body


def is_compressible(content_type: bytes, body: bytes) -> bool:
    """Is a second, smaller copy of this body worth keeping?"""
    return len(body) >= COMPRESS_FROM_BYTES and content_type.decode("latin-1").lower().startswith(
        _COMPRESSIBLE
    )


def encodings_for(headers: Iterable[tuple[bytes, bytes]]) -> tuple[Encoding, ...]:
    """What may be sent to a client with these headers, best first. There are few such headers, and they come often."""
    given = b",".join([value for name, value in headers if name == b"accept-encoding"])
    return (
        _remembered(given)
        if len(given) < REMEMBERED_BELOW_BYTES
        else _accepted_encodings(given.decode("latin-1"))
    )


@lru_cache(maxsize=500)
def _remembered(given: bytes) -> tuple[Encoding, ...]:
    return _accepted_encodings(given.decode("latin-1"))


def _accepted_encodings(accept_encoding: str) -> tuple[Encoding, ...]:
    """What may be sent to a client with this header, best first. RFC 9110 §12.5.3.

    Identity always closes the list: a client that refuses everything gets the plain bytes rather than an error.
    """
    weights = _weights(accept_encoding)
    others = weights.get("*", 0.0)
    wanted = []
    for rank, encoding in enumerate((Encoding.BROTLI, Encoding.GZIP)):
        weight = weights.get(encoding.value, others)
        if encoding is Encoding.GZIP and "gzip" not in weights:
            weight = weights.get("x-gzip", others)
        if weight > 0:
            wanted.append((-weight, rank, encoding))
    identity_weight = weights.get("identity")
    if identity_weight is not None and identity_weight > 0:
        wanted.append((-identity_weight, 2, Encoding.IDENTITY))
    ranked = tuple(encoding for _, _, encoding in sorted(wanted))
    if Encoding.IDENTITY in ranked:
        return ranked[: ranked.index(Encoding.IDENTITY) + 1]
    return (*ranked, Encoding.IDENTITY)


def _weights(accept_encoding: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if not name:
            continue
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    weight = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    weight = 0.0
                if weight != weight:
                    weight = 0.0
        weights[name] = weight
    return weights
