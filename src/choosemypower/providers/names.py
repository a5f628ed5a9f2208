"""How a provider's name is written: folded for comparing, cased for people, short for URLs."""

import re
import unicodedata

LEGAL_ENDINGS = frozenset(
    {
        "llc",
        "inc",
        "incorporated",
        "lp",
        "llp",
        "lllp",
        "ltd",
        "limited",
        "corp",
        "corporation",
        "co",
        "company",
    }
)
_STATE = frozenset({"tx", "texas"})
_SMALL_WORDS = frozenset({"of", "and", "the", "by", "for", "in", "a", "de", "y"})
_CAPITALS = frozenset(
    {"txu", "ae", "aep", "ap", "apg", "bkv", "bp", "dte", "edf", "ev", "igs", "mi", "mp2", "nec", "nrg", "rep", "sfe"}
    | {"tnmp", "tx", "us", "usa", "xoom", "yep"}
)  # fmt: skip


def fold_name(name: str) -> str:
    """The same for every spelling of one provider: no case, accents, punctuation or legal ending.

    "Octopus Energy LLC" and "OCTOPUS ENERGY " fold alike; "AP GAS & ELECTRIC (TX) LLC" folds to "ap gas and
    electric".
    """
    words = _words(name)
    while (
        len(words) > 1
        and words[-1] in LEGAL_ENDINGS
        and not (words[-1] in {"co", "company"} and words[-2] == "and")
    ):
        words.pop()
    if re.search(r"\(\s*(?:tx|texas)\s*\)", name, re.IGNORECASE):
        words = [word for word in words if word not in _STATE] or words
    return " ".join(words)


def slugify(text: str, longest: int = 100) -> str:
    """Lower-case words joined by hyphens; empty when the text holds neither letters nor digits."""
    slug = "-".join(_words(text))
    if len(slug) <= longest:
        return slug
    return slug[: longest + 1].rpartition("-")[0] or slug[:longest]


def display_name(name: str) -> str:
    """A provider's name for people: legal ending dropped; capitals only where the name has them.

    A word that already mixes cases ("CleanSky") stays as it is.
    """
    kept = [word for word in re.split(r"\s+", name.strip()) if word]
    while len(kept) > 1 and kept[-1].strip(".,()").casefold() in LEGAL_ENDINGS - {"company", "co"}:
        kept.pop()
    if len(kept) > 2 and kept[-1].casefold() == "company":
        kept.pop()
    if len(kept) > 1 and re.fullmatch(r"\(\s*(?:tx|texas)\s*\)", kept[-1], re.IGNORECASE):
        kept.pop()
    is_shouted = not any(word != word.upper() and word != word.lower() for word in kept)
    cased = [_cased(word, is_first=place == 0, is_shouted=is_shouted) for place, word in enumerate(kept)]
    return " ".join(cased).rstrip(" ,.") or name.strip()


def _cased(word: str, *, is_first: bool, is_shouted: bool) -> str:
    bare = re.sub(r"\W", "", word).casefold()
    if bare in _CAPITALS and (is_shouted or word == word.upper()):
        return word.upper()
    if not is_shouted and word not in {word.upper(), word.lower()}:
        return word
    if bare in _SMALL_WORDS and not is_first:
        return word.lower()
    if not is_shouted and word == word.upper() and len(bare) <= 4:
        return word
    return re.sub(r"[^\W\d_]+('[^\W\d_]+)?", lambda match: match[0][0].upper() + match[0][1:].lower(), word)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", re.sub(r"['’.]", "", plain.casefold()))
