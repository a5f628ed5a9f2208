"""The box "your home" of a page: what the figures assume, and the quickest way to change it."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
from markupsafe import Markup, escape

from choosemypower import paths
from choosemypower.facets.canonical import Pairs
from choosemypower.sentences import with_article
from choosemypower.units import MONTHS_IN_YEAR
from choosemypower.usage import Heating, Profiles, UsageChoice, UsageWay
from choosemypower.web.filters import plural

NO_PLACE = "Texas: choose a place"
HEATING_LABELS = {Heating.UNSURE: "Not sure", Heating.ELECTRIC: "Electric", Heating.GAS: "Gas or other"}
HEATING_WORDS = {Heating.ELECTRIC: " with electric heating", Heating.GAS: " with gas heating"}


class Choosable(msgspec.Struct, frozen=True):
    value: str
    label: str
    is_on: bool


class UsageBox(msgspec.Struct, frozen=True, kw_only=True):
    """What the page says of the home's use, with the form to change it."""

    sentence: str
    year_line: str
    is_own: bool
    """The visitor gave kWh: the home form would be weaker, so the box links to the calculator instead."""
    size_options: Markup
    heating_options: Markup
    carried: Pairs
    """Other parameters of the page that the form must keep, as hidden fields."""
    calculator_url: str
    meter_file_url: str
    home_url: str
    """The same page for the typical home."""
    is_place_known: bool
    """The page says where the home is; else it asks."""
    place_url: str
    """Where another place is chosen for the same home."""
    delivery_url: str
    """Who delivers in the ZIP that the page knows, and the form for an address; empty where it knows none."""
    home_pairs: Pairs
    """The home, which the question for the place keeps."""
    to_remember: Pairs = ()
    """What "Remember this home" would keep; empty for the typical home."""


def usage_box(
    usage: UsageChoice,
    profiles: Profiles,
    *,
    carried: Pairs,
    home_url: str,
    calculator_url: str,
    place: str = "",
) -> UsageBox:
    """The box for one request; `place` is what is known of where the home is, such as "Houston · CenterPoint"."""
    year = usage.year
    is_own = year.way in (UsageWay.KWH, UsageWay.MONTHS)
    zip_code = next((value for name, value in carried if name == "zip"), "")
    return UsageBox(
        sentence=f"{place or NO_PLACE} · {_line_words(usage)}",
        year_line=f"{year.kwh_per_year:,}\u00a0kWh a year.",
        is_own=is_own,
        size_options=_size_options(profiles.home_sizes, year.home_sqft),
        heating_options=_heating_options(year.heating),
        carried=carried,
        calculator_url=calculator_url,
        meter_file_url=f"{calculator_url}#meter-file",
        home_url=home_url,
        is_place_known=bool(place),
        place_url=f"{paths.with_query(paths.HOME, usage.query)}#zip",
        delivery_url=paths.with_query(paths.zip_code(zip_code), usage.query) if zip_code else "",
        home_pairs=usage.canonical,
        to_remember=(*usage.canonical, *(pair for pair in carried if pair[0] in ("utility", "plan")))
        if usage.canonical
        else (),
    )


def place_words(zip_code: str, city: str, utilities: Sequence[str]) -> str:
    """ "77002 · Houston · CenterPoint": as much as is known; no utility where it may be one of several."""
    known = (zip_code, city, utilities[0] if len(utilities) == 1 else "")
    return " · ".join([part for part in known if part])


def _line_words(usage: UsageChoice) -> str:
    """The home as a line says it: "typical home, 1,140 kWh a month"."""
    words = usage_words(usage)
    if usage.year.way is UsageWay.TYPICAL:
        return words.replace("a typical Texas home", "typical home")
    return words.partition(" ")[2] if usage.year.way is UsageWay.HOME else words


def usage_words(usage: UsageChoice) -> str:
    """The home in words: "a 1,600 sq ft home with electric heating, 1,260 kWh a month"."""
    year = usage.year
    mean = f"{year.mean_kwh_per_month:,}\u00a0kWh a month"
    if year.hourly_shares is not None:
        mean += " at your own hours"
    match year.way:
        case UsageWay.TYPICAL:
            return f"a typical Texas home, {mean}"
        case UsageWay.HOME:
            heating = HEATING_WORDS.get(year.heating or Heating.UNSURE, "")
            pool = " and a pool" if year.has_pool and heating else " with a pool" if year.has_pool else ""
            return f"{with_article(year.home_sqft or 0)} sq\u00a0ft home{heating}{pool}, {mean}"
        case UsageWay.KWH:
            return f"your use of {mean}"
        case UsageWay.MONTHS:
            return f"{_months_words(usage)}, {mean}"


def _months_words(usage: UsageChoice) -> str:
    """How many of the months are the home's own, where that is known: an address of a list says only the numbers."""
    estimated = len(usage.filled_months)
    if not estimated:
        return "your months of use"
    return f"{plural(MONTHS_IN_YEAR - estimated, 'month')} of yours and {estimated} estimated"


def home_words(usage: UsageChoice) -> str:
    """The home in the fewest words, for descriptions: "a 1,600 sq ft home"."""
    year = usage.year
    match year.way:
        case UsageWay.TYPICAL:
            return "a typical Texas home"
        case UsageWay.HOME:
            return f"{with_article(year.home_sqft or 0)} sq ft home"
        case _:
            return f"a home that uses {year.kwh_per_year:,} kWh a year"


def size_choices(chosen: int | None, sizes: Sequence[int]) -> tuple[Choosable, ...]:
    """The sizes of homes to choose from, the typical home first."""
    labels = {sqft: f"{sqft:,} sq ft" for sqft in sizes}
    labels[sizes[0]] = f"Apartment, up to {sizes[0]:,} sq ft"
    labels[sizes[-1]] = f"{sizes[-1]:,} sq ft or more"
    return (
        Choosable("", "Typical Texas home", chosen is None),
        *(Choosable(str(sqft), label, sqft == chosen) for sqft, label in labels.items()),
    )


@lru_cache
def _size_options(sizes: tuple[int, ...], chosen: int | None) -> Markup:
    return _options(size_choices(chosen, sizes))


@lru_cache
def _heating_options(chosen: Heating | None) -> Markup:
    return _options(
        Choosable("" if heating is Heating.UNSURE else heating.value, label, heating is chosen)
        for heating, label in HEATING_LABELS.items()
    )


def _options(choices: Iterable[Choosable]) -> Markup:
    """The options of a select; made here, as most homes share them."""
    lines = [
        f'<option value="{escape(one.value)}"{" selected" if one.is_on else ""}>{escape(one.label)}</option>'
        for one in choices
    ]
    return Markup("".join(lines))  # noqa: S704 - escaped


def heating_of(word: str) -> Heating:
    """The heating of a form's word; anything else counts as not sure."""
    return next((heating for heating in Heating if heating.value == word), Heating.UNSURE)
