"""The vocabulary of Fees/Credits texts, English and Spanish: phrases with a meaning, and words without one."""

# Phrases in order: the first line that matches at a place is the token there. A line is a regular expression of folded
# text; the heading above it is the kind of token.
PHRASES = r"""
PERCENT
    100\s?(%|percent|por ciento)
    \d+(\.\d+)?\s?(%|percent|por ciento)(?= (texas |de )?(energia )?(renewable|renovable|green|verde|wind|solar))
    \d+(\.\d+)?\s?(%|percent|por ciento)(?= (texas |de )?(energia )?(clean|limpia|eolica))
DANGER
    \d+(\.\d+)?\s?%
DURATION
    (\d+|COUNT)[- ]?SPAN[- ](terms?|plans?|contracts?|agreements?|commitments?|fixed|prices?|rates?)\b
    (\d+|COUNT)-(months?|years?|days?)\b
    (\d+)[- ]days?\b(?= billing| bill| cycle| month)
    (tarifa|precio|price|rate)( fij[oa]| fixed| locked)?( in)? FOR (\d+|COUNT)[- ]?SPAN\b
    (plan|contract|contrato|term|plazo) FOR (\d+|COUNT)[- ]?SPAN\b
    (plan de )?(tarifa |precio )?(fij[oa]|fixed|locked)( in)? FOR (\d+|COUNT)[- ]?SPAN\b
SEASON_NAME
    (summer|winter|spring|verano|invierno|primavera|otono)\b(?! energy)
    (seasonal|season|temporada)\b
FILL
    (other|additional|otros) (fees|charges|terms|cargos)( and conditions)? (may apply|pueden aplicar)\b
    (is|are) met\b
    (a |all )?(tdu|tdsp|utility|delivery|transmission)( delivery| utility)? pass-?through( charges?)?
    (is |are )?passed (through|on|along)( to you| to customers?)?
    without (any )?mark-?ups?
    regardless of( your| the)? (usage|consumption|use)
    sin importar (el|su|tu) (uso|consumo)
    limited[- ]time( only)?( offers?)?\b
    tiers? \d\b
    (nivel|tramo) \d\b
    KWH(?= of| de| used| usados?| consumed| per| a month| each| in| is|$)
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
    provided( that)?(?= (your|the|monthly|usage))
    cada vez que\b
    (once|una vez que)(?= (your|you|the|monthly|usage|su|tu|el|usa|use|consuma))
FILL
    must (be|use|consume)(?= (at least|over|more|greater|above|a minimum|between|equal|less|under|below|no less|\d|>))
    equals?(?= ?-?\$)
    (drops?|falls?|lowers?|rises?|goes up|baja|sube) (to|a)(?= ?[\d$.])
WAIVED
    unless\b
    except (if|when)\b
    a menos que\b
    (salvo|excepto) (que|si|cuando)\b
EACH
    (per|each|every) 30[- ]days?\b( billing)?( cycle| period| month)?
DANGER
    ((FOR|over|in|within|en) (a |un |the |los )?)?(period of )?(\d+|COUNT) ?(SPAN|days?|dias?)\b(?!.OF_A_PLAN)
REST
    (then|luego)(?= ?(at |a )?([\d.]+ ?(¢|c)|\$0?\.))
    (for |por )?(each|every|all|any|cada)( of the)? (additional|remaining|other|adicional|extra) kwhs?\b
    (for |por )?all (other |remaining )?kwhs? (after(wards)?|thereafter)( that)?\b
    (el |the )?(rest|resto|remainder|demas)( of)?( the| your)?( kwhs?)?\b
ALL_KWH
    (all|every|each|cada|todos los) kwhs?(?= (you use |used |consumed )?(cost|is|are|will|bill|cuesta|se))
PER_KWH
    (for |por |per )?(each|every|cada) kwhs?\b(?= ?(above|over|beyond|after|in excess|more|up to)\b)
    (for |por |per )?(each|every|cada) kwhs?\b(?= ?(under|below|less|between|hasta|de|por|arriba)\b)
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
    (does not|doesn't|do not|don't|not) exceed(s|ing)?
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
    (is |are )?(at or (above|over)|at least|no less than|not less than|not (below|under))
    (is )?(a )?minimum( monthly)?( usage| use| consumption)? of(?= ?\d)
    (un )?(uso|consumo) minimo de(?= ?\d)
    (is )?(a )?minimum of
    (reach(es|ing)?|meets|hits?)\b
    >\s?=
    =\s?>
    ≥
    (igual o (mayor|superior|mas)|mayor o igual|superior o igual|mas o igual)( a| que| de)?
    (de )?al menos
    a partir de( los| las)?
    por lo menos
    como minimo
    un minimo de
    minimo de
    llega o supera( a| los)*
    (alcanc[ea]n?|alcanzar|llegu?[ea]n? a|llegar a)( o supere| o exceda| los| las)*
    no menos de
    no sea (inferior|menor) a
    iguale o (supere|exceda)
LT
    (is |are )?(less|fewer|lower) (than|then)
    (falls?|drops?|goes|stays?|remains?)?\s?(below|under|beneath|short of)
    does( not|n't) (reach|meet|equal or exceed)
    (fails to|not) (reach|meet)
    (does not|doesn't|do not|don't) (reach|meet|use|consume)( at least| a minimum of)?
    no (usa|use|utiliza|utilice|consume|consuma|alcanza|alcance)( al menos| por lo menos| los)?
    <
    (es |sea |fuera )?(menos (de|que)|menor(es)? (de|que|a)|inferior(es)? a|por debajo de|debajo de|abajo de)
    no (alcanc[ea]|alcanza|llegu?e a|llega a)( los)?
    menor(?=\s?\d)
GT
    (is |are )?(greater|more|higher) (than|then)
    exceed(s|ed|ing)?
    in excess of
    surpass(es)?
    tops\b
    pas[ea]n? de
    (despues de|mas alla de)( los| las)?(?=\s?\d)
    over\b
    above\b
    beyond\b
    past\b
    after(?= \d)
    >
    (es |sea )?(mas de|mas que|mayor(es)? (de|que|a)|superior(es)? a|por encima de|por arriba de|arriba de)
    (supere|supera|superen|superan|superar|exceder|sobrepasar|exceda|excede|excedan|sobrepas[ea]|rebas[ea])( los| de)?
POST_GE
    (or|and|&) (more|greater|higher|above|over|up)\b(?! than| \d[\d,]* ?KWH)
    \+
    \bo (mas|superior(es)?|mayor)\b(?! de (?!electricidad|energia|luz|uso|consumo|la |su |tu )| que| a \d)
    en adelante\b
    and up\b
    plus(?= kwh)
    (minimum|minimo)\b(?!-| usage| use| de| fee| charge| monthly)
POST_LE
    (or|and) (less|fewer|lower|below|under)\b(?! than| \d[\d,]* ?KWH)
    \bo (menos|inferior(es)?|menor)\b(?! de| que| a \d)
WAIVED
    (is |will be |be |are |sera |es )?(waived|not (be )?(charged|applied|assessed|billed)|eliminated|removed)
    waives?\b
    avoid(s|ed|ing)?\b
    evit(e|a|ar|ando)\b
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
    one[- ]?(time|off)\b
    (setup|set-up|enrollment|activation) (?=fee|charge)
    (unic[oa] vez|una sola vez|de inscripcion|de activacion)\b
BUNDLED
    (includes?|including|all[- ]inclusive)( of)?( all)?( the)?( tdu| tdsp| utility)? (delivery|transmission)( charges?)?
    (incluye|incluyendo)( la| los cargos de)? (entrega|distribucion|transmision)
BASE
    (monthly )?(base|basic|customer|account)( monthly| usage| electricity| service)? (charges?|fees?|rates?)
    monthly (service |customer |account |recurring |subscription |membership |plan |access )?(charges?|fees?)
    (cargos?|tarifas?|cuotas?|costos?)( mensual(es)?)? (de )?(base|basic[oa]s?)( mensual(es)?)?
    cargos? (fijos? )?mensual(es)?
    cargos? fijos?
    tarifa mensual
    cuota mensual
    cargos? (al|de|por) cliente
    base\b
MINUSE
    (minimum|min|low|minimal)[- ](electricity |energy |monthly )?(usage|use|consumption)
    (uso|consumo|utilizacion) (mensual )?(minim[oa]|bajo|baja)
    minim[oa] (de )?(uso|consumo)
    bajo (uso|consumo)
    minimum (monthly )?(?=fee|charge)
    (cargos?|tarifas?|cuotas?) minim[oa]s?( mensual)?
CREDIT
    energy charge (credits?|discounts?)\b
ENERGY
    (energy |electricity )?(prices?|rates?|charges?) per kwh
    (precio|tarifa|cargo) por kwh
    energy (charges?(?! (an? |you|your|\$))|rates?|prices?)
    (cargos?|tarifas?|precios?) (por|de|por la|de la) energia
    (price|rate|precio)s?\b
CREDIT
    (credits?|credited|acredita(d[oa]s?|mos|ra|ran|n)?|creditos?|rebates?|bonificacion(es)?|bonos?)\b
    (discounts?|descuentos?)\b
    off (of )?(your|the|each|every) (electricity |monthly )?bills?\b
    (off|back) (?=(when|if|each|every|per|in|on|any|monthly)\b)
    (take|takes|taken) (?=(an additional )?\$)
    (deducted|deducts?|subtracted|subtracts?|descontara[ns]?|descuenta[ns]?|restara[ns]?)\b
    (bill|invoice|factura|cuenta) (is |will be |se )?(reduced|lowered|decreased|reduce|reducira) (by|en)\b
FEE
    (fees?|charged?s?|surcharges?|penalt(y|ies))\b
    (cobr(a|o|an|ara|aran|amos|os)|cargos?|tarifas?|cuotas?|recargos?|multas?|penalidad)\b
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
    factura(s|cion)? electronicas?
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
    (following|next|last|second|third|fourth|segunda|tercera|primer|primera|every-other|times|consecutive|sixth)\b
    (up-front|may|might|could|maybe|perhaps|possibly|possible|depend(s|ing)?|var(y|ies|ied|ying|ia|ian)|according|segun)\b
    (puede[n]?|podria[n]?|podra[n]?|posible(mente)?|quizas?|tal vez|a veces|dependiendo|depende)\b
    (sometimes|occasionally|typically|usually|normally|generally|often|rarely|partial(ly)?|parcial(mente)?)\b
    (selected?|certain|some|other|various|ciert[oa]s?|algun([oa]s?)?|otros?|otras?)\b
    (introductory|promotional|anniversary|prorated|pro-rated|declining|decreasing|increas(e|es|ed|ing)|split)\b
    (average|promedio|avg|estimated|percent|gift|card|referral|match|matching|minus|menos(?= \$))\b
    (about|around|roughly|nearly|almost|approx(imate(ly)?)?|aproximad[oa](mente)?|alrededor|casi|cerca|exactly|exactamente)\b
    (half|double|triple|twice|once|doble|mitad|medio)\b
    (holiday|holidays|weekend|weekends|weekdays?|weekly|nightly|hourly|quarterly|annual(ly)?|yearly|years?|annum|weeks?)\b
    (anual(es|mente)?|anos?|trimestral(es)?|semanal(es)?|semanas?|fines de semana|fin de semana|noches?)\b
    (peak|off-peak|night|nights|hours|horas|daily|diario|diaria|daytime|real-time|realtime)\b
    (wholesale|market|index|indexed|spot|mercado|mayorista|indexado)\b
    (mon|tues|wednes|thurs|fri|satur|sun)days?\b
    (lunes|martes|miercoles|jueves|viernes|sabados?|domingos?)\b
    (evs?|electric vehicles?|vehiculos? electricos?|apartments?|apartamentos?|seniors?)\b
    (free|gratis|gratuit[oa]s?|solar|buyback|export)\b
    (maximum|maximo|only|solo|solamente|unicamente|except|excepto|salvo)\b
    (expires?|expired|expira|expiran|vence|vencen|stops?|ceases?)\b
LIMIT
    (limited|limits?|limitad[oa]s?|limite|no longer|exclud(e|es|ed|ing)|excluy(e|en|endo))\b
FIRST
    (the )?(first|initial)\b
    los primeros
    las primeras
    primeros\b
REST
    (all |any )?(remaining|additional|other) (?=kwh)
    (despues|posteriormente|despues de eso)\b
    (thereafter|afterwards?)\b
    kwh adicional(es)?\b
    en lo sucesivo
ALL_KWH
    (all|every|each|cada|todos los) kwh\b
ADDITIONAL
    (an? |un |una )?(additional(ly)?|extra|bonus|another|further|adicional(es|mente)?|otro)\b
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
    ((for|in|on|during) )?(each|every|any|per)\s((given|monthly|calendar|electric) )*(bill(ing)? )?CYCLE
    (for |in |on |during )?(each|every|any|per)\s(given )?(monthly )?(statements?|bills?|invoices?|month's bill|mo)\b
    (por |en |de )?(por|cada|al|todos los)\s(ciclos?|mes(es)?|periodos?|facturas?)( de facturacion)?( mensual)?\b
    a month\b
    /\s?(month|mo|mes|bill|cycle|ciclo|factura|billing cycle)\b
    mo\b
    (in|for) (a|the) (given )?(billing |monthly )?(billing )?(cycle|month|period)\b
    monthly\b
    mensual(es|mente)?\b
BETWEEN
    (is |falls |are |sea |este )?(between|within|from|entre|desde|in the range of|ranging from)\b
IF
    (only )?(if|when(ever|\b)|where|in which|cuando|siempre que|en (el|la|los|las) que|donde|con un|with)\b
    si\b
NO
    (does not|doesn't|do not|don't) (have|include|charge)( any| an?)?\b
    (will not|won't|do not|does not) (receive|get|earn|pay|incur|be charged)( any| the| an?)?\b
    no (recibe|recibira|pagara?|se (otorga|otorgara|dara))( el| la| un[oa]?| ningun[oa]?)?\b
    no (hay|tiene|tienen|incluye|cobra(mos)?)( un[oa]?s?)?\b
    (none|ningun[oa]?|n/a)\b
NOT
    (not|nunca|never|isn't|n't)\b
NO
    (no|without|zero|sin|ningun[oa]?|free of|cero)\b
OTHERWISE
    (otherwise|de lo contrario)\b
    (if not|si no)(?=,? ?(an? |un |una )?\$)
OR
    (or|o|u|ni)\b
AND
    (and|y|e|but|pero|&)(?=\s|$)
TO
    (to|through|thru|hasta|al?|-)(?=\s*(\$|\d|MONTH))
PAY
    (pay|pays|paid|pagar?|pagas|pague|pagara|pagaras)\b
FILL
    [-/=@]
"""

# Words that carry no amount, use, month or limit.
FILL_WORDS = """
a an the this that these those of for in on at by as is are be been being was will shall it its it's their they
that's you your yours you'll you've we us our we'll he from to than with toward towards against customer customers
customer's customers' home homes household residential owner account accounts meter esiid esi id esi-id simply comes see
keep keeping results result bill bills bill's billed billing invoice invoices statement statements cycle cycles
month months month's month: monthly period periods total actual entire throughout during level levels low high
single same all any each every which who whose electric electricity energy power usage usage: use uses used using
usage-based consumption consuming metered registered kwh kwhs kilowatt hour standard texas rep service charge-free
month-to-month term amount recurring fixed fixed-rate rate-plan renewable clean green wind plan plans plan's product
product's products offer offers contract contracts agreement has have having if so such also then there here when
just simple great new big lock enjoy inclusive included dollar dollars reward rewards least meets ending ends end
fall falls falling going per membership subscription membresia suscripcion small costs cost cuesta cuestan read
reading now easier easy manage managing budget budgeting there's

un una unos unas el la los las lo este esta esto estos su sus tu tus se le les te nos de del al a en por para con
que es son sea sean sera seran esta estan fue ha han hay usted ustedes cuenta cuentas cliente clientes hogar casa
residencial residenciales factura facturas facturacion ciclo ciclos mes meses mensual mensuales mensualmente periodo
periodos total totales electrico electrica electricidad energia luz uso usos usa usas usan use uses usen usar
kilovatio hora cantidad siguiente cada cual cuyo cuya cualquier igual entre medidor esi durante termina terminan
terminen finaliza finalizan monto texas dolares siempre mediante nuevo nueva contrato vigencia plan planes producto
oferta tiene tener servicio fijo fija renovable limpia automatico automatica forma nivel todo todos toda todas ahora
administrar manejar presupuesto leido lectura
"""
# Verbs of giving, charging and using, in all their forms.
FILL_STEMS = r"""
receiv\w+ get gets getting got give gives given giving gave gain\w* earn\w* appl(y|ies|ied|ying|icable) provid\w+
issu\w+ assess\w* incur\w* add(s|ed|ing)? appear\w* includ\w+ qualif\w+ enroll(s|ed|ing)? automatic\w*
consum(e|es|ed|ing)
offer\w* recib\w+ aplic\w+ obt(en|ien|uv)\w* gan(a|as|an|e|es|en|ar|ara|aras|aran) otorg\w+ da dan damos dar dara
daran daremos agreg\w+ emit\w+ emis\w+ ofre[cz]\w+ inclu[iy]\w* utili[zc]\w+ consum\w+ usa(r\w*|ndo) disfrut\w+
inscrib\w+
"""
# How misspelt words of this trade are told: one letter wrong, missing, doubled or swapped.
SPELLINGS = """
minimum usage credit credits charge charged charges billing bill customer customers monthly month applied applies
receive received greater between additional electricity consumption residential cycle equal waived automatic credito
creditos consumo factura facturacion aplicara aplica recibe mensual minimo minima cargo tarifa mayor menor menos
adicional ciclo cuando
"""
# Names: words of brands that start many texts, and the words that follow the name of a company or plan.
NAMES = """
4change abacus acacia almika ambit amigo apg&e atlantex bluebonnet chariot cirro cleansky companion constellation
energytexas flagship frontier gexa gridplus griddy infuse iberdrola lonestar nrg octopus ohmconnect payless pennywise
pogo pronto ranchero reliant rhythm smartricity startex sunpower trieagle trueenergy txu v247 vistra windrose xoom
"""
WORDS_AFTER_A_NAME = """
will shall automatically credits gives offers provides applies charges bills issues awards rewards adds energy power
electric electricity plan plans aplicara otorgara otorga ofrece aplica acreditara cobrara cobra dara da
"""
NUMBER_WORDS = """
diez quince veinte veinticinco treinta cuarenta cincuenta setenta cien ciento mil
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand cents
"""
