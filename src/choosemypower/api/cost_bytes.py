"""A plan's cost as the bytes of its JSON: the same as encoding `cost_json`, in half of its time.

A list has a cost for each plan, most of a list's work: whole cents become text here without decimals in between. What
is rare (a price by the hour, a bill below zero) takes the long way. A test holds both ways to the same bytes.
"""

from functools import lru_cache

import msgspec

from choosemypower.api.cost_json import GROUP_WORDS, cost_json, thresholds_json
from choosemypower.api.money import usd
from choosemypower.pricing import CostGroup, Method, PlanCost
from choosemypower.units import MONTHS_IN_YEAR, divided

_encode = msgspec.json.Encoder().encode
_MILLION = 10**6


def cost_bytes(cost: PlanCost) -> bytes:
    """The JSON of what a plan costs."""
    cents, lowest, highest, kwh = cost.known_cents, cost.lowest_cents, cost.highest_cents, cost.known_kwh
    if cents is None or lowest is None or highest is None or cost.highest_month is None or not kwh:
        return _encode(cost_json(cost))
    months, give = cost.known_months, cost.interval_usd
    low, high = cents - 100 * (give or 0), cents + 100 * (give or 0)
    if min(lowest, highest, low) < 0 or cost.by_day_cents is not None:
        return _encode(cost_json(cost))
    known = b'"%d.%02d"' % (cents // 100, cents % 100)
    if months == MONTHS_IN_YEAR:
        year = known
        ends = b'"%d.%02d","highUsdPerYear":"%d.%02d"' % (low // 100, low % 100, high // 100, high % 100)
    else:
        year, ends = b"null", b'null,"highUsdPerYear":null'
    month = divided(cents, months)
    per_kwh = divided(cents * (_MILLION // 100), kwh)
    return (
        b'{"usdPerYear":%b,"knownMonths":%d,"knownUsd":%b,"usdPerMonth":"%d.%02d","giveOrTakeUsd":%b,'
        b'"byDayUsdPerYear":null,"lowestMonthUsd":"%d.%02d","lowUsdPerYear":%b,"highestMonth":%d,'
        b'"highestMonthUsd":"%d.%02d","usdPerKwh":"%d.%06d",%b,"thresholds":%b,"reason":%b,'
        b'"unexplainedCreditUsd":%b,"asListedUsd":null,"asListedOn":null}'
    ) % (
        year,
        months,
        known,
        month // 100,
        month % 100,
        b"null" if give is None else b'"%d.00"' % give,
        lowest // 100,
        lowest % 100,
        ends,
        cost.highest_month,
        highest // 100,
        highest % 100,
        per_kwh // _MILLION,
        per_kwh % _MILLION,
        _kind(cost.method, cost.group, cost.is_rough),
        _encode(thresholds_json(cost)) if cost.thresholds else b"[]",
        b"null" if cost.reason is None else _encode(cost.reason),
        b"null" if cost.unexplained_credit_usd is None else _encode(usd(cost.unexplained_credit_usd)),
    )


@lru_cache(maxsize=64)
def _kind(method: Method, group: CostGroup, is_rough: bool) -> bytes:
    """What of the members takes few values."""
    said = _encode({"method": method, "group": GROUP_WORDS[group], "isRough": is_rough})
    return said[1:-1]
