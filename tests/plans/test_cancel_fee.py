"""The spellings are those of the export of 2026-01-09, of older exports, and of their like."""

import pytest

from choosemypower.plans.cancel_fee import read_cancel_fee
from choosemypower.plans.model import CancelFeeKind


@pytest.mark.parametrize(
    ("text", "usd"),
    [
        ("150.00", "150.00"),
        ("100", "100"),
        ("179.99", "179.99"),
        ("$1,000", "1000"),
        ("175.00 per ESIID", "175.00"),
        ("US$150", "150"),
        ("150,00", "150.00"),
        ("Cancellation Fee: $249.00", "249.00"),
        ("150 + tax", "150"),
        ("$150 for 12 month term", "150"),
        ("$150.00 if cancelled within 12 months", "150.00"),
        ("Cargo por cancelación: $150", "150"),
        ("175 por ESIID", "175"),
        ("$200 (waived if you move)", "200"),
        ("5,000", "5000"),
    ],
)
def test_an_amount_is_a_flat_fee(text: str, usd: str) -> None:
    fee = read_cancel_fee(text)
    assert (fee.kind, str(fee.usd)) == (CancelFeeKind.FLAT, usd)


@pytest.mark.parametrize(
    ("text", "usd"),
    [
        ("20 / remaining month", "20"),
        ("20/remaining month.", "20"),
        ("20/month remaning", "20"),
        ("20 por cada mes restante", "20"),
        ("20/por cada mes restante", "20"),
        ("15 por mes restante", "15"),
        ("20.00 per month left in term", "20.00"),
        ("20.00 por cada mes dejado", "20.00"),
        ("Cancellation Fee: $20/month remaining", "20"),
        ("15 por cada mes que falte", "15"),
        ("$10 per month remaining (up to 12 months)", "10"),
        ("$15 multiplied by the number of remaining months", "15"),
        ("$20 for each month remaining on 12-month contract", "20"),
        ("20 times the number of months left", "20"),
        ("20 month remaining", "20"),
        ("15 mes restante", "15"),
    ],
)
def test_an_amount_by_remaining_month_is_told_in_both_languages(text: str, usd: str) -> None:
    fee = read_cancel_fee(text)
    assert (fee.kind, str(fee.usd)) == (CancelFeeKind.PER_REMAINING_MONTH, usd)


@pytest.mark.parametrize(
    ("text", "usd"),
    [
        ("$15 for each month remaining, not to exceed $150", "15"),
        ("Maximum $150: $15 for each remaining month", "15"),
        ("Max $150, $15/remaining month", "15"),
        ("$150 maximum, $15 month remaining", "15"),
        ("Per remaining month: $15, maximum $150", "15"),
        ("$20/mes restante, máximo $240", "20"),
    ],
)
def test_of_several_sums_the_one_beside_the_month_counts(text: str, usd: str) -> None:
    fee = read_cancel_fee(text)
    assert (fee.kind, str(fee.usd)) == (CancelFeeKind.PER_REMAINING_MONTH, usd)


@pytest.mark.parametrize(
    "text",
    [
        "Plan 24 costs $150 to leave",
        "12 month term: 150",
        "150 if you leave within 12 months",
        "100% green, 150 to leave",
    ],
)
def test_only_money_is_money(text: str) -> None:
    """Where one number has a currency, the others are no money; counts of months and percents never are."""
    fee = read_cancel_fee(text)
    assert (fee.kind, fee.usd) == (CancelFeeKind.FLAT, 150)


@pytest.mark.parametrize("text", ["$150 flat", "20 / remaining month", "no fee", "$0 ever", "ask us"])
def test_the_listed_words_are_kept(text: str) -> None:
    assert read_cancel_fee(f" {text} ").text == text


@pytest.mark.parametrize(
    "text",
    [
        "0.00",
        "0",
        "$0",
        "None",
        "no fee",
        "No early termination fee",
        "Sin cargo",
        "Ninguno",
        "0/mes restante",
        "Cancellation fee: none",
        "Cargo por cancelación: ninguno",
    ],
)
def test_no_fee_is_zero(text: str) -> None:
    fee = read_cancel_fee(text)
    assert (fee.kind, fee.usd) == (CancelFeeKind.NONE, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "$",
        "Cancellation Fee: $",
        "N/A",
        "no aplica",
        "see TOS",
        "No, see EFL",
        "FALSE",
        "nan",
        "-150",
        "99999999",
        "50% of remaining charges",
        "greater of $150 or $20/month",
        "$295 or $20 per remaining month",
        "$5 per day",
        "$75.00 per year",
        "175.00, or 20/month",
        "5,000.01",
        "$175 or 200",
    ],
)
def test_what_cannot_be_told_for_certain_stays_unknown(text: str | None) -> None:
    fee = read_cancel_fee(text)
    assert (fee.kind, fee.usd) == (CancelFeeKind.UNKNOWN, None)
    assert fee.text == (text or "")
