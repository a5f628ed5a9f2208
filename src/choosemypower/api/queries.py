"""One Struct per operation is its parser, its limits, its documentation and the cache's list of known parameters.

    class CitiesQuery(Query, frozen=True, kw_only=True):
        market: Annotated[Market, about("`open`: homes can choose a provider.", example="open")] = Market.ALL

Names are kebab-case in a URL. What is unknown, misspelt or said twice is refused, never passed over: a client that
meant something by it would otherwise get other data than it asked for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args, get_type_hints

import msgspec
from msgspec import Meta

from choosemypower.cache.keys import form_quoted, pairs_of
from choosemypower.errors import InvalidParameterError
from choosemypower.units import texas_day

LONGEST_QUERY = 8_000
"""Characters of a query string."""
MOST_PAIRS = 200
LONGEST_VALUE = 200
"""Characters of one value, unless its parameter says otherwise."""
LONGEST_SHOWN = 40
LONGEST_NUMBER = 9
"""Digits."""
CONTROL_CHARACTERS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ufffd]")
Slug = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]*$", max_length=100)]
"""As addresses have them; a client may write it in any case."""

Role = Literal["path", "required", "hidden", "free", "unchecked"]
"""`path`: a part of the path. `required`: refused by the room when missing. `hidden`: another name, undocumented.
`free`: its case is kept. `unchecked`: the room that reads it refuses with a code of its own."""


def about(
    description: str,
    *roles: Role,
    example: object = None,
    words: Sequence[str | int] | None = None,
    documented: Mapping[str, object] | None = None,
    **limits: int | str,
) -> Meta:
    """What a parameter means and what bounds it: `limits` as msgspec names them, `words` where it takes only these.

    `documented` is JSON Schema that is only said: another room enforces it.
    """
    said: dict[str, object] = {**(documented or {})} | ({"enum": list(words)} if words else {})
    return Meta(
        description=description,
        examples=None if example is None else [example],
        extra_json_schema=said or None,
        extra={"roles": roles},
        **limits,  # type: ignore[arg-type]
    )


class Query(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", omit_defaults=True):
    """What a request may say in its path and its query; this one: nothing."""

    def link(self, path: str, **changes: int | str | None) -> str:
        """This request's address: what differs from the defaults, in one order, some of it changed; None removes."""
        hidden = _names_in_path(type(self))
        said: dict[str, Any] = msgspec.to_builtins(self)
        pairs = [
            (name, ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value))
            for name, value in said.items()
            if name not in changes and name not in hidden
        ]
        pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
        if not pairs:
            return path
        return f"{path}?" + "&".join([f"{name}={form_quoted(value, ',')}" for name, value in pairs])


@cache
def _names_in_path(kind: type[Query]) -> frozenset[str]:
    return frozenset(member.key for member in members_of(kind) if member.is_in_path)


Asked = TypeVar("Asked", bound=Query)


class Member(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One parameter, as derived from its field."""

    name: str
    """As a client writes it."""
    field: str
    """As Python and Litestar write it."""
    key: str
    """As `convert` takes it; the name, but for parts of the path."""
    description: str
    schema: dict[str, Any]
    """JSON Schema of one value."""
    type: Any
    example: object = None
    default: object = None
    is_required: bool = False
    is_in_path: bool = False
    is_list: bool = False
    """Several values with commas between; the parameter may also be repeated."""
    most: int | None = None
    """Values of a list at most."""
    is_hidden: bool = False
    is_free: bool = False
    is_unchecked: bool = False
    words: frozenset[object] | None = None
    """Those that the schema lists; a type's own words are enforced by the type."""

    @property
    def is_number(self) -> bool:
        return self.schema.get("type") == "integer"

    @property
    def is_day(self) -> bool:
        return self.schema.get("format") == "date"

    @property
    def takes(self) -> str:
        """What a value must be, as the end of a sentence."""
        return takes(self.schema, self.example)


class Reader(Generic[Asked]):
    """Reads the query of one operation."""

    def __init__(self, kind: type[Asked]) -> None:
        self.kind = kind
        self._members = {member.name: member for member in members_of(kind) if not member.is_in_path}
        self._in_path = tuple(member for member in members_of(kind) if member.is_in_path)
        self._required = tuple(
            member.name for member in self._members.values() if member.is_required and not member.is_unchecked
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that a query may hold, in canonical order."""
        return tuple(self._members)

    def read(self, query_string: bytes, path: Mapping[str, Any] | None = None) -> Asked:
        """The query as its Struct. Raises InvalidParameterError with the parameter's name and what it takes."""
        given: dict[str, Any] = {}
        for member in self._in_path:
            word = str((path or {})[member.field])
            given[member.key] = word if member.is_free else word.lower()
        for name, text in _pairs(query_string) if query_string else ():
            known = self._members.get(name)
            if known is None:
                raise _unknown_parameter(name, self._documented)
            if known.is_list:
                words = given.setdefault(name, [])
                for word in text.split(","):
                    if (value := _value(known, word)) not in words:
                        words.append(value)
            elif name in given:
                raise InvalidParameterError(f"{name} is given twice. Give it once.", parameter=name)
            else:
                given[name] = _value(known, text)
        for name in self._required:
            if name not in given:
                raise InvalidParameterError(
                    f"Give {name}. It takes {self._members[name].takes}.", parameter=name
                )
        try:
            return msgspec.convert(given, self.kind)
        except msgspec.ValidationError:
            raise self._refusal(given) from None

    @property
    def _documented(self) -> tuple[str, ...]:
        return tuple(member.name for member in self._members.values() if not member.is_hidden)

    def _refusal(self, given: Mapping[str, Any]) -> InvalidParameterError:
        """Which of the values does not fit, and what would."""
        for name, value in given.items():
            member = self._members.get(name)
            if member is None or fits(value, member.type):
                continue
            if member.most is not None and len(value) > member.most:
                return InvalidParameterError(
                    f"{name} takes one to {member.most} values; {len(value)} were given.", parameter=name
                )
            return _refuse_value(member)
        return InvalidParameterError("The parameters do not fit together. /api/docs says what they take.")


def members_of(kind: type[msgspec.Struct]) -> tuple[Member, ...]:
    """The parameters of a query's Struct, in its order."""
    members = _members.get(kind)
    if members is None:
        members = _members[kind] = tuple(_derive_members(kind))
    return members


_members: dict[type[msgspec.Struct], tuple[Member, ...]] = {}


def _derive_members(kind: type[msgspec.Struct]) -> Iterator[Member]:
    hints = get_type_hints(kind, include_extras=True)
    properties = flat_properties(kind)
    for field in msgspec.structs.fields(kind):
        schema = properties[field.encode_name]
        roles = {
            role
            for meta in get_args(hints[field.name])
            if isinstance(meta, Meta)
            for role in (meta.extra or {}).get("roles", ())
        }
        description, examples = schema.pop("description", ""), schema.pop("examples", (None,))
        is_list = schema.get("type") == "array"
        is_in_path = "path" in roles
        value_schema = schema["items"] if is_list else schema
        default = None if field.default in (msgspec.NODEFAULT, None, ()) else field.default
        yield Member(
            name=camel(field.name) if is_in_path else field.encode_name,
            field=field.name,
            key=field.encode_name,
            description=description,
            schema=value_schema,
            type=field.type,
            example=examples[0],
            default=default,
            is_required=is_in_path or field.required or "required" in roles,
            is_in_path=is_in_path,
            is_list=is_list,
            most=schema.get("maxItems") if is_list else None,
            is_hidden="hidden" in roles,
            is_free="free" in roles,
            is_unchecked="unchecked" in roles,
            words=frozenset(value_schema["enum"]) if "enum" in value_schema else None,
        )


def flat_properties(kind: type[msgspec.Struct]) -> dict[str, dict[str, Any]]:
    """The JSON Schemas of a Struct's members, enums written out, without null and defaults: absence is absence."""
    _, components = msgspec.json.schema_components((kind,), ref_template="{name}")
    properties = components[kind.__name__]["properties"]
    return {name: _flat(schema, components) for name, schema in properties.items()}


def _flat(schema: dict[str, Any], components: Mapping[str, Any]) -> dict[str, Any]:
    outer = {name: value for name, value in schema.items() if name not in ("$ref", "anyOf", "default")}
    if (ref := schema.get("$ref")) is not None:
        named = components[ref]
        return {"type": "string", "enum": named["enum"], **outer}
    if (choices := schema.get("anyOf")) is not None:
        (one,) = (choice for choice in choices if choice != {"type": "null"})
        return {**_flat(one, components), **outer}
    if "items" in outer:
        outer["items"] = _flat(outer["items"], components)
    if "enum" in outer and "type" not in outer:
        is_number = all(isinstance(word, int) for word in outer["enum"])
        outer = {"type": "integer" if is_number else "string", **outer}
    return outer


def camel(name: str) -> str:
    """`plan_id` as JSON and paths write it: `planId`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def fits(value: object, kind: Any) -> bool:
    """Is this a value of that type?"""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def takes(schema: Mapping[str, Any], example: object = None) -> str:
    """What a value must be, as the end of a sentence."""
    if (words := schema.get("enum")) is not None:
        return f"one of: {', '.join(map(str, words))}"
    kind = schema.get("type")
    if kind in ("integer", "number"):
        return f"a whole number from {schema['minimum']:,} to {schema['maximum']:,}"
    if kind == "boolean":
        return "true or false"
    if kind == "array":
        return f"a list of {schema['minItems']} values, each {takes(schema['items'])}"
    if schema.get("format") == "date":
        return "a day like 2026-01-09, or a time like 2026-01-09T18:00:00Z"
    if example is not None:
        return f"written like {example}"
    return "a text"


def allowed(schema: Mapping[str, Any]) -> dict[str, object]:
    """The words that a value may be, for the problem document; empty where they cannot be listed."""
    return {"allowed": [str(word) for word in schema["enum"]]} if "enum" in schema else {}


def _unknown_parameter(name: str, known: Iterable[str]) -> InvalidParameterError:
    """The refusal of a parameter that nobody reads here; names the nearest one that is read."""
    known = tuple(known)
    shown = CONTROL_CHARACTERS.sub("", name)[:LONGEST_SHOWN]
    detail = f"There is no parameter “{shown}” here."
    if (near := nearest(name, known)) is not None:
        detail += f" Did you mean {near}?"
    detail += f" Known are {', '.join(known)}." if known else " This address takes none."
    more: dict[str, object] = {} if near is None else {"nearest": near}
    return InvalidParameterError(detail, parameter=shown, known=known, **more)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that somebody who wrote this most likely meant."""
    plain = {_plain(word): word for word in known}
    found = get_close_matches(_plain(name[:LONGEST_VALUE]), plain, n=1, cutoff=0.5)
    return plain[found[0]] if found else None


def _plain(name: str) -> str:
    """A name without case and without what divides its words."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _pairs(query_string: bytes) -> list[tuple[str, str]]:
    if len(query_string) > LONGEST_QUERY:
        raise InvalidParameterError(f"The query is longer than {LONGEST_QUERY:,} characters.")
    text = query_string.decode("ascii", "replace")
    if text.count("&") >= MOST_PAIRS:
        raise InvalidParameterError(f"The query has more than {MOST_PAIRS} parameters.")
    return pairs_of(text)


def _value(member: Member, text: str) -> object:
    """One value as `convert` takes it, after the checks that hold for every parameter."""
    text = text.strip()
    if len(text) > LONGEST_VALUE:
        raise InvalidParameterError(
            f"{member.name} is longer than {LONGEST_VALUE} characters.", parameter=member.name
        )
    if member.is_unchecked:
        return text
    if not text:
        raise InvalidParameterError(
            f"{member.name} is empty. Leave it out, or give it a value.", parameter=member.name
        )
    if CONTROL_CHARACTERS.search(text):
        raise InvalidParameterError(
            f"{member.name} holds a character that cannot be used.", parameter=member.name
        )
    value: object = text if member.is_free else text.lower()
    if member.is_number and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER:
        value = int(text)
    elif member.is_day:
        value = _day(text) or text
    if member.words is not None and value not in member.words:
        raise _refuse_value(member)
    return value


def _refuse_value(member: Member) -> InvalidParameterError:
    """The refusal of a value; says what the parameter takes."""
    return InvalidParameterError(
        f"{member.name} must be {member.takes}.", parameter=member.name, **allowed(member.schema)
    )


def _day(text: str) -> date | None:
    """A Texas day, given as a date or as a moment with its offset; None for anything else."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        # A plus sign that was not percent-encoded arrives as a blank.
        moment = datetime.fromisoformat(text.upper().replace(" ", "+"))
        return texas_day(moment) if moment.tzinfo is not None else None
    except OverflowError:
        return date.min if text.startswith("0") else date.max
    except ValueError:
        return None


MOST_PAGES = 1_000_000
MOST_ENTRIES = 1000
ENTRIES = 25
PageNumber = Annotated[
    int,
    about("Page of the list, from 1. A page after the last one is empty.", example=1, ge=1, le=MOST_PAGES),
]
PageSize = Annotated[int, Meta(description="Entries on a page.", examples=[ENTRIES], ge=1, le=MOST_ENTRIES)]
