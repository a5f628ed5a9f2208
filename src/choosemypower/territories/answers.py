"""Who serves this ZIP, and what do we say to somebody who typed it? Every answer has its own code."""

import re
from collections.abc import Mapping

from choosemypower import paths
from choosemypower.sentences import list_of
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import (
    City,
    OtherUtility,
    ZipAnswer,
    ZipAnswerCode,
    ZipArea,
    ZipKind,
)

ZIP_PATTERN = "[0-9]{5}(-?[0-9]{4})?"
"""A ZIP code or a ZIP+4, as everywhere they may be given."""
BLANKS = re.compile(r"\s+")
TEXAS_PREFIXES = ("733", "75", "76", "77", "78", "79", "885")
SHOWN_CHARACTERS = 20

CLOSED_CODES = {
    ZipKind.MUNICIPAL: ZipAnswerCode.MUNICIPAL,
    ZipKind.COOPERATIVE: ZipAnswerCode.COOPERATIVE,
    ZipKind.OUTSIDE_ERCOT: ZipAnswerCode.OUTSIDE_ERCOT,
}

WHY_NO_CHOICE = {
    ZipKind.MUNICIPAL: "It is owned by the city, and the city sets its prices.",
    ZipKind.COOPERATIVE: "It is owned by its members, and the members' board sets its prices.",
    ZipKind.OUTSIDE_ERCOT: "It is outside the market of choice, and the state sets its prices.",
}


def answer_zip(given: str, atlas: Atlas, *, plans_by_utility: Mapping[str, int] | None) -> ZipAnswer:
    """What we say to somebody who gave us this ZIP, and where they go on.

    Blanks and the four digits of a ZIP+4 are ignored. Without `plans_by_utility` nothing is said about missing
    plans.
    """
    shown = given.strip()[:SHOWN_CHARACTERS]
    written = BLANKS.sub("", given)
    if re.fullmatch(ZIP_PATTERN, written) is None:
        return ZipAnswer(
            code=ZipAnswerCode.INVALID_FORMAT, given=shown, message="Enter 5 digits, like 77002."
        )
    zip_code = written[:5]
    area = atlas.zips.get(zip_code)
    if area is not None:
        return _answer_area(area, shown, atlas, plans_by_utility)
    if zip_code.startswith(TEXAS_PREFIXES):
        message = f"We do not know {zip_code}. Check it, or choose your city."
        return ZipAnswer(code=ZipAnswerCode.NOT_FOUND, given=shown, message=message)
    message = f"{zip_code} is not in Texas. We only cover Texas."
    return ZipAnswer(code=ZipAnswerCode.NOT_TEXAS, given=shown, message=message)


def _answer_area(
    area: ZipArea, given: str, atlas: Atlas, plans_by_utility: Mapping[str, int] | None
) -> ZipAnswer:
    if area.kind is ZipKind.OPEN:
        return _answer_open(area, given, atlas, plans_by_utility)
    if area.kind is ZipKind.SPLIT:
        code = ZipAnswerCode.SPLIT
        message = " ".join(filter(None, (_split_question(area), _partly_open_note(area, atlas))))
    elif area.kind is ZipKind.UNKNOWN:
        code, message = ZipAnswerCode.UNKNOWN_UTILITY, _unknown_sentence(area)
    else:
        code = CLOSED_CODES[area.kind]
        message = f"Homes in {area.zip} cannot choose a provider. {who_serves(area, atlas)}"
    return ZipAnswer(
        code=code, given=given, message=message, area=area, redirect_url=paths.zip_code(area.zip)
    )


def _split_question(area: ZipArea) -> str:
    """What we ask where several utilities with choice deliver."""
    return f"{area.zip} has {len(area.utilities)} utilities. Who delivers your power?"


def _answer_open(
    area: ZipArea, given: str, atlas: Atlas, plans_by_utility: Mapping[str, int] | None
) -> ZipAnswer:
    (utility,) = area.utilities
    code, message = ZipAnswerCode.OK, _open_sentence(area, atlas)
    if plans_by_utility is not None and not plans_by_utility.get(utility):
        name = atlas.utilities[utility].short_name
        code, message = ZipAnswerCode.NO_PLANS, f"No plan for homes of {name} is on the list now."
    page = paths.zip_code(area.zip) if area.must_ask else _city_page_url(area, atlas)
    return ZipAnswer(code=code, given=given, message=message, area=area, redirect_url=page)


def _open_sentence(area: ZipArea, atlas: Atlas) -> str:
    """Who delivers in an open ZIP: one utility where the sources agree, else the likeliest and the others."""
    name = atlas.utilities[area.utilities[0]].short_name
    if area.must_ask:
        others = list_of((atlas.other_utilities[slug].name for slug in area.named_others), "or")
        return (
            f"{name} or {others} delivers power in {area.zip}; the address decides. "
            f"Homes of {name} choose their provider, those of {others} cannot."
        )
    if area.is_settled:
        return f"{name} delivers power in {area.zip}, and homes choose their provider."
    sentence = f"{name} most likely delivers power in {area.zip}, and its homes choose their provider."
    return " ".join(filter(None, (sentence, _partly_open_note(area, atlas))))


def _city_page_url(area: ZipArea, atlas: Atlas) -> str:
    """The list of plans for an open ZIP; names the utility where the city has several."""
    return _plans_of_city(atlas.cities[area.city_slug], area.utilities[0])


def plans_path(zip_code: str | None, utility: str, atlas: Atlas) -> str:
    """Where a home of this utility sees its plans: its city's list, else the utility's page."""
    area = atlas.zips.get(zip_code or "")
    city = atlas.cities[area.city_slug] if area else None
    if city is None or utility not in city.utilities:
        return paths.utility(utility)
    return _plans_of_city(city, utility)


def _plans_of_city(city: City, utility: str) -> str:
    page = paths.city(city.slug)
    return f"{page}?utility={utility}" if len(city.utilities) > 1 else page


def who_serves(place: ZipArea | City, atlas: Atlas) -> str:
    """Who delivers power where homes cannot choose, and who sets its prices; the likeliest utility first."""
    if not place.other_utilities:
        return _unknown_sentence(place)
    likely = place.likely_others if isinstance(place, ZipArea) else place.other_utilities
    first, *others = (atlas.other_utilities[slug] for slug in likely or place.other_utilities[:1])
    is_sure = isinstance(place, City) or place.is_settled or first.slug in place.named_others
    sentence = f"{first.name} {'serves' if is_sure else 'most likely serves'} this area. "
    sentence += WHY_NO_CHOICE[first.ownership]
    if others:
        sentence += f" Some homes may belong to {list_of((utility.name for utility in others), 'or')}."
    return sentence


def _unknown_sentence(place: ZipArea | City) -> str:
    """What we say of a place in Texas whose utility we do not know."""
    name = place.zip if isinstance(place, ZipArea) else place.name
    return f"We do not know who serves {name}. Your bill names the company."


def _partly_open_note(area: ZipArea, atlas: Atlas) -> str | None:
    """The warning for an open ZIP where some homes cannot choose; None where all can, as far as we know."""
    if not area.is_partly_open:
        return None
    names = list_of((atlas.other_utilities[slug].name for slug in area.likely_others), "or")
    verb = "belong" if area.named_others else "may belong"
    return f"Some homes in {area.zip} {verb} to {names} and cannot choose."


def partly_open_city_note(city: City, atlas: Atlas) -> str | None:
    """The warning for an open city where some homes cannot choose; names the three likeliest utilities."""
    if not (city.is_open and city.other_utilities):
        return None
    names = list_of((atlas.other_utilities[slug].name for slug in city.other_utilities[:3]), "or")
    share = "Most" if main_other_utility(city, atlas) else "Some"
    return f"{share} homes in {city.name} belong to {names} and cannot choose."


def main_other_utility(city: City, atlas: Atlas) -> OtherUtility | None:
    """The utility without choice that serves most of a city's street ZIPs, e.g. Austin Energy; None elsewhere.

    A city may have one and yet a few open ZIPs: then it has a list of plans and a page about its utility.
    """
    areas = [atlas.zips[zip_code] for zip_code in city.zips]
    homes = [area for area in areas if area.zip_type == "STANDARD" and area.is_active] or areas
    closed = [area for area in homes if not area.utilities]
    if 2 * len(closed) <= len(homes) or not city.other_utilities:
        return None
    return atlas.other_utilities[city.other_utilities[0]]
