"""What a home must do or be for a listed price: conditions in special terms, fee texts and promotions, in both languages.

A condition needs its subject ("autopay") and a word that demands it ("required") in one sentence, or a phrase that says
both ("new customers only"). What is merely offered ("autopay available") or denied ("no deposit") is none.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from choosemypower.documents.words import fold, plain
from choosemypower.plans.charges import Condition
from choosemypower.plans.model import StatedCondition

# ruff: noqa: E501 -- a table reads across
# What a condition is about, English and Spanish: it counts beside a demand.
_SUBJECTS: tuple[tuple[Condition, str, str], ...] = (
    (Condition.AUTOPAY, r"auto[- ]?pay(ment)?s?\b|automatic(ally)? (bill )?pay(ment)?s?|auto(matic)? billing|recurring payments?|auto[- ]?draft|bank draft", r"pagos? automati(co|zado)s?|autopago|pagos? recurrentes?"),
    (Condition.PAPERLESS, r"paperless|e-?bill(ing)?\b|electronic bill(s|ing)?|tree free billing|communications? (via|by) e-?mail|e-plan\b", r"sin papel|factura(s|cion)? electronicas?|facturacion y comunicacion sin papel|facturacion tree free|e-plan\b"),
    (Condition.DEVICE, r"thermostats?|smart device|qualifying device|connected device|(in|through|via|with|using) (our|the) (mobile |intelligent \w+ )?(app|feature)\b|powerwalls?|home battery", r"termostatos?|dispositivos? inteligentes?|a traves de nuestra aplicacion"),
    (Condition.PROMO_CODE, r"promo(tion(al)?)? ?codes?|offer code|coupon code", r"codigo (de )?promocion(al)?|codigo promocional"),
    (Condition.BUNDLE, r"\w*bundle\b|internet service|(home|repair) protection plan|carbon offset purchase", r"\w*bundle\b|servicio de internet|plan de proteccion"),
    (Condition.MEMBERSHIP, r"member(ship)?s?\b", r"membresia|socios?\b"),
    (Condition.CREDIT_CHECK, r"credit (check|approval|score|history|qualif\w+)|approved credit|(security )?deposits?\b|good credit", r"verificacion de credito|aprobacion de credito|credito aprobado|depositos?\b"),
    (Condition.VEHICLE, r"electric vehicles?|\bevs?\b", r"vehiculos? electricos?"),
    (Condition.SOLAR, r"solar (panels?|system|customers?)|distributed generation", r"paneles solares|sistema solar"),
)  # fmt: skip
_DEMANDS = re.compile(
    r"requir(e|es|ed|ement|ements|ing)\b|\bmust\b|mandatory|necessary|need(s|ed)? to|you agree to|condition(al|ed)? (of|on|upon)"
    r"|\bonly (with|if|when|for)|subject to|provided that|\bif you (stop|cancel|are not|do not|don't)|unless you|to (receive|get|keep|qualify for|be eligible)"
    r"|(by|upon|after|for) (successfully )?enrolling|eligib\w+|with (an? )?approved|based on|(discount|credit|lower|special)\w*[^.]{0,60}\b(for|with|when|if|by)\b"
    r"|requiere[ns]?\b|requerid[oa]s?|requisito|obligatori[oa]|necesari[oa]s?|necesario:|\bdebe[ns]?\b|sujet[oa] a|\bsolo (con|si|para)|al inscribirse|si (detiene[s]?|cancela|no)\b|con credito|para recibir"
)  # fmt: skip
_DENIES = re.compile(
    r"\b(no|not|without|zero|never|isn't|doesn't|sin|ningun[oa]?)\b[^.,;]{0,40}$|(not|no) (be )?(eligible|valid|required|necessary|combin\w+)[^.]{0,80}$"
)
_DENIED_BEHIND = re.compile(
    r"^[^.,;]{0,40}\b(is|are|se)? ?(not required|not needed|never required|no se requiere|no es necesari[oa]|optional|opcional)\b"
)
_OFFERED = re.compile(
    r"\b(available|options?|free|gratis|disponibles?|opcion(es)?|opcional|you may|puede[ns]? configurar|can set up)\b"
)
_STRONG = re.compile(
    r"requir(e|es|ed|ing)\b|\bmust\b|mandatory|requiere[ns]?\b|obligatori[oa]|necesari[oa]|\bdebe[ns]?\b|if you stop|si detiene|by (successfully )?enrolling|al inscribirse"
)
# Whoever "new and returning customers only" leaves out has the provider already: it asks nothing of who comes to it.
_NEW = r"(?<!existing and )(?<!current and )(?<!returning and )(?<!existing or )new(?! (and|or|&) (existing|current|returning))"
_NUEVOS = r"(nuevos clientes|clientes nuevos)(?! (y|o|e) (recurrentes|existentes|actuales|que regresan))"
_NOT_NOW = (
    r"(not|un)[ -]?(available|valid|eligible)( \w+){0,2} (for|to) (existing|current)( \w+){0,3} customers?"
)
# Phrases that say it all.
_WHOLE: tuple[tuple[Condition, str, str], ...] = (
    (Condition.NEW_CUSTOMER, rf"({_NEW}|first[- ]time)( \w+){{0,3}} (customers?|members?)( \w+){{0,3}} only|only (available |valid |offered )?(for|to) {_NEW}|(for|to) ({_NEW}|first[- ]time)( \w+){{0,3}} customers?( only)?|{_NEW} residential customers|new customer (special|offer|exclusive|promo\w*|only)|must be a( \w+)? new( \w+){{0,2}} customer|{_NOT_NOW}", rf"(solo|solamente|unicamente|exclusiv\w+)( \w+){{0,3}} {_NUEVOS}|(para|a) {_NUEVOS}|{_NUEVOS} (solamente|unicamente)"),
    (Condition.AUTOPAY, r"auto[- ]?pay (breakage|discontinu\w+) fee|(with|includes?) auto[- ]?pay discount|auto[- ]?pay (discount|credit)", r"tarifa de interrupcion de pago automatico|descuento (por|con) (pago automatico|autopago)"),
    (Condition.PROMO_CODE, r"^promo(tion(al)?)? ?code:? ?\w+|using (the |a |our )?(special )?promo(tion(al)?)? ?code|enter (promo )?code", r"utilizando el codigo"),
    (Condition.MEMBERSHIP, r"\$ ?[\d.]+ [^.]{0,30}membership fee|membership (fee|is required)|by joining the co-?op", r"cuota de membresia|al unirte a la cooperativa"),
    (Condition.FIRST_MONTHS_PRICE, r"(first|initial) (\w+ )?(\(?\d+\)? )?(months?|billing cycles?|bills?) (price|rate|only)|(introductory|intro|promotional|teaser) (rate|price|offer)|(rate|price) (for|during|in) (the |your )?first|price for the first", r"(tarifa|precio) (introductori[oa]|promocional|inicial)|(tarifa|precio) (durante|por|de) (el|los|tu|su) primer"),
    (Condition.MINIMUM_STAY, r"(remain|stay|reside|continuous service)( \w+){0,6} (for )?(at least |a minimum of )?\d+ (days?|months?)|minimum (stay|residency)|after \d+ days of continuous service", r"permanecer( \w+){0,5} \d+ (dias|meses)|estancia minima|despues de \d+ dias de servicio continuo"),
    (Condition.CREDIT_CHECK, r"(with|for|subject to|upon) (approved|good|satisfactory) credit|credit approval", r"con credito aprobado|(con|sujeto a) aprobacion de credito"),
    (Condition.FIRST_PAYMENT, r"\b(first|initial|starting|up[- ]?front)( minimum)? (payment|balance|deposit)( \w+)? ?(of|:|is)? ?\$ ?\d|\$ ?[\d.]+ (first|initial|starting|up[- ]?front|connection) (payment|balance)|minimum (first|initial) payment", r"(primer|pago) (pago|inicial)( minimo)?( de)? ?\$ ?\d|pago inicial( minimo)? de"),
    (Condition.DEVICE, r"(connected|smart) thermostat required|connect your qualifying", r"se requiere termostato|conecte su dispositivo"),
)  # fmt: skip
# What the name of a plan says, where no text says more: "Autopay Texas 12", "Embrace Green 12 - New Customer Special".
_NAMED: tuple[tuple[Condition, str, str], ...] = (
    (Condition.AUTOPAY, r"\bauto[- ]?pay\b", r"\b(pago automatico|autopago)\b"),
    (Condition.DEVICE, r"\bwith( \w+)? smart thermostat|\bthermostat (connected|required)", r"\bcon( \w+)? termostato"),
    (Condition.NEW_CUSTOMER, r"\bnew customers?\b", r"\b(nuevos clientes|clientes nuevos)\b"),
)  # fmt: skip
_OF_NEW_CUSTOMERS = re.compile(
    r"\bnew( (and|or|&) (existing|current|returning))? customers?\b|nuevos clientes|clientes nuevos"
)
_REWARD = re.compile(r"reward|gift ?card|bulb|led\b|recompensa|focos")
_SENTENCE = re.compile(r"(?<=[a-z0-9)\"'!?])[.!?](?=\s|$|\*)|[|•;\n]|:::|\*|(?<=[a-z])[.!?](?=[A-Z])")
_MOST_CHARACTERS = 4000


def _compiled(table: Iterable[tuple[Condition, str, str]]) -> tuple[tuple[Condition, re.Pattern[str]], ...]:
    return tuple((condition, re.compile(f"{english}|{spanish}")) for condition, english, spanish in table)


_SUBJECT_PATTERNS, _WHOLE_PATTERNS, _NAME_PATTERNS = (
    _compiled(_SUBJECTS),
    _compiled(_WHOLE),
    _compiled(_NAMED),
)


def read_name_conditions(name: str, language: str) -> tuple[StatedCondition, ...]:
    """What a plan's name asks of a home; the name is the sentence."""
    folded = fold(plain(name))
    return tuple(
        StatedCondition(kind=condition, sentence=name, language=language)
        for condition, pattern in _NAME_PATTERNS
        if any(not _is_denied(folded, match) for match in pattern.finditer(folded))
    )


@lru_cache(maxsize=4096)
def read_conditions(text: str, language: str) -> tuple[StatedCondition, ...]:
    """The conditions that a text states, each once with its sentence, in the order of the text."""
    found: dict[Condition, StatedCondition] = {}
    for words in _sentences(text):
        for condition in _of_sentence(fold(words)):
            found.setdefault(
                condition, StatedCondition(kind=condition, sentence=words.strip(" -/,"), language=language)
            )
    return tuple(found.values())


def find_words_of_new_customers(texts: Iterable[str | None], language: str) -> StatedCondition | None:
    """The sentence that speaks of new customers beside a column that says "new customers only"; None where none does.

    "New and returning customers only" is no condition by itself: here the column decides, and the words are shown.
    """
    for text in texts:
        for words in _sentences(text or ""):
            if _OF_NEW_CUSTOMERS.search(fold(words)):
                return StatedCondition(
                    kind=Condition.NEW_CUSTOMER, sentence=words.strip(" -/,"), language=language
                )
    return None


def _sentences(text: str) -> Iterable[str]:
    return (" ".join(part.split()) for part in _SENTENCE.split(plain(text)[:_MOST_CHARACTERS]))


def _of_sentence(folded: str) -> Iterable[Condition]:
    for condition, pattern in _WHOLE_PATTERNS:
        match = pattern.search(folded)
        if (
            match
            and (condition is Condition.CREDIT_CHECK or not _is_denied(folded, match))
            and not (condition is Condition.MINIMUM_STAY and _REWARD.search(folded))
        ):
            yield condition
    if not _DEMANDS.search(folded) or (_OFFERED.search(folded) and not _STRONG.search(folded)):
        return
    for condition, pattern in _SUBJECT_PATTERNS:
        if any(not _is_denied(folded, match) for match in pattern.finditer(folded)):
            yield condition


def _is_denied(folded: str, match: re.Match[str]) -> bool:
    return (
        _DENIES.search(folded[: match.start()]) is not None
        or _DENIED_BEHIND.search(folded[match.end() :]) is not None
    )
