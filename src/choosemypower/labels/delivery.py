"""What the stored labels say of the delivery charges: they confirm the newest row of a utility, or add the next one."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.label import LabelSays
from choosemypower.plans.labels import LabelVersion, label_addresses
from choosemypower.plans.model import Plan
from choosemypower.plans.printed_delivery import printed_deliveries
from choosemypower.pricing.delivery import DeliverySeries
from choosemypower.territories.atlas import series_of
from choosemypower.territories.commands import keep_heard_charges
from choosemypower.territories.model import DeliveryCharge
from choosemypower.territories.printed import confirm_series, with_heard
from choosemypower.territories.queries import read_atlas_from_files, read_heard_charges


class HeardDelivery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What labels say of one utility's charge."""

    utility: str
    labels: int
    """Plans whose proven label prints it."""
    last_confirmed_on: date | None
    """Date of the newest label that prints the newest row."""
    added: tuple[DeliveryCharge, ...] = ()

    def as_text(self) -> str:
        """For people."""
        confirmed = f"{self.last_confirmed_on:%Y-%m-%d}" if self.last_confirmed_on else "by no label"
        lines = [f"Delivery of {self.utility}: {self.labels} labels print it; last confirmed {confirmed}."]
        lines += [
            f"  NEW from {one.valid_from}: ${one.usd_per_month} a month and {one.usd_per_kwh} USD per kWh, by "
            f"{one.source}"
            for one in self.added
        ]
        return "\n".join(lines)


async def hear_labels(
    labels: Iterable[tuple[Plan, str, LabelSays]], series: DeliverySeries
) -> tuple[HeardDelivery, ...]:
    """Hold the printed delivery charges of these labels against the series; a new row that enough agree on is kept."""
    printed = list(printed_deliveries(labels))
    heard = []
    for utility, charges in sorted(series.items()):
        of_it = [one for one in printed if one.utility == utility]
        if of_it:
            result = confirm_series(charges, of_it)
            heard.append(
                HeardDelivery(
                    utility=utility,
                    labels=len(of_it),
                    last_confirmed_on=result.last_confirmed_on,
                    added=result.added,
                )
            )
    await keep_heard_charges([charge for one in heard for charge in one.added])
    return tuple(heard)


def present_labels(
    catalogue: Catalogue, latest: Mapping[tuple[str, str], LabelVersion]
) -> Iterator[tuple[Plan, str, LabelSays]]:
    """The labels that the listing points to now, as stored."""
    for plan in catalogue.plans:
        for language, address in label_addresses(plan):
            version = latest.get((plan.plan_id, language))
            if version is not None and version.address == address:
                yield plan, address, version.reading


async def read_series() -> DeliverySeries:
    """Every utility's charges, oldest first: the release's, and those that labels agreed on before."""
    atlas = read_atlas_from_files()
    heard = await read_heard_charges()
    return series_of(with_heard((one for series in atlas.delivery_charges.values() for one in series), heard))
