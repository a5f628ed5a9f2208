"""Which place does somebody mean who types a name? "Houston, TX", "Mc Allen", "ft worth", "Katy, Texas 77494"."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from choosemypower.sentences import folded, list_of
from choosemypower.territories.answers import answer_zip
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import City, PlaceName, ZipAnswer, ZipAnswerCode

MAX_CHARACTERS = 60
NEAR_PLACES = 3
LEAST_LIKENESS = 0.72
"""Of two spellings, by difflib: one wrong letter of five is 0.8, two of eight 0.75."""

_ABBREVIATED = re.compile(r"\b[^aeiouy\W]+\b", re.IGNORECASE)
"""A word without a vowel, as in "Clear Lk Shrs": known when typed, but never offered."""
_ZIP = re.compile(r"(?<![0-9-])[0-9]{5}(?:-?[0-9]{4})?(?![0-9-])")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['’`]")
_STATE = frozenset({"tx", "texas", "tex", "usa", "us"})
_SHORT = {
    "ft": ("fort",),
    "st": ("saint",),
    "ste": ("saint",),
    "mt": ("mount",),
    "pt": ("port", "point"),
    "n": ("north",),
    "s": ("south",),
    "e": ("east",),
    "w": ("west",),
    "no": ("north",),
    "so": ("south",),
    "spgs": ("springs",),
    "hts": ("heights",),
    "lk": ("lake",),
}
"""What addresses shorten, and what it may stand for."""


def answer_line(given: str, atlas: Atlas, *, plans_by_utility: Mapping[str, int] | None) -> ZipAnswer:
    """What we say to a ZIP code, also where it stands in a line with its city and its state."""
    answer = answer_zip(given, atlas, plans_by_utility=plans_by_utility)
    within = zip_within(given)
    if answer.code is ZipAnswerCode.INVALID_FORMAT and within is not None:
        return answer_zip(within, atlas, plans_by_utility=plans_by_utility)
    return answer


def is_name(given: str) -> bool:
    """Does this name a place by letters, without a ZIP code?"""
    return zip_within(given) is None and re.search("[a-z]", folded(given)) is not None


def unknown_city(given: str, atlas: Atlas) -> str:
    """What we say to a name that no city has, with those that look like it."""
    near = [place.name for place in near_places(atlas, given)]
    question = f"Did you mean {list_of(near, 'or')}? " if near else ""
    return (
        f"We found no Texas city of this name. {question}Many communities have the ZIP code of a city: it is on "
        "your bill. Enter 5 digits, like 77002."
    )


def zip_within(text: str) -> str | None:
    """The one ZIP code in a line such as "Houston, TX 77002"; None where there is none, or several."""
    found = _ZIP.findall(text)
    return found[0] if len(found) == 1 else None


def named_city(atlas: Atlas, text: str) -> City | None:
    """The city of this name, however it is spelled; None where there is none, or several."""
    keys = name_keys(text)
    for some in (keys, [key.removesuffix("city") for key in keys]):
        cities = {city.slug: city for key, city in _known(atlas) if key in some}
        if len(cities) == 1:
            return next(iter(cities.values()))
    return None


def named_place(atlas: Atlas, text: str) -> PlaceName | None:
    """The community of this name, which is no city of ours; None where there is none."""
    keys = name_keys(text)
    return next((place for key, place in _known_places(atlas) if key in keys), None)


def find_cities(atlas: Atlas, text: str) -> tuple[City, ...]:
    """Cities that a part of a name or the name of a county may mean; the one of this very name comes first."""
    keys = [key for key in name_keys(text) if key]
    if not keys:
        return tuple(atlas.cities.values())
    exact = named_city(atlas, text)
    by_name = {city.slug: city for key, city in _known(atlas) if any(part in key for part in keys)}
    if exact is not None:
        by_name = {exact.slug: exact, **by_name}
    if by_name:
        return tuple(by_name.values())
    counties = {key.removesuffix("county") for key in keys}
    return tuple(city for city in atlas.cities.values() if city.county and _joined(city.county) in counties)


def place_words(text: str) -> str:
    """The name in a line such as "Houston, TX" or "Katy TX 77494", folded: without the state and the ZIP code."""
    words = _words(_ZIP.sub(" ", text))
    while words and words[-1] in _STATE:
        words.pop()
    return " ".join(words)


def begins_one_city(atlas: Atlas, text: str) -> City | None:
    """The only city whose name begins so, for a name that was not typed to its end."""
    keys = tuple(key for key in name_keys(text) if key)
    cities = {city.slug: city for key, city in _known(atlas) if keys and key.startswith(keys)}
    return next(iter(cities.values())) if len(cities) == 1 else None


def near_places(atlas: Atlas, text: str) -> tuple[City | PlaceName, ...]:
    """Cities and communities whose names look like a misspelled one, the likest first, the larger among equals.

    Communities only where they are liker than every city: many of their names are short for one.
    """
    keys = dict.fromkeys(key for key in name_keys(text[:MAX_CHARACTERS]) if key)
    near: dict[str, tuple[float, City | PlaceName]] = {}
    for key in keys:
        matcher = SequenceMatcher(None, "", key, autojunk=False)
        known_places: tuple[tuple[str, City | PlaceName], ...] = (*_known(atlas), *_known_places(atlas))
        for known, place in known_places:
            likeness = _likeness(matcher, known)
            if likeness >= LEAST_LIKENESS and (place.name not in near or likeness > near[place.name][0]):
                near[place.name] = likeness, place
    best = max((likeness for likeness, place in near.values() if isinstance(place, City)), default=0.0)
    offered = [
        (likeness, place)
        for likeness, place in near.values()
        if isinstance(place, City) or (likeness > best and not _ABBREVIATED.search(place.name))
    ]
    offered.sort(key=lambda one: (-one[0], -len(one[1].zips), one[1].name))
    return tuple(place for _, place in offered[:NEAR_PLACES])


def _likeness(matcher: SequenceMatcher[str], known: str) -> float:
    """How like the matcher's second text is to a name; 0 where it is plainly another. It keeps what it knows of it."""
    matcher.set_seq1(known)
    if matcher.real_quick_ratio() < LEAST_LIKENESS or matcher.quick_ratio() < LEAST_LIKENESS:
        return 0.0
    return matcher.ratio()


def _known(atlas: Atlas) -> tuple[tuple[str, City], ...]:
    """Every city under the keys that its spellings share."""
    if not atlas.city_keys:
        atlas.city_keys = tuple(
            (key, city) for city in atlas.cities.values() for key in dict.fromkeys(name_keys(city.name))
        )
    return atlas.city_keys


def _known_places(atlas: Atlas) -> tuple[tuple[str, PlaceName], ...]:
    if not atlas.place_keys:
        atlas.place_keys = tuple(
            (key, place) for place in atlas.place_names for key in dict.fromkeys(name_keys(place.name))
        )
    return atlas.place_keys


def name_keys(text: str) -> list[str]:
    """What a name is compared by: no blanks, case, accents, marks, state; short words in full, each way they may be."""
    words = place_words(text).split()
    if words[:2] == ["city", "of"] and len(words) > 2:
        words = words[2:]
    keys = [""]
    for word in words:
        keys = [key + full for key in keys for full in _SHORT.get(word, (word,))][:4]
    return [*keys, "".join(words)]


def _joined(text: str) -> str:
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    return _NOT_IN_NAMES.sub(" ", _APOSTROPHES.sub("", folded(text))).split()
