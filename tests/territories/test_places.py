"""Which cities are near."""

import pytest

from choosemypower.territories.atlas import Atlas
from choosemypower.territories.places import km_between, nearest_open_cities


def test_dallas_and_fort_worth_are_some_fifty_km_apart(atlas: Atlas) -> None:
    apart = km_between(atlas.cities["dallas"], atlas.cities["fort-worth"])
    assert apart == pytest.approx(50, abs=6)


def test_neighbours_come_nearest_first_without_the_city_itself(atlas: Atlas) -> None:
    dallas = atlas.cities["dallas"]
    near = nearest_open_cities(atlas, dallas, 6)
    distances = [km_between(dallas, city) for city in near]
    assert len(near) == 6
    assert dallas not in near
    assert distances == sorted(distances)
    assert distances[-1] < 30


def test_open_neighbours_are_open(atlas: Atlas) -> None:
    el_paso = atlas.cities["el-paso"]
    assert not el_paso.is_open
    assert all(city.is_open for city in nearest_open_cities(atlas, el_paso, 3))


def test_asking_twice_gives_the_same(atlas: Atlas) -> None:
    waco = atlas.cities["waco"]
    assert nearest_open_cities(atlas, waco, 6) == nearest_open_cities(atlas, waco, 6)
    assert nearest_open_cities(atlas, waco, 2) == nearest_open_cities(atlas, waco, 6)[:2]
