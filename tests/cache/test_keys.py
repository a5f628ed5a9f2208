"""Two requests share a key only if the app cannot tell them apart."""

from urllib.parse import parse_qsl, quote, quote_plus, urlencode

from hypothesis import given
from hypothesis import strategies as st

from choosemypower.cache.keys import (
    canonical_query,
    canonical_url,
    form_quoted,
    has_unknown_names,
    pairs_of,
    shared_key,
)

NAMES = ("page", "sort", "q", "page-size")


def without_surrogates(value: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


text = st.text(max_size=12) | st.text(alphabet="/?&=%#:+ \0é{}", max_size=8)
paths = st.lists(text.filter(lambda part: "/" not in part and without_surrogates(part)), max_size=4).map(
    lambda parts: "/" + "/".join(parts)
)
queries = st.lists(st.tuples(st.sampled_from(NAMES), text), max_size=4)


def meaning(path: str, pairs: list[tuple[str, str]]) -> object:
    """What the app can tell apart: the path, and for each known name its values in order."""
    return path, tuple((name, tuple(value for given, value in pairs if given == name)) for name in NAMES)


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{name}={quote_plus(value)}" for name, value in pairs).encode()


def url_of(path: str, pairs: list[tuple[str, str]]) -> str:
    return canonical_url(path, canonical_query(encoded(pairs), NAMES))


requests = st.tuples(
    paths, queries.filter(lambda pairs: all(without_surrogates(value) for _, value in pairs))
)


@given(requests, requests)
def test_different_requests_have_different_keys(
    first: tuple[str, list[tuple[str, str]]], second: tuple[str, list[tuple[str, str]]]
) -> None:
    assert (url_of(*first) == url_of(*second)) == (meaning(*first) == meaning(*second))


@given(requests, st.randoms())
def test_order_of_names_and_unknown_parameters_change_nothing(
    request: tuple[str, list[tuple[str, str]]], random: object
) -> None:
    _, pairs = request
    by_name: dict[str, list[tuple[str, str]]] = {}
    for name, value in pairs:
        by_name.setdefault(name, []).append((name, value))
    names = list(by_name)
    random.shuffle(names)
    shuffled = [("utm_source", "x"), *(pair for name in names for pair in by_name[name]), ("fbclid", "1")]
    assert canonical_query(encoded(shuffled), NAMES) == canonical_query(encoded(pairs), NAMES)


@given(st.binary(max_size=20), st.binary(max_size=20))
def test_bytes_that_are_no_text_stay_apart(first: bytes, second: bytes) -> None:
    one, other = (canonical_query(b"q=" + quote(value).encode(), NAMES) for value in (first, second))
    assert (one == other) == (first == second)


@given(
    st.tuples(st.sampled_from("abc"), st.integers(0, 9), text),
    st.tuples(st.sampled_from("abc"), st.integers(0, 9), text),
)
def test_release_version_and_address_stay_apart_in_redis(
    first: tuple[str, int, str], second: tuple[str, int, str]
) -> None:
    def key(release: str, epoch: int, path: str) -> str:
        clean = path.encode("utf-8", "replace").decode()
        return shared_key(f"{release}:{epoch}:20260314", "plan", canonical_url("/" + clean, ""))

    cleaned = [(release, epoch, path.encode("utf-8", "replace")) for release, epoch, path in (first, second)]
    assert (key(*first) == key(*second)) == (cleaned[0] == cleaned[1])


def test_key_length_is_bounded() -> None:
    assert len(shared_key("1.0-abc:12:20260314", "city", "/" + "x" * 2000)) < 250


def test_path_and_query_do_not_run_together() -> None:
    assert canonical_url("/a", "b=1") != canonical_url("/ab=1", "")
    assert canonical_url("/a?b=1", "") != canonical_url("/a", "b=1")


def test_values_cannot_forge_a_parameter() -> None:
    assert canonical_query(b"q=1%26sort%3Dterm", NAMES) != canonical_query(b"q=1&sort=term", NAMES)


def test_a_key_is_readable_unless_the_address_is_long() -> None:
    url = "/electricity-plans/houston?term=12"
    assert (
        shared_key("1.2-abc:7:20260314", "city", url) == f"choosemypower:{{city}}:1:1.2-abc:7:20260314:u{url}"
    )
    for length, mark in ((160, "u"), (161, "h")):
        name = shared_key("e", "city", "/" * length).rpartition(":")[2]
        assert name[0] == mark, length
    assert len(name) == 65


def test_an_address_without_a_query_is_its_path_alone() -> None:
    assert canonical_url("/electricity-plans/houston", "") == "/electricity-plans/houston"
    assert canonical_url("/caf\u00e9 a", "") == "/caf%C3%A9%20a"
    assert canonical_url("/a:b@c", "") == "/a:b@c"
    assert canonical_url("/\ud800", "") == "/%ED%A0%80"


def test_an_empty_query_or_a_route_without_parameters_has_no_query() -> None:
    assert canonical_query(b"", NAMES) == ""
    assert canonical_query(b"page=2", ()) == ""
    assert canonical_query(b"q=a%20b&page=2&q=", NAMES) == "page=2&q=a+b&q="


def test_bytes_that_are_no_text_are_kept_as_they_are() -> None:
    assert canonical_query(b"q=\xff", NAMES) == canonical_query(b"q=%FF", NAMES) == "q=%FF"


def test_a_plus_is_a_blank_and_only_the_first_sign_ends_the_name() -> None:
    assert canonical_query(b"q=a+b", NAMES) == "q=a+b"
    assert canonical_query(b"q=a%2Bb", NAMES) == "q=a%2Bb"
    assert canonical_query(b"q=a=b", NAMES) == "q=a%3Db"
    assert pairs_of("q=%FF") == [("q", "\ufffd")]


def test_what_may_stand_plainly_beside_letters_is_left_as_it_is() -> None:
    assert form_quoted("a,b c", ",") == "a,b+c"
    assert canonical_url("/a b:c@d", "") == "/a%20b:c@d"


def test_names_that_no_handler_reads_are_noticed() -> None:
    for query in (b"page=2&utm=x", b"utm=x", b"utm"):
        assert has_unknown_names(query, canonical_query(query, NAMES)), query
    for query in (b"", b"page=2", b"sort=a&page=2", b"&page=2&", b"&"):
        assert not has_unknown_names(query, canonical_query(query, NAMES)), query


def slow_canonical_query(query: bytes, known: tuple[str, ...]) -> str:
    """The same by the standard library alone."""
    pairs = parse_qsl(
        query.decode("utf-8", "surrogateescape"), keep_blank_values=True, errors="surrogateescape"
    )
    kept = [(name, value) for wanted in known for name, value in pairs if name == wanted]
    return urlencode(kept, errors="surrogateescape")


@given(st.binary(max_size=40) | st.text(alphabet="pagesortq-&=+%41;,é ", max_size=40).map(str.encode))
def test_any_query_is_read_as_the_standard_library_reads_it(query: bytes) -> None:
    assert canonical_query(query, NAMES) == slow_canonical_query(query, NAMES)
