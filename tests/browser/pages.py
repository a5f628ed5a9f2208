"""Every kind of page of the site, with the address of one of each."""

import re

HOUSTON = "/electricity-plans/houston"
_CHECK = "/check-my-bill?zip=77002&usd1=190"
_MONTHS = "1301-1098-1001-900-1100-1400-1700-1800-1500-1100-900-1000"

LISTS = {
    "plan": HOUSTON,
    "some_months": f"{HOUSTON}?only=less-than-a-year",
    "hourly": f"{HOUSTON}?only=by-the-hour",
    "changing": f"{HOUSTON}?rate=variable",
    "credit": f"{HOUSTON}?with=bill-credit",
}
"""Where the first plan of each kind is found."""

PAGES = {
    "home": "/",
    "ZIP code not understood": "/zip?zip=1",
    "ZIP code of one utility": "/zip/77002",
    "ZIP code split between utilities": "/zip/75056",
    "ZIP code where homes cannot choose": "/zip/78701",
    "cities": "/locations",
    "city where homes cannot choose": "/texas/san-antonio/municipal-utility",
    "all plans": "/electricity-plans",
    "city": HOUSTON,
    "city with filters and a home": f"{HOUSTON}/12-month?home=1600&heat=electric",
    "city of two utilities": "/electricity-plans/grand-prairie",
    "one group of a list": f"{HOUSTON}?only=by-the-hour",
    "list without plans": f"{HOUSTON}?max-usd-per-year=1",
    "plan": "{plan}",
    "plan known for some months": "{some_months}",
    "plan by the hour": "{hourly}",
    "plan whose price can change": "{changing}",
    "plan with a credit": "{credit}",
    "comparison": "/compare/plans?{four}",
    "comparison of plans that are not alike": "/compare/plans?{unlike}",
    "comparison of nothing": "/compare/plans",
    "calculator": "/calculator",
    "calculator with twelve months": f"/calculator?zip=77002&months={_MONTHS}",
    "calculator with a wrong figure": "/calculator?way=bill&bill_month=3&bill_kwh=many",
    "check my bill": "/check-my-bill",
    "check my bill, answered": f"{_CHECK}&kwh1=1100&month1=7&fee=150",
    "check my bill with a wrong figure": f"{_CHECK}&kwh1=many",
    "read a label": "/read-a-label",
    "changes": "/changes",
    "trends": "/trends",
    "providers": "/providers",
    "provider": "/providers/abundance-energy",
    "utility": "/utilities/oncor",
    "guides": "/guides",
    "guide": "/guides/your-bill",
    "guide with a chart": "/guides/bill-credits",
    "how well we read": "/how-well",
    "about": "/about",
    "privacy": "/privacy",
    "terms": "/terms",
    "accessibility": "/accessibility",
    "contact": "/contact",
    "remembered": "/remembered",
    "operator": "/operator",
    "API": "/api/docs",
    "not found": "/electricity-plans/plans/nobody/nothing",
    "a home that is not understood": f"{HOUSTON}?home=abc",
}
FAULTY = {
    "ZIP code not understood": 422,
    "calculator with a wrong figure": 422,
    "check my bill with a wrong figure": 422,
    "a home that is not understood": 422,
    "not found": 404,
}
"""The status of those that are about an error; all others answer 200."""


def parts_of(lists: dict[str, str]) -> dict[str, str]:
    """What the addresses above leave open, from the HTML of the lists."""
    cards = {kind: text.partition('class="plans"')[2] for kind, text in lists.items()}
    first = {
        kind: re.findall(r'href="(/electricity-plans/plans/[^"?]+)', text)[0] for kind, text in cards.items()
    }
    ids = {kind: re.findall(r'name="plan" value="(\w+)"', text) for kind, text in cards.items()}
    four = list(dict.fromkeys(ids["plan"]))[:4]
    unlike = [ids[kind][0] for kind in ("plan", "some_months", "hourly", "changing")]
    return {
        **first,
        "four": "&".join(f"plan={plan_id}" for plan_id in four),
        "unlike": "&".join(f"plan={plan_id}" for plan_id in unlike),
    }
