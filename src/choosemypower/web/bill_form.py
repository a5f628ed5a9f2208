"""What somebody types from one to three bills, checked: the figures, and every field that is wrong."""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec

from choosemypower.errors import InvalidFormError
from choosemypower.plans.model import CancelFeeKind, Plan
from choosemypower.territories.model import delivery_on
from choosemypower.units import MONTHS_IN_YEAR, TEXAS, texas_today
from choosemypower.usage import Profiles, UsageChoice, usage_of_mean, usage_of_months
from choosemypower.usage.model import Heating
from choosemypower.web.calculator_view import find_place
from choosemypower.web.filters import usd, usd_cents
from choosemypower.web.own_plan import find_own_plan
from choosemypower.web.views import FieldError
from choosemypower.world import World

BILLS_MAX = 3
KWH_MAX = 9999
USD_MAX = Decimal(9999)
USD_PER_KWH_MAX = Decimal(5)
USD_PER_KWH_MIN = Decimal("0.01")
"""Delivery alone costs several cents; less than one is a slip of the pen, or a bill of credits that says no price."""
FEE_USD_MAX = Decimal(5000)
YEARS_AHEAD_MAX = 10
FIRST_YEAR = 2002
"""Homes in Texas choose their provider since then."""
BILL_FIELDS = tuple(
    f"{name}{number}" for number in range(1, BILLS_MAX + 1) for name in ("kwh", "usd", "month")
)
FIELDS = ("zip", "utility", "plan", *BILL_FIELDS, "starts", "ends", "fee")
_WHOLE = re.compile(r"[0-9]{1,6}")
_USD = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,2})?")


class TypedBill(msgspec.Struct, frozen=True, kw_only=True):
    """One bill as typed."""

    kwh: int
    usd: Decimal
    """Before tax."""
    month: int | None = None
    """Calendar month; None: not said."""


class BillFigures(msgspec.Struct, frozen=True, kw_only=True):
    """All that the answer is worked out from."""

    bills: tuple[TypedBill, ...]
    """None of them where the plan was named instead."""
    utility: str
    plan: Plan | None = None
    """The plan that the home has now, where it was named."""
    contract_ends: date | None = None
    fee_usd: Decimal | None = None
    """What leaving early costs, as typed; None: not said."""

    def leaving_usd(self, today: date) -> Decimal | None:
        """What leaving costs on this day: as typed, else as listed for the plan; None where neither says it."""
        if self.fee_usd is not None or self.plan is None:
            return self.fee_usd
        fee = self.plan.cancel_fee
        if fee.kind is CancelFeeKind.PER_REMAINING_MONTH and fee.usd is not None and self.contract_ends:
            left = max(0, (self.contract_ends - today).days)
            return fee.usd * -(-left * MONTHS_IN_YEAR // 365)
        return fee.worst_case_usd(self.plan.term_months)

    @property
    def usd_per_kwh(self) -> Decimal:
        """The bills' dollars ÷ their kWh."""
        return sum((bill.usd for bill in self.bills), Decimal(0)) / sum(bill.kwh for bill in self.bills)

    def usage(self, profiles: Profiles, home: UsageChoice) -> UsageChoice:
        """The year that these bills speak for: by their months where all are said, else as a mean month; without
        bills that of the home."""
        if not self.bills:
            return home
        if all(bill.month is not None for bill in self.bills):
            by_month: list[int | None] = [None] * MONTHS_IN_YEAR
            for bill in self.bills:
                by_month[(bill.month or 1) - 1] = bill.kwh
            return usage_of_months(by_month, profiles)
        mean = round(sum(bill.kwh for bill in self.bills) / len(self.bills))
        usage = usage_of_mean(mean, Heating.UNSURE, profiles)
        # An address rounds a mean to tens, and takes none that is very small: its pages would count another home.
        months = "-".join(str(kwh) for kwh in usage.year.kwh_by_month)
        return msgspec.structs.replace(usage, canonical=(("months", months),))


def read_figures(
    given: Mapping[str, str], world: World, home: UsageChoice
) -> tuple[BillFigures | None, tuple[FieldError, ...]]:
    """The figures, or None and each field that cannot be used with what to do."""
    errors: list[FieldError] = []
    utility, plan = _utility_and_plan(given, world, errors)
    bills = _bills(given, errors)
    errors += _too_low(bills, utility, world)
    ends = _day("ends", given.get("ends", ""), texas_today(), errors)
    starts = _day("starts", given.get("starts", ""), texas_today(), errors)
    fee = _fee(given.get("fee", ""), errors)
    if starts is not None and ends is not None and ends < starts:
        errors.append(FieldError("ends", "Your contract cannot end before it began. Check both days."))
    if plan is not None and not bills and not errors and _year_usd(plan, home, world) is None:
        message = "Nobody knows the price of this plan for a year. Type two numbers of a bill too."
        errors.append(FieldError("kwh1", message))
    if errors or utility is None:
        return None, tuple(errors)
    if ends is None and starts is not None and plan is not None and plan.term_months > 1:
        ends = plan_end(plan, starts)
    return BillFigures(bills=bills, utility=utility, plan=plan, contract_ends=ends, fee_usd=fee), ()


def _utility_and_plan(
    given: Mapping[str, str], world: World, errors: list[FieldError]
) -> tuple[str | None, Plan | None]:
    """Where the home is, and the plan that it has, if one was named; without a place the plan says where."""
    name = given.get("plan", "")
    if name and not (given.get("zip") or given.get("utility")):
        plan = _plan(name, None, world, errors)
        return (None, None) if plan is None else (plan.utility, plan)
    utility = _utility(given, world, errors)
    return utility, _plan(name, utility, world, errors) if name and utility is not None else None


def _bills(given: Mapping[str, str], errors: list[FieldError]) -> tuple[TypedBill, ...]:
    """Who named a plan needs none."""
    first = 1 if not given.get("plan") or any(given.get(field) for field in BILL_FIELDS[:3]) else 2
    found = [_bill(given, number, errors) for number in range(first, BILLS_MAX + 1)]
    bills = tuple(bill for bill in found if bill is not None)
    months = [bill.month for bill in bills if bill.month is not None]
    if len(set(months)) < len(months):
        errors.append(FieldError(f"month{len(bills)}", "Each bill needs a month of its own."))
    return bills


def _too_low(bills: Sequence[TypedBill], utility: str | None, world: World) -> Iterator[FieldError]:
    """Amounts that no price can be; those that are merely below delivery are answered with a warning."""
    for number, bill in enumerate(bills, start=1):
        if bill.usd / bill.kwh >= USD_PER_KWH_MIN:
            continue
        alone_usd = delivery_alone_usd(utility, bill.kwh, world) if utility is not None else None
        why = f": delivery alone costs about {usd(alone_usd)}" if alone_usd is not None else ""
        said = f"Bill {number}: {usd_cents(bill.usd)} for {bill.kwh:,} kWh cannot be a price{why}."
        yield FieldError(f"usd{number}", f"{said} Check both numbers, or type a bill without a credit.")


def delivery_alone_usd(utility: str, kwh: int, world: World) -> Decimal | None:
    """What the utility itself charges for a month of this use; None where it is not known."""
    charge = delivery_on(world.atlas.delivery_charges.get(utility, ()), world.on)
    return charge.usd_at(kwh) if charge is not None else None


def _plan(text: str, utility: str | None, world: World, errors: list[FieldError]) -> Plan | None:
    try:
        return find_own_plan(text, utility, world)
    except InvalidFormError as error:
        errors.append(FieldError("plan", error.detail))
        return None


def _year_usd(plan: Plan, home: UsageChoice, world: World) -> Decimal | None:
    return world.market.costs((plan,), home.year)[0].usd_per_year


def plan_end(plan: Plan, starts: date) -> date:
    """The day on which a contract ends that starts on this one; where a month has no such day, its last."""
    at = starts.year * MONTHS_IN_YEAR + starts.month - 1 + plan.term_months
    year, month = at // MONTHS_IN_YEAR, at % MONTHS_IN_YEAR + 1
    return date(year, month, min(starts.day, calendar.monthrange(year, month)[1]))


def place_errors(given: Mapping[str, str], world: World) -> tuple[FieldError, ...]:
    """What is wrong with a place that was given alone; what is still missing is no error yet."""
    errors: list[FieldError] = []
    if given.get("zip") or given.get("utility"):
        _utility(given, world, errors)
    return tuple(error for error in errors if error.field == "zip" or given.get("utility"))


def _utility(given: Mapping[str, str], world: World, errors: list[FieldError]) -> str | None:
    """Whose homes' plans to look at: what was chosen, or the one that delivers in the ZIP."""
    zip_code, chosen = given.get("zip", ""), given.get("utility", "")
    if chosen and chosen not in world.atlas.utilities:
        errors.append(FieldError("utility", "Choose a utility from the list."))
        return None
    if not zip_code:
        if not chosen:
            errors.append(FieldError("zip", "Enter your ZIP code, or choose your utility."))
        return chosen or None
    place = find_place(zip_code, "", world)
    if place.error is not None:
        errors.append(FieldError("zip", place.error))
        return None
    where = place.zip or (place.city.name if place.city else "")
    if chosen and chosen not in place.utilities:
        errors.append(FieldError("utility", f"This utility does not deliver in {where}. Choose another."))
        return None
    if not chosen and len(place.utilities) > 1:
        errors.append(
            FieldError(
                "utility", f"More than one utility delivers in {where}. Choose yours; it is on your bill."
            )
        )
        return None
    return chosen or place.utilities[0]


def _bill(given: Mapping[str, str], number: int, errors: list[FieldError]) -> TypedBill | None:
    """One bill; None where it is empty (but not the first) or wrong."""
    kwh_field, usd_field, month_field = f"kwh{number}", f"usd{number}", f"month{number}"
    typed = {field: given.get(field, "") for field in (kwh_field, usd_field, month_field)}
    if number > 1 and not any(typed.values()):
        return None
    kwh_text = re.sub(r"\s*kwh$", "", typed[kwh_field], flags=re.IGNORECASE).replace(",", "")
    kwh = int(kwh_text) if _WHOLE.fullmatch(kwh_text) else 0
    if not 1 <= kwh <= KWH_MAX:
        errors.append(
            FieldError(kwh_field, f"Bill {number}: enter kWh as a whole number from 1 to {KWH_MAX:,}.")
        )
    amount = _dollars(typed[usd_field])
    if amount is None or not 0 < amount <= USD_MAX:
        errors.append(
            FieldError(usd_field, f"Bill {number}: enter the amount before tax in dollars, like 152.30.")
        )
        amount = None
    elif kwh and amount / kwh > USD_PER_KWH_MAX:
        errors.append(
            FieldError(usd_field, f"Bill {number}: ${amount} for {kwh} kWh cannot be. Check both numbers.")
        )
    month = typed[month_field]
    if month and not (_WHOLE.fullmatch(month) and 1 <= int(month) <= MONTHS_IN_YEAR):
        errors.append(FieldError(month_field, f"Bill {number}: choose a month from the list."))
        return None
    return TypedBill(kwh=kwh, usd=amount, month=int(month) if month else None) if kwh and amount else None


def _dollars(text: str) -> Decimal | None:
    plain = text.removeprefix("$").strip().replace(",", "")
    return Decimal(plain) if _USD.fullmatch(plain) else None


def _fee(text: str, errors: list[FieldError]) -> Decimal | None:
    if not text:
        return None
    fee = _dollars(text)
    if fee is None or fee > FEE_USD_MAX:
        errors.append(FieldError("fee", f"Enter the fee to leave in dollars, from 0 to {FEE_USD_MAX:,}."))
        return None
    return fee


def _day(field: str, text: str, today: date, errors: list[FieldError]) -> date | None:
    """The day of a date field, or as Americans write it."""
    if not text:
        return None
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            day = datetime.strptime(text, form).replace(tzinfo=TEXAS).date()
        except ValueError:
            continue
        if FIRST_YEAR <= day.year <= today.year + YEARS_AHEAD_MAX:
            return day
        verb = "begin" if field == "starts" else "end"
        last = today.year + YEARS_AHEAD_MAX
        message = f"A contract cannot {verb} in {day.year:04}. Enter a day from {FIRST_YEAR} to {last}."
        errors.append(FieldError(field, message))
        return None
    verb = "began, like 2026-03-18" if field == "starts" else "ends, like 2027-03-18"
    errors.append(FieldError(field, f"Enter the day your contract {verb}."))
    return None
