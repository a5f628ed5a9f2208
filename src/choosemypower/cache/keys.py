"""Under which name is an answer kept? Two requests share a name only if the app cannot tell them apart."""

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, quote, quote_plus

from choosemypower.sharing.budgets import KEY_PREFIX, KEY_SCHEMA

URL_CHARACTERS_MAX = 2048
"""Longer addresses are answered but not kept."""
_READABLE_CHARACTERS_MAX = 160
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")
_PATH_SAFE = "/:@!$&'()*+,;=~-._"
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/:@!$&'()*+,;=~._-]*")


def canonical_query(query_string: bytes, known: tuple[str, ...]) -> str:
    """The part of a query that reaches the handler: known names only, in the route's order, encoded one way.

    Values of one name keep their order; bytes that are no UTF-8 stay apart from each other.
    """
    if not query_string or not known:
        return ""
    places = _places(known)
    text = query_string.decode("utf-8", "surrogateescape")
    pairs = [pair for pair in pairs_of(text, errors="surrogateescape") if pair[0] in places]
    pairs.sort(key=lambda pair: places[pair[0]])
    return "&".join([f"{form_quoted(name)}={form_quoted(value)}" for name, value in pairs])


def pairs_of(text: str, *, errors: str = "replace") -> list[tuple[str, str]]:
    """The names and values of a query, empty ones too; most are written plainly, which is read in a third of
    `parse_qsl`'s time."""
    if "%" in text or "+" in text:
        return parse_qsl(text, keep_blank_values=True, errors=errors)
    divided = (pair.partition("=") for pair in text.split("&") if pair)
    return [(name, value) for name, _, value in divided]


@lru_cache(maxsize=256)
def _places(known: tuple[str, ...]) -> dict[str, int]:
    return {name: place for place, name in enumerate(known)}


def form_quoted(text: str, also_plain: str = "") -> str:
    """As in a form; most words need no quoting, which is seen in a quarter of `quote_plus`'s time."""
    return text if _PLAIN.fullmatch(text) else quote_plus(text, safe=also_plain, errors="surrogateescape")


def has_unknown_names(query_string: bytes, canonical: str) -> bool:
    """Does a query hold more than its canonical part?"""
    return bool(query_string) and _count_pairs(query_string) != _count_pairs(canonical.encode())


def _count_pairs(query: bytes) -> int:
    return len([pair for pair in query.split(b"&") if pair])


def canonical_url(path: str, query: str) -> str:
    """Path and canonical query as one name; the `?` cannot occur in the encoded path."""
    encoded = encoded_path(path)
    return f"{encoded}?{query}" if query else encoded


def encoded_path(path: str) -> str:
    """As in an address; most paths need no encoding, which is seen in a tenth of `quote`'s time."""
    return path if _PLAIN_PATH.fullmatch(path) else quote(path, safe=_PATH_SAFE, errors="surrogatepass")


def shared_key(edition: str, budget: str, url: str) -> str:
    """The name in Redis. `edition` is an edition's key; the braces keep one class's keys and its book-keeping on one
    cluster slot.

    Long addresses are replaced by their SHA-256, marked so that no address can look like one.
    """
    name = f"u{url}" if len(url) <= _READABLE_CHARACTERS_MAX else f"h{sha256(url.encode()).hexdigest()}"
    return f"{KEY_PREFIX}{{{budget}}}:{KEY_SCHEMA}:{edition}:{name}"
