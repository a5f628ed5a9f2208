"""Parameters of the API: one description each, from which both the reading and the documentation are made.

Unknown parameters are ignored, as in Australia's CDR: an answer depends on the documented ones only, so that
a campaign parameter neither changes an answer nor makes a second cache entry.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode

import msgspec

from choosemypower.errors import InvalidParameterError
from choosemypower.units import texas_day

LONGEST_QUERY = 8_000
"""Characters of a query string."""
LONGEST_VALUE = 200
"""Characters of one value, unless its parameter says otherwise."""
CONTROL_CHARACTERS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ufffd]")
SLUG: dict[str, object] = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$", "maxLength": 100}


class Parameter(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What a client may say in the query or the path."""

    name: str
    description: str
    schema: dict[str, object]
    """JSON Schema of one value; its bounds, words, pattern and length are enforced when it is read."""
    example: object = None
    is_required: bool = False
    is_in_path: bool = False
    is_list: bool = False
    """Several values with commas between; the parameter may also be repeated."""
    most: int | None = None
    """Values of a list at most."""
    is_enforced: bool = True
    """False: the room that reads it refuses with a code of its own; only its length is checked here."""
    is_alias: bool = False
    """Another name of a documented parameter; not in the OpenAPI document."""


class Query:
    """The documented parameters of one request, each value checked against its schema."""

    def __init__(self, query_string: bytes, known: Iterable[Parameter]) -> None:
        if len(query_string) > LONGEST_QUERY:
            raise InvalidParameterError(f"The query is longer than {LONGEST_QUERY:,} characters.")
        by_name = {parameter.name: parameter for parameter in known}
        self._values: dict[str, list[str]] = {}
        try:
            pairs = parse_qsl(
                query_string.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=200
            )
        except ValueError:
            raise InvalidParameterError("The query has more than 200 parameters.") from None
        for name, value in pairs:
            if (parameter := by_name.get(name)) is not None:
                self._take(parameter, value)
        self._order = tuple(by_name)

    def _take(self, parameter: Parameter, value: str) -> None:
        values = self._values.setdefault(parameter.name, [])
        if values and not parameter.is_list:
            raise InvalidParameterError(
                f"{parameter.name} is given twice. Give it once.", parameter=parameter.name
            )
        for word in value.split(",") if parameter.is_list else (value,):
            check_value(parameter, word.strip())
            values.append(word.strip())

    def text(self, parameter: Parameter) -> str | None:
        """The one value of a parameter; None when it is not given."""
        values = self._values.get(parameter.name)
        return values[0] if values else None

    def integer(self, parameter: Parameter) -> int | None:
        """A whole number within the parameter's bounds."""
        value = self.text(parameter)
        return None if value is None else int(value)

    def day(self, parameter: Parameter) -> date | None:
        """A Texas day, given as a date or as a moment with its offset."""
        value = self.text(parameter)
        if value is None:
            return None
        try:
            if len(value) == 10:
                return date.fromisoformat(value)
            # A plus sign that was not percent-encoded arrives as a blank.
            moment = datetime.fromisoformat(value.upper().replace(" ", "+"))
            if moment.tzinfo is not None:
                return texas_day(moment)
        except OverflowError:
            return date.min if value.startswith("0") else date.max
        except ValueError:
            pass
        raise InvalidParameterError(
            f"{parameter.name} must be a date like 2026-01-09 or a time like 2026-01-09T18:00:00Z.",
            parameter=parameter.name,
        )

    def every(self, parameter: Parameter) -> tuple[str, ...]:
        """All values of a list parameter, without repeats."""
        return tuple(dict.fromkeys(self._values.get(parameter.name, ())))

    def fill_in(self, given: Mapping[Parameter, str | None]) -> None:
        """Take these values, which came in the body, for parameters that the query does not give."""
        for parameter, value in given.items():
            if value is None:
                continue
            if parameter.name in self._values:
                check_value(msgspec.structs.replace(parameter, is_enforced=True), value)
            else:
                self._take(parameter, value)

    def mapping(self, parameters: Iterable[Parameter]) -> Mapping[str, str]:
        """The given ones of these parameters as plain texts, for a room that reads them itself."""
        return {p.name: text for p in parameters if (text := self.text(p)) is not None}

    def link(self, path: str, **changes: int | str | None) -> str:
        """This request's address, documented parameters in order, some of them changed; None removes."""
        pairs = [
            (name, ",".join(self._values[name]))
            for name in self._order
            if name not in changes and name in self._values
        ]
        pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
        return f"{path}?{urlencode(pairs, safe=',')}" if pairs else path


def check_value(parameter: Parameter, value: str) -> None:
    """Refuse a value that the parameter's schema does not allow. Raises InvalidParameterError."""
    schema, name = parameter.schema, parameter.name
    longest = schema.get("maxLength", LONGEST_VALUE)
    assert isinstance(longest, int)
    if len(value) > longest:
        raise InvalidParameterError(f"{name} is longer than {longest} characters.", parameter=name)
    if not parameter.is_enforced:
        return
    if not value:
        raise InvalidParameterError(f"{name} is empty. Leave it out, or give it a value.", parameter=name)
    if CONTROL_CHARACTERS.search(value):
        raise InvalidParameterError(f"{name} holds a character that cannot be used.", parameter=name)
    if schema["type"] == "integer":
        _check_number(parameter, value)
        return
    words = schema.get("enum")
    if isinstance(words, list) and value not in words:
        raise InvalidParameterError(
            f"{name} must be one of: {', '.join(words)}.", parameter=name, allowed=words
        )
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and not re.search(pattern, value, re.ASCII):
        raise InvalidParameterError(
            f"{name} must be written like {parameter.example}. /api/docs says what it takes.", parameter=name
        )


def _check_number(parameter: Parameter, value: str) -> None:
    schema, name = parameter.schema, parameter.name
    number = int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else None
    numbers = schema.get("enum")
    if isinstance(numbers, list):
        if number not in numbers:
            allowed = ", ".join(str(one) for one in numbers)
            raise InvalidParameterError(f"{name} must be one of: {allowed}.", parameter=name, allowed=numbers)
        return
    lowest, highest = schema["minimum"], schema["maximum"]
    assert isinstance(lowest, int)
    assert isinstance(highest, int)
    if number is None or not lowest <= number <= highest:
        raise InvalidParameterError(
            f"{name} must be a whole number from {lowest:,} to {highest:,}.", parameter=name
        )


PAGE = Parameter(
    name="page",
    description="Page of the list, from 1. A page after the last one is empty.",
    schema={"type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1},
    example=1,
)
PAGE_SIZE = Parameter(
    name="page-size",
    description="Entries on a page.",
    schema={"type": "integer", "minimum": 1, "maximum": 1000, "default": 25},
    example=25,
)
