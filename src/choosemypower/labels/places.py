"""From where labels may be fetched: https, and machines of the public internet.

The addresses come from strangers. A host is resolved once, all that it resolves to must be public, and the connection
goes to the address that was looked at: a name that means another machine a moment later changes nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

import msgspec

_LONGEST_ADDRESS = 2000
_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 addresses that carry an IPv4 address, which may be a private one."""


class RefusedPlaceError(Exception):
    """Nothing is fetched from there; the message says why."""


class LabelHost(msgspec.Struct, frozen=True, kw_only=True):
    """A server, as an address names it."""

    scheme: str
    host: str
    port: int

    @property
    def netloc(self) -> str:
        """As the Host header says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == 443 else f"{host}:{self.port}"

    @property
    def name(self) -> str:
        return f"{self.scheme}://{self.netloc}"


def place_of(address: str, stand_ins: Collection[str] = ()) -> tuple[LabelHost, str]:
    """The server that an address names, and what to ask it for. Raises RefusedPlaceError.

    `stand_ins`: `host:port` of servers of a test, which are on this machine and may speak plain http.
    """
    if len(address) > _LONGEST_ADDRESS or any(ord(letter) < 33 for letter in address):
        raise RefusedPlaceError("the address is too long or has blanks")
    try:
        parts = urlsplit(address)
        port = parts.port or (80 if parts.scheme == "http" else 443)
    except ValueError:
        raise RefusedPlaceError("the address cannot be understood") from None
    place = LabelHost(scheme=parts.scheme, host=(parts.hostname or "").rstrip("."), port=port)
    if not place.host:
        raise RefusedPlaceError("the address names no host")
    if parts.username is not None or parts.password is not None:
        raise RefusedPlaceError("the address holds a user name")
    if place.scheme != "https" and not (place.scheme == "http" and _is_stand_in(place, stand_ins)):
        raise RefusedPlaceError("the address is not https")
    return place, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _is_stand_in(place: LabelHost, stand_ins: Collection[str]) -> bool:
    return f"{place.host}:{place.port}" in stand_ins


async def resolve(place: LabelHost, stand_ins: Collection[str] = ()) -> str:
    """The IP address to connect to. Raises RefusedPlaceError where any of the host's addresses is not public."""
    if _is_stand_in(place, stand_ins):
        return "127.0.0.1"
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RefusedPlaceError(f"the host {place.host} is not known") from None
    addresses = [str(one[4][0]) for one in found]
    if not addresses:
        raise RefusedPlaceError(f"the host {place.host} is not known")
    if not all(map(is_public, addresses)):
        raise RefusedPlaceError(f"{place.host} is a machine of a private network")
    return next((one for one in addresses if ":" not in one), addresses[0])


def is_public(address: str) -> bool:
    """Whether this IP address is one of the public internet, and of one machine."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if ip.version == 6:
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in _TRANSLATED) or ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast
