"""A condition that the table does not know, joined to one that it knows: "AutoPay and blorp"."""

import re

from choosemypower.documents.phrases import MISSPELT
from choosemypower.documents.statements import CONDITIONS
from choosemypower.documents.tokens import scanned

_PASSED_OVER = ("PAY", "NO", "DOUBT")
_JOINTS = ("AND", "OR", "ADDITIONAL")
_WORD = re.compile(r"[a-z]{2,}")
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
requieren requerido
"""
_IDLE_WORDS = frozenset(_IDLE.split()) | MISSPELT
"""What may stand beside the joint without naming a condition of its own."""


def joins_an_unknown_condition(sentence: str) -> bool:
    """Whether words of neither list stand beside "and" or "or" next to a known condition of the customer."""
    found, folded = scanned(sentence)
    tokens = [token for token in found if token.kind not in _PASSED_OVER]
    for at, token in enumerate(tokens):
        if token.kind not in _JOINTS or not _is_beside_a_condition([one.kind for one in tokens], at):
            continue
        start = tokens[at - 1].end if at else 0
        end = tokens[at + 1].start if at + 1 < len(tokens) else len(folded)
        words = _WORD.findall(f"{folded[start : token.start]} {folded[token.end : end]}")
        if not _IDLE_WORDS.issuperset(words):
            return True
    return False


def _is_beside_a_condition(kinds: list[str], at: int) -> bool:
    return not CONDITIONS.keys().isdisjoint((*kinds[max(0, at - 1) : at], *kinds[at + 1 : at + 2]))
