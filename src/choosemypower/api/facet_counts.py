"""How many plans each filter would leave."""

from typing import Annotated

import msgspec
from litestar import Response
from msgspec import Meta

from choosemypower import facets
from choosemypower.api.answers import Answer, list_answer
from choosemypower.api.operations import PROBLEMS_OF_A_PLACE, Operation
from choosemypower.api.routes import reads
from choosemypower.api.selection import FilterQuery, find_place, read_filters
from choosemypower.api.usage_query import Heat, Home, Hours, Kwh, Months, Pool, usage_meta, usage_of
from choosemypower.editions.tags import utility_tag
from choosemypower.facets.labels import GROUP_LABELS, option_label
from choosemypower.world import World


class FacetOptionJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    word: Annotated[str, Meta(description="What the parameter takes.")]
    label: str
    count: Annotated[
        int, Meta(description="Plans that this option leaves while the other parameters stay as they are.")
    ]
    is_chosen: bool


class FacetJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One parameter with its options; those that would leave nothing are left out."""

    parameter: Annotated[str, Meta(description="Name of the parameter of /api/v1/plans.")]
    label: str
    count_any: Annotated[int, Meta(description="Plans when nothing of this parameter is chosen.")]
    options: tuple[FacetOptionJson, ...]


class FacetsQuery(FilterQuery, frozen=True, kw_only=True):
    """Whose plans, the filters in force, and the use behind the costs."""

    months: Months = None
    kwh: Kwh = None
    home: Home = None
    heat: Heat = None
    pool: Pool = None
    hours: Hours = None


FACETS = Operation(
    id="listFacets",
    path="/api/v1/facets",
    summary="Every filter with the number of plans it would leave",
    description="Counted over the plans that are really there, under the same parameters as /api/v1/plans. Options "
    "of `term`, `rate` and `provider` add up; `with` and `without` narrow. `meta.total` counts the plans that all "
    "chosen filters leave. The use of the home decides which limits to the cost are offered, and their counts.",
    tag="Plans",
    query=FacetsQuery,
    answer=Answer[tuple[FacetJson, ...]],
    problems=PROBLEMS_OF_A_PLACE,
)


@reads(FACETS, budget="plan")
async def list_facets(asked: FacetsQuery, world: World) -> Response[bytes]:
    """How many plans would each filter leave?"""
    place = find_place(asked, world)
    choices = read_filters(asked, world)
    usage = usage_of(asked, world)
    index = world.once(facets.index_of, place.utilities)
    index = index.with_costs(enumerate(world.market.costs(index.plans, usage.year)))
    names = {provider.slug: provider.name for provider in world.catalogue.providers} | {
        utility.slug: utility.short_name for utility in world.atlas.utilities.values()
    }
    entries = [_facet(group, names) for group in index.option_groups(choices)]
    total = index.count(choices)
    return list_answer(
        world,
        asked,
        FACETS.path,
        entries,
        total=total,
        tags=tuple(utility_tag(utility) for utility in place.utilities),
        place=place.meta,
        usage=usage_meta(usage),
    )


def _facet(group: facets.OptionGroup, names: dict[str, str]) -> FacetJson:
    return FacetJson(
        parameter=group.group.value,
        label=GROUP_LABELS[group.group],
        count_any=group.count_any,
        options=tuple(
            FacetOptionJson(
                word=option.choice.word,
                label=option_label(option.choice, names),
                count=option.count,
                is_chosen=option.is_chosen,
            )
            for option in group.options
        ),
    )


handlers = [list_facets]
