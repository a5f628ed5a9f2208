"""A text made plain before it is read: one kind of quote, dash and blank, no markup; cut into sentences."""

import re
import unicodedata
from html import unescape

from choosemypower.documents.rewordings import reworded
from choosemypower.documents.shortened import SHORTENED
from choosemypower.documents.spelled import in_digits
from choosemypower.documents.spellings import in_full

_ODD = str.maketrans(
    {
        "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-",
        "®": "", "™": "", "\u200b": "", "\ufeff": "", "\ufffd": " ", "¡": " ", "¿": " ", "\u00ad": "", "\u0000": " ",
    }
)  # fmt: skip
_ABBREVIATION = re.compile(r"(?i)\b(min|max|approx|no|vs|e\.g|i\.e|a\.m|p\.m|u\.s)\.(?=\s)")
_SHORT_WORD = re.compile(
    r"\b((?:[Mm]o|[Yy]r|[Cc]r|[Cc]yc|[Cc]hg)s?)\.(?=\s*[a-z<>=≥≤(@,;:)])"
    r"|\b([Ii]ncl|[Aa]dd'?l|[Aa]vg|[Ss]vc|[Rr]es|[Cc]ust)\.(?=\s)"
)
"""Words cut short whose full stop ends no sentence, as what follows goes on in small letters; "/mo. $50" is two."""
_LESS = (
    r"(?:if (?:you use |usage is |it is )?(?:less|lower|below)|with less|con menos|si (?:usa|es) menos)"
    r"(?= ?(?:[.,;)]|$))"
)
_BELOW_THAT = (
    r"(?:anything )?(?:below|under|less than|lower than) (?:that|this)(?: amount| level| threshold)?"
    r"|(?:por )?(?:debajo|menos) de (?:eso|es[ea] (?:cantidad|nivel|consumo))"
)
_OTHERWISE = re.compile(
    rf"(?i)[;.] +(?=(?:(?:otherwise|if not|{_LESS}|{_BELOW_THAT}|de lo contrario|de otr[oa] (?:modo|manera))\b[,:]?"
    r" (?:\w+ ){0,4}\$)"
    rf"|(?:in|for|on) (?:all|any) other (?:months?|bills?|billing cycles?|cycles?)\b,? (?:\w+ ){{0,4}}\$"
    rf"|(?:an? )?\$[\d.]+ (?:\w+ ){{0,3}}(?:otherwise|{_LESS}|(?:for|on|in) (?:all|any) other (?:bill|month|cycle)))"
)
"""What holds otherwise, in a sentence of its own."""
_REQUIRED = re.compile(
    r"(?i)(kwh[^.;$]{0,40}?) (?:(?:(?:is|are|es|son|se) )?"
    r"(?:required|needed|necessary|requerid[oa]s?|necesari[oa]s?|requieren?)"
    r" (?=(?:to (?:get|receive|earn|obtain|qualify for|trigger)|for|para (?:recibir|obtener|ganar))\b)"
    r"|(?:(?:is|are|becomes?|will be) eligible (?:for|to (?:get|receive|earn))|qualif(?:y|ies) for)"
    r" (?=(?:an? |the )?\$))"
)
"""A use that a credit requires, and nothing else: "1,000 kWh is required to get the $75 credit"."""
_THRESHOLD_FIRST = re.compile(
    r"(?i)\b((?:threshold|required usage|usage (?:requirement|level|needed|required))s?"
    r"[^;.$\d]{0,25}\d[\d,]*(?: ?kwh)?\+?)\s*[;.|]\s+"
    r"|\b((?:(?:minimum|min\.?|required) (?:monthly )?(?:usage|use|consumption)|(?:uso|consumo) (?:mensual )?m[ií]nimo)"
    r"[^;.$\d]{0,25}\d[\d,]* ?kwh[^;.$\d]{0,25})[;.|]\s+"
    r"(?=[^;.]{0,60}(?:\.\d\d[^;.]{0,40})?\b"
    r"(?:not (?:met|reached|achieved|satisfied)|otherwise|(?:used?|usage is) (?:less|below|under)\W"
    r"|below (?:that|this|it)|no se (?:cumple|alcanza|llega)))"
)
_SHORTENED = tuple((re.compile(rf"(?i)\b{short}(?![\w'])"), full) for short, full in SHORTENED)
_CONTACT = re.compile(
    r"(?i)(?:\+?1[-. ])?\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b|\b1-8\d\d-[A-Z0-9-]{5,}"
    r"|\b(?:https?://|www\.)\S+|\S+@\S+|\b[\w-]+\.(?:com|org|net|gov)\b\S*"
)
"""Phone numbers, addresses of pages and people: their digits are no uses."""
_SOFT_BREAK = re.compile(
    r"[ \t]*\n[ \t]*(?=[a-záéíóúñ])"
    r"|(?i:(?<=\bthe)|(?<=\bof)|(?<=\ba)|(?<=\bis)|(?<=\bat)|(?<=\bif)|(?<=\bor)|(?<=\band)|(?<=\bto)|(?<=\bfor)|(?<=\bper)"
    r"|(?<=\bthan)|(?<=\byou)|(?<=\byour)|(?<=\bwhen)|(?<=\bin)|(?<=\bleast)|(?<=\bover)|(?<=\bunder)|(?<=\bde)|(?<=\bla)"
    r"|(?<=\bel)|(?<=\bsi)|(?<=\bo)|(?<=\by)|(?<=\bque)|(?<=\bal)|(?<=\bmenos)|(?<=\bun)|(?<=,))[ \t]*\n[ \t]*"
)
"""A line break within a sentence: the next line goes on in small letters, or this one ends in the middle."""
_SENTENCE_END = re.compile(r"(?:\.(?!\d)|(?<=[a-z)])\.(?=\d)|[!?;|\n•·]|:::|\*)+")


_AMOUNT_OF_IT = re.compile(
    r"(?i)(\d ?kwh[^.;$\d]*?\b(?:fee|charge|credit|discount)\b[^.;$\d]*?) ?[.;] *"
    r"((?:this|the|that|its) (?:fee|charge|credit|discount|amount) (?:is|equals|will be|amounts to|of) ?\$)"
)
"""What a charge comes to, in a sentence behind the one that says when it holds: "...; this fee is $8.95"."""
_INLINE_MARKUP = re.compile(r"(?i)</?(?:b|i|u|em|strong|span|font|small|sup|a)(?:\s[^<>]{0,200})?>")
_NOTHING_OTHERWISE = re.compile(
    r"(?i)[,;]?(?: (?:and|or|y|o))? \$ ?0(?:\.00?)?,? "
    r"(?:otherwise|in all other (?:cases|months)|de lo contrario|en otro caso)\b"
)
_MONTHS = r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|ene|abr|ago|dic"
_MONTH_CUT = re.compile(
    rf"(?i)\b({_MONTHS})\.(?=\s*(?:[,;:)&-]|and\b|or\b|y\b|to\b|through\b|(?:{_MONTHS})|(?-i:[a-z])))"
)
"""A month cut short in a list: "July, Aug. and Sept. bills"."""
_SAID_TWICE = re.compile(r"(\$([\d,]+)(?:\.00)?)\s?\(\$\2(?:\.00)?\)")
_CONTRACTED = re.compile(r"(?i)\b(it|there|that|you|we|they)'(s|re|ll)\b")
_IN_FULL = {"s": "is", "re": "are", "ll": "will"}
_NONE_BEHIND = re.compile(
    r"(?i)(?:(?<=^)|(?<=[/|;.,\n(])) *"
    r"((?:(?:minimum|min|usage|low|monthly|base|customer|service|enrollment|activation|set-?up|sign-?up|early|bill"
    r"|termination|cancellation|cargos?|tarifas?|cr[eé]ditos?|por|de|uso|m[ií]nimo) )*"
    r"(?:fees?|charges?|credits?|m[ií]nimo|base|inscripci[oó]n|mensual|cliente)) ?(?:[:=-]|is) ?"
    r"(?:n/?a|none|not applicable|no aplica|ningun[oa])(?= *(?:$|[/|;,)\n]|\.(?!\d)))"
)
"""What a list says there is not: "Minimum usage fee - N/A / Enrollment fee - none"."""
_NO_BLANK = re.compile(r"(?<=[A-Za-zÀ-ÿ¢%)]),(?=[\w$¢(])")
"""A comma without a blank behind it: "for $15 credit,1001-1500 kWh"."""
_UNDER_IT = re.compile(
    r"[;,.] *((?:only |just )?\$[\d.]+\d) (?:if )?(?:under|below|less|otherwise)(?: that| it)?(?=\s*(?:[.;]|$))"
)
"""What is due below a use that stands before: "No usage fee at 500 kWh or more; $4.95 under"."""
_WORTH = re.compile(
    r"(?i)[(,]* ?(?:an? )?(?:estimated )?(?:\$ ?[\d,]+(?:\.\d\d)? (?:retail |total )?value\b"
    r"|(?:valued (?:at|up to)|worth(?: up to| about| over)?|que vale"
    r"|valorad[oa] en|(?:con )?(?:un )?valor de) \$ ?[\d,]+(?:\.\d\d)?)\)?"
)
"""What a gift is worth: "a free thermostat (a $249 value)"."""
_OF_MONEY = re.compile(r"(?i)credit|cr[eé]dito|descuento|discount|bono|bonus|charge|cargo|fee|card|tarjeta")
_ARROW = re.compile(r"\s*(?:-+>|→|➔|»)\s*")


def plain(text: str) -> str:
    """The text without markup and odd characters; case and line breaks kept."""
    inline = _INLINE_MARKUP.sub(" ", text)
    without_markup = unescape(re.sub(r"</?[A-Za-z][^<>]{0,200}>", "\n", inline))
    return unicodedata.normalize("NFKC", without_markup).translate(_ODD)


def fold(text: str) -> str:
    """Lower case without accents, character by character, so that places stay the same."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """What a character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = unicodedata.normalize("NFD", chr(code))[0].lower()[0]
        return folded


_FOLDED = _Folded()


_SPACED_NUMBER = re.compile(
    r"(?:(?<=^\d)|(?<=[^\d.,$]\d)|(?<=[^\d.,$]\d\d)) ?, (?=\d{3} ?kwh)"
    r"|(?<=\$ )(\d+) ?\. ?(?=\d\d\b)|(?<=\d) , (?=\d{3}\b)",
    re.IGNORECASE,
)
_INTERVAL = re.compile(r"\[ ?(\d[\d,]*\d) ?(?:,|;|-|to) ?(\d[\d,]*\d) ?\](?: ?kwh)?", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?<=[\w)])\*+(?=[\s.,;]|$)")
"""An asterisk behind a word points at a note, it ends nothing."""


def as_said(text: str) -> str:
    """A fee text with the spellings of lists undone: "(1)", "$(50.00)", "créditode", "min."."""
    said = _NO_BLANK.sub(", ", re.sub(r"\((?:s|es)\)", "", _FOOTNOTE.sub("", plain(text))))
    said = _UNDER_IT.sub(r", otherwise \1", reworded(in_full(in_digits(said))))
    said = _INTERVAL.sub(r"between \1 and \2 kWh", _SPACED_NUMBER.sub(_closed_up, said))
    said = _CONTRACTED.sub(lambda found: f"{found[1]} {_IN_FULL[found[2].lower()]}", said)
    said = _MONTH_CUT.sub(r"\1", _SAID_TWICE.sub(r"\1", said))
    said = _NONE_BEHIND.sub(r"; no \1;", _NOTHING_OTHERWISE.sub("", said))
    said = _WORTH.sub(_without_worth, said)
    said = _ARROW.sub(": ", re.sub(r"\$\s?-\s?(?=[\d.])", "-$", said))
    said = re.sub(r"\$\s?\(\s?([\d.,]+)\s?\)", r"-$\1", said)
    said = re.sub(r"(?i)(cr[eé]dito|cargo|tarifa)(de)(?=[\s$])", r"\1 \2", said)
    said = _ABBREVIATION.sub(lambda found: found[0][:-1], _CONTACT.sub(" ", said))
    said = re.sub(r"(?:\s?\.){3,}(?=\s*\$)", " ", said)
    said = _REQUIRED.sub(r"\1 ", _OTHERWISE.sub(", ", said))
    said = _THRESHOLD_FIRST.sub(lambda found: f"{found[1] or found[2]}, ", said)
    said = _without_questions(_SHORT_WORD.sub(lambda found: found[0][:-1], said))
    for short, full in _SHORTENED:
        said = short.sub(full, said)
    return _SOFT_BREAK.sub(" ", said)


def _closed_up(found: re.Match[str]) -> str:
    """ "$ 9 . 95" and "1 , 000 kWh" without the blanks in their numbers."""
    return f"{found[1]}." if found[1] else ","


def _without_worth(found: re.Match[str]) -> str:
    """What a thing is worth is left out; what a credit or a card is worth stays."""
    before = found.string[max(0, found.start() - _NEAR) : found.start()]
    return found[0] if _OF_MONEY.search(re.split(r"[.;]\s", before)[-1]) else " "


_NEAR = 60


def _without_questions(said: str) -> str:
    """A use asked for and what it brings as one sentence: "Use 1,000 kWh? Get $75 off." """
    *asked, last = said.split("?")
    for at, question in enumerate(asked):
        words = re.split(r"[.!;\n]\s", question)[-1]
        is_use = any(char.isdigit() for char in words) and not any(sign in words for sign in "$¢")
        asked[at] = question + (", " if is_use else "?")
    return "".join((*asked, last))


def sentences(text: str) -> list[str]:
    """The text's sentences; a full stop inside a number does not end one."""
    parts = (part.strip(" ,:\t") for part in _SENTENCE_END.split(_AMOUNT_OF_IT.sub(r"\1, \2", text)))
    return [part if "-$" in part else part.strip("- ") for part in parts if part.strip("- ")]
