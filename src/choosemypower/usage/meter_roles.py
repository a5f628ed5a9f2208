"""What a column says of a reading beside its energy: its meter, its day, its time, its quality."""

import re
from collections.abc import Sequence, Set

ROLES = (
    "meter", "date", "time", "start", "start_time", "end", "end_time", "month", "year", "days", "revision", "estimated",
    "unit", "service", "zone",
)  # fmt: skip
MONEY = frozenset(("COST", "PRICE", "RATE", "CHARGE", "CHARGES", "USD", "AMOUNT", "DOLLARS", "BILL_AMOUNT"))
AVERAGES = frozenset(("AVERAGE", "AVG", "MEAN", "DEGREE", "PER"))
BILL_WORDS = frozenset(("BILL", "INVOICE", "STATEMENT"))
START = frozenset(("START", "BEGIN", "BEGINNING", "FROM", "STARTING"))
_NO_MOMENT = frozenset((
    "PEAK", "DEMAND", "MAX", "MAXIMUM", "MIN", "MINIMUM", "HIGH", "LOW", "CREATED", "DOWNLOADED", "GENERATED", "LOADED",
    "DUE", "PAID",
))  # fmt: skip
"""Of these times and dates none is when power was used."""
END = frozenset(("END", "ENDING", "TO", "STOP", "THRU", "THROUGH", "UNTIL"))
_DAY_NAMES = frozenset(("DATE", "DAY", "TIMESTAMP", "DATETIME", "INTERVAL", "DATES"))
_CLOCK_NAMES = frozenset(("TIME", "HOUR", "HOURS", "HR"))
_PERIOD_NAMES = re.compile(r"((BILL|BILLING|SERVICE|READ|READING|USAGE)_)?(PERIOD|CYCLE)")
COUNTER_NAMES = re.compile(
    r"(START|END|BEGIN|BEGINNING|ENDING|PREVIOUS|PRIOR|CURRENT)_?(METER_?)?(READ|READING)"
)
"""Columns of what the counter showed, which are no moments."""
_METER_NAMES = re.compile(r"ESI_?ID|METER(_?(ID|NO|NUM|NUMBER|NAME))?|SERVICE_POINT(_ID)?|PREMISE(_ID)?")
_QUALITY_NAMES = ("ACTUAL", "READ_TYPE", "READING_TYPE", "E_A", "A_E", "EST", "EST_ACT", "ACT_EST")
_HOME_NAMES = re.compile(
    r"ACCOUNT(_(ID|NO|NUM|NUMBER|NAME))?|LOCATION(_NAME)?|(SERVICE_|STREET_)?ADDRESS|SITE(_NAME)?|PROPERTY|NMI|MPAN"
)
"""Where no column names the meter, what names the home."""


def roles_of(names: Sequence[str], taken: Set[int]) -> dict[str, int]:
    """The first column of each role, but for those that hold energy."""
    roles: dict[str, int] = {}
    for at, name in enumerate(names):
        role = None if at in taken else _role(name)
        if role is not None:
            roles.setdefault(role, at)
    _name_moments(roles)
    return roles


def _name_moments(roles: dict[str, int]) -> None:
    """A table without a column of dates may have dates in its columns of times: "Start Time", "Time"."""
    for stand_in, role in (("bill_date", "date"), ("interval", "date"), ("period", "month")):
        if not roles.keys() & {"date", "start", "end", "month"} and stand_in in roles:
            roles[role] = roles[stand_in]
    if "meter" not in roles and "home" in roles:
        roles["meter"] = roles["home"]
    if not roles.keys() & {"date", "start", "end", "month"}:
        for clock, moment in (("start_time", "start"), ("end_time", "end"), ("time", "date")):
            if clock in roles:
                roles[moment] = roles.pop(clock)


def _role(name: str) -> str | None:
    tokens = frozenset(name.split("_"))
    if tokens & {"REVISION", "UPDATED", "REVISED", "VERSION"}:
        return "revision"
    if tokens & {"ESTIMATED", "ESTIMATE", "QUALITY", "STATUS"} or name in _QUALITY_NAMES:
        return "estimated"
    if _METER_NAMES.fullmatch(name) or _HOME_NAMES.fullmatch(name):
        return "meter" if _METER_NAMES.fullmatch(name) else "home"
    if COUNTER_NAMES.fullmatch(name):
        return None
    if tokens & {"UNIT", "UNITS", "UOM"}:
        return "unit"
    if tokens & {"TIMEZONE", "TZ", "ZONE"}:
        return "zone"
    if name in ("TYPE", "SERVICE", "SERVICE_TYPE", "COMMODITY", "FUEL", "FUEL_TYPE"):
        return "service"
    if "DAYS" in tokens and not tokens & (AVERAGES | MONEY):
        return "days"
    if name in ("YEAR", "BILL_YEAR"):
        return "year"
    if tokens & {"MONTH", "BILL_MONTH"} or name in ("BILLING_PERIOD", "WEEK", "ISO_WEEK"):
        return "month"
    if _PERIOD_NAMES.fullmatch(name):
        return "period"
    if "WEEK" in tokens and not tokens & (START | END):
        return "date"
    if name == "HE":
        return "end_time"
    return _role_of_moment(tokens)


def _role_of_moment(tokens: frozenset[str]) -> str | None:
    """Which moment of a reading a column says: its day, its time, where it starts or ends."""
    if tokens & _NO_MOMENT:
        return None
    has_clock, has_day = bool(tokens & _CLOCK_NAMES), bool(tokens & _DAY_NAMES - {"INTERVAL"})
    if "DATE" in tokens and tokens & {"PREVIOUS", "PRIOR", "CURRENT", "PRESENT"} and "BILL" not in tokens:
        return "start" if tokens & {"PREVIOUS", "PRIOR"} else "end"
    if tokens & START:
        return "start_time" if has_clock and not has_day else "start"
    if tokens & END:
        return "end_time" if has_clock and not has_day else "end"
    if has_day:
        return "bill_date" if tokens & BILL_WORDS else "date"
    if has_clock:
        return "time"
    return "interval" if "INTERVAL" in tokens else None
