"""What a Fees/Credits text of a listing states, in numbers, or that it cannot be read.

A grammar, not a search: the text is cut into sentences, each sentence into tokens whose words are all known
(`fee_words.py`), and each amount must find exactly one place: what it is, from which use to which, in which months. If
a sentence with an amount is not understood completely, or in two ways, the whole text stays text (`ReadState.UNREAD`).

Thresholds are whole kWh: "greater than 999" is from 1,000, "under 1,000" is up to 999.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from choosemypower.plans.charges import (
    BaseCharge,
    Condition,
    DailyCharge,
    FeeReading,
    OneTimeCharge,
    ReadState,
    UsageCredit,
    UsageFee,
)
from choosemypower.plans.fee_items import Band, Item, Unread, items_of, without_number_words
from choosemypower.plans.fee_pieces import AMOUNTS, Price, Statement, key_of, splits, tiers_or_bands
from choosemypower.plans.fee_words import Token, fold, normalise, sentences, tokens_of

_NOUNS = frozenset({"CREDIT", "FEE", "BASE", "MINUSE", "ENERGY"})
_IGNORED = frozenset(
    {
        "EACH",
        "IF",
        "AND",
        "ADDITIONAL",
        "DURATION",
        "PERCENT",
        "BUNDLED",
        "ALL_KWH",
        "PER_KWH",
        "DAILY",
        "PAY",
    }
)
_MARKS = frozenset(
    {"WAIVED", "OTHER_FEE", "ONE_TIME", "AUTOPAY", "PAPERLESS", "ONE_BILL", "OTHERWISE", "MINUS"}
)
_PUT_TOGETHER = frozenset({"BAND", "BARE", "SEASON", "SEASON_NAME", "FIRST_KWH", "REST", "NO", "OR"})
_UNDERSTOOD = AMOUNTS | _NOUNS | _IGNORED | _MARKS | _PUT_TOGETHER
_STATES_NO = frozenset({"BASE", "MINUSE", "FEE"})
_CAN_BE_DENIED = _STATES_NO | {"OTHER_FEE", "CREDIT"}
_LIMITS = frozenset({"DANGER", "LIMIT", "NOT", "WAIVED", "FIRST"})
_SAYS_MORE = re.compile(
    r"(credits?|fees?|charges?|discounts?|creditos?|cargos?|descuentos?)"
    r" (is|are|was|will|shall|can|cannot|does|do|has|must|appl\w+|no|se|es|son|sera\w*|aplic\w+)\b"
)
"""A sentence that says more of the credit or fee than that there is one."""

_MOST_AMOUNTS = 6
_MOST_CHARACTERS = 4000
_MOST_ITEMS = 60
_NOTHING = frozenset({"none", "n/a", "na", "no", "no fees", "ninguno", "ninguna"})


@lru_cache(maxsize=4096)
def read_fees(text: str) -> FeeReading:
    """What a Fees/Credits text states. Never raises: a text that is not understood is `unread` with a note."""
    if len(text) > _MOST_CHARACTERS:
        return FeeReading(state=ReadState.UNREAD, note="A text too long to read.")
    normal = normalise(text)
    if normal.strip(" .").casefold() in _NOTHING:
        return FeeReading(state=ReadState.READ)
    reading = _try(normal)
    if not reading.is_believed and "\n" in normal.strip():
        joined = _try(" ".join(normal.split()))
        return joined if joined.is_believed else reading
    return reading


def _try(text: str) -> FeeReading:
    try:
        return _Reader().read(text)
    except Unread as reason:
        return FeeReading(state=ReadState.UNREAD, note=str(reason))


class _Reader:
    """Collects what the sentences of one text state."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.prices: list[Price] = []
        self.denials: list[tuple[str, Band]] = []
        """"No fee from 1,000 kWh": must agree with the rest."""
        self.has_no_base = self.has_no_fee = False
        self.usd_per_day: Decimal | None = None
        self.is_bundled = self.is_limited = False

    def read(self, text: str) -> FeeReading:
        for sentence in sentences(text):
            tokens = tokens_of(sentence)
            if any(token.kind in AMOUNTS or token.kind in ("NUM", "FIRST_KWH") for token in tokens):
                self._read_sentence(tokens)
            else:
                self._read_prose(sentence, tokens)
        return self._result()

    def _read_prose(self, sentence: str, tokens: Sequence[Token]) -> None:
        """A sentence without amounts: it may deny charges, but not limit them."""
        kinds = [token.kind for token in tokens]
        is_about_amounts = not {"CREDIT", "FEE", "BASE", "MINUSE"}.isdisjoint(kinds)
        self.is_bundled |= "BUNDLED" in kinds
        for at, kind in enumerate(kinds):
            if kind != "NO":
                continue
            denied = []
            for following in kinds[at + 1 :]:
                if following not in (*_STATES_NO, "OR", "AND", "UNKNOWN", "NO", "OTHER_FEE", "ADDITIONAL"):
                    break
                denied.append(following)
            self.has_no_base |= "BASE" in denied
            self.has_no_fee |= "MINUSE" in denied or "FEE" in denied
        is_denial = kinds[-1:] == ["NO"] or kinds[:1] == ["WAIVED"]
        if is_denial and _STATES_NO >= set(kinds) - {"NO", "WAIVED", "AND", "OR"} != set():
            self.has_no_base |= "BASE" in kinds
            self.has_no_fee = True
            return
        says_unknown = (
            "UNKNOWN" in kinds and is_about_amounts and _SAYS_MORE.search(fold(sentence)) is not None
        )
        self.is_limited |= "LIMIT" in kinds or says_unknown
        if "WAIVED" in kinds or (is_about_amounts and not _LIMITS.isdisjoint(kinds)):
            raise Unread("A limit that is not stated in numbers.")

    def _read_sentence(self, tokens: Sequence[Token]) -> None:
        items = list(items_of(without_number_words(tokens)))
        for item in items:
            if item.kind not in _UNDERSTOOD:
                raise Unread(f"Not understood: {item.text or item.kind!r}.")
        self.is_bundled |= any(item.kind == "BUNDLED" for item in items)
        amounts = [at for at, item in enumerate(items) if item.kind in AMOUNTS]
        if len(amounts) > _MOST_AMOUNTS or len(items) > _MOST_ITEMS:
            raise Unread("A sentence too long to read.")
        if not amounts:
            self._read_without_amount(items)
            return
        items = self._take_denials(items)
        amounts = [at for at, item in enumerate(items) if item.kind in AMOUNTS]
        readings = list(splits(items, amounts, self.statements[-1] if self.statements else None))
        if not readings:
            raise Unread("An amount without a clear meaning.")
        if any(key_of(reading) != key_of(readings[0]) for reading in readings[1:]):
            raise Unread("An amount that can be read in two ways.")
        for part in readings[0]:
            self._keep(part)

    def _keep(self, part: Statement | Price) -> None:
        if isinstance(part, Price):
            self.prices.append(part)
        elif part.noun == "DAILY":
            self.usd_per_day = (self.usd_per_day or Decimal(0)) + part.usd
        else:
            self.statements.append(part)

    def _take_denials(self, items: list[Item]) -> list[Item]:
        """Cuts "no base charge" and "no fee above 1,000 kWh" out of a sentence that also states amounts."""
        kept: list[Item] = []
        at = 0
        while at < len(items):
            if items[at].kind != "NO":
                kept.append(items[at])
                at += 1
                continue
            end = at + 1
            nouns = []
            while end < len(items) and items[end].kind in (
                *_CAN_BE_DENIED,
                "OR",
                "AND",
                "EACH",
                "ADDITIONAL",
            ):
                following = items[end + 1].kind if end + 1 < len(items) else ""
                if items[end].kind in ("OR", "AND", "ADDITIONAL") and following not in _CAN_BE_DENIED:
                    break
                nouns.append(items[end].kind)
                end += 1
            if not set(nouns) & _CAN_BE_DENIED:
                raise Unread("A denial that is not understood.")
            while end < len(items) and items[end].kind == "IF":
                end += 1
            follows = items[end] if end < len(items) else None
            if follows is not None and follows.kind == "BAND" and follows.band is not None:
                self.denials.append(("CREDIT" if "CREDIT" in nouns else "FEE", follows.band))
                end += 1
            else:
                self.has_no_base |= "BASE" in nouns
                self.has_no_fee |= bool({"MINUSE", "FEE"} & set(nouns))
            at = end
        return kept

    def _read_without_amount(self, items: list[Item]) -> None:
        """A threshold that speaks of an amount of the sentence before: "Waived from 1,000 kWh." """
        kinds = {item.kind for item in items}
        bands = [item.band for item in items if item.kind == "BAND" and item.band is not None]
        if "NO" in kinds:
            rest = [item for item in self._take_denials(items) if item.kind not in _IGNORED]
            if len(rest) == 1 and bands and items[-1].kind in ("NO", *_CAN_BE_DENIED):
                self.denials.append(("CREDIT" if "CREDIT" in kinds else "FEE", bands[0]))
                return
            if not rest:
                return
            raise Unread("A threshold without an amount.")
        if len(bands) != 1 or kinds - _IGNORED - {"BAND", "WAIVED", "CREDIT", "FEE", "BASE", "MINUSE"}:
            raise Unread("A threshold without an amount.")
        last = self.statements[-1] if self.statements else None
        repeats = last is not None and last.noun == "FEE" and "WAIVED" in kinds
        if repeats and last is not None and last.band == bands[0].complement():
            return
        if last is None or last.band is not None:
            raise Unread("A threshold without an amount.")
        if {"CREDIT"} & kinds and last.noun != "CREDIT":
            raise Unread("A threshold without an amount.")
        if "WAIVED" in kinds:
            if last.noun == "CREDIT":
                raise Unread("A credit that is taken away.")
            last.band = bands[0].complement()
        else:
            last.band = bands[0]
        if last.noun in ("BASE", "MINUSE"):
            last.noun = "FEE"

    def _result(self) -> FeeReading:
        credits, fees, base_usd, one_time_usd = [], [], None, None
        for statement in self.statements:
            band = statement.band or Band()
            if statement.usd == 0 and statement.noun != "BASE":
                self.has_no_fee = True
            elif statement.noun == "CREDIT":
                if statement.band is None and not (
                    statement.condition or statement.in_every_bill or statement.months
                ):
                    raise Unread("A credit without a condition.")
                credit = UsageCredit(
                    usd=statement.usd,
                    min_kwh=band.min_kwh,
                    max_kwh=band.max_kwh,
                    months=statement.months,
                    conditions=() if statement.condition is None else (Condition(statement.condition),),
                )
                if credit not in credits or statement.is_additional:
                    credits.append(credit)
            elif statement.noun == "BASE":
                if base_usd not in (None, statement.usd):
                    raise Unread("Two base charges.")
                base_usd = statement.usd
            elif statement.noun == "ONE_TIME":
                one_time_usd = (one_time_usd or Decimal(0)) + statement.usd
            elif statement.noun == "FEE":
                if statement.band is None:
                    raise Unread("A fee without a condition.")
                fee = UsageFee(
                    usd=statement.usd, min_kwh=band.min_kwh, max_kwh=band.max_kwh, months=statement.months
                )
                if fee not in fees:
                    fees.append(fee)
            elif statement.noun not in ("OTHER_FEE", "ONE_BILL"):
                raise Unread("A fee without a condition.")
        if self.is_limited and (self.statements or self.prices):
            raise Unread("A limit that is not stated in numbers.")
        self._check(credits, fees)
        tiers, bands = tiers_or_bands(self.prices)
        if base_usd is None and self.has_no_base:
            base_usd = Decimal(0)
        says_something = credits or fees or tiers or bands or one_time_usd or self.usd_per_day is not None
        if not says_something and base_usd is None and not self.has_no_fee:
            raise Unread("No charge is stated in numbers.")
        return FeeReading(
            state=ReadState.READ,
            items=(
                *tiers,
                *bands,
                *(() if base_usd is None else (BaseCharge(usd=base_usd),)),
                *(() if self.usd_per_day is None else (DailyCharge(usd_per_day=self.usd_per_day),)),
                *(() if one_time_usd is None else (OneTimeCharge(usd=one_time_usd),)),
                *fees,
                *credits,
            ),
            bundled_delivery=self.is_bundled,
        )

    def _check(self, credits: Sequence[UsageCredit], fees: Sequence[UsageFee]) -> None:
        """Amounts that overlap must be said to add up; "no fee above" must not contradict a fee."""
        for noun in ("CREDIT", "FEE"):
            stated = [
                item for item in self.statements if item.noun == noun and item.condition is None and item.usd
            ]
            for at, later in enumerate(stated):
                for earlier in stated[:at]:
                    same = (earlier.usd, earlier.band, earlier.months) == (
                        later.usd,
                        later.band,
                        later.months,
                    )
                    meets = (earlier.band or Band()).meets(later.band or Band())
                    if meets and not same and not later.is_additional:
                        raise Unread("Two amounts for the same use, not said to add up.")
        for noun, band in self.denials:
            stated_charges = credits if noun == "CREDIT" else fees
            if any(Band(charge.min_kwh, charge.max_kwh).meets(band) for charge in stated_charges):
                raise Unread("An amount is stated and denied.")
        for credit in credits:
            if credit.max_kwh is not None and credit.min_kwh > credit.max_kwh:
                raise Unread("A band that holds no use.")
