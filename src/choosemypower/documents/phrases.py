"""The table of phrases: what words near a quantity mean, English and Spanish side by side.

A new way to say a thing is one line here. Each line is a kind, then regular expressions of folded text (lower case, no
accents) in English and in Spanish. At one place of a text the first line that matches counts, so longer ways stand
before shorter ones. Words that match no line mean nothing and veto nothing. In a pattern KWH stands for the unit,
COUNT for a number in digits or words, SPAN for months and years, CYCLE for a billing month, MONTH for its name.
"""

# ruff: noqa: E501 -- a table reads across
# Lines of kind MASK have no meaning of their own: they keep later lines from matching inside them.
# LIMIT: the amount holds for some homes or times only, the text does not say in numbers for which: never believed.
# DOUBT: the text alone does not settle it; the printed prices can.
PHRASES: tuple[tuple[str, str, str], ...] = (
    # Names of providers that say something else than they are.
    ("MASK", r"(discount|first choice|value|summer|veterans?|free(dom)?|clear ?sky|just|good|true|pay ?less|penny ?wise|prepaid|now|companion|reach|express|solar ?city|windrose|green mountain|4 ?change|on) (power|energy|electric(ity)?)\b(?= (will|applies|apply|charges|gives|offers|customers?|automatically|credits|provides|pays|has|-|:|company|llc|of texas))", r"\b(discount|first choice|value|summer|veterans?|just|pay ?less|4 ?change|companion|express) (power|energy|electric) (?=aplica|cobra|le |otorga|da |ofrece)"),
    ("ENERGY", r"per kwh (energy )?(charge|rate|price)s?\b", ""),
    # Shares and lengths that are no charges.
    ("MASK", r"\d+(\.\d+)?\s?(%|percent) (late|past[- ]due)( payment)? (fees?|charges?|penalt(y|ies))", r"(cargos?|recargos?) por (mora|pago tardio) (de|del) \d+(\.\d+)?\s?(%|por ?ciento)"),
    ("PERCENT", r"100\s?(%|percent)", r"100\s?por ?ciento"),
    ("PERCENT", r"\d+(\.\d+)?\s?(%|percent)(?= (of )?(texas )?(energy )?(from )?(renewable|green|wind|solar|clean))", ""),
    ("PERCENT", "", r"\d+(\.\d+)?\s?(%|por ?ciento)(?= (de )?(energia )?(renovable|verde|eolica|solar|limpia))"),
    ("LIMIT", r"\d+(\.\d+)?\s?(%|percent\b)", r"\d+(\.\d+)?\s?por ?ciento"),
    ("DURATION", r"(\d+|COUNT)[- ]?SPAN[- ](terms?|plans?|contracts?|agreements?|commitments?|fixed|prices?|rates?)\b", ""),
    ("DURATION", r"(\d+|COUNT)[- ]?SPAN[- ]((?!of|on|for|with|if|per|from|then|after|until|when)[a-z]+[- ]){1,4}(plan|product|contract|offer)\b", ""),
    ("DURATION", r"(\d+|COUNT)-(months?|years?|days?)\b", ""),
    ("DURATION", r"(\d+)[- ]days?\b(?= billing| bill| cycle| month)", ""),
    ("DURATION", r"(price|rate)( fixed| locked)?( in)? FOR (\d+|COUNT)[- ]?SPAN\b", r"(tarifa|precio)( fij[oa])? FOR (\d+|COUNT)[- ]?SPAN\b"),
    ("DURATION", r"(plan|contract|term) FOR (\d+|COUNT)[- ]?SPAN\b", r"(plan|contrato|plazo) FOR (\d+|COUNT)[- ]?SPAN\b"),
    ("DURATION", r"(fixed|locked)( in)? FOR (\d+|COUNT)[- ]?SPAN\b", r"(plan de )?(tarifa |precio )?fij[oa] FOR (\d+|COUNT)[- ]?SPAN\b"),
    ("DURATION", r"(24/7|24 hours( a day)?|7 days( a week)?)", r"(las )?24 horas( del dia)?|(los )?7 dias( de la semana)?"),
    ("DURATION", r"(within|after) (\w+ \(\d+\)|\d+) (business )?days?( of)?", r"dentro de (\w+ \(\d+\)|\d+) dias( de)?"),
    ("SEASON_NAME", r"(summer|winter|spring)\b(?! energy)", r"(verano|invierno|primavera|otono)\b"),
    ("SEASON_NAME", r"(seasonal|season)\b", r"temporada\b"),
    # Words that look like more than they say.
    ("MASK", r"(other|additional) (fees|charges|terms)( and conditions)? (may )?apply\b", r"(se )?(aplican )?(otros|los) (cargos|terminos)( y condiciones)?( pueden aplicar)?\b"),
    ("MASK", r"(connect(ion)?|reconnect(ion)?|non-?recurring|third[- ]party|special|optional|certain|tdu|tdsp|utility) (service )?(fees|charges)( \w+){0,4} (may|might|could|can) (also )?(apply|be (charged|assessed|billed|passed))\b", r"(se )?pueden aplicar cargos de (conexion|tdu|tdsp|terceros)\b"),
    ("MASK", r"(a |all )?(tdu|tdsp|utility|delivery|transmission)( and distribution| delivery| utility)* pass-?through( charges?)?", ""),
    ("MASK", r"(is |are )?passed (through|on|along)( to you| to customers?)?", ""),
    ("MASK", r"regardless of( your| the)? (usage|consumption|use)", r"sin importar (el|su|tu) (uso|consumo)"),
    ("MASK", r"(does not|doesn't|will not|won't|not) (apply|be (applied|charged|assessed))( to| on| for| in)? (the |your |a )?(first|initial|final|last)( (and|or) (final|last|first))? (bill|invoice|month|billing cycle|cycle)s?\b", r"no (se )?aplica(ra)? (a|en) la (primera|ultima)( (y|o|ni) (primera|ultima))? factura\b"),
    ("MASK", r"free (nights?|weekends?|mornings?|days?|evenings?|sundays?|saturdays?|power|energy|electricity)( (and|&) (nights?|weekends?|holidays?))? (plan|product|offer)\b", r"plan de (noches|fines de semana|energia|luz) gratis\b"),
    ("MASK", r"(month-to-month|variable|renewing|other) (customers|plans|rates?) (may|might|can|could) (be|vary|differ|change)( charged| billed)?( a)?( different| other| another)?( fees?| charges?| rates?)?\b|exactly (?=at or|equal)", ""),
    ("MASK", r"(the )?((advertised|average|avg\.?|quoted|listed|displayed|published|electricity|energy|total|effective) )*(price|rate)s?( per kwh| shown| above| listed| displayed| printed| advertised)*( at \d[\d,]* ?KWH)? (includes?|reflects?|assumes?|factors? in|accounts? for|takes? into account|is based on)( the| an?)?(?= )", r"(el |los )?((precio|tarifa)s?)( promedio| anunciad[oa]| mostrad[oa]| indicad[oa])*( a \d[\d,]* ?KWH)? (incluyen?|reflejan?|considera)( el| la| un[oa]?)?(?= )"),
    ("MASK", r"(none|nothing|no (bill |usage )?(credit|fee|charge)s?) otherwise", r"(ninguno|nada) de lo contrario"),
    ("IF", r"only (charged|applied|assessed|billed|applies|applicable|due|added|given|issued|paid)( to| for| in| on)? (if|when|(?=(monthly |any )?(usage|use|consumption|months?|bills?|billing|cycles?)))", r"(solo|solamente|unicamente) (si|cuando|(en|para) (los|las|el|la)?)(?= ?(mes|meses|ciclos?|facturas?|consumos?|usos?)\b)"),
    ("OTHERWISE", r"(for|on|in|to)? ?(all|any) other (bills?|months?|billing cycles?|cycles?|usage|uses?|customers)\b|(if |when )(you use |usage is |you used? |it is )?(less|lower|below|under|fewer)(?= ?($|[.,;)]))|(below|under|less than|beneath) (that|this)( amount| level)?\b", r"si (usa|consume|es) menos(?= ?($|[.,;)]))"),
    ("MASK", r"(is|are|will be) subject to (a |an |the )?(?=(\$|minimum|monthly|low|usage))", ""),
    ("MASK", r"limited[- ]time( only)?( offers?)?\b", ""),
    ("MASK", r"(tier|level|block|step) ?\d\b", r"(nivel|tramo|bloque) ?\d\b"),
    ("MASK", r"KWH(?= of| used| consumed| per| a month| each| in| is|$)", r"KWH(?= de| usados?)"),
    ("MASK", r"(fixed|flat)[- ]?(rate|price)s?", r"(plan de )?tarifa (fija|electrica|de electricidad)|precio fijo"),
    ("MASK", r"electricity rates?|e-plan\b|energy plans?", r"plan de tarifa|mas facil\b"),
    ("MASK", r"(for )?(new|residential|existing)( and returning)? customers? only\b", r"(solo|solamente) (para )?(nuevos clientes|clientes nuevos|clientes residenciales)\b"),
    ("MASK", r"(based on|subject to|pending|good|approved|satisfactory|your) (your )?credit( (checks?|history|scores?|approval|ratings?|screening|worthiness))?(?=$|[,)]| and\b| may\b| or (a )?(credit|history))|(no |without (a )?)?credit (checks?|history|scores?|approval|ratings?|screening|cards?)\b(?! fee| payment)", r"(historial|verificacion|revision|aprobacion|puntaje) (de |crediticio|del )?credito|historial crediticio"),
    ("MASK", r"(state|local|sales|gross receipts) (taxes|tax)|taxes", r"impuestos"),
    ("NEXT", r"(the |your )?(next|following)(?= \d[\d,]*( ?KWH| to | and |$))", r"l[oa]s siguientes|siguientes|l[oa]s proxim[oa]s"),
    # Conditions of use.
    ("IF", r"(each|every|any) time(?= (your|you|the|monthly|usage|consumption|use|it))", ""),
    ("IF", r"only (if|when|whenever|(to|for|in|on)(?= (monthly |any )?(usage|use|consumption|months?|bills?|billing|cycles?)))\b", r"(solo|solamente|unicamente) (si|cuando)\b"),
    ("IF", r"provided( that)?(?= (your|the|monthly|usage|you))|as long as|so long as", r"cada vez que\b|siempre y cuando"),
    ("IF", r"once(?= (your|you|the|monthly|usage))", r"una vez que(?= (su|tu|el|usa|use|consuma))"),
    ("MASK", r"to (qualify|earn|receive|get)( (for )?(it|this|that|(the|this) credit))?(?=,)", r"para (recibirlo|obtenerlo|calificar)(?=,)"),
    ("MASK", r"must (be|use|consume|total|reach)(?= (at least|over|more|greater|above|a minimum|between|equal|less|under|below|no less|\d|>))", ""),
    ("MASK", r"equals?( to)?(?= ?-?\$)", r"igual a(?= ?-?\$)"),
    ("WAIVED", r"(is |are |will be |gets )?(reduced|lowered|dropped|cut|set|drops|falls|goes) to \$ ?0(\.00?)?(?![\d.])", r"(se )?(reduce|rebaja|baja) a \$ ?0(\.00?)?(?![\d.])"),
    ("MASK", r"(drops?|falls?|lowers?|rises?|goes up) to(?= ?[\d.]| ?\$0?\.)", r"(baja|sube) a(?= ?[\d.]| ?\$0?\.)"),
    ("WAIVED", r"unless\b|except (if|when|where)\b", r"a menos que\b|(salvo|excepto) (que|si|cuando)\b"),
    ("EACH", r"(per|each|every) 30[- ]days?\b( billing)?( cycle| period| month)?", r"(por|cada) 30 dias\b"),
    ("LIMIT", r"((FOR|over|in|within) (a |the )?)?(period of |first |initial )?(\d+|COUNT) ?(SPAN|days?)\b(?!.OF_A_PLAN)", r"((FOR|en) (un |los )?)?(periodo de |primer[oa]s? )?(\d+|COUNT) ?(SPAN|dias?)\b(?!.OF_A_PLAN)"),
    ("REST", r"then(?= ?(at )?([\d.]+ ?(¢|c)|\$0?\.))", r"luego(?= ?(a )?([\d.]+ ?(¢|c)|\$0?\.))"),
    ("REST", r"(for )?(each|every|all|any)( of the)? (additional|remaining|other|extra) kwhs?\b", r"(por )?cada kwh (adicional|extra)|cada (adicional|extra) kwh"),
    ("REST", r"(for )?all (other |remaining )?kwhs? (after(wards)?|thereafter)( that)?\b", ""),
    ("REST", r"(after|beyond|above|past) that\b|(the )?(rest|remainder)( of)?( the| your)?( usage| use)?( kwhs?)?\b", r"(el )?(resto|demas)( de)?( los| su)?( kwhs?| consumo| uso)?\b"),
    ("ALL_KWH", r"(all|every|each) kwhs?(?= (you use |used |consumed )?(cost|is|are|will|bill))", r"(cada|todos los) kwhs?(?= (cuesta|se))"),
    ("PER_KWH", r"(for |per )?(each|every) kwhs?\b(?= ?(above|over|beyond|after|in excess|more|up to|under|below|less|between)\b)", r"(por )?cada kwhs?\b(?= ?(hasta|de|por|arriba)\b)"),
    ("LIMIT", r"(per|for each|for every|each|every) (?=\d)", r"(por cada|cada|por) (?=\d[\d,]* ?KWH(?! [oyu] (mas|superior|mayor)| en adelante))"),
    ("LIMIT", r"(per|each|every|/)\s?kwh?\b", r"(por|por cada|cada)\s?kwh?\b"),
    # Comparisons: at most, at least, below, above; then those that stand behind the number.
    ("LT", r"(is |are )?not at least|isn't at least", r"no (es|sea) (de )?al menos"),
    ("MASK", r"otherwise,? (no (bill |usage )?(credit|fee|charge)s?|none|nothing)\b( (applies|apply|is (applied|given|charged)))?", r"de lo contrario,? (no hay|sin|ningun) (credito|cargo)\b"),
    ("MASK", r"(if|when) (it is|it's|you are|you're|you|usage is|it|usage) ?(do |does )?(not|n't|don't|doesn't)( \w+){0,3},? no (bill |usage )?(credit|fee|charge)s?\b( (applies|apply|is (applied|given|charged|issued|earned)))?", r"si no( lo)?( \w+){0,3},? no (hay|recibe|se aplica)( el| ningun)? (credito|cargo)\b"),
    ("MASK", r"no (additional|further|extra|hidden|more|surprise) (fees|charges|costs)", r"no hay (otros|mas|ningun otro) (cargos?|tarifas?|costos?)|sin (otros|mas) (cargos|tarifas|costos)"),
    ("MASK", r"no other (fees|charges|credits|discounts)", r"sin otros (cargos|creditos|descuentos)"),
    ("SUM", r"(that's |that is |for |adds up to )?(up to|a total of|totaling|as much as)(?= ?\$[\d,.]+ (a|per|in|each|every) (year|annual))", r"hasta(?= ?\$[\d,.]+ (al|por) ano)"),
    ("GE", r"(=|(is |are )?equals?( to)?) ?(/|,|or|and|&|and/or)+ ?>|> ?(/|,|or|and|&|and/or)+ ?(=|equals?( to)?)", r"(igual|=)( a)? ?(/|,|o|u|y)+ ?>|> ?(/|,|o|u|y)+ ?(igual|=)( a| que)?"),
    ("LE", r"(=|(is |are )?equals?( to)?) ?(/|,|or|and|&|and/or)+ ?<|< ?(/|,|or|and|&|and/or)+ ?(=|equals?( to)?)", r"(igual|=)( a)? ?(/|,|o|u|y)+ ?<|< ?(/|,|o|u|y)+ ?(igual|=)( a| que)?"),
    ("GE", r"(is |are )?(at|meets?|reach(es)?|hits?|equals?|totals?) (or|and|and/or) (is |are |goes |go )?(exceeds?|surpass(es)?|pass(es)?|tops?|beats?|over|above|past|beyond|more than|greater than|higher than)", r"(llegu?[ea]n?|alcanc?[ez]?an?|alcance|alcanza|iguale?|sea igual|es igual)( a)? [ou] (sea |es )?(pas[ea]n?|super[ea]n?|exced[ea]n?|rebas[ea]n?|sobrepas[ea]n?|mayor|mas|superior)( a| de| que| los)*"),
    ("LOW_USE", "", r"(cargos?|tarifas?|cuotas?) mensual(es)? minim[oa]s?( de(?= \$))?"),
    ("LE", r"(is |are )?(less|lower|fewer|below|under) (than )?or equals?( to)?(?! than)", r"(menor|menos|inferior) o igual( a| que| de)?"),
    ("LE", r"(is |are )?equals? (to )?or (less|lower|fewer|below|under)( than)?", r"igual (a )?[ou] (menor|menos|inferior)( a| de| que)?"),
    ("LE", r"at or (below|under|beneath|less than|lower than|fewer than)|(below|under) or at|up to( and including)?|at most|no (more|greater|higher) than|not (more|greater) than|not (over|above)", r"hasta|no mas de|como maximo"),
    ("LE", r"(does not|doesn't|do not|don't|not) exceed(s|ing)?", r"no (exceda|excede|supere|supera)( de| los)?"),
    ("LE", r"<\s?/?\s?=|=\s?<|≤|⩽|< ?or ?=", r"(un )?maximo de"),
    ("GE", r"(is |are )?(greater|more|higher|above|over|larger|bigger) (than |then )?or equals?( to| than)?", r"(mayor|superior|mas) o igual( a| que| de)?"),
    ("GE", r"(is |are )?equals? (to |with )?or (greater|more|higher|above|exceed(s|ing)?|over|larger|in excess of)( than| then)?", r"igual (a )?[ou] (mayor|superior|mas)( a| que| de)?"),
    ("GE", r"(is )?(meet|reach|equal|hit)(s|es|ing)? (to )?(or|and/or) (exceed|surpass|is over|is above|goes over)(s|es|ing)?", r"iguale? o (supere|exceda|sobrepase)"),
    ("GE", r"(is )?equal to or exceeds?|(is )?at or exceed(s|ing)?|reach(es)? (at least|or exceeds?)", r"llega o supera( a| los)*"),
    ("GE", r"(is |are )?(at or (above|over|greater than|more than|higher than|in excess of|beyond|past|exceed(s|ing)?)|(above|over) or at|at least|no less than|not less than|no fewer than|not (below|under))", r"(de )?al menos|por lo menos|no menos de|como minimo"),
    ("GE", r"(is )?(a )?minimum( monthly)?( usage| use| consumption)? of(?= ?\d)|(is )?a minimum of|min\.? of", r"(un )?(uso|consumo)? ?minimo de(?= ?\d)|un minimo de(?! ?\$)|minimo de(?! ?\$)"),
    ("GE", r"(at|equals?( to)?|equal to|=) ?/ ?(or )?(above|over|exceed(s|ing)?|greater( than)?|more( than)?|higher( than)?)|(above|over|more than|greater than) ?/ ?(at|equal( to)?)\b", r"(igual( a)?) ?/ ?(mayor|superior)( a| que)?"),
    ("LE", r"(at|equals?( to)?|equal to|=) ?/ ?(or )?(below|under|less( than)?|lower( than)?)|(below|under|less than) ?/ ?(at|equal( to)?)\b", r"(igual( a)?) ?/ ?(menor|inferior)( a| que)?"),
    ("GE", r"threshold( is| of|:)? ?(?=\d)", r"umbral( es| de|:)? ?(?=\d)"),
    ("GE", r"(reach(es|ing|ed)?|meets?|hits?|totals|equals?)\b(?! ?-?\$)", r"(alcanc[ea]n?|alcanzar|alcance|llegu?[ea]n? a|llegar a)( o supere| o exceda| los| las)*"),
    ("GE", r">\s?/?\s?=|=\s?>|≥|⩾|> ?or ?=", r"a partir de( los| las)?|no sea (inferior|menor) a"),
    ("LT", r"(is |are )?(less|fewer|lower) (than|then)", r"(es |sea |fuera )?(menos (de|que)|menor(es)? (de|que|a)|inferior(es)? a|por debajo de|debajo de|abajo de)( los)?"),
    ("LT", r"(falls?|drops?|goes|stays?|remains?|is)?\s?(below|under|beneath|short of)(?! ?or (is )?equal)", r"no (alcanc[ea]|alcanza|llegu?e a|llega a)( los)?"),
    ("LT", r"does( not|n't) (reach|meet|equal or exceed|exceed or equal|total)|(fails to|not) (reach|meet)", r"menor(?=\s?\d)"),
    ("LT", r"(does not|doesn't|do not|don't|did not) (reach|meet|use|consume)( at least| a minimum of)?", r"no (usa|use|utiliza|utilice|consume|consuma|alcanza|alcance)( al menos| por lo menos| los)?"),
    ("LT", r"<", ""),
    ("GT", r"(is |are )?(greater|more|higher|larger) (than|then)", r"(es |sea )?(mas de|mas que|mayor(es)? (de|que|a)|superior(es)? a|por encima de|por arriba de|arriba de)( los)?"),
    ("GT", r"exceed(s|ed|ing)?|(is )?in excess of|surpass(es|ing)?|tops?\b|(goes?|going|is|climbs?|rises?) (over|above|past|beyond)\b|pass(es)?(?= ?\d)", r"(supere|supera|superen|superan|superar|exceder|sobrepasar|exceda|excede|excedan|sobrepas[ea]|rebas[ea])( los| de)?"),
    ("GT", r"(over|above|beyond|past)\b(?!-)|after(?= \d)|>", r"(despues de|mas alla de)( los| las)?(?=\s?\d)|pas[ea]n? de"),
    ("POST_GE", r"(or|and|&) (more|greater|higher|above|over|up|beyond|exceeding|better)\b(?! than| \d[\d,]* ?KWH)|or ?>(?! ?[\d=])", r"[oy] (mas|superior(es)?|mayor(es)?)\b(?! de (?!electricidad|energia|luz|uso|consumo|la |su |tu )| que| a \d)"),
    ("POST_GE", r"\+|plus(?= kwh)|(minimum|minimo)\b(?!-| usage| use| de| fee| charge| monthly)", r"en adelante\b"),
    ("POST_LE", r"(or|and) (less|fewer|lower|below|under)\b(?! than| \d[\d,]* ?KWH)|or ?<(?! ?[\d=])", r"[oy] (menos|inferior(es)?|menor(es)?)\b(?! de| que| a \d)"),
    ("BETWEEN", r"(is |falls |are )?(between|within|from|in the range of|ranging from)\b", r"(sea |este )?(entre|desde)\b"),
    # A charge that falls away.
    ("WAIVED", r"(is |will be |be |are )?(waived|not (be )?(charged|applied|assessed|billed|incurred)|eliminated|removed)|(goes|go) away\b|(is |are |will be |gets )(gone|dropped|forgiven|refunded|reversed|(credited|given|paid) back(?! to you)|taken off|lifted|excused)\b|disappears?\b|falls? away\b", r"(se )?(exime|exonera|elimina|anula|cancela)(ra|n)?\b"),
    ("WAIVED", r"(is |are )?(required|needed|necessary) to avoid\b", r"(se requiere|necesari[oa]|requerid[oa]) para evitar\b"),
    ("WAIVED", r"waives?\b|avoid(s|ed|ing)?\b|(does not|doesn't|will not|won't|do not|not) apply", r"evit(e|a|ar|ando)\b|(no se (aplica(ra)?|cobra(ra)?)|no (aplica|sera cobrado))\b"),
    ("WAIVED", r"(will not|won't|do not|does not|never) (pay|incur|be (charged|billed|assessed))( any| the| an?)?\b", r"no (paga[ns]?|pagara[ns]?|se le cobrara|se cobra(ra)?)( el| la| un[oa]?)?\b(?! ?(hasta|mas))"),
    ("WAIVED", "", r"exent[oa]\b|eximid[oa]\b|exonerad[oa]\b|eliminad[oa]\b"),
    # Roles.
    ("DAILY", r"daily (?=(\w+ ){0,2}(charge|fee))", r"(cargo|tarifa|cuota)( base| basic[oa]| fij[oa]| de servicio)? diari[oa]"),
    ("OTHER_FEE", r"(customers who|if you|for customers who|when you) (do not|don't|opt out of|choose not to|decline) (to )?(\w+ ){0,3}(paperless|e-?bill(ing)?|electronic bill\w*)( billing)?|(paper|mailed|printed) (bill|invoice|statement|billing)s?( (processing|delivery|mailing))?( fees?| charges?)?|(bills?|invoices?|statements?) (on paper|by mail|sent by mail|mailed)", r"facturas? (en papel|impresas?|por correo)( postal)?"),
    ("INSTEAD", r"instead( of)?( the| that)?( \$[\d.,]+)?( credit)?\b(?! of (at|on))|in (place|lieu) of( it| that| the)?|(not|cannot be|can not be|may not be) (combined|added|cumulative|additive|stacked)( together)?|replac(es|ing)\b|(rising|rises|increasing|increases|going up|goes up|growing|grows|jumping|jumps|stepping up|steps up) to(?= (a |an )?\$)", r"en (lugar|vez) de(l| eso| ello)?|no (acumulable|acumulativo|combinable)s?\b|(aumenta|sube|incrementa)(ndo)? a(?= \$)"),
    ("ADD_UP", r"(added|adds?|combined?|summed|stacked?|stacks?) (together|up)\b|(are |is )?(cumulative|additive|stackable|stacked)\b|credits (stack|combine|add)\b|both credits|all( three)? credits apply|in addition to (the|any) (other|first|lower|previous)( credits?)?", r"(se )?suman\b|acumulables?\b|acumulativ[oa]s?\b|ambos creditos"),
    ("OTHER_FEE", r"(early )?(cancell?ation|termination|exit)( fees?| charges?|\b)|etf\b( of)?", r"(cargos?|tarifa|cuota) (por|de) (cancelacion|terminacion)( anticipada)?"),
    ("OTHER_FEE", r"(late|disconnect(ion)?|reconnect(ion)?|move[- ]?in|deposit|cancel|switch(ing)?|credit card|payment|paper bill|breakage)( payment| recovery| notice| request| service)?( processing)?( fees?| charges?)", r"cargos? por (mora|desconexion|reconexion|pago tardio)|deposito\b|tarifa de interrupcion"),
    ("OTHER_FEE", r"(returned|nsf|insufficient funds|paper check|bad check|bounced|phone|agent|convenience|collection|meter tampering|duplicate bill|field)( payment| check)?( fees?| charges?)?\b|deposits?\b", ""),
    ("REWARD", r"gift ?cards?|reward dollars?\b|rewards?\b(?! (you|customers|our|high(er)?|usage|heavy|large))|e-?gift|visa card|refer(ral|red)?( a friend)?\b|cash ?back|sweepstakes", r"tarjetas? de regalo|recompensas?\b|dolares de recompensa"),
    ("ONE_TIME", r"one[- ]?(time|off)\b|(charged|billed|paid|due|payable) (only )?once\b|(setup|set-up|enrollment|activation) (?=fee|charge|cost)|(a )?one-month \w+ setup", r"(unic[oa] vez|una sola vez|de inscripcion|de activacion)\b"),
    ("BUNDLED", r"(includes?|including|all[- ]inclusive)( of)?( all)?( the)?( tdu| tdsp| utility)? (delivery|transmission)( charges?)?", r"(incluye|incluyendo)( la| los cargos de)? (entrega|distribucion|transmision)"),
    ("BASE", r"(monthly )?(base|basic|customer|account)( monthly| usage| electricity| service)? (charges?|fees?|rates?)", r"(cargos?|tarifas?|cuotas?|costos?)( mensual(es)?)? (de )?(base|basic[oa]s?)( mensual(es)?)?"),
    ("BASE", r"monthly (service |customer |account |recurring |subscription |membership |plan |access )?(charges?|fees?)", r"cargos? (fijos? )?mensual(es)?|cargos? fijos?|tarifa mensual|cuota mensual"),
    ("BASE", r"base\b|membership (fee|charge)s?", r"cargos? (al|de|por) cliente|cuota de membresia"),
    ("LOW_USE", r"(minimum|min|low|minimal)[- ](electricity |energy |monthly )?(usage|use|consumption)", r"(uso|consumo|utilizacion) (mensual )?(minim[oa]|bajo|baja)"),
    ("LOW_USE", r"minimum (monthly )?(?=fee|charge)", r"minim[oa] (de )?(uso|consumo)|bajo (uso|consumo)|(cargos?|tarifas?|cuotas?) minim[oa]s?( mensual)?"),
    ("CREDIT", r"energy charge (credits?|discounts?)\b", ""),
    ("ENERGY", r"(energy |electricity )?(prices?|rates?|charges?) per kwh", r"(precio|tarifa|cargo) por kwh"),
    ("ENERGY", r"energy (charges?(?! (an? |you|your|\$))|rates?|prices?)", r"(cargos?|tarifas?|precios?) (por|de|por la|de la) energia"),
    ("ENERGY", r"(price|rate)s?\b", r"precios?\b"),
    ("CREDIT", r"(credits?|credited|rebates?|discounts?|discounted|savings?)\b", r"(acredita(d[oa]s?|mos|ra|ran|n)?|acreditar(emos|an|a|se)?|abona(mos|ra|remos|n)?|abonos?|creditos?|bonificacion(es)?|bonos?|descuentos?|reembolsos?)\b"),
    ("CREDIT", r"off (of )?(your|the|that|this|each|every|any) (electricity |monthly |energy )?(bills?|invoices?|statements?)\b", r"(descontara[ns]?|descuenta[ns]?|restara[ns]?)\b"),
    ("CREDIT", r"(earn|earns|earning) (an additional |another )?(?=\$)", ""),
    ("CREDIT", r"(give|gives|get|gets|giving|getting) (you |customers |customer )?back (?=\$)", r"(devolvemos|devuelve|devolveremos)\b|ahorr(a|e|as|ar|ara)(?= (otros )?\$)|de (vuelta|regreso)\b|menos en (su|tu|la) (factura|cuenta)"),
    ("CREDIT", r"(off|back) (?=(when|if|each|every|per|in|on|any|monthly|for|your)\b)", r"(factura|cuenta) (se )?(reduce|reducira|baja|bajara|disminuye|disminuira)( en)?(?= \$)"),
    ("CREDIT", r"(take|takes|taken) (?=(an additional )?\$)|(deducted|deducts?|subtracted|subtracts?)\b|(save|saves|saving)( you| customers| members)? (?=(an additional )?\$)", ""),
    ("CREDIT", r"(bill|invoice) (is |will be |shall be |gets )?(reduced|lowered|decreased) by\b|(bill|invoice) (goes|comes|drops|falls) (down )?by\b", ""),
    ("CREDIT", r"off(?=$|[,;)])|(come|comes|taken) off your (bill|invoice)\b", ""),
    ("FEE", r"(fees?|charged?s?|surcharges?|penalt(y|ies)|billed)\b(?! with)", r"(cobr(a|o|an|ara|aran|amos|os)|cargos?|tarifas?|cuotas?|recargos?|multas?|penalidad)\b"),
    # Conditions on the customer.
    ("AUTOPAY", r"auto[- ]?pay(ment)?s?\b|automatic (bill )?payments?|recurring payments?", r"pagos? automatic[oa]s?|autopago|pagos? automatizados?|pagos? recurrentes?"),
    ("PAPERLESS", r"paperless( billing| statements?)?|e-?bill(ing)?\b|electronic bill(s|ing)?", r"sin papel|factura(s|cion)? electronicas?"),
    ("DEVICE", r"(smart |connected )?(thermostat|device)s?( enrollment)?\b|(in|through|with) (our|the) app\b", r"termostatos?( conectado| inteligente)?\b|dispositivos?\b"),
    ("PROMO", r"promo(tion(al)?)? code", r"codigo (de )?promocion(al)?"),
    # Delivery beside a charge.
    ("DELIVERY", r"(plus |and )?(applicable |all )?(tdu|tdsp|utility|oncor|centerpoint|aep|tnmp)( delivery| utility)? (charges?|fees?|costs?)", r"cargos? de (entrega|tdu|tdsp|distribucion)( de tdu)?"),
    ("DELIVERY", r"(plus |and )?(applicable |all )?(delivery|transmission and distribution) (charges?|fees?|costs?)", r"(y |mas )?(cargos de )?entrega (cargos?)?"),
    ("MASK", r"(average|avg\.?) monthly (usage|use|consumption)", r"(uso|consumo) (mensual promedio|promedio mensual)"),
    ("MASK", r"thresholds?\b|enroll(ing|ment)? in", r"inscribirse en"),
    ("ONE_BILL", r"(on|in|for|with|to) (your |the )?(\d+(st|nd|rd|th)|first|second|third|fourth|last|next) (full |monthly )?(bill|invoice|statement|month|billing cycle)s?\b", r"en (su |tu |la )?(primer|primera|segunda|tercera|cuarta|ultima) factura\b"),
    ("ONE_BILL", r"(first|second|third|fourth|last) (month's )?(bill|invoice|statement) credit|(sign[- ]?up|welcome|enrollment|switching) (bonus|credit)", r"bono de bienvenida"),
    # Limits and doubts.
    ("LIMIT", r"\d{1,2}(st|nd|rd|th)\b(?! (\d|kwh))", ""),
    ("LIMIT", r"(first|second|third|fourth|sixth|following|last|every-other|consecutive) (bill|invoice|month|cycle|year)s?\b", r"(primer|segund|tercer|cuart|ultim)[oa]?s? (factura|mes|ciclo|ano)(es|s)?\b"),
    ("LIMIT", r"(anniversary|annual(ly)?|yearly|years?|annum|quarterly|weekly|weeks?|hourly|nightly|per-person|up-front|twice|times|halved|half|double|triple|consecutive)\b", r"(anual(es|mente)?|anos?|trimestral(es)?|semanal(es)?|semanas?|doble|mitad|medio)\b"),
    ("LIMIT", r"(holidays?|weekends?|weekdays?|peak|off-peak|nights?|daytime|real-time|realtime|hours|(mon|tues|wednes|thurs|fri|satur|sun)days?)\b", r"(fines? de semana|noches?|horas|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|diari[oa])\b"),
    ("LIMIT", r"(wholesale|market price|indexed?|spot|prorated|pro-rated|declining|decreasing|split)\b", r"(mayorista|indexad[oa]|prorratead[oa])\b"),
    ("LIMIT", r"(evs?|electric vehicles?|apartments?|seniors?|single-family|free|solar|buyback|export(ed|s)?|match(ing)?)\b", r"(vehiculos? electricos?|apartamentos?|gratis|gratuit[oa]s?)\b"),
    ("LIMIT", r"(military|veterans?|students?|teachers?|low[- ]income|business(es)?|commercial|homeowners?|renters?|movers?|loyal(ty)?|renew(s|ed|al|als|ing)?|employees?|birthdays?|small homes?|pools?|storms?|veterans|first responders?)\b", r"(militares|veteranos|estudiantes|bajos ingresos|negocios|comercial(es)?|propietarios|inquilinos|empleados|cumpleanos)\b"),
    ("LIMIT", r"(starting|beginning|effective|as of|since|by|expir\w+|valid)( in| on| through| until)? (?=MONTH)", r"(a partir de|desde|hasta|antes de)( el)? (?=MONTH)(?!MONTH (a|hasta))"),
    ("LIMIT", r"(loses?|forfeits?|revoked|in a row|(for )?examples?|e\.g)\b|(per|each|every|any) day\b", r"(perdera|pierde|perder|por ejemplo|ejemplo)\b|(por|al|cada) dia\b"),
    ("LIMIT", r"(except|excludes?|excluded|excluding|no longer|expires?|expired|stops?|ceases?|until|limited to|limit of)\b", r"(excepto|salvo|excluy(e|en|endo)|expiran?|vencen?|limitad[oa] a)\b"),
    ("DOUBT", r"(must|requires?|required|subject|eligible|eligibility|conditional|upon|after|before|previous|next|next|other)\b", r"(puede[n]?|podria[n]?|podra[n]?|posible(mente)?|quizas?|tal vez|a veces|dependiendo|depende|segun)\b"),
    ("DOUBT", r"(may|might|could|maybe|perhaps|possibly|possible|depend(s|ing)?|var(y|ies|ied|ying)|according|limited|limits?)\b", r"(limitad[oa]s?|limite|cierto?a?s?|algun([oa]s?)?|otros?(?! \$)|otras?)\b"),
    ("DOUBT", r"(sometimes|occasionally|typically|usually|normally|generally|often|rarely|partial(ly)?|selected?|certain|some|various)\b", r"(parcial(mente)?|aproximad[oa](mente)?|alrededor|casi|cerca|exactamente|promedio)\b"),
    ("DOUBT", r"(introductory|promotional|increas(e|es|ed|ing)|average|avg|estimated|minus|about|around|roughly|nearly|almost|approx(imate(ly)?)?|exactly)\b", r"(menos(?= \$)|maximo|solo|solamente|unicamente)\b"),
    ("DOUBT", r"(qualif(y|ied|ying)|participat\w+)\b(?! for)", r"(califi(ca|que|cados)|participa\w+)\b"),
    ("DOUBT", r"(maximum|(?<!kwh )only|once)\b|(reduced|lowered|decreased) by\b", r"reducid[oa] en\b"),
    # First and last kWh.
    ("FIRST", r"(the |your )?(first|initial)\b", r"l[oa]s primer[oa]s|primer[oa]s\b"),
    ("REST", r"(all |any )?(remaining|additional|other) (?=kwh|(usage|use)\b(?! (bill )?(credit|discount|charge|fee)))|(thereafter|afterwards?)\b", r"(despues|posteriormente|despues de eso|en lo sucesivo)\b|kwh adicional(es)?\b"),
    ("ALL_KWH", r"(all|every|each) (kwhs?|usage|energy)\b(?! ?(<|>|under|below|over|above|less|greater|at|between))", r"(cada|todos los) kwh\b|tod[oa] (el consumo|la energia)"),
    # Joints.
    ("MEANT_FOR", r"(ideal|perfect|great|best|designed|suited|suitable|recommended|geared|intended|good fit|tailored|built|made|priced)( if you| for( (homes|those|customers|households|families|people|anyone))?)\b", r"(ideal|perfect[oa]|excelente|disenad[oa]|recomendad[oa]|pensad[oa]|mejor) para\b"),
    ("ADDITIONAL", r"(an? )?(additional(ly)?|extra|bonus|another|further|added)\b|in addition( to)?|plus\b|as well as|also\b|on top of|more ?(?=(for|when|if|at|with|once|each|in|on|from)\b|@|>|≥|\()", r"(un |una )?(adicional(es|mente)?|otro)\b|otros (?=\$)|ademas\b|mas(?=\s?(un |otros? )?\$)|mas (?=(por|si|cuando|al|con|en|a partir)\b)|(?<=\d )mas\b(?! de| que)|tambien\b"),
    ("IF", r"(in |for )?(any|each|every) (month|billing cycle) (?=(your |the |monthly |total )+(usage|use|consumption))", ""),
    ("EACH", r"((for|in|on|during) )?(each|every|any|per)\s((given|monthly|calendar|electric) )*(bill(ing)? )?CYCLE", r"(por |en |de )?(por|cada|al|todos los)\s(ciclos?|mes(es)?|periodos?|facturas?)( de facturacion)?( mensual)?\b"),
    ("EACH", r"(for |in |on )?all (monthly )?(bills|invoices|billing cycles|months|cycles)\b(?! (with|of|where|when|in which))", r"todas las facturas\b(?! con)"),
    ("EACH", r"(for |in |on |during )?(each|every|any|per)\s(given )?(monthly )?(statements?|bills?|invoices?|month's bill|mo)\b|a month\b", r"mensual(es|mente)?\b"),
    ("EACH", r"/\s?(month|mo|bill|cycle|billing cycle)\b|(in|for) (a|the) (given )?(billing |monthly )?(billing )?(cycle|month|period)\b|monthly\b|mo\b", r"/\s?(mes|ciclo|factura)\b"),
    ("IF", r"(only )?(if|when(ever|\b)|where|in which|with)\b", r"(cuando|siempre que|en (el|la|los|las) que|donde|con un|si)\b"),
    ("NO", r"(does not|doesn't|do not|don't) (have|include|charge)( any| an?)?\b|(will not|won't|do not|does not) (receive|get|earn|qualify for|be eligible for)( any| the| an?)?\b", r"no (recibe|recibira|se (otorga|otorgara|dara))( el| la| un[oa]?| ningun[oa]?)?\b"),
    ("NO", r"(none|n/a)\b", r"no (hay|tiene|tienen|incluye|cobra(mos)?)( un[oa]?s?)?\b|ningun[oa]?\b"),
    ("NOT", r"(not|never|isn't|n't|cannot|can't)\b", r"nunca\b"),
    ("NO", r"(no|without|zero|free of)\b", r"(sin|cero)\b"),
    ("OTHERWISE", r"(required|needed),? or (else )?(?=an? \$)|otherwise\b|(if not)(?=,? ?(an? )?\$)", r"de lo contrario\b|si no(?=,? ?(un |una )?\$)"),
    ("OR", r"(or)\b", r"(o|u|ni)\b"),
    ("AND", r"(and|but|&)(?=\s|$)", r"(y|e|pero)(?=\s|$)|mas(?= (un )?(credito|cargo|descuento|bono|tarifa|cuota))"),
    ("TO", r"(to|through|thru|-)(?=\s*(\$|\d|MONTH))", r"(hasta|al?)(?=\s*(\$|\d|MONTH))"),
    ("PAY", r"(pay|pays|paid)\b", r"(pagar?|pagas|pague|pagara|pagaras)\b"),
)  # fmt: skip

# Words cut short, and what they stand for; applied to the text before its sentences are cut.
SHORTENED: tuple[tuple[str, str], ...] = (
    (r"w/o\s", "without "),
    (r"w/\s?(?=\w|\$)", "with "),
    (r"add'?l", "additional"),
    (r"chr?ge?s?(?=[ :.$-])", "charge"),
    (r"(?<!\d )(?<!\d)cr(?=[ :.,$-]|$)", "credit"),
    (r"uc(?=:? ?\$)", "usage credit"),
    (r"bc(?= (?:for|if|when|at|@|of) )", "bill credit"),
    (r"usg", "usage"),
    (r"cyc", "cycle"),
    (r"svc", "service"),
    (r"(?<=\bin )mos?(?= (?:when|where|with|of)\b)", "months"),
    (r"min(?= chg| charge| fee)", "minimum"),
    (r"(?:pays? |and |or |, )?nothing(?= (?:at|if|when|for|above|over|from|once|in)\b)", " $0"),
    (r"(?:paga |y |o |, )?nada(?= (?:a partir|si|cuando|con|desde|por)\b)", " $0"),
)

INSERTS = {
    "COUNT": "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|doce|tres|seis|dos)",
    "SPAN": "(?:months?|mos?|years?|yr|mes(?:es)?|anos?|billing cycles|bills|invoices)",
    "OF_A_PLAN": "(?:term|plan|contract|agreement|fixed|price|rate)",
    "CYCLE": "(?:cycle|month|period)s?",
    "FOR": "(?:for|during|por|durante|de|a)",
}

MONTH_NAMES = (
    "january jan enero",
    "february feb febrero",
    "march mar marzo",
    "april apr abril",
    "may mayo",
    "june jun junio",
    "july jul julio",
    "august aug agosto",
    "september sept sep septiembre setiembre",
    "october oct octubre",
    "november nov noviembre",
    "december dec diciembre",
)

_NUMBER_WORDS = """
diez quince veinte veinticinco treinta cuarenta cincuenta setenta cien ciento mil
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
"""
NUMBER_WORDS = frozenset(_NUMBER_WORDS.split())
"""An amount in words alone is not read; before the same in digits it says nothing new."""

_MISSPELT = """
minimum usage credit credits charge charged charges billing customer monthly applied applies
receive received greater between additional electricity consumption cycle equal waived
credito creditos consumo factura facturacion mensual minimo minima cargo tarifa mayor menor menos
adicional ciclo cuando
"""
MISSPELT = frozenset(_MISSPELT.split())
"""Words of the trade that are also known with one letter wrong, missing, doubled or swapped."""
