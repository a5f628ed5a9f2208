"""The uses that the charges of a label are for: said beside them, below them, or in the heads of their columns."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from choosemypower.documents.bands import Band, Unread, items_of
from choosemypower.documents.figures import Figure
from choosemypower.documents.roles import is_prose
from choosemypower.documents.tokens import tokens_of
from choosemypower.plans.charges import Charge, EnergyTier, PriceByTotal

_NAME_OF_CHARGE = re.compile(r"(?:[a-z'-]+ ){1,3}(?:credits?|fees?|charges?|bonus|rewards?)")
_ANY_AMOUNT = re.compile(r"\$ ?\d|\d ?(?:¢|cents)")
_PARTS_BETWEEN = re.compile(r"[,;] (?!\d)|(?<=\w) (?=(?:and|but|y|pero) )")
_REST = re.compile(
    r"\b(?:all|every|each|any) (?:further|other|additional|more|extra)\b|thereafter|remaining|all other"
    r"|additional kwh|above that|after that|despues|restante|adicional"
)
_THROUGH = re.compile(r"^\W*(?:through|thru) (?=[\d,]+ ?kwh)")
"""Without a first use: "9.4¢ per kWh through 1,000 kWh"."""
_NEXT_KWH = re.compile(r"(?:next|siguientes) ([\d,]+)\s*kwh")
_BAND_CELL = re.compile(
    r"(?:(?:up to|over|above|under|below|less than|more than|greater than|>=?|<=?|mas de|hasta)\s*[\d,]+\s*kwh"
    r"|[\d,]+\s*(?:kwh\s*)?(?:-|to|a)\s*[\d,]+\s*kwh|[\d,]+\s*(?:\+\s*kwh|kwh\s*(?:\+|or more|and above|o mas)))"
)
_LINES_OF_A_HEADER = 4
_BEGINS_A_CONDITION = re.compile(
    r"\W*(?:applies|applied|if|when|for usage|only|with usage|aplica|si|cuando)\b|\s*\(?[<>]"
    r"|\s*\(\d[\d,]* ?(?:kwh ?)?(?:-|to|through|\+|or more|and above|a)[^()\n]*kwh[^()\n]*\)"
    r"|\s*\((?:only )?(?:for |in |en |para )?(?:any |each |every |all |cada )?"
    r"(?:billing|bills?|cycles?|months?|monthly|invoices?|usage|use|ciclos?|mes(?:es)?|facturas?|consumo)\b"
    r"[^()\n]*kwh[^()\n]*\)"
)
_GOES_ON = re.compile(
    r"\W*(?:through|thru|to|up to|and|but|or|hasta|y|pero|o)\b[^$¢%]*?\d[\d,]* ?kwh|kwh (?:or|and|o) "
)
_IS_UNFINISHED = re.compile(
    r"(?:\b(?:is|at|of|than|from|between|or|and|to|usage|equal|least|exceeds?|over|under|above|below"
    r"|when|if|with|entre|de|que|si|cuando|es|hasta)|[<>=]|kwh,|\b\d[\d,]*)\s*$"
)
_SENTENCE_END = re.compile(r"(?:(?<=[a-z)])|^)[.;](?:\s|$)")
_CLAUSE_END = re.compile(
    r"(?<!\b[ap])(?<!\b[ap]\.m)[.;?](?:\s|$)|\n\n"
    r"|\n(?=\W*(?:if|when|whenever|should|(?:in|for) (?:any|an?|each|all|every|months?|bills?)"
    r"|si|cuando|en (?:los )?meses)\b)"
)
_IS_CONDITION = re.compile(
    r"(?:if|when|whenever|for|in|with|in any|should|si|cuando|en|con)\b[^$¢]*?\d[\d,]* ?kwh"
)
_REQUIRES = re.compile(r"\W*(?:it )?(?:requires?|needs?|applies|given|paid|only|if|when|provided)\b")
_RUNS_ON = re.compile(r"\b(?:at|is|are|be|costs?|pays?|of|an?|the|get|plus|es|son|de|una?|cuestan?|a)\s*$")
"""The end of words that lead to the next amount, whose condition they state."""
_EXCEPTION = re.compile(
    r"\s*\.\s+((?:you do not pay (?:it|this)|it|this (?:fee|charge)|the (?:\w+ )?(?:fee|charge))\b"
    r"[^.;$¢]*?\d[\d,]* ?(?:kwh|kilo)[^.;$¢]*)"
)
"""A sentence of its own behind an amount: "$9.00. You do not pay it in months of 2,000 kWh or more."."""
_UNLESS = re.compile(r"\bunless\b|a menos que|salvo que|waived otherwise|otherwise (?:\w+ ){0,3}waived")
WAIVED = re.compile(
    r"waive|do not pay|does not apply|not charged|not billed|no charge\b|\b(?:we|is|gets?) drop(?:ped)?\b"
    r"|\bnot (?:given|granted|applied|earned)\b|withheld|forfeit|\bdrops (?:away|out)\b|falls? away|forgiven"
    r"|\bfree\b|\bgratis\b|\bgone\b|\bskip(?:s|ped)?\b|exent[oa]|no aplica|no se (?:cobra|aplica)"
)


def bands_of(folded: str, figures: Sequence[Figure]) -> list[Band | None]:
    """The uses of each price: said beside it, "next 500 kWh", or in the heads of its columns."""
    bands = [band_of(one) for one in figures]
    reached: int | None = None
    for at, one in enumerate(figures):
        following = _NEXT_KWH.search(f"{one.line} {one.after}")
        if following is not None and reached is not None:
            bands[at] = Band(reached + 1, reached + int(following[1].replace(",", "")))
        band = bands[at]
        reached = band.max_kwh if band is not None else None
    if any(bands) or len(figures) < 2 or "\n" in folded[figures[0].start : figures[-1].start]:
        return bands
    lines = [line for line in folded[: figures[0].start].split("\n") if line.strip()]
    for line in reversed(lines[-_LINES_OF_A_HEADER:]):
        heads = [band for cell in _BAND_CELL.findall(line) if (band := _band_in(cell)) is not None]
        if len(heads) == len(figures):
            return [*heads]
    return bands


def _band_in(words: str) -> Band | None:
    if not _DIGIT.search(words):
        return None
    try:
        items = items_of(tokens_of(_THROUGH.sub("up to ", words.strip()[:160])))
    except Unread:
        return None
    bands = [item.band for item in items if item.kind in ("BAND", "FIRST_KWH")]
    return bands[0] if len(bands) == 1 else None


_DIGIT = re.compile(r"\d")


def with_the_rest(bands: Sequence[Band | None], figures: Sequence[Figure]) -> list[Band | None]:
    """The bands of prices; one "thereafter" begins where the highest other ends."""
    ends = [band.max_kwh for band in bands if band is not None and band.max_kwh is not None]
    return [
        Band(max(ends) + 1, None)
        if band is None and ends and _REST.search(f"{one.line} {one.after}")
        else band
        for band, one in zip(bands, figures, strict=True)
    ]


def banded(figures: Sequence[Figure], bands: Sequence[Band | None]) -> Iterator[tuple[Charge, ...]]:
    """Prices in bands: by tier, and by the month's total; the printed averages tell which."""
    different = {(one.usd, band or Band()) for one, band in zip(figures, bands, strict=True)}
    ordered = sorted(different, key=lambda priced: priced[1].min_kwh)
    tiers: list[EnergyTier] = []
    reached: int | None = 0
    for usd, band in ordered:
        if reached is None or band.min_kwh not in (reached, reached + 1, 1 if reached == 0 else reached):
            raise Unread("Prices that do not follow each other.")
        tiers.append(EnergyTier(from_kwh=reached, to_kwh=band.max_kwh, usd_per_kwh=usd))
        reached = band.max_kwh
    if reached is not None:
        raise Unread("Prices that end.")
    yield tuple(tiers)
    yield tuple(
        PriceByTotal(
            min_kwh=tier.from_kwh + 1 if tier.from_kwh else 0,
            max_kwh=tier.to_kwh,
            usd_per_kwh=tier.usd_per_kwh,
        )
        for tier in tiers
    )


@lru_cache(maxsize=256)
def band_of(figure: Figure) -> Band | None:
    """The uses that the words beside a figure limit it to."""
    figure = _with_own_words(figure)
    is_in_sentence = is_prose(figure)
    sentence = _SENTENCE_END.split(figure.behind)[0].replace("\n", " ") if is_in_sentence else ""
    exception = _EXCEPTION.match(figure.behind)
    behind, *clauses = _SENTENCE_END.split(_over_the_break(figure))
    is_own = clauses and _REQUIRES.match(clauses[0]) and _RUNS_ON.search(clauses[0]) is None
    required = clauses[0] if is_own else ""
    below = _condition_below(figure)
    condition = _condition_before(figure)
    excepted = exception[1].replace("\n", " ") if exception is not None else ""
    for words in (
        sentence,
        _first_of_row(figure),
        behind,
        required,
        below,
        _before(figure),
        condition,
        excepted,
        _name_above(figure),
        _condition_of_name(figure),
    ):
        band = _band_in(words) or (_from_printed_use(words) if words is behind else None)
        if band is not None:
            is_outside = (WAIVED.search(words) is None) != (_UNLESS.search(words) is None)
            return band.complement() if is_outside else band
    return None


def _from_printed_use(words: str) -> Band | None:
    """ "An additional $25.00 at 1,000 kWh": from there, as the averages of these uses show."""
    found = _AT_PRINTED_USE.match(words)
    return Band(int(found[1].replace(",", "")), None) if found is not None else None


_AT_PRINTED_USE = re.compile(r"\W*(?:at|a los) (500|1,?000|2,?000) ?kwh\W*(?:$|[,;] )")


def _with_own_words(figure: Figure) -> Figure:
    """A figure without the words of its line that limit the amount before or behind it to a use.

    "From 800 kWh $25.00, from 1,000 kWh another $35.00" and "$25.00 from 800 kWh, a further $35.00 from 1,000 kWh".
    """
    line, after = figure.line, figure.after
    if "\n" not in figure.before and len(parts := _PARTS_BETWEEN.split(line)) == 2 and "kwh" in line:
        line = parts[1]
    is_same_sentence = "\n" not in figure.behind and not after.lstrip().startswith(".")
    if is_same_sentence and len(parts := _PARTS_BETWEEN.split(after)) == 2:
        has_own = "kwh" in parts[0] or (not parts[0].strip() and "kwh" in line)
        after = parts[0] if has_own and "kwh" in after else after
    behind = after if after != figure.after else figure.behind
    return msgspec.structs.replace(figure, line=line, after=after, behind=behind)


def band_said(folded: str, figure: Figure) -> Band | None:
    """The uses that a figure is limited to, beside it or in a sentence by its name."""
    return band_of(figure) or _band_of_name(folded, figure)


def _band_of_name(folded: str, figure: Figure) -> Band | None:
    """The uses that a sentence without an amount gives a charge: "The Window Credit is paid with at least 1,000 kWh".

    None where none does, or several differ.
    """
    name = " ".join(figure.line.split()).rstrip(" :.")
    if not _NAME_OF_CHARGE.fullmatch(name):
        return None
    sentences = (one for one in _SENTENCE_END.split(" ".join(folded.split())) if name in one and "kwh" in one)
    bands = {
        _band_in(words) for one in sentences if not _ANY_AMOUNT.search(words := one.rpartition(name)[2])
    } - {None}
    return bands.pop() if len(bands) == 1 else None


def with_noughts(figures: Sequence[Figure]) -> list[Figure]:
    """The figures, an amount that is nought at some uses with the others: "$9.95, $0 if usage is 1,000 kWh or more"."""
    noughts = [one for one in figures if not one.usd and band_of(one) is not None]
    amounts = [one for one in figures if one.usd]
    if len(noughts) != 1 or len(amounts) != 1 or band_of(amounts[0]) is not None:
        return list(figures)
    band = band_of(noughts[0])
    if band is None or not band.is_one_sided:
        return list(figures)
    rest = band.complement()
    words = (
        f" for usage of {rest.min_kwh} kwh or more"
        if rest.max_kwh is None
        else f" for usage up to {rest.max_kwh} kwh"
    )
    return [msgspec.structs.replace(amounts[0], after=words, behind=words)]


def _name_above(figure: Figure) -> str:
    """The line above a figure that stands alone on its own: its name, in a layout of one cell a line."""
    return "" if figure.line.strip() else figure.before.rstrip().rpartition("\n")[2]


def _before(figure: Figure) -> str:
    """The last words of its line before a figure: "usage below 1,000 kWh: +"."""
    return re.split(r"[;,] (?!\d)|(?<=[a-z)])\. ", figure.line)[-1].rstrip(" +-=:$").lstrip(" .;")


def _first_of_row(figure: Figure) -> str:
    """The begin of a figure's line where it is a range of use: "Up to 1,000 kWh, all included, per month ....."."""
    return figure.line.split(", ")[0] if _BEGINS_WITH_USE.match(figure.line) else ""


_BEGINS_WITH_USE = re.compile(
    r"\W*(?:up to|from|over|above|between|below|under|the first|first|hasta|desde|mas de) [\d,]+ ?kwh\b"
)


def _condition_before(figure: Figure) -> str:
    """The begin of a figure's own sentence where it states a condition: "If you use fewer than 500 kWh, ..."."""
    line = figure.line.lstrip(" .;-")
    if _IS_CONDITION.match(line):
        return line
    *others, own = _CLAUSE_END.split(figure.before)
    own = " ".join(own.split())
    return own if others and _IS_CONDITION.match(own) else ""


def _condition_of_name(figure: Figure) -> str:
    """A condition between commas right before the name of an amount: "and, for bills below 800 kWh, a fee of"."""
    found = _CONDITION_OF_NAME.search(" ".join(figure.before[-160:].split()))
    return found[1] if found is not None else ""


_CONDITION_OF_NAME = re.compile(
    r"[,;(:] ?((?:if|when|whenever|for|in|with|below|under|above|over|from|si|cuando|en|para|con)\b[^$¢,;()]*?"
    r"\d[\d,]* ?kwh[^$¢,;()\d]*), (?:an?|the|una?|el|la|we|you)\b[^$¢,;.()\d]{3,60}$"
)


def _over_the_break(figure: Figure) -> str:
    """The words behind a figure, with the line below where they go on: "from 1,000 kWh / through 2,000 kWh"."""
    own, _, further = figure.behind.partition("\n")
    line = further.lstrip("\n").partition("\n")[0]
    if own.strip() and (_GOES_ON.match(line) or _IS_UNFINISHED.search(own)):
        return f"{figure.after.rstrip()} {line}"
    return figure.after


def _condition_below(figure: Figure) -> str:
    """The line below a figure at the end of its own, where it goes on with a condition: "Applies: 500 kWh or less"."""
    own, _, further = figure.behind.partition("\n")
    line, has_end, _ = further.lstrip("\n").partition("\n")
    return line if not own.strip(" -)") and has_end and _BEGINS_A_CONDITION.match(line) else ""
