"""The plan that a home has now, by its name: among those that we list, in the words of a list to choose from."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from choosemypower.errors import InvalidFormError
from choosemypower.plans.identity import fold_plan_name
from choosemypower.plans.model import Plan
from choosemypower.web.plan_words import term_text
from choosemypower.world import World

NAMES_SAID = 3
NAME_CHARACTERS_MAX = 200


def plan_labels(world: World, utility: str) -> Mapping[str, str]:
    """Ids of a utility's plans by what the list of names says: "Saver 12 · Gexa Energy"; through `world.once`."""
    return _labels(world.catalogue.of_utilities((utility,)))


def _labels(plans: Iterable[Plan]) -> dict[str, str]:
    """Every label once: plans of one name and provider are told apart by their term, then by the fee to leave."""
    plans = sorted(plans, key=lambda plan: (plan.name.casefold(), plan.provider_name, plan.plan_id))
    wordings = [
        [f"{plan.name} · {plan.provider_name}" for plan in plans],
        [f"{plan.name} · {plan.provider_name} · {term_text(plan)}" for plan in plans],
        [f"{plan.name} · {plan.provider_name} · {term_text(plan)} · {plan.plan_id}" for plan in plans],
    ]
    counts = [Counter(map(fold_plan_name, wording)) for wording in wordings]
    found: dict[str, str] = {}
    for place, plan in enumerate(plans):
        label = next(
            (
                wording[place]
                for wording, count in zip(wordings, counts, strict=True)
                if count[fold_plan_name(wording[place])] == 1
            ),
            wordings[-1][place],
        )
        found[label] = plan.plan_id
    return found


def label_of(plan: Plan, world: World) -> str:
    """What the list of names says of a plan."""
    labels = world.once(plan_labels, plan.utility)
    return next(label for label, plan_id in labels.items() if plan_id == plan.plan_id)


def find_own_plan(text: str, utility: str | None, world: World) -> Plan:
    """The plan that somebody named: by its id, its label, or its name alone, whatever case and blanks.

    Raises InvalidFormError with what to do.
    """
    known = world.catalogue.by_id.get(text)
    if known is not None and utility in (None, known.utility):
        return known
    wanted = fold_plan_name(text[:NAME_CHARACTERS_MAX])
    slugs = (utility,) if utility else tuple(world.atlas.utilities)
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for slug in slugs:
        for label, plan_id in world.once(plan_labels, slug).items():
            plan = world.catalogue.by_id[plan_id]
            for name in {fold_plan_name(label), fold_plan_name(plan.name)}:
                by_name[name].append(plan_id)
    found = by_name.get(wanted, []) if wanted else []
    if len(found) == 1:
        return world.catalogue.by_id[found[0]]
    if not found:
        near = sorted({world.catalogue.by_id[one].name for name, ids in by_name.items() for one in ids
                       if wanted and wanted in name})[:NAMES_SAID]  # fmt: skip
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise InvalidFormError(
            f"We do not list this plan now.{hint} Choose a name from the list, or leave it empty and type two "
            "numbers of a bill.",
            errors={"plan": "unknown"},
        )
    if utility is None:
        raise InvalidFormError(
            "Several utilities have a plan of this name. Enter your ZIP code too.", errors={"plan": "unclear"}
        )
    labels = {plan_id: label for label, plan_id in world.once(plan_labels, utility).items()}
    raise InvalidFormError(
        f"Several plans have this name: {'; '.join(labels[one] for one in found)}. Choose one from the list.",
        errors={"plan": "unclear"},
    )
