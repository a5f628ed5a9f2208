"""Further sources of a plan in its JSON: named, with what they say otherwise."""

from datetime import UTC, date, datetime

import msgspec

from choosemypower.api.plan_json import PlanSource, plan_detail
from choosemypower.plans.model import SourceNote
from tests.support.plans import a_plan


def test_further_sources_are_named_with_their_contradictions_and_their_age() -> None:
    words = "ComparePower says 14.2¢ at 1,000 kWh, the listing 12.7¢."
    note = SourceNote(
        source="ComparePower", reference="abc", kept_since=date(2026, 11, 20), differences=(words,)
    )
    source = PlanSource(source="listing.csv", epoch=1, as_of=datetime(2026, 11, 27, tzinfo=UTC))
    told = msgspec.json.decode(msgspec.json.encode(plan_detail(a_plan(sources=(note,)), source)))
    assert told["furtherSources"] == [
        {
            "name": "ComparePower",
            "reference": "abc",
            "isOnly": False,
            "keptSince": "2026-11-20",
            "differences": [words],
        }
    ]
    assert plan_detail(a_plan(), source).further_sources == ()
