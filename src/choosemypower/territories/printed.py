"""Delivery charges as proven labels print them: they confirm the newest row of a utility, or add the next one."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from choosemypower.territories.model import DeliveryCharge, with_ends

log = logging.getLogger(__name__)

LABELS_THAT_AGREE = 3
PROVIDERS_THAT_AGREE = 2
BASIS = "printed in EFLs of that date and later; start date not known"


class PrintedDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """The delivery charge that one proven label prints."""

    utility: str
    provider: str
    issued_on: date
    usd_per_month: Decimal
    usd_per_kwh: Decimal
    label: str
    """What the label is known by: its address or file."""


class ConfirmedSeries(msgspec.Struct, frozen=True, kw_only=True):
    """A utility's charges after labels were heard."""

    charges: tuple[DeliveryCharge, ...]
    """Oldest first."""
    last_confirmed_on: date | None
    """Issue date of the newest label that prints the newest row; None where none does."""
    added: tuple[DeliveryCharge, ...] = ()
    """Rows that were not in the series before."""


def confirm_series(series: Sequence[DeliveryCharge], printed: Iterable[PrintedDelivery]) -> ConfirmedSeries:
    """The charges of one utility, oldest first, with what its labels add; the operator is told of each new row.

    A figure becomes a new row when three labels of two providers print it exactly, all issued after the newest row
    began. Fewer prove nothing: some providers print slightly other figures than the utility charges.
    """
    labels = [one for one in printed if series and one.utility == series[-1].utility]
    charges, added = tuple(series), []
    for charge in sorted(_agreed(labels, charges), key=lambda charge: charge.valid_from):
        if charge.valid_from > charges[-1].valid_from and _figure(charge) != _figure(charges[-1]):
            charges = with_ends((*charges, charge))
            added.append(charges[-1])
            log.warning(
                "delivery_charge_extended: %s charges $%s a month and $%s per kWh from %s on (%s).",
                charge.utility,
                charge.usd_per_month,
                charge.usd_per_kwh,
                charge.valid_from.isoformat(),
                charge.source,
            )
    return ConfirmedSeries(
        charges=charges, last_confirmed_on=last_confirmed_on(charges, labels), added=tuple(added)
    )


def last_confirmed_on(series: Sequence[DeliveryCharge], printed: Iterable[PrintedDelivery]) -> date | None:
    """Issue date of the newest label that prints the newest row of one utility; None where none does."""
    if not series:
        return None
    newest = series[-1]
    return max(
        (
            one.issued_on
            for one in printed
            if one.utility == newest.utility
            and _figure(one) == _figure(newest)
            and one.issued_on >= newest.valid_from
        ),
        default=None,
    )


def with_heard(
    known: Iterable[DeliveryCharge], heard: Iterable[DeliveryCharge]
) -> tuple[DeliveryCharge, ...]:
    """The release's charges and those that labels agreed on before it knew them; the release wins where it is newer."""
    charges = list(known)
    newest: dict[str, DeliveryCharge] = {}
    for charge in sorted(charges, key=lambda charge: charge.valid_from):
        newest[charge.utility] = charge
    for charge in sorted(heard, key=lambda charge: charge.valid_from):
        last = newest.get(charge.utility)
        if last is not None and charge.valid_from > last.valid_from and _figure(charge) != _figure(last):
            charges.append(charge)
            newest[charge.utility] = charge
    return tuple(charges)


def _agreed(labels: Sequence[PrintedDelivery], series: Sequence[DeliveryCharge]) -> Iterable[DeliveryCharge]:
    """The figures on which enough labels agree that are newer than the newest row, as rows."""
    newest = series[-1].valid_from if series else date.min
    by_figure: dict[tuple[Decimal, Decimal | None], list[PrintedDelivery]] = {}
    for one in labels:
        if one.issued_on > newest:
            by_figure.setdefault(_figure(one), []).append(one)
    for agreeing in by_figure.values():
        names = {one.label for one in agreeing}
        if len(names) < LABELS_THAT_AGREE:
            continue
        if len({one.provider for one in agreeing}) < PROVIDERS_THAT_AGREE:
            continue
        first = min(agreeing, key=lambda one: one.issued_on)
        yield DeliveryCharge(
            utility=first.utility,
            valid_from=first.issued_on,
            valid_to=None,
            usd_per_month=first.usd_per_month,
            usd_per_kwh=first.usd_per_kwh,
            basis=BASIS,
            source=f"{len(names)} Electricity Facts Labels: {'; '.join(sorted(names))}",
        )


def _figure(one: PrintedDelivery | DeliveryCharge) -> tuple[Decimal, Decimal | None]:
    return one.usd_per_month, one.usd_per_kwh
