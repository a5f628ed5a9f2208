"""Which guides there are, in their order."""

from datetime import date

import msgspec

REVIEWED_ON = date(2026, 11, 28)
"""Day on which these texts were last read against their sources."""


class Guide(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    title: str
    short: str
    """The guide in a line or two."""


GUIDES = (
    Guide(
        slug="facts-label",
        title="How to read a facts label",
        short="The label prints three average prices that are right at three uses only. Its charges tell your bill.",
    ),
    Guide(
        slug="bill-credits",
        title="Bill credits and the 1,000 kWh line",
        short="A credit makes a plan look cheap at one use. Miss that use by one kWh, and the month costs much more.",
    ),
    Guide(
        slug="kinds-of-price",
        title="Fixed, variable, by the hour, short",
        short="Only a fixed price for the whole year can be compared as a year. The others are bets.",
    ),
    Guide(
        slug="your-bill",
        title="Who gets your money",
        short="A part of each bill goes to your provider, a part to your utility. You choose the first part only.",
    ),
    Guide(
        slug="switching",
        title="When to switch, and what leaving costs",
        short="Leaving is free in the last 14 days of a contract. Before that, set the fee against the saving.",
    ),
    Guide(
        slug="moving",
        title="Moving home",
        short="Moving ends your contract without a fee. Choose anew: the new address may have another utility.",
    ),
    Guide(
        slug="renewable",
        title="What 100% renewable means",
        short="The provider buys certificates for each kWh you use. The power at your plug stays the same.",
    ),
    Guide(
        slug="help",
        title="When you cannot choose, and who helps",
        short="Some places have one utility and no choice. In an outage call the utility, about a bill the provider.",
    ),
)
BY_SLUG = {guide.slug: guide for guide in GUIDES}
