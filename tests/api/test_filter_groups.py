"""Every filter of the pages is a filter of the API, in the same words."""

import httpx
import pytest

from choosemypower.app import Site
from choosemypower.facets import FACETS, Facet, Group, choices_of, index_of
from choosemypower.usage import UsageYear, typical_usage
from choosemypower.world import World

pytestmark = [pytest.mark.anyio, pytest.mark.db]


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.group.value)
async def test_each_group_of_filters_narrows_the_api_as_it_narrows_the_page(
    client: httpx.AsyncClient, site: Site, facet: Facet
) -> None:
    world: World = site.litestar.state.shelf.world
    utilities = tuple(sorted(world.catalogue.by_utility))
    index = world.once(index_of, utilities)
    index = index.with_costs(enumerate(world.market.costs(index.plans, world_usage(world))))
    groups = {one.group: one for one in index.option_groups(choices_of({}))}
    words = [option.choice.word for option in groups[facet.group].options][:3]
    assert words
    for word in words:
        response = await client.get(f"/api/v1/plans?{facet.group.value}={word}&page-size=1")
        assert response.status_code == 200, response.text
        expected = index.count(choices_of({facet.group: (word,)}))
        assert response.json()["meta"]["total"] == expected, (facet.group, word)


def world_usage(world: World) -> UsageYear:
    return typical_usage(world.profiles).year


async def test_every_group_is_counted_by_the_facets_resource(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/facets?city=dallas")
    assert {facet["parameter"] for facet in response.json()["data"]} == {group.value for group in Group}
