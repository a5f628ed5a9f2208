"""How words are put together for people, and taken apart to be compared."""

import unicodedata
from collections.abc import Iterable


def list_of(names: Iterable[str], word: str = "and") -> str:
    """("March", "April", "May") → "March, April and May"."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} {word} {last}" if most else last


def folded(text: str) -> str:
    """A name without case, accents and repeated blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())
