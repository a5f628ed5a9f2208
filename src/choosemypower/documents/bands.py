"""The parts of a sentence put together from several tokens: bands of use and seasons."""

import re
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from choosemypower.documents.idle_words import unknown_words
from choosemypower.documents.phrases import NUMBER_WORDS
from choosemypower.documents.tokens import Token
from choosemypower.plans.charges import Charge, UsageCredit, UsageFee

_SMALLEST_USE_WITHOUT_UNIT = 100
_LARGEST_USE = 20000
_LONGEST_BLANK = 4
_ROUND_USE = 100
_NEUTRAL = ("totals", "equals", "equal", "equal to", "is equal to")
_STRICT = ("strictly", "estrictamente")
_MINIMUM = ("minimum", "minimo")
_EQUAL = ("equal", "is equal", "igual", "es igual", "sea igual")


class Unread(Exception):
    """This text cannot be read; the message says why."""


class Band(msgspec.Struct, frozen=True):
    """Uses in whole kWh, inclusive at both ends."""

    min_kwh: int = 0
    max_kwh: int | None = None
    is_open: bool = False
    """Said with "over": the edge itself may be meant too; the prices tell."""

    def meets(self, other: "Band") -> bool:
        """Whether some use lies in both."""
        starts_below = other.max_kwh is None or self.min_kwh <= other.max_kwh
        return starts_below and (self.max_kwh is None or other.min_kwh <= self.max_kwh)

    @property
    def is_one_sided(self) -> bool:
        return (self.min_kwh > 0) != (self.max_kwh is not None)

    @property
    def edges(self) -> frozenset[int]:
        """Where it begins and ends, as the first use of what follows: 1,000 for "below 1,000"."""
        ends = {self.max_kwh + 1} if self.max_kwh is not None else set()
        return frozenset(ends | ({self.min_kwh} if self.min_kwh else set()))

    @property
    def is_range(self) -> bool:
        """Whether more than one use lies in it."""
        return self.max_kwh is None or self.max_kwh > self.min_kwh

    def complement(self) -> "Band":
        """The uses outside of a one-sided band."""
        if self.min_kwh > 0 and self.max_kwh is None:
            return Band(0, self.min_kwh - 1)
        if self.min_kwh == 0 and self.max_kwh is not None:
            return Band(self.max_kwh + 1, None)
        raise Unread("An exception that is not one-sided.")

    def ends(self, other: "Band") -> bool:
        """Whether these are the uses above some use of the other band, which has no end of its own."""
        return self.max_kwh is None and other.max_kwh is None and self.min_kwh > other.min_kwh

    def both(self, other: "Band") -> "Band":
        """ "At least 1,000 and less than 2,000"."""
        if (self.max_kwh is None) == (other.max_kwh is None):
            raise Unread("Two conditions that do not make one band.")
        max_kwh = other.max_kwh if self.max_kwh is None else self.max_kwh
        band = Band(max(self.min_kwh, other.min_kwh), max_kwh)
        if max_kwh is not None and band.min_kwh > max_kwh:
            raise Unread("A band that holds no use.")
        return band


class StatedAndDeniedError(Unread):
    """A text states an amount and denies it."""

    def __init__(self, denials: Sequence[tuple[type[UsageCredit | UsageFee], Band]] = ()) -> None:
        """`denials`: what is denied, and for which uses."""
        super().__init__("An amount is stated and denied.")
        self.denials = tuple(denials)

    def denies_any(self, charges: Sequence[Charge]) -> bool:
        """Whether one of these charges holds where the text says that there is none."""
        return any(
            isinstance(one, kind) and band.meets(Band(one.min_kwh, one.max_kwh))
            for kind, band in self.denials
            for one in charges
        )


class Item(msgspec.Struct, frozen=True):
    """A token, or several that mean one thing: BAND, BARE (a use without comparison), SEASON, FIRST_KWH, NEXT_KWH."""

    kind: str
    value: Decimal | None = None
    band: Band | None = None
    months: tuple[int, ...] = ()
    text: str = ""
    starts_clause: bool = False
    is_divided: bool = False
    follows_words: bool = False
    """Words that the table does not know stand between it and the item before."""
    is_doubtful: bool = False
    """ "... or over 1,000 kWh", where we do not know what stands before the "or": it may be "at"."""


def items_of(tokens: Sequence[Token]) -> list[Item]:
    """The tokens with comparisons, ranges and lists of months put together."""
    joined: list[Item] = []
    at = 0
    while at < len(tokens):
        first, gap = tokens[at], tokens[at].start - tokens[at - 1].end if at else 0
        item, at = _item_at(tokens, at)
        _join(
            joined,
            msgspec.structs.replace(
                item,
                starts_clause=first.starts_clause,
                is_divided=first.is_divided,
                follows_words=gap > _LONGEST_BLANK,
            ),
        )
    return joined


def _join(joined: list[Item], item: Item) -> None:
    """Appends an item, or adds it to the band that stands before it: "at least 1,000 and less than 2,000"."""
    band = item.band
    if item.kind == "BAND" and band is not None and joined:
        before = joined[-1]
        if before.kind == "BAND" and before.band is not None:
            if before.band == band and not item.follows_words:
                return
            if before.band.is_open and before.band.min_kwh == band.min_kwh and band.max_kwh is None:
                joined[-1] = msgspec.structs.replace(before, band=band)  # "Tops 1,200 kWh (1,201 or more)".
                return
            if before.band != band:
                joined[-1] = msgspec.structs.replace(before, band=before.band.both(band))
                return
        if before.kind == "BARE" and before.band is not None and band.max_kwh is not None:
            # "1,000 kWh up to 2,000 kWh"
            joined[-1] = msgspec.structs.replace(before, kind="BAND", band=before.band.both(band))
            return
        whole = _band_over_a_word(joined, band)
        if whole is not None:
            joined[-2:] = [msgspec.structs.replace(joined[-2], band=whole)]
            return
    joined.append(item)


def _band_over_a_word(joined: Sequence[Item], band: Band) -> Band | None:
    """The range that a band makes with the one before an "and" or an "if"; None where it makes none."""
    if len(joined) < 2 or joined[-2].kind != "BAND":
        return None
    before, earlier = joined[-1], joined[-2].band
    is_joint = before.kind == "AND" or (before.kind == "IF" and not before.is_divided)
    if not is_joint or earlier is None or (earlier.max_kwh is None) == (band.max_kwh is None):
        return None
    return earlier.both(band) if earlier.meets(band) and earlier.both(band).is_range else None


def _item_at(tokens: Sequence[Token], at: int) -> tuple[Item, int]:
    kinds = [token.kind for token in tokens[at : at + 4]] + [""] * 4
    token = tokens[at]
    if token.kind == "MONTH" or (token.kind == "BETWEEN" and kinds[1] == "MONTH"):
        return _season(tokens, at)
    start = at + 1 if token.kind == "BETWEEN" and kinds[1] == "USE" else at
    if tokens[start].kind == "USE":
        return _band_from_number(tokens, start, token.kind)
    if token.kind in ("GE", "GT", "LE", "LT") and kinds[1] == "USE":
        return _band_from_comparison(tokens, at)
    if token.kind == "FIRST" and kinds[1] == "USE":
        return Item("FIRST_KWH", band=Band(0, _whole(tokens[at + 1]))), at + 2
    if token.kind == "NEXT" and kinds[1] == "USE":
        return Item("NEXT_KWH", value=Decimal(_whole(tokens[at + 1]))), at + 2
    return Item(token.kind, value=token.value, text=token.text), at + 1


def _band_from_number(tokens: Sequence[Token], at: int, before: str) -> tuple[Item, int]:
    """A range "1000 to 1500", "1000 or more", or a use on its own."""
    kwh = _whole(tokens[at])
    following = [token.kind for token in tokens[at + 1 : at + 3]] + ["", ""]
    number = tokens[at]
    if following[0] == "EACH" and following[1] in ("POST_GE", "POST_LE"):
        # "1000 kWh per month or more"
        at, following = at + 1, following[1:]
    is_range = following[0] == "TO" or (before == "BETWEEN" and following[0] in ("AND", "LE"))
    if is_range and following[1] == "USE" and _is_use(tokens[at + 2]):
        upper = _whole(tokens[at + 2])
        if upper < kwh:
            raise Unread("A range that runs backwards.")
        return Item("BAND", band=Band(kwh, upper)), at + 3
    if not _is_use(number):
        return Item("COUNT", value=number.value, text=number.text), at + 1
    if following[0] == "POST_GE":
        return Item("BAND", band=Band(kwh, None)), at + 2
    if following[0] == "POST_LE":
        return Item("BAND", band=Band(0, kwh)), at + 2
    if before == "BETWEEN" and tokens[at - 1].text in ("from", "desde"):
        return Item("BAND", band=Band(kwh, None)), at + 1
    if before == "BETWEEN":
        raise Unread("A range without an end.")
    # Nobody draws a line at 999 kWh: without a comparison it parts 999 from 1,000.
    is_below_the_line = kwh % _ROUND_USE == _ROUND_USE - 1
    is_doubtful = _is_unknown_comparison(tokens, at)
    band = Band(kwh + is_below_the_line, None)
    return Item("BARE", band=band, text=number.text, is_doubtful=is_doubtful), at + 1


def _is_unknown_comparison(tokens: Sequence[Token], at: int) -> bool:
    """Whether an unknown word compares a use: "usage blorp 1,000 kWh", "1,000 kWh or blorp"."""
    if unknown_words("".join(_WORD_BEFORE.findall(tokens[at].gap))):
        return True
    is_open = at + 1 < len(tokens) and tokens[at + 1].kind == "OR"
    return is_open and (at + 2 == len(tokens) or unknown_words(tokens[at + 2].gap)[:1] != [])


def _band_from_comparison(tokens: Sequence[Token], at: int) -> tuple[Item, int]:
    kwh = _whole(tokens[at + 1])
    kind = _with_equality(tokens, at)
    if not _is_use(tokens[at + 1]):
        return Item("COUNT", value=tokens[at + 1].value, text=tokens[at + 1].text), at + 2
    end = at + 2
    if end < len(tokens) and tokens[end].kind in ("POST_GE", "POST_LE"):
        if tokens[at].text in _NEUTRAL:
            kind = "GE" if tokens[end].kind == "POST_GE" else "LE"  # "totals 999 kWh or less"
        is_noun = tokens[end].text in _MINIMUM and kind == "LT"  # "does not meet the 1,000 kWh minimum"
        if not is_noun and (tokens[end].kind == "POST_GE") != (kind in ("GE", "GT")):
            raise Unread("A comparison that contradicts itself.")
        if not is_noun:
            kind = {"GT": "GE", "LT": "LE"}.get(kind, kind)
        end += 1
    bands = {
        "GE": Band(kwh, None),
        "GT": Band(kwh + 1, None, is_open=not tokens[at].text.startswith(_STRICT)),
        "LE": Band(0, kwh),
        "LT": Band(0, kwh - 1),
    }
    is_after_or = at > 0 and tokens[at - 1].kind == "OR" and (at < 2 or tokens[at - 2].kind != "USE")
    is_second_half = kind in ("GT", "LT") and is_after_or
    if is_second_half:
        kind = {"GT": "GE", "LT": "LE"}[kind]
    return Item("BAND", band=bands[kind], is_doubtful=is_second_half), end


def _with_equality(tokens: Sequence[Token], at: int) -> str:
    """The comparison, with "equals or is" before it or "or is equal to" in it."""
    kind = tokens[at].kind
    said_before = tokens[at - 1].kind if at else ""
    if (said_before, kind) in (("GE", "GT"), ("LE", "LT")) or (at and tokens[at - 1].text.startswith(_EQUAL)):
        return {"GT": "GE", "LT": "LE"}.get(kind, kind)
    if at < 2 or tokens[at - 1].kind != "OR":
        return kind
    before, says_equal = tokens[at - 2], tokens[at].text.startswith(_EQUAL)
    if before.text.startswith(_EQUAL) or before.kind in ("GE", "LE"):
        return {"GT": "GE", "LT": "LE"}.get(kind, kind)
    return {"GT": "GE", "LT": "LE"}[before.kind] if says_equal and before.kind in ("GT", "LT") else kind


def _is_use(token: Token) -> bool:
    """ "12 credits" and "less than 5" are no uses; without "kWh", a threshold has at least three digits."""
    return "k" in token.text or (token.value or 0) >= _SMALLEST_USE_WITHOUT_UNIT


def _whole(token: Token) -> int:
    value = token.value or Decimal(0)
    if value != int(value) or not 0 <= value <= _LARGEST_USE:
        raise Unread(f"A use of {value} kWh.")
    return int(value)


def _season(tokens: Sequence[Token], at: int) -> tuple[Item, int]:
    """Months in a list or a range: "July to September", "June, July and August"."""
    is_between = tokens[at].kind == "BETWEEN"
    at += is_between
    start = at
    months = [int(tokens[at].value or 0)]
    at += 1
    while at < len(tokens):
        joint = tokens[at].kind
        following = tokens[at + 1].kind if at + 1 < len(tokens) else ""
        if joint == "MONTH":
            months.append(int(tokens[at].value or 0))
            at += 1
        elif following == "MONTH" and (joint in ("TO", "LE") or (is_between and joint == "AND")):
            last = int(tokens[at + 1].value or 0)
            first = months[-1]
            months += [month % 12 + 1 for month in range(first, first + (last - first) % 12)]
            at += 2
        elif following == "MONTH" and joint in ("AND", "OR"):
            months.append(int(tokens[at + 1].value or 0))
            at += 2
        else:
            break
    if is_between and len(months) == 1:
        raise Unread("A season without an end.")
    _check_months(tokens, start, at)
    return Item("SEASON", months=tuple(sorted(set(months)))), at


_WORD_BEFORE = re.compile(r"([a-z]{2,})(?: (?:los|las|the|a|de|of|than|at))* *$")
_LISTED_BEFORE = re.compile(r"([a-z]+)\s*[,/]\s*\(?$")
_LISTED_BEHIND = re.compile(r"^\s*(?:[,/-]|to\b|through\b|thru\b|a\b|hasta\b)\s*([a-z]+)")


def _check_months(tokens: Sequence[Token], start: int, end: int) -> None:
    """Raises Unread where an unknown word stands in a list of months: it may be one more."""
    is_joined = start > 0 and tokens[start - 1].kind in ("AND", "OR", "TO")
    before = tokens[start - 1].gap if is_joined else "".join(_LISTED_BEFORE.findall(tokens[start].gap))
    behind = "".join(_LISTED_BEHIND.findall(tokens[end].gap)) if end < len(tokens) else ""
    if end < len(tokens) and tokens[end].kind in ("AND", "OR") and end + 1 < len(tokens):
        behind = tokens[end + 1].gap
    within = " ".join(token.gap for token in tokens[start + 1 : end])
    if unknown_words(f"{before} {within} {behind}"):
        raise Unread("A month that is not known.")


def spelled_out(folded: str) -> frozenset[str]:
    """The number words of a sentence."""
    return NUMBER_WORDS & set(folded.replace("-", " ").split())


def is_nought_outside(items: Sequence[Item]) -> bool:
    """ "$0 below 1,000 and above 2,000 kWh": nought wherever it is."""
    has_nought = any(item.kind == "MONEY" and item.value == 0 for item in items)
    kinds = [item.kind for item in items]
    joined = (["BAND", joint, "BAND"] for joint in ("AND", "OR"))
    return has_nought and any(
        kinds[at : at + 3] == three
        and (items[at].band or Band()).meets(items[at + 2].band or Band()) is False
        for three in joined
        for at in range(len(kinds))
    )


def outside(bands: Sequence[Band | None]) -> list[Band | None]:
    """What two bands leave between them, as the band in which it is not: "lost below 1,000 or above 2,000 kWh"."""
    low, high = sorted((band or Band() for band in bands), key=lambda band: band.min_kwh)
    if low.min_kwh or low.max_kwh is None or high.max_kwh is not None or high.min_kwh <= low.max_kwh:
        return list(bands)
    return [Band(low.max_kwh + 1, high.min_kwh - 1)]


def with_any_use(items: Sequence[Item], kinds: frozenset[str]) -> frozenset[str]:
    """ "$15 credit for all usage" is for each month; "all kWh" belongs to a price."""
    is_for_any = "CREDIT" in kinds and any(item.text in ("all usage", "all energy") for item in items)
    return kinds - {"ALL_KWH"} | {"ANY_USE"} if is_for_any else kinds


def without_repeats(items: list[Item]) -> list[Item]:
    """Leaves out "waived at or above 800 kWh" behind "below 800 kWh"."""
    for at, waived in enumerate(items):
        if waived.kind != "WAIVED":
            continue
        first = next((item.band for item in reversed(items[:at]) if item.kind == "BAND"), None)
        end = next((place for place, item in enumerate(items) if place > at and item.kind == "BAND"), None)
        if first is None or end is None or {item.kind for item in items[at + 1 : end]} - {"EACH", "IF"}:
            continue
        is_one_sided = (first.min_kwh == 0) != (first.max_kwh is None)
        if is_one_sided and first.complement() == items[end].band:
            return [*items[:at], *items[end + 1 :]]
    return items
