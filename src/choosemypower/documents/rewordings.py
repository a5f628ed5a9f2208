"""Turns of phrase made plain: said again in the words that the table of phrases knows, with the same meaning.

Lists are parted into their items here, each with the name that their heading gives.
"""

import re
from decimal import Decimal

# ruff: noqa: E501 -- patterns read across
_CYCLE = r"(?:months?|bills?|invoices?|statements?|billing (?:cycles?|periods?)|cycles?)"
_BALANCE = r"(?:your|the|their|su|la|el|tu) (?:\w+ ){0,3}(?:balance|account|wallet|funds|saldo|cuenta)\b"
_TAKEN_FROM_A_BALANCE = re.compile(
    r"(?i)\b(?:deducted|subtracted|taken|withdrawn|drawn|removed|debited|drafted|comes? (?:off|out))(?: (?:from|off|out|of))*"
    rf"(?= {_BALANCE})"
    rf"|\b(?:we (?:deduct|take|draw|debit|withdraw)|descuentan?|restan?|deducen?|descontamos)(?=(?: \$ ?[\d.]+| [\d.]+ ?(?:¢|cents|centavos))?(?: \w+){{0,3}} (?:from |off |out |of |de )+{_BALANCE})"
)
_CHARGED_FROM = re.compile(rf"(?i)\b(charged(?: [^ ;]+){{0,4}}?)(?: (?:from|off|out|of|de))* {_BALANCE}")
"""What a prepaid balance loses is charged, no credit."""
_HYPHENED = re.compile(r"(?i)\b(per|a|each)-(day|month|bill|kwh|cycle|year)\b")
_PER_DAY_FEE = re.compile(r"(?i)\bper day (fee|charge)s?\b(?: (of))?")
_TIMES_DAYS = re.compile(
    r"(?i) ?(?:x|\*|×|times|multiplied by)? ?(?:the )?(?<=[x*× ] )(?:number of )?days (?:in|of) (?:the|your|each) (?:\w+ )?(?:cycle|month|period|bill)\b"
)
_ONCE_EACH = re.compile(
    rf"(?i)\b(?:just |only )?(?:once|one[- ]time|a single time)(?: only)? (?:(?:a|per|each|every|in (?:a|each|every)|for each|for every) (?=(?:single )?{_CYCLE}\b)|on (?=(?:each|every) ))"
    r"|\buna (?:sola )?vez (?:(?:al|por|cada|en cada) (?=(?:mes|ciclo|factura)\b))"
)
"""Once in every month is every month, not one time."""
_BY_MONTH = re.compile(
    r"(?i)[ ,;(=]+(?:which |that |it )?(?:is |comes to |adds up to |equals? |works out to |i\.e\.,? |or |about |roughly |approximately |around |totals? |so |o |unos |son |aproximadamente )*"
    r"\$ ?(\d+(?:\.\d\d)?) ?(?:(?:a|per|for|over|in|each|every|/|por|al|en|cada)(?: an?| each| every)? ?(?:typical |standard |average )?(?:(?:30|thirty|treinta)[- ](?:day )?(?:dias?|days?|(?:billing )?(?:month|cycle|period|mes))|month\b|mo\b|mes\b|bill\b)(?: (?:month|billing cycle|cycle|period))?|monthly)\)?"
)
_EACH_DAY = re.compile(
    r"(?i)\b(?:(?:for |on )?(?:each|every)(?: single)? day|cada d[ií]a|todos los d[ií]as)\b(?! (?:of|in|de))"
)
_DAY = re.compile(r"(?i)\b(?:days?|daily|d[ií]as?|diari[oa]s?)\b")
_SMALL = re.compile(
    r"(?i)\d ?(?:¢|cents?\b|centavos?\b)(?! ?(?:/|per|an?|each|por|el|cada) ?kwh)|\$ ?0?\.\d\d(?!\d)(?! ?(?:/|per|an?|each|por) ?kwh)"
)
_STOP = re.compile(r"(?:[;!?\n]|\.(?!\d))")
_TIMES_TWELVE = re.compile(
    r"(?i) ?(?:multiplied by|times|[x×]) (?:12|twelve)(?: (?:bills?|months?|invoices?|billing cycles?))?\b(?! ?kwh)"
)
_NEVER_WAIVED = re.compile(
    r"(?i)\b(?:can ?not|can't|will not|won't|is not|isn't|is never|never) (?:be )?waived\b(?! (?:if|when|below|under|above|unless|for|in|at)\b)"
)
_AT_ALL_HOURS = re.compile(
    r"(?i),? ?\b(?:at|for|in|during) (?:all|every|any|each) (?:hours?|times?)(?: of (?:the|each|every) (?:day|week|month|year)(?: (?:and|or) night)?)?\b|,? ?\b(?:day (?:and|or) night|around the clock|a todas horas|a cualquier hora)\b"
)
_OFF_A_BILL = re.compile(
    r"(?i)\boff (?:of )?(?=(?:your|the) (?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|twelfth|last) (?:\w+ )?(?:bill|invoice|statement|month)\b)"
)
_HAS_NOT = re.compile(
    r"(?i)\b(?:does not|doesn't|do not|don't) (?:have|carry|come with) (?:any |an? )?(?=(?:(?!\d)\w+ ){0,3}(?:fees?|charges?|credits?|discounts?)\b(?! ?(?:of|unless|if|when|below|under|above|for|at)\b))"
)
_DOUBLE = re.compile(
    r"(?i)\b(?:double|triple)(?: up)?(?: on)? (?:the |your )?(?:savings|credits?|rewards?|discounts?|deals?)\b ?[:!.]"
)
_IS_NOT_BELOW = re.compile(r"(?i)\bisn't (?=(?:under|below|less|lower|over|above|more)\b)")
_UNTIL_REACHED = re.compile(
    r"(?i)\buntil (?:you|your (?:usage|use|consumption)|usage|consumption) (?:reach(?:es)?|hits?|uses?|gets? to|pass(?:es)?)(?: up to)? (?=\d[\d,]* ?kwh)"
)
_THEN_AT = re.compile(
    r"(?i)[,;]? (?:and )?then (?:your|the|it|our) ?(?:energy |electricity )?(?:price|rate|charge)? ?(?:falls|drops|goes|rises|is|becomes|climbs|moves)(?: down| up)?(?: to)? (?=[\d.]+ ?(?:¢|cents)|\$ ?0?\.\d)"
)
_EACH_ONE = re.compile(r"(?i)(?<=off )each one\b")
_ENDS_AT = re.compile(
    r"(?i)(?<=kwh)[,;]? ?(?:and |but |then |\((?=[^()]*\)))?(?:(?:it|the credit|that|which) )?(?:is )?"
    r"(?:(?:tops|maxes|caps)(?: out)?|capped|cap|ends|ending|stops|stopping|finishes|expires|limited?|ceiling|(?:with )?an? (?:ceiling|cap|limit|maximum|max|upper limit)|max(?:imum)?(?: usage)?|not past|no (?:further|higher|more) than|not (?:beyond|above|over)"
    r"|(?:(?:is )?(?:gone|lost|over|forfeited|removed)|disappears?|goes away|ends|stops|falls away) (?:past|beyond|above|over|after))(?: (?:is|of|at|to))*:? (?=\d[\d,]{2,} ?kwh\)?(?:[.;,]|$))\)?"
)
_COMES_OFF = re.compile(
    r"(?i)(?<=\d) (?:(?:is|are|gets|will be) (?:shaved|trimmed)|comes?|will come|goes) off\b"
)
_NAMES_CONDITIONS = re.compile(
    r"(?i)auto ?-?pay|automatic|autom[aá]tico|paperless|e-?bill|electronic|electr[oó]nica"
)
_STAY_ACTIVE = re.compile(
    r"(?i)\b(?:as|so) long as (?:both|they|these|this|it|all)(?: of (?:them|these))? (?:(?:stay|remain|keep)s?|are|is)(?: (?:both|kept))? (?:active|on|enrolled|in place|in effect|turned on),? ?"
)
_CREDITED_BACK = re.compile(r"(?i)(\$ ?[\d.]*\d (?:(?:is|are|will be|gets) )?credited) back\b")
_OF_A_CHARGE = re.compile(r"(?i)fee|charge|base|cargo|cuota|tarifa")
_DAILY_AMOUNT = re.compile(
    r"(?i)(?:\$ ?(\d*\.\d+|\d+(?![\d,]))|(?<![\d.$])(\d{1,3}(?:\.\d+)?) ?(?:¢|cents?\b|centavos?\b))"
)
_DAYS = 30
_LARGEST_DAILY_USD = Decimal(3)
_EXCEPT = re.compile(
    rf"(?i),? ?\b(?:except|other than|excluding|but not|save)(?: (?:for|in|on|to|during))*(?: (?:the|those|any|all))? (?:ones|{_CYCLE})(?: (?:where|when|in which|with|of|that|whose|for which|showing|having|at))*"
    rf"|,? ?\bexcept (?:for )?(?:those|ones)(?: (?:where|when|in which|with|of|that|at))*"
    r"|,? ?\b(?:excepto|salvo|menos)(?: (?:en|por|para))?(?: (?:los|las|el|la|aquell[oa]s))? (?:meses|mes|facturas?|ciclos?)(?: (?:con|de|que|donde|en que))*"
)
_BULLET = re.compile(r"(?i)(?<!\S)[-*•·▪●✓✔]\s+(?=\S)(?!(?<=\d.-.)\d|(?<=kwh.-.)\d)")
_NUMBER_AGAIN = re.compile(
    r"(?i)\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|un[oa]?|dos|tres|cuatro|cinco|seis|diez|doce)"
    r" ?\((\d{1,2})\)"
)
"""A number in words and digits, "three (3) bills": its bracket begins no item of a list."""
_BEGINS_A_LIST = re.compile(r"(?:^|[:\n])\s*[-*•·▪●✓✔]\s")
_MARK = re.compile(
    r"(?:^|(?<=\s))(?:and |y )?(?:\((?:\d|[a-d]|i{1,3})\)|(?:\d|[a-d]|i{1,3})\)|#\d[.:)]?|(?:First|Second|Third|Fourth|Primero|Segundo|Tercero),)\s"
)
"""What an item of a list begins with: "1)", "(b)", "Second,"."""
_NAME_OF_ITEMS = re.compile(
    r"(?i)\b(credits?|discounts?|fees?|charges?|cr[eé]ditos?|descuentos?|cargos?)\b[^$;\d]*$"
)
_NAMED = re.compile(
    r"(?i)\b(?:credit|discount|rebate|fee|charge|off|back|bonus|card|cr[eé]dito|descuento|cargo|bono|bonificaci[oó]n|tarifa|cuota)"
)
_ONE_AMOUNT = re.compile(r"(\$ ?\d[\d,]*(?:\.\d+)?)(?![\d.,]*\d)")


def reworded(said: str) -> str:
    """The text with its turns of phrase in plain words."""
    said = _parted(_NUMBER_AGAIN.sub(r"\1", said))
    said = _HYPHENED.sub(r"\1 \2", said)
    said = _PER_DAY_FEE.sub(r"daily \1 \2", said)
    said = _TIMES_DAYS.sub(" per day", said)
    said = _CHARGED_FROM.sub(r"\1", _TAKEN_FROM_A_BALANCE.sub("charged", _each_day_as_daily(said)))
    said = _ONCE_EACH.sub("every ", said)
    said = _CREDITED_BACK.sub(_credited, _without_months_of_days(said))
    said = _TIMES_TWELVE.sub("", _NEVER_WAIVED.sub("", said))
    said = _OFF_A_BILL.sub("off on ", _HAS_NOT.sub("has no ", said))
    said = _IS_NOT_BELOW.sub("is not ", _DOUBLE.sub(" ", said))
    said = _THEN_AT.sub(", then ", _UNTIL_REACHED.sub("up to ", said))
    said = _EACH_ONE.sub("each bill", said)
    said = _ENDS_AT.sub(" up to ", said)
    said = _COMES_OFF.sub(" off", _AT_ALL_HOURS.sub("", said))
    said = _STAY_ACTIVE.sub("", said) if _NAMES_CONDITIONS.search(said) else said
    return _EXCEPT.sub(" unless ", said)


def _parted(said: str) -> str:
    """Lists as sentences, the items named by what stands before the list."""
    if _BEGINS_A_LIST.search(said) and len(_BULLET.findall(said)) > 1:
        said = _BULLET.sub("; ", said)
    head, *items = _MARK.split(said)
    if not items:
        return said
    name = _NAME_OF_ITEMS.search(head)
    if name is not None and len(items) > 1:
        noun = name[1].removesuffix("s")
        items = [_with_name(item, noun) for item in items]
    return "; ".join((head, *(item.rstrip(" ,") + " " for item in items)))


def _with_name(item: str, noun: str) -> str:
    amounts = _ONE_AMOUNT.findall(item)
    if len(amounts) != 1 or _NAMED.search(item):
        return item
    return _ONE_AMOUNT.sub(rf"\1 {noun}", item)


def _without_months_of_days(said: str) -> str:
    """A charge by the day without the same by the month behind it: "35 cents a day ($10.50 a month)"."""
    days = {Decimal(usd) if usd else Decimal(cents) / 100 for usd, cents in _DAILY_AMOUNT.findall(said)}
    by_month = {day * _DAYS for day in days if 0 < day < _LARGEST_DAILY_USD}
    return _BY_MONTH.sub(lambda found: " " if Decimal(found[1]) in by_month else found[0], said)


def _each_day_as_daily(said: str) -> str:
    """ "Each day 35 cents" as "daily 35 cents", where an amount is small enough for a day."""
    is_said = _DAY.search(_EACH_DAY.sub(" ", said)) is not None
    return said if is_said or not _SMALL.search(said) else _EACH_DAY.sub("daily", said)


def _credited(found: re.Match[str]) -> str:
    """ "$15 is credited back" where no charge is named that it may be."""
    before = _STOP.split(found.string[: found.start()])[-1]
    return found[0] if _OF_A_CHARGE.search(before) else found[1]
