from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from choosemypower.plans.identity import Assignment, PlanFacts, assign_plans
from choosemypower.plans.model import CancelFee, CancelFeeKind, Offer, PlanText, RateType


def an_offer(
    name: str = "Saver 12", *, ids: tuple[int, ...] = (), spanish: str | None = None, **fields: Any
) -> Offer:
    """A fixed 12-month offer in English; `spanish` adds the other language."""
    cents = fields.pop("cents", 12)
    price = Decimal(cents) / 100
    english = fields.pop("english", True)
    fee = fields.pop("fee", 150)
    return Offer(
        **{
            "utility": "oncor",
            "provider_slug": "gexa-energy",
            "name": name if english or spanish is None else spanish,
            "term_months": 12,
            "rate_type": RateType.FIXED,
            "usd_per_kwh_500": price,
            "usd_per_kwh_1000": price,
            "usd_per_kwh_2000": price,
            "cancel_fee": CancelFee(kind=CancelFeeKind.FLAT, usd=Decimal(fee)),
            "english": PlanText(name=name) if english else None,
            "spanish": PlanText(name=spanish) if spanish else None,
            "id_keys": ids,
            "lines": (2,),
        }
        | fields
    )


def as_known(assignments: tuple[Assignment, ...], *, is_listed: bool = True) -> list[PlanFacts]:
    """What is known of plans after a listing with these offers."""
    return [
        PlanFacts(
            plan_id=given.plan_id,
            slug=given.slug,
            utility=given.offer.utility,
            provider_slug=given.offer.provider_slug,
            names=tuple(text.name for text in (given.offer.english, given.offer.spanish) if text),
            term_months=given.offer.term_months,
            rate_type=given.offer.rate_type,
            is_prepaid=given.offer.is_prepaid,
            is_time_of_use=given.offer.is_time_of_use,
            prices=given.offer.prices,
            cancel_fee=(given.offer.cancel_fee.kind.value, given.offer.cancel_fee.usd),
            id_keys=given.offer.id_keys,
            is_listed=is_listed,
        )
        for given in assignments
    ]


def plan_of(assignments: tuple[Assignment, ...], offer: Offer) -> str:
    return next(given.plan_id for given in assignments if given.offer == offer)


def test_an_offer_keeps_its_plan_when_its_price_and_fee_change() -> None:
    before = assign_plans([an_offer(ids=(1,))], [])
    (after,) = assign_plans([an_offer(ids=(1,), cents=15, fee=200)], as_known(before))
    assert after.plan_id == before[0].plan_id
    assert not after.is_new


def test_an_offer_keeps_its_plan_in_a_file_without_ids() -> None:
    before = assign_plans([an_offer(ids=(1, 2), spanish="Ahorro 12")], [])
    (after,) = assign_plans([an_offer()], as_known(before))
    assert after.plan_id == before[0].plan_id


def test_an_offer_keeps_its_plan_when_only_its_spanish_row_is_left() -> None:
    before = assign_plans([an_offer(spanish="Ahorro 12")], [])
    (after,) = assign_plans([an_offer(spanish="Ahorro 12", english=False)], as_known(before))
    assert after.plan_id == before[0].plan_id


def test_a_renamed_plan_keeps_its_id_and_address_by_its_row_id() -> None:
    before = assign_plans([an_offer(ids=(1,))], [])
    (after,) = assign_plans([an_offer("Brand New Name 12", ids=(1,))], as_known(before))
    assert (after.plan_id, after.slug) == (before[0].plan_id, "saver-12-oncor")


def test_a_row_id_that_moved_to_another_offer_takes_no_plan_from_the_one_that_stays() -> None:
    before = assign_plans([an_offer("Saver 12", ids=(1,))], [])
    stays, moved = an_offer("Saver 12", ids=(9,)), an_offer("Flash 12", ids=(1,))
    after = assign_plans([moved, stays], as_known(before))
    assert plan_of(after, stays) == before[0].plan_id
    assert plan_of(after, moved) != before[0].plan_id


def test_a_row_id_of_another_term_is_another_plan() -> None:
    before = assign_plans([an_offer(ids=(1,))], [])
    (after,) = assign_plans([an_offer("Saver 24", ids=(1,), term_months=24)], as_known(before))
    assert after.plan_id != before[0].plan_id


def test_plans_of_one_name_are_told_apart_by_their_fee_to_leave_then_by_price() -> None:
    cheap, dear, other_fee = an_offer(cents=10), an_offer(cents=20), an_offer(cents=15, fee=300)
    before = assign_plans([cheap, dear, other_fee], [])
    assert len({given.plan_id for given in before}) == 3
    changed = [an_offer(cents=11), an_offer(cents=19), an_offer(cents=12, fee=300)]
    after = assign_plans(changed, as_known(before))
    assert [plan_of(after, offer) for offer in changed] == [
        plan_of(before, offer) for offer in (cheap, dear, other_fee)
    ]


def test_a_plan_that_comes_back_after_a_gap_is_the_same_plan() -> None:
    before = assign_plans([an_offer()], [])
    (after,) = assign_plans([an_offer(cents=14)], as_known(before, is_listed=False))
    assert after.plan_id == before[0].plan_id


def test_two_halves_of_a_pair_that_fell_apart_are_two_plans_and_the_english_one_stays() -> None:
    before = assign_plans([an_offer(ids=(1, 2), spanish="Saver 12")], [])
    english, spanish = an_offer(ids=(1,)), an_offer(ids=(2,), spanish="Saver 12", english=False, cents=13)
    after = assign_plans([spanish, english], as_known(before))
    assert plan_of(after, english) == before[0].plan_id
    assert plan_of(after, spanish) != before[0].plan_id


def test_a_fixed_and_a_variable_plan_of_one_name_are_two_plans() -> None:
    assignments = assign_plans([an_offer(), an_offer(rate_type=RateType.VARIABLE)], [])
    assert len({given.plan_id for given in assignments}) == 2


def test_an_address_is_unique_within_its_provider() -> None:
    offers = [an_offer(fee=fee, term_months=term) for fee in (100, 200) for term in (6, 12)]
    slugs = [given.slug for given in assign_plans(offers, [])]
    assert len(set(slugs)) == 4
    assert "saver-12-oncor" in slugs


def test_a_name_of_pictures_only_still_has_an_address() -> None:
    (given,) = assign_plans([an_offer("🤠🤠")], [])
    assert given.slug == "plan-oncor"


offers = st.builds(
    lambda name, cents, fee, ids, term: an_offer(name, cents=cents, fee=fee, ids=ids, term_months=term),
    st.sampled_from(["A", "B", "a b", "C"]),
    st.integers(5, 8),
    st.sampled_from([100, 200]),
    st.lists(st.integers(1, 12), max_size=2, unique=True).map(tuple),
    st.sampled_from([12, 24]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(offers, max_size=8), st.lists(offers, max_size=8), st.randoms())
def test_no_plan_is_given_twice_and_order_does_not_matter(
    first: list[Offer], second: list[Offer], random: Any
) -> None:
    known = as_known(assign_plans(first, []))
    after = assign_plans(second, known)
    assert len({given.plan_id for given in after}) == len(second)
    assert len({given.slug for given in after} | {plan.slug for plan in known}) == len(
        {given.plan_id for given in after} | {plan.plan_id for plan in known}
    )
    shuffled = list(second)
    random.shuffle(shuffled)
    again = assign_plans(shuffled, list(reversed(known)))
    assert sorted(msgspec.json.encode(given) for given in again) == sorted(
        msgspec.json.encode(given) for given in after
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(offers, max_size=8))
def test_the_same_listing_again_gives_the_same_plans(first: list[Offer]) -> None:
    unique = list(
        {
            (*offer.id_keys, offer.name, offer.prices, offer.cancel_fee.usd, offer.term_months): offer
            for offer in first
        }.values()
    )
    before = assign_plans(unique, [])
    after = assign_plans(unique, as_known(before))
    assert {given.plan_id for given in after} == {given.plan_id for given in before}
    assert not any(given.is_new for given in after)
