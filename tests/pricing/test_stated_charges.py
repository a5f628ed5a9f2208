"""What a label, a further source and a listing's text state is taken into the bill as they state it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from choosemypower.plans.charges import (
    BUNDLED,
    BaseCharge,
    Basis,
    Charges,
    Condition,
    DailyCharge,
    Delivery,
    EnergyTier,
    FeeReading,
    ReadState,
    UsageCredit,
)
from choosemypower.plans.label import LabelSays, PlanLabel
from choosemypower.plans.model import SourceNote
from choosemypower.pricing import Method, PriceModel, bill_from_charges, model_from_prices, price_model
from choosemypower.pricing.listing import line_after, meets_printed_prices, with_delivery
from tests.support.charges import (
    ONCOR,
    a_credit,
    a_delivery_charge,
    a_fee,
    a_plan_with,
    flat,
    label_charges,
    printed_prices,
    some_fees,
)
from tests.support.plans import a_plan

OF_TODAY = a_delivery_charge("oncor", "4.50", "6.2")
BUNDLED_TODAY = Delivery(usd_per_month=Decimal("4.50"), usd_per_kwh=Decimal("0.062"))


def a_label(charges: Charges, state: ReadState = ReadState.PROVEN) -> PlanLabel:
    says = LabelSays(state=state, charges=charges)
    return PlanLabel(
        language="en", address="https://example.com/label.pdf", fetched_at=datetime.now(UTC), says=says
    )


def charges_of(model: PriceModel) -> Charges:
    assert model.charges is not None
    return model.charges


class TestLabel:
    def test_a_plans_proven_label_wins_and_takes_todays_delivery(self) -> None:
        charges = label_charges("9.8")
        plan = a_plan(label=a_label(charges))
        model = price_model(plan, OF_TODAY)
        assert model.method is Method.LABEL
        assert charges_of(model) == replace(charges, delivery=BUNDLED_TODAY)

    def test_its_own_delivery_stays_where_the_utilitys_is_not_known(self) -> None:
        charges = label_charges("9.8")
        assert charges_of(price_model(a_plan(label=a_label(charges)), None)) == charges

    def test_bundled_delivery_stays_bundled(self) -> None:
        charges = label_charges("15.8", delivery=BUNDLED)
        assert charges_of(price_model(a_plan(label=a_label(charges)), OF_TODAY)) == charges

    def test_a_label_that_was_not_proved_is_no_source(self) -> None:
        plan = replace(a_plan_with(label_charges("9.8")), label=a_label(label_charges("1"), ReadState.READ))
        assert price_model(plan, None).method is Method.LISTING_LINE

    def test_a_label_that_meets_the_prices_with_its_own_delivery_is_billed_at_todays(self) -> None:
        charges = label_charges("9.8", a_fee("8", 1999))
        model = price_model(a_plan_with(charges), OF_TODAY, charges)
        assert model.method is Method.LABEL
        assert charges_of(model) == replace(charges, delivery=BUNDLED_TODAY)

    def test_or_with_the_utilitys(self) -> None:
        charges = label_charges("9.8")
        assert meets_printed_prices(
            replace(charges, delivery=Delivery()),
            printed_prices(charges),
            a_delivery_charge("oncor", "4.23", "5.5833"),
        )

    def test_its_averages_may_take_a_condition_as_met_or_not(self) -> None:
        discount = a_credit("10", 0, conditions=(Condition.AUTOPAY,))
        with_condition = label_charges("9.8", discount)
        for prices in (
            printed_prices(label_charges("9.8")),
            printed_prices(label_charges("9.8", a_credit("10", 0))),
        ):
            assert meets_printed_prices(with_condition, prices, None)

    @pytest.mark.parametrize(("miss", "is_met"), [("0.0005", True), ("0.00051", False), ("-0.0005", True)])
    def test_half_a_tenth_of_a_cent_is_within(self, miss: str, *, is_met: bool) -> None:
        charges = label_charges("10", delivery=BUNDLED)
        prices = (Decimal("0.1"), Decimal("0.1") + Decimal(miss), Decimal("0.1"))
        assert meets_printed_prices(charges, prices, None) is is_met

    def test_three_prices_are_needed(self) -> None:
        with pytest.raises(ValueError, match="shorter"):
            meets_printed_prices(label_charges("10", delivery=BUNDLED), (Decimal("0.1"),), None)


class TestFurtherSource:
    def test_charges_of_a_source_that_give_the_printed_prices_are_taken(self) -> None:
        charges = label_charges("9.8", a_credit("50"))
        sources = (SourceNote(source="A"), SourceNote(source="B", charges=label_charges("3")))
        plan = replace(
            a_plan_with(charges, fees=None), sources=(*sources, SourceNote(source="C", charges=charges))
        )
        model = price_model(plan, OF_TODAY)
        assert model.method is Method.SOURCE_CHARGES
        assert charges_of(model) == replace(charges, delivery=BUNDLED_TODAY)

    def test_they_may_leave_delivery_to_the_utility(self) -> None:
        own = label_charges("9.8", a_credit("50"))
        passed_on = replace(own, delivery=Delivery())
        known = a_delivery_charge("oncor", "4.23", "5.5833")
        plan = replace(a_plan_with(own, fees=None), sources=(SourceNote(source="C", charges=passed_on),))
        assert price_model(plan, known).method is Method.SOURCE_CHARGES
        assert price_model(a_plan_with(own, fees=None), known, passed_on).method is Method.LABEL

    def test_those_that_do_not_are_left(self) -> None:
        plan = replace(
            a_plan_with(label_charges("9.8")), sources=(SourceNote(source="B", charges=label_charges("3")),)
        )
        assert price_model(plan, OF_TODAY).method is Method.LISTING_LINE


class TestStatedBase:
    """Where the text states the base charge, only the price of a kWh is fitted."""

    STATED = BaseCharge(usd=Decimal("9.95"))

    def model(
        self, *stated: BaseCharge | DailyCharge, delivery: Delivery = ONCOR, **fields: object
    ) -> PriceModel:
        charges = label_charges("9.8", *stated, delivery=delivery)
        known = a_delivery_charge("oncor", "4.23", "5.5833")
        return model_from_prices(printed_prices(charges), some_fees(*stated, **fields), known)

    def test_it_is_in_the_bill_as_stated(self) -> None:
        charges = charges_of(self.model(self.STATED))
        assert charges.of(BaseCharge) == (self.STATED,)
        (tier,) = charges.of(EnergyTier)
        assert tier.basis is Basis.FITTED
        # Of 2,000 kWh, whose price is printed to 0.1 cent, a twentieth of a cent.
        assert abs(tier.usd_per_kwh - Decimal("0.098")) <= Decimal("0.0005")

    def test_a_charge_by_the_day_belongs_to_it(self) -> None:
        by_day = DailyCharge(usd_per_day=Decimal("0.40"))
        charges = charges_of(self.model(self.STATED, by_day))
        assert (*charges.of(BaseCharge), *charges.of(DailyCharge)) == (self.STATED, by_day)
        (tier,) = charges.of(EnergyTier)
        assert abs(tier.usd_per_kwh - Decimal("0.098")) <= Decimal("0.0005")

    def test_bundled_delivery_adds_nothing_to_it(self) -> None:
        model = self.model(self.STATED, delivery=BUNDLED, bundled_delivery=True)
        charges = charges_of(model)
        assert charges.of(BaseCharge) == (self.STATED,)
        assert charges.delivery.is_bundled

    def test_a_credit_beside_it_counts_once(self) -> None:
        stated = (self.STATED, a_credit("50"))
        label = label_charges("9.8", *stated)
        model = model_from_prices(
            printed_prices(label), some_fees(*stated), a_delivery_charge("oncor", "4.23", "5.5833")
        )
        for kwh in (900, 1100):
            expected = bill_from_charges(label, kwh).total_usd
            assert abs(bill_from_charges(charges_of(model), kwh).total_usd - expected) <= Decimal("0.75")

    def test_it_is_narrower_than_a_fit_of_both(self) -> None:
        stated, fitted = self.model(self.STATED), self.model()
        assert {fixed for fixed, _ in stated.spread} == {0}
        assert max(abs(fixed) for fixed, _ in fitted.spread) > 0

    @pytest.mark.parametrize("known", [None, a_delivery_charge(cents_per_kwh=None)])
    def test_without_the_delivery_charge_the_whole_is_fitted(self, known: object) -> None:
        prices = printed_prices(label_charges("9.8", self.STATED))
        model = model_from_prices(prices, some_fees(self.STATED), known)  # type: ignore[arg-type]
        (base,) = charges_of(model).of(BaseCharge)
        assert base.basis is Basis.FITTED
        assert abs(base.usd - Decimal("14.18")) < 1

    def test_one_that_no_line_through_the_prices_has_is_not_believed(self) -> None:
        prices = printed_prices(label_charges("9.8", self.STATED))
        model = model_from_prices(
            prices, some_fees(BaseCharge(usd=Decimal(30))), a_delivery_charge("oncor", "4.23", "5.5833")
        )
        (base,) = charges_of(model).of(BaseCharge)
        assert base.basis is Basis.FITTED

    @pytest.mark.parametrize(
        "charge",
        [
            BaseCharge(usd=Decimal(12), months=(6, 7, 8)),
            BaseCharge(usd=Decimal(12), bills=(1, 2, 3)),
            BaseCharge(usd=Decimal(12), waived_by=(Condition.AUTOPAY,)),
            BaseCharge(usd=Decimal(12), conditions=(Condition.PAPERLESS,)),
        ],
        ids=["months", "bills", "waived", "condition"],
    )
    def test_one_of_some_bills_stays_beside_the_line(self, charge: BaseCharge) -> None:
        stated = some_fees(charge, averages_meet=())
        prices = printed_prices(label_charges("9.8", charge))
        model = model_from_prices(prices, stated, a_delivery_charge("oncor", "4.23", "5.5833"))
        charges = charges_of(model)
        assert charge in charges.items
        for month, number in ((1, 1), (1, 6), (7, 6)):
            expected = bill_from_charges(label_charges("9.8", charge), 1000, month=month, bill_number=number)
            got = bill_from_charges(charges, 1000, month=month, bill_number=number)
            assert abs(got.total_usd - expected.total_usd) <= Decimal("0.75")


class TestWhatThePricesAloneSay:
    def test_a_fixed_part_is_marked_as_fitted(self) -> None:
        model = model_from_prices(
            printed_prices(label_charges("9.8", BaseCharge(usd=Decimal(15)))), None, None
        )
        (base,) = charges_of(model).of(BaseCharge)
        assert base.basis is Basis.FITTED
        (tier,) = charges_of(model).of(EnergyTier)
        assert tier.basis is Basis.FITTED

    def test_one_below_zero_is_a_credit_that_the_listing_hides(self) -> None:
        hidden = label_charges("15.8", a_credit("20", 0), delivery=BUNDLED)
        model = model_from_prices(printed_prices(hidden), None, None)
        (credit,) = charges_of(model).of(UsageCredit)
        assert credit.basis is Basis.FITTED
        assert abs(credit.usd - 20) < 1
        assert not charges_of(model).of(BaseCharge)

    @pytest.mark.parametrize(
        ("usd", "is_credit"), [("-0.20", False), ("-0.90", False), ("-1", True), ("-1.20", True)]
    )
    def test_one_that_rounding_explains_is_none(self, usd: str, *, is_credit: bool) -> None:
        """Prices to 0.01 cent, of whose fixed part rounding hides 0.08 USD."""
        prices = [
            ((Decimal("0.1583") * kwh + Decimal(usd)) / kwh).quantize(Decimal("0.0001"))
            for kwh in (500, 1000, 2000)
        ]
        charges = charges_of(model_from_prices(prices, None, None))
        assert bool(charges.of(UsageCredit)) is is_credit
        assert {charge.basis for charge in charges.items} == {Basis.FITTED}

    def test_prices_by_which_a_home_would_pay_less_for_more_are_refused_with_the_reason(self) -> None:
        model = model_from_prices((Decimal("0.30"), Decimal("0.14"), Decimal("0.06")), None, None)
        assert (model.method, model.charges) == (Method.LISTING_POINTS, None)
        assert model.reason == "By the printed prices a home would pay less the more it uses."

    def test_energy_may_be_free(self) -> None:
        prices = (Decimal("0.2"), Decimal("0.1"), Decimal("0.05"))
        fees = some_fees(BaseCharge(usd=Decimal(100)), bundled_delivery=True)
        charges = charges_of(model_from_prices(prices, fees, None))
        assert bill_from_charges(charges, 1500).total_usd == 100


class TestText:
    @pytest.mark.parametrize(("moved_by", "basis"), [("0", Basis.STATED), ("-0.01", Basis.FITTED)])
    def test_stated_prices_keep_their_distance_and_are_marked_when_moved(
        self, moved_by: str, basis: Basis
    ) -> None:
        """The text may leave delivery out of its prices, which is in the printed ones."""
        tiers = (
            EnergyTier(to_kwh=1000, usd_per_kwh=Decimal("0.09")),
            EnergyTier(from_kwh=1000, usd_per_kwh=Decimal("0.13")),
        )
        stated = [replace(tier, usd_per_kwh=tier.usd_per_kwh + Decimal(moved_by)) for tier in tiers]
        prices = printed_prices(Charges(items=tiers, delivery=BUNDLED))
        got = charges_of(model_from_prices(prices, some_fees(*stated, bundled_delivery=True), None)).of(
            EnergyTier
        )
        assert got == tuple(replace(tier, basis=basis) for tier in tiers)

    def test_a_contradiction_says_what_a_kwh_would_cost_on_either_side(self) -> None:
        fees = FeeReading(state=ReadState.CONTRADICTED, items=(a_credit("100"),))
        # Bills of 100, 110 and 300 USD; with the credit put back 100, 210 and 400: 22 and 19 cents.
        model = model_from_prices((Decimal("0.2"), Decimal("0.11"), Decimal("0.15")), fees, None)
        assert model.reason == "The printed prices do not fit the fee or credit that the listing states."
        # Without the credit's 100 USD: 100, 130 and 350: 6.0 and 22.0 cents.
        dearer = FeeReading(state=ReadState.CONTRADICTED, items=(a_credit("10"),))
        model = model_from_prices((Decimal("0.2"), Decimal("0.12"), Decimal("0.17")), dearer, None)
        assert model.reason == (
            "The printed prices do not fit the fee or credit that the listing states. With it, each kWh would cost "
            "6.0¢ from 500 to 1,000 kWh and 22.0¢ from 1,000 to 2,000: the facts label may have a price in steps "
            "that the listing leaves out."
        )

    def test_what_is_left_of_the_prices_is_told_as_a_line(self) -> None:
        charges = label_charges("10", a_credit("40"), BaseCharge(usd=Decimal(10)), delivery=BUNDLED)
        left = line_after(printed_prices(charges), some_fees(a_credit("40")))
        assert left is not None
        assert (left.fixed_usd, left.usd_per_kwh, left.residual_usd) == (10, Decimal("0.1"), 0)

    def test_averages_that_take_no_condition_as_met_leave_its_discount_out(self) -> None:
        discount = a_credit("10", 0, conditions=(Condition.AUTOPAY,))
        plain = label_charges("10", delivery=BUNDLED)
        for averages_meet, discounted in (((), "0"), (None, "10"), ((Condition.AUTOPAY,), "10")):
            more = (a_credit(discounted, 0),) if discounted != "0" else ()
            prices = printed_prices(label_charges("10", *more, delivery=BUNDLED))
            model = model_from_prices(prices, some_fees(discount, averages_meet=averages_meet), None)
            got = bill_from_charges(charges_of(model), 1000).total_usd
            assert abs(got - bill_from_charges(plain, 1000).total_usd) <= 1


def test_delivery_of_another_day_changes_nothing_else() -> None:
    model = model_from_prices(
        printed_prices(label_charges("9.8")), None, a_delivery_charge("oncor", "4.23", "5.5833")
    )
    moved = with_delivery(model, OF_TODAY)
    assert charges_of(moved) == replace(charges_of(model), delivery=BUNDLED_TODAY)
    assert with_delivery(model, a_delivery_charge("oncor", "4.23", "5.5833")) is model
    no_bill = PriceModel(method=Method.LISTING_POINTS, charges=None)
    assert with_delivery(no_bill, OF_TODAY) is no_bill
    bundled = PriceModel(method=Method.LABEL, charges=Charges(items=flat("12"), delivery=BUNDLED))
    assert with_delivery(bundled, OF_TODAY) is bundled
