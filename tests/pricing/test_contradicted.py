"""A credit whose amount the printed prices prove to be another than the text says is priced as they prove it."""

from decimal import Decimal

from choosemypower.documents import read_fees
from choosemypower.plans.charges import Basis, ReadState, UsageCredit
from choosemypower.pricing.listing import model_from_prices

TEXT = "A $100 usage credit applies each month that usage is 1,000 kWh or more."


def prices(credit_usd: int) -> tuple[Decimal, Decimal, Decimal]:
    """Averages of 10 USD and 15 cents a kWh with a credit from 1,000 kWh, rounded as listings are."""
    bills = (10 + 75, 10 + 150 - credit_usd, 10 + 300 - credit_usd)
    return tuple(
        (Decimal(bill) / kwh).quantize(Decimal("0.001"))
        for bill, kwh in zip(bills, (500, 1000, 2000), strict=True)
    )  # type: ignore[return-value]


def test_the_amount_that_the_prices_prove_is_in_the_bill_and_marked_as_worked_out() -> None:
    fees = read_fees(TEXT, prices(125))
    assert fees is not None
    assert fees.state is ReadState.CONTRADICTED
    assert "the printed prices fit only" in fees.note
    model = model_from_prices(prices(125), fees, None)
    assert model.charges is not None
    (credit,) = model.charges.of(UsageCredit)
    assert (credit.usd, credit.min_kwh, credit.basis) == (125, 1000, Basis.FITTED)


def test_a_text_that_no_amount_makes_fit_gives_no_bill() -> None:
    crooked = (Decimal("0.198"), Decimal("0.135"), Decimal("0.181"))
    fees = read_fees(TEXT, crooked)
    assert fees is not None
    assert not fees.fitting
    assert model_from_prices(crooked, fees, None).charges is None
