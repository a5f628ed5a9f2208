"""Rows of a label that a layout has taken apart: wrapped names, names in pairs above their amounts, footnotes."""

import re
from collections.abc import Sequence

import msgspec

from choosemypower.documents.figures import Figure
from choosemypower.documents.hours import part_named
from choosemypower.documents.roles import names_role

_NAME_GOES_ON = re.compile(
    r"\s*((?:usage |delivery )?(?:charges?|credits?|fees?|discount|cargos?|credito))(?=\s{2}|\s*\n|\s*$)"
)
_ANY_AMOUNT = re.compile(r"\$ ?\d|\d ?(?:¢|cents)")
_ONE_NAME = re.compile(r"\s*(\S.*?\b(?:charges?|fees?|credits?|rate|cargo|credito)\b)(?=\s|$)")
_ONLY_UNITS = re.compile(
    r"[\s()/]*(?:(?:per|each|a|por|billing|bill|cycle|month|kwh|mes|ciclo|de|facturacion)\b[\s()/]*)*"
)
_NOTHING = re.compile(r"\$ ?0(?:\.00)?(?!\d|\.\d)")
_MARK = re.compile(r"\((\d|[a-h])\):?\s*(?:of|is|de|es)?\s*$|\[(\d|[a-h])\]:?\s*$")
_ANY_MARK = re.compile(r"[(\[](?:\d|[a-h])[)\]]")
_MOST_WORDS_OF_A_CELL = 3
_MOST_LINES = 3


def with_rows(folded: str, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures with the names and conditions that stand elsewhere: on lines above and below, or in footnotes."""
    pairs = _names_of_pairs(folded, figures)
    rows = [
        msgspec.structs.replace(figure, line=f"{pairs[at]}  ") if at in pairs else _unwrapped(folded, figure)
        for at, figure in enumerate(figures)
    ]
    return tuple(_with_footnote(folded, figure) for figure in rows)


def _unwrapped(folded: str, figure: Figure) -> Figure:
    """A row of narrow columns: "Usage   $50.00 per billing cycle / Credit  when usage is 1,000 / kWh or more"."""
    name = figure.line.strip()
    if not name and not figure.after.strip():
        return _around(folded, figure)
    if (
        not re.search(r"[a-z]{3}", name)
        or len(name.split()) > _MOST_WORDS_OF_A_CELL
        or names_role(name, figure.unit)
    ):
        return figure
    own, _, below = folded[figure.end :].partition("\n")
    goes_on = _NAME_GOES_ON.match(below)
    if goes_on is None or not names_role(f"{name} {goes_on[1]}", figure.unit):
        return figure
    words = [own]
    for place, line in enumerate(below.split("\n")[:_MOST_LINES]):
        cell = line[goes_on.end() :] if not place else line
        if _ANY_AMOUNT.search(cell) or (place and re.match(r"\s*\S.*\S\s{2,}\S", line)):
            break
        words.append(cell)
    said = " ".join(" ".join(words).split())
    return msgspec.structs.replace(figure, line=f"{name} {goes_on[1]}  ", after=f" {said}", behind=f" {said}")


def _around(folded: str, figure: Figure) -> Figure:
    """A figure alone on its line, in the middle of its name: "Delivery Charges in / $0.00 per kWh / Quiet Hours"."""
    above = folded[: figure.start].rstrip(" ").removesuffix("\n").rpartition("\n")[2].strip()
    below = folded[figure.end :].lstrip(" ").removeprefix("\n").partition("\n")[0]
    below = _ANY_MARK.sub(" ", below).strip()
    is_name = names_role(above, figure.unit) and not _ANY_AMOUNT.search(f"{above} {below}")
    if not is_name or not below or len(below.split()) > _MOST_WORDS_OF_A_CELL or re.search(r"\d", below):
        return figure
    goes_on = _GOES_ON_ABOVE.search(above) or _GOES_ON_BELOW.match(below) or part_named(below)
    return msgspec.structs.replace(figure, line=f"{above} {below}  ") if goes_on else figure


_GOES_ON_ABOVE = re.compile(r"\b(?:in|by|of|for|during|at|on|and|per|de|por|en)$")
_GOES_ON_BELOW = re.compile(
    r"(?:in|by|of|for|during|at|on|hours?|de|por|en|(?:delivery |energy |usage )?(?:charges?|fees?|credits?))\b"
)


def _names_of_pairs(folded: str, figures: Sequence[Figure]) -> dict[int, str]:
    """Names of amounts that share a line, whose names share the line above: by the place of the figure."""
    found: dict[int, str] = {}
    by_line: dict[int, list[int]] = {}
    for at, figure in enumerate(figures):
        by_line.setdefault(folded.rfind("\n", 0, figure.start), []).append(at)
    for break_at, places in by_line.items():
        if len(places) < 2 or break_at < 0:
            continue
        above = _ANY_MARK.sub(" ", folded[:break_at].rstrip().rpartition("\n")[2])
        own = [
            figures[at].line if place else folded[break_at : figures[at].start]
            for place, at in enumerate(places)
        ]
        if re.search(r"\d", above) or not all(_ONLY_UNITS.fullmatch(words) for words in own):
            continue
        names = [cell for cell in re.split(r"\s{2,}", above.strip()) if cell]
        if len(names) != len(places):
            names = _ONE_NAME.findall(above)
        if len(names) == len(places) and all(
            names_role(name, figures[at].unit) for name, at in zip(names, places, strict=True)
        ):
            found.update(zip(places, names, strict=True))
    return found


def _with_footnote(folded: str, figure: Figure) -> Figure:
    """A figure with the note that its name or the words behind it point to: "Bill Credit (2)  $35.00"."""
    mark = _MARK.search(figure.line.rstrip()) or _MARK.search(figure.after.rstrip())
    if mark is None:
        return figure
    number = mark[1] or mark[2]
    note = re.search(
        rf"\n\s*[(\[]{number}[)\]]\s*(\S[^\n]*(?:\n(?!\s*[(\[](?:\d|[a-h])[)\]])[^\n]+)?)",
        folded[figure.end :],
    )
    if note is None or _ANY_AMOUNT.search(_NOTHING.sub(" ", note[1])):
        return figure
    said = " ".join(note[1].split())
    line = _MARK.sub("  ", figure.line.rstrip())
    after = f"{_MARK.sub(' ', figure.after.rstrip())} {said}"
    return msgspec.structs.replace(figure, line=line, after=after, behind=after)
