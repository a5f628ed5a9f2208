"""The names of columns in one spelling: capitals without accents, English words, one word for each unit."""

import re
import unicodedata
from collections.abc import Iterable

_GERMAN = {
    "DATUM": "DATE", "TAG": "DAY", "TAGE": "DAYS", "MONAT": "MONTH", "JAHR": "YEAR", "UHRZEIT": "TIME", "ZEIT": "TIME",
    "STUNDE": "HOUR", "ZEITSTEMPEL": "TIMESTAMP", "ZEITPUNKT": "TIMESTAMP", "VON": "START", "BEGINN": "START",
    "BIS": "END", "ENDE": "END", "VERBRAUCH": "CONSUMPTION", "STROMVERBRAUCH": "CONSUMPTION",
    "ENERGIEVERBRAUCH": "CONSUMPTION", "NETZBEZUG": "IMPORT", "BEZUG": "IMPORT", "EINSPEISUNG": "EXPORT",
    "NETZEINSPEISUNG": "EXPORT", "ERZEUGUNG": "GENERATION", "PRODUKTION": "PRODUCTION", "ZAHLER": "METER",
    "ZAHLERNUMMER": "METER_NUMBER", "ZAHLERSTAND": "METER_READING", "STROM": "ELECTRICITY", "EINHEIT": "UNIT",
    "KOSTEN": "COST", "PREIS": "PRICE", "GESAMT": "TOTAL", "SUMME": "TOTAL", "BLINDARBEIT": "REACTIVE",
    "WIRKARBEIT": "ENERGY", "RICHTUNG": "DIRECTION",
}  # fmt: skip
_FRENCH = {
    "JOUR": "DAY", "JOURS": "DAYS", "MOIS": "MONTH", "ANNEE": "YEAR", "HEURE": "HOUR", "HORODATE": "TIMESTAMP",
    "HORODATAGE": "TIMESTAMP", "DEBUT": "START", "CONSOMMATION": "CONSUMPTION", "SOUTIRAGE": "IMPORT",
    "INJECTION": "EXPORT", "COMPTEUR": "METER", "ELECTRICITE": "ELECTRICITY", "UNITE": "UNIT", "COUT": "COST",
    "PRIX": "PRICE", "ENERGIE": "ENERGY",
}  # fmt: skip
_SPANISH = {
    "FECHA": "DATE", "DIA": "DAY", "DIAS": "DAYS", "MES": "MONTH", "ANO": "YEAR", "HORA": "HOUR", "INICIO": "START",
    "DESDE": "START", "HASTA": "END", "CONSUMO": "CONSUMPTION", "USO": "USAGE", "ENERGIA": "ENERGY",
    "ELECTRICIDAD": "ELECTRICITY", "EXCEDENTE": "SURPLUS", "EXCEDENTES": "SURPLUS", "VERTIDO": "EXPORT",
    "VERTIDA": "EXPORT", "AUTOCONSUMO": "SELF_CONSUMPTION", "GENERACION": "GENERATION", "PRODUCCION": "PRODUCTION",
    "MEDIDOR": "METER", "CONTADOR": "METER", "CUPS": "METER_ID", "UNIDAD": "UNIT", "COSTO": "COST", "COSTE": "COST",
    "PRECIO": "PRICE", "IMPORTE": "COST", "LECTURA": "METER_READING", "ESTIMADO": "ESTIMATED",
}  # fmt: skip
_ENGLISH = _GERMAN | _FRENCH | _SPANISH | {"FIN": "END"}
_SMALL_WORDS = frozenset(("DE", "LA"))
_DAY_FIRST = frozenset((*_GERMAN, *_FRENCH))
_KWH = re.compile(r"(?<![A-Z])(KILO_?WATT_?HOURS?|KW_HR?S?|KWHRS?)(?![A-Z])")
_WH = re.compile(r"(?<![A-Z])WATT_?HOURS?(?![A-Z])")
_HUMPS = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")
"""Between the words of fromDateTime, and not in kWh."""
_LETTERS = re.compile(r"[^A-Z0-9]+")


def tidy(name: str) -> str:
    """A column's name in capitals, with underscores; German, French and Spanish words in English."""
    name = _HUMPS.sub("_", name)
    text = "_".join(
        _ENGLISH.get(token, token) for token in _plain(name).split("_") if token not in _SMALL_WORDS
    )
    return _WH.sub("WH", _KWH.sub("KWH", text))


def _plain(name: str) -> str:
    text = name.upper()
    if not text.isascii():
        bare = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _LETTERS.sub("_", text).strip("_")


def is_day_first(names: Iterable[str]) -> bool | None:
    """How people write dates who write these names: the day first; None: Spanish, which is written both ways."""
    tokens = {token for name in names for token in _plain(name).split("_")}
    if tokens & _DAY_FIRST:
        return True
    return None if tokens & _SPANISH.keys() else False
