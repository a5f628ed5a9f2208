"""`labels check`: what is stored, read again and held against the listing."""

import asyncio
from collections import Counter
from collections.abc import Mapping

import msgspec

from choosemypower.labels.delivery import HeardDelivery, hear_labels, read_series
from choosemypower.labels.label_says import says_of
from choosemypower.labels.run import NoPlansError
from choosemypower.plans.catalogue import Catalogue
from choosemypower.plans.charges import ReadState
from choosemypower.plans.label import LabelSays, PlanLabel
from choosemypower.plans.labels import LabelVersion, label_addresses, publish_labels, read_latest_versions
from choosemypower.plans.model import Plan
from choosemypower.plans.queries import read_catalogue


class CheckedLabel(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One label that somebody should look at."""

    plan: str
    name: str
    language: str
    address: str
    reason: str


class CheckReport(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    plans: int
    plans_with_label: int
    labels: int
    by_state: Mapping[str, int]
    """Labels by `proven`, `contradicted`, `unread`."""
    by_note: Mapping[str, int]
    """Labels that are not proven, by the reason."""
    differing_from_listing: int
    """Labels that say another average (by 0.1 ¢ or more), term or fee than the listing."""
    contradicted: tuple[CheckedLabel, ...]
    """Labels whose own charges do not give their own averages."""
    read_otherwise: tuple[CheckedLabel, ...]
    """Labels of which this release says something else than is stored; `labels fetch` stores it."""

    delivery: tuple[HeardDelivery, ...] = ()
    """What the proven labels say of the utilities' charges; a new one that enough agree on is kept."""

    @property
    def is_well(self) -> bool:
        return not self.contradicted and not self.read_otherwise

    def as_text(self) -> str:
        """For people."""
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.by_state.items())) or "none"
        lines = [
            f"Labels of {self.plans_with_label} of {self.plans} plans: {states}. "
            f"{self.differing_from_listing} differ from the listing."
        ]
        notes = sorted(self.by_note.items(), key=lambda pair: (-pair[1], pair[0]))
        lines += [f"  {count:>5}  {note}" for note, count in notes]
        for title, labels in (
            ("Contradicted by their own averages", self.contradicted),
            ("Read otherwise now: `choosemypower labels fetch` stores it", self.read_otherwise),
        ):
            if labels:
                lines.append(f"{title}:")
                lines += [
                    f"  {one.plan}  {one.name} ({one.language}): {one.reason} {one.address}" for one in labels
                ]
        lines += [one.as_text() for one in self.delivery]
        return "\n".join(lines)


async def check_labels() -> CheckReport:
    """Read every stored label of the current plans again. Asks no server. Raises NoPlansError."""
    catalogue = await read_catalogue()
    if catalogue is None:
        raise NoPlansError("There are no plans yet: choosemypower ingest.")
    series = await read_series()
    stored = await _stored_of(catalogue)
    now = {
        (version.plan, version.language): await asyncio.to_thread(says_of, version.text, plan, series)
        if version.text
        else version.reading
        for plan, version in stored
    }
    read = [(plan, version, now[version.plan, version.language]) for plan, version in stored]
    delivery = await hear_labels(((plan, version.address, says) for plan, version, says in read), series)
    if any(one.added for one in delivery):
        await publish_labels(even_if_none=True)
    return CheckReport(
        plans=len(catalogue.plans),
        plans_with_label=len({plan.plan_id for plan, _ in stored}),
        labels=len(stored),
        by_state=Counter(says.state.value for _, _, says in read),
        by_note=Counter(says.note for _, _, says in read if says.note),
        differing_from_listing=sum(bool(_differences(plan, version, says)) for plan, version, says in read),
        contradicted=tuple(
            _checked(plan, version, says.note)
            for plan, version, says in read
            if says.state is ReadState.CONTRADICTED
        ),
        read_otherwise=tuple(
            _checked(plan, version, f"It was {version.reading.state.value}, now {says.state.value}.")
            for plan, version, says in read
            if says != version.reading
        ),
        delivery=delivery,
    )


async def _stored_of(catalogue: Catalogue) -> list[tuple[Plan, LabelVersion]]:
    """The latest version of each label that a plan of today names."""
    latest = await read_latest_versions()
    return [
        (plan, version)
        for plan in catalogue.plans
        for language, address in label_addresses(plan)
        if (version := latest.get((plan.plan_id, language))) is not None and version.address == address
    ]


def _differences(plan: Plan, version: LabelVersion, says: LabelSays) -> tuple[object, ...]:
    label = PlanLabel(
        language=version.language, address=version.address, fetched_at=version.fetched_at, says=says
    )
    return msgspec.structs.replace(plan, label=label).label_differences


def _checked(plan: Plan, version: LabelVersion, reason: str) -> CheckedLabel:
    return CheckedLabel(
        plan=plan.plan_id, name=plan.name, language=version.language, address=version.address, reason=reason
    )
