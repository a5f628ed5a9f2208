"""One amount of a fee sentence with all that belongs to it."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from choosemypower.documents.bands import Band, Item, is_nought_outside, outside, with_any_use
from choosemypower.documents.idle_words import WORD, has_unknown_words, unknown_words
from choosemypower.documents.parts import Part, Price, Statement
from choosemypower.documents.rewards import is_gift
from choosemypower.documents.some_bills import bills_of
from choosemypower.documents.tokens import scanned
from choosemypower.documents.waivers import names_a_base, names_an_open_use
from choosemypower.documents.words import fold
from choosemypower.plans.charges import Condition

AMOUNTS = frozenset({"MONEY", "RATE", "RATE_USD", "DAILY_USD"})
UNLESS = ("unless", "except", "a menos", "salvo", "excepto")
_ENDS_A_CREDIT = frozenset(
    {"OTHER_FEE", "REWARD", "REST", "OTHERWISE", "WAIVED", "DOUBT", "LOST", "COUNT", "FIRST"}
)
_ONLY_OF_PRICES = frozenset({"FIRST_KWH", "NEXT_KWH", "REST", "ALL_KWH"})
CONDITIONS = {
    "AUTOPAY": Condition.AUTOPAY,
    "PAPERLESS": Condition.PAPERLESS,
    "DEVICE": Condition.DEVICE,
    "PROMO": Condition.PROMO_CODE,
    "BUNDLE": Condition.BUNDLE,
    "VEHICLE": Condition.VEHICLE,
    "NEW": Condition.NEW_CUSTOMER,
}
_NO_PRICE = CONDITIONS.keys() | {"CREDIT", "DAILY", "BASE", "LOW_USE", "WAIVED", "SEASON", "BARE", "MINUS"}
_HIGHEST_USD_PER_KWH = Decimal("0.6")
_HIGHEST_UNNAMED_USD_PER_KWH = Decimal("0.25")
_NAMES_A_FEE = frozenset({"FEE", "BASE", "LOW_USE", "PAY", "WAIVED", "DAILY"})
_RECEIVING = re.compile(r"(?i)\b(?:receiv|earn|get\b|gets\b|give|recib|obt[eé]n|obtien|gana)")
_NAME_BEFORE = re.compile(r"([a-z]{2,}) (?:of|de) *$")
_LEAST_BASE_USD = 1
_ROUND_USE = 100
_LARGEST_IMPLIED_FEE_USD = 20
"""More than this beside "under 1,000 kWh" and nothing else is a whole bill, not a fee."""


def read_piece(items: Sequence[Item], previous: Statement | None, sentence: str) -> Iterator[Part]:
    """One amount with everything around it, in each way that makes sense."""
    kinds = frozenset(item.kind for item in items)
    bands = [item.band for item in items if item.kind in ("BAND", "BARE", "FIRST_KWH")]
    bands = list(dict.fromkeys(bands))
    if len(bands) > 1 and is_nought_outside(items):
        bands = []
    if len(bands) == 2 and "LOST" in kinds:
        bands = outside(bands)
    if len(bands) > 1 or sum(item.kind == "SEASON" for item in items) > 1:
        return
    if "NO" in kinds or "NOT" in kinds or ("SEASON_NAME" in kinds and "SEASON" not in kinds):
        return
    (amount,) = (item for item in items if item.kind in AMOUNTS)
    if amount.value is None:
        return
    if _ends_in_the_middle(items):
        return
    if is_gift(items):
        yield Statement("REWARD", amount.value)
        return
    is_doubtful = any(item.is_doubtful for item in items)
    doubt = int(kinds & {"DOUBT", "REWARD", "LOST"} != set() or is_doubtful or _is_bounded(items))
    if amount.kind == "RATE" and "DAILY" in kinds and "kwh" not in amount.text:
        amount = msgspec.structs.replace(amount, kind="DAILY_USD", value=amount.value / 100)
    if amount.kind in ("RATE", "RATE_USD"):
        price = _price(items, kinds, amount, doubt, sentence)
        if price is not None:
            yield price
        return
    yield from _statements(items, kinds, amount, bands[0] if bands else None, previous, doubt, sentence)


def _ends_in_the_middle(items: Sequence[Item]) -> bool:
    """Whether "unless" stands in a piece, and not what it excepts: that is in the next."""
    at = next((at for at, item in enumerate(items) if item.text.startswith(UNLESS)), None)
    excepts = {"BAND", "BARE", "SEASON", *CONDITIONS}
    return at is not None and excepts.isdisjoint(item.kind for item in items[at + 1 :])


def _statements(
    items: Sequence[Item],
    kinds: frozenset[str],
    amount: Item,
    band: Band | None,
    previous: Statement | None,
    doubt: int,
    sentence: str,
) -> Iterator[Statement]:
    """An amount that is no price per kWh, in each way that makes sense."""
    if "CREDIT" in kinds and _is_nearer_to_a_fee(items):
        return
    named = kinds & {"CREDIT", "LOW_USE", "BASE"}
    if "OTHER_FEE" in kinds and any(_distance(items, kind) < _distance(items, "OTHER_FEE") for kind in named):
        return  # "$65 credit ETF $20": no credit passes for a fee that no bill holds.
    if {"BASE", "CREDIT"} <= kinds and "BASE" not in {item.kind for item in items[_place(items, "CREDIT") :]}:
        return  # "The $9.95 base charge is credited back to you from 1,000 kWh" is no credit beside it.
    is_after_one_time = previous is not None and previous.noun == "ONE_TIME"
    kinds = with_any_use(items, kinds)
    if _ONLY_OF_PRICES & kinds - ({"REST"} if is_after_one_time else set()):
        return
    if "OTHERWISE" in kinds and "CREDIT" not in kinds and band and band.min_kwh and band.is_one_sided:
        kinds = kinds - {"OTHERWISE"} | {"WAIVED"}  # "Minimum usage 800 kWh, below that a $7.95 fee."
    if band and band.min_kwh and band.is_one_sided and _is_else(items) and "CREDIT" not in kinds:
        kinds = kinds | {"WAIVED"}  # "Minimum use of 1,000 kWh or a $9.95 fee".
    if "LOST" in kinds:
        if band is None or "CREDIT" not in kinds:
            return
        band = band.complement() if band.is_one_sided else band
    if "OTHERWISE" in kinds and "WAIVED" not in kinds:
        if band is not None or previous is None or previous.band is None:
            return
        band = previous.band.complement()
    is_most = _is_bounded(items)
    bills = (
        bills_of(items, fold(sentence)) if "CREDIT" in kinds and kinds.isdisjoint(_ENDS_A_CREDIT) else None
    )
    if bills:
        kinds -= {"LIMIT", "ONE_BILL", "ONE_TIME"}
    is_first = previous is None or previous.sentence != sentence or _names_a_fee(sentence)
    for noun, more_doubt in _nouns(kinds, band, amount, previous, is_bounded=is_most, is_first=is_first):
        statement = _statement(items, kinds, noun, amount, band, previous)
        if statement is None:
            continue
        if bills:
            more_doubt += has_unknown_words(sentence)
            statement = msgspec.structs.replace(statement, bills=bills)
        more_doubt += _doubt_of_name(statement, noun, kinds, amount, sentence)
        for one, unlikely in _sides(statement, sentence) if noun in kinds else ((statement, 0),):
            yield msgspec.structs.replace(one, doubt=doubt + more_doubt + unlikely, sentence=sentence)


def _distance(items: Sequence[Item], kind: str) -> int:
    """How many items off the amount the nearest one of a kind stands."""
    amount = next(at for at, item in enumerate(items) if item.kind in AMOUNTS)
    return min(abs(at - amount) for at, item in enumerate(items) if item.kind == kind)


def _is_else(items: Sequence[Item]) -> bool:
    """Whether an "or" parts a use from the amount behind it."""
    kinds = [item.kind for item in items]
    amount = next(at for at, kind in enumerate(kinds) if kind in AMOUNTS)
    bands = [at for at, kind in enumerate(kinds[:amount]) if kind in ("BAND", "BARE")]
    return bool(bands) and "OR" in kinds[bands[-1] : amount]


def _names_a_fee(sentence: str) -> bool:
    return any(token.kind in ("FEE", "LOW_USE") for token in scanned(sentence)[0])


def _is_nearer_to_a_fee(items: Sequence[Item]) -> bool:
    """Whether "fee" stands next to the amount, and "credit" only further off: then it is no credit."""
    at = next(place for place, item in enumerate(items) if item.kind in AMOUNTS)
    kinds = [*(item.kind for item in items), ""]
    fees = [
        abs(place - at)
        for place, kind in enumerate(kinds)
        if kind in ("FEE", "LOW_USE", "OTHER_FEE", "PAY", "BASE")
        and kinds[place + 1] != "CREDIT"  # "Low usage credit".
    ]
    credits_ = [abs(place - at) for place, kind in enumerate(kinds) if kind == "CREDIT"]
    if "PAY" in kinds and "CREDIT" in kinds[:at]:
        return False  # "Our bill credit pays $100 a month."
    is_named_before = at > 0 and kinds[at - 1] in ("FEE", "LOW_USE", "BASE") and kinds[at] != "CREDIT"
    return bool(fees) and min(fees) == 1 < min(credits_) + is_named_before


def _place(items: Sequence[Item], kind: str) -> int:
    return next(at for at, item in enumerate(items) if item.kind == kind)


def _doubt_of_name(
    statement: Statement, noun: str, kinds: frozenset[str], amount: Item, sentence: str
) -> int:
    """1 where a fee may be something else by the words around it, and a base charge more likely is one by the day."""
    is_implied = noun == "FEE" and kinds.isdisjoint(_NAMES_A_FEE)
    is_small = statement.noun == "BASE" and 0 < statement.usd < _LEAST_BASE_USD
    is_of_all = statement.noun == "CREDIT" and "ANY_USE" in kinds and statement.band == Band()
    is_limited = is_of_all and has_unknown_words(fold(sentence).rpartition(amount.text)[2])
    is_open = statement.noun == "BASE" and names_an_open_use(sentence)
    return int(is_small or is_limited or is_open or (is_implied and _is_called_otherwise(sentence, amount)))


def _sides(statement: Statement, sentence: str) -> Iterator[tuple[Statement, int]]:
    """A statement, and with unknown words also what they may make of it, each with how unlikely it is.

    "It's blorped at 1,000 kWh": a fee for much use or a credit for little is more likely one for all others.
    """
    band = statement.band
    is_unlikely = {"FEE": bool(band and band.min_kwh), "CREDIT": bool(band and not band.min_kwh)}
    is_turned = band is not None and band.is_one_sided and statement.usd and is_unlikely.get(statement.noun)
    if band is None or not is_turned or not has_unknown_words(sentence):
        yield statement, 0
        return
    yield statement, 1
    if (band.min_kwh or (band.max_kwh or 0) + 1) % _ROUND_USE <= 1:
        yield msgspec.structs.replace(statement, band=band.complement()), 2


def _is_called_otherwise(sentence: str, amount: Item) -> bool:
    """Whether an amount without a name that we know is received, or has an unknown one: "a blorp of $15"."""
    before, _, after = fold(sentence).rpartition(amount.text)
    if _RECEIVING.search(f"{before.rpartition('$')[2]} {after.partition('$')[0]}"):
        return True
    tokens, folded = scanned(after)
    behind = folded[: tokens[0].start] if tokens else folded
    return bool(unknown_words(" ".join(_NAME_BEFORE.findall(before) + WORD.findall(behind)[:1])))


def _is_bounded(items: Sequence[Item]) -> bool:
    """Whether the amount itself is a limit: "up to $100"."""
    pairs = pairwise(items)
    return any(one.kind in ("LE", "LT", "GE", "GT") and two.kind in AMOUNTS for one, two in pairs)


def _nouns(
    kinds: frozenset[str],
    band: Band | None,
    amount: Item,
    previous: Statement | None,
    *,
    is_bounded: bool,
    is_first: bool,
) -> Iterator[tuple[str, int]]:
    """What the amount can be, each with how much that is doubted."""
    usd = amount.value or Decimal(0)
    noun = _named_noun(kinds)
    is_limited = "LIMIT" in kinds
    if noun in ("OTHER_FEE", "ONE_BILL", "REWARD"):
        yield noun, int(noun == "ONE_BILL")  # Of which bill is not clear.
        return
    if is_limited and "SUM" in kinds and previous is not None:
        yield "SUM", 0
        return
    if noun == "CREDIT" and band is None and is_bounded:
        yield "MOST", 0
        return
    if is_limited or ("ONE_BILL" in kinds and noun != "ONE_TIME"):
        return
    goes_on = (
        "ADDITIONAL" in kinds or band is not None or "SEASON" in kinds or not kinds.isdisjoint(CONDITIONS)
    )
    if noun is None and previous is not None and goes_on:
        noun = previous.noun if previous.noun in ("CREDIT", "FEE") else None
        says_fee = not kinds.isdisjoint({"PAY", "WAIVED"})
        if noun == "CREDIT" and says_fee and usd:
            yield "FEE", 0  # "$50 credit from 1,000 kWh, $9.95 waived from 800 kWh".
            return
        is_small = is_first or usd <= _LARGEST_IMPLIED_FEE_USD
        if noun == "CREDIT" and is_small and band is not None and not band.min_kwh and usd:
            # "$100 credit from 1,000 kWh. $9.95 below 800 kWh": a fee, as far as the words go.
            yield from (("FEE", 1), ("CREDIT", 1))
            return
    if noun is None and band is not None and usd <= _LARGEST_IMPLIED_FEE_USD:
        # In a column of fees and credits, money beside "less than 1,000 kWh" and nothing else is a fee.
        noun = "FEE" if band.min_kwh == 0 or kinds & {"PAY", "WAIVED"} else None
    if noun is None and (usd == 0 or amount.kind == "DAILY_USD" or "DAILY" in kinds):
        noun = "FEE"
    if (
        noun is None
        and "MINUS" in kinds
        and band is not None
        and band.min_kwh
        and kinds.isdisjoint(_NAMES_A_FEE)
    ):
        noun = "CREDIT"  # "Usage >= 1,200 kWh: -$60".
    if noun is None and band is None and {"PAY", "EACH"} <= kinds and usd <= _LARGEST_IMPLIED_FEE_USD:
        noun = "FEE"  # "You pay $4.95 a month for service."
    if noun is not None:
        yield noun, 0
    elif band is not None and (not band.min_kwh or usd > _LARGEST_IMPLIED_FEE_USD):
        # A small one may as well be a fee below: the prices print the same.
        yield ("CREDIT" if band.min_kwh else "FEE"), 1


def _named_noun(kinds: frozenset[str]) -> str | None:
    if "OTHER_FEE" in kinds:
        return "OTHER_FEE"
    if "REWARD" in kinds and "CREDIT" not in kinds:
        return "REWARD"
    if "CREDIT" in kinds:
        return "ONE_BILL" if kinds & {"ONE_TIME", "ONE_BILL"} else "CREDIT"
    if "ONE_TIME" in kinds:
        return "ONE_TIME"
    return next((noun for noun in ("BASE", "LOW_USE", "FEE") if noun in kinds), None)


def _statement(
    items: Sequence[Item],
    kinds: frozenset[str],
    noun: str,
    amount: Item,
    band: Band | None,
    previous: Statement | None,
) -> Statement | None:
    usd = amount.value or Decimal(0)
    is_daily = amount.kind == "DAILY_USD" or "DAILY" in kinds
    if _is_at_odds(noun, kinds, band, is_daily=is_daily):
        return None
    if is_daily:
        return Statement("DAILY", usd)
    conditions = tuple(condition for kind, condition in CONDITIONS.items() if kind in kinds)
    if "WAIVED" in kinds and conditions:
        return _waived_for_homes(items, noun, usd, band, conditions)
    if noun == "CREDIT" and band is None and "ANY_USE" in kinds:
        band = Band()
    if "WAIVED" in kinds and band is not None:
        band = band.complement()
    months = next((item.months for item in items if item.kind == "SEASON"), None)
    is_additional = "ADDITIONAL" in kinds
    if months and band is None and previous is not None and previous.noun == noun:
        band, is_additional = previous.band, True
    if noun == "ONE_TIME" and (band or months):
        return None
    return Statement(
        _noun_with_band(noun, kinds, band),
        usd,
        band=band,
        months=months,
        conditions=conditions,
        is_additional=is_additional,
        is_instead="INSTEAD" in kinds and not is_additional,
        in_every_bill="EACH" in kinds and not (noun == "CREDIT" and "IF" in kinds),
    )


def _waived_for_homes(
    items: Sequence[Item], noun: str, usd: Decimal, band: Band | None, conditions: tuple[Condition, ...]
) -> Statement | None:
    """A charge that homes with autopay do not pay; None where it also falls away by use."""
    kinds = [item.kind for item in items]
    if noun not in ("BASE", "FEE", "LOW_USE") or kinds.count("WAIVED") > 1:
        return None
    if band is None:
        if noun == "LOW_USE":
            return None
        is_base = any(item.kind == "BASE" and names_a_base(item.text) for item in items)
        return Statement("BASE" if is_base else "FEE", usd, waived_by=conditions)
    is_first = "BAND" in kinds and kinds.index("BAND") < kinds.index("WAIVED")
    return Statement("FEE", usd, band=band, waived_by=conditions) if is_first else None


def _is_at_odds(noun: str, kinds: frozenset[str], band: Band | None, *, is_daily: bool) -> bool:
    """Whether the words around an amount do not go with what it would be."""
    is_waived = "WAIVED" in kinds
    if noun == "CREDIT":
        return is_daily or is_waived
    if kinds & {"BARE", "MINUS"} and not is_waived:
        return True
    if is_daily:
        return band is not None or noun == "OTHER_FEE"
    is_conditional = noun != "OTHER_FEE" and not kinds.isdisjoint(CONDITIONS)
    return is_waived != is_conditional if band is None else is_conditional and not is_waived


def _noun_with_band(noun: str, kinds: frozenset[str], band: Band | None) -> str:
    """A base charge for some uses only is a fee; a fee of each bill for any use is a base charge."""
    if band is not None:
        return "FEE" if noun in ("BASE", "LOW_USE") else noun
    return "BASE" if noun == "FEE" and "EACH" in kinds else noun


def _price(
    items: Sequence[Item], kinds: frozenset[str], amount: Item, doubt: int, sentence: str
) -> Price | None:
    if kinds & _NO_PRICE or {"FIRST_KWH", "REST"} <= kinds or "LIMIT" in kinds:
        return None
    band = next((item.band for item in items if item.kind in ("BAND", "FIRST_KWH")), None)
    usd_per_kwh = amount.value or Decimal(0)
    if amount.kind == "RATE":
        usd_per_kwh /= 100
    is_named = "kwh" in amount.text or "ENERGY" in kinds
    if usd_per_kwh > (_HIGHEST_USD_PER_KWH if is_named else _HIGHEST_UNNAMED_USD_PER_KWH):
        return None
    says_more = any(
        item.text.endswith(("additional", "adicional")) for item in items if item.kind == "ADDITIONAL"
    )
    if (says_more or "NEXT_KWH" in kinds) and band is not None:
        return None
    return Price(
        usd_per_kwh=usd_per_kwh,
        band=band,
        is_tier=bool(kinds & {"FIRST_KWH", "NEXT_KWH", "PER_KWH"}),
        is_rest="REST" in kinds or says_more,
        is_otherwise="OTHERWISE" in kinds,
        is_by_total=bool(kinds & {"IF", "ALL_KWH", "OTHERWISE"}),
        says_all_kwh="ALL_KWH" in kinds,
        next_kwh=next((int(item.value or 0) for item in items if item.kind == "NEXT_KWH"), None),
        in_every_bill=any(item.kind == "EACH" and not item.text.startswith("/") for item in items),
        doubt=doubt,
        sentence=sentence,
    )
