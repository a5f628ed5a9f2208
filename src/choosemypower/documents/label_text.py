"""The text of a facts label made readable: lost glyphs, private-use letters, split numbers; and its parts."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from choosemypower.documents.columns import beside_averages, with_units_of_heads
from choosemypower.documents.glued import taken_apart
from choosemypower.documents.ladders import with_ladders_spelled, with_three_uses
from choosemypower.documents.notes_in_place import with_notes_in_place
from choosemypower.documents.one_utility import with_own_utility_only
from choosemypower.documents.periods_by_column import with_periods_in_rows
from choosemypower.documents.printed_pages import with_units_beside, without_page_breaks
from choosemypower.documents.scans import with_digits_of_scans, with_signs_mended
from choosemypower.documents.separated import with_cells_apart
from choosemypower.documents.unit_lists import with_units_of_lists
from choosemypower.documents.use_tables import with_use_tables
from choosemypower.documents.words import fold, plain

MOST_CHARACTERS = 60_000
_LABEL_WORDS = """
electricity facts label energy charge charges base billing cycle average monthly use usage price per month delivery
this disclosure is example based on prices your actual will vary according each fixed rate service terms type product
contract term provider summer residential minimum credit bill fee days years nights free weekend weekends tdu tdsp
components following pass through statement kwh cents below between year texas abundance every by system state
"""
_LEAST_AVERAGES = 3
_REPLACED = frozenset("\ufffd")
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")
_WORD_WITH_PRIVATE_USE = re.compile(
    r"(?<![A-Za-z\ue000-\uf8ff])[A-Za-z\ue000-\uf8ff]{3,18}(?![A-Za-z\ue000-\uf8ff])"
)
_END_OF_PRICES = re.compile(
    r"type of product|tpe of product|(el )?tipo (de(l)? )?producto|if (small )?commercial|"
    r"do i have a termination|contract term\b|termino del? contrato|plazo del contrato"
)
_CHART_BESIDE = re.compile(r"(?:\$ ?\d|\d ?¢)[^\n]*[ ]{2,}$")
"""What stands before a name of the chart that is beside the charges, not below them."""
_NAME_OF_LABEL = re.compile(r"(electricit\w*|lectricit\w*) fact\w* la\w*l|etiqueta de (datos|informacion)")


def readable(text: str) -> str:
    """The label as people see it. Lines stay lines; runs of blanks become two, so that columns still show."""
    text = _LINE_END.sub("\n", with_signs_mended(text))
    text = _LEADER.sub("  ", _WIDE.sub(" " * _WIDEST_GAP, _NO_NUMBER.sub(" ", text)))
    text = with_units_beside(without_page_breaks(text))
    text = with_periods_in_rows(with_own_utility_only(with_digits_of_scans(text)))
    text = _PIPED.sub(_cells_apart, with_use_tables(beside_averages(with_cells_apart(text))))
    text = _CID.sub(_glyph, text)
    text = _with_numbered_notes(_without_private_use(text))
    text = (
        plain(text)
        .replace("Â¢", "¢")
        .replace("￠", "¢")
        .replace("ȼ", "¢")
        .replace("₵", "¢")
        .replace("*", " ")
        .replace("|", "  ")
        .replace("\t", "  ")
    )
    text = with_three_uses(with_ladders_spelled(with_units_of_lists(with_notes_in_place(text))))
    text = with_units_of_heads(_with_own_units(taken_apart(_with_free_rows(text))))
    text = _WAIVED_AGAIN.sub(r"\1", text)
    text = _LESS_BY_KWH.sub(r"\1\2", text)
    text = re.sub(r"(?<=\d) ?\. ?(?=\d{1,6} ?¢)", ".", text)
    text = re.sub(r"\bUSD ?(?=\d)", "$", text)
    text = _SPLIT_DOLLARS.sub(r"\1.\2", text)
    text = re.sub(r"(?<=\d) \.(?=\d)", ".", text)
    text = re.sub(r"(?i)(?<=\d\d\d)(?:st|nd|rd|th)(?= ?kwh)", "", text)
    text = re.sub(r"(?<![\d.,] )(?<![\d.,])([125]) (,?00?0) ?(?=[kK] ?[wW])", r"\1\2", text)
    text = re.sub(r"(?<=\d¢)[1-9](?![\d.,¢])", "", text)  # The number of a note.
    text = re.sub(r"(?<=¢)(?=\d)", " ", text)
    text = re.sub(r"(?i)(?<![a-z])k ?w ?h(?![a-z])", "kWh", text)
    text = re.sub(r"(?i)(?<=[a-z])-\n\s*(?=[a-z])", "", text)
    text = re.sub(r"[ \t\u00a0]{2,}", "  ", text)
    text = _UNIT_BELOW.sub(r"\1 \3\n\2", _NO_NUMBER.sub(" ", text))
    return re.sub(r"\n[ \t]*(?:\n[ \t]*)+", "\n\n", text)


_FREE_ROW = re.compile(
    r"(?im)^([ ]*(?=[^\n]{0,60}\b(?:energy|electricity) (?:charge|rate|price))[^\d$¢.\n]*?)(?:[ ]{2,}|: ?| - )"
    r"(?:free|no charge|waived|gratis)[ !]*$"
)
"""A row whose price is a word: "Weekend Energy Charge: FREE"."""
_FREE_AT_END = re.compile(r"(?im)(?:free|no charge|waived|gratis)[ !]*$")
"""What every such row ends with: to look for its name takes longer."""


def _with_free_rows(text: str) -> str:
    return _FREE_ROW.sub(r"\1 0.0¢ per kWh", text) if _FREE_AT_END.search(text) else text


_WIDEST_GAP = 200
_WIDE = re.compile(rf"[ \t]{{{_WIDEST_GAP},}}")
"""A gap wider than any page: what reads columns looks at each blank of it more than once."""
_NO_NUMBER = re.compile(r"(?:\d[.,]*){40,}")
"""Digits that are no figure: what looks for figures looks at each of them more than once."""
_LESS_BY_KWH = re.compile(
    r"(?i)((?:discount|credit|descuento|cr[eé]dito)[^\d$¢\n]{0,30}?)-[ ]?(\d*\.?\d+ ?(?:¢|cents))"
)
"""A discount with its sign: "Paperless Discount -0.25¢ per kWh"."""
_WAIVED_AGAIN = re.compile(
    r"(?i)((?:fewer than|less than|under|below)\s+([\d,]+)\s?kwh)"
    r"\s*\((?:and |it is )?waived\s+(?:at|from|for|when|if)\b"
    r"[^()\d]{0,30}\2\s?kwh[^()\d]{0,30}\)"
)
"""A limit that a bracket says once more from its other side: "fewer than 1,000 kWh (waived at 1,000 kWh and up)"."""
_LINE_END = re.compile(r"\r\n?|[\f\v\u0085\u2028\u2029]")
_LEADER = re.compile(r"(?<![ \t])[ \t]*(?:\.{4,}|…{2,}|(?:\. ){4,}\.?|·{4,}|_{5,})[ \t]*")
"""Dots that lead the eye from a name to its figure, or from one figure to the next."""
_PIPED = re.compile(r"(?m)^.*\|.*\|.*$")


def _cells_apart(found: re.Match[str]) -> str:
    """A line of cells between strokes, each with single blanks, so that two blanks stand between cells alone."""
    before, *cells = found[0].split("|")
    return "|".join([before.rstrip() and before, *(f" {' '.join(cell.split())} " for cell in cells)]).rstrip()


_UNIT_BELOW = re.compile(
    r"(?i)((?:plus|and|[+&]) \d{1,2}\.\d{1,5})\n[ ]*(charges?)  ((?:cents?|¢) ?(?:per|/) ?kwh\b)"
)
"""A price whose unit stands on the next line, behind the last word of a narrow column of names."""
_MARK_OF_NAME = re.compile(r"(?i)\b(credits?|fees?|charges?|cr[eé]dito|cargo)\s?(\*{1,3}|[†‡¹²³])(?=[\s:])")
_NUMBERED_NAME = r"(?i:\b(credits?|fees?|charges?|cr[eé]dito|cargo))"
_NUMBER_AT_NAME = re.compile(rf"{_NUMBERED_NAME}([1-4])(?=\s)")
_FIRST_NUMBER_OF_A_MARK = 5


def _with_numbered_notes(text: str) -> str:
    """Marks behind the name of a charge, "Usage Credit*", as numbers where a line below begins with the same."""
    for number in dict.fromkeys(match[2] for match in _NUMBER_AT_NAME.finditer(text)):
        note = re.compile(rf"(?m)^(\s*){number}(?=[ ][A-Z][a-z])")
        if note.search(text) is not None:
            text = re.sub(
                rf"{_NUMBERED_NAME}{number}(?=\s)", rf"\1 ({number})", note.sub(rf"\1({number})", text)
            )
    marks = list(dict.fromkeys(match[2] for match in _MARK_OF_NAME.finditer(text)))
    for number, mark in enumerate(marks[:5], _FIRST_NUMBER_OF_A_MARK):
        note = re.compile(rf"(?m)^(\s*){re.escape(mark)}(?!\*)(?=\s?[A-Za-zÁÉÍÓÚ])")
        if note.search(text) is None:
            continue
        text = note.sub(rf"\1({number}) ", text)
        named = re.compile(rf"(?i)\b(credits?|fees?|charges?|cr[eé]dito|cargo)\s?{re.escape(mark)}(?=[\s:])")
        text = named.sub(rf"\1 ({number})", text)
    return text


_SPLIT_DOLLARS = re.compile(
    r"(\$ ?\d{1,3})(?:\. | \. ?)(\d\d)(?![\d/.,:-])(?= ?(?:per|/|a|each|por|al)\b|[ ]*$)", re.M
)
"""A sum that a tool has cut at its point: "$ 4. 06 per month"."""
_CID = re.compile(r"\(cid:(\d{1,5})\)")
_CENT_SIGN = 0xA2


def _glyph(found: re.Match[str]) -> str:
    """A glyph that pdfminer left as a number: Latin-1 where it is one, else the same private-use letter each time."""
    number = int(found[1])
    return chr(number) if number == _CENT_SIGN else chr(0xE000 + number % 0x1800)


_BARE_AMOUNT = r"(\d+(?:[.,]\d+)?)(?![\d.,]*\d)(?! ?(?:¢|cents|%|kwh))"
_CENTS_HEAD = re.compile(rf"(?i)(\((?:¢|cents?|c(?=/)) ?(?:per|/) ?kwh\) ?[:=]?[ \t]*){_BARE_AMOUNT}")
_DOLLAR_HEAD = re.compile(
    rf"(?i)(\((?:\$|dollars|usd) ?(?:per|/) ?(?:month|mo|billing (?:cycle|month)|kwh|day)\) ?[:=]?[ \t]*){_BARE_AMOUNT}"
)


_SIGN_BELOW = re.compile(
    r"(?i)(?<=\d)[ ]*\n[ ]*(?=cents? (?:per|a|each) kwh)"
    r"|(?<=\d\.\d\d)[ ]*\n[ ]*(?=[¢$] (?:per|/))|(?<=\d\.\d{4})[ ]*\n[ ]*(?=[¢$] (?:per|/))"
)
_UNIT_BETWEEN = re.compile(
    r"(?im)^(?P<name>[ ]*[a-z][^\d$¢\n]*?[ ]{2,})"
    r"(?P<sign>\$) (?P<unit>(?:per|/) ?(?:kwh|month|billing cycle|bill|day))[ ]{2,}"
    r"(?P<minus>-?)(?P<number>\d*\.\d+)[ ]*$"
)
_UNIT_CELL = re.compile(
    r"(?im)^(?P<name>[ ]*[a-z][^\d$¢\n]*?[ ]{2,})"
    r"(?:(?P<cents>(?:cents?|¢|c) ?(?:/|per|a) ?kwh)|(?P<dollars>(?:\$|usd|dollars?) ?(?:/|per|a) ?kwh)"
    r"|(?P<day>(?:\$|usd|dollars?) ?(?:/|per|a) ?day)"
    r"|(?P<month>(?:\$|usd|dollars?) ?(?:/|per|a) ?(?:month|mo\b|bill(?:ing)?(?: cycle| month)?|cycle)))[ ]{2,}"
    r"(?P<number>-?\d*\.?\d+)(?=[ ]*$|[ ]{2,}\D)"
)
"""A column of units between names and bare numbers: "Energy charge   cents/kWh   8.75"."""
_UNIT_AT_NAME = re.compile(
    r"(?im)^(?P<name>[ ]*[a-z][^$¢\n]*?)[ ]*[,:]? (?:(?P<cents>¢|cents?)|\$|dollars?)"
    r" (?P<unit>(?:per|/|a) ?(?:kwh|month|billing cycle|bill|day))[ ]{2,}"
    r"(?P<open>\(?)(?P<minus>-?)(?P<number>\d*\.?\d+)\)?[ ]*$"
)
"""A bare number behind a name that ends with its unit; in brackets it is taken off: "Credit, $ per month  (15.00)"."""
_UNIT_AND_NUMBER = re.compile(r"(?i)(?:kwh|day|mo|month|bill|billing|cycle)[ ]{2,}\(?-?\.?\d")
"""What every such row holds: to look for its name takes longer."""
_UNIT_FIRST = re.compile(
    rf"(?im)^([ ]*[¢$])( (?:per|/) (?:kwh|(?:bill )?month|billing cycle|day))[ ]{{2,}}{_BARE_AMOUNT}"
)


def _with_own_units(text: str) -> str:
    """Bare numbers behind a name that holds their unit, "Energy Charge (¢ per kWh)  6.9", with the sign of it."""
    text = _SIGN_BELOW.sub(" ", text)
    text = _UNIT_FIRST.sub(r"\3 \1\2", text)
    if _UNIT_AND_NUMBER.search(text) is not None:
        text = _UNIT_CELL.sub(_number_first, text)
        text = _UNIT_AT_NAME.sub(_number_before_unit, text)
    text = _UNIT_BETWEEN.sub(r"\g<name>\g<minus>\g<sign>\g<number> \g<unit>", text)
    return _DOLLAR_HEAD.sub(r"\1$\2", _CENTS_HEAD.sub(r"\1\2¢", text))


def _number_first(found: re.Match[str]) -> str:
    number, sign = found["number"].removeprefix("-"), "-" if found["number"].startswith("-") else ""
    units = (
        ("cents", "{}{}¢ per kWh"),
        ("dollars", "{}${} per kWh"),
        ("day", "{}${} per day"),
        ("month", "{}${} per month"),
    )
    unit = next(shown for name, shown in units if found[name])
    return f"{found['name']}{unit.format(sign, number)}"


def _number_before_unit(found: re.Match[str]) -> str:
    minus = "-" if found["open"] or found["minus"] else ""
    number = f"{found['number']}¢" if found["cents"] else f"${found['number']}"
    return f"{found['name']}  {minus}{number} {found['unit']}"


def prices_part(folded: str, start: int) -> tuple[int, int]:
    """Where the part with the charges begins and ends: behind the averages, before the disclosure chart."""
    for end in _END_OF_PRICES.finditer(folded, start):
        own_line = folded[max(start, folded.rfind("\n", 0, end.start()) + 1) : end.start()]
        if not _CHART_BESIDE.search(own_line):
            return start, end.start()
    return start, len(folded)


def without_business(folded: str, start: int, end: int) -> int:
    """Where the prices of businesses begin behind those of homes, "Small commercial averages:"; else `end`."""
    of_homes = _OF_HOMES.search(folded, start, end)
    if of_homes is None:
        return end
    of_business = _OF_BUSINESS.search(folded, of_homes.end(), end)
    has_prices = of_business is not None and _ANY_PRICE.search(folded, of_homes.end(), of_business.start())
    return of_business.start() if of_business is not None and has_prices else end


_OF_HOMES = re.compile(r"\b(?:residential|residencial(?:es)?)\b")
_OF_BUSINESS = re.compile(
    r"\n[ ]*(?:small )?(?:commercial|business)[^\n]{0,40}\b(?:averages?|prices?|rates?|charges?|customers?|service)\b"
    r"|\n[ ]*(?:small )?(?:commercial|business)\b[^\n]{0,12}:"
    r"|\n[ ]*(?:precios?|cargos?|clientes?)[^\n]{0,20} comercial"
)
_ANY_PRICE = re.compile(r"\d ?(?:¢|cents?\b|centavos\b)|\$ ?0?\.\d")


def is_a_bill(folded: str) -> bool:
    """Whether the text asks for money: a bill may name the label of its plan."""
    return len({match[0] for match in _OF_BILLS.finditer(folded)}) >= _LEAST_OF_A_BILL


_OF_BILLS = re.compile(
    r"amount due|total due|invoice|statement date|account number|previous (?:read|balance)|current (?:read|charges)"
    r"|payment received|meter reading|due date|please pay|numero de cuenta|fecha de vencimiento|saldo anterior"
)
_LEAST_OF_A_BILL = 3


def is_a_label(folded: str) -> bool:
    """Whether the text names itself a facts label."""
    return _NAME_OF_LABEL.search(folded) is not None


def _without_private_use(text: str) -> str:
    """Letters that a font hides in private-use code points, told from the words that they stand in."""
    if _PRIVATE_USE.search(text) is None:
        return _with_cents(text, _REPLACED)
    # Symbol fonts put ASCII at U+F000.
    text = re.sub(r"[\uf020-\uf07e]", lambda found: chr(ord(found[0]) - 0xF000), text)
    text = re.sub(r"[\uf0a2]", "¢", text)
    meant: dict[str, str] = {}
    for _ in range(3):
        votes: dict[str, Counter[str]] = {}
        for word in set(_WORD_WITH_PRIVATE_USE.findall(text)):
            hidden = set(_PRIVATE_USE.findall(word)) - meant.keys()
            if len(hidden) != 1:
                continue
            for letter in _letters_for(_with_meant(word, meant), hidden.copy().pop()):
                votes.setdefault(hidden.copy().pop(), Counter())[letter] += 1
        if not votes:
            break
        for char, counted in votes.items():
            (letter, most), *others = counted.most_common(2)
            if not others or most > others[0][1]:
                meant[char] = letter
    meant.update(_digits(text))
    text = _with_meant(text, meant)
    return _with_cents(text, {*_PRIVATE_USE.findall(text), *_REPLACED})


def _with_cents(text: str, lost: Iterable[str]) -> str:
    """A lost sign that stands behind a number only, three times or more behind a price, is that of cents.

    Between letters a replacement character is a hyphen or an apostrophe, which says nothing of it.
    """
    for char in sorted(lost):
        behind_prices = len(re.findall(rf"\d[.,]\d+ ?{char}", text))
        elsewhere = len(re.findall(rf"(?<!\d)(?<!\d ){char}", text))
        if char in _REPLACED:
            elsewhere -= len(re.findall(rf"(?<=[A-Za-z]){char}(?=[A-Za-z])", text))
        if behind_prices >= _LEAST_AVERAGES and not elsewhere:
            text = re.sub(rf"(?<=\d){char}|(?<=\d ){char}", "¢", text)
    return text


def _digits(text: str) -> dict[str, str]:
    """Digits hidden in a run of code points, told from "500", "1000" and "2000" that every label has."""
    for found in re.finditer(r"([\ue000-\uf8ff])([\ue000-\uf8ff])\2\s*[kK]", text):
        zero = ord(found[2])
        if ord(found[1]) - zero in (5, 1, 2):
            return {chr(zero + digit): str(digit) for digit in range(10)}
    return {}


def _with_meant(text: str, meant: dict[str, str]) -> str:
    return text.translate({ord(char): letter for char, letter in meant.items()})


@lru_cache(maxsize=2048)
def _letters_for(word: str, hidden: str) -> tuple[str, ...]:
    """What the hidden letter can be so that the word is one that labels use."""
    pattern = re.compile(re.escape(word.lower()).replace(re.escape(hidden), "([a-z])"))
    first_is_capital = word.startswith(hidden)
    letters = set()
    for known in _LABEL_WORDS.split():
        match = pattern.fullmatch(known)
        if match and len(set(match.groups())) == 1:
            letters.add(match[1].upper() if first_is_capital else match[1])
    return tuple(letters)


def folded_text(text: str) -> str:
    return fold(text)
