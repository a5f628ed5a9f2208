"""About says who runs the site, where the operator said so; and says plainly where nobody did."""

import msgspec
import pytest

from choosemypower.settings import Settings
from tests.support.program import running_program
from tests.web.markup import page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]


@pytest.mark.parametrize(
    ("operated_by", "said"),
    [
        ("", "Whoever runs this copy of the site has not given a name."),
        ("  ", "Whoever runs this copy of the site has not given a name."),
        ("Example <LLC>, Austin", "This site is run by Example &lt;LLC&gt;, Austin."),
    ],
)
async def test_about_says_who_runs_the_site_or_that_nobody_is_named(
    migrated: Settings, operated_by: str, said: str
) -> None:
    async with running_program(msgspec.structs.replace(migrated, operated_by=operated_by)) as http:
        page = await http.get("/about")
        assert page.status_code == 200
        assert page_problems(page.text) == []
        assert said in page.text
