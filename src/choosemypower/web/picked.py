"""Plans that a visitor brings to a list to compare: ticked there without any script.

`plan=…&plan=…` beside the list's own address, as a comparison and a plan's page write it. No filter: prices, counts and
order do not depend on it, and no other link of the list carries it; with script the tab remembers the ticks.
"""

from typing import TypeVar

import msgspec
from markupsafe import Markup

from choosemypower.facets.canonical import Pairs
from choosemypower.http import Request
from choosemypower.web.addresses import query_pairs
from choosemypower.web.answer import AnswerBox
from choosemypower.web.city_list import PlanList, Preview, Section
from choosemypower.web.city_view import CityPlans
from choosemypower.world import World

Cards = TypeVar("Cards", Section, Preview)

PARAMETER = "plan"
MOST = 4


def picked_pairs(request: Request, world: World) -> Pairs:
    """The listed plans that an address brings along, four at most."""
    given = dict.fromkeys(value for name, value in query_pairs(request) if name == PARAMETER)
    return tuple((PARAMETER, one) for one in given if one in world.catalogue.by_id)[:MOST]


def with_picked(view: CityPlans, picked: Pairs, world: World) -> CityPlans:
    """The list with these plans ticked; those that it does not show, or not here, stand before it, ticked too."""
    plans, elsewhere = view.plans, []
    for _, plan_id in picked:
        ticked = _ticked(plans, plan_id)
        plan = world.catalogue.by_id[plan_id]
        if ticked is not None:
            plans = ticked
        elif plan.utility in plans.list_key.split("+"):
            elsewhere.append((plan_id, plan.name))
    plans = msgspec.structs.replace(plans, picked_elsewhere=tuple(elsewhere))
    return msgspec.structs.replace(view, plans=plans, picked=picked, robots_index=False)


def _ticked(plans: PlanList, plan_id: str) -> PlanList | None:
    """The list with a plan ticked, once; None where it does not show it."""
    if plans.answer is not None and any(row.plan_id == plan_id for row in plans.answer.rows):
        return msgspec.structs.replace(plans, answer=_ticked_answer(plans.answer, plan_id))
    sections = tuple(_ticked_cards(one, plan_id) for one in plans.sections)
    if sections != plans.sections:
        return msgspec.structs.replace(plans, sections=sections)
    previews = tuple(_ticked_cards(one, plan_id) for one in plans.rest.previews) if plans.rest else ()
    if plans.rest is not None and previews != plans.rest.previews:
        return msgspec.structs.replace(plans, rest=msgspec.structs.replace(plans.rest, previews=previews))
    return None


def _ticked_cards(part: Cards, plan_id: str) -> Cards:
    box = f'value="{plan_id}"'
    if box not in part.cards:
        return part
    text = str(part.cards).replace(box, f"{box} checked", 1)
    return msgspec.structs.replace(part, cards=Markup(text))  # noqa: S704 - as it was made


def _ticked_answer(answer: AnswerBox, plan_id: str) -> AnswerBox:
    rows = tuple(
        msgspec.structs.replace(row, is_ticked=True) if row.plan_id == plan_id else row for row in answer.rows
    )
    return msgspec.structs.replace(answer, rows=rows)
