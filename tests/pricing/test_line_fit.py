"""The lines that round to three printed prices: all of them are found, and the one in their middle is taken."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from choosemypower.pricing.line_fit import fit, fit_with_base, residual_of, rounding_scale
from choosemypower.units import PRINTED_AT_KWH

FINEST = {Decimal(1): Decimal("0.001"), Decimal("0.1"): Decimal("0.0001")}
NOTHING = Decimal("1e-6")
"""Corners are kept to a billionth of a dollar."""

scales = st.sampled_from([Decimal(1), Decimal("0.1")])
fixed_parts = st.decimals(-20, 120, places=4)
slopes = st.decimals("0.01", "0.35", places=6)


def printed(fixed_usd: Decimal, usd_per_kwh: Decimal, scale: Decimal) -> list[Decimal]:
    """The three averages of a line, as its label prints them."""
    return [
        ((fixed_usd + usd_per_kwh * kwh) / kwh).quantize(FINEST[scale], ROUND_HALF_UP)
        for kwh in PRINTED_AT_KWH
    ]


def bills_of(prices: list[Decimal]) -> list[Decimal]:
    return [price * kwh for price, kwh in zip(prices, PRINTED_AT_KWH, strict=True)]


def half_usd(scale: Decimal, kwh: int) -> Decimal:
    """What rounding can hide of a bill."""
    return FINEST[scale] / 2 * kwh


@given(fixed_parts, slopes, scales)
def test_the_line_that_a_label_was_printed_from_lies_within_the_spread(
    fixed_usd: Decimal, usd_per_kwh: Decimal, scale: Decimal
) -> None:
    bills = bills_of(printed(fixed_usd, usd_per_kwh, scale))
    line = fit(bills, residual_of(bills), scale)
    for kwh in (0, 250, 500, 750, 1000, 1500, 2000, 2500, 4000):
        off = fixed_usd + usd_per_kwh * kwh - (line.fixed_usd + line.usd_per_kwh * kwh)
        reach = [fixed + slope * kwh for fixed, slope in line.spread]
        assert min(reach) - NOTHING * 10 <= off <= max(reach) + NOTHING * 10


@given(fixed_parts, slopes, scales)
def test_each_corner_of_the_spread_still_prints_the_same_prices_and_one_further_does_not(
    fixed_usd: Decimal, usd_per_kwh: Decimal, scale: Decimal
) -> None:
    bills = bills_of(printed(fixed_usd, usd_per_kwh, scale))
    line = fit(bills, residual_of(bills), scale)
    for fixed, slope in line.spread:
        off = [
            abs(line.fixed_usd + fixed + (line.usd_per_kwh + slope) * kwh - bill) / half_usd(scale, kwh)
            for kwh, bill in zip(PRINTED_AT_KWH, bills, strict=True)
        ]
        assert max(off) <= 1 + NOTHING * 10
        assert sorted(off)[1] >= 1 - NOTHING * 10, "a corner is where two limits of rounding meet"


@given(fixed_parts, slopes, scales)
def test_it_is_in_the_middle_at_750_and_2500_kwh(
    fixed_usd: Decimal, usd_per_kwh: Decimal, scale: Decimal
) -> None:
    bills = bills_of(printed(fixed_usd, usd_per_kwh, scale))
    line = fit(bills, residual_of(bills), scale)
    for kwh in (750, 2500):
        reach = [fixed + slope * kwh for fixed, slope in line.spread]
        assert abs(max(reach) + min(reach)) <= NOTHING


@given(fixed_parts, slopes, scales)
def test_with_a_stated_fixed_part_the_slope_is_the_middle_of_all_that_print_the_same(
    fixed_usd: Decimal, usd_per_kwh: Decimal, scale: Decimal
) -> None:
    bills = bills_of(printed(fixed_usd, usd_per_kwh, scale))
    line = fit_with_base(bills, fixed_usd, scale)
    assert line is not None
    assert line.fixed_usd == fixed_usd
    (low_fixed, low), (high_fixed, high) = line.spread
    assert (low_fixed, high_fixed) == (0, 0)
    assert low <= 0 <= high
    assert line.usd_per_kwh + low - NOTHING <= usd_per_kwh <= line.usd_per_kwh + high + NOTHING
    for slope, further in ((low, -NOTHING), (high, NOTHING)):
        off = [
            (abs(fixed_usd + (line.usd_per_kwh + slope + more) * kwh - bill) - half_usd(scale, kwh)) / kwh
            for more in (-further / 100, further)
            for kwh, bill in zip(PRINTED_AT_KWH, bills, strict=True)
        ]
        within, beyond = off[:3], off[3:]
        assert max(within) <= 0 < max(beyond)


@given(fixed_parts, slopes, scales, st.decimals(10, 60, places=2))
def test_a_fixed_part_that_no_such_line_has_gives_none(
    fixed_usd: Decimal, usd_per_kwh: Decimal, scale: Decimal, beside_usd: Decimal
) -> None:
    bills = bills_of(printed(fixed_usd, usd_per_kwh, scale))
    assert fit_with_base(bills, fixed_usd + beside_usd, scale) is None
    assert fit_with_base(bills, None, scale) is None


@given(fixed_parts, slopes)
def test_prices_with_one_digit_more_are_ten_times_as_exact(fixed_usd: Decimal, usd_per_kwh: Decimal) -> None:
    coarse, fine = (printed(fixed_usd, usd_per_kwh, scale) for scale in FINEST)
    assume(any(price % FINEST[Decimal(1)] for price in fine))
    assert rounding_scale(coarse) == 1
    assert rounding_scale(fine) == Decimal("0.1")
