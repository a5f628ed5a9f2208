"""The page that says how well we read: its figures are those of evaluate, and of the plans of today."""

import re
from collections import Counter
from pathlib import Path

import httpx
import pytest

import choosemypower
from choosemypower.documents.how_well import read_measurement
from choosemypower.evaluation.shipped import measure_shipped
from choosemypower.ingest.reading import read_content
from choosemypower.plans.charges import ReadState
from choosemypower.pricing.model import Method
from choosemypower.territories.reference import reference_bytes
from choosemypower.web.how_well import METHOD_WORDS, STATE_WORDS
from tests.web.markup import Page

CASES = Path(choosemypower.__file__).parent / "reference" / "cases"


def test_the_figures_that_ship_are_those_of_evaluate_today() -> None:
    shipped = read_measurement()
    assert measure_shipped(CASES, shipped.measured_on) == shipped
    assert sum(one.wrong for one in shipped.measures) == 0
    assert all(one.cases == one.right + one.refused + one.wrong for one in shipped.measures)
    assert all(one.cases for one in shipped.measures)


def test_every_method_and_state_has_words() -> None:
    assert set(METHOD_WORDS) == set(Method)
    assert set(STATE_WORDS) == set(ReadState)


@pytest.mark.anyio
@pytest.mark.db
async def test_the_page_shows_the_measured_figures_and_the_shares_of_the_listing(
    client: httpx.AsyncClient,
) -> None:
    html = (await client.get("/how-well")).text
    for one in read_measurement().measures:
        row = html[html.index(f'<th scope="row">{one.name}</th>') :].split("</tr>")[0]
        figures = [int(figure.replace(",", "")) for figure in re.findall(r'class="num">([\d,]+)<', row)]
        assert figures == [one.cases, one.right, one.refused, one.refused_as_expected, one.wrong]
        assert one.command in html
    offers = read_content(reference_bytes("listing")).offers
    states = Counter(offer.fees.state for offer in offers if offer.fees is not None)
    assert [_plans(html, state) for state in ReadState] == [states[state] for state in ReadState]
    assert sum(_plans(html, method) for method in Method) == len(offers)


def _plans(html: str, key: str) -> int:
    found = re.search(rf'data-key="{key}">.*?class="num">([\d,]+)<', html)
    assert found is not None, key
    return int(found[1].replace(",", ""))


@pytest.mark.anyio
@pytest.mark.db
@pytest.mark.parametrize("path", ["/about", "/", "/providers"])
async def test_other_pages_lead_to_it(client: httpx.AsyncClient, path: str) -> None:
    assert "/how-well" in Page((await client.get(path)).text).links
