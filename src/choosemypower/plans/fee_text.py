"""What a Fees/Credits text of a listing states, in numbers, or that it cannot be read.

A grammar, not a search: the text is cut into sentences, each sentence into tokens whose words are all known
(`fee_words.py`), and each amount must find exactly one place: what it is, from which use to which, in which months. If
a sentence with an amount is not understood completely, or in two ways, the whole text stays text (`resolved=False`).

Thresholds are whole kWh: "greater than 999" is from 1,000, "under 1,000" is up to 999.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec

from choosemypower.plans.charges import EnergyTier, FeeReading, PriceByTotal, UsageCredit, UsageFee
from choosemypower.plans.fee_items import Band, Item, Unread, items_of, without_number_words
from choosemypower.plans.fee_words import Token, normalise, sentences, tokens_of

_AMOUNTS = frozenset({"MONEY", "RATE", "RATE_USD", "DAILY_USD"})
_NOUNS = frozenset({"CREDIT", "FEE", "BASE", "MINUSE", "ENERGY"})
_IGNORED = frozenset(
    {"EACH", "IF", "AND", "ADDITIONAL", "DURATION", "PERCENT", "FILL", "BUNDLED", "ALL_KWH", "DAILY"}
)
_MARKS = frozenset({"WAIVED", "OTHER_FEE", "ONE_TIME", "AUTOPAY", "PAPERLESS", "ONE_BILL"})
_STATES_NO = frozenset({"BASE", "MINUSE", "FEE"})
_LIMITS = frozenset({"DANGER", "NOT", "WAIVED", "FIRST"})


_MOST_AMOUNTS = 6
_MOST_CHARACTERS = 4000
_MOST_ITEMS = 60
_NOTHING = frozenset({"none", "n/a", "na", "no", "no fees", "ninguno", "ninguna"})


class _Statement(msgspec.Struct):
    """One amount with what belongs to it."""

    noun: str
    usd: Decimal
    band: Band | None = None
    months: tuple[int, ...] | None = None
    condition: str | None = None
    is_additional: bool = False
    in_every_bill: bool = False


class _Price(msgspec.Struct, frozen=True):
    usd_per_kwh: Decimal
    band: Band | None
    is_tier: bool
    is_rest: bool
    is_by_total: bool
    in_every_bill: bool


@lru_cache(maxsize=4096)
def read_fees(text: str) -> FeeReading:
    """What a Fees/Credits text states. Never raises: a text that is not understood is `resolved=False` with a note."""
    if len(text) > _MOST_CHARACTERS:
        return FeeReading(resolved=False, note="A text too long to read.")
    normal = normalise(text)
    if normal.strip(" .").casefold() in _NOTHING:
        return FeeReading(resolved=True)
    reading = _try(normal)
    if not reading.resolved and "\n" in normal.strip():
        joined = _try(" ".join(normal.split()))
        return joined if joined.resolved else reading
    return reading


def _try(text: str) -> FeeReading:
    try:
        return _Reader().read(text)
    except Unread as reason:
        return FeeReading(resolved=False, note=str(reason))


class _Reader:
    """Collects what the sentences of one text state."""

    def __init__(self) -> None:
        self.statements: list[_Statement] = []
        self.prices: list[_Price] = []
        self.denials: list[tuple[str, Band]] = []
        """"No fee from 1,000 kWh": must agree with the rest."""
        self.has_no_base = self.has_no_fee = False
        self.usd_per_day: Decimal | None = None
        self.is_bundled = False

    def read(self, text: str) -> FeeReading:
        for sentence in sentences(text):
            tokens = tokens_of(sentence)
            if any(token.kind in _AMOUNTS or token.kind in ("NUM", "FIRST_KWH") for token in tokens):
                self._read_sentence(tokens)
            else:
                self._read_prose(tokens)
        return self._result()

    def _read_prose(self, tokens: Sequence[Token]) -> None:
        """A sentence without amounts: it may deny charges, but not limit them."""
        kinds = [token.kind for token in tokens]
        self.is_bundled |= "BUNDLED" in kinds
        for at, kind in enumerate(kinds):
            if kind != "NO":
                continue
            denied = []
            for following in kinds[at + 1 :]:
                if following not in (*_STATES_NO, "OR", "AND", "UNKNOWN", "NO", "OTHER_FEE"):
                    break
                denied.append(following)
            self.has_no_base |= "BASE" in denied
            self.has_no_fee |= "MINUSE" in denied or "FEE" in denied
        if "WAIVED" in kinds or (_LIMITS & set(kinds) and {"CREDIT", "FEE", "BASE", "MINUSE"} & set(kinds)):
            raise Unread("A limit that is not stated in numbers.")

    def _read_sentence(self, tokens: Sequence[Token]) -> None:
        items = list(items_of(without_number_words(tokens)))
        for item in items:
            if item.kind not in (_AMOUNTS | _NOUNS | _IGNORED | _MARKS) and item.kind not in (
                "BAND", "BARE", "SEASON", "FIRST_KWH", "REST", "NO", "OR",
            ):  # fmt: skip
                raise Unread(f"Not understood: {item.text or item.kind!r}.")
        self.is_bundled |= any(item.kind == "BUNDLED" for item in items)
        amounts = [at for at, item in enumerate(items) if item.kind in _AMOUNTS]
        if len(amounts) > _MOST_AMOUNTS or len(items) > _MOST_ITEMS:
            raise Unread("A sentence too long to read.")
        if not amounts:
            self._read_without_amount(items)
            return
        items = self._take_denials(items)
        amounts = [at for at, item in enumerate(items) if item.kind in _AMOUNTS]
        readings = list(self._splits(items, amounts))
        if not readings:
            raise Unread("An amount without a clear meaning.")
        if any(_key(reading) != _key(readings[0]) for reading in readings[1:]):
            raise Unread("An amount that can be read in two ways.")
        for part in readings[0]:
            self._keep(part)

    def _keep(self, part: "_Statement | _Price") -> None:
        if isinstance(part, _Price):
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
            while end < len(items) and items[end].kind in (*_STATES_NO, "OR", "AND", "OTHER_FEE", "EACH"):
                if items[end].kind in ("OR", "AND") and (
                    end + 1 >= len(items) or items[end + 1].kind not in (*_STATES_NO, "OTHER_FEE")
                ):
                    break
                nouns.append(items[end].kind)
                end += 1
            if not set(nouns) & {*_STATES_NO, "OTHER_FEE"}:
                raise Unread("A denial that is not understood.")
            while end < len(items) and items[end].kind == "IF":
                end += 1
            follows = items[end] if end < len(items) else None
            if follows is not None and follows.kind == "BAND" and follows.band is not None:
                self.denials.append(("FEE", follows.band))
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
            rest = self._take_denials(items)
            if not {item.kind for item in rest} - _IGNORED:
                return
            raise Unread("A threshold without an amount.")
        if len(bands) != 1 or kinds - _IGNORED - {"BAND", "WAIVED", "CREDIT", "FEE", "BASE", "MINUSE"}:
            raise Unread("A threshold without an amount.")
        if not self.statements or self.statements[-1].band is not None:
            raise Unread("A threshold without an amount.")
        last = self.statements[-1]
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

    def _splits(self, items: list[Item], amounts: list[int]) -> Iterator[list["_Statement | _Price"]]:
        """Every way to share the items out among the amounts in which each part makes sense."""
        previous = self.statements[-1] if self.statements else None
        preferred = list(_parts(items, amounts, only_at_joints=True, previous=previous))
        yield from preferred or _parts(items, amounts, only_at_joints=False, previous=previous)

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
                    condition=statement.condition,
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
        self._check(credits, fees)
        tiers, bands = _prices(self.prices)
        if base_usd is None and self.has_no_base:
            base_usd = Decimal(0)
        says_something = credits or fees or tiers or bands or one_time_usd or self.usd_per_day is not None
        if not says_something and base_usd is None and not self.has_no_fee:
            raise Unread("No charge is stated in numbers.")
        return FeeReading(
            resolved=True,
            credits=tuple(credits),
            fees=tuple(fees),
            base_usd=base_usd,
            energy_tiers=tiers,
            price_by_total_usage=bands,
            usd_per_day=self.usd_per_day,
            one_time_usd=one_time_usd,
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
        for _, band in self.denials:
            if any(Band(fee.min_kwh, fee.max_kwh).meets(band) for fee in fees):
                raise Unread("A fee is stated and denied.")
        for credit in credits:
            if credit.max_kwh is not None and credit.min_kwh > credit.max_kwh:
                raise Unread("A band that holds no use.")


def _key(parts: Sequence["_Statement | _Price"]) -> tuple[bytes, ...]:
    return tuple(sorted(msgspec.json.encode(part) for part in parts))


def _parts(
    items: list[Item], amounts: list[int], *, only_at_joints: bool, previous: _Statement | None
) -> Iterator[list["_Statement | _Price"]]:
    """All ways to cut the items into one piece per amount, with each piece read."""
    if len(amounts) == 1:
        part = _read_piece(items, previous)
        if part is not None:
            yield [part]
        return
    first, second = amounts[0], amounts[1]
    for cut in range(first + 1, second + 1):
        is_joint = items[cut].kind in ("AND", "ADDITIONAL", "OR") and items[cut - 1].kind not in (
            "AND", "ADDITIONAL", "OR",
        )  # fmt: skip
        if only_at_joints != is_joint:
            continue
        part = _read_piece(items[:cut], previous)
        if part is None:
            continue
        following = part if isinstance(part, _Statement) else previous
        rest = [at - cut for at in amounts[1:]]
        for tail in (
            *_parts(items[cut:], rest, only_at_joints=True, previous=following),
            *(() if only_at_joints else _parts(items[cut:], rest, only_at_joints=False, previous=following)),
        ):
            yield [part, *tail]


def _read_piece(items: list[Item], previous: _Statement | None) -> "_Statement | _Price | None":
    """One amount with everything around it; None when that makes no sense."""
    kinds = [item.kind for item in items]
    bands = [item.band for item in items if item.kind in ("BAND", "BARE", "FIRST_KWH")]
    if len(bands) > 1 or kinds.count("SEASON") > 1 or "NO" in kinds or "OR" in kinds[1:]:
        return None
    (amount,) = (item for item in items if item.kind in _AMOUNTS)
    if amount.kind in ("RATE", "RATE_USD"):
        return _price(items, kinds, amount)
    if {"FIRST_KWH", "REST", "ALL_KWH"} & set(kinds) or "ENERGY" in kinds or amount.value is None:
        return None
    band = bands[0] if bands else None
    noun = _noun(kinds, band, previous)
    if noun is None and (amount.value == 0 or amount.kind == "DAILY_USD" or "DAILY" in kinds):
        noun = "FEE"
    if noun is None or (noun != "CREDIT" and "BARE" in kinds and "WAIVED" not in kinds):
        return None
    if amount.kind == "DAILY_USD" or "DAILY" in kinds:
        return None if band or noun == "CREDIT" else _Statement(noun="DAILY", usd=amount.value)
    if "WAIVED" in kinds:
        if band is None or noun == "CREDIT":
            return None
        band = band.complement()
    condition = "autopay" if "AUTOPAY" in kinds else "paperless" if "PAPERLESS" in kinds else None
    if condition is not None and noun != "CREDIT":
        return None
    months = next((item.months for item in items if item.kind == "SEASON"), None)
    is_additional = "ADDITIONAL" in kinds
    if months and band is None and previous is not None and previous.noun == noun:
        band, is_additional = previous.band, True
    if band is not None and noun in ("BASE", "MINUSE"):
        noun = "FEE"
    if noun == "FEE" and band is None and "EACH" in kinds and "MINUSE" not in kinds:
        noun = "BASE"
    if noun in ("ONE_TIME", "ONE_BILL", "OTHER_FEE") and (band or months):
        return None
    return _Statement(
        noun=noun,
        usd=abs(amount.value),
        band=band,
        months=months,
        condition=condition,
        is_additional=is_additional,
        in_every_bill="EACH" in kinds,
    )


def _noun(kinds: Sequence[str], band: Band | None, previous: _Statement | None) -> str | None:
    """What the amount is."""
    if "OTHER_FEE" in kinds:
        return "OTHER_FEE"
    if "CREDIT" in kinds:
        return "ONE_BILL" if "ONE_TIME" in kinds or "ONE_BILL" in kinds else "CREDIT"
    if "ONE_BILL" in kinds:
        return None
    if "ONE_TIME" in kinds:
        return "ONE_TIME"
    for noun in ("BASE", "MINUSE", "FEE"):
        if noun in kinds:
            return noun
    if previous is not None and ("ADDITIONAL" in kinds or band is not None or "SEASON" in kinds):
        return previous.noun if previous.noun in ("CREDIT", "FEE") else None
    if band is not None and band.min_kwh == 0:
        # In a column of fees and credits, money beside "less than 1,000 kWh" and nothing else is a fee.
        return "FEE"
    return None


def _price(items: Sequence[Item], kinds: Sequence[str], amount: Item) -> _Price | None:
    if {"CREDIT", "BASE", "MINUSE", "WAIVED", "SEASON", "AUTOPAY", "PAPERLESS", "BARE"} & set(kinds):
        return None
    band = next((item.band for item in items if item.kind in ("BAND", "FIRST_KWH")), None)
    usd_per_kwh = amount.value or Decimal(0)
    if amount.kind == "RATE":
        usd_per_kwh /= 100
    return _Price(
        usd_per_kwh=usd_per_kwh,
        band=band,
        is_tier="FIRST_KWH" in kinds,
        is_rest="REST" in kinds,
        is_by_total="IF" in kinds or "ALL_KWH" in kinds,
        in_every_bill="EACH" in kinds,
    )


def _prices(prices: Sequence[_Price]) -> tuple[tuple[EnergyTier, ...], tuple[PriceByTotal, ...]]:
    """Prices as tiers, or as one price for all kWh by the month's total; together they must cover every use."""
    if not prices:
        return (), ()
    if len(prices) == 1:
        if prices[0].band is not None or prices[0].is_rest:
            raise Unread("A price for a part of the use only.")
        return (EnergyTier(from_kwh=0, to_kwh=None, usd_per_kwh=prices[0].usd_per_kwh),), ()
    ordered = sorted(prices, key=lambda price: (price.is_rest, price.band.min_kwh if price.band else 0))
    is_by_total = all(price.is_by_total for price in ordered)
    are_tiers = any(price.is_tier or price.is_rest for price in ordered)
    is_marked = any(price.is_by_total or price.in_every_bill for price in ordered)
    if is_by_total == are_tiers and (is_by_total or is_marked):
        raise Unread("Prices of tiers or of all kWh.")
    tiers: list[EnergyTier] = []
    reached: int | None = 0
    for price in ordered:
        if reached is None or (price.band is None and not price.is_rest):
            raise Unread("Prices that do not follow each other.")
        start = price.band.min_kwh if price.band else reached + 1
        end = price.band.max_kwh if price.band else None
        allowed = (reached, reached + 1) if not is_by_total and reached else (reached + 1 if reached else 0,)
        if start not in allowed and not (reached == 0 and start in (0, 1)):
            raise Unread("Prices that do not follow each other.")
        tiers.append(EnergyTier(from_kwh=reached, to_kwh=end, usd_per_kwh=price.usd_per_kwh))
        reached = end
    if reached is not None:
        raise Unread("Prices that end.")
    if not is_by_total:
        return tuple(tiers), ()
    bands = tuple(
        PriceByTotal(
            min_kwh=tier.from_kwh + 1 if tier.from_kwh else 0,
            max_kwh=tier.to_kwh,
            usd_per_kwh=tier.usd_per_kwh,
        )
        for tier in tiers
    )
    return (), bands
