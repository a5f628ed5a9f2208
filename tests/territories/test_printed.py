"""Labels confirm a utility's newest delivery charge, or add the next one when enough of them agree."""

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from choosemypower.territories.atlas import Atlas
from choosemypower.territories.printed import PrintedDelivery, confirm_series

BEGAN = date(2026, 10, 1)


def _label(number: int, *, provider: str, usd_per_kwh: str = "0.0625", issued: int = 0) -> PrintedDelivery:
    return PrintedDelivery(
        utility="oncor",
        provider=provider,
        issued_on=BEGAN + timedelta(days=issued),
        usd_per_month=Decimal("4.10"),
        usd_per_kwh=Decimal(usd_per_kwh),
        label=f"label {number}",
    )


THREE_OF_TWO = (
    _label(1, provider="first"),
    _label(2, provider="first", issued=3),
    _label(3, provider="second", issued=9),
)


def test_three_labels_of_two_providers_add_a_row_with_them_as_its_source(
    atlas: Atlas, caplog: pytest.LogCaptureFixture
) -> None:
    series = atlas.delivery_charges["oncor"]
    with caplog.at_level(logging.WARNING):
        heard = confirm_series(series, THREE_OF_TWO)
    (added,) = heard.added
    assert (added.valid_from, added.usd_per_month, added.usd_per_kwh) == (
        BEGAN,
        Decimal("4.10"),
        Decimal("0.0625"),
    )
    assert all(one.label in added.source for one in THREE_OF_TWO)
    assert heard.charges[-1] == added
    assert heard.charges[-2].valid_to == BEGAN - timedelta(days=1)
    assert heard.last_confirmed_on == THREE_OF_TWO[-1].issued_on
    assert any(said.startswith("delivery_charge_extended: ") for said in caplog.messages)


@pytest.mark.parametrize(
    "labels",
    [
        THREE_OF_TWO[1:],
        (THREE_OF_TWO[0], THREE_OF_TWO[1], THREE_OF_TWO[1], _label(4, provider="first")),
        (*THREE_OF_TWO[:2], _label(3, provider="second", usd_per_kwh="0.0626")),
        (THREE_OF_TWO[0], THREE_OF_TWO[0], THREE_OF_TWO[2]),
    ],
    ids=["two labels", "one provider", "another figure", "one label twice"],
)
def test_fewer_labels_add_nothing(atlas: Atlas, labels: Sequence[PrintedDelivery]) -> None:
    series = atlas.delivery_charges["oncor"]
    heard = confirm_series(series, labels)
    assert (heard.charges, heard.added, heard.last_confirmed_on) == (series, (), None)


def test_labels_that_print_the_newest_figure_confirm_it(atlas: Atlas) -> None:
    series = atlas.delivery_charges["oncor"]
    newest = series[-1]
    assert newest.usd_per_kwh is not None
    label = PrintedDelivery(
        utility="oncor",
        provider="first",
        issued_on=BEGAN,
        usd_per_month=newest.usd_per_month,
        usd_per_kwh=newest.usd_per_kwh,
        label="one",
    )
    heard = confirm_series(series, (label,))
    assert (heard.charges, heard.last_confirmed_on) == (series, BEGAN)


def test_labels_older_than_the_newest_row_and_of_other_utilities_say_nothing(atlas: Atlas) -> None:
    before = [
        PrintedDelivery(
            utility=utility,
            provider=f"provider {number}",
            issued_on=date(2026, 1, 2) if utility == "oncor" else BEGAN,
            usd_per_month=Decimal(9),
            usd_per_kwh=Decimal("0.09"),
            label=f"label {number}",
        )
        for utility in ("oncor", "tnmp")
        for number in range(4)
    ]
    series = atlas.delivery_charges["oncor"]
    assert confirm_series(series, before).charges == series


def test_every_superseded_delivery_charge_carries_its_end(atlas: Atlas) -> None:
    for series in atlas.delivery_charges.values():
        for earlier, later in pairwise(series):
            assert earlier.valid_to == later.valid_from - timedelta(days=1)
        assert series[-1].valid_to is None
