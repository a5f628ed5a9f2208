"""How words are put together for people, and taken apart to be compared."""

import unicodedata
from collections.abc import Iterable


def list_of(names: Iterable[str], word: str = "and") -> str:
    """("March", "April", "May") → "March, April and May"."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} {word} {last}" if most else last


def with_article(number: int) -> str:
    """800 → "an 800", 1600 → "a 1,600": as it is said."""
    spoken = str(number)
    first_group = spoken[: (len(spoken) - 1) % 3 + 1]
    return f"{'an' if spoken[0] == '8' or first_group in ('11', '18') else 'a'} {number:,}"


def folded(text: str) -> str:
    """A name without case, accents and repeated blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())
