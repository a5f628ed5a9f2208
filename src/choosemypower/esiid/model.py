"""What a meter number looks like, and what the look-up says of a meter.

A number is `10`, the five digits that EIA gives the utility, and digits of the premise: 17 in all, at CenterPoint 22.
There is no check digit. The first seven digits hint at the utility; only the look-up says who it is.
"""

import re
from typing import ClassVar

import msgspec

from choosemypower.errors import AppError
from choosemypower.territories.atlas import Atlas
from choosemypower.territories.model import Utility

LENGTHS = (17, 22)
PREFIX_DIGITS = 7
BLANKS = re.compile(r"[\s\u200b\ufeff]+")
SHORTENED = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]+")


class MeterNumberError(AppError):
    """What was given is no meter number; the sentence says what is wrong with it."""

    code: ClassVar[str] = "meter_number"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Not a meter number"


class MeterUnknownError(AppError):
    code: ClassVar[str] = "meter_not_found"
    status: ClassVar[int] = 404
    title: ClassVar[str] = "Meter not found"


class Meter(msgspec.Struct, frozen=True, kw_only=True):
    """A meter as the look-up knows it."""

    esiid: str
    address: str
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    utility: str | None = None
    """Slug of the utility with choice that delivers there, by its DUNS number; None for another company."""
    duns: str | None = None
    status: str | None = None
    """As the look-up says it."""
    is_active: bool | None = None
    """Power flows; None where the look-up does not say."""
    has_switch_hold: bool | None = None
    """The home may not change its provider until a debt or a tampering is settled; None: not said."""

    @property
    def place(self) -> str:
        """The address in one line."""
        town = " ".join(filter(None, (self.state, self.zip)))
        return ", ".join(filter(None, (self.address, self.city, town)))


def parse_meter_number(given: str, atlas: Atlas) -> str:
    """The digits of a meter number as people paste it: with blanks, or a spreadsheet's apostrophe before it.

    Raises MeterNumberError, which says what is wrong and does not repeat what was given.
    """
    text = BLANKS.sub("", given).lstrip("'’‘`´")
    if not text:
        raise MeterNumberError("Enter the meter number (ESI ID). It is on your bill: 17 or 22 digits.")
    if SHORTENED.fullmatch(text):
        raise MeterNumberError(
            "A spreadsheet has shortened this number. Format the cell as text, and copy it again."
        )
    for place, character in enumerate(text, start=1):
        if character not in "0123456789":
            raise MeterNumberError(
                f"A meter number has digits only. Character {place} is “{character}”."
                if character.isprintable()
                else f"A meter number has digits only. Character {place} is none."
            )
    if len(text) not in LENGTHS:
        raise MeterNumberError(
            f"This number has {len(text)} digits. A meter number (ESI ID) has 17, or 22 from CenterPoint."
        )
    if not text.startswith("10"):
        raise MeterNumberError(f"A meter number (ESI ID) starts with 10, this one with {text[:2]}.")
    hinted = hinted_utility(text, atlas)
    if hinted is not None and hinted.esiid_digits not in (None, len(text)):
        raise MeterNumberError(
            f"Meter numbers that start with {text[:PREFIX_DIGITS]} are {hinted.short_name}'s and have "
            f"{hinted.esiid_digits} digits. This one has {len(text)}."
        )
    return text


def hinted_utility(esiid: str, atlas: Atlas) -> Utility | None:
    """The utility that the first digits hint at; None where they say nothing. A hint, not an answer."""
    prefix = esiid[:PREFIX_DIGITS]
    return next((utility for utility in atlas.utilities.values() if prefix in utility.esiid_prefixes), None)


class MeterAddressError(AppError):
    """The address or the ZIP code cannot be looked up; the sentence says why."""

    code: ClassVar[str] = "meter_address"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Not an address"


LEAST_ADDRESS, MOST_ADDRESS = 3, 120


def parse_street(given: str) -> str:
    """A street address as typed, blanks made single. Raises MeterAddressError."""
    text = " ".join("".join(mark if mark.isprintable() else " " for mark in given).split())
    if len(text) < LEAST_ADDRESS:
        raise MeterAddressError("Enter the street address, like 1100 Louisiana St.")
    if len(text) > MOST_ADDRESS:
        raise MeterAddressError(
            f"The address is longer than {MOST_ADDRESS} characters. Street and number do."
        )
    if not any(mark.isdigit() for mark in text):
        raise MeterAddressError("The address has no house number.")
    return text
