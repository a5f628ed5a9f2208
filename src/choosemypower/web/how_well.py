"""How well we read: figures of the last `evaluate` on the shipped cases, and how today's plans were worked out."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.response import Redirect

from choosemypower import paths
from choosemypower.cache.policies import PAGE
from choosemypower.documents.how_well import Measurement, read_measurement
from choosemypower.editions.tags import MARKET_TAG
from choosemypower.http import Request
from choosemypower.plans.charges import ReadState
from choosemypower.pricing.model import Method
from choosemypower.web.routes import reads
from choosemypower.web.views import Crumb, PageView, data_notice
from choosemypower.web.way_back import TRAVELLING, lined_page
from choosemypower.world import World

Key = TypeVar("Key", Method, ReadState)

MEASUREMENT = read_measurement()

METHOD_WORDS = {
    Method.LABEL: "From the facts label, proven by its own averages",
    Method.SOURCE_CHARGES: "From charges that a further source states, which give the printed prices",
    Method.LISTING_EXPLAINED: "From the three printed prices and the fees and credits that the list states",
    Method.LISTING_LINE: "From the three printed prices alone",
    Method.LISTING_POINTS: "Not known: only the bills at 500, 1,000 and 2,000 kWh",
}
STATE_WORDS = {
    ReadState.PROVEN: "Proven: the printed prices fit what the text says",
    ReadState.READ: "Read: only the text says so, the printed prices are silent",
    ReadState.CONTRADICTED: "Contradicted: the printed prices do not fit what the text says",
    ReadState.UNREAD: "Unread: not turned into numbers",
}


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A part of today's plans."""

    key: str
    """The word of the JSON API for it, e.g. "listing_line"."""
    words: str
    plans: int
    percent: Decimal
    """Of all that the table counts, one decimal."""


class HowWellView(PageView, frozen=True, kw_only=True):
    measurement: Measurement
    plans: int
    methods: tuple[Share, ...]
    with_fee_text: int
    states: tuple[Share, ...]


@reads(PAGE, paths.HOW_WELL, query=TRAVELLING, budget="provider", tags=(MARKET_TAG,))
async def how_well(request: Request, world: NamedDependency[World]) -> Response[bytes] | Redirect:
    """What we read right, refused and wrong, and how each of today's bills was found."""
    methods, states = world.once(_count_methods), world.once(_count_states)
    view = HowWellView(
        title="How well we read plans",
        description="How many fee texts, facts labels and ZIP codes we read right, refuse or get wrong, and how the "
        "bills of today's plans were found.",
        h1="How well we read plans",
        canonical_path=paths.HOW_WELL,
        breadcrumbs=(Crumb("Home", "/"), Crumb("About", "/about"), Crumb("How well we read")),
        data_notice=data_notice(world.dataset),
        measurement=MEASUREMENT,
        plans=sum(share.plans for share in methods),
        methods=methods,
        with_fee_text=sum(share.plans for share in states),
        states=states,
    )
    return lined_page(request, world, "pages/how_well.html", view)


def _count_methods(world: World) -> tuple[Share, ...]:
    plans = world.catalogue.plans
    return _shares(Counter(world.market.model_of(plan).method for plan in plans), METHOD_WORDS)


def _count_states(world: World) -> tuple[Share, ...]:
    states = Counter(plan.fees.state for plan in world.catalogue.plans if plan.fees is not None)
    return _shares(states, STATE_WORDS)


def _shares(counted: Counter[Key], words: Mapping[Key, str]) -> tuple[Share, ...]:
    total = counted.total()
    return tuple(
        Share(
            key=key.value,
            words=said,
            plans=counted[key],
            percent=(Decimal(100 * counted[key]) / total if total else Decimal(0)).quantize(Decimal("0.1")),
        )
        for key, said in words.items()
    )


handlers = [how_well]
