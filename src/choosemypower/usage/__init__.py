"""How much power a home uses by month: profiles of Texas homes, what a visitor said, meter files.

Leaves prices to others.

    profiles = read_profiles()                                  once per process
    choice = parse_usage({"home": "1600", "heat": "electric"}, profiles)
    choice.year        UsageYear: kwh_by_month (12, January first), way, hourly_shares, kwh_p10, kwh_p90 …
    choice.canonical   (("home", "1600"), ("heat", "electric")): redirect when the URL says it otherwise
    choice.filled_months   calendar months that were filled in

Other ways in: parse_month_fields (twelve form fields named "1" to "12"), parse_pasted (a box with 12 numbers),
parse_one_bill (month, kWh), usage_of_months (12 ints or None), usage_of_mean, typical_usage. A meter file:
read_meter_file(content, profiles) -> MeterFile: a MeterReading (usage: UsageChoice, notes, energy, days) of each meter;
`usage.uploads` does it in a process of its own (and is not imported here, so that the process stays small).
All raise InvalidParameterError with the sentence to show.
"""

from choosemypower.usage.meter import LONGEST_FILE_BYTES, MeterFile, MeterReading, read_meter_file
from choosemypower.usage.model import Heating, UsageChoice, UsageWay, UsageYear
from choosemypower.usage.parameters import (
    USAGE_PARAMETERS,
    parse_month_fields,
    parse_one_bill,
    parse_pasted,
    parse_usage,
    typical_usage,
    usage_of_mean,
    usage_of_months,
    with_hours,
)  # fmt: skip
from choosemypower.usage.profiles import Profiles, read_profiles
from choosemypower.usage.readings import MeterFileError

__all__ = [
    "LONGEST_FILE_BYTES",
    "USAGE_PARAMETERS",
    "Heating",
    "MeterFile",
    "MeterFileError",
    "MeterReading",
    "Profiles",
    "UsageChoice",
    "UsageWay",
    "UsageYear",
    "parse_month_fields",
    "parse_one_bill",
    "parse_pasted",
    "parse_usage",
    "read_meter_file",
    "read_profiles",
    "typical_usage",
    "usage_of_mean",
    "usage_of_months",
    "with_hours",
]
