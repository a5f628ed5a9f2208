"""Charges that hold under a condition or in some months, as the tables of wordings write them."""

import msgspec

from choosemypower.plans.charges import Charge, Condition


def only(charge: Charge, *conditions: Condition) -> Charge:
    return msgspec.structs.replace(charge, conditions=conditions)


def within(charge: Charge, *months: int) -> Charge:
    return msgspec.structs.replace(charge, months=tuple(sorted(months)))


def waived(charge: Charge, *by: Condition) -> Charge:
    return msgspec.structs.replace(charge, waived_by=by)


def in_bills(charge: Charge, *numbers: int) -> Charge:
    return msgspec.structs.replace(charge, bills=tuple(sorted(numbers)))
