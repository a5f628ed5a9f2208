"""How a request says how much power the home uses: one family of parameters, the strongest wins."""

from typing import Annotated, Any, Protocol

from msgspec import Meta

from choosemypower.api.answers import UsageMeta
from choosemypower.api.queries import Query, about
from choosemypower.usage import Heating, UsageChoice, parse_usage, read_profiles
from choosemypower.usage.hours import LENGTH, PATTERN, hours_word
from choosemypower.usage.parameters import MAX_MEAN_KWH, MIN_MEAN_KWH
from choosemypower.world import World

HOME_SIZES = list(read_profiles().home_sizes)
EXAMPLE_HOURS = hours_word([5 if hour < 17 else 10 for hour in range(24)] + [3] * 24)
"""More on weekday evenings."""
EXAMPLE_MONTHS = "1301-1098-1010-900-1080-1450-1750-1790-1560-1200-940-1080"

MonthsWord = Annotated[str, Meta(pattern="^(?=.*[1-9])[0-9]{1,4}(-[0-9]{1,4}){11}$", max_length=200)]
Months = Annotated[
    MonthsWord | None,
    about(
        "kWh of twelve months, January first, with hyphens between. Wins over `kwh` and `home`.",
        example=EXAMPLE_MONTHS,
    ),
]
MeanKwh = Annotated[int, Meta(ge=MIN_MEAN_KWH, le=MAX_MEAN_KWH)]
Kwh = Annotated[
    MeanKwh | None,
    about(
        "kWh a month, mean of the year; spread over the months as Texas homes use it. Wins over `home`.",
        example=1000,
    ),
]
Home = Annotated[
    int | None,
    about(
        "Size of the home in square feet; the use is a guess from similar homes.",
        example=1600,
        words=HOME_SIZES,
    ),
]
Heat = Annotated[
    Heating | None,
    about("How the home is heated; shapes the months of `kwh` and `home`.", example="electric"),
]
Pool = Annotated[
    str | None,
    about("`yes`: the home has a pool. Counts with `home` only.", example="yes", words=("yes", "no")),
]


HoursWord = Annotated[str, Meta(pattern=PATTERN, max_length=LENGTH)]
Hours = Annotated[
    HoursWord | None,
    about(
        "When the power is used, for prices by the hour: two digits of base 36 (0-9, a-z) for each hour of "
        "Monday to Friday, midnight first, then for each of Saturday and Sunday; each the year's use in that hour "
        "measured by the largest, which is `zz`. Counts beside `months`, `kwh` and `home`. `POST /api/v1/bills` makes "
        "it from a meter file (`meta.usage.query`).",
        example=EXAMPLE_HOURS,
    ),
]


class UsageQuery(Query, frozen=True, kw_only=True):
    """A home's use, and nothing else. None of them: the typical Texas home."""

    months: Months = None
    kwh: Kwh = None
    home: Home = None
    heat: Heat = None
    pool: Pool = None
    hours: Hours = None


class StatesUsage(Protocol):
    """Every query with these parameters."""

    @property
    def months(self) -> str | None: ...
    @property
    def kwh(self) -> int | None: ...
    @property
    def home(self) -> int | None: ...
    @property
    def heat(self) -> Heating | None: ...
    @property
    def pool(self) -> str | None: ...
    @property
    def hours(self) -> str | None: ...


def usage_of(asked: StatesUsage, world: World) -> UsageChoice:
    """The year of use that a request states."""
    given: dict[str, Any] = {
        "months": asked.months,
        "kwh": asked.kwh,
        "home": asked.home,
        "heat": asked.heat,
        "pool": asked.pool,
        "hours": asked.hours,
    }
    texts = {name: str(value) for name, value in given.items() if value is not None}
    return parse_usage(texts, world.profiles)


def usage_meta(choice: UsageChoice, **of_file: Any) -> UsageMeta:
    """The year of use behind the costs, for `meta.usage`; `of_file`: what a meter file adds."""
    year = choice.year
    return UsageMeta(
        way=year.way,
        kwh_by_month=year.kwh_by_month,
        kwh_per_year=year.kwh_per_year,
        kwh_per_month=year.mean_kwh_per_month,
        query=choice.query,
        kwh_per_year_p10=year.kwh_p10,
        kwh_per_year_p90=year.kwh_p90,
        filled_months=choice.filled_months,
        hourly_shares=year.hourly_shares,
        **of_file,
    )
