"""Who asks? The nearest address that no proxy of ours has."""

import ipaddress
from collections.abc import Iterable, Sequence
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNKNOWN_CLIENT = "unknown"
"""Of a connection without an address, as through a Unix socket."""
HOPS_MAX = 20
"""More names than this in X-Forwarded-For are an attack; the nearest ones count."""
IPV6_HOME_BITS = 64
"""One home has a whole network of IPv6 addresses."""

_PRIVATE = tuple(
    ipaddress.ip_network(network)
    for network in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "100.64.0.0/10",
        "::1/128",
        "::/64",
        "fc00::/7",
        "fe80::/10",
    )
)


def client_of(
    peer: str | None, headers: Iterable[tuple[bytes, bytes]], trusted_networks: Sequence[str]
) -> str:
    """The network that a request comes from: an IPv4 address, the first 64 bits of an IPv6 one, or "unknown".

    `peer` is the other end of the connection. X-Forwarded-For is believed only from right to left, as far as each
    sender is in `trusted_networks` (CIDRs): what a visitor wrote into it himself is never reached.
    """
    network, is_trusted = _seen(peer, tuple(trusted_networks))
    if is_trusted:
        for name in reversed(_forwarded(headers)):
            named, is_trusted = _seen(name, tuple(trusted_networks))
            if named == UNKNOWN_CLIENT:
                break
            network = named
            if not is_trusted:
                break
    return network


@lru_cache(maxsize=1024)
def _seen(text: str | None, trusted_networks: tuple[str, ...]) -> tuple[str, bool]:
    """The network of an address, and whether one of our proxies has it; the same few ask again and again."""
    address = _address(text)
    if address is None:
        return UNKNOWN_CLIENT, False
    return _name(address), _is_in(address, _networks(trusted_networks))


@lru_cache(maxsize=1024)
def may_be_many(client: str) -> bool:
    """Could this be a proxy or a router of our own that nobody told us of, with all visitors behind it?

    A private address, or none at all. Whoever comes from the internet never has one.
    """
    return client == UNKNOWN_CLIENT or _is_in(ipaddress.ip_address(client), _PRIVATE)


def _forwarded(headers: Iterable[tuple[bytes, bytes]]) -> list[str]:
    given = b",".join(value for name, value in headers if name == b"x-forwarded-for")
    return [part.strip() for part in given[-4096:].decode("latin-1").split(",") if part.strip()][-HOPS_MAX:]


def _address(text: str | None) -> Address | None:
    """An address with or without a port; an IPv4 address that came as IPv6 is IPv4."""
    if not text:
        return None
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_in(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)


def _name(address: Address) -> str:
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), IPV6_HOME_BITS), strict=False).network_address)


@lru_cache(maxsize=8)
def _networks(trusted_networks: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(network, strict=False) for network in trusted_networks)
