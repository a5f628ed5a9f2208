"""The same for what changed and for a label that is sent: random listings, labels and homes."""

import random
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from choosemypower.settings import Settings
from tests.documents.labels import a_label
from tests.support.listings import a_listing_file, a_listing_row
from tests.support.program import running_program
from tests.support.publishing import publish
from tests.web.test_same_numbers import _exact, a_home, json_of, plain, whole
from tests.web.test_same_numbers_elsewhere import rows_of

pytestmark = [pytest.mark.anyio, pytest.mark.db]

PLANS, HOMES, LABELS = 30, 12, 10


def a_priced_row(chance: random.Random, number: int) -> dict[str, str]:
    """A plan of random charges, whose printed prices lie on one line."""
    per_kwh, a_month = chance.randrange(900, 1800), chance.randrange(0, 20)
    prices = {f"kwh{kwh}": f"{(per_kwh + a_month * 100_00 / kwh) / 100_00:.3f}0" for kwh in (500, 1000, 2000)}
    term = chance.choice([6, 12, 12, 12, 24])
    return a_listing_row(idKey=2 * number, Product=f"Random {number}", TermValue=term, **prices)


def two_listings(folder: Path) -> tuple[Path, Path]:
    """Some plans only in one of them, some at other prices, some as they were."""
    chance = random.Random(4)
    before = [a_priced_row(chance, number) for number in range(PLANS)]
    after = [
        row if chance.random() < 0.3 else a_priced_row(chance, number) | {"TermValue": row["TermValue"]}
        for number, row in enumerate(before[: PLANS - 4])
    ]
    after += [a_priced_row(chance, PLANS + number) for number in range(4)]
    return a_listing_file(folder, *before, name="a.csv"), a_listing_file(folder, *after, name="b.csv")


def shown(usd: str | None, printed: dict[str, str] | None) -> list[str]:
    """A cell of the page, as the JSON would have it; none where the plan was not in that listing."""
    if printed is None:
        return []
    if usd is not None:
        return [whole(Decimal(usd))]
    return [f"{Decimal(printed['usdPerKwhAt1000']) * 100:.1f}¢ per kWh"]


def cells_of(change: dict[str, Any]) -> list[str]:
    cost = change["cost"]
    before, after, more = (cost[f"{name}UsdPerYear"] for name in ("before", "after", "more"))
    cells = [*shown(before, change["before"]), *shown(after, change["after"])]
    if more is None or not Decimal(more):
        return cells
    # Of the whole dollars shown, so that a reader who subtracts finds the same.
    dollars = [int(re.sub(r"[$,]", "", cell)) for cell in cells]
    less = dollars[1] - dollars[0]
    return [*cells, f"{'+' if less > 0 else '−'}${abs(less):,}" if less else "under $1"]


async def test_every_figure_of_what_changed_is_the_jsons(migrated: Settings, tmp_path: Path) -> None:
    chance = random.Random(5)
    async with running_program(migrated) as http:
        for day, listing in enumerate(two_listings(tmp_path), start=9):
            await publish(http, migrated, listing, day)
        for _ in range(HOMES):
            home = a_home(chance)
            text = (await http.get(f"/changes?utility=oncor&{home}", follow_redirects=True)).text
            told = await json_of(http, f"/api/v1/datasets/changes?utility=oncor&page-size=100&{home}")
            rows = re.findall(
                r'<tr><th scope="row"><a href="([^"?]+)[^"]*">[^<]*</a><br>.*?</tr>', text, re.DOTALL
            )
            assert sorted(rows) == sorted(change["pageUrl"] for change in told), home
            for change in told:
                row = text[re.search(f'href="{re.escape(change["pageUrl"])}["?]', text).start() :]  # type: ignore[union-attr]
                cells = [
                    plain(cell)
                    for cell in re.findall(r'<td class="num">(.*?)</td>', row.partition("</tr>")[0])
                ]
                assert cells == cells_of(change), (change["pageUrl"], home)


def a_random_label(chance: random.Random) -> str:
    """Its averages are worked out here, with the delivery that the label prints."""
    cents, base, credit = chance.randrange(50, 160), chance.randrange(0, 1500), chance.choice([0, 0, 5000])
    rows = f"Energy Charge {cents / 10:.1f}¢ per kWh\nBase Charge ${base / 100:.2f} per billing cycle\n"
    if credit:
        rows += f"Usage Credit ${credit / 100:.2f} per billing cycle when usage is 1,000 kWh or more\n"
    averages = []
    for kwh in (500, 1000, 2000):
        off = credit if kwh >= 1000 else 0
        averages.append(cents / 10 + 6.1196 + (base + 406 - off) / kwh)
    return a_label(rows, " ".join(f"{average:.1f}¢" for average in averages))


async def test_every_bill_of_a_label_is_the_jsons(client: httpx.AsyncClient) -> None:
    chance = random.Random(6)
    for _ in range(LABELS):
        label, home = a_random_label(chance), a_home(chance)
        fields = dict(pair.split("=") for pair in home.split("&") if pair)
        page = await client.post("/read-a-label/label", data={"text": label, **fields})
        answer = await client.post(
            f"/api/v1/labels/read?{home}", content=label.encode(), headers={"content-type": "text/plain"}
        )
        data = answer.json()["data"]
        assert data["proven"], (label, data["note"])
        (year,) = data["years"]
        text = plain(page.text)
        assert f"The next twelve months cost {whole(Decimal(year['usdPerYear']))} for" in text, home
        rows = rows_of(page.text, 'id="months-title"')
        assert [row[1:] for row in rows] == [
            [f"{bill['usageKwh']:,}", _exact(bill["usd"])] for bill in year["bills"]
        ], (label, home)
        averages = rows_of(page.text, 'id="averages-title"')
        printed = [Decimal(row[1].rstrip("¢")) for row in averages]
        assert printed == [Decimal(one["printedCentsPerKwh"]) for one in data["averages"]]
