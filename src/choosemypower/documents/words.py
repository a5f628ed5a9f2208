"""A text made plain before it is read: one kind of quote, dash and blank, no markup; cut into sentences."""

import re
import unicodedata
from html import unescape

_ODD = str.maketrans(
    {
        "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-",
        "\u200b": "", "\ufeff": "", "\ufffd": " ", "¡": " ", "¿": " ", "\u00ad": "", "\u0000": " ",
    }
)  # fmt: skip
_ABBREVIATION = re.compile(r"(?i)\b(min|max|approx|no|vs|e\.g|i\.e|a\.m|p\.m|u\.s)\.(?=\s)")
_CONTACT = re.compile(
    r"(?i)(?:\+?1[-. ])?\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b|\b1-8\d\d-[A-Z0-9-]{5,}"
    r"|\b(?:https?://|www\.)\S+|\S+@\S+|\b[\w-]+\.(?:com|org|net|gov)\b\S*"
)
"""Phone numbers, addresses of pages and people: their digits are no uses."""
_SOFT_BREAK = re.compile(
    r"[ \t]*\n[ \t]*(?=[a-záéíóúñ])"
    r"|(?i:(?<=\bthe)|(?<=\bof)|(?<=\ba)|(?<=\bis)|(?<=\bat)|(?<=\bif)|(?<=\bor)|(?<=\band)|(?<=\bto)|(?<=\bfor)|(?<=\bper)"
    r"|(?<=\bthan)|(?<=\byou)|(?<=\byour)|(?<=\bwhen)|(?<=\bin)|(?<=\bleast)|(?<=\bover)|(?<=\bunder)|(?<=\bde)|(?<=\bla)"
    r"|(?<=\bel)|(?<=\bsi)|(?<=\bo)|(?<=\by)|(?<=\bque)|(?<=\bal)|(?<=\bmenos)|(?<=\bun)|(?<=,))[ \t]*\n[ \t]*"
)
"""A line break within a sentence: the next line goes on in small letters, or this one ends in the middle."""
_SENTENCE_END = re.compile(r"(?:\.(?!\d)|(?<=[a-z)])\.(?=\d)|[!?;|\n•·]|:::|\*)+")


def plain(text: str) -> str:
    """The text without markup and odd characters; case and line breaks kept."""
    without_markup = unescape(re.sub(r"</?[A-Za-z][^<>]{0,200}>", "\n", text))
    return unicodedata.normalize("NFKC", without_markup).translate(_ODD)


def fold(text: str) -> str:
    """Lower case without accents, character by character, so that places stay the same."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What a character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = unicodedata.normalize("NFD", chr(code))[0].lower()[0]
        return folded


_FOLDED = _Folded()


def as_said(text: str) -> str:
    """A fee text with the spellings of lists undone: "(1)", "$(50.00)", "créditode", "min."."""
    said = re.sub(r"\((?:s|es)\)", "", plain(text))
    said = re.sub(r"(?:^|(?<=\s))(?:\(\d\)|\d\))\s", "; ", said)
    said = re.sub(r"\$\s?-\s?(?=[\d.])", "-$", said)
    said = re.sub(r"\$\s?\(\s?([\d.,]+)\s?\)", r"-$\1", said)
    said = re.sub(r"(?i)(cr[eé]dito|cargo|tarifa)(de)(?=[\s$])", r"\1 \2", said)
    said = _ABBREVIATION.sub(lambda found: found[0][:-1], _CONTACT.sub(" ", said))
    return _SOFT_BREAK.sub(" ", said)


def sentences(text: str) -> list[str]:
    """The text's sentences; a full stop inside a number does not end one."""
    parts = (part.strip(" ,:\t") for part in _SENTENCE_END.split(text))
    return [part if "-$" in part else part.strip("- ") for part in parts if part.strip("- ")]
