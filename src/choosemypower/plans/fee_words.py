"""The words of Fees/Credits texts, English and Spanish, as tokens for the grammar in `fee_text.py`.

Every word must be known: a sentence with an amount and a word that is in no list here is not understood, and nothing
of its text becomes a number. Only names of companies and plans (capital letters) may be unknown.
"""

import re
import unicodedata
from decimal import Decimal
from html import unescape
from typing import NamedTuple

_INTEGER = r"\d{1,3}(?:,\d{3})+|\d+"
_KWH = r"(?:kwhs?|kw/?hs?|kw-h|kilowatt[- ]?hours?|kilovatios?[- ]?(?:por )?horas?|kilowatts?[- ]?horas?)"
_PER_KWH = rf"(?:\s*(?:/|per|por(?: cada)?|cada|el|each|a)\s*{_KWH})"
_DOLLARS = r"(?:dollars?|dolares|usd)"
_PER_DAY = r"(?:/|per |a |por |al |each |cada )\s*(?:day|dia)\b"
_MONTH_NAMES = """
january jan enero
february feb febrero
march mar marzo
april apr abril
may mayo
june jun junio
july jul julio
august aug agosto
september sept sep septiembre setiembre
october oct octubre
november nov noviembre
december dec diciembre
"""
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.strip().splitlines(), 1)
    for name in names.split()
}


class Token(NamedTuple):
    kind: str
    """MONEY, RATE, NUM, a comparison, a noun, a marker; UNKNOWN for a word in no list, FILL for one without meaning."""
    text: str
    value: Decimal | None = None


def normalise(text: str) -> str:
    """One line, straight quotes and dashes, no markup; case kept, because names of companies matter."""
    plain = unescape(re.sub(r"</?[A-Za-z][^<>]{0,200}>", "\n", text))
    plain = unicodedata.normalize("NFKC", plain)
    for odd, usual in (
        ("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("−", "-"), ("‑", "-"),
        ("\u200b", ""), ("\ufffd", " "), ("¡", " "), ("¿", " "),
    ):  # fmt: skip
        plain = plain.replace(odd, usual)
    plain = re.sub(r"\((?:s|es)\)", "", plain)
    plain = re.sub(r"(?i)(cr[eé]dito|cargo|tarifa)(de)(?=[\s$])", r"\1 \2", plain)
    return re.sub(r"(?i)\bmin\.\s", "min ", plain)


def sentences(text: str) -> list[str]:
    """The text's sentences; a full stop inside a number or an abbreviation does not end one."""
    parts = re.split(r"(?:(?<!\d)\.|\.(?!\d)|[!?;|\n•·]|:::|\*)+", text)
    return [part.strip(" ,:-\t") for part in parts if part.strip(" ,:-\t")]


def fold(text: str) -> str:
    """Lower case without accents, character by character, so that places stay the same."""
    return "".join(unicodedata.normalize("NFD", char)[0].lower()[0] for char in text)


# Amounts, shares and uses: an optional group `value` holds the number.
_NUMBERS = (
    ("RATE_USD", rf"\$\s?(?P<value>\d*\.\d+|\d+){_PER_KWH}"),
    ("RATE", rf"(?P<value>\d*\.\d+|\d+)\s?(?:¢|cents?\b|centavos?\b|c(?=\s*/?\s*(?:per\s)?kwh)){_PER_KWH}?"),
    ("DAILY_USD", rf"\$\s?(?P<value>\d*\.\d+|\d+)\s*{_DOLLARS}?\s*{_PER_DAY}"),
    ("MONEY", rf"(?:us)?\$\s?(?P<value>(?:{_INTEGER})(?:\.\d+)?|\.\d+)(?:\s?{_DOLLARS}\b)?"),
    ("MONEY", rf"(?P<value>\d+(?:\.\d+)?)\s?{_DOLLARS}\b"),
)
_USE = ("NUM", rf"(?P<value>\d\.\d{{3}}|{_INTEGER})\s*{_KWH}?(?=\b|\s|\+|$|[^\w.])")
# Phrases in order: the first line that matches at a place is the token there. A line is a regular expression of folded
# text; the heading above it is the kind of token.
_PHRASES = r"""
PERCENT
    100\s?(%|percent|por ciento)
    \d+(\.\d+)?\s?(%|percent|por ciento)(?= (texas |de )?(energia )?(renewable|renovable|green|verde|wind|solar))
    \d+(\.\d+)?\s?(%|percent|por ciento)(?= (texas |de )?(energia )?(clean|limpia|eolica))
DANGER
    \d+(\.\d+)?\s?%
FILL
    (fixed|flat)[- ]?(rate|price)s?
    tarifa (fija|electrica|de electricidad)
    plan de tarifa
    precio fijo
    mas facil\b
    electricity rates?
    e-plan\b
    (for )?(new|residential|existing) customers only\b
    (solo|solamente) (para )?(nuevos clientes|clientes nuevos)\b
IF
    (only|solo|solamente|unicamente) (if|when|whenever|cuando|si)\b
WAIVED
    unless\b
    except (if|when)\b
    a menos que\b
    (salvo|excepto) (que|si|cuando)\b
DURATION
    (por |for |durante )?(a |un )?(\d+|one|two|three|six|twelve|doce|tres)[- ]?(months?|mos?|mes(es)?)\b([- ]terms?\b)?
    (por |for |durante )?(a |un )?(\d+|one|two|three|six|twelve|doce|tres)[- ]?(years?|anos?|days?|dias?)\b
DANGER
    (per|for each|for every|each|every|por cada|cada|por) (?=\d)
    (per|each|every|por|por cada|cada|/)\s?kwh?\b
LE
    (is |are )?(less|lower|fewer) than or equals?( to)?
    equals? (to )?or (less|lower|fewer|below)( than)?
    at or (below|under)
    up to( and including)?
    at most
    no (more|greater|higher) than
    not (more|greater) than
    (does not|doesn't|do not|not) exceed(s|ing)?
    <\s?=
    =\s?<
    ≤
    menor o igual( a| que)?
    menos o igual( a| que)?
    igual o menor( a| que)?
    igual o menos( de| que| a)?
    inferior o igual a
    igual o inferior( a)?
    hasta
    no mas de
    como maximo
    no (exceda|excede|supere|supera)( de| los)?
    un maximo de
    maximo de
GE
    (is |are )?(greater|more|higher) than or equals?( to)?
    (is |are )?equals? (to )?or (greater|more|higher|above|exceeds|over)( than)?
    (is )?equals? to or exceeds
    (is )?(meet|reach|equal)(s|es)? or exceeds?
    reach(es)? (at least|or exceeds?)
    (is |are )?(at or above|at least|no less than|not less than|not (below|under))
    (is )?(a )?minimum of
    (reach(es|ing)?|meets|hits)\b
    >\s?=
    =\s?>
    ≥
    (igual o (mayor|superior|mas)|mayor o igual|superior o igual|mas o igual)( a| que| de)?
    (de )?al menos
    por lo menos
    como minimo
    un minimo de
    minimo de
    (alcanc[ea]n?|alcanza|alcanzan|alcanzar|llegu?[ea]n? a)( o supere| o exceda| los| las)*
    no menos de
    no sea (inferior|menor) a
    iguale o (supere|exceda)
LT
    (is |are )?(less|fewer|lower) (than|then)
    (falls?|drops?|goes|stays?|remains?)?\s?(below|under|beneath)
    does( not|n't) (reach|meet|equal or exceed)
    (fails to|not) (reach|meet)
    <
    (es |sea |fuera )?(menos (de|que)|menor (de|que|a)|inferior(es)? a|por debajo de|debajo de|abajo de)
    no (alcanc[ea]|alcanza|llegu?e a|llega a)( los)?
    menor(?=\s?\d)
GT
    (is |are )?(greater|more|higher) (than|then)
    exceed(s|ed|ing)?
    in excess of
    surpass(es)?
    over\b
    above\b
    beyond\b
    past\b
    after(?= \d)
    >
    (es |sea )?(mas de|mas que|mayor (de|que|a)|superior(es)? a|por encima de|por arriba de|arriba de)
    (supere|supera|superen|superan|superar|exceder|sobrepasar|exceda|excede|excedan|sobrepas[ea]|rebas[ea])( los| de)?
POST_GE
    (or|and|&) (more|greater|higher|above|over|up)\b(?! than| \d)
    \+
    \bo (mas|superior(es)?|mayor)\b(?! de| que| a \d)
    en adelante\b
    and up\b
    plus(?= kwh)
POST_LE
    (or|and) (less|fewer|lower|below|under)\b(?! than| \d)
    \bo (menos|inferior(es)?|menor)\b(?! de| que| a)
WAIVED
    (is |will be |be |are |sera |es )?(waived|not (be )?(charged|applied|assessed|billed)|eliminated|removed)
    waives?\b
    (does not|doesn't|will not|won't|do not|not) apply
    (no se (aplica(ra)?|cobra(ra)?)|no (aplica|sera cobrado))\b
    (se )?(exime|exonera|elimina|anula|cancela)(ra|n)?\b
    exent[oa]\b
    eximid[oa]\b
    exonerad[oa]\b
    eliminad[oa]\b
DAILY
    daily (?=charge|fee)
    (cargo|tarifa|cuota) diari[oa]
OTHER_FEE
    (early )?(cancell?ation|termination)( fees?| charges?)?
    (late|disconnect(ion)?|reconnect(ion)?|deposit|cancel)( payment)?( fees?| charges?)?\b
    (returned|nsf|insufficient funds)( payment| check)?( fees?| charges?)?\b
    cargos? por (cancelacion|terminacion|mora|desconexion)
    cuota de (cancelacion|terminacion)
    deposito\b
ONE_TIME
    one[- ]time\b
    (setup|set-up|enrollment|activation|membership) (?=fee|charge)
    (unic[oa] vez|una sola vez|de inscripcion|de activacion|de membresia)\b
BUNDLED
    (includes?|including|all[- ]inclusive)( of)?( all)?( the)?( tdu| tdsp| utility)? (delivery|transmission)( charges?)?
    (incluye|incluyendo)( la| los cargos de)? (entrega|distribucion|transmision)
BASE
    (monthly )?(base|basic|customer|account)( monthly| usage| electricity| service)? (charges?|fees?|rates?)
    monthly (service |customer |account |recurring |subscription |membership )?(charges?|fees?)
    (cargos?|tarifas?|cuotas?|costos?)( mensual(es)?)? (de )?(base|basic[oa]s?)( mensual(es)?)?
    cargos? (fijos? )?mensual(es)?
    cargos? fijos?
    tarifa mensual
    cuota mensual
    cargos? (al|de|por) cliente
MINUSE
    (minimum|min|low|minimal)[- ](electricity |energy |monthly )?(usage|use|consumption)
    (uso|consumo|utilizacion) (mensual )?(minim[oa]|bajo|baja)
    minim[oa] (de )?(uso|consumo)
    bajo (uso|consumo)
    minimum (monthly )?(?=fee|charge)
    (cargos?|tarifas?|cuotas?) minim[oa]s?( mensual)?
ENERGY
    (energy |electricity )?(prices?|rates?|charges?) per kwh
    (precio|tarifa|cargo) por kwh
    energy (charges?|rates?|prices?)
    (cargos?|tarifas?|precios?) (por|de|por la|de la) energia
    (price|rate|precio)s?\b
CREDIT
    (credits?|credited|acreditara[ns]?|acreditado|creditos?|rebates?|bonificacion(es)?)\b
    (discounts?|descuentos?)\b
    off (of )?(your|the|each|every) (electricity |monthly )?bills?\b
FEE
    (fees?|charged?s?|surcharges?|penalt(y|ies))\b
    (cobrara[n]?|cobra|cargos?|tarifas?|cuotas?|recargos?|multas?|penalidad)\b
AUTOPAY
    auto[- ]?pay(ment)?s?\b
    automatic (bill )?payments?
    pagos? automaticos?
    autopago
PAPERLESS
    paperless( billing)?
    e-?bill(ing)?
    electronic bill(s|ing)?
    sin papel
    facturas? electronicas?
FILL
    (plus |and )?(applicable |all )?(tdu|tdsp|utility|oncor|centerpoint|aep|tnmp) (delivery )?(charges?|fees?)
    (plus |and |y |mas )?(applicable |all )?(delivery|transmission and distribution|entrega) (charges?|fees?)
    cargos? de (entrega|tdu|tdsp|distribucion)( de tdu)?
    thresholds?\b
    enroll(ing|ment) in
    inscribirse en
ONE_BILL
    (on|in|for|with) (your |the )?(\d(st|nd|rd|th)|first|second|third|fourth) (full )?(bill|invoice|statement)\b
    en (su |tu |la )?(primera|segunda|tercera|cuarta) factura\b
DANGER
    (must|require|requires|required|subject|provided|eligible|eligibility|conditional|upon|until|after|before)\b
    (following|next|last|second|third|fourth|segunda|tercera|primer|primera|every-other|times)\b
    (except|excluding|excepto|salvo|only|solo|solamente|limited|maximum|up-front|may|might|could)\b
    (introductory|promotional|expire|expires|expira|anniversary|prorated|pro-rated)\b
    (average|promedio|avg|estimated|percent|gift|card|referral|match|matching)\b
    (holiday|holidays|weekend|weekends|peak|off-peak|night|nights|hours|horas|daily)\b
    (free|gratis|gratuito|solar|buyback|export)\b
FIRST
    (the )?(first|initial)\b
    los primeros
    las primeras
    primeros\b
REST
    (all |any )?(remaining|additional|other) (?=kwh)
    (despues|posteriormente|despues de eso)\b
    thereafter\b
    kwh adicional(es)?\b
    en lo sucesivo
ALL_KWH
    (all|every|each|cada|todos los) kwh\b
ADDITIONAL
    (an |un |una )?(additional(ly)?|extra|another|adicional(es|mente)?|otro)\b
    in addition( to)?
    plus\b
    ademas\b
    mas(?=\s?(un |otros? )?\$)
    as well as
    also\b
    tambien\b
IF
    (in |for )?(any|each|every) (month|billing cycle) (?=(your |the |monthly |total )+(usage|use|consumption))
EACH
    (for |in |on |during )?(each|every|any|per)\s(given )?(monthly |calendar )?(bill(ing)? )?(cycles?|months?|periods?)
    (for |in |on |during )?(each|every|any|per)\s(given )?(monthly )?(statements?|bills?|invoices?|month's bill|mo)\b
    (por |en |de )?(por|cada|al|todos los)\s(ciclos?|mes(es)?|periodos?|facturas?)( de facturacion)?( mensual)?\b
    a month\b
    /\s?(month|mo|mes|bill|cycle)\b
    (in|for) (a|the) (given )?(billing |monthly )?(billing )?(cycle|month|period)\b
    monthly\b
    mensual(es|mente)?\b
BETWEEN
    (is |falls |are |sea |este )?(between|within|from|entre|desde|in the range of|ranging from)\b
IF
    (only )?(if|when(ever|\b)|where|in which|cuando|siempre que|en (el|la|los|las) que|donde|con un|with)\b
    si\b
NOT
    (not|nunca|never|isn't|n't)\b
NO
    (no|without|zero|sin|ningun[oa]?|free of|cero)\b
OR
    (or|o|u|ni)\b
AND
    (and|y|e|but|pero|&)(?=\s|$)
TO
    (to|through|thru|hasta|al?|-)(?=\s*(\d|MONTH))
FILL
    -
"""

# Words that carry no amount, use, month or limit.
_FILL_WORDS = """
includes include incluye enroll enrolled enrolling enrollment product's enjoy
contract contracts agreement entire throughout you'll we'll it's that's you've customers' owner level rep
usted ustedes contrato vigencia cualquier usan utilizan utilizar forma automatica automatico residenciales nivel
a an the this that these those of for in on at by as is are be been being was will shall it its their they you
your yours we our us he customer customers customer's account accounts meter esiid esi id residential home
household bill bills invoice invoices statement billing billed cycle cycles month months month's monthly period
periods total actual electric electricity energy power usage use uses used using consume consumed consumes
consumption kwh kwhs kilowatt hour apply applies applied applicable applying automatic automatically receive
receives received receiving get gets got give gives given gets earn earns add adds added appear appears issue
issued provide provides provided assess assessed incur incurred plan plans product offer offers has have having
service fixed fixed-rate rate-plan renewable clean green wind all any which who each per month-to-month term
amount recurring usage-based usage: standard bill's so if then such also with to from than toward towards
against enroll when enrolled there here and then during ending ends end month: fall falls falling texas lock pay
simple great new exact exactly dollar dollars qualify qualifies qualified qualifying reduce reduced reduces
reward rewards bonus just summer winter seasonal season same during single low high level levels least meets
metered registered read reading now easier easy manage managing budget budgeting

un una unos unas el la los las lo este esta esto su sus tu tus se le les te nos de del al a en por para con que
es son sea sean sera seran fue ha han hay cuenta cuentas cliente clientes residencial hogar casa factura
facturas facturacion ciclo ciclos mes meses mensual mensuales mensualmente periodo periodos total totales
electrico electrica electricidad energia luz uso usos use usa usas usar utilice utiliza utilices consumo
consumos consume consumas consumir consuma consumido kilovatio hora aplica aplican aplicara aplicaran aplicado
aplicar aplicable automatico automaticamente recibe recibes recibir recibira reciba obten obtiene obtendra
obtenga otorga otorgara dara da dar agrega agregara emite cobrado plan planes producto oferta tiene tener
servicio fijo fija renovable limpia cantidad siguiente cada cual cuyo cuya igual entre medidor esi ano meses
durante termina terminan terminen finaliza finalizan monto texas dolares siempre mediante reduce nuevo nueva
verano invierno temporada ahora administrar manejar presupuesto leido lectura
"""
_NUMBER_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand cents
"""
_FILL = frozenset(_FILL_WORDS.split())
_NUMBER_WORD = frozenset(_NUMBER_WORDS.split())


def _scanners() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Numbers first, then phrases; a bare number comes after "100%" and "12 months"."""
    blocks: list[tuple[str, list[str]]] = []
    for line in _PHRASES.strip().splitlines():
        if line.startswith(" "):
            blocks[-1][1].append(line.strip())
        else:
            blocks.append((line, []))
    months = "|".join(_MONTHS)
    phrases = [(kind, "|".join(lines).replace("MONTH", months)) for kind, lines in blocks]
    after_durations = 1 + [kind for kind, _ in phrases].index("DURATION")
    phrases.insert(after_durations, _USE)
    # A phrase does not end within a word.
    ending = "(?:(?<![a-z])|(?![a-z]))"
    return tuple((kind, re.compile(f"(?:{pattern}){ending}")) for kind, pattern in (*_NUMBERS, *phrases))


_SCANNERS = _scanners()
_WORD = re.compile(r"[a-z0-9][a-z0-9'._/-]*")
_MONTH_WORD = re.compile(r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?")


def tokens_of(sentence: str) -> list[Token]:
    """The sentence's tokens, fillers left out."""
    folded = fold(sentence)
    is_shouting = sum(char.isupper() for char in sentence) > sum(char.islower() for char in sentence)
    found: list[Token] = []
    place = 0
    while place < len(folded):
        char = folded[place]
        if char.isspace() or char in ",:()[]\"'/#=_.":
            place += 1
            continue
        token, place = _token_at(sentence, folded, place, is_shouting)
        if token.kind != "FILL":
            found.append(token)
    return found


def _token_at(sentence: str, folded: str, place: int, is_shouting: bool) -> tuple[Token, int]:
    if starts_word := (place == 0 or not folded[place - 1].isalnum()):
        month = _MONTH_WORD.match(folded, place)
        # "may" is a month only beside another one; alone it is a verb, and a sign of danger.
        if month and (month[0] != "may" or _has_other_month(folded, month.span())):
            return Token("MONTH", month[0], Decimal(_MONTHS[month[0].rstrip(".")])), month.end()
    for kind, pattern in _SCANNERS:
        match = pattern.match(folded, place)
        if match and match.end() > place and (starts_word or not folded[place].isalpha()):
            value = match.groupdict().get("value")
            return Token(kind, match[0], None if value is None else _number(kind, value)), match.end()
    word = _WORD.match(folded, place)
    if word is None:
        return Token("UNKNOWN", folded[place]), place + 1
    text = word[0].rstrip("'._/-")
    end = place + max(1, len(text))
    if text in _FILL:
        return Token("FILL", text), end
    if text in _NUMBER_WORD or any(part in _NUMBER_WORD for part in text.split("-")):
        return Token("NUMBER_WORD", text), end
    if re.match(r"\d*[A-Z]", sentence[place:]) and not is_shouting:
        return Token("FILL", text), end
    return Token("UNKNOWN", text), end


def _number(kind: str, text: str) -> Decimal:
    if kind == "NUM" and re.fullmatch(r"\d\.\d{3}", text):
        return Decimal(text.replace(".", ""))
    return Decimal(text.replace(",", ""))


def _has_other_month(folded: str, span: tuple[int, int]) -> bool:
    around = folded[max(0, span[0] - 25) : span[0]] + " | " + folded[span[1] : span[1] + 25]
    return any(match[0] != "may" for match in _MONTH_WORD.finditer(around))
