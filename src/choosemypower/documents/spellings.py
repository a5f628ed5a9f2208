"""Spellings of people in a hurry made plain: words cut short, numbers glued to words, signs behind their numbers."""

import re

# ruff: noqa: E501 -- a table reads across
_SHORT_WORDS: tuple[tuple[str, str], ...] = (
    (r"mths?|mnths?", "month"),
    (r"mthly|mnthly|mthy|mo'?ly", "monthly"),
    (r"c(?:r|re)?dts?|crd|cred(?=\.? (?:of|if|when|for|at|\$))", "credit"),
    (r"chgs?|chrgs?|chgd?", "charge"),
    (r"usg|usag", "usage"),
    (r"disc(?=\.? ?(?:-?\$|of|if|when|for|at|applied|monthly|mthly|ea|per|@))", "discount"),
    (r"cust(?=\.? (?:charge|chg|chrg|fee))", "customer"),
    (r"svc|serv(?=\. )", "service"),
    (r"resid(?=\.? (?:only|cust|acct))", "residential"),
    (r"accts?", "account"),
    (r"inv(?=\. )", "invoice"),
    (r"ea(?=\.? (?:mo|month|mth|bill|billing|cycle|cyc|inv))", "each"),
    (r"cycs?", "cycle"),
    (r"1st(?= \d)", "first"),
    (r"kw/h|kw-h", "kWh"),
    (r"(?<=bill )pd|prd", "period"),
    (r"bldg|blng|bllng", "billing"),
    (r"equiv", "equal"),
    (r"req'?d|reqd", "required"),
    (r"incl?'?d", "included"),
    (r"w/in", "within"),
    (r"'?till?|unti(?= )", "until"),
    (r"u(?= (?:hit|use|go|get|reach|pay|are|have|consume|stay|sign|enroll))", "you"),
    (r"(?<=if |or )u", "you"),
    (r"ur", "your"),
    (r"muf", "minimum usage fee"),
    (r"pymt|pmt", "payment"),
    (r"enrl|enrolld", "enrolled"),
    (r"elec(?=\.? )", "electricity"),
    (r"cons(?=\. (?:<|>|of|is))", "consumption"),
    (r"chk", "check"),
    (r"dls|dlls|dlrs|bucks", "dollars"),
    (r"cgo(?=s?\.? )", "cargo"),
    (r"fact(?=\. )", "factura"),
    (r"mens(?=\. )", "mensual"),
    (r"elect(?=\. )", "electrónica"),
    (r"consu(?=\. )", "consumo"),
    (r"créd(?=\. )", "crédito"),
    (r"mín(?=\. )", "mínimo"),
)  # fmt: skip
"""A word cut short, with or without its full stop, and what it stands for."""

_SHORT = tuple(
    (re.compile(rf"(?i)(?<![\w'$])(?:{short})(?![\w'])(?:\.(?=\s*[a-z\d$<>=@:;,()/-]|$))?"), full)
    for short, full in _SHORT_WORDS
)
_JOINED = r"under|over|above|below|between|than|least|upto|from|exceeds?|exceeding|to|at|or|if"
_WORD_AND_NUMBER = re.compile(rf"(?i)(?<![a-z])({_JOINED})(?=\$?\d)")
_NUMBER_AND_WORD = re.compile(
    r"(?i)(?<=\d)(?=(?:to|thru|through|up|and|or|over|under|credit|fee|charge|base|off|back|per|if|when|for|on)(?![a-z]))"
)
_THOUSANDS = re.compile(r"(?i)(?<![\w$.,])(\d)(\.5)?k(?=\W{0,2}kwh\b)")
_SPACED_THOUSANDS = re.compile(r"(?i)(?<![\d.,])(?<!tier )(?<!level )(\d) (?=000 ?kwh)")
_UNIT_IN_BRACKETS = re.compile(r"(?i)(?<=\d) ?\((kwh)\)")
_SIGN_BEHIND = re.compile(r"(?<![\d.,$])(\d*\.\d\d|\d+) ?\$(?! ?[\d.])")
_WORDED = re.compile(r"(?i)(?<![\d.,$])(\.\d\d) ?(?:dollars?|usd)\b")
_AND_UP = re.compile(
    r"(?i)(?<![$\d.,])(\d[\d,]{2,}(?: ?kwh)?)(?: ?/ ?| )(up|more|over|above)(?=\s*(?:[$:,;/.)@=]|- |$))"
)
_AND_OVER = re.compile(r"(?i)(\d(?: ?kwh)?) ?& ?(?=(?:over|up|above|more|greater)\b)")
_CENTS = re.compile(r"(?i)(?<![\w.$])(\d{1,2}\.\d{1,3})c(?![a-z])(?!\s*/?\s*kwh)")
_SMALL_USD = re.compile(r"\$ ?(0?\.\d{3,4})(?![\d])(?!\s*(?:/|per|a\b|por))")
_BARE_USD = re.compile(
    r"(?i)((?<=credit )|(?<=fee )|(?<=charge )|(?<=base )|(?<=discount )|(?<=charge: )|(?<=fee: )|(?<=credit: )|(?<=base: )"
    r"|(?<=charge is )|(?<=fee is )|(?<=credit is )|(?<=cargo )|(?<=crédito ))(\()?(\d{1,3}\.\d\d)(?![\d%¢.])(?(2)\))(?! ?(?:¢|c\b|cents?|kwh|%))"
)
_NONE_FOR_A_USE = re.compile(
    r"(?i)(?<=\d)((?: ?kwh)?\+?(?: (?:or|and) (?:more|less|above|over|up|below))?)[:= -]+(?:none|nothing|n/a|zero|no (?:bill |usage )?(?:credit|fee|charge)s?|nada|ningun[oa]?)"
    r"(?=\s*(?:[,;/|\n)]|$))"
)
_WAIVED_OTHERWISE = re.compile(
    r"(?i)[,;.]? ?\b(?:and |but )?(?:(?:it|(?:the|this) (?:fee|charge))(?: is|\u2019s|'s| will be) )?(?:waived|not (?:charged|billed|applied)) "
    r"(?:otherwise|in (?:all|any) other (?:months?|cases?|cycles?|billing cycles?))\b"
)
"""Nothing that the limit before it does not say: "under 650 kWh, and it's waived otherwise"."""
_FORMERLY = re.compile(r"(?i)[,(]? ?\b(?:previously|formerly|used to be|up from|antes) \$ ?[\d.,]*\d\)?,? ?")
_PARTS = re.compile(
    r"(?i)(\$[^;]*?),? ?\b(?:made up of|consisting of|composed of|compuest[oa] de) [^;]*?\$(?:[^;.]|\.\d)*"
)
"""What an amount was before, and the parts that it is made of."""
_HEADING = re.compile(
    r"(?i)(^|\n)((?:(?:monthly|bill|usage|energy|minimum|low|electricity)[ -])*(?:credits?|discounts?|fees?)|cr[eé]ditos?(?: (?:por|de) (?:uso|consumo))?)[ :-]*\n\s*"
)


def in_full(said: str) -> str:
    """The text with words cut short in full, numbers apart from words, and each amount behind its sign."""
    said = _HEADING.sub(r"\1\2: ", said)
    said = _WAIVED_OTHERWISE.sub("", said)
    said = _NUMBER_AND_WORD.sub(" ", _WORD_AND_NUMBER.sub(r"\1 ", said))
    for short, full in _SHORT:
        said = short.sub(full, said)
    said = _THOUSANDS.sub(lambda found: f"{found[1]}{'500' if found[2] else '000'} ", said)
    said = _UNIT_IN_BRACKETS.sub(r" \1", _SPACED_THOUSANDS.sub(r"\1", said))
    said = _SIGN_BEHIND.sub(_with_sign, _WORDED.sub(r"$0\1", said))
    said = _AND_OVER.sub(r"\1 or ", said)
    said = _AND_UP.sub(r"\1 or \2", said)
    said = _SMALL_USD.sub(r"$\1 per kWh", _CENTS.sub(r"\1¢", said))
    said = _PARTS.sub(r"\1", _FORMERLY.sub(" ", said))
    return _NONE_FOR_A_USE.sub(r"\1 $0", _BARE_USD.sub(r"\1$\3", said))


def _with_sign(found: re.Match[str]) -> str:
    return f"${'0' if found[1].startswith('.') else ''}{found[1]}"
