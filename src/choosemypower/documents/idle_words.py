"""Words that say nothing of when a charge holds; any other that the table of phrases passes over may turn it round."""

import re

from choosemypower.documents.phrases import MISSPELT
from choosemypower.documents.tokens import scanned

WORD = re.compile(r"[a-z]{2,}")
_IDLE = """
an the of in on for to with by at as it this that these those our we your you they them their its both when
while if customer customers member members account accounts plan plans service services home homes household
households must may be is are am was will shall have has had having get gets getting receive receives receiving
enjoy enjoys earn earns take takes use uses used using enroll enrolls enrolled enrolling enrollment sign signs
signed signing up set sets setup choose chooses choosing select selects opt opts opting keep keeps maintain
maintains stay stays remain remains pay pays paid paying go going active required require requires needed need
needs apply applies applied applicable save saves saving money month months monthly each every per bill bills
billing statement statements invoice payment payments option options program programs combined together only
also usage energy electricity electric added online who please see activated activate activating lower reduce
off discount credit agree agrees el la los las un una de del en con por para su tu se si usted al cada ambos que
cuando quien quienes debe reciba recibe recibira obtenga obtiene ahorre ahorra inscribirse inscribase inscribe
inscrito inscritos inscripcion activar activa activo tener tenga tiene mantener mantenga elegir elija usar usa
facturacion factura facturas pago pagos cliente clientes servicio mes mensual mensuales es son sea sera requiere
requieren requerido exactly total totals metered meter meters standard amount equal given during period cycle
cycles billed whenever automatically small large big low high higher heavy light level levels within goes falls
drops below above over under or and no not kwh end read reads reading day days year term contract rate rates
price prices fixed renewable green texas there here any all one single simply just even still then than more
less fewer because since so but come comes sees find shows appear appears included includes include provided uso
consumo consumir consuma consume hogar hogares electricidad luz energia igual menor mayor menos mas periodo
ciclo ciclos totales contrato plazo tarifa precio hay aplica aplicara aplican automaticamente
residential deducted subtracted taken removed knocked comes come saves promotional promo savings thanks thank way
saying welcome first second third early join joins joining switching switch us we'll offered granted gives give
issued credited placed lands land hits hit
back long posts post posted upward upwards
user users person people family families everybody everyone household tenant tenants texan texans houston dallas
portion part parts side share cost costs line lines item items way thing things reason amount figure figures
special big bigger nice great awesome friendly simple easy happy thrifty efficient small smaller tiny modest little
company provider utility meter home apartment bonus perk deal deals offer offers promotion value saver savers
very really quite simply always too again now today soon following own same such
nosotros regalamos regala damos da ofrecemos ofrece tus tu sus le les te nuestro nuestra nuestros persona personas
familia familias gente casa casas parte costo costos premio oferta valor siempre ahora tambien tan muy bien
"""
IDLE_WORDS = frozenset(_IDLE.split()) | MISSPELT


def unknown_words(folded: str) -> list[str]:
    """The words of a folded text that the list does not know."""
    return [word for word in WORD.findall(folded) if word not in IDLE_WORDS]


def has_unknown_words(sentence: str) -> bool:
    """Whether words stand in a sentence that neither the table of phrases nor this list knows."""
    tokens, folded = scanned(sentence)
    ends = [0, *(token.end for token in tokens)]
    starts = [*(token.start for token in tokens), len(folded)]
    gaps = (folded[end:start] for end, start in zip(ends, starts, strict=True))
    return any(unknown_words(gap) for gap in gaps)
