"""What the parameters of a URL say about a home's use: one family only, the strongest wins.

`months=1301-1098-…` > `kwh=1260[&heat=gas]` > `home=1600[&heat=electric][&pool=yes]` > nothing, the typical home.
Beside any of them `hours=…`: at which hours the power is used (usage/hours.py).
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from choosemypower.errors import InvalidParameterError
from choosemypower.units import MONTH_NAMES, MONTHS_IN_YEAR
from choosemypower.usage.hours import parse_hours
from choosemypower.usage.model import Heating, UsageChoice, UsageWay, UsageYear
from choosemypower.usage.profiles import TYPICAL_KWH_PER_MONTH, Profiles

USAGE_PARAMETERS = ("months", "kwh", "home", "heat", "pool", "hours")
"""Every query parameter that this room reads."""
MIN_MEAN_KWH = 100
MAX_MEAN_KWH = 6000
MAX_MONTH_KWH = 9999
MEAN_STEP_KWH = 10

_WHOLE = re.compile(r"\d{1,9}")


def parse_usage(parameters: Mapping[str, str], profiles: Profiles) -> UsageChoice:
    """What a URL says of a home's use. Unknown parameters are left alone; an empty value says nothing.

    Raises InvalidParameterError with the sentence to show.
    """
    given = {name: (parameters.get(name) or "").strip() for name in USAGE_PARAMETERS}
    return with_hours(_year_of(given, profiles), given["hours"])


def with_hours(usage: UsageChoice, word: str) -> UsageChoice:
    """The same use at these hours; an empty word says nothing. Raises InvalidParameterError."""
    if not word:
        return usage
    canonical, shares = parse_hours(word)
    return msgspec.structs.replace(
        usage,
        year=msgspec.structs.replace(usage.year, hourly_shares=shares),
        canonical=(*usage.canonical, ("hours", canonical)),
    )


def _year_of(given: Mapping[str, str], profiles: Profiles) -> UsageChoice:
    if given["months"]:
        return _from_months(given["months"], profiles)
    if given["kwh"]:
        return usage_of_mean(_mean_kwh(given["kwh"]), _heating(given["heat"]), profiles)
    if given["home"]:
        return _from_home(given["home"], _heating(given["heat"]), _has_pool(given["pool"]), profiles)
    return typical_usage(profiles)


def typical_usage(profiles: Profiles) -> UsageChoice:
    """The typical Texas home: what is shown to those who say nothing."""
    kwh_by_month = profiles.spread_year(TYPICAL_KWH_PER_MONTH * MONTHS_IN_YEAR, Heating.UNSURE)
    return UsageChoice(year=UsageYear(kwh_by_month=kwh_by_month, way=UsageWay.TYPICAL), canonical=())


def usage_of_mean(mean_kwh: int, heating: Heating, profiles: Profiles) -> UsageChoice:
    """A home with this mean month, spread over the year by its heating."""
    year = UsageYear(
        kwh_by_month=profiles.spread_year(mean_kwh * MONTHS_IN_YEAR, heating),
        way=UsageWay.KWH,
        mean_kwh=mean_kwh,
        heating=heating,
    )
    return UsageChoice(year=year, canonical=(("kwh", str(mean_kwh)), *_heat_parameter(heating)))


def usage_of_months(
    kwh_by_month: Sequence[int | None], profiles: Profiles, heating: Heating = Heating.UNSURE
) -> UsageChoice:
    """Twelve months as given, January first; a missing one (None) is filled from the shape at the given ones' level."""
    shape = profiles.shapes[heating]
    known = [at for at, kwh in enumerate(kwh_by_month) if kwh is not None]
    if not known or not any(kwh_by_month):
        raise InvalidParameterError("Enter the kWh of at least one month.", parameter="months")
    level = sum(kwh_by_month[at] or 0 for at in known) / sum((shape[at] for at in known), Decimal(0))
    filled = tuple(
        min(MAX_MONTH_KWH, round(level * shape[at])) if kwh is None else kwh
        for at, kwh in enumerate(kwh_by_month)
    )
    return UsageChoice(
        year=UsageYear(kwh_by_month=filled, way=UsageWay.MONTHS),
        canonical=(("months", "-".join(str(kwh) for kwh in filled)),),
        filled_months=tuple(at + 1 for at, kwh in enumerate(kwh_by_month) if kwh is None),
    )


def _from_months(text: str, profiles: Profiles) -> UsageChoice:
    parts = text.split("-")
    if len(parts) != MONTHS_IN_YEAR:
        raise InvalidParameterError(f"Enter 12 numbers. We found {len(parts)}.", parameter="months")
    kwh_by_month = [_month_kwh(part, name) for part, name in zip(parts, MONTH_NAMES, strict=True)]
    return usage_of_months(kwh_by_month, profiles)


def parse_month_fields(fields: Mapping[str, str], profiles: Profiles) -> UsageChoice:
    """Twelve form fields named 1 to 12 (January = 1), any of them empty. Raises InvalidParameterError."""
    kwh_by_month = [_month_kwh(fields.get(str(at + 1), ""), name) for at, name in enumerate(MONTH_NAMES)]
    return usage_of_months(kwh_by_month, profiles)


def parse_pasted(text: str, profiles: Profiles) -> UsageChoice:
    """Twelve numbers in one box, split by blanks, tabs, lines or commas; "1,301" counts as one number.

    Raises InvalidParameterError.
    """
    unpunctuated = re.sub(r"(?<![\d,])(\d{1,3}),(\d{3})(?![\d,])", r"\1\2", text)
    parts = [part for part in re.split(r"[\s,;]+", unpunctuated.replace("kWh", " ")) if part]
    if len(parts) != MONTHS_IN_YEAR:
        raise InvalidParameterError(f"Enter 12 numbers. We found {len(parts)}.", parameter="months")
    return parse_month_fields({str(at + 1): part for at, part in enumerate(parts)}, profiles)


def parse_one_bill(
    month: str, kwh: str, profiles: Profiles, heating: Heating = Heating.UNSURE
) -> UsageChoice:
    """One month's bill scaled to a year by the shape. `month` is 1 to 12. Raises InvalidParameterError."""
    if not _WHOLE.fullmatch(month.strip()) or not 1 <= int(month) <= MONTHS_IN_YEAR:
        raise InvalidParameterError("Choose the month of the bill.", parameter="month")
    at = int(month) - 1
    is_number = _WHOLE.fullmatch(kwh.strip().replace(",", ""))
    used = _month_kwh(kwh, MONTH_NAMES[at]) if is_number else None
    if not used:
        raise InvalidParameterError("Enter kWh as a whole number, like 1260.", parameter="kwh")
    shape = profiles.shapes[heating]
    mean_kwh = _rounded_mean(float(used / shape[at]))
    return usage_of_mean(mean_kwh, heating, profiles)


def _from_home(text: str, heating: Heating, has_pool: bool, profiles: Profiles) -> UsageChoice:
    home = None
    if _WHOLE.fullmatch(text):
        home = profiles.find_home(int(text), heating, has_pool)
    if home is None:
        sizes = ", ".join(f"{sqft:,}" for sqft in profiles.home_sizes)
        raise InvalidParameterError(
            f"Choose one of these home sizes in square feet: {sizes}.", parameter="home"
        )
    year = UsageYear(
        kwh_by_month=profiles.spread_year(home.kwh_median, heating),
        way=UsageWay.HOME,
        home_sqft=int(text),
        heating=heating,
        has_pool=has_pool,
        kwh_p10=home.kwh_p10,
        kwh_p90=home.kwh_p90,
    )
    pool = (("pool", "yes"),) if has_pool else ()
    return UsageChoice(year=year, canonical=(("home", str(int(text))), *_heat_parameter(heating), *pool))


def _mean_kwh(text: str) -> int:
    plain = text.replace(",", "")
    if not _WHOLE.fullmatch(plain):
        raise InvalidParameterError("Enter kWh as a whole number, like 1260.", parameter="kwh")
    return _rounded_mean(int(plain))


def _rounded_mean(kwh: float) -> int:
    mean_kwh = int(kwh / MEAN_STEP_KWH + 0.5) * MEAN_STEP_KWH
    if not MIN_MEAN_KWH <= kwh <= MAX_MEAN_KWH:
        raise InvalidParameterError(
            f"Enter between {MIN_MEAN_KWH} and {MAX_MEAN_KWH:,} kWh a month.", parameter="kwh"
        )
    return mean_kwh


def _month_kwh(text: str, month_name: str) -> int | None:
    plain = text.strip().replace(",", "")
    if not plain:
        return None
    if not _WHOLE.fullmatch(plain):
        raise InvalidParameterError(f"{month_name}: enter a number or leave it empty.", parameter="months")
    if int(plain) > MAX_MONTH_KWH:
        raise InvalidParameterError(f"{month_name}: enter at most {MAX_MONTH_KWH:,} kWh.", parameter="months")
    return int(plain)


def _heating(text: str) -> Heating:
    if not text or text == Heating.UNSURE:
        return Heating.UNSURE
    try:
        return Heating(text)
    except ValueError:
        raise InvalidParameterError("Choose electric or gas heating.", parameter="heat") from None


def _has_pool(text: str) -> bool:
    if text in ("", "no"):
        return False
    if text == "yes":
        return True
    raise InvalidParameterError("Say yes or no to a pool.", parameter="pool")


def _heat_parameter(heating: Heating) -> tuple[tuple[str, str], ...]:
    return () if heating is Heating.UNSURE else (("heat", str(heating)),)
