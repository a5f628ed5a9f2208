"""The market over time: steps, medians and gaps of the listings that were published, on the page and in JSON alike."""

import re
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest

from choosemypower.settings import Settings
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.program import running_program
from tests.support.publishing import publish, read
from tests.web.markup import page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PRICES = ("0.1270", "0.1410", "0.1330", "0.1550")


def plans(prices: tuple[str, ...], **fields: object) -> list[dict[str, str]]:
    return [
        a_listing_row(
            idKey=100 + at, Product=f"Plan {at}", kwh500=f"{float(price) + 0.004:.4f}", kwh1000=price,
            kwh2000=f"{float(price) - 0.002:.4f}", **fields,
        )
        for at, price in enumerate(prices)
    ]  # fmt: skip


LEFT_OUT = [
    a_listing_row(idKey=1, Product="Prepaid", PrePaid="True", kwh1000="0.0100"),
    a_listing_row(idKey=2, Product="Nights", TimeOfUse="True", kwh1000="0.0100"),
    a_listing_row(idKey=3, Product="Monthly", TermValue=1, Fixed=0, RateType="Variable", kwh1000="0.0100"),
]


@pytest.fixture
def files(tmp_path: Path) -> dict[int, Path]:
    """By day of January 2026: the 10th says the same as the 9th, the 12th is dearer, the 26th comes after a gap."""
    first = [*plans(PRICES), *LEFT_OUT]
    return {
        9: a_listing_file(tmp_path, *first, name="a.csv"),
        10: a_listing_file(
            tmp_path,
            *first,
            a_listing_row(idKey=7, TduCompanyName="TEXAS-NEW MEXICO POWER COMPANY"),
            name="b.csv",
        ),
        12: a_listing_file(tmp_path, *plans(("0.1370", *PRICES[1:])), *LEFT_OUT, name="c.csv"),
        26: a_listing_file(tmp_path, *plans(PRICES[:3]), name="d.csv"),
    }


async def test_each_stretch_has_its_middle_its_lowest_and_its_sources(
    migrated: Settings, files: dict[int, Path]
) -> None:
    async with running_program(migrated) as http:
        for day, file in files.items():
            await publish(http, migrated, file, day)
        steps = (await read(http, "/api/v1/market?utility=oncor"))["data"]
        assert [(one["firstDay"], one["lastDay"], one["planCount"]) for one in steps] == [
            ("2026-01-09", "2026-01-10", 4),
            ("2026-01-12", "2026-01-12", 4),
            ("2026-01-26", "2026-01-26", 3),
        ]
        assert steps[0]["sources"] == ["a.csv", "b.csv"]
        assert {one["term"] for one in steps} == {"12"}
        prices = sorted(map(Decimal, PRICES))
        assert Decimal(steps[0]["usdPerKwhMedian"]) == median(prices)
        assert Decimal(steps[0]["usdPerMonthMedian"]) == median(prices) * 1000
        assert Decimal(steps[1]["usdPerKwhLowest"]) == Decimal("0.133")
        assert Decimal(steps[2]["usdPerKwhMedian"]) == Decimal("0.133")
        at_2000 = (await read(http, "/api/v1/market?utility=oncor&kwh=2000"))["data"][0]
        assert Decimal(at_2000["usdPerKwhLowest"]) == Decimal("0.125")
        assert at_2000["usdPerMonthLowest"] == "250.00"
        assert (await read(http, "/api/v1/market?utility=oncor&term=25-,3-11"))["data"] == []
        assert {one["utility"] for one in (await read(http, "/api/v1/market"))["data"]} == {"oncor", "tnmp"}

        page = await http.get("/trends?utility=oncor")
        assert page.status_code == 200
        assert page_problems(page.text) == []
        for one in steps:
            assert f"${Decimal(one['usdPerMonthMedian']):,.0f}" in page.text
            assert f"${Decimal(one['usdPerMonthLowest']):,.0f}" in page.text
        assert "No listing is stored between January\u00a012, 2026 and January\u00a026, 2026." in page.text
        assert "No listing between these days" in page.text
        assert "January\u00a09, 2026 to January\u00a010, 2026" in page.text
        changes = await http.get("/changes?utility=oncor")
        for text in (page.text, changes.text):
            assert not re.search(r"\b[a-d]\.csv", text), "a household knows no names of our files"
        assert re.search(r'<rect class="gap"', page.text)
        assert "None is stored after" in page.text  # read today, months later


async def test_a_listing_that_was_rolled_back_is_no_part_of_the_market(
    migrated: Settings, files: dict[int, Path]
) -> None:
    from choosemypower.datasets.commands import rollback
    from tests.support.waiting import until

    async with running_program(migrated) as http:
        await publish(http, migrated, files[9], 9)
        await publish(http, migrated, files[12], 12)
        dataset = await rollback()

        async def is_followed() -> bool:
            return bool((await read(http, "/api/v1/datasets/current"))["meta"]["epoch"] == dataset.epoch)

        await until(is_followed)
        steps = (await read(http, "/api/v1/market?utility=oncor"))["data"]
        assert [one["firstDay"] for one in steps] == ["2026-01-09"]
