"""Parameters of the API: one description each, from which both the reading and the documentation are made.

Unknown parameters are ignored, as in Australia's CDR: an answer depends on the documented ones only, so that
a campaign parameter neither changes an answer nor makes a second cache entry.
"""

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


class Parameter(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What a client may say in the query or the path."""

    name: str
    description: str
    schema: dict[str, object]
    """JSON Schema of one value; its bounds, words and lengths are enforced when it is read."""
    example: object = None
    is_required: bool = False
    is_in_path: bool = False
    is_repeatable: bool = False


class Query:
    """The documented parameters of one request, each text checked for length and odd characters."""

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
                _check_text(parameter, value)
                self._values.setdefault(name, []).append(value)
        self._order = tuple(by_name)

    def text(self, parameter: Parameter) -> str | None:
        """The one value of a parameter; None when it is not given or empty."""
        values = self._values.get(parameter.name)
        if not values or not values[0].strip():
            return None
        if len(values) > 1:
            raise InvalidParameterError(
                f"{parameter.name} is given twice. Give it once.", parameter=parameter.name
            )
        return values[0].strip()

    def choice(self, parameter: Parameter) -> str | None:
        """One of the parameter's words."""
        value = self.text(parameter)
        words = parameter.schema.get("enum")
        if value is not None and isinstance(words, list) and value not in words:
            raise InvalidParameterError(
                f"{parameter.name} must be one of: {', '.join(words)}.",
                parameter=parameter.name,
                allowed=words,
            )
        return value

    def integer(self, parameter: Parameter) -> int | None:
        """A whole number within the parameter's bounds."""
        value = self.text(parameter)
        if value is None:
            return None
        lowest, highest = parameter.schema.get("minimum"), parameter.schema.get("maximum")
        is_number = value.isascii() and value.isdigit() and len(value) <= 9
        number = int(value) if is_number else None
        if (
            number is None
            or (isinstance(lowest, int) and number < lowest)
            or (isinstance(highest, int) and number > highest)
        ):
            limits = (
                f" from {lowest:,} to {highest:,}" if isinstance(highest, int) else f" from {lowest:,} on"
            )
            raise InvalidParameterError(
                f"{parameter.name} must be a whole number{limits}.", parameter=parameter.name
            )
        return number

    def day(self, parameter: Parameter) -> date | None:
        """A Texas day, given as a date or as a moment with its offset."""
        value = self.text(parameter)
        if value is None:
            return None
        try:
            if len(value) == 10:
                return date.fromisoformat(value)
            # A plus sign that was not percent-encoded arrives as a blank.
            moment = datetime.fromisoformat(value.replace(" ", "+"))
            if moment.tzinfo is not None:
                return texas_day(moment)
        except (ValueError, OverflowError):
            pass
        raise InvalidParameterError(
            f"{parameter.name} must be a date like 2026-01-09 or a time like 2026-01-09T18:00:00Z.",
            parameter=parameter.name,
        )

    def every(self, parameter: Parameter) -> tuple[str, ...]:
        """All values of a parameter that may be repeated or written with commas, without repeats."""
        words: dict[str, None] = {}
        for value in self._values.get(parameter.name, ()):
            for word in value.split(","):
                if word.strip():
                    words[word.strip()] = None
        return tuple(words)

    def fill_in(self, given: Mapping[Parameter, str | None]) -> None:
        """Take these values, which came in the body, for parameters that the query does not give."""
        for parameter, value in given.items():
            if value is not None and parameter.name not in self._values:
                _check_text(parameter, value)
                self._values[parameter.name] = [value]

    def mapping(self, parameters: Iterable[Parameter]) -> Mapping[str, str]:
        """The given ones of these parameters as plain texts, for a room that reads them itself."""
        return {p.name: text for p in parameters if (text := self.text(p)) is not None}

    def link(self, path: str, **changes: int | str | None) -> str:
        """This request's address, documented parameters in order, some of them changed; None removes."""
        pairs = [
            (name, value)
            for name in self._order
            if name not in changes
            for value in self._values.get(name, ())
            if value.strip()
        ]
        pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
        return f"{path}?{urlencode(pairs)}" if pairs else path


def _check_text(parameter: Parameter, value: str) -> None:
    longest = parameter.schema.get("maxLength", LONGEST_VALUE)
    assert isinstance(longest, int)
    if len(value) > longest:
        raise InvalidParameterError(
            f"{parameter.name} is longer than {longest} characters.", parameter=parameter.name
        )
    if not value.isprintable() or "\ufffd" in value:
        raise InvalidParameterError(
            f"{parameter.name} holds a character that cannot be used.", parameter=parameter.name
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
