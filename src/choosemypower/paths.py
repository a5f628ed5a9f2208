"""Paths of our pages, each written once; whatever links to a page takes its address from here."""

from urllib.parse import urlencode

HOME = "/"
PLANS = "/electricity-plans"
PROVIDERS = "/providers"
UTILITIES = "/utilities"
CITIES = "/locations"
ZIP_FORM = "/zip"
CALCULATOR = "/calculator"
CHECK_MY_BILL = "/check-my-bill"
REMINDER = f"{CHECK_MY_BILL}/reminder.ics"
"""A calendar file; below a path that the edges already keep from everybody's caches."""
READ_A_LABEL = "/read-a-label"
CHANGES = "/changes"
TRENDS = "/trends"
GUIDES = "/guides"
COMPARE = "/compare/plans"
HOW_WELL = "/how-well"
OPERATOR = "/operator"
"""The report, for whoever runs this site."""
API_DOCS = "/api/docs"
FRAGMENTS = "/fragments"
"""Parts of pages stand below it under the page's own path."""
MORE_PLANS = f"{FRAGMENTS}/more-plans"


def city(slug: str) -> str:
    """The list of plans of a city where homes choose."""
    return f"{PLANS}/{slug}"


def closed_city(slug: str) -> str:
    """Who serves a city whose homes cannot choose, or mostly not."""
    return f"/texas/{slug}/municipal-utility"


def plan(provider_slug: str, plan_slug: str) -> str:
    """One plan, listed or gone."""
    return f"{PLANS}/plans/{provider_slug}/{plan_slug}"


def provider(slug: str) -> str:
    return f"{PROVIDERS}/{slug}"


def utility(slug: str) -> str:
    return f"{UTILITIES}/{slug}"


def changes(**given: str) -> str:
    """What changed: `zip`, `city` or `utility`, and the home."""
    return with_query(CHANGES, urlencode(given))


def trends(**given: str) -> str:
    """Prices over time: `utility`, `kwh`."""
    return with_query(TRENDS, urlencode(given))


def guide(slug: str) -> str:
    return f"{GUIDES}/{slug}"


def changes_feed(utility_slug: str) -> str:
    """The same for the homes of a utility, for readers of feeds."""
    return f"{utility(utility_slug)}/changes.atom"


def zip_code(zip: str) -> str:
    """Which utilities deliver in a ZIP code, or why there is no choice."""
    return f"{ZIP_FORM}/{zip}"


def meters(zip: str) -> str:
    """Where the form of a ZIP code's page asks for a home's meter."""
    return f"{ZIP_FORM}/{zip}/meters"


def reminder(**given: str) -> str:
    """A calendar file for the end of a contract: `ends` a day, or `plan` an id, begun on the day `starts`."""
    return with_query(REMINDER, urlencode(given))


def with_query(path: str, query: str) -> str:
    """A path and what follows its question mark, if anything does."""
    return f"{path}?{query}" if query else path
