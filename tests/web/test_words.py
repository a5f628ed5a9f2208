"""One word for one thing on every page: those of docs/glossary.md, not the trade's short forms and synonyms."""

import re

import httpx
import pytest

from tests.browser.pages import LISTS, PAGES, parts_of
from tests.web.markup import Page

pytestmark = [pytest.mark.anyio, pytest.mark.db]

NOT_OURS = re.compile(
    r"\b(?:REPs?|TDSPs?|TDUs?|ETF|retailers?|wires company|delivery company|early termination|cancellation fee"
    r"|contract length|length of contract|usage|consumption|rebates?|deregulated|N/A|unavailable)\b"
)
ELSEWHERE = ("API", "operator", "privacy")
"""Pages for developers and operators; what is counted of visitors is named as it is stored."""


async def test_every_page_says_one_word_for_one_thing(client: httpx.AsyncClient) -> None:
    lists = {kind: (await client.get(path, follow_redirects=True)).text for kind, path in LISTS.items()}
    parts = parts_of(lists)
    found = {}
    for name, path in PAGES.items():
        if name in ELSEWHERE:
            continue
        response = await client.get(path.format(**parts), follow_redirects=True)
        page = Page(response.text)
        said = f"{page.text_of('title')} {page.text_of('main')}"
        found[name] = sorted(
            {said[max(0, one.start() - 30) : one.end() + 20] for one in NOT_OURS.finditer(said)}
        )
    assert {name: words for name, words in found.items() if words} == {}
