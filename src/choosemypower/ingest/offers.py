"""From the rows of a listing to its offers: the English and the Spanish row of one plan are one offer.

Nothing in a listing says which rows belong together; utility, provider, prices, term and fee to leave do. Where two
plans share all of that, the name and the kind of plan tell them apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

import msgspec

from choosemypower.ingest.contradictions import contradictions_of, most_believed, worse_of
from choosemypower.ingest.rows import ListedRow
from choosemypower.ingest.suspects import reason_in_itself, settle_twins, unsettled
from choosemypower.plans.charges import Condition
from choosemypower.plans.identity import fold_plan_name
from choosemypower.plans.model import Offer, StatedCondition

PairKey = tuple[object, ...]
Value = TypeVar("Value")


class Pairing(msgspec.Struct, frozen=True, kw_only=True):
    """The offers of a listing, and how they came about."""

    offers: tuple[Offer, ...]
    pairs: int
    english_only: int
    spanish_only: int
    keys_in_both_languages: int
    """Groups of (utility, provider, prices, term, fee to leave) with rows in both languages.

    Fewer than pairs where two different plans share all of these.
    """
    duplicate_rows: int
    """Rows that repeat another one word for word."""
    unlike_rows: int
    """Pairs whose rows differ in something that is no reason for distrust, e.g. the renewable share."""

    def joined(self, offers: tuple[Offer, ...]) -> "Pairing":
        """This with the offers that a further source makes of it."""
        kinds = Counter((offer.english is not None, offer.spanish is not None) for offer in offers)
        return msgspec.structs.replace(
            self,
            offers=offers,
            pairs=kinds[True, True],
            english_only=kinds[True, False],
            spanish_only=kinds[False, True],
        )


def pair_languages(rows: Iterable[ListedRow]) -> Pairing:
    """The offers that the rows make. Every row is in exactly one of them."""
    groups: defaultdict[PairKey, dict[ListedRow, list[ListedRow]]] = defaultdict(dict)
    total = 0
    seen: dict[tuple[object, ...], ListedRow] = {}
    for row in rows:
        total += 1
        first = seen.setdefault(row.content, row)
        groups[_pair_key(row)].setdefault(first, []).append(row)
    couples: list[tuple[ListedRow | None, ListedRow | None, list[ListedRow]]] = []
    both = 0
    for group in groups.values():
        english = [row for row in group if row.language == "en"]
        spanish = [row for row in group if row.language == "es"]
        both += bool(english and spanish)
        couples.extend(
            (*pair, [member for row in pair if row is not None for member in group[row]])
            for pair in _couples(english, spanish)
        )
    offers = settle_twins([_offer(english, spanish, members) for english, spanish, members in couples])
    kinds = Counter((offer.english is not None, offer.spanish is not None) for offer in offers)
    return Pairing(
        offers=tuple(offers),
        pairs=kinds[True, True],
        english_only=kinds[True, False],
        spanish_only=kinds[False, True],
        keys_in_both_languages=both,
        duplicate_rows=total - len(seen),
        unlike_rows=sum(
            english is not None and spanish is not None and _is_unlike(english, spanish)
            for english, spanish, _ in couples
        ),
    )


def set_twins_apart(rows: Sequence[ListedRow]) -> list[ListedRow]:
    """The rows of a listing that does not say their language, with the second of two that state the same as Spanish.

    No five listings of the state hold two plans that share every fact and the name within one language; texts that
    nobody translated do hide the language. The lower id, else the first line, counts as English.
    """
    groups: defaultdict[tuple[object, ...], list[ListedRow]] = defaultdict(list)
    for row in rows:
        facts = (row.rate_type, row.is_prepaid, row.is_time_of_use, row.renewable_percent, row.has_usage_fees)
        groups[(*_pair_key(row), *facts, row.is_new_customers_only, fold_plan_name(row.text.name))].append(
            row
        )
    second: set[int] = set()
    for group in groups.values():
        different = {row.content: row for row in group}
        if len(different) == 2 and all(row.language == "en" for row in group):
            twin = max(different.values(), key=lambda row: (row.text.id_key or 0, row.line))
            second.update(row.line for row in group if row.content == twin.content)
    return [msgspec.structs.replace(row, language="es") if row.line in second else row for row in rows]


def _pair_key(row: ListedRow) -> PairKey:
    fee = row.cancel_fee
    return (row.utility, row.provider.slug, row.prices, row.term_months, fee.kind, fee.usd)


def _couples(
    english: Sequence[ListedRow], spanish: Sequence[ListedRow]
) -> list[tuple[ListedRow | None, ListedRow | None]]:
    """The likeliest couples of a group's rows first; what is left stays alone."""
    ranked = sorted(
        (_unlikeness(one, other), place, other_place)
        for place, one in enumerate(english)
        for other_place, other in enumerate(spanish)
    )
    partner: dict[int, int] = {}
    for _, place, other_place in ranked:
        if place not in partner and other_place not in partner.values():
            partner[place] = other_place
    couples: list[tuple[ListedRow | None, ListedRow | None]] = [
        (row, spanish[partner[place]] if place in partner else None) for place, row in enumerate(english)
    ]
    taken = set(partner.values())
    return couples + [(None, row) for place, row in enumerate(spanish) if place not in taken]


def _unlikeness(one: ListedRow, other: ListedRow) -> tuple[int, int, int]:
    """How little two rows look like one plan; smaller is likelier."""
    facts = sum(
        (
            one.rate_type is not other.rate_type,
            one.is_time_of_use is not other.is_time_of_use,
            one.is_prepaid is not other.is_prepaid,
            one.renewable_percent != other.renewable_percent,
            one.is_new_customers_only is not other.is_new_customers_only,
            one.has_usage_fees is not other.has_usage_fees,
        )
    )
    has_other_name = fold_plan_name(one.text.name) != fold_plan_name(other.text.name)
    distance = (
        abs((one.text.id_key or 0) - (other.text.id_key or 0))
        if one.text.id_key
        else abs(one.line - other.line)
    )
    return (facts, int(has_other_name), distance)


def _offer(english: ListedRow | None, spanish: ListedRow | None, members: Sequence[ListedRow]) -> Offer:
    rows = [one for one in (english, spanish) if one is not None]
    row = rows[0]
    texts = {one.language: one.text for one in rows}
    fees = most_believed(one.fees for one in rows)
    contradictions = contradictions_of(english, spanish) if english and spanish else ()
    offer = Offer(
        utility=row.utility,
        provider_slug=row.provider.slug,
        name=row.text.name,
        term_months=row.term_months,
        rate_type=row.rate_type,
        usd_per_kwh_500=row.prices[0],
        usd_per_kwh_1000=row.prices[1],
        usd_per_kwh_2000=row.prices[2],
        renewable_percent=_first(one.renewable_percent for one in rows),
        is_prepaid=row.is_prepaid,
        is_time_of_use=row.is_time_of_use,
        is_new_customers_only=_first(one.is_new_customers_only for one in rows),
        has_usage_fees=any(one.has_usage_fees for one in rows),
        is_promotion=_first(one.is_promotion for one in rows),
        cancel_fee=row.cancel_fee,
        fees=fees,
        features=tuple(sorted({word for one in rows for word in one.features})),
        conditions=_each_once(one.conditions for one in rows),
        english=texts.get("en"),
        spanish=texts.get("es"),
        contradictions=contradictions,
        suspect=reason_in_itself(row, fees) or unsettled(contradictions),
        id_keys=_id_keys(rows, members),
        lines=tuple(sorted(member.line for member in members)),
    )
    if english and spanish:
        offer = msgspec.structs.replace(offer, **worse_of(english, spanish))
    if any(one.kind is Condition.NEW_CUSTOMER for one in offer.conditions):
        # Some rows say so in their text and "no" in the column beside it.
        offer = msgspec.structs.replace(offer, is_new_customers_only=True)
    return offer


def _id_keys(rows: Sequence[ListedRow], members: Sequence[ListedRow]) -> tuple[int, ...]:
    """The ids under which the offer is listed, each once: those of the English rows first."""
    id_keys = [member.text.id_key for one in rows for member in members if member.language == one.language]
    return tuple(dict.fromkeys(id_key for id_key in id_keys if id_key is not None))


def _each_once(conditions: Iterable[tuple[StatedCondition, ...]]) -> tuple[StatedCondition, ...]:
    """Each kind once, with the English sentence where there is one; in the order of the kinds."""
    by_kind: dict[Condition, StatedCondition] = {}
    for one in (one for stated in conditions for one in stated):
        by_kind.setdefault(one.kind, one)
    return tuple(by_kind[kind] for kind in Condition if kind in by_kind)


def _first(values: Iterable[Value | None]) -> Value | None:
    return next((value for value in values if value is not None), None)


def _is_unlike(english: ListedRow, spanish: ListedRow) -> bool:
    return _comparable(english) != _comparable(spanish)


def _comparable(row: ListedRow) -> tuple[Decimal | None, bool, bool, bool | None]:
    return (row.renewable_percent, row.is_prepaid, row.is_time_of_use, row.is_new_customers_only)
