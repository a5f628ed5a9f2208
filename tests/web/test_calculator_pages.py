"""From what a visitor knows to twelve numbers in the address."""

import html
import re

import httpx
import pytest

from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

MONTHS = "1301-1098-901-977-1105-1467-1710-1769-1524-1180-978-1110"
FIELDS = "&".join(f"{number}={kwh}" for number, kwh in enumerate(MONTHS.split("-"), start=1))
METER_HEADER = "ESIID,USAGE_DATE,REVISION_DATE,USAGE_KWH\n"


@pytest.mark.parametrize(
    ("query", "location"),
    [
        (f"way=months&{FIELDS}&paste=", f"/calculator?months={MONTHS}"),
        (f"way=months&paste={MONTHS.replace('-', '+')}", f"/calculator?months={MONTHS}"),
        (f"way=months&{FIELDS}&city=houston", f"/calculator?months={MONTHS}&city=houston"),
        ("home=1600&heat=&pool=", "/calculator?home=1600"),
        ("home=&heat=electric", "/calculator"),
        ("heat=electric&home=1600&kwh=1260", "/calculator?kwh=1260&heat=electric"),
        ("zip=77002-1234", "/calculator?zip=77002"),
        ("city=atlantis", "/calculator"),
    ],
)
async def test_each_way_leads_to_one_address(client: httpx.AsyncClient, query: str, location: str) -> None:
    response = await client.get(f"/calculator?{query}")
    assert (response.status_code, response.headers["location"]) == (301, location)
    assert (await client.get(location)).status_code == 200


async def test_one_bill_is_scaled_to_a_mean_month(client: httpx.AsyncClient) -> None:
    response = await client.get("/calculator?way=bill&bill_month=8&bill_kwh=1600&heat=")
    location = response.headers["location"]
    assert location.startswith("/calculator?kwh=")
    # August is above the mean of a Texas year, so the mean is below the bill.
    assert 100 <= int(httpx.URL(location).params["kwh"]) < 1600


async def test_what_was_typed_from_a_bill_stays_in_its_form(client: httpx.AsyncClient) -> None:
    sent = "/calculator?way=bill&bill_month=8&bill_kwh=1,600&heat=gas&zip=77002"
    response = await client.get(sent, follow_redirects=True)
    page = Page(response.text)
    (typed,) = [one for one in page.all("input") if one.attributes.get("name") == "bill_kwh"]
    assert typed.attributes["value"] == "1600"
    assert '<option value="8" selected>August</option>' in response.text
    assert '<option value="gas" selected>' in response.text
    assert (await client.get(str(response.url))).status_code == 200, "its own address needs no further step"


async def test_a_bill_that_is_not_the_years_is_dropped_from_the_address(client: httpx.AsyncClient) -> None:
    response = await client.get("/calculator?kwh=900&bill_month=8&bill_kwh=5000")
    assert (response.status_code, response.headers["location"]) == (301, "/calculator?kwh=900")


async def test_months_that_are_estimated_are_not_called_the_homes_own(client: httpx.AsyncClient) -> None:
    response = await client.get("/calculator?way=months&1=1000&2=900&3=800&zip=77002", follow_redirects=True)
    assert "3\u00a0months of yours and 9 estimated" in response.text
    (plans,) = set(re.findall(r'href="(/electricity-plans/houston[?][^"]*)"', response.text)) - {""}
    listed = await client.get(html.unescape(plans))
    for text in (response.text, listed.text):
        assert "twelve months," not in text


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [f"2025-{at:02}-01,2025-{at + 1:02}-01,{600 + at}" for at in range(1, 12)],
            "The file knows no single day",
        ),
        (
            [f"2025-06-{day:02},2025-06-{day:02},{20 + day % 7}" for day in range(1, 31)],
            "Most on June 6, 2025, 26.0",
        ),
    ],
    ids=["bills", "days"],
)
async def test_a_day_of_most_use_is_named_only_where_days_were_read(
    client: httpx.AsyncClient, rows: list[str], said: str
) -> None:
    content = "\n".join(["START DATE,END DATE,USAGE (kWh)", *rows, ""]).encode()
    response = await client.post("/calculator/meter-file", files={"file": ("bills.csv", content, "text/csv")})
    text = html.unescape(response.text)
    assert response.status_code == 200
    assert said in text
    assert ("Most on" in text) is said.startswith("Most on")


async def test_months_that_were_left_empty_are_marked(client: httpx.AsyncClient) -> None:
    response = await client.get("/calculator?way=months&1=1000&2=900&3=800", follow_redirects=True)
    assert response.text.count("filled in</span>") == 9


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("zip=7700", "zip", "Enter 5 digits, like 77002."),
        ("zip=10001", "zip", "10001 is not in Texas. We only cover Texas."),
        ("zip=77999", "zip", "We do not know 77999. Check it, or choose your city."),
        ("way=months&3=x", "month-3", "March: enter a number or leave it empty."),
        ("way=months&paste=1+2+3", "paste", "Enter 12 numbers. We found 3."),
        ("way=bill&bill_month=3&bill_kwh=much", "bill-kwh", "Enter kWh as a whole number, like 1260."),
        ("way=bill&bill_month=&bill_kwh=900", "bill-month", "Choose the month of the bill."),
        ("kwh=7", "home-size", "Enter between 100 and 6,000 kWh a month."),
    ],
)
async def test_what_is_wrong_stands_above_and_beside_its_field(
    client: httpx.AsyncClient, query: str, field: str, sentence: str
) -> None:
    response = await client.get(f"/calculator?{query}")
    text = html.unescape(response.text)
    assert response.status_code == 422
    assert text.count(sentence) == 2
    assert f'href="#{field}"' in text
    assert f'id="{field}-error"' in text
    assert "<title>Error: " in text
    assert page_problems(response.text) == []


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("way=bill&bill_month=&bill_kwh=abc", ["bill-month", "bill-kwh"]),
        ("way=bill&bill_month=&bill_kwh=20", ["bill-month"]),
        ("way=months&1=900&3=x&5=&7=1e3", ["month-3", "month-7"]),
        ("way=months&1=5&3=x", ["month-3"]),
    ],
)
async def test_every_field_that_is_wrong_is_said_at_once(
    client: httpx.AsyncClient, query: str, fields: list[str]
) -> None:
    text = (await client.get(f"/calculator?{query}")).text
    summary = text.split('id="problem-title"')[1].split("</ul>")[0]
    assert re.findall(r'href="#([^"]+)"', summary) == fields
    assert re.findall(r'class="error" id="([^"]+)-error"', text) == fields


async def test_a_place_is_kept_and_leads_to_its_plans(client: httpx.AsyncClient) -> None:
    text = html.unescape((await client.get("/calculator?home=1600&heat=electric&zip=77002")).text)
    assert 'href="/electricity-plans/houston?zip=77002&home=1600&heat=electric"' in text
    assert "15,120 kWh<" in text
    split = html.unescape((await client.get("/calculator?home=1600&zip=75067")).text)
    assert split.count("See plans for ") == 2


async def test_the_total_alone_answers_while_a_form_changes(client: httpx.AsyncClient) -> None:
    response = await client.get("/fragments/calculator?home=1600&heat=electric")
    assert response.status_code == 200
    assert 'hx-swap-oob="textContent:#results-status">15,120\u00a0kWh a year.<' in response.text
    wrong = await client.get("/fragments/calculator?way=months&1=x")
    assert wrong.status_code == 422
    assert "January: enter a number or leave it empty." in wrong.text
    assert 'id="your-year"' in wrong.text


def a_meter_file() -> bytes:
    rows = [
        f"'10089010000000000000000,{month:02}/{day:02}/2025,01/15/2026,30"
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    return (METER_HEADER + "\n".join(rows)).encode()


async def test_a_meter_file_becomes_twelve_numbers_and_is_not_kept(client: httpx.AsyncClient) -> None:
    files = {"file": ("usage.csv", a_meter_file(), "text/csv")}
    response = await client.post("/calculator/meter-file", files=files, data={"city": "houston"})
    assert response.status_code == 200
    assert re.search(
        r'href="/electricity-plans/houston\?(utility=centerpoint&amp;)?months=\d+-[\d-]+"', response.text
    )
    assert 'value="houston"' in response.text
    assert "no-store" in response.headers["cache-control"]
    assert "10089010000000000000000" not in response.text
    assert page_problems(response.text) == []


async def test_the_address_of_a_result_leads_back_to_the_form(client: httpx.AsyncClient) -> None:
    response = await client.get("/calculator/meter-file")
    assert (response.status_code, response.headers["location"]) == (301, "/calculator#meter-file")


async def test_files_of_one_client_come_at_a_rate(client: httpx.AsyncClient) -> None:
    files = {"file": ("usage.csv", b"no table", "text/csv")}
    page = await client.post("/calculator/meter-file", files=files)
    api = await client.post("/api/v1/bills?city=houston", files=files)
    assert page.headers["ratelimit-policy"] == api.headers["ratelimit-policy"] == '"files";q=60;w=60'
    remaining = [int(answer.headers["ratelimit"].split("r=")[1].split(";")[0]) for answer in (page, api)]
    assert remaining == sorted(remaining, reverse=True)
    months = await client.post("/api/v1/bills?city=houston", json={"months": [1000] * 12})
    assert months.status_code == 200
    assert "ratelimit" not in months.headers


async def test_what_was_read_is_shown_with_its_notes_its_account_and_a_picture(
    client: httpx.AsyncClient,
) -> None:
    content = a_meter_file() + b"\n'10089010000000000000000,12/28/2025,01/20/2026,33"
    response = await client.post("/calculator/meter-file", files={"file": ("usage.csv", content, "text/csv")})
    text = html.unescape(response.text)
    assert "January 1, 2025 to December 28, 2025: readings of 336 of 362 days." in text
    assert "1 row came twice. The latest revision counts." in text
    assert "Replaced by a later revision" in text
    assert "26 days without a reading." in text
    assert 'id="meter-days-caption"' in text
    assert 'action="/calculator/meter-file#result"' in text
    assert text.count('id="result"') == 1


async def test_of_several_meters_the_visitor_chooses(client: httpx.AsyncClient) -> None:
    other = a_meter_file().replace(b"'10089010000000000000000", b"'10089010000000000001234")
    content = a_meter_file() + b"\n" + other.partition(b"\n")[2]
    files = {"file": ("usage.csv", content, "text/csv")}
    response = await client.post("/calculator/meter-file", files=files, data={"zip": "77002"})
    text = html.unescape(response.text)
    assert "The file holds several meters" in text
    choices = re.findall(r'<li><a href="(/calculator[?]months=[^"]*)">([^<:]*): ([\d,]+)', text)
    assert [words for _, words, _ in choices] == [
        "Meter 1, ending 0000",
        "Meter 2, ending 1234",
        "All of them added up",
    ]
    totals = [int(kwh.replace(",", "")) for _, _, kwh in choices]
    assert totals[2] == totals[0] + totals[1]
    assert page_problems(response.text) == []
    chosen = await client.get(choices[1][0], follow_redirects=True)
    assert f"{totals[1]:,} kWh<" in chosen.text
    assert "We left out 336 rows of another meter." in chosen.text
    together = await client.get(choices[2][0])
    assert re.search(r"Meter 2: Readings of \d+ days are missing[.]", together.text)
    assert page_problems(together.text) == []


async def test_the_notes_of_a_meter_file_survive_a_reload(client: httpx.AsyncClient) -> None:
    content = a_meter_file() + b"\n'10089010000000000000000,12/28/2025,01/20/2026,33"
    sent = await client.post("/calculator/meter-file", files={"file": ("usage.csv", content, "text/csv")})
    link = re.search(r'href="([^"]*)" data-result', sent.text)
    assert link
    again = await client.get(html.unescape(link[1]))
    assert again.status_code == 200
    notes = re.findall(r"<li>([^<]*(?:came twice|are missing)[^<]*)</li>", sent.text)
    assert len(notes) == 2
    for told in ("readings of 336 of 362 days", *notes):
        assert told in again.text
    assert "10089010000000000000000" not in link[1]


@pytest.mark.parametrize("word", ["x", "20250101-20240101-3", "20250101-20251231-350-q3", "9" * 500, "_"])
async def test_notes_that_no_file_gave_are_dropped_from_the_address(
    client: httpx.AsyncClient, word: str
) -> None:
    months = "months=" + "-".join(["900"] * 12)
    answer = await client.get(f"/calculator?{months}&read={word}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/calculator?{months}")


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ("3-4", "10 months of it are yours, 2 are estimated from a typical Texas home."),
        ("12", "11 months of it are yours, 1 is estimated from a typical Texas home."),
        ("2-3-4-5-6-7-8-9-10-11-12", "1 month of it is yours, 11 are estimated from a typical Texas home."),
    ],
)
async def test_the_year_says_how_many_of_its_months_are_the_homes_own(
    client: httpx.AsyncClient, filled: str, said: str
) -> None:
    answer = await client.get(f"/calculator?months={MONTHS}&filled={filled}")
    assert said in answer.text.replace("\u00a0", " ")
    assert "estimated from" not in (await client.get(f"/calculator?months={MONTHS}")).text


async def test_the_result_says_what_plans_of_the_place_cost(client: httpx.AsyncClient) -> None:
    response = await client.get("/calculator?kwh=1000&zip=77002")
    assert re.search(
        r"At this use, plans in Houston cost \$[\d,]+ to \$[\d,]+ a year\. That is of those with a price for the whole "
        r"year, as listed on January\s9, 2026\.",
        response.text,
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose the file that you downloaded."),
        (b"a,b\n1,2\n", "USAGE_KWH"),
        (b"%PDF-1.7 ...", "This is a PDF."),
        (b"\0\1\2\3" * 100, "This is not a meter file."),
    ],
)
async def test_an_unusable_file_is_refused_with_a_sentence(
    client: httpx.AsyncClient, content: bytes, sentence: str
) -> None:
    response = await client.post("/calculator/meter-file", files={"file": ("x.csv", content, "text/csv")})
    assert response.status_code == 422
    assert sentence in html.unescape(response.text)
    assert response.headers["cache-control"].endswith("no-store")
    assert page_problems(response.text) == []


async def test_a_file_above_ten_megabytes_is_refused(client: httpx.AsyncClient) -> None:
    for megabytes in (10.5, 12):
        content = b"x" * int(megabytes * 1024 * 1024)
        response = await client.post("/calculator/meter-file", files={"file": ("x.csv", content, "text/csv")})
        assert response.status_code == 422
        assert "The file is larger than 10 MB." in response.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://localhost:4324"}, 200),
        ({}, 200),
    ],
)
async def test_another_site_cannot_send_the_form(
    client: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    files = {"file": ("usage.csv", a_meter_file(), "text/csv")}
    response = await client.post("/calculator/meter-file", files=files, headers=headers)
    assert response.status_code == status


@pytest.mark.parametrize(
    "path", ["/calculator", f"/calculator?months={MONTHS}&filled=3-4", "/calculator?zip=77002"]
)
async def test_markup_is_sound(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 200
    assert page_problems(response.text) == []


async def test_the_hours_of_a_meter_file_travel_to_the_plans(client: httpx.AsyncClient) -> None:
    rows = "\n".join(
        f"06/{day:02d}/2025,{hour:02d}:00,{1 + hour // 12}" for day in range(1, 31) for hour in range(24)
    )
    files = {"file": ("meter.csv", f"USAGE_DATE,USAGE_START_TIME,USAGE_KWH\n{rows}\n".encode(), "text/csv")}
    response = await client.post("/calculator/meter-file", data={"zip": "77002"}, files=files)
    assert response.headers["cache-control"] == "private, no-store"
    link = re.search(r'href="(/electricity-plans/[^"]*)"[^>]*>See plans for this use', response.text)
    assert link
    assert re.search(r"hours=[0-9a-z]{96}", link[1])
    plans = await client.get(html.unescape(link[1]))
    assert plans.status_code == 200
    assert "at your own hours" in plans.text
    plan = re.search(r'href="(/electricity-plans/plans/[^"]*hours=[^"]*)"', plans.text)
    assert plan
    assert (await client.get(html.unescape(plan[1]))).status_code == 200
