"""Who a client is: the nearest address that no trusted proxy has."""

import pytest

from choosemypower.limits import client_of

TRUSTED = ("10.0.0.0/8", "fd00::/8")


def forwarded(*values: str) -> list[tuple[bytes, bytes]]:
    return [(b"x-forwarded-for", value.encode()) for value in values]


def test_without_trusted_networks_nobodys_word_is_taken() -> None:
    assert client_of("10.1.1.1", forwarded("203.0.113.9"), ()) == "10.1.1.1"


def test_a_stranger_cannot_name_himself() -> None:
    assert client_of("203.0.113.9", forwarded("198.51.100.1"), TRUSTED) == "203.0.113.9"


def test_the_nearest_address_that_is_no_proxy_of_ours_counts() -> None:
    headers = forwarded("198.51.100.66, 203.0.113.9", "10.2.2.2")
    assert client_of("10.1.1.1", headers, TRUSTED) == "203.0.113.9"


def test_one_home_of_ipv6_is_one_client() -> None:
    first, second = (
        client_of("10.1.1.1", forwarded(f"2001:db8:1:2:{end}"), TRUSTED) for end in ("3:4:5:6", "9:9:9:9")
    )
    assert first == second == "2001:db8:1:2::"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("203.0.113.9:4711", "203.0.113.9"),
        ("[2001:db8::1]:4711", "2001:db8::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::"),
    ],
)
def test_ports_zones_and_mapped_addresses_are_read(written: str, meant: str) -> None:
    assert client_of("10.1.1.1", forwarded(written), TRUSTED) == meant


@pytest.mark.parametrize("rubbish", ["unknown", "", ",,,", "1.2.3", "x" * 100_000, "10.0.0.1," * 50_000])
def test_rubbish_leaves_the_proxy_as_the_client(rubbish: str) -> None:
    assert client_of("10.1.1.1", forwarded(rubbish), TRUSTED).startswith("10.")


def test_a_connection_without_an_address_is_one_client() -> None:
    assert client_of(None, forwarded("203.0.113.9"), TRUSTED) == client_of("", (), TRUSTED)
