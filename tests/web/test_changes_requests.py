"""What changed, while there is one listing: nothing, said plainly; and each request its status."""

from xml.etree import ElementTree

import httpx
import pytest

from tests.web.markup import page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

ATOM = "{http://www.w3.org/2005/Atom}"


async def test_one_listing_alone_has_changed_nothing(client: httpx.AsyncClient) -> None:
    for path in ("/changes", "/changes?zip=77002"):
        page = await client.get(path)
        assert page.status_code == 200
        assert page_problems(page.text) == []
        assert "We hold no earlier listing than this one." in page.text
    assert "What changed</h2>" not in (await client.get("/electricity-plans/houston")).text
    feed = ElementTree.fromstring((await client.get("/utilities/oncor/changes.atom")).content)
    assert feed.findall(f"{ATOM}entry") == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/changes?zip=7700", 422),
        ("/changes?zip=78701", 422),
        ("/changes?utility=acme", 404),
        ("/changes?zip=77002&utility=oncor", 404),
        ("/changes?since=yesterday", 422),
        ("/changes?utility=oncor&kwh=lots", 422),
        ("/utilities/acme/changes.atom", 404),
        ("/changes?zip=75067", 200),
        ("/changes?zip=75067&utility=tnmp&home=1600&heat=electric", 200),
        ("/changes?city=houston&since=last-listing", 200),
    ],
)
async def test_each_request_has_its_status(client: httpx.AsyncClient, path: str, status: int) -> None:
    answer = await client.get(path)
    assert answer.status_code == status
    assert page_problems(answer.text) == []
