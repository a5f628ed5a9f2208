"""What a figure of a label is, told by the words around it."""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

import msgspec

from choosemypower.documents.figures import Figure, Unit


class Role(StrEnum):
    ENERGY = "energy"
    BASE = "base"
    DAILY = "daily"
    DELIVERY = "delivery"
    CREDIT = "credit"
    FEE = "fee"
    """Low use: in a band only."""
    DISCOUNT = "discount"
    VEHICLE = "vehicle"
    BUYBACK = "buyback"
    ONE_TIME = "one time"
    NO_CHARGE = "no charge"
    """A cancel fee, a late fee, a sum in prose: not in a month's bill."""


# English and Spanish; letters that fonts lose are left open. The first line that matches wins.
# ruff: noqa: E501 -- a table reads across
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(f"{english}|{spanish}" if spanish else english))
    for role, english, spanish in (
        (Role.BUYBACK, r"buy ?-?back|\bbuys? (?:what|all|any|back|your|the) |panels? (?:put|send|give|make)|sell ?-?back|repurchase|solar (\S+ )?credit|we buy|out-?flow|grid credit|export|excess (energy|generation)|renewable rewards credit|feed-?in|net metering|solar (\S+ )?(charge|rate)|\bsun credit", r"recompra|exportacion|excedente"),
        (Role.VEHICLE, r"\bcharging (?:plan |subscription )?fee|(vehicle|car) charging|ev charging|ev subscription", r"carga de vehiculo"),
        (Role.CREDIT, r"\b(us(e|age)|auto[- ]?pay|paperless|e-?bill|loyalty|saver|monthly|bill) (rewards?|bonus)\b(?! (points|program|card))", ""),
        (Role.NO_CHARGE, r"cancel\b|\bexit\b|goodbye|si se va|irse antes|cancell?ation|terminat|exit fee|early|\bquit|leav(e|ing)\b|end(s|ing)? (it|(my |your |the )?(contract|service))|\bload\b|top[- ]?up|warn|\bnsf\b|by phone|agent|late (payment|fee)|disconnect|reconnect|insufficient|returned|non-?sufficient|deposit|processing fee|membership|refund|reward|for example|for instance|up to\s*$|statewide|balance|minimum payment|lease bill|compensated|demand charge|not included|paper bill|securitization", r"cancelacion|deposito|saldo|pago minimo|membresia|cuota que es reembolsable|multa por|por ejemplo"),
        (Role.DISCOUNT, r"discounts?\b(?! power)|\bminus\W*$|\b(?:lowered|reduced|cut|comes down) by\W*$|rebate|^\W*(less|minus)\b(?! than)|\bsav(?:e|es|ings?)\b", r"descuento"),
        (Role.CREDIT, r"credit(?! card)|bill reduction|\bwe (take|deduct|subtract)\b|\boff (of )?(your|the|that) bill|reduces? (your|the) bill", r"credito|bonificacion|\babon(?:a|an|o|os|amos|aremos)\b"),
        (Role.FEE, r"minim\w* (monthly )?(usage|use|energy|bill|charge|fee)|(low|light|small)[- ]us(e|age)\b|usage (fee|charge)|^\W*(usage|use) (is |of )?(below|under|less than|<) ?[\d,]+ ?kwh\s*[:=]|min\.? usage", r"(uso|consumo) minimo|bajo (uso|consumo)|cargo minimo"),
        (Role.ONE_TIME, r"one[- ]time|set-?up\b|activation|enrollment fee", r"unica vez|inscripcion|activacion"),
        (Role.DAILY, r"daily|per day", r"diari[oa]"),
        (Role.ENERGY, r"\ball[- ]in(clusive)? (energy |electricity )?(rate|price|charge)|energy (and|&|plus|\+) (\w+ )?delivery\b", ""),
        (Role.DELIVERY, r"del\w{0,2}ver\w?|\btdu\b|\btdsp\b|oncor|center ?point|\baep\b|\btnmp\b|new mexico power|lubbock|\blp ?& ?l\b|\blpl\b|pass(ed)?-?\s?through|transmission|distribution|\bwires\b|utility (charge|fee)|\bvolum(e|etric) (charge|rate)", r"entrega|envio|distribucion|transmision"),
        (Role.BASE, r"\bb?as[ei]c? (monthly |service |usage )?(charge|fee|rate)|\bae charge|base\b|customer (charge|fee)|(monthly|service|account|plan|subscription) (service |account |plan |subscription |customer )?(charge|fee)|(fixed|flat) (monthly )?(charge|fee|price|bill)|monthly (flat |fixed )?(charge|price)|standing charge|^\W*(your |the |monthly )*(bill|total|cost)\s*=\W*$", r"cargo (basico|base|fijo|mensual)|cuota (mensual|basica)|tarifa base"),
        (Role.ENERGY, r"e?n?erg\w|per kwh charge|generation|usage rate|\brate\b|(day|night)(time)? (charge|rate)|peak|weekend|kwh (charge|rate|price)|electricity (charge|price)|^\W*(power|electricity)\W*$|\bkwh\)?\s*[x×]\s*\(?\s*$", r"energia|carga por kwh|cargo por kwh|consumo"),
    )
)  # fmt: skip
Amounts = frozenset[tuple[Unit, Decimal]]
_EXACT = 5
"""Decimals of a price in USD per kWh that only a tariff has."""
_UNIT_OF = {
    Role.ENERGY: (Unit.KWH,),
    Role.BASE: (Unit.MONTH, Unit.DAY),
    Role.DAILY: (Unit.DAY,),
    Role.DELIVERY: (Unit.KWH, Unit.MONTH),
    Role.CREDIT: (Unit.MONTH, Unit.KWH),
    Role.FEE: (Unit.MONTH,),
    Role.DISCOUNT: (Unit.KWH, Unit.MONTH),
    Role.VEHICLE: (Unit.MONTH, Unit.KWH),
    Role.BUYBACK: (Unit.KWH, Unit.MONTH),
    Role.ONE_TIME: (Unit.MONTH,),
    Role.NO_CHARGE: (Unit.KWH, Unit.MONTH, Unit.DAY),
}
_OF_BANDS = frozenset({Role.CREDIT, Role.FEE})
_SAYS_USE = re.compile(r"^[^$¢]*\b(?:if|when|for|at|si|cuando|con)\b[^$¢]*\d ?kwh")
_NEVER_NEGATIVE = frozenset({Role.BASE, Role.FEE, Role.DAILY, Role.ENERGY})
_BARE_LABEL = re.compile(
    r"[\s\d:;,.•()\-+&/$¢]*(?:(and|y|plus|mas|charges?|per|por|month|mes|kwh|bill(?:ing)?|cycle|ciclo|day|cargos?|electricity|price|precio|chart)[\s\d:;,.•()\-+&/$¢]*)*"
)
_JOINT = re.compile(r"\s*(?:and|&|plus|y|[,+;/])\s*")
_NAMED_LINE = re.compile(r"charge|fee|credit|cargo|rate|delivery")
_HOLDS_AMOUNT = re.compile(r"\$ ?\d|\d ?¢")
_IN_BRACKETS = re.compile(
    r"\((?:(?:this|which|already|all)[ -])?(?:includes?|including|incl\.?|inclusive|w/)[^()]*\)|\b(?:all[- ])?inclusive of [^;:()]*|\b(?:including|incl\.|incluyendo)[^;:()]*"
    r"|\bwith [^;:()]*\b(?:inside|included|in it)\b"
    r"|(?<=[a-z]), (?:all )?(?:[a-z&]+ ){0,3}delivery(?: charges?)? (?:is |are )?(?:already )?included\b"
)
_USUAL = (Role.ENERGY, Role.DELIVERY, Role.BASE)
_OF_THE_SELLER = re.compile(r"charges\s*:?\s*\n")
"""The head of a part of charges that names no delivery: those of the seller."""
_LEAST_IN_TURN = 3
_MOST_GUESSES = 3
_IS_DUE = re.compile(
    r"kwh|kilo-?watt|\b(?:months?|monthly|bills?|billed|billing|cycles?|daily|days?|weekly|summer|winter|seasons?"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|mes(?:es)?|factura\w*|ciclos?|dias?|verano|invierno|usage|usar?|uso|consumo)\b"
)
_OF_THE_CONTRACT = re.compile(
    r"\b(?:months?|mes(?:es)?)\b (?:left|remaining|not served|you leave|restantes?)|\b(?:remaining|unserved) months?\b"
    r"|\b(?:\d+|six|nine|twelve|eighteen|twenty-four|thirty-six)[- ]months?\b"
)
_TAKEN_OFF = re.compile(
    r"\s*(?:(?:that |which )?(?:is|are|will be|we) )?(?:off|taken off|take off|comes? off|deduct(?:ed)?|subtract(?:ed)?|less)\b"
)
_TAKEN_OFF_A_BILL = re.compile(r"\s*(?:back|off)\b(?![- ]peak)")
_ONE_MORE = re.compile(
    r"\b(?:another|additional|extra|further|more|plus|adicional(?:es)?)\W*(?:an?|of|de|the|la|el)?\W*$"
)
HOLDS_FIRST_KWH = re.compile(r"\b(?:includ\w*|covers?|holds?) (?:the |your )?first [\d,]+\s*kwh")
_HOLDS_BEHIND = re.compile(
    r"\s*(?:that |which )?(?:includ\w*|covers?|holds?|pays for) (?:the |your )?first [\d,]+\s*kwh"
)
_GIVEN_BACK = re.compile(
    r"\s*(?:that |which )?(?:you )?(?:sent|sends?|export\w*|returned?|put back|sold|sell|fed)\b"
)
_ANY_FEE = re.compile(r"\b(?:fee|charge|surcharge|cargo|cuota)\b")
_YES = re.compile(r"(?:^|(?<=\n))\s*(?:yes|si)[.,:;!-]*\s*$")
"""An answer, whose question names the charge."""
_OWN_NAME = re.compile(r"\s*[a-z][a-z '&-]{2,40}(?:[ ]{2,}|[ ]*[.:]{2,} ?)$")
_MEMBERSHIP = re.compile(r"membership|membresia")
_UP_TO = re.compile(
    r"(up\s+to|at least|hasta|\b(?:limit|maximum|cap|limite|maximo) (?:of|de)|\blimited to)\s*$"
)
_IN_PROSE = re.compile(r"\b(a|an|of|the|una?|de|la|be|is)\s*$")
_SENTENCE = re.compile(
    r"(?<=[a-z)])(?<!\b[ap]\.m)[.;]\s|\n\n| \||\((?:i{1,3}|iv|v)\)|(?<!charge )(?<!credit )(?<!fee )(?<!cargo )(?<!credito )\(\d\)"
)
_END_OF_OWN = re.compile(
    rf"^\s*[.;]|{_SENTENCE.pattern}|[,;] (?=(?:from|below|above|under|over|at|if|when|desde|si)\b)"
)
"""Where the words end that can be a figure's own name: those behind it may be of the next."""
_CLAUSE = re.compile(r"[,(:;] ")
_PART_OF_A_CHARGE = re.compile(
    r"\W*(?:(?:by|per|each|a|the|for|por|al|cada|monthly|month|fixed|flat|variable|customer|meter|metering|volumetric|usage|kwh|part"
    r"|charge|fee|mensual|mes|fijo|cargo)\b\W*)+"
)
"""What a row below the name of a charge may be called: "Per month", "Fixed part", "Per kWh"."""
_END_OF_WORDS = re.compile(r"(?<=[a-z)])[.;](?:\s|$)|[;|]|[ ]{2,}")
_FOR_LEAVING = re.compile(
    r"^\W*(?:(?:a|per|for|x|times|por|al)\b ?)?(?:each |every |cada |the )?"
    r"(?:remaining month|months? (?:left|remaining|that (?:is|are) left)|mes(?:es)? (?:restante|que (?:falt|qued)))"
    r"|^[^$¢]{0,60}\b(?:end(?:s|ed|ing)? (?:the |your |this |it )?(?:contract |agreement |plan |service )?early|early\b|quit"
    r"|to leave|leav(?:e|ing)\b(?! (?:the |our )?(?:auto|paper|program|e-?bill))|antes de tiempo|se va antes)"
    r"|^\W{0,3}(?:returned|bounced|late|notices?|agent|reconnect\w*|disconnect\w*|insufficient|at the start)\b"
)
_ANSWERS_ON_LEAVING = re.compile(
    r"\W*(?:(?:do|will) i (?:have|pay) an? |is there an? |hay (?:una? )?|tengo (?:una? )?)?(?:early )?"
    r"(?:(?:termination|cancell?ation|exit) (?:fee|charge|penalty)|(?:cargo|cuota|multa|penalidad) por (?:cancelacion|terminacion))s?\b"
    r"[^$¢]{0,80}$"
)
"""A line of the chart: "Termination fee?   Yes. $200"."""


_ROW_OF_SUMS = re.compile(r"\$ ?[\d,]+\.\d\d[ |]+\$? ?$")
_NEXT_CELL = 40
""" "Base charge  $9.95  $1.95  $9.95": what stands beside a sum of a charge is one too."""


def may_be_no_charge(folded: str, figure: Figure, roles: Sequence[Role]) -> bool:
    """Whether a sum that was only guessed at may be none of a month's bill: "What if I quit?  $99".

    Not where its line says how often or at which usage it is due: the averages would not show that.
    """
    is_named = bool(_named(_own_words(figure), figure.unit))
    if figure.unit is not Unit.MONTH or len(roles) < 2 or Role.NO_CHARGE in roles or is_named:
        return False
    if _ROW_OF_SUMS.search(folded, max(0, figure.start - _NEXT_CELL), figure.start):
        return False
    own_words = folded[figure.start : figure.end]
    words = _OF_THE_CONTRACT.sub(" ", f"{_SENTENCE.split(figure.line)[-1]} {own_words} {figure.after}")
    return _IS_DUE.search(words) is None


def with_listed_names(folded: str, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, those in a column of their own with the name that stands in a column above or below it."""
    names = _listed_names(folded, figures)
    return tuple(
        msgspec.structs.replace(figure, line=f"{names[at]}  ") if at in names else figure
        for at, figure in enumerate(figures)
    )


def _listed_names(folded: str, figures: Sequence[Figure]) -> dict[int, str]:
    found = _names_below(folded, figures)
    if found:
        return found
    at = 0
    while at < len(figures):
        end = at + 1
        while (
            end < len(figures)
            and "\n" in figures[end].before
            and _BARE_LABEL.fullmatch(figures[end].before.replace("bill", ""))
        ):
            end += 1
        run = figures[at:end]
        if len(run) > 1 and _BARE_LABEL.fullmatch(run[0].line):
            above = [line for line in folded[: run[0].start].split("\n") if line.strip()][-len(run) :]
            below = [line for line in folded[run[-1].end :].split("\n") if _NAMED_LINE.search(line)][
                : len(run)
            ]
            for lines in (above, below):
                named = [_named(line, one.unit) for line, one in zip(lines, run, strict=False)]
                if len(named) == len(run) and all(named) and not _HOLDS_AMOUNT.search("\n".join(lines)):
                    found.update({at + place: line.strip() for place, line in enumerate(lines)})
                    break
        at = end
    return found


def _names_below(folded: str, figures: Sequence[Figure]) -> dict[int, str]:
    """Names of figures that each stand on a line of their own above it; none where any has its name above."""
    if len(figures) < _LEAST_IN_TURN:
        return {}
    first = folded[: figures[0].start].rstrip().rpartition("\n")[2]
    if _NAMED_LINE.search(first) and not re.search(r"\d ?(?:¢|cents)", first):
        return {}
    found: dict[int, str] = {}
    for at, figure in enumerate(figures):
        below = folded[figure.end :].lstrip("\n").partition("\n")[0]
        is_alone = _BARE_LABEL.fullmatch(figure.line) and not figure.after.strip()
        roles = _named(below, figure.unit)
        if not is_alone or not roles or re.search(r"[$¢]", below):
            return {}
        found[at] = below.strip()
    return found


def roles_of(figure: Figure, previous: Role | None) -> tuple[Role, ...]:
    """What a figure can be, the likeliest first. `previous` is the role of the figure before it."""
    if _YES.search(figure.line) is not None:
        figure = msgspec.structs.replace(
            figure, before=_YES.sub("", figure.before), line=_YES.sub("", figure.line)
        )
    if not figure.usd and is_prose(figure):
        is_of_hours = figure.unit is Unit.KWH and _named(figure.line, figure.unit) == (Role.ENERGY,)
        # "In other months this fee is $0" or "from 8 pm to 6 am your energy charge is 0¢".
        return (Role.NO_CHARGE, Role.ENERGY) if is_of_hours else (Role.NO_CHARGE,)
    if (own := _role_of_words_beside(figure)) is not None:
        return (own,)
    if _UP_TO.search(figure.before) or _ANSWERS_ON_LEAVING.match(figure.line) or _is_for_leaving(figure):
        return (Role.NO_CHARGE,)
    own_line = _SENTENCE.split(figure.line)[-1]
    if _is_below_delivery(figure):
        return (Role.DELIVERY,)
    roles = _roles_in_prose(figure) or _named(own_line, figure.unit) or _guesses(figure, previous)
    return _with_credits_named(figure, _with_other_meaning(figure, own_line, roles))


def _role_of_words_beside(figure: Figure) -> Role | None:
    """What a figure is by the words right behind it, whatever its name: "5¢ for each kWh that you export"."""
    if figure.unit is Unit.KWH and _GIVEN_BACK.match(figure.after):
        return Role.BUYBACK
    if figure.unit is Unit.KWH and _TAKEN_OFF.match(figure.after):
        return Role.DISCOUNT
    if figure.unit is Unit.MONTH and _TAKEN_OFF_A_BILL.match(figure.after):
        return Role.CREDIT
    if figure.unit is Unit.MONTH and (
        HOLDS_FIRST_KWH.search(figure.line) or _HOLDS_BEHIND.match(figure.after)
    ):
        return Role.BASE
    return None


def _with_other_meaning(figure: Figure, own_line: str, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """The roles of a figure whose name has two meanings, of which the averages tell one."""
    if roles == (Role.VEHICLE,) and figure.unit is Unit.KWH:
        return Role.VEHICLE, Role.ENERGY  # A car's own meter, or the hours in which it is charged.
    if roles == (Role.NO_CHARGE,) and figure.unit is Unit.MONTH and _MEMBERSHIP.search(own_line):
        return Role.NO_CHARGE, Role.BASE  # Paid once or each month.
    return roles


def _is_for_leaving(figure: Figure) -> bool:
    """Whether the words behind a sum say that it is for who leaves, or pays late: "$200 is due when you end it early"."""
    return figure.unit is Unit.MONTH and _FOR_LEAVING.search(_words_of_row(figure)) is not None


def _words_of_row(figure: Figure) -> str:
    """The words behind a figure to the end of their sentence, over a line's end where they do not end with it."""
    own, _, further = figure.behind.partition("\n")
    words = f"{own} {further.partition(chr(10))[0]}" if own.strip() else ""
    return " ".join(_END_OF_WORDS.split(words, maxsplit=1)[0].split())


def with_delivery_known(figure: Figure, roles: Sequence[Role], known: Amounts) -> tuple[Role, ...]:
    """The roles of a figure, delivery first where the utility is documented to take just this and no words say else.

    `known`: what of the utility's documented charges the label states.
    """
    is_known = bool(figure.usd) and (figure.unit, figure.usd) in known
    has_other = any(unit is Unit.MONTH for unit, _ in known)
    if tuple(roles) == (Role.DELIVERY,) and figure.unit is Unit.MONTH and has_other and not is_known:
        return (Role.DELIVERY, Role.BASE)  # "4.90 is CenterPoint's, $5.25 is ours".
    if not is_known or tuple(roles) == (Role.NO_CHARGE,) or Role.DELIVERY in roles[:1]:
        return tuple(roles)
    is_exact = figure.unit is Unit.KWH and -int(figure.usd.as_tuple().exponent) >= _EXACT
    if is_exact or len(roles) > 1:
        return (Role.DELIVERY, *(role for role in roles if role is not Role.DELIVERY))[:_MOST_GUESSES]
    return (*roles, Role.DELIVERY)


def _is_below_delivery(figure: Figure) -> bool:
    """Whether a figure is of an indented row right below the head "Oncor delivery"."""
    *_, head, own = ["", *figure.before.split("\n")]
    is_head = bool(head.strip()) and not head.startswith(" ") and not re.search(r"\d|\S {2,}\S", head)
    is_part = own.startswith("  ") or _PART_OF_A_CHARGE.fullmatch(own) is not None
    return is_head and is_part and _named(head, figure.unit) == (Role.DELIVERY,)


def _with_credits_named(figure: Figure, roles: Sequence[Role]) -> tuple[Role, ...]:
    """The roles of a figure, where what is taken off a bill is a credit whatever it is called: "-$15.00 Monthly Fee"."""
    if figure.usd >= 0:
        return tuple(roles)
    if tuple(roles) == (Role.NO_CHARGE,) and figure.unit is Unit.MONTH and not _is_for_leaving(figure):
        return (Role.CREDIT,)
    return tuple(dict.fromkeys(Role.CREDIT if role in _NEVER_NEGATIVE else role for role in roles))


def _roles_in_prose(figure: Figure) -> tuple[Role, ...]:
    if not is_prose(figure):
        return ()
    sentence = " ".join(_SENTENCE.split(figure.before)[-1].split())
    *others, clause = _CLAUSE.split(sentence)
    own = _named(clause, figure.unit) if others else ()
    named = own or _named(sentence, figure.unit)
    if not named and figure.unit is Unit.MONTH and _ANY_FEE.search(clause) is not None:
        return (Role.BASE,)  # Of some uses, where its words say so.
    return named or _named(_END_OF_OWN.split(figure.behind)[0], figure.unit)


def _guesses(figure: Figure, previous: Role | None) -> tuple[Role, ...]:
    """What words behind and above make likely, what stood before, then what has this unit at all."""
    is_bare = _BARE_LABEL.fullmatch(_SENTENCE.split(figure.line)[-1]) is not None
    above, behind = _SENTENCE.split(figure.before)[-1], _named(_own_words(figure), figure.unit)
    again = previous if previous is not None and figure.unit in _UNIT_OF[previous] else None
    found: list[Role] = []
    if again in _OF_BANDS and _ONE_MORE.search(figure.line):
        found.append(again)  # "... $20 more from 2,000 kWh".
    if figure.unit is Unit.MONTH and _OWN_NAME.match(figure.line):
        found.append(Role.BASE)  # A row that names no charge we know: what a seller calls its own.
    if is_bare:
        found += behind
        goes_on_list = again in _OF_BANDS and _SAYS_USE.search(figure.after)
        if again is not None and (goes_on_list or _BARE_LABEL.fullmatch(above)):
            found.append(again)
    found += _named(above, figure.unit)
    if is_bare and again is Role.DELIVERY:
        found.append(again)
    found += behind
    usual = (Role.ENERGY, Role.BASE, Role.DELIVERY) if _OF_THE_SELLER.search(above) else _USUAL
    found += [role for role in usual if figure.unit in _UNIT_OF[role]]
    if is_prose(figure) and figure.unit is not Unit.KWH:
        found.insert(1, Role.NO_CHARGE)  # A sum in a sentence that names no charge.
    return tuple(dict.fromkeys(found))[:_MOST_GUESSES]


def name_behind(figure: Figure, following: Figure | None) -> str:
    """The words of the line behind a figure, over one more figure that it shares them with: "6.1¢ and $4 Delivery"."""
    if following is not None and _JOINT.fullmatch(figure.after) and "\n" not in figure.behind:
        return following.after
    return figure.after


def names_a_charge(figure: Figure) -> bool:
    """Whether the words behind a figure on its line are the name of a charge."""
    return _NAMED_LINE.search(figure.after) is not None and bool(_named(figure.after[:60], figure.unit))


def names_role(words: str, unit: Unit) -> bool:
    """Whether words name a charge that can have this unit."""
    return bool(_named(words, unit))


def goes_on(figure: Figure) -> bool:
    """Whether a figure goes on with the charge before it: "6.1¢ per kWh and $4.06 per month"."""
    return _JOINT.fullmatch(figure.line) is not None and not _named(_own_words(figure), figure.unit)


def _own_words(figure: Figure) -> str:
    """The words behind a figure that can name it; what stands behind a semicolon may name the next of its line."""
    end = r"[.](?:\s|$)" if "\n" in figure.behind else r"[.](?:\s|$)|;"
    return re.split(end, figure.after[:60], maxsplit=1)[0]


def is_bare(figure: Figure) -> bool:
    """Whether no name stands before a figure on its line."""
    return _BARE_LABEL.fullmatch(figure.line) is not None


def is_prose(figure: Figure) -> bool:
    """Whether a figure stands in a sentence, not in a table: "a bill credit of $50 when ..."."""
    return _IN_PROSE.search(figure.line) is not None


@lru_cache(maxsize=512)
def _named(words: str, unit: Unit) -> tuple[Role, ...]:
    """The role that words name, where it can have this unit; a second one where they name two."""
    words = _IN_BRACKETS.sub(" ", words)
    named = [(role, pattern) for role, pattern in _ROLES if pattern.search(words)]
    fitting = [role for role, _ in named if unit in _UNIT_OF[role]]
    if not fitting:
        return ()
    return (fitting[0],)
