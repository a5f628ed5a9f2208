"""Charts: one drawing for every width, and a sentence that says what it shows."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from choosemypower.pricing import (
    Cliff,
    CostCurve,
    CostGroup,
    CurvePoint,
    Method,
    PlanCost,
    Threshold,
    ThresholdKind,
)
from choosemypower.web.cards import (
    CardHome,
    CardHtml,
    CardMoney,
    LabelPrice,
    card_item,
    card_money,
    label_price_text,
)
from choosemypower.web.charts import Chart, split_chart
from choosemypower.web.curve_chart import curve_chart
from choosemypower.web.filters import whole_dollars
from choosemypower.web.history_chart import HistoryPoint, history_chart
from choosemypower.web.threshold_words import ThresholdText, credit_of
from tests.support.plans import a_plan


def a_curve() -> CostCurve:
    """$125 off from 1,000 kWh: with it 21.8 cents a kWh."""
    points = [CurvePoint(usage_kwh=kwh, usd=Decimal(kwh) * Decimal("0.218")) for kwh in (0, 500, 999)]
    points += [
        CurvePoint(usage_kwh=kwh, usd=Decimal(kwh) * Decimal("0.218") - 125) for kwh in (1000, 2000, 3000)
    ]
    cliff = Cliff(below=points[2], at=points[3], usd=points[3].usd - points[2].usd)
    return CostCurve(points=tuple(points), cliffs=(cliff,), month=None)


def drawn(chart: Chart) -> ElementTree.Element:
    assert chart.svg is not None
    return ElementTree.fromstring(str(chart.svg))


def test_the_cliff_is_drawn_broken_and_said() -> None:
    chart = curve_chart(a_curve(), chart_id="c", name="This plan", usage_kwh=(901, 1769))
    assert chart.sentence == (
        "The bill climbs to $218 at 999 kWh, falls by $125 to $93 at 1,000 kWh, then climbs again."
    )
    paths = [element.attrib["d"] for element in drawn(chart).iter("path")]
    assert paths[0].count("M") == 2
    texts = {element.text for element in drawn(chart).iter("text")}
    assert {"$218 at 999", "$93 at 1,000"} <= texts


def test_both_bills_of_a_cliff_stand_clear_of_the_line() -> None:
    """The line climbs from the left to the upper point and goes on to the right from the lower one."""
    chart = drawn(curve_chart(a_curve(), chart_id="c", name="This plan", usage_kwh=(901, 1769)))
    labels = {
        "".join(text.itertext()): text for text in chart.iter("text") if "value" in text.get("class", "")
    }
    dots = [float(dot.get("cy", "0")) for dot in chart.iter("circle")]
    upper, lower = labels["$218 at 999"], labels["$93 at 1,000"]
    assert "mid" in upper.get("class", "")
    assert float(upper.get("y", "0")) < min(dots)
    assert float(lower.get("y", "0")) > max(dots)
    assert lower.get("class") == "value"


def test_the_table_of_a_curve_gives_both_bills_on_every_line() -> None:
    """The lowest plan is a straight line of 10 cents: 999 kWh cost $99.90 though it has no point there."""
    straight = CostCurve(
        points=tuple(CurvePoint(usage_kwh=kwh, usd=Decimal(kwh) / 10) for kwh in (0, 500, 1000, 2000, 3000)),
        cliffs=(),
        month=None,
    )
    chart = curve_chart(a_curve(), chart_id="c", name="A", usage_kwh=(901, 1769), lowest=("B", straight))
    rows = {row[0]: row[1:] for row in chart.rows}
    assert rows["999"] == ("$218", "$100")
    assert rows["2,000"] == ("$311", "$200")


def test_the_root_has_no_view_box_so_that_text_keeps_its_size() -> None:
    root = drawn(curve_chart(a_curve(), chart_id="c", name="This plan", usage_kwh=(901, 1769)))
    assert "viewBox" not in root.attrib
    assert root.attrib["width"] == "100%"
    assert root.attrib["aria-labelledby"] == "c-caption c-desc"


def test_no_chart_carries_a_style() -> None:
    charts = [
        curve_chart(a_curve(), chart_id="c", name="x", usage_kwh=(0, 1)),
        split_chart(Decimal(1189), Decimal(966), Decimal(1125), chart_id="s"),
    ]
    for chart in charts:
        assert re.search(r"\bstyle=|#[0-9a-fA-F]{3}", str(chart.svg)) is None


def test_credits_have_their_own_line_in_the_table_of_parts() -> None:
    chart = split_chart(Decimal(1189), Decimal(966), Decimal(1125), chart_id="s")
    assert chart.rows == (
        ("Provider, before credits", "$2,314.00"),
        ("Bill credits", "−$1,125.00"),
        ("Delivery", "$966.00"),
        ("Together", "$2,155.00"),
    )


def test_history_has_gaps_where_the_plan_was_not_listed() -> None:
    points = [
        HistoryPoint(date(2026, 1, 9), date(2026, 1, 11), Decimal(2010)),
        HistoryPoint(date(2026, 1, 12), date(2026, 1, 16), Decimal(2010), is_listed=False),
        HistoryPoint(date(2026, 1, 17), date(2026, 1, 26), Decimal(2156)),
    ]
    chart = history_chart(points, chart_id="h")
    assert chart.sentence == "$2,010 → $2,156 a year between January\u00a09, 2026 and January\u00a026, 2026."
    (path,) = [element.attrib["d"] for element in drawn(chart).iter("path")]
    assert path.count("M") == 2
    assert chart.rows[1][-1] == "Not listed"


def test_history_steps_and_ends_on_the_last_day_that_the_plan_was_listed() -> None:
    """Seen on three days, then no more: nobody knows on which day between two of them a price changed."""
    seen = [(9, 1902), (12, 1802), (17, 1863)]
    points = [HistoryPoint(date(2026, 1, on), date(2026, 1, on), Decimal(usd)) for on, usd in seen]
    points.append(HistoryPoint(date(2026, 1, 26), date(2026, 1, 26), Decimal(1863), is_listed=False))
    chart = history_chart(points, chart_id="h")
    assert (
        chart.sentence
        == "$1,902 → $1,802 → $1,863 a year between January\u00a09, 2026 and January\u00a017, 2026."
    )
    (path,) = [element.attrib["d"] for element in drawn(chart).iter("path")]
    assert re.sub(r"(?<=[ML])(\d+) \d+", r"\1", path) == "M0H3L3H8L8H8"
    (value,) = [text for text in drawn(chart).iter("text") if "value" in text.get("class", "")]
    assert value.get("x") == "47.06%"


def test_history_names_each_price_in_turn_and_the_present_one() -> None:
    """Never a minimum to a maximum: 13.9, then 13.4, then 14.5, and a day of the same price is no step."""
    seen = [(9, "0.139"), (12, "0.134"), (15, "0.134"), (17, "0.145")]
    points = [
        HistoryPoint(date(2026, 1, on), date(2026, 1, on), None, usd_per_kwh=Decimal(usd)) for on, usd in seen
    ]
    steps = "13.9¢ → 13.4¢ on January\u00a012, 2026 → 14.5¢ on January\u00a017, 2026"
    assert f"{steps} (now)." in history_chart(points, chart_id="h").sentence
    assert f"{steps} (in the newest list)." in history_chart(points, chart_id="h", is_list_old=True).sentence
    assert f"{steps} (last)." in history_chart(points, chart_id="h", is_listed_now=False).sentence


def test_history_of_a_plan_that_cannot_be_priced_is_a_table() -> None:
    points = [HistoryPoint(date(2026, 1, day), date(2026, 1, day), None) for day in (9, 12, 17)]
    chart = history_chart(points, chart_id="h")
    assert chart.svg is None
    assert {row[-1] for row in chart.rows} == {"Not known"}


def a_threshold(**fields: object) -> Threshold:
    values: dict[str, object] = {
        "kind": ThresholdKind.CREDIT,
        "at_kwh": 1000,
        "usd": Decimal(125),
        "missed_months": (3, 4, 11),
        "close_months": (2, 10),
    }
    return Threshold(**(values | fields))


def test_a_card_says_the_months_that_miss_each_credit() -> None:
    first, second = (
        a_threshold(),
        a_threshold(at_kwh=2000, usd=Decimal(15), missed_months=tuple(range(1, 13))),
    )
    cost = PlanCost(
        plan=a_plan(),
        group=CostGroup.WHOLE_YEAR,
        method=Method.LISTING_EXPLAINED,
        known_months=12,
        known_cents=200000,
        known_kwh=15120,
        lowest_cents=9000,
        highest_cents=30000,
        highest_month=8,
        usage_kwh_per_year=15120,
        thresholds=(first, second),
    )
    html = CardHtml("", "", "", "", LabelPrice(Decimal(130_000), "label says 13.0¢"))
    home = CardHome(kwh_by_month=KWH, first_month=1, usual_interval_usd=5, travel_query=Markup())
    card = card_item(cost, html, home, 1)
    assert card_money(cost, 1) == CardMoney("$167", "a month", "$90 to $300", "$2,000 a year")
    assert re.findall(r"<b>(.*?)</b>|<strong>(.*?)</strong>", card) == [
        ("$167", ""),
        ("", "3\u00a0months miss the $125 credit."),
        ("", "All 12 months miss the $15 credit."),
    ]


@pytest.mark.parametrize(
    ("printed", "known_cents", "said"),
    [
        ("0.1300", 189_000, ""),  # 12.5 cents, half a cent apart
        ("0.1301", 189_000, "label says 13.0¢, here 12.5¢"),
        ("0.1100", 189_756, "label says 11.0¢, here 12.6¢"),  # 12.55 cents
        ("0.0000", -15_120, "label says 0.0¢, here −1.0¢"),
    ],
)
def test_a_card_says_the_labels_price_where_it_is_not_that_of_this_home(
    printed: str, known_cents: int, said: str
) -> None:
    cost = PlanCost(
        plan=a_plan(),
        group=CostGroup.WHOLE_YEAR,
        method=Method.LISTING_LINE,
        known_months=12,
        known_cents=known_cents,
        known_kwh=15_120,
    )
    assert label_price_text(cost, LabelPrice.of(Decimal(printed))) == said


@pytest.mark.parametrize(
    ("months", "money"),
    [
        (1, CardMoney("$100", "in November", "then it can change", "")),
        (3, CardMoney("$100", "a month", "November to January", "after that: not known")),
    ],
)
def test_a_card_speaks_of_known_months_only(months: int, money: CardMoney) -> None:
    cost = PlanCost(
        plan=a_plan(),
        group=CostGroup.LESS_THAN_A_YEAR,
        method=Method.LISTING_LINE,
        known_months=months,
        known_cents=10_000 * months,
        known_kwh=1000 * months,
        lowest_cents=9000,
        highest_cents=11_000,
        highest_month=11,
        usage_kwh_per_year=12_000,
    )
    assert card_money(cost, 11) == money


KWH = (1301, 1098, 901, 977, 1105, 1467, 1710, 1769, 1524, 1080, 978, 1110)


def test_a_missed_credit_says_in_which_months_and_what_it_costs() -> None:
    assert credit_of(a_threshold(), KWH) == ThresholdText(
        is_met=False,
        strong="3 months miss the $125 credit.".replace("3 ", "3\u00a0"),
        text="It needs 1,000 kWh. Use 999 and that month costs $125 more.",
        detail="Missed in March, April and November. Close to the limit in 2 more.",
    )


def test_a_credit_that_is_always_met_names_its_closest_month() -> None:
    threshold = a_threshold(at_kwh=900, missed_months=(), close_months=(3,))
    assert credit_of(threshold, KWH).text == (
        "You would get the $125 credit in all 12 months. Closest: March, 901 kWh."
    )


def test_a_low_use_fee_says_when_it_falls_away() -> None:
    threshold = a_threshold(kind=ThresholdKind.FEE, usd=Decimal("9.95"), missed_months=(3,), close_months=())
    said = credit_of(threshold, KWH)
    assert said.strong == "1\u00a0month pays the $9.95 low-use fee."
    assert said.text == "It falls away at 1,000 kWh."


@pytest.mark.parametrize(
    ("cents", "parts", "text"),
    [(196850, 1, "$1,969"), (196849, 1, "$1,968"), (-4050, 1, "−$41"), (-20, 1, "$0"), (215600, 12, "$180")],
)
def test_whole_dollars_round_halves_up(cents: int, parts: int, text: str) -> None:
    assert whole_dollars(cents, parts) == text


@pytest.mark.parametrize(
    ("usd_at", "said"),
    [
        (
            {0: 9, 1000: 145, 3000: 417},
            "The bill climbs evenly from $9 at 0 kWh to $417 at 3,000 kWh, without a jump.",
        ),
        (
            {0: 145, 999: 145, 1000: 145, 3000: 427},
            "The bill stays at $145 up to 1,000 kWh, then climbs to $427 at 3,000 kWh, without a jump.",
        ),
        (
            {0: 10, 1200: 130, 3000: 490},
            "The bill climbs from $10 at 0 kWh to $130 at 1,200 kWh, then climbs faster to $490 at 3,000 kWh, "
            "without a jump.",
        ),
        ({0: 149, 3000: 149}, "The bill is $149 at every use up to 3,000 kWh."),
    ],
)
def test_a_curve_without_a_jump_is_called_even_only_where_it_is(usd_at: dict[int, int], said: str) -> None:
    points = tuple(CurvePoint(usage_kwh=kwh, usd=Decimal(usd)) for kwh, usd in usd_at.items())
    curve = CostCurve(points=points, cliffs=(), month=None)
    assert curve_chart(curve, chart_id="c", name="x", usage_kwh=(0, 1)).sentence == said
