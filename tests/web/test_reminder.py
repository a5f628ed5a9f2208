"""A calendar file for the end of a contract, read by the library that calendar programs of Python use."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from choosemypower.app import Site
from choosemypower.plans.model import Plan
from choosemypower.units import texas_today
from choosemypower.web.calendar_file import DayEvent, calendar_file
from tests.web.markup import Page, page_problems

anyio = [pytest.mark.anyio, pytest.mark.db]
PATH = "/check-my-bill/reminder.ics"
NOW = datetime(2026, 11, 28, 15, 4, 5, tzinfo=UTC)


def events_of(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def a_plan(site: Site, *, has_term: bool) -> Plan:
    plans = site.litestar.state.shelf.world.catalogue.plans
    return next(
        plan
        for plan in plans
        if (plan.term_months == 12) is has_term and (has_term or plan.is_month_to_month)
    )


@given(
    title=st.text(),
    text=st.text(),
    first=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    more=st.integers(0, 40),
)
def test_any_words_come_back_as_they_were_and_no_line_is_too_long(
    title: str, text: str, first: date, more: int
) -> None:
    last = first + timedelta(days=more)
    event = DayEvent(
        key="a", first_day=first, last_day=last, title=title, text=text, url="https://a.example/b?c=d"
    )
    content = calendar_file([event], host="a.example", now=NOW)
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert lines[-1] == b""
    for line in lines:
        line.decode()  # no character was cut
    (read,) = events_of(content)

    def kept(words: str) -> str:
        words = words.replace("\r\n", "\n").encode("utf-8", "replace").decode()
        return "".join(c for c in words if c in "\t\n" or (c >= " " and c != "\x7f"))

    assert str(read["SUMMARY"]) == kept(title)
    assert str(read["DESCRIPTION"]) == kept(text)
    assert (read.decoded("DTSTART"), read.decoded("DTEND")) == (first, last + timedelta(days=1))
    assert read.decoded("DTSTAMP") == NOW
    (alarm,) = read.walk("VALARM")
    assert (alarm["ACTION"], alarm.decoded("TRIGGER")) == ("DISPLAY", timedelta(hours=9))


def test_an_event_keeps_its_name_over_time_and_another_has_another() -> None:
    def names(key: str, now: datetime) -> str:
        event = DayEvent(
            key=key,
            first_day=date(2027, 1, 1),
            last_day=date(2027, 1, 1),
            title="a",
            text="b",
            url="https://a.example",
        )
        (read,) = events_of(calendar_file([event], host="a.example", now=now))
        return str(read["UID"])

    assert names("one", NOW) == names("one", NOW + timedelta(days=9))
    assert names("one", NOW) != names("two", NOW)
    assert names("one", NOW).endswith("@a.example")


class TestFiles:
    pytestmark = anyio

    async def test_a_contract_end_makes_a_day_to_compare_and_days_to_leave(
        self, client: httpx.AsyncClient
    ) -> None:
        ends = texas_today() + timedelta(days=200)
        answer = await client.get(f"{PATH}?ends={ends}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["cache-control"] == "private, no-store"
        assert (
            answer.headers["content-disposition"]
            == f'attachment; filename="electricity-contract-ends-{ends}.ics"'
        )
        compare, free = events_of(answer.content)
        assert compare.decoded("DTSTART") == ends - timedelta(days=30)
        assert free.decoded("DTSTART") == ends - timedelta(days=14)
        assert free.decoded("DTEND") == ends + timedelta(days=1)
        assert "16 TAC §25.475" in str(free["DESCRIPTION"])

    async def test_what_has_passed_is_left_out(self, client: httpx.AsyncClient) -> None:
        today = texas_today()
        (free,) = events_of((await client.get(f"{PATH}?ends={today + timedelta(days=20)}")).content)
        assert free.decoded("DTSTART") == today + timedelta(days=6)
        (free,) = events_of((await client.get(f"{PATH}?ends={today}")).content)
        assert (free.decoded("DTSTART"), free.decoded("DTEND")) == (today, today + timedelta(days=1))

    async def test_a_plan_ends_its_term_after_the_first_day(
        self, client: httpx.AsyncClient, site: Site
    ) -> None:
        plan = a_plan(site, has_term=True)
        year = texas_today().year + 1
        answer = await client.get(f"{PATH}?plan={plan.plan_id}&starts={year}-01-31")
        compare, free = events_of(answer.content)
        assert free.decoded("DTEND") == date(year + 1, 2, 1)
        assert compare.decoded("DTSTART") == date(year + 1, 1, 1)
        assert plan.name in str(compare["DESCRIPTION"])
        assert str(compare["URL"]).endswith(plan.url)

    async def test_the_same_contract_is_the_same_event_when_asked_for_again(
        self, client: httpx.AsyncClient, site: Site
    ) -> None:
        url = f"{PATH}?plan={a_plan(site, has_term=True).plan_id}"
        first, again = [events_of((await client.get(url)).content) for _ in range(2)]
        assert [str(one["UID"]) for one in first] == [str(one["UID"]) for one in again]
        assert len({str(one["UID"]) for one in first}) == 2

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "ends=",
            "ends=soon",
            "ends=2020-01-01",
            "ends=9999-12-31",
            "ends=2027-02-30",
            "ends=20270101",
            "ends=%00",
        ],
    )
    async def test_a_day_that_is_none_is_refused_with_what_to_do(
        self, client: httpx.AsyncClient, query: str
    ) -> None:
        answer = await client.get(f"{PATH}?{query}")
        assert answer.status_code == 422
        assert page_problems(answer.text) == []
        assert "Enter a day" in answer.text

    async def test_an_unknown_plan_and_one_without_an_end_are_told_apart(
        self, client: httpx.AsyncClient, site: Site
    ) -> None:
        assert (await client.get(f"{PATH}?plan=none")).status_code == 404
        monthly = await client.get(f"{PATH}?plan={a_plan(site, has_term=False).plan_id}")
        assert monthly.status_code == 422
        assert "has no end" in monthly.text

    async def test_plan_comparison_and_bill_offer_it_where_a_contract_ends(
        self, client: httpx.AsyncClient, site: Site
    ) -> None:
        with_term, without = a_plan(site, has_term=True), a_plan(site, has_term=False)
        assert f'action="{PATH}"' in (await client.get(with_term.url)).text
        assert f'action="{PATH}"' not in (await client.get(without.url)).text
        compared = Page(
            (await client.get(f"/compare/plans?plan={with_term.plan_id}&plan={without.plan_id}")).text
        )
        assert [link for link in compared.links if link.startswith(PATH)] == [
            f"{PATH}?plan={with_term.plan_id}"
        ]
        ends = texas_today() + timedelta(days=90)
        bill = Page((await client.get(f"/check-my-bill?zip=77002&kwh1=1000&usd1=400&ends={ends}")).text)
        (link,) = [link for link in bill.links if link.startswith(PATH)]
        assert len(events_of((await client.get(link)).content)) == 2
