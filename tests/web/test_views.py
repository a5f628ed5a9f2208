"""What a page says of the age of its listings."""

from datetime import UTC, date, datetime, timedelta

import pytest

from choosemypower.datasets.model import Dataset, DatasetState, ListingsAge
from choosemypower.web.views import data_notice

AS_OF = datetime(2026, 1, 9, 23, tzinfo=UTC)
DATASET = Dataset(
    id=1, source="https://www.powertochoose.org", shape="state_export", content_hash="0", as_of=AS_OF,
    confirmed_at=AS_OF, fetched_at=AS_OF, state=DatasetState.PUBLISHED, rows=1, offers=1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("age", "kind", "text"),
    [
        (timedelta(0), ListingsAge.FRESH, ""),
        (timedelta(hours=24), ListingsAge.FRESH, ""),
        (timedelta(hours=24, seconds=1), ListingsAge.OLD, "Some of these offers may be gone."),
        (timedelta(days=7), ListingsAge.OLD, "Some of these offers may be gone."),
    ],
)
def test_notice_follows_the_age(age: timedelta, kind: ListingsAge, text: str) -> None:
    notice = data_notice(DATASET, now=AS_OF + age)
    assert (notice.age, notice.text, notice.as_of) == (kind, text, date(2026, 1, 9))


def test_after_a_week_the_notice_says_what_the_page_is_still_good_for() -> None:
    notice = data_notice(DATASET, now=AS_OF + timedelta(days=8))
    assert notice.text.startswith("Many of these offers may be gone: check each facts label")


def test_notice_of_a_plan_speaks_of_one_offer() -> None:
    assert (
        data_notice(DATASET, now=AS_OF + timedelta(days=2), of_one_plan=True).text
        == "This offer may be gone."
    )
    assert data_notice(DATASET, now=AS_OF, of_one_plan=True).text == ""
