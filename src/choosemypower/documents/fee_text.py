"""What a Fees/Credits text of a listing can mean, in numbers: one or more readings, the likeliest first.

Propose, then prove: the text is cut into sentences, each sentence into quantities and known phrases; every amount takes
what stands near it. What the text leaves open becomes several readings; `fee_proof.py` asks the printed prices.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from choosemypower.documents.asides import without_asides
from choosemypower.documents.bands import (
    Item,
    StatedAndDeniedError,
    Unread,
    items_of,
    spelled_out,
    without_repeats,
)
from choosemypower.documents.charges_of_text import charges_of_draft
from choosemypower.documents.cuts import splits
from choosemypower.documents.denials import STATES_NO, without_denials
from choosemypower.documents.drafts import Draft
from choosemypower.documents.enumerated import enumerated_readings, states_prices
from choosemypower.documents.enumerated_prices import drafts_of_prices
from choosemypower.documents.extras import (
    leaves_something_out,
    says_no_charge,
    states_extras,
    without_brackets_of_prices,
    without_extras,
)
from choosemypower.documents.flat_bills import flat_readings, flat_until
from choosemypower.documents.hedges import excepts, hedges
from choosemypower.documents.later_limits import keeps_from_some
from choosemypower.documents.lenient import DOUBT_OF_LENIENCE, leniently
from choosemypower.documents.limits_left_over import names_another_limit
from choosemypower.documents.no_bill import bills_nothing, without_no_bill
from choosemypower.documents.other_conditions import joins_an_unknown_condition
from choosemypower.documents.proposals import Proposal, Proposals, each_once, key_of
from choosemypower.documents.shared_amounts import with_amounts_repeated
from choosemypower.documents.statements import AMOUNTS, CONDITIONS
from choosemypower.documents.thresholds import with_relation, with_threshold
from choosemypower.documents.tokens import Token, tokens_of
from choosemypower.documents.told_only import is_told_only
from choosemypower.documents.waivers import noun_of_waived
from choosemypower.documents.words import as_said, fold, sentences

_NOUNS = frozenset({"CREDIT", "FEE", "BASE", "LOW_USE"})
_DENYING = re.compile(r"(will not|won't|do not|does not|never) (pay|incur|be)|no (pagar|se le cobr)")
_APPLIES_TOO = re.compile(
    r"(?:no|sin)\b(?:(?!,).)*?(?:,|\bbut\b|\bpero\b)(?!.*\b(?:or|nor|ni|no)\b).*\b(?:base|fees?|charges?)\b"
    r" (?:does |do |will )?(?:appl(?:y|ies)|is charged)|(?:no|sin)\b.*(?:,|\bbut|\bpero) (?:se aplica|hay) (?:un )?ca"
)
"""What a sentence says beside what there is not: "no usage fee, but a base charge applies"."""
_MOST_AMOUNTS = 6
_MOST_CHARACTERS = 2000
_MOST_NUMBERS = 80
_MOST_MARKS = 150
"""The longest texts of the listings and of our cases have 350 characters, 24 runs of digits and 27 marks."""
_NUMBERS = re.compile(r"\d+")
_MARKS = re.compile(r"[^\w\s.…_-]")
_MOST_ITEMS = 60
_MOST_DRAFTS = 16
_NOTHING = frozenset(
    {"none", "n/a", "na", "no", "no fees", "no credits", "ninguno", "ninguna", "0", "$0", "$0.00"}
)


@lru_cache(maxsize=4096)
def propose(text: str) -> Proposals:
    """What a Fees/Credits text can mean. Never raises: a text that is not understood has a note."""
    if _is_too_long(text):
        return Proposals(note="A text too long to read.")
    said = as_said(text)
    if said.strip(" .").casefold() in _NOTHING:
        return Proposals(readings=(Proposal(),))
    proposals = _of_lines(said)
    if proposals.is_clear:
        return proposals
    rest = without_no_bill(said)
    if bills_nothing(said, rest, has_readings=bool(proposals.readings)):
        return Proposals(readings=(Proposal(),), sentences=proposals.sentences)
    if rest is None:
        return proposals
    of_rest = _of_lines(rest)
    return of_rest if of_rest.is_clear else proposals


def _is_too_long(text: str) -> bool:
    """Whether to try each way to read a text may take long: some of that grows with the square of its length."""
    is_long = len(text) > _MOST_CHARACTERS
    return is_long or len(_NUMBERS.findall(text)) > _MOST_NUMBERS or len(_MARKS.findall(text)) > _MOST_MARKS


def _of_lines(said: str) -> Proposals:
    """What a text means, whether its line breaks end sentences or not."""
    proposals = _try(said)
    if "\n" not in said.strip():
        return proposals
    joined = _try(" ".join(said.split()))
    if proposals.note or joined.note:
        return joined if proposals.note and joined.readings else proposals
    if key_of(proposals.readings[0]) == key_of(joined.readings[0]):
        return proposals
    # The line breaks decide what it means: only the prices can tell.
    both = [*proposals.readings, *joined.readings]
    open_readings = tuple(msgspec.structs.replace(one, doubt=one.doubt + 1) for one in both)
    return msgspec.structs.replace(proposals, readings=open_readings)


def _try(said: str) -> Proposals:
    leaves_out = leaves_something_out(said)
    every = sentences(without_brackets_of_prices(said))
    parts = without_asides(every)
    proposals = _of_sentences(parts, has_asides=len(parts) < len(every))
    return msgspec.structs.replace(proposals, leaves_seasons_out=leaves_out) if leaves_out else proposals


def _of_sentences(parts: Sequence[str], *, has_asides: bool) -> Proposals:
    """What sentences mean, or those of them that state what is of each month."""
    proposals = _of_parts(parts, has_asides=has_asides)
    rest = without_extras(parts)
    if len(rest) == len(parts) or proposals.is_clear:
        return proposals
    names_extras = states_extras(parts)
    if names_extras and all(map(says_no_charge, rest)):
        return Proposals(readings=(Proposal(),), sentences=proposals.sentences)
    if not rest:
        return proposals
    of_rest = _of_parts(rest, has_asides=has_asides or names_extras)
    return of_rest if of_rest.is_clear or not proposals.readings else proposals


def _of_parts(parts: Sequence[str], *, has_asides: bool) -> Proposals:
    with_numbers = tuple(part for part in parts if any(char.isdigit() for char in part))
    if any(map(is_told_only, parts)):
        return Proposals(sentences=with_numbers, note="An amount that the plan may not have.")
    try:
        readings = _readings(parts)
    except Unread as reason:
        lenient = _lenient_readings(parts, has_asides=has_asides)
        if isinstance(reason, StatedAndDeniedError):
            lenient = tuple(one for one in lenient if not reason.denies_any(one.charges))
        proposals = Proposals(
            readings=each_once([*lenient, *flat_readings(parts)]),
            sentences=with_numbers,
            flat_until_kwh=flat_until(". ".join(parts)),
            note=str(reason),
            is_open=isinstance(reason, StatedAndDeniedError) or any(map(excepts, parts)),
            base_sentences=_base_sentences(parts),
        )
        return _with_all_limits(proposals, parts)
    if readings[0].doubt:
        readings = _with_enumerated(readings, parts, has_asides=has_asides)
    proposals = Proposals(
        readings=readings,
        sentences=with_numbers,
        hedged=tuple(filter(hedges, parts)),
        base_sentences=_base_sentences(parts),
    )
    return _with_all_limits(proposals, parts)


def _base_sentences(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(part for part in parts if any(token.kind == "BASE" for token in tokens_of(part)))


def _with_all_limits(proposals: Proposals, parts: Sequence[str]) -> Proposals:
    """Those readings whose charges have every limit of usage that the text names."""
    whole = tuple(one for one in proposals.readings if not names_another_limit(parts, one))
    if whole or not proposals.readings:
        return msgspec.structs.replace(proposals, readings=whole)
    note = "A limit of usage that no charge has."
    return msgspec.structs.replace(proposals, readings=(), note=proposals.note or note)


def _lenient_readings(parts: Sequence[str], *, has_asides: bool) -> tuple[Proposal, ...]:
    """What the text may mean where strict reading fails: for the prices alone to prove."""
    try:
        found = _readings(parts, is_lenient=True)
    except Unread:
        found = ()
    readings = [msgspec.structs.replace(one, doubt=max(one.doubt, DOUBT_OF_LENIENCE)) for one in found]
    return _with_enumerated(readings, parts, has_asides=has_asides)


def _with_enumerated(
    readings: Sequence[Proposal], parts: Sequence[str], *, has_asides: bool
) -> tuple[Proposal, ...]:
    """The readings and those that the words beside the amounts allow, each once."""
    try:
        priced, others = _priced(parts)
        more = enumerated_readings(others, priced, has_asides=has_asides)
    except Unread:
        more = []
    return each_once([*readings, *more])


def _priced(parts: Sequence[str]) -> tuple[list[Draft], list[str]]:
    """What the prices per kWh of a text can mean, and the sentences that state anything else."""
    of_prices = list(filter(states_prices, parts))
    others = [part for part in parts if part not in of_prices]
    priced = [Draft()]
    try:
        for part in of_prices:
            priced = _with_sentence(priced, part)
    except Unread:
        return drafts_of_prices(of_prices), list(parts)
    return priced, others


def _readings(parts: Sequence[str], *, is_lenient: bool = False) -> tuple[Proposal, ...]:
    drafts = [Draft()]
    said_once: dict[str, str] = {}
    for sentence in parts:
        said_once.setdefault(" ".join(fold(sentence).split()), sentence)
    of_uses: list[str] = []
    for sentence in said_once.values():
        try:
            drafts = _with_sentence(drafts, sentence)
        except Unread:
            if not is_lenient:
                raise
            if AMOUNTS.isdisjoint(token.kind for token in tokens_of(sentence)):
                of_uses.append(sentence)  # They may be those of a charge that comes later.
            else:
                drafts = leniently(drafts, sentence)
    for sentence in of_uses:
        drafts = leniently(drafts, sentence)
    found: dict[bytes, Proposal] = {}
    reason: Unread | None = None
    for draft in drafts:
        try:
            for charges, doubt in charges_of_draft(draft):
                proposal = Proposal(charges=charges, is_bundled=draft.is_bundled, doubt=doubt)
                found.setdefault(key_of(proposal), proposal)
        except Unread as error:
            reason = error
    if not found:
        raise reason or Unread("No charge is stated in numbers.")
    return tuple(sorted(found.values(), key=lambda proposal: proposal.doubt)[: 2 * _MOST_DRAFTS])


def _with_sentence(drafts: Sequence[Draft], sentence: str) -> list[Draft]:
    """The drafts with what one more sentence says. Raises Unread when it fits none of them."""
    tokens = tokens_of(sentence)
    kinds = {token.kind for token in tokens}
    if "CONTRADICTION" in kinds:
        raise Unread("An amount in dollars and cents at once.")
    if not kinds & (AMOUNTS | {"USE"}):
        if spelled_out(fold(sentence)) & {"dollars", "dolares"} or _is_spelled_amount(sentence, kinds):
            raise Unread("An amount in words only.")
        if _APPLIES_TOO.match(fold(sentence)):
            raise Unread("A charge without an amount.")
        return [_with_prose(draft, tokens) for draft in drafts]
    if joins_an_unknown_condition(sentence):
        raise Unread("A condition that is not known.")
    items, doubt = with_amounts_repeated(items_of(tokens))
    drafts = [draft.but(doubt=draft.doubt + doubt) for draft in drafts]
    if len(items) > _MOST_ITEMS or sum(item.kind in AMOUNTS for item in items) > _MOST_AMOUNTS:
        raise Unread("A sentence too long to read.")
    following: list[Draft] = []
    reason: Unread | None = None
    for draft in drafts:
        try:
            following.extend(_with_amounts(draft, items, sentence))
        except Unread as error:
            reason = error
    if not following:
        raise reason or Unread("An amount without a clear meaning.")
    return following[:_MOST_DRAFTS]


def _is_spelled_amount(sentence: str, kinds: set[str]) -> bool:
    folded = fold(sentence)
    return bool(spelled_out(folded)) and ("dollar" in folded or "dolar" in folded) and bool(kinds & _NOUNS)


def _with_prose(draft: Draft, tokens: Sequence[Token]) -> Draft:
    """A sentence without amounts: it may deny charges or limit those stated, nothing else."""
    kinds = ["NO" if _DENYING.match(token.text) else token.kind for token in tokens]
    draft = draft.but(is_bundled=draft.is_bundled or "BUNDLED" in kinds, prose=draft.prose.union(kinds))
    draft = with_relation(draft, kinds)
    if "OTHERWISE" in kinds[: kinds.index("NO") if "NO" in kinds else 0]:
        return draft  # "All other customers: no monthly fee."
    for at, kind in enumerate(kinds):
        if kind != "NO":
            continue
        denied = []
        for following in kinds[at + 1 :]:
            if following not in (
                *STATES_NO,
                "OR",
                "AND",
                "NO",
                "OTHER_FEE",
                "ADDITIONAL",
                "ONE_TIME",
                "EACH",
            ):
                break
            denied.append(following)
        draft = draft.but(
            has_no_base=draft.has_no_base or "BASE" in denied,
            has_no_fee=draft.has_no_fee or bool({"LOW_USE", "FEE"} & set(denied)),
            has_no_low_use=draft.has_no_low_use or (kinds == ["NO", *denied] and denied[:1] == ["LOW_USE"]),
        )
    is_denial = kinds[-1:] == ["NO"] or kinds[:1] == ["WAIVED"]
    if is_denial and STATES_NO >= set(kinds) - {"NO", "WAIVED", "AND", "OR"} != set():
        return draft.but(has_no_base=draft.has_no_base or "BASE" in kinds, has_no_fee=True)
    says_no_fee = kinds[-1:] == ["WAIVED"] and "LOW_USE" in kinds and "appl" in tokens[-1].text
    if says_no_fee and set(kinds) <= {"LOW_USE", "FEE", "WAIVED"} and not draft.has_fee:
        return draft.but(has_no_fee=True)
    speaks_of_charges = bool(_NOUNS & set(kinds))
    limits = [token for token in tokens if token.kind in ("LIMIT", "DOUBT", "NOT", "ONE_BILL")]
    ends_in_only = "LIMIT" in kinds and tokens[-1].text in ("only", "solo", "solamente")
    begins_with_only = kinds[:1] == ["DOUBT"] and bool({"ONE_BILL", "LIMIT"} & set(kinds))
    says_limited = begins_with_only or ends_in_only or any(token.text.startswith("limit") for token in tokens)
    is_of_last = draft.last is not None and draft.last.noun in STATES_NO and kinds[:1] == ["WAIVED"]
    waived_by = tuple(condition for kind, condition in CONDITIONS.items() if kind in kinds)
    if "WAIVED" in kinds and waived_by and draft.last is not None:
        said = draft.last
        if "OTHER_FEE" in kinds and said.noun != "OTHER_FEE":
            raise Unread("A limit that is not stated in numbers.")  # "Late fee is waived with AutoPay."
        noun = noun_of_waived(said.noun, said.sentence, waived_by, in_every_bill=said.in_every_bill)
        if noun is not None:
            last = msgspec.structs.replace(draft.last, noun=noun, waived_by=waived_by)
            return draft.but(statements=(*draft.statements[:-1], last))
    if "WAIVED" in kinds and (speaks_of_charges or is_of_last):
        raise Unread("A limit that is not stated in numbers.")
    if says_limited or (speaks_of_charges and limits) or (draft.last and keeps_from_some(tokens)):
        return draft.but(doubt=draft.doubt + 1)
    return draft


def _with_amounts(draft: Draft, items: list[Item], sentence: str) -> Iterator[Draft]:
    """The drafts that a sentence with amounts or uses makes of one."""
    draft = draft.but(is_bundled=draft.is_bundled or any(item.kind == "BUNDLED" for item in items))
    if not any(item.kind in AMOUNTS for item in items):
        yield with_threshold(draft, items)
        return
    draft, items = without_denials(draft, without_repeats(items))
    amounts = [at for at, item in enumerate(items) if item.kind in AMOUNTS]
    if any(items[at].kind in AMOUNTS and items[at - 1].kind == "TO" for at in range(1, len(items))):
        raise Unread("A range of amounts.")
    readings = splits(items, amounts, draft.last, sentence)
    if not readings:
        yield from _with_last_clause(draft, items, amounts, sentence)
        return
    add_up = {item.kind for item in items if item.kind == "ADD_UP"}
    for parts in readings:
        yield with_relation(draft.with_parts(parts, doubt=len(readings) > 1), add_up)


def _with_last_clause(
    draft: Draft, items: Sequence[Item], amounts: Sequence[int], sentence: str
) -> Iterator[Draft]:
    """The drafts of a sentence that ends with a clause of its own: "..., and from 1,000 kWh it is gone"."""
    ends = [at for at in range(amounts[-1] + 1, len(items)) if items[at].is_divided]
    for end in ends:
        behind = [item for item in items[end:] if item.kind not in ("AND", "OR")]
        if {"BAND", "WAIVED"} <= {item.kind for item in behind}:
            for parts in splits(items[:end], amounts, draft.last, sentence):
                yield with_threshold(draft.with_parts(parts, doubt=0), behind)
                return
    raise Unread("An amount without a clear meaning.")
