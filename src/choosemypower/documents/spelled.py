"""Amounts in words turned into digits: "fifty dollars", "one thousand kWh", "cien dólares"."""

import re

_UNITS = """
one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13 fourteen:14
fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40 fifty:50 sixty:60
seventy:70 eighty:80 ninety:90
uno:1 dos:2 tres:3 cuatro:4 cinco:5 seis:6 siete:7 ocho:8 nueve:9 diez:10 once:11 doce:12 quince:15 veinte:20
veinticinco:25 treinta:30 cuarenta:40 cincuenta:50 sesenta:60 setenta:70 ochenta:80 noventa:90
cien:100 ciento:100 doscientos:200 quinientos:500 ochocientos:800
"""
NUMBERS = {name: int(value) for name, value in (pair.split(":") for pair in _UNITS.split())}
_SCALES = {"hundred": 100, "thousand": 1000, "mil": 1000}
_WORD = "|".join(sorted((*NUMBERS, *_SCALES), key=len, reverse=True))
_UNIT = r"(?P<unit>dollars?|d[oó]lares|kwh|kilowatt[- ]?hours?|kilovatios?[- ]?horas?)"
_SPELLED = re.compile(
    rf"(?i)\b(?P<words>(?:{_WORD})(?:[ -]+(?:(?:and|y) +)?(?:{_WORD}))*) +{_UNIT}\b"
    r"(?! *(?:and|y|con) +[\w-]+(?: \w+)? +cent)(?!\s*\()"
)


_BESIDE = re.compile(
    rf"(?i)\b(?:{_WORD})(?:[ -]+(?:(?:and|y) +)?(?:{_WORD}))* (?:dollars?|d[oó]lares)"
    r" (?:and|y|con) [\w-]+(?: \w+)? cent\w* ?\((\$ ?[\d.,]+)\)"
)


_CENTS_BESIDE = re.compile(
    rf"(?i)\b(?:{_WORD})(?:[ -]+(?:(?:and|y) +)?(?:{_WORD}))* (?:cents?|centavos?) ?\((\$ ?[\d.]+|\d+ ?¢)\)"
)


_USE_BESIDE = re.compile(
    rf"(?i)\b(?:{_WORD})(?:[ -]+(?:(?:and|y) +)?(?:{_WORD}))* (kwh) ?\((\d[\d,]*)(?: ?kwh)?\)"
)


def in_digits(said: str) -> str:
    """The text with amounts and uses in words as digits; one that stands in digits beside its words stays."""
    said = _CENTS_BESIDE.sub(r"\1", _BESIDE.sub(r"\1", _USE_BESIDE.sub(r"\2 \1", said)))
    return _SPELLED.sub(_digits, said)


def _digits(found: re.Match[str]) -> str:
    number = str(_value(found["words"]))
    unit = found["unit"]
    return f"${number}" if unit[0] in "dD" else f"{number} {unit}"


def _value(words: str) -> int:
    total = part = 0
    for word in re.findall(r"\w+", words.casefold()):
        if word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            if _SCALES[word] >= _SCALES["thousand"]:
                total, part = total + part, 0
        elif word in NUMBERS:
            part += NUMBERS[word]
    return total + part
