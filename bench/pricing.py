"""How long does pricing a utility's plans for a year take, and how far are bills off, beside the rival's arithmetic?

    python -m bench.pricing [--labels FILE] [--json]

Times 300 made-up plans, ranked, for many homes, on one core (median of 60 runs), and compares bills worked out from the
three printed prices with the true bills of labels: ours, and the rate interpolated between the printed prices and kept
flat outside them, which is what the best open comparison does. FILE holds labels in the shape of efl_examples.json.
Writes bench/results/pricing.json.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from choosemypower.evaluation.label_cases import charges_of
from choosemypower.plans.charges import (
    BaseCharge,
    Charge,
    Charges,
    DailyCharge,
    Delivery,
    EnergyTier,
    FeeReading,
    OneTimeCharge,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.plans.model import CancelFee, CancelFeeKind, Plan, PlanText, RateType
from choosemypower.pricing import (
    bill_from_charges,
    model_from_prices,
    prepare,
    printed_average,
    rank,
    year_bills,
)
from choosemypower.territories.model import DeliveryCharge
from choosemypower.units import PRINTED_AT_KWH, usd_from_cents
from choosemypower.usage import UsageYear, parse_usage, read_profiles

RESULTS = Path(__file__).parent / "results"
PLANS = 300
RUNS = 60
BAR_MS = 5.0
DATA_DATE = date(2026, 1, 9)
USES_KWH = (250, 500, 750, 999, 1000, 1500, 2000, 2500, 3500)
ONCOR = Delivery(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.055833"))
TNMP = Delivery(usd_per_month=Decimal("7.85"), usd_per_kwh=Decimal("0.07237"))


class Label(NamedTuple):
    name: str
    charges: Charges
    averages: tuple[Decimal, ...]
    """As printed, USD per kWh at 500, 1,000 and 2,000 kWh."""


def main(arguments: Sequence[str] | None = None) -> dict[str, Any]:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--labels", type=Path, help="further labels, in the shape of efl_examples.json")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    options = parser.parse_args(arguments)
    result: dict[str, Any] = {"speed": measure_speed()}
    labels = example_labels() + (_labels_of(options.labels) if options.labels else [])
    result["error_usd"] = compare(labels)
    result["error_usd_plain_plans"] = compare(plain_labels(255))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "pricing.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if options.json:
        print(json.dumps(result))
    else:
        _print(result)
    return result


def measure_speed() -> dict[str, Any]:
    """Milliseconds for pricing and ranking all plans of a utility for twelve months."""
    profiles = read_profiles()
    delivery = {
        "oncor": (
            DeliveryCharge(
                utility="oncor",
                valid_from=date(2025, 12, 29),
                valid_to=None,
                usd_per_month=Decimal("4.23"),
                usd_per_kwh=Decimal("0.055833"),
                basis="bench",
                source="bench",
            ),
        )
    }
    plans = [_plan(number, label) for number, label in enumerate(plain_labels(PLANS, with_credits=True))]
    began = time.perf_counter()
    market = prepare(plans, delivery, DATA_DATE)
    prepare_ms = (time.perf_counter() - began) * 1000
    years = [parse_usage({"kwh": str(500 + 30 * run)}, profiles).year for run in range(RUNS)]

    def price_and_rank(year: UsageYear) -> None:
        rank(market.costs(plans, year))

    list_ms = [_milliseconds(partial(price_and_rank, year)) for year in years]
    detail_ms = [_milliseconds(partial(year_bills, market, plans[0], year)) for year in years]
    median_ms = statistics.median(list_ms)
    return {
        "plans": PLANS,
        "runs": RUNS,
        "prepare_once_ms": round(prepare_ms, 2),
        "price_and_rank_ms_median": round(median_ms, 3),
        "price_and_rank_ms_worst": round(max(list_ms), 3),
        "exact_year_of_one_plan_ms_median": round(statistics.median(detail_ms), 3),
        "bar_ms": BAR_MS,
        "met": median_ms < BAR_MS,
    }


def compare(labels: Sequence[Label]) -> dict[str, Any]:
    """Mean and worst absolute error in USD by use: ours, and the rival's arithmetic; plans we decline are left out."""
    ours: dict[int, list[float]] = {kwh: [] for kwh in USES_KWH}
    rival: dict[int, list[float]] = {kwh: [] for kwh in USES_KWH}
    declined = 0
    for label in labels:
        model = model_from_prices(label.averages, _stated_on(label.charges), None)
        if model.charges is None:
            declined += 1
            continue
        for kwh in USES_KWH:
            true_usd = bill_from_charges(label.charges, kwh).total_usd
            ours[kwh].append(abs(float(bill_from_charges(model.charges, kwh).total_usd - true_usd)))
            rival[kwh].append(abs(float(rate_interpolated(label.averages, kwh) - true_usd)))
    return {
        "labels": len(labels),
        "not_computable": declined,
        "ours": {str(kwh): _mean_and_worst(errors) for kwh, errors in ours.items() if errors},
        "rival": {str(kwh): _mean_and_worst(errors) for kwh, errors in rival.items() if errors},
    }


def _stated_on(charges: Charges) -> FeeReading:
    """What a listing states of these charges."""
    kinds = (UsageCredit, UsageFee, OneTimeCharge)
    return FeeReading(
        state=ReadState.READ, items=tuple(charge for charge in charges.items if isinstance(charge, kinds))
    )


def rate_interpolated(averages: Sequence[Decimal], kwh: int) -> Decimal:
    """The rival's bill: the rate on a straight line between the printed ones, flat outside them."""
    at_500, at_1000, at_2000 = averages
    if kwh <= 500:
        rate = at_500
    elif kwh <= 1000:
        rate = at_500 + (at_1000 - at_500) * (kwh - 500) / 500
    elif kwh <= 2000:
        rate = at_1000 + (at_2000 - at_1000) * (kwh - 1000) / 1000
    else:
        rate = at_2000
    return rate * kwh


def example_labels() -> list[Label]:
    """Real labels of 2025-12, by the charges they print, and one 125 USD credit."""
    fee = UsageFee(usd=Decimal(8), max_kwh=1999)
    two_credits = (
        UsageCredit(usd=Decimal(35), min_kwh=1000),
        UsageCredit(usd=Decimal(15), min_kwh=2000),
    )
    prepaid = Charges(
        items=(
            _flat("10.9"),
            DailyCharge(usd_per_day=Decimal("0.85")),
            UsageCredit(usd=Decimal(15), max_kwh=500),
        ),
        delivery=Delivery(usd_per_month=Decimal("4.23"), usd_per_kwh=Decimal("0.057059")),
    )
    credit = UsageCredit(usd=Decimal(125), min_kwh=1000)
    return [
        _printed("CleanSky Embrace Green 12", Charges(items=(_flat("7.999"),), delivery=ONCOR)),
        _printed("Constellation usage credits", Charges(items=(_flat("11.58"), *two_credits), delivery=TNMP)),
        _printed("Frontier Light Saver 12+", Charges(items=(_flat("9.8"), fee), delivery=ONCOR)),
        _printed("Payless prepaid 12", prepaid),
        _printed("125 USD from 1,000 kWh", Charges(items=(_flat("15.9"), credit), delivery=ONCOR)),
    ]


def plain_labels(count: int, *, with_credits: bool = False) -> list[Label]:
    """Made-up labels like the market's: flat energy, some with a base charge; a tenth with a credit where asked."""
    chance = random.Random(2026)
    labels = []
    for number in range(count):
        has_credit = with_credits and number % 10 == 0
        items: list[Charge] = [
            _flat(f"{chance.uniform(6, 16):.4f}"),
            BaseCharge(usd=Decimal(chance.choice(["0", "0", "0", "4.95", "9.95"]))),
        ]
        if has_credit:
            items.append(UsageCredit(usd=Decimal(100), min_kwh=1000))
        charges = Charges(items=tuple(items), delivery=ONCOR)
        labels.append(_printed(f"Plain {number}", charges))
    return labels


def _printed(name: str, charges: Charges) -> Label:
    averages = tuple(
        printed_average(charges, kwh).quantize(Decimal("0.001"), ROUND_HALF_UP) for kwh in PRINTED_AT_KWH
    )
    return Label(name, charges, averages)


def _labels_of(path: Path) -> list[Label]:
    cases = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["cases"]
    return [
        Label(str(case["id"]), charges_of(case), tuple(_printed_usd(case, kwh) for kwh in PRINTED_AT_KWH))
        for case in cases
        if not case["components"].get("time_of_use")
    ]


def _printed_usd(case: dict[str, Any], kwh: int) -> Decimal:
    return usd_from_cents(case["published_cents_per_kwh"][str(kwh)])


def _flat(cents_per_kwh: str) -> EnergyTier:
    return EnergyTier(usd_per_kwh=Decimal(cents_per_kwh) / 100)


def _plan(number: int, label: Label) -> Plan:
    has_fees = bool(label.charges.of(UsageCredit))
    return Plan(
        plan_id=f"bench{number}",
        slug=f"bench-{number}",
        name=label.name,
        provider_slug="bench",
        provider_name="Bench",
        utility="oncor",
        term_months=(12, 24, 6, 12)[number % 4],
        rate_type=RateType.FIXED,
        usd_per_kwh_500=label.averages[0],
        usd_per_kwh_1000=label.averages[1],
        usd_per_kwh_2000=label.averages[2],
        renewable_percent=None,
        is_prepaid=False,
        is_time_of_use=number % 12 == 0,
        is_new_customers_only=None,
        has_usage_fees=has_fees,
        is_promotion=None,
        cancel_fee=CancelFee(kind=CancelFeeKind.FLAT, usd=Decimal(100 + number % 7 * 25)),
        fees=_stated_on(label.charges) if has_fees else None,
        features=(),
        english=PlanText(name=label.name),
        spanish=None,
    )


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _mean_and_worst(errors: Sequence[float]) -> dict[str, float]:
    return {"mean": round(statistics.fmean(errors), 2), "worst": round(max(errors), 2)}


def _print(result: dict[str, Any]) -> None:
    speed = result["speed"]
    print(
        f"Pricing and ranking {speed['plans']} plans for twelve months: {speed['price_and_rank_ms_median']} ms "
        f"(median of {speed['runs']}; bar {speed['bar_ms']:.0f} ms). One plan's exact year: "
        f"{speed['exact_year_of_one_plan_ms_median']} ms. Prepared once in {speed['prepare_once_ms']} ms."
    )
    for name, title in (("error_usd", "Example labels"), ("error_usd_plain_plans", "Plain plans")):
        table = result[name]
        print(
            f"\n{title} ({table['labels']}, {table['not_computable']} declined): error of a bill in USD, mean (worst)"
        )
        print("   kWh      ours            rate interpolated")
        for kwh, own in table["ours"].items():
            other = table["rival"][kwh]
            print(
                f"{kwh:>6} {own['mean']:>7.2f} ({own['worst']:.2f}) {other['mean']:>14.2f} ({other['worst']:.2f})"
            )


if __name__ == "__main__":
    main()
