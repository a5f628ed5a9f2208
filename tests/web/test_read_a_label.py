"""The page "Read a label": what we understood beside its words, for this home; nothing is kept."""

import re
from html import unescape

import httpx
import pytest

from tests.documents.labels import PLAIN, a_label
from tests.documents.pdfs import by_rows, locked, pdf_of, scanned
from tests.web.markup import Page, page_problems

pytestmark = [pytest.mark.anyio, pytest.mark.db]

FORM = "/read-a-label"
LABEL = "/read-a-label/label"
TEXT = a_label("Energy Charge 6.9¢ per kWh\n", PLAIN)
AUTOPAY = a_label(
    "Energy Charge 6.9¢ per kWh\nAutopay credit -$5.00 per billing cycle\n", "12.8¢ 12.9¢ 13.0¢"
)
NIGHTS = a_label(
    "Day Energy Charge 15.0¢ per kWh\nNight Energy Charge 0.0¢ per kWh\n"
    "Free night hours are 9:00 PM to 5:59 AM. Average price assumes 40% of usage at night.\n",
    "15.9¢ 15.5¢ 15.3¢",
)
SEASONS = a_label(
    "Energy Charge: 10.9¢ per kWh in the billing months of May through October; 7.7¢ per kWh in the billing months of"
    " November through April.\nThe averages assume that May through October carry 58% of the use and November through"
    " April 42%.\n",
    "16.5¢ 16.1¢ 15.9¢",  # 9.556 cents by these shares, and the delivery of TEXT
)


def seen(html: str) -> str:
    """The words of the page's main part, in order, blanks folded."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


async def posted(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    return await client.post(LABEL, data=fields)


async def test_what_we_understood_stands_beside_its_words(client: httpx.AsyncClient) -> None:
    response = await posted(client, text=TEXT)
    assert response.status_code == 200
    assert response.headers["cache-control"].startswith("private, no-store")
    assert page_problems(response.text) == []
    text = seen(response.text)
    assert "its charges give its own average prices" in text
    assert "6.9¢ per kWh “Energy Charge 6.9¢ per kWh”" in text
    assert "500 kWh 13.8¢ 13.83¢" in text
    assert text.count("2026") + text.count("2027") >= 12


async def test_a_pdf_is_read_as_its_text(client: httpx.AsyncClient) -> None:
    files = {"file": ("label.pdf", pdf_of(by_rows), "application/pdf")}
    response = await client.post(LABEL, files=files)
    assert response.status_code == 200
    assert "“Base Charge $4.95 per month”" in seen(response.text)


async def test_the_home_of_the_address_is_that_of_the_bills(client: httpx.AsyncClient) -> None:
    form = await client.get(f"{FORM}?kwh=1000&zip=75201")
    assert form.status_code == 200
    assert 'name="kwh" value="1000"' in form.text
    assert 'name="zip" value="75201"' in form.text
    small = seen((await posted(client, text=TEXT, kwh="500")).text)
    large = seen((await posted(client, text=TEXT, kwh="2000")).text)
    assert "500 kWh a month" in small
    assert "2,000 kWh a month" in large


async def test_both_bills_of_a_condition_are_shown(client: httpx.AsyncClient) -> None:
    text = seen((await posted(client, text=AUTOPAY)).text)
    assert "Month kWh Bill With autopay" in text
    assert "Its average prices hold only with autopay" in text


async def test_shares_of_hours_are_said_to_be_the_labels_own_assumption(client: httpx.AsyncClient) -> None:
    text = seen((await posted(client, text=NIGHTS)).text)
    assert "An assumption of the label, not of your home: " in text
    assert "40%" in text
    assert "With the label’s own assumption of the hours" in text


async def test_prices_by_season_name_their_months_and_the_labels_shares(client: httpx.AsyncClient) -> None:
    """Sent as a browser sends it, with carriage returns."""
    text = seen((await posted(client, text=SEASONS.replace("\n", "\r\n"))).text)
    assert "Energy charge in May, June, July, August, September and October 10.9¢ per kWh" in text
    assert "above 0 kWh" not in text
    assert "58% in May" in text


async def test_a_label_that_contradicts_itself_gets_no_bill(client: httpx.AsyncClient) -> None:
    text = seen((await posted(client, text=TEXT.replace("6.9¢", "7.9¢"))).text)
    assert "contradicts itself" in text
    assert "14.83" in text
    assert "twelve months cost" not in text


async def test_a_label_for_another_area_says_so(client: httpx.AsyncClient) -> None:
    text = seen((await posted(client, text=TEXT, zip="77002")).text)
    assert "CenterPoint Energy delivers: this label is for another area" in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf_of(locked), "password"),
        (pdf_of(scanned), "scanned"),
        (b"%PDF-1.7 nothing", "broken"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"", "Choose the file of the label, or paste its text"),
    ],
)
async def test_a_file_that_cannot_be_read_says_what_to_do(
    client: httpx.AsyncClient, content: bytes, words: str
) -> None:
    response = await client.post(LABEL, files={"file": ("label.pdf", content, "application/pdf")})
    assert response.status_code == 422
    assert page_problems(response.text) == []
    assert words in seen(response.text)


async def test_a_text_that_is_no_label_is_kept_in_the_form(client: httpx.AsyncClient) -> None:
    response = await posted(client, text="Our <b>summer</b> newsletter")
    assert response.status_code == 422
    assert "Our &lt;b&gt;summer&lt;/b&gt; newsletter</textarea>" in response.text


async def test_another_site_cannot_send_its_form(client: httpx.AsyncClient) -> None:
    headers = {"sec-fetch-site": "cross-site"}
    assert (await client.post(LABEL, data={"text": TEXT}, headers=headers)).status_code == 403


async def test_the_address_of_a_result_leads_to_the_form(client: httpx.AsyncClient) -> None:
    response = await client.get(LABEL)
    assert (response.status_code, response.headers["location"]) == (301, FORM)


@pytest.mark.parametrize("path", ["/", "/how-well"])
async def test_other_pages_lead_to_it(client: httpx.AsyncClient, path: str) -> None:
    assert FORM in Page((await client.get(path)).text).links
